"""Word of one rule, among several on the same page."""

from datetime import date
from typing import Any

from crispy_forms.layout import Field, Row
from django import forms

from cuentas.forms.base import ayudante, campo_fecha
from cuentas.forms.evidencia import CampoEvidencia, campo_url
from cuentas.services import Dicho

SI, NO = "si", "no"
_DE_PASO = frozenset({"fecha"})


class ConstanciaForm(forms.Form):
    """Blank unless something is said: the day comes filled in, and alone says nothing."""

    cumplida = forms.ChoiceField(
        label="¿Se hizo?",
        choices=[(SI, "Se hizo"), (NO, "No se hizo")],
        widget=forms.RadioSelect,
        error_messages={"required": "Diga si se hizo o no."},
    )
    fecha = campo_fecha(
        label="Qué día",
        error_messages={
            "required": "Escriba qué día.",
            "invalid": "Esa fecha no existe. Ejemplo: 28/05/2027.",
        },
    )
    texto = forms.CharField(
        label="Qué lo muestra, o por qué no se hizo",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Escriba qué lo muestra, o por qué no se hizo."},
    )
    url = campo_url(label="Dirección web")
    archivo = CampoEvidencia()

    helper = ayudante(
        "cumplida",
        Row("fecha", Field("url", wrapper_class="campo--sin-marca")),
        "texto",
        "archivo",
    )
    # The page tells the errors of all of them in one summary.
    helper.form_show_errors = False

    def __init__(self, *args: Any, regla: str, hoy: date, **kwargs: Any) -> None:
        self.regla = regla
        super().__init__(
            *args,
            prefix=regla,
            initial={"fecha": hoy},
            empty_permitted=True,
            use_required_attribute=False,
            **kwargs,
        )

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - _DE_PASO)

    def dicho(self) -> Dicho:
        """What the use case takes."""
        datos = self.cleaned_data
        return Dicho(
            regla=self.regla,
            cumplida=datos["cumplida"] == SI,
            fecha=datos["fecha"],
            texto=datos["texto"],
            url=datos["url"],
            archivo=datos["archivo"],
        )
