"""What people choose to import the directory: the sheet, and which of its columns is which."""

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from comun.hojas import MAXIMO_BYTES, MUY_PESADO, letra
from convocatorias.catalogos import COLUMNAS
from convocatorias.models import Importacion
from cuentas.forms.base import ayudante

NO_ESTA = -1


class CargaForm(forms.Form):
    """The spreadsheet to import."""

    archivo = forms.FileField(
        label="Planilla XLSX o CSV",
        help_text="Hasta 10 MB y 60.000 filas.",
        error_messages={
            "required": "Elija el archivo de la planilla.",
            "empty": "El archivo está vacío. Elija otro archivo.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )
    helper = ayudante()

    def clean_archivo(self) -> UploadedFile:
        """Refused by what it weighs, before anything of it is in memory."""
        archivo: UploadedFile = self.cleaned_data["archivo"]
        if (archivo.size or 0) > MAXIMO_BYTES:
            raise forms.ValidationError(MUY_PESADO)
        return archivo


class ColumnasForm(forms.Form):
    """For each datum of the directory, the column of the sheet that has it."""

    def __init__(self, importacion: Importacion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opciones = [(NO_ESTA, "No está en la planilla"), *_columnas(importacion)]
        for columna in COLUMNAS:
            obligatoria = columna.clave == "organizacion"
            self.fields[columna.clave] = forms.TypedChoiceField(
                label=columna.titulo,
                choices=opciones[1:] if obligatoria else opciones,
                coerce=int,
                required=obligatoria,
                empty_value=NO_ESTA,
                error_messages={
                    "required": "Elija qué columna tiene el nombre de la organización.",
                    "invalid_choice": "Esa columna no está en la planilla. Elija otra.",
                },
            )
        self.helper = ayudante()


def _columnas(importacion: Importacion) -> list[tuple[int, str]]:
    """Each column by its letter, its title and the first thing written in it."""
    muestra = json.loads(importacion.muestra or "[]")
    opciones = []
    for sitio, titulo in enumerate(importacion.titulos):
        escritas = [fila[sitio] for fila in muestra if sitio < len(fila) and fila[sitio]]
        ejemplo = f" (ejemplo: {escritas[0][:40]})" if escritas else ""
        if titulo or escritas:
            opciones.append((sitio, f"{letra(sitio)}: {titulo or 'sin título'}{ejemplo}"))
    return opciones
