"""Filters of the public home, who wants to be told, the clock of the rehearsal, a day to try."""

import re
from calendar import monthrange
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from comun.campos import nonce_nuevo
from comun.contacto import normalizar_correo
from comun.formato import MESES
from comun.limites import FECHA_CREIBLE
from comun.trampa import ConTrampa
from convocatorias.forms.campos import comuna as campo_comuna
from cuentas.forms.base import ayudante, campo_fecha
from cuentas.models import Capitulo
from seguimiento import selectors
from seguimiento.etapas import Etapa
from seguimiento.models import Suscripcion

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


class FormularioAvisos(ConTrampa):
    """What one wants to be told of, and where to."""

    SELLO = "seguimiento.avisos"
    ESCRITO = "correo"
    LLENO = (
        "Llegó lleno un espacio que debe ir vacío, quizás por el llenado automático de su "
        "navegador. Ya lo vaciamos: revise lo que escribió y envíelo."
    )
    CON_PRISA = "Su pedido llegó muy rápido y lleva una dirección web. Revíselo y envíelo otra vez."

    alcance = forms.ChoiceField(
        label="¿De qué quiere avisos?",
        widget=forms.RadioSelect,
        initial=Suscripcion.Alcance.CUENTA,
        error_messages={"required": "Elija de qué quiere avisos."},
    )
    capitulo = forms.ChoiceField(
        label="¿Cuál tema?",
        required=False,
        choices=[("", "Elija un tema"), *Capitulo.Tipo.choices],
        help_text="Solo si eligió un tema del informe.",
    )
    correo = forms.CharField(
        label="Correo electrónico",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Escriba su correo: ahí le enviaremos los avisos."},
    )
    nonce = forms.RegexField(
        r"^[\w-]{16,40}$", required=False, widget=forms.HiddenInput, initial=nonce_nuevo
    )

    def __init__(self, *args: Any, anio: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alcance"].choices = [  # type: ignore[attr-defined]
            (Suscripcion.Alcance.CUENTA, f"La cuenta de {anio}"),
            (Suscripcion.Alcance.TEMA, "Un tema del informe, este año y los que vienen"),
            (Suscripcion.Alcance.SERVICIO, "Todas las cuentas de este servicio"),
        ]
        self.helper = ayudante("alcance", "capitulo", "correo", "nonce", "abierto")
        self.helper.form_show_errors = False

    def clean_correo(self) -> str:
        return normalizar_correo(self.cleaned_data["correo"])

    def clean_nonce(self) -> str:
        return self.cleaned_data["nonce"] or nonce_nuevo()

    def clean(self) -> dict[str, Any]:
        datos = super().clean()
        if datos.get("alcance") == Suscripcion.Alcance.TEMA and not datos.get("capitulo"):
            self.add_error("capitulo", "Elija el tema del que quiere avisos.")
        return datos

    def pedido(self) -> dict[str, str]:
        """What a valid form asks, as `pedir_avisos` takes it."""
        campos = ("correo", "alcance", "capitulo", "nonce")
        return {campo: self.cleaned_data[campo] for campo in campos}
