"""Where something of the account was made known."""

from datetime import date
from typing import Any

from crispy_forms.layout import Row
from django import forms

from cuentas.forms.base import ayudante, campo_fecha
from cuentas.forms.evidencia import CampoEvidencia, campo_url
from cuentas.models import Difusion


class DifusionForm(forms.Form):
    """A channel, the day, and what shows it: an address, some words, or a file."""

    objeto = forms.ChoiceField(
        label="Qué se difundió",
        choices=Difusion.Objeto.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Diga qué se difundió."},
    )
    canal = forms.ChoiceField(
        label="Por dónde",
        choices=[("", "Elija un canal"), *Difusion.Canal.choices],
        error_messages={"required": "Elija el canal."},
    )
    fecha = campo_fecha(label="Qué día", error_messages={"required": "Escriba qué día."})
    url = campo_url(label="Dirección web", help_text="Las de las respuestas se publican.")
    evidencia = forms.CharField(
        label="Qué lo muestra",
        max_length=300,
        required=False,
        help_text="Si no hay dirección: por ejemplo, afiche en las 12 oficinas, o programa de "
        "radio del martes.",
    )
    archivo = CampoEvidencia()
    helper = ayudante("objeto", Row("canal", "fecha"), "url", "evidencia", "archivo")

    def __init__(self, *args: Any, hoy: date, objeto: str = "", **kwargs: Any) -> None:
        de_antes = objeto if objeto in Difusion.Objeto else Difusion.Objeto.RESPUESTAS
        super().__init__(*args, initial={"fecha": hoy, "objeto": de_antes}, **kwargs)
