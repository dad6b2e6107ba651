"""What a citizen types."""

import re
import unicodedata
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from comun import rut
from comun.campos import nonce_nuevo
from comun.contacto import TelefonoInvalido, normalizar_correo, normalizar_telefono
from comun.formato import miles
from comun.texto import en_una_linea, limpiar
from comun.trampa import ConTrampa
from cuentas.forms.base import ayudante
from cuentas.models import Capitulo
from respuestas.catalogos import CONSENTIMIENTOS, TIPOS_DEL_FORMULARIO
from respuestas.models import Consulta, Consultante
from respuestas.services import Datos

MENSAJE_MAXIMO = 3000
#: Of the columns of a name; the two surnames share theirs.
LARGO_NOMBRE = 100

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,40}")


class CampoLimpio(forms.CharField):
    """Text with plain line ends, so that the limit counts what the browser counts.

    What nobody can see is nothing: spaces of no width alone leave it empty.
    """

    def to_python(self, value: Any) -> str:
        texto = limpiar(super().to_python(value) or "")
        return texto if se_ve(texto) else ""


class CampoDeUnaLinea(CampoLimpio):
    """A name or a contact as one line, without marks that nobody sees."""

    def to_python(self, value: Any) -> str:
        return en_una_linea(_sin_invisibles(super().to_python(value)))


def se_ve(texto: str) -> bool:
    """Whether there is anything to read."""
    return any(unicodedata.category(letra)[0] not in "CZM" for letra in texto)


def _sin_invisibles(texto: str) -> str:
    # The joiners stay: some scripts are not written without them.
    return "".join(
        letra for letra in texto if unicodedata.category(letra) != "Cf" or letra in "\u200c\u200d"
    )


def campo_mensaje(filas: int = 6, **otros: Any) -> CampoLimpio:
    campo = CampoLimpio(
        label=otros.pop("label", "Su mensaje"),
        widget=forms.Textarea(
            attrs={"rows": filas, "maxlength": MENSAJE_MAXIMO, "data-contador": ""}
        ),
        error_messages={"required": "Escriba su mensaje. Puede ser una sola frase."},
        **otros,
    )
    campo.validators.append(que_quepa)
    return campo


def que_quepa(texto: str) -> None:
    if len(texto) > MENSAJE_MAXIMO:
        raise ValidationError(
            f"Su mensaje lleva {miles(len(texto))} letras y caben {miles(MENSAJE_MAXIMO)}. "
            "Acórtelo, o envíelo en dos mensajes."
        )


class FormularioPersona(forms.Form):
    """Who writes, and the one means of contact that they choose (R50)."""

    nombres = CampoDeUnaLinea(
        label="Nombres",
        max_length=LARGO_NOMBRE,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Escriba sus nombres."},
    )
    apellidos = CampoDeUnaLinea(
        label="Primer apellido",
        max_length=LARGO_NOMBRE,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": "Escriba su primer apellido."},
    )
    segundo_apellido = CampoDeUnaLinea(
        label="Segundo apellido",
        required=False,
        max_length=LARGO_NOMBRE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    run = CampoLimpio(
        label="RUN",
        required=False,
        help_text="Con guion. Ejemplo: 11.111.111-1",
        widget=forms.TextInput(
            attrs={"class": "ancho-rut", "autocomplete": "off", "data-privado": ""}
        ),
    )
    organizacion = CampoDeUnaLinea(
        label="Organización por la que habla",
        required=False,
        max_length=160,
        help_text="Si habla por usted, deje este espacio en blanco. No la publicamos.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    formato = forms.ChoiceField(
        label="Formato de la respuesta",
        choices=[("", "El de siempre"), *Consulta.Formato.choices],
        required=False,
        # It may tell of the health of a person: it does not stay on the device.
        widget=forms.Select(attrs={"class": "ancho-corto", "data-privado": ""}),
    )
    medio = forms.ChoiceField(
        label="¿Cómo quiere recibir la respuesta?",
        choices=[
            (Consultante.Medio.CORREO, "Por correo electrónico"),
            (Consultante.Medio.TELEFONO, "Por teléfono"),
            (Consultante.Medio.CARTA, "Por carta"),
            (Consultante.Medio.RETIRO, "La iré a buscar a la oficina"),
        ],
        initial=Consultante.Medio.CORREO,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija cómo quiere recibir la respuesta."},
    )
    correo = CampoLimpio(
        label="Correo electrónico",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    telefono = CampoDeUnaLinea(
        label="Teléfono",
        required=False,
        max_length=30,
        help_text="Con sus 9 cifras. Ejemplo: 9 1234 5678",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    direccion = CampoDeUnaLinea(
        label="Dirección postal",
        required=False,
        max_length=200,
        help_text="Calle, número y comuna.",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    PERSONA = (
        Fieldset(
            "¿Quién es usted?",
            "nombres",
            "apellidos",
            "segundo_apellido",
            Field("run"),
            "organizacion",
        ),
        Div(
            InlineRadios("medio", wrapper_class="campo--grande"),
            Field("correo", wrapper_class="campo--sin-marca segun-correo"),
            Field("telefono", wrapper_class="campo--sin-marca segun-telefono"),
            Field("direccion", wrapper_class="campo--sin-marca segun-carta"),
            HTML(
                '<p class="form-text segun-retiro">Si la va a buscar, no deje contacto: lleve su '
                "folio y diga su nombre.</p>"
            ),
            css_class="segun-medio",
        ),
        "formato",
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
        if len(self._apellidos()) > LARGO_NOMBRE:
            self.add_error("segundo_apellido", f"Los dos apellidos caben en {LARGO_NOMBRE} letras.")
        return datos

    def _apellidos(self) -> str:
        partes = (self.cleaned_data.get(c, "") for c in ("apellidos", "segundo_apellido"))
        return " ".join(filter(None, partes))

    def persona(self) -> Datos:
        campos = ("nombres", "medio", "correo", "telefono", "direccion", "run")
        return Datos(
            apellidos=self._apellidos(),
            **{campo: self.cleaned_data.get(campo, "") for campo in campos},
        )


def _correo(valor: str) -> str:
    valor = _sin_invisibles(valor).strip()
    if not valor:
        raise ValidationError("Escriba su correo: ahí le responderemos.")
    return normalizar_correo(valor)


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


class FormularioParticipar(ConTrampa, FormularioPersona):
    """The public form."""

    SELLO = "respuestas.participar"
    ESCRITO = "mensaje"
    LLENO = (
        "Llegó lleno un espacio que debe ir vacío, quizás por el llenado automático de su "
        "navegador. Ya lo vaciamos: revise su mensaje y continúe."
    )
    CON_PRISA = "Su mensaje llegó muy rápido y lleva direcciones web. Revíselo y continúe."

    #: As they are read: the error summary lists them in this order.
    field_order = ("tipo", "capitulo", "mensaje")

    tipo = forms.ChoiceField(
        label="¿Qué quiere enviarnos?",
        choices=TIPOS_DEL_FORMULARIO,
        initial=Consulta.Tipo.PREGUNTA,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué quiere enviarnos."},
    )
    capitulo = forms.ChoiceField(
        label="¿De qué parte del informe habla?",
        choices=[("", "De todo, o no lo sé"), *Capitulo.Tipo.choices],
        required=False,
    )
    mensaje = campo_mensaje(
        help_text="Escriba como habla. No escriba datos de salud, de otras personas ni claves: si "
        "los escribe, los quitaremos del texto publicado."
    )
    publica_nombre = forms.BooleanField(label=CONSENTIMIENTOS["publicar_nombre"], required=False)
    invitar = forms.BooleanField(label=CONSENTIMIENTOS["invitar"], required=False)
    nonce = forms.Field(
        required=False,
        # Kept with the draft: who writes again after a lost receipt sends the same message.
        widget=forms.HiddenInput(attrs={"data-borrador-guarda": ""}),
        initial=nonce_nuevo,
    )

    @cached_property
    def helper(self) -> FormHelper:
        """How it is drawn; who sends it needs none."""
        helper = ayudante(
            InlineRadios("tipo", wrapper_class="campo--grande"),
            "capitulo",
            "mensaje",
            *self.PERSONA,
            Fieldset("Si usted quiere", "publica_nombre", "invitar"),
            "nonce",
            "abierto",
        )
        helper.form_show_errors = False
        return helper

    @classmethod
    def de_uno(cls) -> dict[str, str]:
        """What each form that is opened has of its own."""
        return {"nonce": nonce_nuevo(), "abierto": cls.sello_nuevo()}

    def enviado(self) -> dict[str, Any]:
        """What `services.registrar_consulta` takes of a valid form."""
        campos = (
            *("tipo", "capitulo", "mensaje", "organizacion", "formato"),
            *("publica_nombre", "invitar", "nonce"),
        )
        return {
            "datos": self.persona(),
            **{campo: self.cleaned_data[campo] for campo in campos},
        }

    def leido(self) -> list[tuple[str, str]]:
        """Each thing that will be sent, with its name, as the person checks it."""
        datos, persona = self.cleaned_data, self.persona()
        medio = dict(self.fields["medio"].choices)[persona.medio]  # type: ignore[attr-defined]
        if persona.medio != Consultante.Medio.RETIRO:
            usado = {"correo": "correo", "telefono": "telefono", "carta": "direccion"}
            medio = f"{medio}: {getattr(persona, usado[persona.medio])}"
        permisos = [
            self.fields[campo].label for campo in ("publica_nombre", "invitar") if datos[campo]
        ]
        filas = [
            ("Qué es", dict(TIPOS_DEL_FORMULARIO)[datos["tipo"]]),
            ("Parte del informe", dict(Capitulo.Tipo.choices).get(datos["capitulo"], "")),
            ("Nombre", f"{persona.nombres} {persona.apellidos}"),
            ("RUN", rut.formatear(persona.run) if persona.run else ""),
            ("Organización", datos["organizacion"]),
            ("Respuesta", medio),
            ("Formato", dict(Consulta.Formato.choices).get(datos["formato"], "")),
            ("Autoriza", " ".join(str(permiso) for permiso in permisos) or "Nada más"),
        ]
        return [fila for fila in filas if fila[1]]

    def clean_nonce(self) -> str:
        """One that is not ours is drawn anew: nobody sees it, so nobody can mend it."""
        if not _NONCE.fullmatch(self.cleaned_data["nonce"] or ""):
            self.renovar("nonce")
            return str(self.data["nonce"])
        return str(self.cleaned_data["nonce"])
