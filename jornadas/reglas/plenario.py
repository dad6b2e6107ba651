"""What the guide asks of the turns of the plenary (R85, R86): one turn, or all those of a day."""

from dataclasses import dataclass
from datetime import date

from comun.formato import enumerar
from comun.reglas import Nivel, Resultado, Veredicto, regla
from jornadas.reglas.puerta import GUIA

PLENARIO = "6. Plenario"


@dataclass(frozen=True)
class HechosTurnos:
    """Numbers of workshops: those of the day, and those that lack something."""

    talleres: tuple[int, ...] = ()
    #: The day of the activity: until it ends, they may still present. None: it is asked now.
    dia: date | None = None
    sin_presentacion: tuple[int, ...] = ()
    sin_exponer: tuple[int, ...] = ()
    #: How many minutes each one took.
    duraciones: tuple[tuple[int, int], ...] = ()
    minimo: int = 5
    maximo: int = 10


def _falta(hechos: HechosTurnos, hoy: date, evidencia: str, sugerencia: str = "") -> Resultado:
    exigible = hechos.dia is None or hoy > hechos.dia
    veredicto = Veredicto.NO_CUMPLE if exigible else Veredicto.POR_CUMPLIR
    return Resultado(veredicto, evidencia, sugerencia)


@regla(
    id="R85",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=PLENARIO,
    texto="Cada taller expone con su presentación.",
    mira="La presentación de cada turno, y qué talleres no llegaron a exponer.",
)
def R85(hechos: HechosTurnos, hoy: date) -> Resultado:
    """A turn needs its slides, made beforehand."""
    if not hechos.talleres:
        return Resultado(Veredicto.NO_APLICA, "No hay talleres.")
    if len(hechos.talleres) == 1 and hechos.sin_presentacion:
        return _falta(
            hechos,
            hoy,
            "El taller todavía no tiene presentación.",
            "Prepare de nuevo el plenario: la presentación se genera de los acuerdos.",
        )
    if hechos.sin_presentacion:
        cuales = enumerar(hechos.sin_presentacion)
        return _falta(hechos, hoy, f"Talleres sin presentación: {cuales}.")
    if hechos.sin_exponer:
        cuales = enumerar(hechos.sin_exponer)
        return _falta(hechos, hoy, f"Talleres que no expusieron en el plenario: {cuales}.")
    return Resultado(Veredicto.CUMPLE, "Cada taller tiene su presentación.")


@regla(
    id="R86",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=PLENARIO,
    texto="Se recomienda que cada taller exponga entre 5 y 10 minutos.",
    mira="Cuánto duró cada turno y el mínimo y el máximo de la norma.",
)
def R86(hechos: HechosTurnos, hoy: date) -> Resultado:
    """Warns about turns that were too short or too long."""
    if not hechos.talleres:
        return Resultado(Veredicto.NO_APLICA, "No hay talleres.")
    recomendado = f"y se recomiendan entre {hechos.minimo} y {hechos.maximo}."
    fuera = [(n, m) for n, m in hechos.duraciones if not hechos.minimo <= m <= hechos.maximo]
    if len(hechos.talleres) == 1 and fuera:
        evidencia = f"El turno duró {fuera[0][1]} minutos {recomendado}"
        return Resultado(Veredicto.NO_CUMPLE, evidencia)
    if fuera:
        cuales = enumerar(f"el taller {numero}, {minutos}" for numero, minutos in fuera)
        return Resultado(Veredicto.NO_CUMPLE, f"Minutos de exposición: {cuales}; {recomendado}")
    if hechos.duraciones:
        return Resultado(Veredicto.CUMPLE, "Cada turno duró lo recomendado.")
    return _falta(hechos, hoy, "No se ha anotado cuánto duraron los turnos.")


AL_EXPONER = (R85,)
DE_DURACION = (R86,)
DE_LOS_TURNOS = (R85, R86)
