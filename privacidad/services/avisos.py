"""Nobody's request falls due in silence: told to the data officer, then to who answers for it."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from comun import reloj
from privacidad import emails, reglas, selectors
from privacidad.models import SolicitudDerechos
from privacidad.services import bloqueo
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio

logger = logging.getLogger(__name__)


def vigilar(*, ahora: datetime | None = None) -> int:
    """Issue the notice that each open request asks for today, once each. How many requests.

    Safe at any hour, any number of times and by several at once: each mail has a key. After an
    outage the notice of today goes out late; nothing depends on the sweep of a given hour, and
    the term runs on Saturdays too, so it waits for no working day.
    """
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        abiertas = SolicitudDerechos.objects.filter(estado__in=selectors.ABIERTAS)
        servicios = list(Servicio.objects.filter(pk__in=abiertas.order_by().values("servicio")))
    return sum(_sin_estorbar(servicio, ahora) for servicio in servicios)


def _sin_estorbar(servicio: Servicio, ahora: datetime) -> int:
    """What goes wrong in one service must not silence the others; the next sweep tries again."""
    try:
        with alcance(servicio):
            return _de_un_servicio(servicio, ahora)
    except Exception:
        logger.exception("The rights requests of service %s were not watched.", servicio.pk)
        return 0


def _de_un_servicio(servicio: Servicio, ahora: datetime) -> int:
    hoy = ahora.astimezone(servicio.zona).date()
    for solicitud in bloqueo.sin_aplicar(servicio):
        bloqueo.aplicar(solicitud=solicitud)
    tocan = [
        (solicitud, aviso)
        for solicitud in selectors.abiertas().filter(
            servicio=servicio, vence_el__lte=hoy + timedelta(days=reglas.AVISO_DIAS)
        )
        if solicitud.vence_el and (aviso := reglas.aviso_que_toca(solicitud.vence_el, hoy))
    ]
    ya = emails.avisos_dados(servicio, [solicitud for solicitud, _ in tocan])
    nuevos = [(s, aviso) for s, aviso in tocan if emails.clave_de_aviso(s, aviso) not in ya]
    for solicitud, aviso in nuevos:
        solicitud.servicio = servicio
        _avisar(solicitud, aviso)
    return len(nuevos)


@transaction.atomic
def _avisar(solicitud: SolicitudDerechos, aviso: reglas.Aviso) -> None:
    """One mail each to the data officer, to who runs the account and to the authority."""
    emails.al_equipo(solicitud, aviso, emails.quienes_responden(solicitud.servicio))
