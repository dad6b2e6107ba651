"""Storing bytes once."""

import hashlib
import io
import zipfile

from comun.errores import ErrorDominio
from comun.models import Archivo


def guardar(contenido: bytes, tipo: str) -> Archivo:
    """Store `contenido` (or find it, if the same bytes are there) and return its row."""
    huella = hashlib.sha256(contenido).hexdigest()
    archivo, _ = Archivo.objects.get_or_create(
        sha256=huella,
        defaults={"tipo": tipo, "tamano": len(contenido), "contenido": contenido},
    )
    return archivo


MAXIMO_BYTES = 5 * 1024 * 1024

PDF = "application/pdf"
PNG = "image/png"
JPG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONES = {PDF: "pdf", PNG: "png", JPG: "jpg", DOCX: "docx", XLSX: "xlsx"}
_COMIENZOS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPG}
_PARTES = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def guardar_evidencia(contenido: bytes) -> Archivo:
    """Store what a person hands in to show that something was done.

    Raises:
        ErrorDominio: as `tipo_de_evidencia`.
    """
    return guardar(contenido, tipo_de_evidencia(contenido))


def tipo_de_evidencia(contenido: bytes) -> str:
    """The type of what a person hands in, read from its bytes.

    Neither its name nor what the browser says of it is believed.

    Raises:
        ErrorDominio: it is empty, too large, or of a type that is not kept.
    """
    if not contenido:
        raise ErrorDominio("El archivo está vacío. Elija otro.", "archivo")
    if len(contenido) > MAXIMO_BYTES:
        raise ErrorDominio(
            "El archivo pesa más de 5 MB. Súbalo más liviano, o anote dónde está.", "archivo"
        )
    if tipo := tipo_de(contenido):
        return tipo
    raise ErrorDominio(
        "Ese archivo no es PDF, PNG, JPG, DOCX ni XLSX. Guárdelo en uno de esos formatos.",
        "archivo",
    )


def tipo_de(contenido: bytes) -> str:
    """The type of the bytes, or nothing if it is none of those that are kept as evidence."""
    for comienzo, tipo in _COMIENZOS.items():
        if contenido.startswith(comienzo):
            return tipo
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as partes:
            nombres = set(partes.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        # Broken, of a newer kind, or with names that are no letters: none that is kept.
        return ""
    return next((tipo for parte, tipo in _PARTES.items() if parte in nombres), "")
