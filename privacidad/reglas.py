"""The clock of a request: pure rules over dates (Ley 19.628, arts. 8 ter and 11)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from comun.plazos import Computo, contar
from privacidad.models import SolicitudDerechos

#: Calendar days (corridos) to answer, and as many again, once.
DIAS = 30
#: Working days (hábiles) to answer who asks for a block.
DIAS_BLOQUEO = 2
#: Working days (hábiles) to complain before the Agencia.
DIAS_RECLAMO = 30
#: Calendar days before the date from which the authority is told too.
AVISO_DIAS = 5

Derecho, Estado = SolicitudDerechos.Derecho, SolicitudDerechos.Estado
#: What silences the address of who asks, from the moment that it is proved.
CALLAN = (Derecho.BLOQUEO, Derecho.OPOSICION)
#: Granted, whole or in part: it holds until somebody lifts it.
CONCEDIDAS = (Estado.ACOGIDA, Estado.ACOGIDA_EN_PARTE)
#: The fact by which it ended.
LEVANTAR = "levantar_bloqueo_de_datos"


class Aviso(StrEnum):
    """Which notice a request asks for today."""

    PRONTO = "pronto"
    HOY = "hoy"
    VENCIDA = "vencida"


def plazo(derecho: str, desde: date, feriados: Mapping[date, str]) -> Computo:
    """When it must be answered, day by day, from the civil day on which who asks was proved.

    A term of calendar days that ends on a holiday is not moved: the strict reading.
    """
    if derecho == Derecho.BLOQUEO:
        return contar(desde, DIAS_BLOQUEO, "habiles", feriados)
    return contar(desde, DIAS, "corridos", feriados)


def prorroga(vence: date) -> date:
    """The date once extended."""
    return vence + timedelta(days=DIAS)


def reclamo_hasta(desde: date, feriados: Mapping[date, str]) -> date:
    """The last day to complain before the Agencia about what was decided on `desde`."""
    return contar(desde, DIAS_RECLAMO, "habiles", feriados).fecha


def aviso_que_toca(vence: date, hoy: date) -> Aviso | None:
    """The notice of today, whether or not there was one yesterday; None while there is time."""
    if hoy > vence:
        return Aviso.VENCIDA
    if hoy == vence:
        return Aviso.HOY
    return Aviso.PRONTO if (vence - hoy).days <= AVISO_DIAS else None
