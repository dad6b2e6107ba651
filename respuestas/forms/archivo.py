"""The files of a contribution: what its author sends with it, and its scanned sheet."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from cuentas.forms.base import ayudante
from respuestas.services.adjuntos import DEMASIADO_PESADO, MAXIMO_IMAGEN, MAXIMO_SUBIDA

EXTENSIONES = ".pdf,.jpg,.jpeg,.png"


def campo_archivo(**otros: Any) -> forms.FileField:
    return forms.FileField(
        help_text="JPG o PNG de hasta 15 MB, o PDF de hasta 10 MB. Se guarda cifrada.",
        widget=forms.FileInput(attrs={"accept": EXTENSIONES, "class": "form-control"}),
        error_messages={
            "required": "Elija el archivo de la hoja escaneada.",
            "empty": "El archivo está vacío. Elija otro.",
        },
        **otros,
    )


def leer_archivo(subida: Any) -> bytes:
    """The bytes of an upload, no more of them than tell that it is too large."""
    return subida.read(MAXIMO_SUBIDA + 1) if subida else b""


class FormularioArchivo(forms.Form):
    """The file that may go with a message: asked for where it is sent, so it is chosen once."""

    adjunto = forms.FileField(
        label="Una imagen o un PDF",
        required=False,
        error_messages={"empty": "El archivo está vacío. Elija otro."},
        help_text="JPG o PNG de hasta 15 MB, o PDF de hasta 5 MB. Nadie fuera del servicio lo "
        "verá. A las imágenes les quitamos el lugar y la fecha en que se tomaron.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    @cached_property
    def helper(self) -> FormHelper:
        helper = ayudante("adjunto")
        helper.form_show_errors = False
        return helper

    def clean_adjunto(self) -> Any:
        archivo = self.cleaned_data["adjunto"]
        if archivo and archivo.size > MAXIMO_IMAGEN:  # before it is read whole
            raise ValidationError(DEMASIADO_PESADO)
        return archivo

    def contenido(self) -> bytes:
        """The bytes of the file; none when there is no file."""
        archivo = self.cleaned_data.get("adjunto")
        return archivo.read() if archivo else b""
