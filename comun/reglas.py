"""Declared rules: what the guide demands, as objects that block, warn and are cited on screen.

A rule is pure: it looks at facts loaded beforehand and at a date, and never queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from comun.errores import ReglaIncumplida

FUENTES = {
    "000": "guía de cuentas públicas de la División de Organizaciones Sociales",
    "001": "cuenta pública del Gobierno de Santiago, 2025",
    "002": "plan de Renca, 2019",
    "003": "Sistema de Seguimiento de la División de Organizaciones Sociales",
    "004": "guía de presupuestos participativos de SUBDERE",
}


class Nivel(StrEnum):
    """What a rule does when it is not fulfilled."""

    BLOQUEA = "bloquea"
    CONSTANCIA = "constancia"
    ADVIERTE = "advierte"
    PARAMETRO = "parametro"


class Veredicto(StrEnum):
    """What a rule says of some facts on a date."""

    CUMPLE = "cumple"
    NO_CUMPLE = "no_cumple"
    POR_CUMPLIR = "por_cumplir"
    NO_APLICA = "no_aplica"


@dataclass(frozen=True)
class Resultado:
    """A verdict, what it rests on, and what the person can do about it."""

    veredicto: Veredicto
    evidencia: str
    sugerencia: str = ""

    @property
    def mensaje(self) -> str:
        return f"{self.evidencia} {self.sugerencia}".strip()


def segun(cumple: bool, evidencia: str, falta: str, sugerencia: str = "") -> Resultado:
    """Fulfilled, on this evidence; or not, with what is missing and what to do."""
    if cumple:
        return Resultado(Veredicto.CUMPLE, evidencia)
    return Resultado(Veredicto.NO_CUMPLE, falta, sugerencia)


Evaluar = Callable[[Any, date], Resultado]


@dataclass(frozen=True)
class Regla:
    """One requirement: its number, how hard it is, where it is written, and its test."""

    id: str
    nivel: Nivel
    fuente: str
    lugar: str
    texto: str
    evaluar: Evaluar

    @property
    def cita(self) -> str:
        """Where the requirement comes from, as a person reads it."""
        fuente = FUENTES.get(self.fuente, self.fuente)
        return f"Regla {self.id}: {', '.join(filter(None, [fuente, self.lugar]))}."


def regla(
    *,
    id: str,  # noqa: A002 - the word that the guide and the screens use
    nivel: Nivel,
    fuente: str,
    lugar: str,
    texto: str,
) -> Callable[[Evaluar], Regla]:
    """Turn a function `(hechos, hoy) -> Resultado` into a `Regla`."""

    def declarar(evaluar: Evaluar) -> Regla:
        return Regla(id, nivel, fuente, lugar, texto, evaluar)

    return declarar


def exigir(reglas: Iterable[Regla], hechos: Any, hoy: date) -> None:
    """Let the action go on, unless a blocking rule is broken.

    Raises:
        ReglaIncumplida: its message joins every reason and its source; `reglas` has the pairs.
    """
    faltas = [par for par in _incumplidas(reglas, hechos, hoy) if par[0].nivel is Nivel.BLOQUEA]
    if faltas:
        frases = [f"{resultado.mensaje} ({una.cita})" for una, resultado in faltas]
        raise ReglaIncumplida(" ".join(frases), faltas)


def advertencias(reglas: Iterable[Regla], hechos: Any, hoy: date) -> list[tuple[Regla, Resultado]]:
    """Broken rules that do not block: what the person should know before going on."""
    return [par for par in _incumplidas(reglas, hechos, hoy) if par[0].nivel is not Nivel.BLOQUEA]


def _incumplidas(
    reglas: Iterable[Regla], hechos: Any, hoy: date
) -> Iterable[tuple[Regla, Resultado]]:
    for una in reglas:
        resultado = una.evaluar(hechos, hoy)
        if resultado.veredicto is Veredicto.NO_CUMPLE:
            yield una, resultado
