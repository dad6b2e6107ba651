"""Reads over the outbox that several pages need."""

from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import Now

from correos.models import Mensaje
from servicios.alcance import todos_los_servicios

MINUTOS_DE_ESPERA = 10


def atascados() -> int:
    """Mails of every service that should have left over ten minutes ago: nobody is sending."""
    with todos_los_servicios():
        return (
            Mensaje.objects.por_enviar()
            .filter(no_antes_de__lt=Now() - timedelta(minutes=MINUTOS_DE_ESPERA))
            .count()
        )


def resumen(campania: str) -> dict[str, int]:
    """How many mails of a campaign are in each state; every state is there. Within the scope."""
    return Mensaje.objects.de_campania(campania).por_estado()


def campanias() -> list[str]:
    """The campaigns of the services in scope, the newest first."""
    filas = (
        Mensaje.objects.exclude(campania="")
        .order_by()
        .values("campania")
        .annotate(ultimo=Max("pk"))
        .order_by("-ultimo")[:100]
    )
    return [fila["campania"] for fila in filas]
