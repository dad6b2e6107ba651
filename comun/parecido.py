"""How much two texts say the same: the stems that they share, and the rare ones count for more.

Pure, and in Spanish. An index belongs to one document that no longer changes, so that it is made
once and asked many times.
"""

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from comun.texto import limpiar, plegar, raiz

#: What stands between two passages is never compared as one: a chapter would look like anything.
LARGO_DEL_PASAJE = 280
#: Of what somebody writes, how much is looked at; the rest says the same or is not a question.
LARGO_LEIDO = 3000
PARTES_LEIDAS = 8
#: From here on two texts are alike: 0 nothing in common, 1 the same stems.
PARECIDO = 0.26

_VACIAS = """
a al algo alguien algun alguna algunas alguno algunos ante antes aqui asi aun aunque bien cada casi
como con contra cual cuales cuando cuanta cuantas cuanto cuantos cuya cuyo da dan dar de deben debe
del desde dia dias donde dos e el ella ellas ellos en entre era eran eres es esa esas ese eso esos
esta estaba estan estar estas este esto estos estoy fue fueron gracias ha haber habia hace hacen
hacer hacia han hasta hay haya hola igual ir la las le les lo los mas me mi mis mismo mucha muchas
mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro nuestros nunca o ojala otra otras
otro otros para pero poco podemos podria por porque pregunta preguntar puede pueden puedo pues que
quien quienes quiero quisiera saber se sea sean segun ser si sido siempre sin sobre solo son soy su
sus tal tambien tan tanto te tenemos tener tengo tiene tienen toda todas todo todos tu un una unas
uno unos usted ustedes va van vamos ver vez voy y ya yo
"""
VACIAS = frozenset(_VACIAS.split())
#: No word of Spanish is longer; what is longer would fill the memory of the stems.
LARGO_DE_PALABRA = 30

_PALABRA = re.compile(r"[a-z0-9]+")
_ESCRITA = re.compile(r"\w+")
_FRASES = re.compile(r"(?<=[.!?…])\s+|\n+")
_ENLACE = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_ENFASIS = re.compile(r"[*_`~]+")
_MARCAS = re.compile(r"[#>|]+")
_RAYAS = re.compile(r"^[ \t|:+-]+$", re.MULTILINE)
_PUNTOS = re.compile(r"^[ \t]*(?:[-+•]|\d{1,3}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Trozo:
    """A piece of an extract, and whether its words are those that were looked for."""

    texto: str
    marcado: bool


@dataclass(frozen=True)
class Pasaje:
    """Some sentences of an entry of a document, and how much it is worth to be like them."""

    de: int
    texto: str
    peso: float = 1.0


@dataclass(frozen=True)
class Hallado:
    """The entry, its passage that is most alike, and how much."""

    de: int
    pasaje: Pasaje
    puntos: float


def pesan(texto: str) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(_raiz(p) for p in _PALABRA.findall(plegar(texto)) if _dice(p))


def _dice(palabra: str) -> bool:
    return 1 < len(palabra) <= LARGO_DE_PALABRA and palabra not in VACIAS


def _raiz(palabra: str) -> str:
    return palabra if palabra.isdigit() else raiz(palabra)


def partes(texto: str) -> list[frozenset[str]]:
    """What somebody wrote, by passages, each with its stems; empty when nothing says anything."""
    halladas = (pesan(p) for p in pasajes(limpiar(texto[:LARGO_LEIDO])))
    return [una for una in halladas if una][:PARTES_LEIDAS]


def llano(texto: str) -> str:
    """Markdown without its marks, for an extract."""
    texto = _PUNTOS.sub("", _RAYAS.sub("", _ENLACE.sub(r"\1", texto)))
    return _MARCAS.sub(" ", _ENFASIS.sub("", texto))


def pasajes(texto: str) -> Iterator[str]:
    """The sentences of a text, put together while they fit."""
    junto = ""
    for frase in _frases(texto):
        if junto and len(junto) + len(frase) >= LARGO_DEL_PASAJE:
            yield junto
            junto = frase
        else:
            junto = f"{junto} {frase}" if junto else frase
    if junto:
        yield junto


def _frases(texto: str) -> Iterator[str]:
    for frase in _FRASES.split(texto):
        if len(frase) <= LARGO_DEL_PASAJE:
            if seguida := " ".join(frase.split()):
                yield seguida
        else:
            yield from textwrap.wrap(frase, LARGO_DEL_PASAJE)


class Indice:
    """The passages of one document, by their stems."""

    def __init__(self, todos: Iterable[Pasaje]) -> None:
        self.pasajes: Sequence[Pasaje] = tuple(todos)
        raices = [pesan(pasaje.texto) for pasaje in self.pasajes]
        en_cuantos = Counter(r for suyas in raices for r in suyas)
        total = len(self.pasajes)
        self._rareza = {r: log(1 + total / n) for r, n in en_cuantos.items()}
        #: A word that the document never says is neither rarer nor commoner than the rest.
        self._ajena = sum(self._rareza.values()) / (len(self._rareza) or 1)
        self._tamano = [sum(self._rareza[r] for r in suyas) for suyas in raices]
        lugares: defaultdict[str, list[int]] = defaultdict(list)
        for lugar, suyas in enumerate(raices):
            for r in suyas:
                lugares[r].append(lugar)
        self._lugares = dict(lugares)

    def buscar(self, preguntadas: Iterable[frozenset[str]]) -> list[Hallado]:
        """The entries that are like what was asked, the most alike first.

        Two stems in common at least, or the only one that was asked: one word that two texts
        share does not make them alike.
        """
        mejores: dict[int, Hallado] = {}
        for parte in preguntadas:
            for hallado in self._parecidos(parte):
                otro = mejores.get(hallado.de)
                if otro is None or otro.puntos < hallado.puntos:
                    mejores[hallado.de] = hallado
        return sorted(mejores.values(), key=lambda h: (-h.puntos, h.de))

    def _parecidos(self, parte: frozenset[str]) -> Iterator[Hallado]:
        pedido = sum(self._rareza.get(r, self._ajena) for r in parte)
        comunes: defaultdict[int, float] = defaultdict(float)
        cuantas: Counter[int] = Counter()
        for r in parte:
            rareza, lugares = self._rareza.get(r, 0.0), self._lugares.get(r, ())
            cuantas.update(lugares)
            for lugar in lugares:
                comunes[lugar] += rareza
        minimo = min(2, len(parte))
        for lugar, comun in comunes.items():
            pasaje = self.pasajes[lugar]
            puntos = pasaje.peso * comun / sqrt(pedido * self._tamano[lugar])
            if cuantas[lugar] >= minimo and puntos >= PARECIDO:
                yield Hallado(pasaje.de, pasaje, puntos)


def marcar(texto: str, raices: frozenset[str]) -> tuple[Trozo, ...]:
    """`texto` in pieces: the words with one of those stems apart from the rest."""
    trozos: list[Trozo] = []
    desde = 0
    for escrita in _ESCRITA.finditer(texto):
        if pesan(escrita[0]).isdisjoint(raices):
            continue
        if escrita.start() > desde:
            trozos.append(Trozo(texto[desde : escrita.start()], False))
        trozos.append(Trozo(escrita[0], True))
        desde = escrita.end()
    if desde < len(texto):
        trozos.append(Trozo(texto[desde:], False))
    return tuple(trozos)
