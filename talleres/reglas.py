"""What the guide asks of the workshops (R74, R76, R78, R81, R83)."""

from dataclasses import dataclass
from datetime import date

from comun.formato import enumerar
from comun.reglas import Nivel, Resultado, Veredicto, regla

GUIA = "000"
RENCA = "002"


@dataclass(frozen=True)
class HechosTaller:
    """What the rules look at in one workshop."""

    con_facilitador: bool = False
    con_secretario: bool = False
    distintos: bool = True
    sentados: int = 0
    tamano_min: int = 7
    tamano_max: int = 12
    notas: int = 0
    acuerdos: int = 0
    motivo_sin_acuerdos: str = ""
    prioridades: int = 0
    max_prioridades: int = 2


@regla(
    id="R74",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="5. Trabajo en talleres",
    texto="Cada taller tiene una persona que facilita y otra que registra.",
)
def R74(hechos: HechosTaller, hoy: date) -> Resultado:
    """Two people, and not the same one twice."""
    faltan = [
        nombre
        for nombre, esta in (
            ("quién facilita", hechos.con_facilitador),
            ("quién lleva la secretaría técnica", hechos.con_secretario),
        )
        if not esta
    ]
    if faltan:
        return Resultado(
            Veredicto.NO_CUMPLE,
            f"Falta decir {enumerar(faltan)}.",
            "Asigne el equipo del taller y vuelva a intentarlo.",
        )
    if not hechos.distintos:
        return Resultado(
            Veredicto.NO_CUMPLE,
            "La misma persona no puede facilitar y registrar.",
            "Elija a dos personas distintas.",
        )
    return Resultado(Veredicto.CUMPLE, "El taller tiene a sus dos personas.")


@regla(
    id="R76",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="5. Trabajo en talleres",
    texto="Cada taller lleva acuerdos al plenario, o explica por qué no los hubo.",
)
def R76(hechos: HechosTaller, hoy: date) -> Resultado:
    """At least one agreement, or the reason why there is none."""
    if hechos.acuerdos or hechos.motivo_sin_acuerdos:
        return Resultado(Veredicto.CUMPLE, f"Acuerdos anotados: {hechos.acuerdos}.")
    return Resultado(
        Veredicto.NO_CUMPLE,
        "El taller no tiene ningún acuerdo anotado.",
        "Anote al menos uno, o escriba por qué no hubo acuerdos.",
    )


@regla(
    id="R78",
    nivel=Nivel.CONSTANCIA,
    fuente=GUIA,
    lugar="5. Trabajo en talleres, roles",
    texto="La secretaría técnica registra todas las opiniones, tal como se dicen.",
)
def R78(hechos: HechosTaller, hoy: date) -> Resultado:
    """A workshop without a single note was hardly recorded whole."""
    if hechos.notas:
        return Resultado(Veredicto.CUMPLE, f"Notas: {hechos.notas}.")
    return Resultado(
        Veredicto.NO_CUMPLE,
        "El taller no tiene ninguna nota.",
        "Si alguien opinó o preguntó, reábralo y anótelo.",
    )


@regla(
    id="R81",
    nivel=Nivel.ADVIERTE,
    fuente=RENCA,
    lugar="taller participativo",
    texto="Se recomiendan grupos de entre 7 y 12 personas.",
)
def R81(hechos: HechosTaller, hoy: date) -> Resultado:
    """Small groups; nobody is turned away because of it."""
    if hechos.tamano_min <= hechos.sentados <= hechos.tamano_max:
        return Resultado(Veredicto.CUMPLE, f"Personas: {hechos.sentados}.")
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"Hay {hechos.sentados} personas y se recomiendan entre {hechos.tamano_min} y "
        f"{hechos.tamano_max}.",
    )


@regla(
    id="R83",
    nivel=Nivel.BLOQUEA,
    fuente=RENCA,
    lugar="taller participativo",
    texto="Cada grupo elige sus acuerdos prioritarios, hasta el número que fija la norma.",
)
def R83(hechos: HechosTaller, hoy: date) -> Resultado:
    """No more priorities than the norm of the year allows."""
    if hechos.prioridades <= hechos.max_prioridades:
        return Resultado(Veredicto.CUMPLE, f"Prioridades: {hechos.prioridades}.")
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"Este taller ya eligió sus {hechos.max_prioridades} prioridades.",
        "Quite una antes de elegir otra.",
    )


AL_EMPEZAR = (R74,)
AL_CERRAR = (R76,)
AL_PRIORIZAR = (R83,)
AVISOS = (R78, R81)
