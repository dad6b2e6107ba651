"""A file that shows that something was done: the same field wherever evidence is asked for."""

from typing import Any

from django import forms

from comun import archivos
from comun.errores import ErrorDominio

AYUDA = "PDF, PNG, JPG, DOCX o XLSX, hasta 5 MB. Sin datos de personas que no hagan falta."


class CampoEvidencia(forms.FileField):
    """Gives the bytes of the file, once they are known to be of a type that is kept."""

    def __init__(self, **opciones: Any) -> None:
        opciones.setdefault("label", "Archivo")
        opciones.setdefault("help_text", AYUDA)
        tipos = ",".join(f".{extension}" for extension in archivos.EXTENSIONES.values())
        opciones["widget"] = forms.FileInput(attrs={"accept": tipos})
        vacio = {"empty": "El archivo está vacío. Elija otro."}
        super().__init__(required=False, error_messages=vacio, **opciones)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        subido = super().clean(data, initial)
        if not subido:
            return None
        # One byte too many is enough to know: a huge file is not read whole.
        contenido = subido.read(archivos.MAXIMO_BYTES + 1)
        try:
            archivos.tipo_de_evidencia(contenido)
        except ErrorDominio as error:
            raise forms.ValidationError(error.mensaje) from None
        return contenido


def campo_url(**opciones: Any) -> forms.URLField:
    """A web address; without a scheme it is https."""
    return forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": "Esa dirección no existe. Ejemplo: https://servicio.cl/pagina"},
        **opciones,
    )
