"""A file that comes from outside, looked through and written anew before it is stored.

Neither its name nor what the browser says of it is believed, and nothing that it says about itself
is kept: a picture is drawn again, a PDF is written again without its metadata. What cannot be kept
is told with a reason; the words for it belong to whoever asked for the file.
"""

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import pikepdf
from PIL import Image

from comun.archivos import JPG, MAXIMO_BYTES, PDF, PNG, tipo_de
from comun.imagenes import redibujada
from comun.jpeg import sin_metadatos

#: A telephone's photograph as it comes: what is kept of it is a twentieth.
MAXIMO_IMAGEN = 15 * 1024 * 1024
#: Its header says so before anything is decoded: a telephone of fifty million points passes.
MAXIMO_PUNTOS = 52_000_000
#: Of all that a PDF hides in compressed objects; past it nobody looked, so it is refused.
MAXIMO_DESPLEGADO = 8 * 1024 * 1024
#: Streams of compressed objects, of a hundred objects each.
MAXIMO_FLUJOS = 5000
#: Values inside a PDF, and marks that could start one: each takes a hundred times its bytes once
#: read. A tagged report of a hundred pages has a fifth.
MAXIMO_VALORES = 600_000

#: What a page to be read does not need: it runs, opens or sends something, or hides a file.
_ACTIVOS = frozenset(
    "/JavaScript /JS /Launch /EmbeddedFile /EmbeddedFiles /EF /RichMedia /XFA /SubmitForm "
    "/ImportData /GoToE /GoToR /Movie /Sound /Rendition".split()
)
#: What a page says of who made it, and with what.
_METADATOS = ("/Metadata", "/PieceInfo", "/LastModified")
#: Where a dictionary says what it is or does.
_CLASES = ("/S", "/Type", "/Subtype")
_NO_EMPIEZAN = bytes(set(range(256)) - set(b"\0\t\n\f\r /[<("))
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FLUJO = re.compile(rb"(?<!end)stream\r?\n")
_CABEZA, _TROZO = 600, 64 * 1024

# For the whole process, before any thread opens one: what is too large fails instead of growing.
pikepdf.settings.set_qpdf_limits(
    parser_max_container_size=50_000, flate_max_memory=MAXIMO_DESPLEGADO, max_stream_filters=2
)


class Motivo(StrEnum):
    """Why a file is not kept."""

    VACIO = "vacio"
    PESADO = "pesado"
    FORMATO = "formato"
    ILEGIBLE = "ilegible"
    INMENSA = "inmensa"
    INCOMPLETO = "incompleto"
    CON_CLAVE = "con_clave"
    ACTIVO = "activo"
    HINCHADO = "hinchado"
    PAGINAS = "paginas"


class Rechazado(Exception):
    """The file is not kept, for that reason."""

    def __init__(self, motivo: Motivo) -> None:
        super().__init__(motivo.value)
        self.motivo = motivo


@dataclass(frozen=True)
class Recibido:
    """A file fit to be kept: what its bytes are."""

    tipo: str
    contenido: bytes


def recibir(contenido: bytes, *, paginas: int, pdf: int = MAXIMO_BYTES) -> Recibido:
    """What is kept of a file; `contenido` is all of it. `paginas` and `pdf` (bytes) at the most.

    Raises:
        Rechazado: it is empty, too large, of another type, broken, or may do more than be read.
    """
    if not contenido:
        raise Rechazado(Motivo.VACIO)
    tipo = tipo_de(contenido)
    if len(contenido) > (pdf if tipo == PDF else MAXIMO_IMAGEN):
        raise Rechazado(Motivo.PESADO)
    if tipo in (JPG, PNG):
        return Recibido(JPG, _imagen(contenido))
    if tipo != PDF:
        raise Rechazado(Motivo.FORMATO)
    return Recibido(PDF, _documento(contenido, paginas))


def _imagen(contenido: bytes) -> bytes:
    """The picture drawn again: the place, the telephone and whatever it said of itself are gone."""
    try:
        with warnings.catch_warnings():
            # Many telephones write metadata that is slightly wrong; none of it is kept.
            warnings.simplefilter("ignore")
            imagen = Image.open(io.BytesIO(contenido), formats=["JPEG", "PNG"])
            if imagen.width * imagen.height > MAXIMO_PUNTOS:
                raise Rechazado(Motivo.INMENSA)
            return redibujada(imagen)
    except (Rechazado, Image.DecompressionBombError):
        raise Rechazado(Motivo.INMENSA) from None
    except Exception:  # of a broken file Pillow raises whatever it stumbles upon
        raise Rechazado(Motivo.ILEGIBLE) from None


# ── PDF ──


def _documento(contenido: bytes, paginas: int) -> bytes:
    """The same pages, written again: what hung from none of them stays behind."""
    if b"%%EOF" not in contenido[-2048:]:
        raise Rechazado(Motivo.INCOMPLETO)
    _exigir_que_quepa(contenido)
    try:
        # A broken one is refused: mending it costs the machine more than sending it again.
        with pikepdf.open(
            io.BytesIO(contenido), suppress_warnings=True, attempt_recovery=False
        ) as pdf:
            if pdf.is_encrypted:
                raise Rechazado(Motivo.CON_CLAVE)
            _exigir_paginas(pdf, paginas)
            _limpiar(pdf)
            salida = io.BytesIO()
            pdf.save(
                salida, stream_decode_level=pikepdf.StreamDecodeLevel.none, deterministic_id=True
            )
    except pikepdf.PasswordError:
        raise Rechazado(Motivo.CON_CLAVE) from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        raise Rechazado(Motivo.INCOMPLETO) from None
    return salida.getvalue()


def _exigir_paginas(pdf: pikepdf.Pdf, maximo: int) -> None:
    """Count the leaves of the tree of pages, and stop as soon as there are too many."""
    pendientes: list[Any] = [pdf.Root.Pages]
    hojas = vistos = 0
    while pendientes:
        nodo = pendientes.pop()
        hijos = nodo.get("/Kids")
        vistos += 1
        hojas += hijos is None
        if hijos is not None and len(hijos) <= maximo:
            pendientes.extend(hijos)
        if hojas > maximo or vistos > 4 * maximo or (hijos is not None and len(hijos) > maximo):
            raise Rechazado(Motivo.PAGINAS)
    if not hojas:
        raise Rechazado(Motivo.INCOMPLETO)


def _limpiar(pdf: pikepdf.Pdf) -> None:
    """Take away what says who made it; refuse what runs, opens, sends or hides something."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for objeto in _alcanzables(pdf):
        for clave in _METADATOS:
            if clave in objeto:
                del objeto[clave]
        clases = {str(objeto.get(clave)) for clave in _CLASES}
        if _ACTIVOS & (clases | set(objeto.keys())):
            raise Rechazado(Motivo.ACTIVO)
        if isinstance(objeto, pikepdf.Stream):
            _limpiar_flujo(objeto)


def _limpiar_flujo(flujo: pikepdf.Stream) -> None:
    if "/F" in flujo:  # its bytes are in another file
        raise Rechazado(Motivo.ACTIVO)
    if flujo.get("/Filter") == pikepdf.Name.DCTDecode:
        foto = sin_metadatos(flujo.read_raw_bytes())
        como = cast("pikepdf.Dictionary | None", flujo.get("/DecodeParms"))
        flujo.write(foto, filter=pikepdf.Name.DCTDecode, decode_parms=como)


def _alcanzables(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Each dictionary and stream that hangs from the document, once."""
    pendientes: list[Any] = [pdf.trailer]
    vistos: set[tuple[int, int]] = set()
    valores = 0
    while pendientes:
        objeto = pendientes.pop()
        if objeto.is_indirect:
            if objeto.objgen in vistos:
                continue
            vistos.add(objeto.objgen)
        if not isinstance(objeto, pikepdf.Array):
            yield objeto
        valores += len(objeto.keys() if isinstance(objeto, pikepdf.Stream) else objeto)
        if valores > MAXIMO_VALORES:
            raise Rechazado(Motivo.HINCHADO)
        dentro = objeto if isinstance(objeto, pikepdf.Array) else dict(objeto).values()
        pendientes += [uno for uno in dentro if isinstance(uno, _CON_DENTRO)]


_CON_DENTRO = (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)


def _exigir_que_quepa(contenido: bytes) -> None:
    """Refuse what would take much more than it weighs, before anything else opens it."""
    valores, quedan = _marcas(contenido), MAXIMO_DESPLEGADO
    for vuelta, comprimido in enumerate(_objetos_comprimidos(contenido)):
        parte = _desplegar(comprimido, quedan + 1)
        quedan -= len(parte)
        valores += _marcas(parte)
        if quedan < 0 or vuelta > MAXIMO_FLUJOS:
            raise Rechazado(Motivo.HINCHADO)
    if valores > MAXIMO_VALORES:
        raise Rechazado(Motivo.HINCHADO)


def _desplegar(comprimido: memoryview, maximo: int) -> bytes:
    """What it unfolds to, up to a limit; it is fed by pieces, so that none of it is copied."""
    inflador, parte = zlib.decompressobj(), bytearray()
    for desde in range(0, len(comprimido), _TROZO):
        try:
            parte += inflador.decompress(comprimido[desde : desde + _TROZO], maximo - len(parte))
        except zlib.error:  # by another filter, or broken: the reader tells
            break
        if inflador.eof or len(parte) >= maximo:
            break
    return bytes(parte)


def _marcas(parte: bytes) -> int:
    return len(parte.translate(None, _NO_EMPIEZAN))


def _objetos_comprimidos(contenido: bytes) -> Iterator[memoryview]:
    """From the start of each stream that keeps objects, or says where they are."""
    for hallado in _FLUJO.finditer(contenido):
        cabeza = contenido[max(0, hallado.start() - _CABEZA) : hallado.start()]
        nombres = _sin_escapes(cabeza.rpartition(b"endobj")[2])
        if b"/ObjStm" in nombres or b"/XRef" in nombres:
            yield memoryview(contenido)[hallado.end() :]


def _sin_escapes(parte: bytes) -> bytes:
    return _ESCAPE.sub(lambda hallado: bytes([int(hallado[1], 16)]), parte)
