"""The signs of life of the processes that must be alive, by the database's real clock."""

import time
from datetime import datetime

from django.conf import settings

from correos.models import Pulso

#: Who leaves each sign: a drain that looked, a mail that got its answer, a round that the beat
#: ordered (so it proves beat and worker), the sweep of reminders, the watchdog.
ENVIO, MOVIMIENTO, AGENDA = "envio", "movimiento", "agenda"
RECORDATORIOS, VIGIA = "recordatorios", "vigia"
#: Since when the mail server is away; it counts while nothing has moved after it.
SIN_SERVIDOR = "sin_servidor"


def marcar(*nombres: str) -> None:
    """Leave signs of life, in one statement."""
    Pulso.objects.bulk_create(
        [Pulso(nombre=nombre) for nombre in sorted(nombres)],
        update_conflicts=True,
        unique_fields=["nombre"],
        update_fields=["visto_en"],
    )


def marcar_sin_servidor() -> None:
    """The sender is alive and the mail server is not: the first time is when it began."""
    vistos = dict(Pulso.objects.filter(nombre__in=(SIN_SERVIDOR, MOVIMIENTO)).values_list())
    marcar(ENVIO, *([] if servidor_ausente(vistos) else [SIN_SERVIDOR]))


def servidor_ausente(vistos: dict[str, datetime]) -> datetime | None:
    """Since when the mail server does not answer; None while it does."""
    desde, movimiento = vistos.get(SIN_SERVIDOR), vistos.get(MOVIMIENTO)
    return desde if desde and not (movimiento and movimiento >= desde) else None


class Latido:
    """The signs of one batch: at its first mail, and then now and again, however slow they are."""

    def __init__(self) -> None:
        self._ultimo: float | None = None

    def avanza(self) -> None:
        """One more mail got its answer."""
        cada = settings.VIGIA_SILENCIO / 20
        if self._ultimo is None or time.monotonic() - self._ultimo >= cada:
            marcar(ENVIO, MOVIMIENTO)
            self._ultimo = time.monotonic()
