"""Where a page of somebody else's leads to and what it shows, as a browser would read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

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


class _Lectora(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.halladas, self._oculta = base, list[Referencia](), 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SIN_DIBUJAR:
            self._oculta += 1
        dichos = {nombre: valor or "" for nombre, valor in reversed(attrs)}
        if tag == "base" and dichos.get("href"):
            self.base = _entera(self.base, dichos["href"]) or self.base
            return
        if self._oculta or "hidden" in dichos or len(self.halladas) >= _MAXIMO:
            return
        for atributo in _ATRIBUTOS:
            if url := _entera(self.base, dichos.get(atributo, "")):
                self.halladas.append(Referencia(tag, url, dichos.get("alt", "").strip()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML the bar of `<template/>` closes nothing.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SIN_DIBUJAR and self._oculta:
            self._oculta -= 1


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
    """Every `href` and `src` of the page, in its order. Comments and scripts are not the page."""
    lectora = _Lectora(base)
    lectora.feed(html)
    lectora.close()
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
