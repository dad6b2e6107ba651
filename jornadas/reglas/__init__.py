"""What the guide asks of the day: preparation, registration, exposition and plenary (E1, E5–E8)."""

from convocatorias.reglas import R34
from jornadas.reglas.dia import R14, R16, R58, R67, R68, R69, R70, R71, R72, R73, R88, HechosDia
from jornadas.reglas.plenario import AL_EXPONER, DE_DURACION, DE_LOS_TURNOS, R85, R86, HechosTurnos
from jornadas.reglas.puerta import (
    AL_ENTREGAR_CARPETA,
    DE_LA_FICHA,
    DE_LAS_FICHAS,
    R59,
    R60,
    R61,
    R62,
    R63,
    R64,
    R65,
    R66,
    HechosFichas,
)
from talleres.reglas import R77

#: What a person leaves word of before the day is closed, in the order of the day.
DE_CONSTANCIA = (R14, R16, R73, R68, R69, R70, R77, R88)
AL_CERRAR = (R58, *DE_CONSTANCIA)
DE_AFORO = (R34,)
DE_LA_EXPOSICION = (R67, R71, R72)

# ── How a whole account stands ──
DEL_DIA = (R58, R14, R16, R67, R68, R69, R70, R71, R72, R73, R88)
#: Those that this app declares.
PROPIAS = (*DEL_DIA, *DE_LAS_FICHAS, *DE_LOS_TURNOS)

__all__ = [
    "AL_CERRAR",
    "AL_ENTREGAR_CARPETA",
    "AL_EXPONER",
    "DEL_DIA",
    "DE_AFORO",
    "DE_CONSTANCIA",
    "DE_DURACION",
    "DE_LAS_FICHAS",
    "DE_LA_EXPOSICION",
    "DE_LA_FICHA",
    "DE_LOS_TURNOS",
    "PROPIAS",
    "R14",
    "R16",
    "R34",
    "R58",
    "R59",
    "R60",
    "R61",
    "R62",
    "R63",
    "R64",
    "R65",
    "R66",
    "R67",
    "R68",
    "R69",
    "R70",
    "R71",
    "R72",
    "R73",
    "R77",
    "R85",
    "R86",
    "R88",
    "HechosDia",
    "HechosFichas",
    "HechosTurnos",
]  # fmt: skip
