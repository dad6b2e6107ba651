"""Tagged PDF (PDF/UA-1) out of templates that extend `documentos/base.html`.

The engine reaches nothing but our own static files: no network, no other file. The same
context gives the same bytes, so that a published document can be checked by its SHA-256.
"""

import base64
import hashlib
import io
import mimetypes
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont, woff2
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# The engine sets this for the whole process, and half a scan would then pass for a whole one.
ImageFile.LOAD_TRUNCATED_IMAGES = False

ESTILOS = "static:css/documento.css"
# The fonts that the documents can count on: our own, and Debian's fonts-dejavu-core.
FUENTES = ("vendor/fonts/roboto-latin-400-normal.woff2",)
FUENTES_DEL_SISTEMA = ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",)
SIN_LETRA = "\u25a1"

_DATA_DE_IMAGEN = re.compile(r"data:image/(png|jpeg|svg\+xml|webp);base64,")


class RecursoPropioAusente(FatalURLFetchingError):
    """A template names a static file that does not exist: our mistake, so the document fails."""


class _SoloEstaticos(URLFetcher):
    """`static:css/x.css`, files below our static folders, and images written in the document."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("static:"):
            encontrado = finders.find(url.removeprefix("static:"))
            if not encontrado:
                raise RecursoPropioAusente(f"No static file for {url}")
            return _archivo(Path(str(encontrado)))
        if url.startswith("file:"):
            return _archivo(_ruta_permitida(url))
        if _DATA_DE_IMAGEN.match(url):
            return super().fetch(url, headers)
        raise ValueError("The documents do not read other addresses.")


def _ruta_permitida(url: str) -> Path:
    ruta = Path(unquote(urlsplit(url).path)).resolve()
    carpetas = [Path(carpeta).resolve() for carpeta in settings.STATICFILES_DIRS]
    if not any(ruta.is_relative_to(carpeta) for carpeta in carpetas):
        raise ValueError("The documents only read the portal's static files.")
    return ruta


def _archivo(ruta: Path) -> URLFetcherResponse:
    if ruta.suffix == ".woff2":
        return URLFetcherResponse(ruta.as_uri(), _letra(ruta), {"Content-Type": "font/ttf"})
    tipo = mimetypes.guess_type(ruta.name)[0] or "application/octet-stream"
    return URLFetcherResponse(ruta.as_uri(), ruta.read_bytes(), {"Content-Type": tipo})


@lru_cache(maxsize=8)
def _letra(ruta: Path) -> bytes:
    """A font already unpacked: the engine would do it again in each document, most of its time."""
    salida = io.BytesIO()
    woff2.decompress(str(ruta), salida)
    return salida.getvalue()


def render(
    template: str, contexto: Mapping[str, Any], *, titulo: str, idioma: str = "es-CL"
) -> bytes:
    """The document that `template` writes with `contexto`.

    `fecha_documento` (a date or an instant) in the context dates the file; without it the
    file has no date. `documentos/base.html` says what else it reads.
    """
    propio = {"titulo": titulo, "idioma": idioma, "estilos": ESTILOS}
    return de_html(render_to_string(template, {**contexto, **propio}))


def de_html(html: str) -> bytes:
    """A whole HTML page, with `lang` and `title`, as a tagged PDF."""
    pagina = HTML(string=con_letras(html), url_fetcher=_SoloEstaticos(), base_url="static:")
    salida = io.BytesIO()
    pagina.write_pdf(
        salida,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        presentational_hints=True,  # <ol start>
        font_config=FontConfiguration(),
    )
    return salida.getvalue()


@lru_cache(maxsize=1)
def _letras() -> frozenset[int]:
    rutas = [str(finders.find(fuente)) for fuente in FUENTES]
    rutas += [fuente for fuente in FUENTES_DEL_SISTEMA if Path(fuente).exists()]
    return frozenset(codigo for ruta in rutas for codigo in TTFont(ruta).getBestCmap())


def con_letras(texto: str) -> str:
    """`texto` with a square where no font has the sign (a new emoji, say): PDF/UA asks for it."""
    cambios = {}
    for signo in set(texto):
        if ord(signo) not in _letras() and not signo.isspace():
            invisible = unicodedata.category(signo) in ("Cf", "Mn", "Me", "Sk")
            cambios[ord(signo)] = "" if invisible else SIN_LETRA
    return texto.translate(cambios)


def data_uri(contenido: bytes, tipo: str = "image/png") -> str:
    """An image to write inside a document: a logo, a signature, a code."""
    return f"data:{tipo};base64,{base64.b64encode(contenido).decode('ascii')}"
