"""What its author types on the private page, and who lost the address of theirs."""

import re

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Field
from django import forms
from django.core.exceptions import ValidationError

from comun.contacto import normalizar_correo
from cuentas.forms.base import ayudante
from respuestas.forms.publico import FormularioPersona
from respuestas.models import Consultante
from respuestas.services import Contacto

_FOLIO = re.compile(r"([0-9]{4})\s*[-–—/ ]\s*([0-9]{1,9})")


class FormularioContacto(FormularioPersona):
    """The means of contact alone. What is stored is not shown: others may hold the link."""

    nombres = None  # type: ignore[assignment]
    apellidos = None  # type: ignore[assignment]
    segundo_apellido = None
    run = None  # type: ignore[assignment]
    organizacion = None  # type: ignore[assignment]
    formato = None  # type: ignore[assignment]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["medio"].choices = [  # type: ignore[attr-defined]
            (Consultante.Medio.CORREO, "Por correo electrónico"),
            (Consultante.Medio.TELEFONO, "Por teléfono"),
            (Consultante.Medio.CARTA, "Por carta"),
            (Consultante.Medio.RETIRO, "La retiro en la oficina"),
        ]
        self.helper = ayudante(
            Div(
                InlineRadios("medio", wrapper_class="campo--grande"),
                Field("correo", wrapper_class="campo--sin-marca segun-correo"),
                Field("telefono", wrapper_class="campo--sin-marca segun-telefono"),
                Field("direccion", wrapper_class="campo--sin-marca segun-carta"),
                css_class="segun-medio",
            )
        )
        self.helper.form_show_errors = False

    def contacto(self) -> Contacto:
        campos = ("medio", "correo", "telefono", "direccion")
        return Contacto(**{campo: self.cleaned_data.get(campo, "") for campo in campos})


class FormularioEnlacePerdido(forms.Form):
    """The mail that was given in the message, and its folio if it is at hand."""

    correo = forms.CharField(
        label="Correo electrónico que dejó en su mensaje",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Escriba el correo que dejó en su mensaje."},
    )
    folio = forms.CharField(
        label="Folio de su mensaje",
        required=False,
        max_length=20,
        help_text="Si lo tiene, enviamos solo ese enlace. Ejemplo: 2026-0214",
        widget=forms.TextInput(attrs={"class": "ancho-corto", "autocomplete": "off"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = ayudante("correo", "folio")
        self.helper.form_show_errors = False

    def clean_correo(self) -> str:
        return normalizar_correo(self.cleaned_data["correo"])

    def clean_folio(self) -> tuple[int, int] | None:
        valor = self.cleaned_data["folio"].strip()
        if not valor:
            return None
        hallado = _FOLIO.fullmatch(valor)
        if not hallado:
            raise ValidationError(
                "El folio lleva el año, un guion y el número. Ejemplo: 2026-0214. Si no lo "
                "recuerda, deje este espacio vacío."
            )
        return int(hallado[1]), int(hallado[2])
