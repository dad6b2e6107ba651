"""Where a page of somebody else's leads to and what it shows, as a browser would read it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from lxml import etree

from comun.errores import ErrorDominio
from comun.hosts import PUERTOS, normalizar_host

#: What a browser does not draw, though it stands in the page.
_SIN_DIBUJAR = {
    "template", "noscript", "textarea", "title", "script", "style", "xmp", "plaintext", "noembed",
    "noframes", "iframe", "select", "object",
}  # fmt: skip
_ATRIBUTOS = ("href", "src")
#: Where the programs that load pictures late keep the address until it is near to be seen.
_TARDIOS = ("data-src", "data-lazy-src", "data-original")
_VARIOS = ("srcset", "data-srcset", "data-lazy-srcset")
#: A list of pictures longer than this was written by nobody.
_LARGO_VARIOS, _MAXIMO_VARIOS = 4096, 40
#: No page written by people has so many addresses, nor so long; what hides there is not looked for.
_MAXIMO, _LARGO = 20_000, 1000
_COMENTARIO_CSS = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Referencia:
    """One address in the page: of which tag, whole, and the words that stand for a picture.

    `sin_guion`: only who has no program sees it (`noscript`). Of pictures alone.
    """

    etiqueta: str
    url: str
    alternativo: str = ""
    sin_guion: bool = False


class _Lectora:
    """What lxml tells while it reads: which opens, which closes. No tree is built."""

    def __init__(self, base: str) -> None:
        self.base, self.halladas = base, list[Referencia]()
        #: Of each open tag: whether it covers what is inside, and whether it is a `noscript`.
        self._tapas = list[tuple[bool, bool]]()
        self._ocultas, self._sin_guion = 0, 0
        self._con_base, self._fuentes = False, list[str]()

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        oculta = _oculta(tag, attrs)
        if not self._ocultas and not oculta and len(self.halladas) < _MAXIMO:
            self._anotar(tag, attrs)
        tapa, sin_guion = oculta or tag in _SIN_DIBUJAR - {"noscript"}, tag == "noscript"
        self._tapas.append((tapa, sin_guion))
        self._ocultas += tapa
        self._sin_guion += sin_guion

    def end(self, tag: str) -> None:
        if self._tapas:
            tapa, sin_guion = self._tapas.pop()
            self._ocultas -= tapa
            self._sin_guion -= sin_guion
        if tag == "picture":
            self._fuentes = []

    def _anotar(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag == "base":
            # The first one counts.
            if attrs.get("href") and not (self._con_base or self._sin_guion):
                self.base, self._con_base = _entera(self.base, attrs["href"]) or self.base, True
        elif tag == "picture":
            self._fuentes = []
        elif tag == "source":
            self._fuentes = (self._fuentes + _de_imagen(self.base, attrs))[:_MAXIMO_VARIOS]
        elif tag == "img":
            alternativo, suyas = attrs.get("alt", "").strip(), _de_imagen(self.base, attrs)
            for url in dict.fromkeys([*suyas, *self._fuentes]):
                una = Referencia(tag, url, alternativo, sin_guion=self._sin_guion > 0)
                self.halladas.append(una)
        elif not self._sin_guion:
            for atributo in _ATRIBUTOS:
                if url := _entera(self.base, attrs.get(atributo, "")):
                    self.halladas.append(Referencia(tag, url))

    def data(self, _: str) -> None:
        """Its words are not looked at."""

    def comment(self, _: str) -> None:
        """Nor what is written for nobody."""

    def close(self) -> list[Referencia]:
        return self.halladas


def _oculta(tag: str, attrs: Mapping[str, str]) -> bool:
    """Whether the page itself says, there, that it is not drawn. Other sheets are not read."""
    if "hidden" in attrs or (tag == "dialog" and "open" not in attrs):
        return True
    if tag == "iframe" and "0" in (attrs.get("width", "").strip(), attrs.get("height", "").strip()):
        return True
    estilo = attrs.get("style", "")
    return bool(estilo) and _sin_mostrar(estilo)


def _sin_mostrar(estilo: str) -> bool:
    """`display: none` or `visibility: hidden`, if no later declaration takes it back."""
    dichas: dict[str, tuple[str, bool]] = {}
    for declaracion in _COMENTARIO_CSS.sub(" ", estilo[:_LARGO_VARIOS]).lower().split(";"):
        nombre, _, valor = declaracion.partition(":")
        nombre, (valor, marca, _) = nombre.strip(), valor.partition("!")
        if nombre and (marca or not dichas.get(nombre, ("", False))[1]):
            dichas[nombre] = (valor.strip(), bool(marca))
    display, visibility = (dichas.get(cual, ("", False))[0] for cual in ("display", "visibility"))
    return display == "none" or visibility in ("hidden", "collapse")


def _de_imagen(base: str, attrs: Mapping[str, str]) -> list[str]:
    """Every address that a picture may be loaded from, now or when it is near to be seen."""
    dichas = [attrs.get(atributo, "") for atributo in ("src", *_TARDIOS)]
    for atributo in _VARIOS:
        dichas += islice(_candidatas(attrs.get(atributo, "")), _MAXIMO_VARIOS)
    return [url for dicha in dichas if (url := _entera(base, dicha))]


def _candidatas(valor: str) -> Iterator[str]:
    """The addresses of a `srcset`, as a browser splits it: a comma inside one is of its own."""
    resto = valor[:_LARGO_VARIOS].lstrip(" \t\n\r\f,")
    while resto:
        url = resto.split(None, 1)[0]
        resto = resto[len(url) :]
        if not url.endswith(","):
            resto = resto.partition(",")[2]
        yield url.rstrip(",")
        resto = resto.lstrip(" \t\n\r\f,")


def _entera(base: str, valor: str) -> str:
    """The whole address, without its fragment; nothing if it is none of a page."""
    if not valor or len(valor) > _LARGO:
        return ""
    limpio = "".join(valor.split("\n")).replace("\t", "").replace("\r", "").strip()
    if not limpio:
        return ""
    try:
        url = urldefrag(urljoin(base, limpio)).url
        partes = urlsplit(url)
    except ValueError:
        return ""
    es_de_una_pagina = partes.scheme in ("http", "https") and partes.hostname and len(url) <= _LARGO
    return url if es_de_una_pagina else ""


def referencias(html: str, base: str) -> list[Referencia]:
    """Every `href` and `src` of the page, in its order. Comments and scripts are not the page.

    By lxml: the time of Python's own reader grows as the square of a hostile page.
    """
    lectora = _Lectora(base)
    lector = etree.HTMLParser(target=lectora, no_network=True, encoding="utf-8")
    try:
        lector.feed(html.encode("utf-8", "replace").replace(b"\0", b""))
        lector.close()
    except etree.ParseError:
        pass  # empty or cut short: what was read up to there is what there is
    return lectora.halladas


def misma(url: str, otra: str) -> bool:
    """Whether two addresses are the same page: the query and a last bar do not matter.

    Nor does `http`, which the portal sends on to `https`.
    """
    una, dos = urlsplit(url), urlsplit(otra)
    return una.path.rstrip("/") == dos.path.rstrip("/") and _donde(una) == _donde(dos)


def _donde(partes: SplitResult) -> str:
    """The host as a browser asks for it, with its port if it is not the usual one."""
    if "@" in partes.netloc:
        return partes.netloc
    try:
        puerto, host = partes.port, normalizar_host(partes.hostname or "")
    except (ValueError, ErrorDominio):
        return partes.netloc.lower()
    return host if puerto in (None, PUERTOS.get(partes.scheme)) else f"{host}:{puerto}"


def que_llevan(todas: list[Referencia], url: str) -> Iterator[Referencia]:
    """Those of one address."""
    return (una for una in todas if misma(una.url, url))
