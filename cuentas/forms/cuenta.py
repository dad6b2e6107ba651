"""What people type about an account: its years, its dates, its team, what happens to it."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.db.models import QuerySet

from comun.limites import PRIMER_DIA, ULTIMO_DIA
from cuentas.forms.base import EleccionDePersona, ayudante, campo_fecha
from cuentas.forms.evidencia import campo_url
from cuentas.models import CuentaPublica
from servicios.models import Servicio, Usuario


class _ConModalidad(forms.Form):
    """The modality with its reason (R2), and the responsible person (R7)."""

    modalidad = forms.ChoiceField(
        label="¿Cómo se hará?",
        choices=CuentaPublica.Modalidad.choices,
        widget=forms.RadioSelect,
        initial=CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL,
        help_text="Se recomienda la modalidad presencial con apoyo virtual (R2).",
    )
    motivo_modalidad = forms.CharField(
        label="Por qué será solo virtual",
        required=False,
        max_length=2000,
        help_text="Solo si elige esa modalidad.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    responsable = EleccionDePersona(
        label="Persona responsable ante la División de Organizaciones Sociales",
        queryset=Usuario.objects.none(),
        help_text="Se elige entre las personas del servicio.",
        error_messages={"required": "Elija a la persona responsable."},
    )
    cargo = forms.CharField(
        label="Su cargo",
        required=False,
        max_length=120,
        help_text="Déjelo en blanco para conservar el que ya tiene.",
    )
    telefono = forms.CharField(
        label="Su teléfono de trabajo",
        required=False,
        max_length=20,
        help_text="Déjelo en blanco para conservar el que ya tiene.",
        widget=forms.TextInput(attrs={"class": "ancho-rut"}),
    )

    def __init__(self, *args: Any, personas: QuerySet[Usuario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsable"].ofrecer(personas)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        otra = datos.get("modalidad") == CuentaPublica.Modalidad.VIRTUAL
        if otra and not datos.get("motivo_modalidad", "").strip():
            self.add_error(
                "motivo_modalidad",
                "Se recomienda la modalidad presencial con apoyo virtual. Si elige otra, "
                "escriba por qué (R2).",
            )
        return datos


class AbrirCuentaForm(_ConModalidad):
    """All that opens an account; its parameters come with the norm."""

    anio_gestion = forms.IntegerField(
        label="Año de gestión",
        min_value=2011,
        max_value=2100,
        help_text="El año del que se rinde cuenta.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    anio_ejercicio = forms.IntegerField(
        label="Año de ejercicio",
        min_value=2011,
        max_value=2100,
        help_text="El año en que se realiza.",
        widget=forms.NumberInput(attrs={"class": "ancho-rut"}),
    )
    ambito = forms.ChoiceField(
        label="Ámbito", choices=Servicio.Ambito.choices, widget=forms.RadioSelect
    )
    nombre = forms.CharField(
        label="Norma que la rige",
        max_length=160,
        required=False,
        help_text="Por ejemplo: Resolución exenta. En blanco: la del año anterior o la guía.",
    )
    numero = forms.CharField(label="Número", max_length=40, required=False)
    fecha = campo_fecha(label="Fecha de la norma", required=False)
    url = campo_url(label="Dirección web de la norma")

    helper = ayudante(
        Fieldset("De qué año", Row("anio_gestion", "anio_ejercicio"), "ambito"),
        Fieldset("Modalidad", "modalidad", "motivo_modalidad"),
        Fieldset("Quién responde por ella", "responsable", "cargo", "telefono"),
        Fieldset("Norma de participación del servicio", "nombre", Row("numero", "fecha"), "url"),
    )

    def clean(self) -> dict[str, Any]:
        datos = super().clean()
        gestion, ejercicio = datos.get("anio_gestion"), datos.get("anio_ejercicio")
        if gestion and ejercicio and ejercicio < gestion:
            self.add_error(
                "anio_ejercicio", "La cuenta no puede realizarse antes del año que informa."
            )
        return datos


class DatosCuentaForm(_ConModalidad):
    """The modality and the responsible person of an account already open."""

    helper = ayudante("modalidad", "motivo_modalidad", "responsable", "cargo", "telefono")


class PlazosForm(forms.Form):
    """The dates promised for the answers, and the day from which their terms are counted.

    Without `con_ancla` that day is known and nobody types it.
    """

    ancla = campo_fecha(
        label="Última actividad presencial",
        help_text="Desde el día siguiente se cuentan los plazos. Si la cuenta es solo virtual, "
        "el último día de la participación por internet.",
        error_messages={"required": "Escriba la fecha de la última actividad presencial."},
    )
    respuesta_virtual = campo_fecha(
        label="Responderemos lo recibido por internet, a más tardar, el",
        error_messages={"required": "Escriba la fecha para lo recibido por internet (R52)."},
    )
    respuesta_presencial = campo_fecha(
        label="Responderemos lo planteado en la jornada, a más tardar, el",
        error_messages={"required": "Escriba la fecha para lo planteado en la jornada (R105)."},
    )

    helper = ayudante()

    def __init__(
        self, *args: Any, hay_jornada: bool = True, con_ancla: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respuesta_presencial"].required = hay_jornada
        if not con_ancla:
            del self.fields["ancla"]


class MotivoForm(forms.Form):
    """Why an account is annulled."""

    motivo = forms.CharField(
        label="Motivo de la anulación",
        max_length=2000,
        help_text="Se publica. No escriba datos de personas.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo de la anulación: se publica."},
    )
    helper = ayudante()


class InterrumpirForm(forms.Form):
    """Since when an account does not run as announced, and why."""

    desde = campo_fecha(
        label="Desde qué día",
        help_text="Hoy o un día que ya pasó.",
        error_messages={"required": "Escriba desde qué día."},
    )
    motivo = forms.CharField(
        label="Motivo",
        max_length=2000,
        help_text="Se publica en la página de la cuenta. No escriba datos de personas.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo: se publica."},
    )
    helper = ayudante()


class ReanudarForm(forms.Form):
    """The day on which an account runs again."""

    hasta = campo_fecha(
        label="Qué día se reanudó",
        help_text="Hoy o un día que ya pasó.",
        error_messages={"required": "Escriba qué día se reanudó."},
    )
    helper = ayudante()


class IntegranteForm(forms.Form):
    """Who joins the team, and what for."""

    usuario = EleccionDePersona(
        label="Persona",
        queryset=Usuario.objects.none(),
        error_messages={"required": "Elija a la persona."},
    )
    funcion = forms.CharField(
        label="Qué hará en esta cuenta",
        max_length=120,
        help_text="Por ejemplo: redacta el informe.",
        error_messages={"required": "Escriba qué hará en esta cuenta."},
    )
    helper = ayudante()

    def __init__(self, *args: Any, personas: QuerySet[Usuario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usuario"].ofrecer(personas)  # type: ignore[attr-defined]


def leer_fecha(texto: str) -> date | None:
    """A date of the address (`?ancla=2027-05-28`), or None."""
    try:
        dia = date.fromisoformat(texto)
    except ValueError:
        return None
    return dia if PRIMER_DIA <= dia <= ULTIMO_DIA else None
