"""What the guide demands of an activity, of the call to it and of the virtual window."""

from convocatorias.reglas.actividad import R5, R11, R33, R34, R145
from convocatorias.reglas.convocatoria import (
    R4,
    R12,
    R15,
    R29,
    R30,
    R31,
    R32,
    R37,
    R40,
    R41,
    R132,
    R133,
    R134,
    TIPOS_PRIORITARIOS,
    TIPOS_REGIONALES,
)
from convocatorias.reglas.hechos import BannerVisto, Hechos, InstitucionVista, Salida
from convocatorias.reglas.ventana import R13, R45, R46, R47, R48, R51, R142
from cuentas.reglas import R27, R52, R104, R105, R107, R108

PARA_PROGRAMAR = (R11, R145)
DEL_PROGRAMA = (R33, R34)
PARA_ENVIAR = (R11, R31, R4, R32, R134, R12, R15, R30, R41, R29, R37, R132)
AL_ENVIAR = (R40, R34)
DE_LA_VENTANA = (R51, R47, R45)
#: Over the facts of the account (`cuentas.selectors.hechos`).
DE_LA_CUENTA = (R27, R52, R105, R108)

# ── How a whole account stands ──
DEL_PLAN = (R11, R33, R34, R145)
DEL_LLAMADO = (R4, R12, R15, R29, R30, R31, R32, R134, R37, R132, R40, R41, R133)
DE_LA_CUENTA_ENTERA = (R5, R13, R45, R46, R47, R48, R51, R142)
#: Those that this app declares.
PROPIAS = (*DEL_PLAN, *DEL_LLAMADO, *DE_LA_CUENTA_ENTERA)

__all__ = [
    "AL_ENVIAR", "DEL_LLAMADO", "DEL_PLAN", "DEL_PROGRAMA", "DE_LA_CUENTA", "DE_LA_CUENTA_ENTERA",
    "DE_LA_VENTANA", "PARA_ENVIAR", "PARA_PROGRAMAR", "PROPIAS", "R4", "R5", "R11", "R12", "R13",
    "R15", "R27", "R29", "R30", "R31", "R32", "R33", "R34", "R37", "R40", "R41", "R45", "R46",
    "R47", "R48", "R51", "R52", "R104", "R105", "R107", "R108", "R132", "R133", "R134", "R142",
    "R145", "TIPOS_PRIORITARIOS", "TIPOS_REGIONALES", "BannerVisto", "Hechos", "InstitucionVista",
    "Salida",
]  # fmt: skip
