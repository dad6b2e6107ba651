"""What the guide demands of contributions, answers and the response document."""

from cuentas.reglas import R107, R108
from respuestas.reglas.decisiones import R93, R100, R101, R113, R114, R115, T5
from respuestas.reglas.difusion import R106, R109, R110, R111, R112, R119, R120
from respuestas.reglas.formulario import R49, R50, R53, motivo_de_cierre
from respuestas.reglas.hechos import (
    HechosDecisiones,
    HechosDifusion,
    HechosEnvio,
    HechosFormulario,
    HechosPublicos,
    HechosRevision,
    HechosSistematizacion,
)
from respuestas.reglas.sistematizacion import R92, R94, R95, R96, R97, R103

# One answer
PARA_REVISION = (R113, R114, R115)
# The document: by what it looks at
DE_LO_DICHO = (R92, R96, R97)
DE_CADA_MENSAJE = (R113, R114, R115)
# The end
DEL_CIERRE = (R106, R110, R111, R112)
# The whole account: by what it looks at
DEL_FORMULARIO = (R49, R50, R53)
DE_LA_SISTEMATIZACION = (R92, R94, R95, R96, R97, R103)
DE_LAS_DECISIONES = (R93, R113, R114, R115)
DE_LA_REVISION = (R100, R101)
DEL_PLAZO = (R107, R108)
DE_LA_DIFUSION = (R106, R109, R110, R111, R112)
DEL_ENVIO = (R119, R120)

__all__ = [
    "DEL_CIERRE", "DEL_ENVIO", "DEL_FORMULARIO", "DEL_PLAZO", "DE_CADA_MENSAJE",
    "DE_LAS_DECISIONES", "DE_LA_DIFUSION", "DE_LA_REVISION", "DE_LA_SISTEMATIZACION",
    "DE_LO_DICHO", "PARA_REVISION", "R49", "R50", "R53", "R92", "R93", "R94", "R95", "R96", "R97",
    "R100", "R101", "R103", "R106", "R107", "R108", "R109", "R110", "R111", "R112", "R113",
    "R114", "R115", "R119", "R120", "T5", "HechosDecisiones", "HechosDifusion", "HechosEnvio",
    "HechosFormulario", "HechosPublicos", "HechosRevision", "HechosSistematizacion",
    "motivo_de_cierre",
]  # fmt: skip
