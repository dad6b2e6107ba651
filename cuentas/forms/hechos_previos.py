"""What people type about what happened outside the portal."""

from typing import Any

from django import forms

from cuentas.forms.base import ayudante, campo_fecha
from cuentas.models import HechoPrevio


class HechoPrevioForm(forms.Form):
    """What happened, when, what shows it, and why it was not done in the portal."""

    tipo = forms.ChoiceField(
        label="Qué ocurrió",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué ocurrió."},
    )
    fecha = campo_fecha(
        label="Qué día",
        help_text="Hoy o un día que ya pasó.",
        error_messages={"required": "Escriba qué día ocurrió."},
    )
    evidencia = forms.CharField(
        label="Qué lo muestra",
        max_length=300,
        help_text="Por ejemplo: el acta, el oficio o la publicación. No escriba datos de personas.",
        error_messages={"required": "Escriba qué lo muestra."},
    )
    url = forms.URLField(
        label="Dirección web, si la hay", required=False, assume_scheme="https", max_length=200
    )
    motivo = forms.CharField(
        label="Por qué no se hizo en el portal",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba por qué no se hizo en el portal."},
    )
    helper = ayudante()

    def __init__(self, *args: Any, anotados: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tipo"].choices = [  # type: ignore[attr-defined]
            (valor, nombre.capitalize())
            for valor, nombre in HechoPrevio.Tipo.choices
            if valor not in anotados
        ]

    @property
    def tipo_elegido(self) -> str:
        """The words of what was chosen, for the page that asks to confirm."""
        return dict(self.fields["tipo"].choices).get(self.cleaned_data["tipo"], "")  # type: ignore[attr-defined]
