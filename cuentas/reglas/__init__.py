"""What the guide demands of an account, its report and the dates of its answers."""

from cuentas.reglas.cuenta import R1, R2, R6, R7, R8, R9, R10, R56
from cuentas.reglas.hechos import Hechos, HechosDelPlazo, Previo
from cuentas.reglas.informe import R23, R24, R25, R26, R27
from cuentas.reglas.plazos import R52, R104, R105, R107, R108, plazo_respuesta

PARA_ABRIR = (R1,)
PARA_PUBLICAR_CUENTA = (R7, R8, R9, R10)
DEL_INFORME = (R23, R24)
PARA_PUBLICAR_INFORME = (*DEL_INFORME, R25)
DE_PLAZOS = (R52, R105, R108)
#: Over `HechosDelPlazo`: who knows the day of the activity and of the publication loads them.
DEL_PLAZO = (R107, R108)
DE_LA_CUENTA_ENTERA = (
    R1, R2, R6, R7, R8, R9, R10, R23, R24, R25, R26, R27, R52, R56, R104, R105,
)  # fmt: skip
TODAS = (*DE_LA_CUENTA_ENTERA, *DEL_PLAZO)

__all__ = [
    "DEL_INFORME", "DEL_PLAZO", "DE_LA_CUENTA_ENTERA", "DE_PLAZOS", "PARA_ABRIR",
    "PARA_PUBLICAR_CUENTA", "PARA_PUBLICAR_INFORME", "R1", "R2", "R6", "R7", "R8", "R9", "R10",
    "R23", "R24", "R25", "R26", "R27", "R52", "R56", "R104", "R105", "R107", "R108", "TODAS",
    "Hechos", "HechosDelPlazo", "Previo", "plazo_respuesta",
]  # fmt: skip
