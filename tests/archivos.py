"""Files such as people hand in, made on the spot."""

import io
import subprocess
from typing import Any

import pikepdf
from PIL import Image

#: The orientation of a telephone held upright, in its EXIF.
GIRADA = 6


def foto(tamano: tuple[int, int] = (60, 80), formato: str = "JPEG", **otros: Any) -> bytes:
    salida = io.BytesIO()
    Image.new("RGB", tamano, "white").save(salida, formato, **otros)
    return salida.getvalue()


def de_un_telefono(tamano: tuple[int, int] = (60, 40), formato: str = "JPEG") -> bytes:
    """Turned, and telling who took it."""
    exif = Image.Exif()
    exif[0x0112] = GIRADA
    exif[0x010E] = "secreto"
    return foto(tamano, formato, exif=exif)


def pdf(paginas: int = 1, **raiz: Any) -> bytes:
    """Blank pages; what is in `raiz` goes into its catalogue."""
    with pikepdf.new() as documento:
        for _ in range(paginas):
            documento.add_blank_page(page_size=(595, 842))
        for clave, valor in raiz.items():
            documento.Root[f"/{clave}"] = valor
        return en_bytes(documento)


def en_bytes(documento: pikepdf.Pdf, **opciones: Any) -> bytes:
    salida = io.BytesIO()
    documento.save(salida, deterministic_id="encryption" not in opciones, **opciones)
    return salida.getvalue()


def accion(tipo: str, **otros: Any) -> pikepdf.Dictionary:
    """An action of a PDF: `accion("Launch", F="cmd.exe")`."""
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{tipo}"), **otros)


def texto_de(documento: bytes) -> str:
    """What a PDF says, as it is laid out; a form feed ends each page."""
    orden = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(orden, input=documento, check=True, capture_output=True).stdout.decode()
