"""What somebody else's site answered, and how its bytes are read as letters."""

import codecs
import hashlib
import re
from dataclasses import dataclass

PAGINAS = ("text/html", "application/xhtml+xml")
#: What web pages are written in, by Python's name; browsers read the first three as Windows's.
CHARSETS = {
    **dict.fromkeys(("ascii", "iso8859-1", "cp1252"), "cp1252"),
    **{cual: cual for cual in ("utf-8", "utf-16-le", "utf-16-be", "iso8859-15")},
    "utf-16": "utf-16-le",
}
MARCAS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?([a-z0-9_:.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True)
class Lectura:
    """What a site answered: where from in the end, its status, and its bytes."""

    url: str
    status: int
    cuerpo: bytes
    tipo: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.cuerpo).hexdigest()

    @property
    def texto(self) -> str:
        """The body in letters; what is not in its charset is marked and stops nobody."""
        return self.cuerpo.decode(self._charset, errors="replace").removeprefix("\ufeff")

    @property
    def es_pagina(self) -> bool:
        """Whether a browser draws it as a page; of what the site says nothing, it does."""
        return self.tipo.partition(";")[0].strip().lower() in ("", *PAGINAS)

    @property
    def _charset(self) -> str:
        """As a browser chooses it: its first bytes, its header, its `meta`, and UTF-8."""
        for marca, cual in MARCAS:
            if self.cuerpo.startswith(marca):
                return cual
        if cual := _conocido(self.tipo.lower().partition("charset=")[2].partition(";")[0]):
            return cual
        dicho = _META.search(self.cuerpo[:1024])
        cual = _conocido(dicho[1].decode("ascii")) if dicho else ""
        # Whoever could read that `meta` byte by byte did not read UTF-16.
        return "utf-8" if cual.startswith("utf-16") else cual or "utf-8"


def _conocido(charset: str) -> str:
    """One that web pages are written in; nothing otherwise. Python knows others, that do more
    than letters: some take hours over two megabytes."""
    try:
        return CHARSETS.get(codecs.lookup(charset.strip(" \"'")).name, "")
    except (LookupError, ValueError):
        return ""
