"""When a notice is due: pure, over dates. People read mails on working days (Ley 19.880, art. 25).

A notice of a day that is not a working one goes out on the last working day before it; what is
overdue is told on working days, once.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from comun.plazos import UN_DIA, motivo_inhabil

#: Days before the date at which a notice is due.
AVISOS = (15, 7, 3, 1, 0)
SEMANA = 7


def vispera(hoy: date, feriados: Mapping[date, str]) -> date:
    """The last day before the next working day: on a Friday, Sunday."""
    siguiente = hoy + UN_DIA
    while motivo_inhabil(siguiente, feriados):
        siguiente += UN_DIA
    return siguiente - UN_DIA


def aviso_que_toca(vence: date, hoy: date, hasta: date) -> int | None:
    """The notice of what falls on `vence`: days before it, or, negative, days after it.

    `hasta` is the eve of the next working day. Only the latest threshold passed counts, so that
    after an outage the ones that were skipped stay skipped. None while it is far.
    """
    if vence < hoy:
        return (vence - hoy).days
    quedan = max((vence - hasta).days, 0)
    return min((aviso for aviso in AVISOS if aviso >= quedan), default=None)


def aviso_semanal(atraso: int) -> int:
    """The notice to the authority of what is `atraso` days overdue: -1, -8, -15…"""
    return -(1 + SEMANA * ((atraso - 1) // SEMANA))


def dia_de_salida(vence: date, aviso: int, feriados: Mapping[date, str]) -> date:
    """The working day on which that notice is due: on or before its day; after it, if overdue."""
    dia = vence - timedelta(days=aviso)
    paso = UN_DIA if aviso < 0 else -UN_DIA
    while motivo_inhabil(dia, feriados):
        dia += paso
    return dia
