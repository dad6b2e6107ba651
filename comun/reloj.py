"""The only module that tells the time.

A row (`DesfaseReloj`) moves the portal's clock for web, worker and beat alike; tests and
the demo set it. Leases and retries do not ask here: they use the database's real clock,
because moving the demo's date must not make two workers own the same mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.conf import settings

from comun.models import DesfaseReloj

ZONA_POR_OMISION = ZoneInfo("America/Santiago")

_FIJO: ContextVar[datetime | None] = ContextVar("instante_fijo", default=None)
_VISTO: ContextVar[timedelta | None] = ContextVar("desfase_visto", default=None)
#: Less than this is not a rehearsal: who moves the clock to now moves it some seconds.
ENSAYO_DESDE = timedelta(minutes=2)


def _desfase() -> timedelta:
    if not settings.CPP_DEMO:
        return timedelta(0)
    segundos = DesfaseReloj.objects.filter(pk=1).values_list("segundos", flat=True).first()
    desfase = timedelta(seconds=segundos or 0)
    _VISTO.set(desfase)
    return desfase


def ensayo() -> datetime | None:
    """The instant, if the clock is moved, as it was found when the time was last asked here.

    For a notice on every page: whoever draws one has asked for the time, and it costs no other
    statement. None outside a rehearsal.
    """
    if not settings.CPP_DEMO:
        return None
    visto = _VISTO.get()
    desfase = _desfase() if visto is None else visto
    return datetime.now(UTC) + desfase if abs(desfase) >= ENSAYO_DESDE else None


def ahora() -> datetime:
    """The instant, in UTC, as the portal understands it."""
    return _FIJO.get() or datetime.now(UTC) + _desfase()


@contextmanager
def un_instante() -> Iterator[datetime]:
    """One use case, one instant: inside, `ahora()` is always the same (and is read once)."""
    instante = ahora()
    ficha = _FIJO.set(instante)
    try:
        yield instante
    finally:
        _FIJO.reset(ficha)


def hoy(zona: ZoneInfo = ZONA_POR_OMISION) -> date:
    """The civil date at this instant in `zona`."""
    return ahora().astimezone(zona).date()


def mover_a(instante: datetime) -> None:
    """Set the portal's clock to `instante` (aware). Only under CPP_DEMO.

    Raises:
        RuntimeError: outside the demo.
    """
    if not settings.CPP_DEMO:
        raise RuntimeError("The clock only moves under CPP_DEMO.")
    # Upwards: who moves the clock to 10:00 must not read 9:59.
    segundos = ceil((instante - datetime.now(UTC)).total_seconds())
    DesfaseReloj.objects.update_or_create(pk=1, defaults={"segundos": segundos})


def volver() -> None:
    """Back to real time."""
    DesfaseReloj.objects.filter(pk=1).delete()
