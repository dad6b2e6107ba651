"""The search for words in anything that the portal gives or keeps, however they are spelled.

Each thing is read as it is and as whoever looks for somebody would read it: without case, accents
or the dots of a RUN; out of an address, an entity of HTML, base64 or hexadecimal; inside a gzip, a
ZIP, a PDF with its metadata, or an image.
"""

import base64
import binascii
import gzip
import html
import io
import re
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_plus

from PIL import Image, UnidentifiedImageError

from comun.texto import plegar

HONDO = 3
_ENTRE_CIFRAS = re.compile(r"(?<=\d)[\s.\-()\u2010-\u2015]+(?=\d)")
_DE_UNICODE = re.compile(r"\\\\?u([0-9a-fA-F]{4})")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){6,}")


def hay(valor: Any, senias: Iterable[str]) -> str:
    """What surrounds the first of those words that is in a value; "" when none is."""
    return entre(lecturas(valor), senias)


def entre(textos: Iterable[str], senias: Iterable[str]) -> str:
    """`hay`, of a value that was read before."""
    senias = tuple(senias)
    return next((hallado for uno in textos if (hallado := _en(uno, senias))), "")


def _en(texto: str, senias: Iterable[str]) -> str:
    for senia in senias:
        if (lugar := texto.find(senia)) >= 0:
            return texto[max(0, lugar - 40) : lugar + 50]
    return ""


def lecturas(valor: Any, hondo: int = 0) -> Iterator[str]:
    """A value read in every way."""
    if isinstance(valor, dict):
        valor = [*valor.keys(), *valor.values()]
    if isinstance(valor, list | tuple | set):
        for parte in valor:
            yield from lecturas(parte, hondo)
        return
    if isinstance(valor, bytes | bytearray | memoryview):
        crudo = bytes(valor)
        yield from _de_texto(crudo.decode("utf-8", "replace"), hondo)
        if crudo.isascii() is False and b"\x00" in crudo:
            yield from _de_texto(crudo.decode("utf-16-le", "ignore"), HONDO)
        if hondo < HONDO:
            for parte in _adentro(crudo):
                yield from lecturas(parte, hondo + 1)
        return
    yield from _de_texto(str(valor), hondo)


def _de_texto(texto: str, hondo: int) -> Iterator[str]:
    yield _llano(texto)
    if "%" in texto:
        yield _llano(unquote_plus(unquote_plus(texto)))
    if "&" in texto:
        yield _llano(html.unescape(html.unescape(texto)))
    if "\\u" in texto:
        yield _llano(_DE_UNICODE.sub(lambda m: chr(int(m[1], 16)), texto))
    if hondo < HONDO:
        for crudo in _cifrados(texto):
            yield from lecturas(crudo, HONDO)


def _llano(texto: str) -> str:
    """Folded, and the figures of a RUN or a telephone side by side."""
    return _ENTRE_CIFRAS.sub("", plegar(unicodedata.normalize("NFKC", texto)))


def _cifrados(texto: str) -> Iterator[bytes]:
    """What is in base64 or in hexadecimal, wherever it begins."""
    for trozo in set(_HEX.findall(texto)):
        yield bytes.fromhex(trozo)
    for trozo in set(_BASE64.findall(texto)):
        letras = trozo.translate({45: 43, 95: 47})
        for desde in range(4):
            entero = letras[desde:]
            try:
                crudo = base64.b64decode(entero[: len(entero) // 4 * 4])
            except binascii.Error:
                continue
            # Hashes and keys are bytes that say nothing.
            if crudo and sum(32 <= b < 127 or b >= 0xC2 for b in crudo) > 0.8 * len(crudo):
                yield crudo


def _adentro(crudo: bytes) -> Iterator[Any]:
    """The parts of a file that holds others."""
    if crudo[:2] == b"\x1f\x8b":
        yield gzip.decompress(crudo)
    elif crudo[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        try:
            yield zlib.decompress(crudo)
        except zlib.error:
            return
    elif crudo[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(crudo)) as partes:
            for nombre in partes.namelist():
                yield nombre
                yield partes.read(nombre)
    elif crudo[:5] == b"%PDF-":
        yield from _de_pdf(crudo)
    else:
        yield from _de_imagen(crudo)


def _de_pdf(crudo: bytes) -> Iterator[Any]:
    """Its text, its metadata and its objects; some of the tests have only a first line."""
    if crudo.rstrip()[-5:] != b"%%EOF":
        return
    for orden in (["pdftotext", "-", "-"], ["pdfinfo", "-"], ["pdfinfo", "-meta", "-"]):
        yield subprocess.run(orden, input=crudo, capture_output=True, check=False).stdout
    # Names of bookmarks, of tags and of what is attached.
    for trozo in re.findall(rb"stream\r?\n(.*?)endstream", crudo, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(trozo)
        except zlib.error:
            yield trozo


def _de_imagen(crudo: bytes) -> Iterator[Any]:
    if crudo[:3] != b"\xff\xd8\xff" and crudo[:4] != b"\x89PNG":
        return
    try:
        with Image.open(io.BytesIO(crudo)) as imagen:
            yield {str(k): str(v) for k, v in {**imagen.info, **imagen.getexif()}.items()}
    except (UnidentifiedImageError, OSError):
        return
