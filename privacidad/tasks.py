"""Work for later: no request about personal data falls due in silence, none is kept too long."""

from celery import shared_task

from privacidad.services import retencion
from privacidad.services.avisos import vigilar
from privacidad.services.reposicion import reponer


@shared_task(name="privacidad.vigilar_solicitudes")
def vigilar_solicitudes() -> None:
    vigilar()


@shared_task(name="privacidad.retener")
def retener() -> None:
    """First what it would do, as evidence; then it; then who had to wait to be erased."""
    retencion.retener(en_seco=True)
    retencion.retener()
    reponer()
