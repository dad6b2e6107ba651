"""The verdict: what the mail server wrote down, against what was decided and what the rows say."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Decidido:
    """A mail as its row has it, and whether its addressee is to get it."""

    id: str
    para: str
    huella: str
    estado: str
    llega: bool = True
    final: tuple[str, ...] = ("enviado", "conciliado")


@dataclass(frozen=True)
class Veredicto:
    """`lost`: nobody got them · `doubled`: copies too many · the rest must be 0 as well."""

    lost: int
    doubled: int
    #: Arrived with other words or at another address than decided, or were nobody's.
    distintos: int
    #: Their row ends in another state than it should.
    mal_contados: int

    @property
    def limpio(self) -> bool:
        return not (self.lost or self.doubled or self.distintos or self.mal_contados)


def juzgar(decididos: Iterable[Decidido], aceptados: list[dict[str, Any]]) -> Veredicto:
    por_id = {mensaje.id: mensaje for mensaje in decididos}
    copias = Counter(linea["id"] for linea in aceptados)
    return Veredicto(
        lost=sum(mensaje.llega and not copias[mensaje.id] for mensaje in por_id.values()),
        doubled=sum(veces - 1 for veces in copias.values()) + _iguales(aceptados),
        distintos=sum(not _es_el_decidido(linea, por_id) for linea in aceptados),
        mal_contados=sum(mensaje.estado not in mensaje.final for mensaje in por_id.values())
        + sum(not mensaje.llega and bool(copias[mensaje.id]) for mensaje in por_id.values()),
    )


def _iguales(aceptados: list[dict[str, Any]]) -> int:
    """The same words to the same person under another Message-ID: a copy for whoever reads it."""
    distintos = {(linea["id"], linea["huella"]) for linea in aceptados}
    return len(distintos) - len({huella for _, huella in distintos})


def _es_el_decidido(linea: dict[str, Any], por_id: dict[str, Decidido]) -> bool:
    mensaje = por_id.get(linea["id"])
    if mensaje is None:
        return False
    return (linea["para"], linea["huella"]) == ([mensaje.para], mensaje.huella)
