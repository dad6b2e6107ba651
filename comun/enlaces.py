"""Where a page of somebody else's leads to and what it shows, as a browser would read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

#: What a browser does not draw, though it stands in the page.
_SIN_DIBUJAR = {"template", "noscript", "textarea", "title"}
_ATRIBUTOS = ("href", "src")
#: So deep is no page written by people; what hides inside is not looked for.
_MAXIMO = 20_000


@dataclass(frozen=True)
class Referencia:
    """One address in the page: of which tag, whole, and the words that stand for a picture."""

    etiqueta: str
    url: str
    alternativo: str = ""


class _Lectora:
    """What lxml tells while it reads: which opens, which closes. No tree is built."""

    def __init__(self, base: str) -> None:
        self.base, self.halladas, self._oculta = base, list[Referencia](), 0

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag in _SIN_DIBUJAR:
            self._oculta += 1
        if tag == "base" and attrs.get("href"):
            self.base = _entera(self.base, attrs["href"]) or self.base
            return
        if self._oculta or "hidden" in attrs or len(self.halladas) >= _MAXIMO:
            return
        for atributo in _ATRIBUTOS:
            if url := _entera(self.base, attrs.get(atributo, "")):
                self.halladas.append(Referencia(tag, url, attrs.get("alt", "").strip()))

    def end(self, tag: str) -> None:
        if tag in _SIN_DIBUJAR and self._oculta:
            self._oculta -= 1

    def data(self, _: str) -> None:
        """Its words are not looked at."""

    def comment(self, _: str) -> None:
        """Nor what is written for nobody."""

    def close(self) -> list[Referencia]:
        return self.halladas


def _entera(base: str, valor: str) -> str:
    """The whole address, without its fragment; nothing if it is none of a page."""
    limpio = "".join(valor.split("\n")).replace("\t", "").replace("\r", "").strip()
    if not limpio:
        return ""
    try:
        url = urldefrag(urljoin(base, limpio)).url
        partes = urlsplit(url)
    except ValueError:
        return ""
    return url if partes.scheme in ("http", "https") and partes.hostname else ""


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
    """Whether two addresses are the same page: the query and a last bar do not matter."""
    return _clave(url) == _clave(otra)


def _clave(url: str) -> tuple[str, str]:
    partes = urlsplit(url)
    return partes.netloc.lower(), partes.path.rstrip("/")


def que_llevan(todas: list[Referencia], url: str) -> Iterator[Referencia]:
    """Those of one address."""
    return (una for una in todas if misma(una.url, url))
