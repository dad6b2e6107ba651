"""What people write: folded for matching, cleaned for storing, shown as safe HTML, inspected."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import nh3
import snowballstemmer
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from comun import rut

#: Of the columns that hold a folded name.
LARGO_PLEGADO = 220
PRIMER_TITULO, ULTIMO_TITULO = 3, 6
ESQUEMAS = ("https://", "mailto:")
ETIQUETAS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATRIBUTOS = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}

_SALTOS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, characters that XML refuses, and marks that turn the direction of what follows.
_SOBRANTES = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_PALABRA = re.compile(r"[a-z0-9]+")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class _SinMarcas(dict[int, int | None]):
    """For `str.translate`: each letter stands, each mark goes; asked once of each."""

    def __missing__(self, codigo: int) -> int | None:
        queda = None if unicodedata.category(chr(codigo)) in ("Mn", "Cf") else codigo
        if len(self) < 5000:
            self[codigo] = queda
        return queda


_SIN_MARCAS = _SinMarcas()
#: The marks of Latin letters, which are nearly all there are.
_TILDES = re.compile("[\u0300-\u036f]+")


def plegar(texto: str) -> str:
    """`texto` without case, accents or extra spaces, so that the same name written twice agrees."""
    if texto.isascii():
        return " ".join(texto.lower().split())
    separado = _TILDES.sub("", unicodedata.normalize("NFKD", texto.casefold()))
    if separado.isascii():
        return " ".join(separado.lower().split())
    return " ".join(separado.translate(_SIN_MARCAS).casefold().split())


def plegar_nombre(texto: str) -> str:
    """`plegar`, cut to its column: a sign such as "ﷺ" unfolds into eighteen letters."""
    return plegar(texto)[:LARGO_PLEGADO]


@lru_cache(maxsize=1)
def _raiz() -> Any:
    return snowballstemmer.stemmer("spanish")


@lru_cache(maxsize=100_000)
def raiz(palabra: str) -> str:
    """The stem of one folded word: "vecinas" and "vecino" agree."""
    return str(_raiz().stemWord(palabra))


def raices(texto: str) -> list[str]:
    """The stems of a text, folded, in their order: what a search compares (STACK, trap 8)."""
    halladas: list[str] = []
    for trozo in texto.split():
        # Figures are all different; the rest of the words of a directory come back and back.
        if trozo.isascii() and trozo.isdigit():
            halladas.append(trozo)
        else:
            halladas += _raices_de(trozo)
    return halladas


@lru_cache(maxsize=20_000)
def _raices_de(trozo: str) -> tuple[str, ...]:
    palabras = _PALABRA.findall(plegar(trozo))
    return tuple(palabra if palabra.isdigit() else raiz(palabra) for palabra in palabras)


def limpiar(texto: str) -> str:
    """`texto` with plain line ends, and without what breaks an XML file or disorders a page."""
    return _SOBRANTES.sub("", _SALTOS.sub("\n", texto))


def en_una_linea(texto: str) -> str:
    """A name as it is stored: `limpiar`, and no line ends or repeated spaces inside."""
    return " ".join(limpiar(texto).split())


def markdown_seguro(texto: str) -> SafeString:
    """Markdown (CommonMark and tables) as HTML that cannot harm the page.

    Titles begin at h3 and never skip a level; links go only to https and mailto; an image
    leaves its description.
    """
    tokens = _MARKDOWN.parse(limpiar(texto))
    _ordenar_titulos(tokens)
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.children:
            token.children = list(_enlaces_sencillos(token.children))
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    limpio = nh3.clean(
        html,
        tags=ETIQUETAS,
        attributes=ATRIBUTOS,
        url_schemes={"https", "mailto"},
        url_relative="deny",
    )
    return mark_safe(limpio)


def _ordenar_titulos(tokens: list[Token]) -> None:
    abiertos: list[int] = []
    for abre, cierra in zip(tokens, tokens[2:], strict=False):
        if abre.type != "heading_open":
            continue
        nivel = int(abre.tag[1])
        while abiertos and abiertos[-1] >= nivel:
            abiertos.pop()
        abiertos.append(nivel)
        destino = min(PRIMER_TITULO + len(abiertos) - 1, ULTIMO_TITULO)
        abre.tag = cierra.tag = f"h{destino}"


def _enlaces_sencillos(tokens: list[Token]) -> Iterator[Token]:
    """Links to where they may go, with plain words inside (the PDF's tags ask for it)."""
    dentro = permitido = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            dentro = token.type == "link_open"
            if dentro:
                permitido = str(token.attrGet("href")).lower().startswith(ESQUEMAS)
            if permitido:
                yield token
        elif token.type == "image":
            yield Token("text", "", 0, content=token.content)
        elif not dentro:
            yield token
        elif token.content or token.type in ("softbreak", "hardbreak"):
            yield Token("text", "", 0, content=token.content or " ")


@dataclass(frozen=True)
class Hallazgo:
    """Something in a text that identifies a person: what it is, and where it stands."""

    tipo: Literal["rut", "correo", "telefono"]
    inicio: int
    fin: int


_RUT = re.compile(
    r"(?<![\w.,-])(?:\d{1,3}(?:\.\d{3}){1,2}|\d{6,9})(?:\s?[-\u2010-\u2015\u2212]\s?)?[\dkK](?![\w-])"
)
_CORREO = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TELEFONO = re.compile(
    r"(?<![\w.,+-])(?<!\$)(?<!\$ )"
    r"(?:\(?(?:\+|00)?56\)?[ .-]?)?\(?0?[2-9](?:[ ()-]{0,2}\d){8}(?!\w|[.,]\d)"
)


def _ruts(texto: str) -> Iterator[Hallazgo]:
    for hallado in _RUT.finditer(texto):
        try:
            rut.normalizar(hallado[0])
        except rut.RutInvalido:
            continue
        yield Hallazgo("rut", *hallado.span())


def detectar_datos_personales(texto: str) -> list[Hallazgo]:
    """RUNs with a right check digit, addresses of mail and Chilean telephones, in order.

    It only finds what has a shape: a person still reads before publishing (DOMAIN 7, T5).
    """
    candidatos = list(_ruts(texto))
    candidatos += [Hallazgo("correo", *hallado.span()) for hallado in _CORREO.finditer(texto)]
    candidatos += [Hallazgo("telefono", *hallado.span()) for hallado in _TELEFONO.finditer(texto)]
    hallazgos: list[Hallazgo] = []
    for candidato in sorted(candidatos, key=lambda h: (h.inicio, -h.fin)):
        if not hallazgos or candidato.inicio >= hallazgos[-1].fin:
            hallazgos.append(candidato)
    return hallazgos
