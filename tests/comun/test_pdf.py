"""PDF: accessible, closed to the outside, and the same bytes twice."""

import io
import logging
import re
import zlib
from datetime import date
from pathlib import Path

import page
import pytest
from PIL import Image

from comun import pdf

PREGUNTA = "¿Cuándo llega el refuerzo? 🫠 👩‍👧 → 漢"
INFORME = """# Obras

Texto **fuerte**, [**enlace** `x`](https://x.cl) y <a@b.cl>.

- uno

  otro párrafo
  - dentro

3. tres

   > cita

| a | b |
|---|---|
| 1 | 2 |

```
código
```
"""


def _imagen() -> str:
    salida = io.BytesIO()
    Image.new("RGB", (8, 8), "#006fb3").save(salida, "PNG")
    return pdf.data_uri(salida.getvalue())


@pytest.fixture
def documento(settings):
    plantillas = settings.TEMPLATES[0]
    carpeta = Path(__file__).parent / "plantillas"
    settings.TEMPLATES = [{**plantillas, "DIRS": [*plantillas["DIRS"], carpeta]}]
    contexto = {
        "servicio_nombre": "Servicio Nacional de Riberas",
        "pie": "Versión 1, 8 de julio de 2027",
        "fecha_documento": date(2027, 7, 8),
        "imagen": _imagen(),
        "pregunta": PREGUNTA,
        "informe": INFORME,
        "terminos": [
            {"nombre": "recibidos", "valor": 3},
            {"nombre": "respondidos", "valor": 2},
            {"nombre": "sin resolver", "valor": 1, "falta": True},
        ],
    }

    def escribir(**cambios) -> bytes:
        return pdf.render(
            "documento_de_prueba.html",
            contexto | cambios,
            titulo="Ustedes preguntaron, esto respondemos",
        )

    return escribir


def _fallas(contenido: bytes) -> list[str]:
    informe = page.validate_pdf_bytes(contenido, profile="ua1")
    return sorted({falla.rule_id for falla in informe.failures})


def _descomprimido(contenido: bytes) -> bytes:
    partes = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", contenido, re.S)
    return b"".join(zlib.decompressobj().decompress(p) for p in partes if p[:1] == b"x")


def _pagina(cuerpo: str, lang: str = ' lang="es-CL"', titulo: str = "<title>Prueba</title>") -> str:
    return (
        f"<!doctype html><html{lang}><head>{titulo}</head><body><h1>Uno</h1>{cuerpo}</body></html>"
    )


def test_a_whole_document_is_pdf_ua(documento):
    contenido = documento()
    assert contenido.startswith(b"%PDF-1.")
    assert _fallas(contenido) == []


def test_the_same_context_gives_the_same_bytes(documento):
    assert documento() == documento()
    assert documento() != documento(pie="Versión 2, 9 de julio de 2027")


@pytest.mark.parametrize(
    ("html", "falla"),
    [
        (_pagina(f'<p><img src="{_imagen()}"></p>'), "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
        (_pagina("<p>a</p>", titulo=""), "PDFUA1-METADATA-TITLE-001"),
        (_pagina("<h3>salta</h3>"), "PDFUA1-HEADING-NESTING-001"),
        (_pagina("<p>a</p>", lang=""), "PDFUA1-LANGUAGE-TAG-001"),
    ],
    ids=["alt", "title", "titles", "lang"],
)
def test_the_check_catches_what_is_missing(html, falla):
    assert falla in _fallas(pdf.de_html(html))


@pytest.mark.parametrize(
    "direccion",
    [
        "https://example.com/x.png",
        "http://127.0.0.1:9/x.png",
        "ftp://example.com/x.png",
        "file:///etc/passwd",
        "file:///srv/../etc/passwd",
        "static:../manage.py",
        "data:text/html;base64,PHA+",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_read(direccion, caplog):
    cuerpo = f'<p><img src="{direccion}" alt="ajena"></p>'
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        try:
            contenido = pdf.de_html(_pagina(cuerpo))
        except pdf.RecursoPropioAusente:
            return
    assert b"/Image" not in contenido
    assert len(caplog.records) == 1


def test_an_image_of_the_document_is_drawn():
    contenido = pdf.de_html(_pagina(f'<p><img src="{_imagen()}" alt="azul"></p>'))
    assert b"/Image" in contenido
    assert _fallas(contenido) == []


def test_a_missing_file_of_ours_stops_the_document():
    html = _pagina("", titulo='<title>a</title><link rel="stylesheet" href="static:css/no.css">')
    with pytest.raises(pdf.RecursoPropioAusente):
        pdf.de_html(html)


def test_signs_without_a_font_become_a_square():
    assert pdf.con_letras("Ñandú → «N.º 5» 🫠!") == "Ñandú → «N.º 5» □!"
    assert pdf.con_letras("👍🏽\n\t") == "□\n\t"


def test_fonts_are_ours_and_embedded(documento):
    contenido = _descomprimido(documento())
    fuentes = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", contenido))
    assert {b"Roboto", b"Roboto-Bold", b"Roboto-Slab", b"Roboto-Slab-Bold"} <= fuentes
    assert all(fuente.startswith((b"Roboto", b"DejaVu")) for fuente in fuentes)
