"""Filters of the public home, and the clock of the rehearsal."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from comun.limites import FECHA_CREIBLE
from seguimiento.etapas import Etapa

ESTADOS = [
    ("", "Todas"),
    (Etapa.VIRTUAL.value, "Abiertas a su opinión"),
    (Etapa.SISTEMATIZACION.value, "Esperando respuesta"),
    (Etapa.RESPONDIDA.value, "Respondidas"),
]


class BuscarForm(forms.Form):
    """Search by service, year of gestión, region and stage; everything in the address."""

    q = forms.CharField(label="Servicio", required=False, widget=forms.SearchInput)
    anio = forms.ChoiceField(label="Gestión", required=False)
    region = forms.ChoiceField(label="Región", required=False)
    estado = forms.ChoiceField(label="Estado", required=False, choices=ESTADOS)

    def __init__(
        self, *args: Any, anios: list[int], regiones: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anio"].choices = [("", "Todas"), *((str(a), str(a)) for a in anios)]
        self.fields["region"].choices = [("", "Todo el país"), *regiones]

    def valor(self, nombre: str) -> str:
        """What was asked, or nothing if it is not one of the choices."""
        return self.cleaned_data.get(nombre, "") if self.is_valid() or self.cleaned_data else ""


class EnsayoForm(forms.Form):
    """The day and hour to which the demo's clock moves."""

    dia = forms.DateField(
        label="Día",
        validators=FECHA_CREIBLE,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hora = forms.TimeField(
        label="Hora", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
