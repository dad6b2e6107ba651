"""What the guide asks of the workshops (R74, R76 to R78, R81, R83).

The same rules look at one workshop and at all those of an activity: their facts are numbers of
workshops. What lacks in a plan is a fault from the day of its activity on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from comun.formato import enumerar
from comun.reglas import (
    ConstanciaDada,
    Nivel,
    Resultado,
    Veredicto,
    regla,
    segun,
    segun_constancia,
)

GUIA = "000"
RENCA = "002"
TRABAJO = "5. Trabajo en talleres"

#: The number of a workshop, and how many it has of what the rule counts.
Cuenta = tuple[int, int]


@dataclass(frozen=True)
class HechosTalleres:
    """What the rules look at in some workshops: one, or all those of an activity."""

    #: The numbers of those that take place.
    talleres: tuple[int, ...] = ()
    #: The day of the activity: until it ends, what lacks may still be done. None: it is asked now.
    dia: date | None = None
    sin_facilitador: tuple[int, ...] = ()
    sin_secretario: tuple[int, ...] = ()
    repetidos: tuple[int, ...] = ()
    sin_acuerdos: tuple[int, ...] = ()
    acuerdos: int = 0
    sin_notas: tuple[int, ...] = ()
    #: Those without notes that ended with the reason why there are none.
    sin_notas_con_motivo: tuple[int, ...] = ()
    notas: int = 0
    #: Everybody participated, in respect: what somebody of the team left word of.
    respeto: ConstanciaDada | None = None
    personas: tuple[Cuenta, ...] = ()
    tamano_min: int = 7
    tamano_max: int = 12
    prioridades: tuple[Cuenta, ...] = ()
    max_prioridades: int = 2

    @property
    def desde(self) -> date | None:
        """The first day on which somebody could see what happens in them."""
        return self.dia


class ConTalleres(Protocol):
    """What tells whether there is anything to look at, and whether its day is over."""

    @property
    def talleres(self) -> tuple[int, ...]: ...
    @property
    def dia(self) -> date | None: ...


class ConRespeto(ConTalleres, Protocol):
    """What R77 looks at, in the workshops or in their whole day."""

    @property
    def respeto(self) -> ConstanciaDada | None: ...
    @property
    def desde(self) -> date | None: ...


def _los(numeros: Collection[int]) -> str:
    """«el taller 3», «los talleres 3 y 5»."""
    lista = enumerar([str(numero) for numero in sorted(numeros)])
    return f"el taller {lista}" if len(numeros) == 1 else f"los talleres {lista}"


def _sin_talleres(hechos: ConTalleres) -> Resultado | None:
    if hechos.talleres:
        return None
    return Resultado(Veredicto.NO_APLICA, "No hay talleres.")


def _ya_paso(hechos: ConTalleres, hoy: date) -> bool:
    return hechos.dia is None or hoy > hechos.dia


def _falta(exigible: bool, evidencia: str, sugerencia: str = "") -> Resultado:
    veredicto = Veredicto.NO_CUMPLE if exigible else Veredicto.POR_CUMPLIR
    return Resultado(veredicto, evidencia, sugerencia)


@regla(
    id="R74",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=TRABAJO,
    texto="Cada taller tiene una persona que facilita y otra que registra.",
    mira="Quién facilita y quién registra cada taller: dos personas distintas.",
)
def R74(hechos: HechosTalleres, hoy: date) -> Resultado:
    """Two people, and not the same one twice."""
    faltas = (
        ("quién facilita", hechos.sin_facilitador),
        ("quién lleva la secretaría técnica", hechos.sin_secretario),
    )
    faltan = [
        nombre if len(hechos.talleres) == 1 else f"{nombre} en {_los(donde)}"
        for nombre, donde in faltas
        if donde
    ]
    exigible = hechos.dia is None or hoy >= hechos.dia
    if faltan:
        sugerencia = "Asigne el equipo del taller y vuelva a intentarlo."
        return _falta(exigible, f"Falta decir {enumerar(faltan)}.", sugerencia)
    if hechos.repetidos:
        sugerencia = "Elija a dos personas distintas."
        return _falta(exigible, "La misma persona no puede facilitar y registrar.", sugerencia)
    bien = Resultado(Veredicto.CUMPLE, "Cada taller tiene a sus dos personas.")
    return _sin_talleres(hechos) or bien


@regla(
    id="R76",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=TRABAJO,
    texto="Cada taller lleva acuerdos al plenario, o explica por qué no los hubo.",
    mira="Los acuerdos vigentes de cada taller, o el motivo con que se cerró sin ellos.",
)
def R76(hechos: HechosTalleres, hoy: date) -> Resultado:
    """At least one agreement, or the reason why there is none."""
    if hechos.sin_acuerdos:
        uno = len(hechos.talleres) == 1
        quien = "El taller no tiene" if uno else f"En {_los(hechos.sin_acuerdos)} no hay"
        return _falta(
            _ya_paso(hechos, hoy),
            f"{quien} ningún acuerdo anotado.",
            "Anote al menos uno, o escriba por qué no hubo acuerdos.",
        )
    bien = Resultado(Veredicto.CUMPLE, f"Acuerdos anotados: {hechos.acuerdos}.")
    return _sin_talleres(hechos) or bien


@regla(
    id="R77",
    nivel=Nivel.CONSTANCIA,
    fuente=GUIA,
    lugar=f"{TRABAJO}, roles",
    texto="Quien facilita el taller asegura que todas las personas participen, en un ambiente de "
    "respeto.",
    mira="La constancia de una persona del equipo sobre los talleres de la jornada.",
)
def R77(hechos: ConRespeto, hoy: date) -> Resultado:
    """Only who was there can tell."""
    dicho = segun_constancia(
        hechos.respeto,
        "Nadie ha dicho si en los talleres pudieron participar todas las personas, con respeto.",
        exigible=_ya_paso(hechos, hoy),
        desde=hechos.desde,
    )
    return _sin_talleres(hechos) or dicho


@regla(
    id="R78",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=f"{TRABAJO}, roles",
    texto="La secretaría técnica registra todas las opiniones, tal como se dicen.",
    mira="Las notas vigentes de cada taller, o el motivo con que se cerró sin ellas.",
)
def R78(hechos: HechosTalleres, hoy: date) -> Resultado:
    """A workshop without a single note was hardly recorded whole; a reason explains it."""
    if hechos.sin_notas:
        uno = len(hechos.talleres) == 1
        quien = "El taller no tiene" if uno else f"En {_los(hechos.sin_notas)} no hay"
        return _falta(
            _ya_paso(hechos, hoy),
            f"{quien} ninguna nota.",
            "Si alguien opinó o preguntó, anótelo; si nadie habló, escriba por qué no hay notas.",
        )
    if hechos.sin_notas_con_motivo:
        return Resultado(
            Veredicto.NO_CUMPLE,
            f"Se cerró sin notas, con su motivo, {_los(hechos.sin_notas_con_motivo)}.",
            explicado=True,
        )
    return _sin_talleres(hechos) or Resultado(Veredicto.CUMPLE, f"Notas: {hechos.notas}.")


@regla(
    id="R81",
    nivel=Nivel.PARAMETRO,
    fuente=RENCA,
    lugar="taller participativo",
    texto="Se recomiendan grupos de entre 7 y 12 personas.",
    mira="Cuántas personas se sentaron en cada taller y el tamaño que fija la norma.",
)
def R81(hechos: HechosTalleres, hoy: date) -> Resultado:
    """Small groups; nobody is turned away because of it."""
    dentro = range(hechos.tamano_min, hechos.tamano_max + 1)
    fuera = [(numero, cuantas) for numero, cuantas in hechos.personas if cuantas not in dentro]
    recomendado = f"se recomiendan entre {hechos.tamano_min} y {hechos.tamano_max}."
    if len(hechos.talleres) == 1 and fuera:
        return _falta(_ya_paso(hechos, hoy), f"Hay {fuera[0][1]} personas y {recomendado}")
    if fuera:
        cuales = enumerar([f"{cuantas} en el taller {numero}" for numero, cuantas in fuera])
        return _falta(_ya_paso(hechos, hoy), f"Hay {cuales}, y {recomendado}")
    total = sum(cuantas for _, cuantas in hechos.personas)
    return _sin_talleres(hechos) or Resultado(Veredicto.CUMPLE, f"Personas: {total}.")


@regla(
    id="R83",
    nivel=Nivel.PARAMETRO,
    fuente=RENCA,
    lugar="taller participativo",
    texto="Cada grupo elige sus acuerdos prioritarios, hasta el número que fija la norma.",
    mira="Los acuerdos prioritarios de cada taller y el máximo que fija la norma.",
)
def R83(hechos: HechosTalleres, hoy: date) -> Resultado:
    """No more priorities than the norm of the year allows."""
    sobran = [numero for numero, cuantas in hechos.prioridades if cuantas > hechos.max_prioridades]
    total = sum(cuantas for _, cuantas in hechos.prioridades)
    uno = len(hechos.talleres) == 1
    cuales = "Este taller ya eligió sus" if uno else f"En {_los(sobran)} se eligieron más de las"
    return _sin_talleres(hechos) or segun(
        not sobran,
        f"Prioridades: {total}.",
        f"{cuales} {hechos.max_prioridades} prioridades.",
        "Quite una antes de elegir otra.",
    )


AL_EMPEZAR = (R74,)
AL_CERRAR = (R76, R78)
AVISOS = (R78, R81)
# ── How a whole account stands ──
DE_LA_CUENTA_ENTERA = (R74, R76, R77, R78, R81, R83)
PROPIAS = DE_LA_CUENTA_ENTERA
