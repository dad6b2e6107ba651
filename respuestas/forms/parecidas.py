"""What somebody types to see whether it is answered already."""

from typing import Any

from django import forms

from cuentas.forms.base import ayudante
from respuestas.forms.publico import campo_mensaje


class FormularioParecidas(forms.Form):
    """The words of a question; nothing else, and nothing is kept."""

    mensaje = campo_mensaje(
        filas=3,
        label="¿Qué quiere saber?",
        help_text="Escriba como habla. Basta una frase.",
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = ayudante("mensaje")
        self.helper.form_show_errors = False
