"""Declared rules: what the guide demands, as objects that block, warn and are cited on screen.

A rule is pure: it looks at facts loaded beforehand and at a date, and never queries.
"""

from collections.abc import Callable, Collection, Iterable
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
    """What a rule does when it is not fulfilled.

    `CONSTANCIA` is a hard rule that software cannot observe: it stops the stage until a named
    person leaves word that it was done, or why it was not.
    """

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
    """A verdict, what it rests on, and what the person can do about it.

    `explicado`: not fulfilled, and somebody answered for it with a reason. It stays marked and
    no longer stops anything.
    """

    veredicto: Veredicto
    evidencia: str
    sugerencia: str = ""
    explicado: bool = False

    @property
    def mensaje(self) -> str:
        return f"{self.evidencia} {self.sugerencia}".strip()


def segun(cumple: bool, evidencia: str, falta: str, sugerencia: str = "") -> Resultado:
    """Fulfilled, on this evidence; or not, with what is missing and what to do."""
    if cumple:
        return Resultado(Veredicto.CUMPLE, evidencia)
    return Resultado(Veredicto.NO_CUMPLE, falta, sugerencia)


@dataclass(frozen=True)
class ConstanciaDada:
    """What a named person left word of: that it was done, on what evidence; or why it was not."""

    cumplida: bool
    fecha: date
    quien: str
    texto: str


def segun_constancia(
    dada: ConstanciaDada | None,
    falta: str,
    *,
    exigible: bool,
    admite_motivo: bool = True,
    desde: date | None = None,
) -> Resultado:
    """The verdict of what only a person can attest.

    Before it is `exigible` its lack is no fault. `admite_motivo` is false for hard rules of which
    a reason does not release. What happens on a day, `desde`, nobody saw done before.
    """
    if dada is None or (dada.cumplida and desde is not None and dada.fecha < desde):
        veredicto = Veredicto.NO_CUMPLE if exigible else Veredicto.POR_CUMPLIR
        return Resultado(veredicto, falta, "Deje constancia, o anote por qué no se hizo.")
    if dada.cumplida:
        return Resultado(
            Veredicto.CUMPLE, f"{dada.quien} dejó constancia el {dada.fecha:%d/%m/%Y}: {dada.texto}"
        )
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"{dada.quien} anotó el {dada.fecha:%d/%m/%Y} por qué no se hizo: {dada.texto}",
        explicado=admite_motivo,
    )


Evaluar = Callable[[Any, date], Resultado]


@dataclass(frozen=True)
class Regla:
    """One requirement: its number, how hard it is, where it is written, and its test.

    `mira` says in words which facts it looks at. `version` is raised when the same facts would
    get another verdict or another date than before; what was computed keeps the one it used.
    """

    id: str
    nivel: Nivel
    fuente: str
    lugar: str
    texto: str
    evaluar: Evaluar
    mira: str = ""
    version: int = 1

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
    mira: str = "",
    version: int = 1,
) -> Callable[[Evaluar], Regla]:
    """Turn a function `(hechos, hoy) -> Resultado` into a `Regla`."""

    def declarar(evaluar: Evaluar) -> Regla:
        return Regla(id, nivel, fuente, lugar, texto, evaluar, mira, version)

    return declarar


def nivel_efectivo(una: Regla, rebajadas: Collection[str] = ()) -> Nivel:
    """How hard the rule is for this service: its norm may lower some to a warning."""
    return Nivel.ADVIERTE if una.id in rebajadas else una.nivel


def exigir(
    reglas: Iterable[Regla], hechos: Any, hoy: date, rebajadas: Collection[str] = ()
) -> None:
    """Let the action go on, unless a rule that stops it is broken and nobody answered for it.

    `rebajadas`: ids of the rules that the service's norm lowers to a warning.

    Raises:
        ReglaIncumplida: its message joins every reason and its source; `reglas` has the pairs.
    """
    exigir_asuntos([Asunto(tuple(reglas), hechos)], hoy, rebajadas)


def exigir_asuntos(asuntos: Iterable["Asunto"], hoy: date, rebajadas: Collection[str] = ()) -> None:
    """As `exigir`, where rules look at several facts: every reason is told at once.

    Raises:
        ReglaIncumplida: as in `exigir`.
    """
    faltas = [
        par
        for asunto in asuntos
        for par in _incumplidas(asunto.reglas, asunto.hechos, hoy)
        if _detiene(*par, rebajadas)
    ]
    if faltas:
        frases = [f"{resultado.mensaje} ({una.cita})" for una, resultado in faltas]
        raise ReglaIncumplida(" ".join(frases), faltas)


def advertencias(
    reglas: Iterable[Regla], hechos: Any, hoy: date, rebajadas: Collection[str] = ()
) -> list[tuple[Regla, Resultado]]:
    """Broken rules that do not stop: what the person should know before going on."""
    return [par for par in _incumplidas(reglas, hechos, hoy) if not _detiene(*par, rebajadas)]


def _detiene(una: Regla, resultado: Resultado, rebajadas: Collection[str]) -> bool:
    duras = (Nivel.BLOQUEA, Nivel.CONSTANCIA)
    return nivel_efectivo(una, rebajadas) in duras and not resultado.explicado


def _incumplidas(
    reglas: Iterable[Regla], hechos: Any, hoy: date
) -> Iterable[tuple[Regla, Resultado]]:
    for una in reglas:
        resultado = una.evaluar(hechos, hoy)
        if resultado.veredicto is Veredicto.NO_CUMPLE:
            yield una, resultado


# ── A whole account ──


@dataclass(frozen=True)
class Asunto:
    """Some rules and the facts that they look at in one account.

    `nombre` tells it from the others where an account has several: an activity, a workshop.
    """

    reglas: tuple[Regla, ...]
    hechos: Any
    nombre: str = ""


@dataclass(frozen=True)
class Cumplimiento:
    """What one rule says of a whole account, and how hard it is there."""

    regla: Regla
    nivel: Nivel
    resultado: Resultado


#: The worst of several verdicts is the account's.
_DE_PEOR_A_MEJOR = (
    Veredicto.NO_CUMPLE,
    Veredicto.POR_CUMPLIR,
    Veredicto.CUMPLE,
    Veredicto.NO_APLICA,
)


def cumplimientos(
    asuntos: Iterable[Asunto], hoy: date, rebajadas: Collection[str] = ()
) -> list[Cumplimiento]:
    """One verdict for each rule, over everything that it looks at in the account."""
    reglas: dict[str, Regla] = {}
    vistos: dict[str, list[tuple[str, Resultado]]] = {}
    for asunto in asuntos:
        for una in asunto.reglas:
            reglas[una.id] = una
            resultado = una.evaluar(asunto.hechos, hoy)
            vistos.setdefault(una.id, []).append((asunto.nombre, resultado))
    return [
        Cumplimiento(una, nivel_efectivo(una, rebajadas), _en_conjunto(vistos[id_]))
        for id_, una in reglas.items()
    ]


def _en_conjunto(pares: list[tuple[str, Resultado]]) -> Resultado:
    """The worst verdict, with the evidence of everything that has it."""
    peor = min((r.veredicto for _, r in pares), key=_DE_PEOR_A_MEJOR.index)
    suyos = [(nombre, r) for nombre, r in pares if r.veredicto is peor]
    frases = [f"{nombre}: {r.evidencia}" if nombre else r.evidencia for nombre, r in suyos]
    return Resultado(
        peor,
        " ".join(dict.fromkeys(filter(None, frases))),
        next((r.sugerencia for _, r in suyos if r.sugerencia and not r.explicado), ""),
        all(r.explicado for _, r in suyos),
    )
