"""Filters of the public home, the clock of the rehearsal, and a day to try for the activity."""

import re
from calendar import monthrange
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from comun.formato import MESES
from comun.limites import FECHA_CREIBLE
from convocatorias.forms.campos import ayudante
from convocatorias.forms.campos import comuna as campo_comuna
from convocatorias.forms.campos import fecha as campo_fecha
from seguimiento import selectors
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
    anio = forms.ChoiceField(label="Año de gestión", required=False)
    region = forms.ChoiceField(label="Región", required=False)
    estado = forms.ChoiceField(label="Estado", required=False, choices=ESTADOS)

    def __init__(
        self, *args: Any, anios: list[int], regiones: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anio"].choices = [("", "Todos"), *((str(a), str(a)) for a in anios)]
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


class SuponerForm(forms.Form):
    """A day for the activity, to see what it would ask for. A question: it changes nothing."""

    fecha = campo_fecha(
        label="¿Y si la jornada fuera el…?",
        error_messages={"required": "Escriba el día que quiere probar."},
    )
    comuna = campo_comuna(required=False)
    helper = ayudante("fecha", "comuna")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        escrita = self.data.get("fecha", "")
        if motivo := no_existe(escrita):
            self.fields["fecha"].error_messages["invalid"] = motivo


def no_existe(escrita: str) -> str:
    """Why there is no such day, and the nearest that there is; "" for what is not a date at all."""
    partes = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", escrita.strip())
    if partes is None:
        return ""
    anio, mes, dia = (int(parte) for parte in partes.groups())
    if not (1 <= mes <= 12 and 1 <= anio <= 9999):
        return ""
    ultimo = monthrange(anio, mes)[1]
    if 1 <= dia <= ultimo:
        return ""
    return (
        f"El {dia} de {MESES[mes - 1]} de {anio} no existe: ese mes termina el día {ultimo}. "
        f"Pruebe con el {ultimo:02}/{mes:02}/{anio}."
    )


class FiltroTablero(forms.Form):
    """What part of the board to see; everything in the address."""

    q = forms.CharField(
        label="Buscar", required=False, max_length=100, strip=True, widget=forms.SearchInput
    )
    cuenta = forms.ChoiceField(label="Cuenta", required=False)
    mio = forms.ChoiceField(
        label="De quién", required=False, choices=[("", "De todas las personas"), ("1", "Mías")]
    )
    tramo = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cuentas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tramo"].choices = [("", ""), *selectors.TRAMOS.items()]
        if len(cuentas) > 1:
            self.fields["cuenta"].choices = [("", "Todas"), *cuentas]
        else:
            del self.fields["cuenta"]

    def elegido(self) -> dict[str, Any]:
        """What was asked; what is not one of the choices is not asked."""
        self.is_valid()
        return self.cleaned_data
