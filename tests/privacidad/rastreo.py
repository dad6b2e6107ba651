"""What anybody without a session can open, and where the portal writes."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.core.cache.backends import locmem
from django.test import Client

from cpp_portal.registro import SinClaves
from servicios.rutas import todas
from tests.matriz.test_matriz import direccion

#: More than there are, so that a crawl that goes round is noticed.
MUCHAS = 600
_ENLACE = re.compile(
    r"""(?:\b(?:href|src|action)=["']|\bcontent=["'](?=/|http)|<loc>|Sitemap: |URL:)([^"'<>\s]+)"""
)
AJENAS = ("/gestion/", "/admin/", "/static/", "/acceso/")
#: Their pages say nothing before one signs in, and the form pages answer to what one types.
LEIBLES = (200, 302, 404, 405, 503)


def publicas(ids: dict[str, Any]) -> Iterator[str]:
    """Every public address that is declared, of that world."""
    yield from (direccion(ruta, ids) for ruta in todas() if ruta.policy == "publica")


def rastrear(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All that opens from the declared addresses and from each link of what they give."""
    cliente, por_ver, vistas = Client(), list(publicas(ids)), {}
    for ruta in [*por_ver]:
        por_ver += [f"{ruta}?q=puente&pagina=2", f"{ruta}?derecho=acceso"]
    while por_ver:
        camino = por_ver.pop()
        if camino in vistas:
            continue
        assert len(vistas) < MUCHAS, "The crawl does not end."
        vistas[camino] = abrir(cliente, camino)
        por_ver += _enlaces(camino, vistas[camino]["cuerpo"])
    vistas["/cookies"] = {"galletas": cliente.cookies.output()}
    return vistas


def abrir(cliente: Client, camino: str) -> dict[str, Any]:
    respuesta = cliente.get(camino, headers={"accept-encoding": "identity"})
    assert respuesta.status_code in LEIBLES, (camino, respuesta.status_code)
    cuerpo = respuesta.getvalue() if respuesta.streaming else respuesta.content
    cabeceras = {k: v for k, v in respuesta.headers.items() if k != "Content-Security-Policy"}
    return {"codigo": respuesta.status_code, "cuerpo": cuerpo, "cabeceras": cabeceras}


def _enlaces(de: str, cuerpo: bytes) -> Iterator[str]:
    if b"\x00" in cuerpo[:1000] or cuerpo[:5] == b"%PDF-":
        return
    for hallado in _ENLACE.findall(cuerpo.decode("utf-8", "replace")):
        hacia = urldefrag(urljoin(f"{settings.BASE_URL}{de}", hallado.replace("&amp;", "&"))).url
        partes = urlsplit(hacia)
        propia = hacia.startswith(f"{settings.BASE_URL}/") or partes.netloc == "testserver"
        if propia and not partes.path.startswith(AJENAS):
            yield partes.path + (f"?{partes.query}" if partes.query else "")


def en_las_memorias() -> Iterator[tuple[str, Any]]:
    """The caches of the process: counters, and the public pages that are kept."""
    for nombre in list(locmem._caches):
        memoria = locmem.LocMemCache(nombre, {})
        for clave in list(locmem._caches[nombre]):
            propia = clave.partition(":")[2].partition(":")[2]
            yield f"{nombre}:{clave}", memoria.get(propia)


def archivos_de(*carpetas: Path) -> dict[str, bytes]:
    """Every file there, by its name."""
    return {
        str(ruta): ruta.read_bytes()
        for carpeta in carpetas
        for ruta in carpeta.rglob("*")
        if ruta.is_file()
    }


class Registro(logging.Handler):
    """What the console would write, with its filter, and what it was given."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lineas: list[tuple[str, str]] = []
        self._filtro = SinClaves()
        linea = settings.LOGGING["formatters"]["linea"]
        self.setFormatter(logging.Formatter(linea["format"], style=linea["style"]))

    def emit(self, record: logging.LogRecord) -> None:
        crudo = f"{record.msg} {record.args} {record.exc_info} {record.exc_text}"
        copia = logging.makeLogRecord(record.__dict__)
        self._filtro.filter(copia)
        self.lineas.append((record.name, f"{self.format(copia)} {crudo}"))
