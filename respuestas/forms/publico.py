"""What a citizen types."""

import re
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from comun import rut
from comun.contacto import TelefonoInvalido, normalizar_telefono
from comun.formato import miles
from comun.texto import limpiar
from respuestas.catalogos import TIPOS_DEL_FORMULARIO
from respuestas.models import Consulta, Consultante
from respuestas.services import Datos, nonce_nuevo

MENSAJE_MAXIMO = 3000
SEGUNDOS_DE_PERSONA = 3
SELLO = "respuestas.participar"

_ENLACE = re.compile(r"https?://|www\.", re.IGNORECASE)


class CampoLimpio(forms.CharField):
    """Text with plain line ends, so that the limit counts what the browser counts."""

    def to_python(self, value: Any) -> str:
        return limpiar(super().to_python(value) or "")


def ayudante(*campos: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    if campos:
        helper.layout = Layout(*campos)
    return helper


def campo_mensaje(filas: int = 6, **otros: Any) -> CampoLimpio:
    campo = CampoLimpio(
        label=otros.pop("label", "Su mensaje"),
        widget=forms.Textarea(
            attrs={"rows": filas, "maxlength": MENSAJE_MAXIMO, "data-contador": ""}
        ),
        error_messages={"required": "Escriba su mensaje. Puede ser una sola frase."},
        **otros,
    )
    campo.validators.append(_que_quepa)
    return campo


def _que_quepa(texto: str) -> None:
    if len(texto) > MENSAJE_MAXIMO:
        raise ValidationError(
            f"Su mensaje lleva {miles(len(texto))} letras y caben {miles(MENSAJE_MAXIMO)}. "
            "Acórtelo, o envíelo en dos mensajes."
        )


class FormularioPersona(forms.Form):
    """Who writes, and the one means of contact that they choose (R50)."""

    nombres = forms.CharField(
        label="Nombres",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Escriba sus nombres."},
    )
    apellidos = forms.CharField(
        label="Primer apellido",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": "Escriba su primer apellido."},
    )
    run = forms.CharField(
        label="RUN",
        required=False,
        help_text="Con guion. Ejemplo: 11.111.111-1",
        widget=forms.TextInput(
            attrs={"class": "ancho-rut", "autocomplete": "off", "data-privado": ""}
        ),
    )
    medio = forms.ChoiceField(
        label="¿Cómo quiere recibir la respuesta?",
        choices=[
            (Consultante.Medio.CORREO, "Por correo electrónico"),
            (Consultante.Medio.TELEFONO, "Por teléfono"),
            (Consultante.Medio.CARTA, "Por carta"),
        ],
        initial=Consultante.Medio.CORREO,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija cómo quiere recibir la respuesta."},
    )
    correo = forms.CharField(
        label="Correo electrónico",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    telefono = forms.CharField(
        label="Teléfono",
        required=False,
        max_length=30,
        help_text="Con sus 9 cifras. Ejemplo: 9 1234 5678",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    direccion = forms.CharField(
        label="Dirección postal",
        required=False,
        max_length=200,
        help_text="Calle, número y comuna.",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    PERSONA = (
        Fieldset("¿Quién es usted?", "nombres", "apellidos", Field("run")),
        Div(
            InlineRadios("medio", wrapper_class="campo--grande"),
            Field("correo", wrapper_class="campo--sin-marca segun-correo"),
            Field("telefono", wrapper_class="campo--sin-marca segun-telefono"),
            Field("direccion", wrapper_class="campo--sin-marca segun-carta"),
            css_class="segun-medio",
        ),
    )

    def clean_run(self) -> str:
        valor = self.cleaned_data["run"].strip()
        if not valor:
            return ""
        try:
            return rut.normalizar(valor)
        except rut.RutInvalido as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        revisar = {
            Consultante.Medio.CORREO: ("correo", _correo),
            Consultante.Medio.TELEFONO: ("telefono", _telefono),
            Consultante.Medio.CARTA: ("direccion", _direccion),
        }.get(datos.get("medio", ""))
        if revisar:
            campo, limpiar_contacto = revisar
            try:
                datos[campo] = limpiar_contacto(datos.get(campo, ""))
            except ValidationError as error:
                self.add_error(campo, error)
        return datos

    def persona(self) -> Datos:
        campos = ("nombres", "apellidos", "medio", "correo", "telefono", "direccion", "run")
        return Datos(**{campo: self.cleaned_data.get(campo, "") for campo in campos})


def _correo(valor: str) -> str:
    if not valor:
        raise ValidationError("Escriba su correo: ahí le responderemos.")
    if "@" not in valor:
        raise ValidationError("Al correo le falta el signo @. Ejemplo: rosa@correo.cl")
    EmailValidator("El correo no está completo. Ejemplo: rosa@correo.cl")(valor)
    return valor


def _telefono(valor: str) -> str:
    if not valor:
        raise ValidationError("Escriba su teléfono: ahí le responderemos.")
    try:
        return normalizar_telefono(valor)
    except TelefonoInvalido as error:
        raise ValidationError(str(error)) from None


def _direccion(valor: str) -> str:
    if len(valor.strip()) < 5:
        raise ValidationError("Escriba la dirección completa: ahí le enviaremos la carta.")
    return valor


class FormularioParticipar(FormularioPersona):
    """The public form. It never asks for a test of being human: it notices haste and traps."""

    #: As they are read: the error summary lists them in this order.
    field_order = ("tipo", "mensaje")

    tipo = forms.ChoiceField(
        label="¿Qué quiere enviarnos?",
        choices=TIPOS_DEL_FORMULARIO,
        initial=Consulta.Tipo.PREGUNTA,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué quiere enviarnos."},
    )
    mensaje = campo_mensaje(
        help_text="Escriba como habla. No ponga datos privados suyos ni de otras personas."
    )
    publica_nombre = forms.BooleanField(
        label="Pueden publicar mi nombre junto a mi mensaje. Si no marca esto, aparecerá como "
        "«una persona».",
        required=False,
    )
    nonce = forms.RegexField(
        r"^[\w-]{16,40}$", required=False, widget=forms.HiddenInput, initial=nonce_nuevo
    )
    abierto = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=lambda: _sellador().sign("si")
    )
    sitio = forms.CharField(required=False)  # the trap: nobody sees it, programs fill it

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = ayudante(
            InlineRadios("tipo", wrapper_class="campo--grande"),
            "mensaje",
            *self.PERSONA,
            Fieldset("Al publicar la respuesta", "publica_nombre"),
            "nonce",
            "abierto",
        )
        self.helper.form_show_errors = False

    def clean_nonce(self) -> str:
        return self.cleaned_data["nonce"] or nonce_nuevo()

    def clean(self) -> dict[str, Any]:
        datos = super().clean()
        if datos.get("sitio"):
            self.add_error(
                None,
                "Llegó lleno un espacio que debe ir vacío, quizás por el llenado automático de su "
                "navegador. Ya lo vaciamos: revise su mensaje y presione Enviar de nuevo.",
            )
        elif _ENLACE.search(datos.get("mensaje", "")) and self._con_prisa():
            self.add_error(
                None,
                "Su mensaje llegó muy rápido y lleva direcciones web. Revíselo y presione Enviar "
                "de nuevo.",
            )
        return datos

    def _con_prisa(self) -> bool:
        """Whether nobody could have typed it: less than some seconds, or a stamp not ours."""
        try:
            _sellador().unsign(self.cleaned_data.get("abierto", ""), max_age=SEGUNDOS_DE_PERSONA)
        except signing.SignatureExpired:
            return False
        except signing.BadSignature:
            self.renovar("abierto")
        return True

    def renovar(self, *campos: str) -> None:
        """Draw those hidden fields anew in the form that goes back."""
        self.data = self.data.copy()
        for campo in campos:
            self.data[campo] = self.get_initial_for_field(self.fields[campo], campo)


def _sellador() -> signing.TimestampSigner:
    # Signed with the machine's clock, not the portal's: moving the demo's date is not haste.
    return signing.TimestampSigner(salt=SELLO)
