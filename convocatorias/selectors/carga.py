"""What the pages of an import show: which column is which, and what the review found."""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from comun.texto import plegar
from convocatorias.catalogos import COLUMNAS, comuna_de, indice_de_comunas
from convocatorias.models import Contacto, Importacion, MapeoColumnas, Organizacion
from servicios.models import Comuna

MAPEOS_A_LA_VISTA = 20
#: Organisations, and rows of a sheet, that are in memory together.
POR_LOTE = 1000
TROZO = 256 * 1024
SIN_BYTES = ("contenido", "leido", "hallazgos")
_TELEFONO = re.compile(r"\+?[0-9 ()-]{8,16}")


def importaciones_abiertas() -> Any:
    """Those of the service that somebody still has to end, the newest first, without bytes."""
    filas = Importacion.objects.abiertas().defer(*SIN_BYTES, "muestra")
    return filas.select_related("subida_por")


def empaquetar(datos: Any) -> bytes:
    """`datos` as compressed JSON, which is how an import keeps what is not for asking."""
    texto = json.dumps(datos, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(texto.encode(), 1)


def desempaquetar(guardado: Any) -> Any:
    """What `empaquetar` kept; an empty dict if there is nothing."""
    return json.loads(zlib.decompress(guardado)) if guardado else {}


def empaquetar_filas(filas: Sequence[Any], una: Callable[[Any], Sequence[Any]]) -> bytes:
    """Tens of thousands of rows, a thousand at a time: their text is never in memory whole.

    `una` gives what is kept of each.
    """
    compresor = zlib.compressobj(1)
    partes = []
    for inicio in range(0, len(filas), POR_LOTE):
        lote = [una(fila) for fila in filas[inicio : inicio + POR_LOTE]]
        texto = json.dumps(lote, ensure_ascii=False, separators=(",", ":"))
        # JSON writes the line ends of a text as \\n: a real one is only between two lots.
        partes.append(compresor.compress(f"{texto}\n".encode()))
    return b"".join([*partes, compresor.flush()])


def desempaquetar_filas(guardado: Any) -> Iterator[list[Any]]:
    """What `empaquetar_filas` kept, a row at a time."""
    descompresor = zlib.decompressobj()
    resto, pendiente = b"", bytes(guardado or b"")
    while pendiente:
        resto += descompresor.decompress(pendiente, TROZO)
        pendiente = descompresor.unconsumed_tail
        *lineas, resto = resto.split(b"\n")
        for linea in lineas:
            yield from json.loads(linea)
    for linea in (resto + descompresor.flush()).split(b"\n"):
        yield from json.loads(linea or b"[]")


def huella_de(titulos: Sequence[str]) -> str:
    """The same for the same titles in any order."""
    plegados = sorted(plegar(titulo) for titulo in titulos if titulo)
    return hashlib.sha256("\n".join(plegados).encode()).hexdigest()


def columnas_por_titulo(titulos: Sequence[str]) -> dict[str, int]:
    """Our column → its place, by its title or, without it, by another of its names."""
    plegados = [plegar(titulo) for titulo in titulos]
    sitios: dict[str, int] = {}
    for exacto in (True, False):
        for columna in COLUMNAS:
            if columna.clave in sitios:
                continue
            nombres = {plegar(columna.titulo)} if exacto else columna.nombres
            libres = [
                i for i, p in enumerate(plegados) if p in nombres and i not in sitios.values()
            ]
            if libres:
                sitios[columna.clave] = libres[0]
    return sitios


def columnas_sugeridas(importacion: Importacion) -> dict[str, int]:
    """Our column → its place in the sheet: as it was said the last time that these titles came;
    or by the titles, by what the service called them before, and by what the cells look like."""
    plegados = [plegar(titulo) for titulo in importacion.titulos]
    mapeos = list(MapeoColumnas.objects.all()[:MAPEOS_A_LA_VISTA])
    huella = huella_de(importacion.titulos)
    for mapeo in MapeoColumnas.objects.filter(huella=huella):
        return {c: plegados.index(t) for c, t in mapeo.columnas.items() if t in plegados}
    sitios = columnas_por_titulo(importacion.titulos)
    for mapeo in mapeos:
        for clave, titulo in mapeo.columnas.items():
            if clave not in sitios and titulo in plegados:
                _ocupar(sitios, clave, plegados.index(titulo))
    return _por_lo_escrito(sitios, json.loads(importacion.muestra or "[]"), len(plegados))


def _ocupar(sitios: dict[str, int], clave: str, sitio: int) -> None:
    if sitio not in sitios.values():
        sitios[clave] = sitio


def _por_lo_escrito(sitios: dict[str, int], muestra: list[list[str]], ancho: int) -> dict[str, int]:
    """Guess the columns without a known title by their first cells."""
    faltan = [c for c in ("correo", "telefono", "comuna") if c not in sitios]
    if not faltan:
        return sitios
    comunas = indice_de_comunas(dict(Comuna.objects.values_list("codigo", "nombre")))
    pruebas: dict[str, Callable[[str], bool]] = {
        "correo": lambda texto: "@" in texto,
        "telefono": lambda texto: _TELEFONO.fullmatch(texto) is not None,
        "comuna": lambda texto: not texto.isdigit() and comuna_de(texto, comunas) is not None,
    }
    for clave in faltan:
        for sitio in range(ancho):
            celdas = [f[sitio] for f in muestra if sitio < len(f) and f[sitio]]
            if celdas and all(pruebas[clave](celda) for celda in celdas):
                _ocupar(sitios, clave, sitio)
                break
    return sitios


def por_exportar(organizaciones: QuerySet[Organizacion]) -> Iterator[Organizacion]:
    """Those organisations, not joined to another, a thousand at a time with all they have.

    Of their contacts, those who speak for them today.
    """
    vigentes = Contacto.objects.filter(hasta=None).order_by("pk")
    filas = organizaciones.filter(fusionada_en=None).select_related("comuna")
    filas = filas.prefetch_related(None).prefetch_related(
        "tipos", "temas", Prefetch("contactos", vigentes)
    )
    return filas.iterator(chunk_size=POR_LOTE)
