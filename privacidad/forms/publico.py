"""What a person types to ask for a right over their data."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from comun.campos import nonce_nuevo
from comun.contacto import normalizar_correo
from comun.texto import limpiar
from comun.trampa import ConTrampa
from privacidad.models import SolicitudDerechos
from privacidad.services.solicitudes import Pedido

DETALLE_MAXIMO = 2000


def ayudante(*campos: str) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.form_show_errors = False
    helper.layout = Layout(*campos)
    return helper


class FormularioDerecho(ConTrampa):
    """Which right, and what for: what is asked of who came from their own private page."""

    SELLO = "privacidad.solicitar"
    ESCRITO = "detalle"
    LLENO = (
        "Llegó lleno un espacio que debe ir vacío, quizás por el llenado automático de su "
        "navegador. Ya lo vaciamos: revise su solicitud y envíela."
    )
    CON_PRISA = (
        "Su solicitud llegó muy rápido y lleva direcciones web. Revísela y envíela otra vez."
    )

    derecho = forms.ChoiceField(
        label="¿Qué pide?",
        choices=[(d.value, d.label[:1].upper() + d.label[1:]) for d in SolicitudDerechos.Derecho],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué pide."},
    )
    detalle = forms.CharField(
        label="Cuéntenos qué necesita",
        required=False,
        help_text="Si pide corregir un dato, escriba cómo debe quedar. No ponga claves ni fotos "
        "de su cédula.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": DETALLE_MAXIMO, "data-contador": ""}),
    )
    nonce = forms.RegexField(
        r"^[\w-]{16,40}$", required=False, widget=forms.HiddenInput, initial=nonce_nuevo
    )
    CAMPOS: tuple[str, ...] = ("derecho", "detalle", "nonce", "abierto")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = ayudante(*self.CAMPOS)

    def clean_nonce(self) -> str:
        return self.cleaned_data["nonce"] or nonce_nuevo()

    def clean_detalle(self) -> str:
        texto = limpiar(self.cleaned_data["detalle"])
        if len(texto) > DETALLE_MAXIMO:
            raise ValidationError(
                f"Lo que escribió lleva {len(texto)} letras y caben {DETALLE_MAXIMO}. Acórtelo."
            )
        return texto

    def pedido(self, **conocido: str) -> Pedido:
        """What a valid form asks; `conocido` is who asks, when the form does not."""
        campos = ("derecho", "nombre", "correo", "detalle")
        escrito = {campo: self.cleaned_data[campo] for campo in campos if campo in self.fields}
        return Pedido(**escrito | conocido)


class FormularioSolicitud(FormularioDerecho):
    """The whole request: who asks, too."""

    field_order = ("derecho", "detalle", "nombre", "correo")
    CAMPOS = ("derecho", "detalle", "nombre", "correo", "nonce", "abierto")

    nombre = forms.CharField(
        label="Su nombre",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Escriba su nombre."},
    )
    correo = forms.CharField(
        label="Su correo electrónico",
        max_length=254,
        help_text="El mismo que dio al servicio. Ahí le enviaremos un código.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Escriba su correo: ahí le enviaremos un código."},
    )

    def clean_correo(self) -> str:
        correo = self.cleaned_data["correo"].strip()
        if not correo and not self.fields["correo"].required:
            return ""
        return normalizar_correo(correo)


class FormularioCodigo(forms.Form):
    """The six figures of the mail."""

    codigo = forms.CharField(
        label="Código de 6 cifras",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "ancho-corto",
            }
        ),
        error_messages={"required": "Escriba el código que le llegó por correo."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = ayudante("codigo")
