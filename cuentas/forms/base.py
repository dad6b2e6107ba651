"""What the forms of an account share: their layout, their dates, the choice of a person."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from comun.limites import FECHA_CREIBLE
from servicios.models import Usuario

POCAS = 7


def ayudante(*partes: Any) -> FormHelper:
    ayudante = FormHelper()
    ayudante.form_tag = False
    if partes:
        ayudante.layout = Layout(*partes)
    return ayudante


def campo_fecha(**opciones: Any) -> forms.DateField:
    opciones.setdefault("error_messages", {})["invalid"] = (
        "Esa fecha no existe. Ejemplo: 28/05/2027."
    )
    control = forms.DateInput(attrs={"type": "date", "class": "ancho-rut"}, format="%Y-%m-%d")
    return forms.DateField(widget=control, validators=FECHA_CREIBLE, **opciones)


class EleccionDePersona(forms.ModelChoiceField):
    """A person and their post. Under seven, all of them in sight."""

    def ofrecer(self, personas: QuerySet[Usuario]) -> None:
        self.queryset = personas
        self.empty_label = "Elija a una persona"
        if 0 < personas.count() < POCAS:
            self.empty_label = None
            self.widget = forms.RadioSelect()
            self.widget.choices = self.choices

    def label_from_instance(self, obj: Usuario) -> str:
        return f"{obj.nombre}, {obj.cargo}" if obj.cargo else obj.nombre
