"""The calendar of the story: every date is told in days from the activity, in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from comun import reloj
from comun.models import DesfaseReloj
from comun.plazos import local

MARTES = 1
#: While the day is being told, the demo's clock stays at this hour if it is earlier.
EN_PLENA_JORNADA = time(12, 15)


class Parada(StrEnum):
    """Where the main account stops."""

    PREPARACION = "preparacion"
    CONVOCATORIA = "convocatoria"
    JORNADA = "jornada"
    RESPUESTAS = "respuestas"
    CERRADA = "cerrada"

    def llega_a(self, otra: "Parada") -> bool:
        orden = list(Parada)
        return orden.index(self) >= orden.index(otra)


@dataclass(frozen=True)
class Agenda:
    """`dia` is that of the activity; `hoy`, the day at which the telling stops."""

    dia: date
    hoy: date
    zona: ZoneInfo

    def fecha(self, dias: int) -> date:
        """The date `dias` days after the activity (before it, if negative)."""
        return self.dia + timedelta(days=dias)

    def instante(self, dias: int, hora: time, minutos: float = 0) -> datetime:
        return local(self.fecha(dias), hora, self.zona) + timedelta(minutes=minutos)

    def ir(self, dias: int, hora: int = 10, minutos: float = 0) -> None:
        """Move the portal's clock there."""
        reloj.mover_a(self.instante(dias, time(hora), minutos))

    def ya_paso(self, dias: int) -> bool:
        """Whether that day is over."""
        return self.fecha(dias) < self.hoy


def agenda_de(parada: Parada, hoy: date, zona: ZoneInfo) -> Agenda:
    """The calendar of the main account so that today it is at `parada`.

    The day of Renca was a Tuesday, and so is ours, unless it is today.
    """
    if parada is Parada.JORNADA:
        return Agenda(hoy, hoy, zona)
    desde = {
        Parada.PREPARACION: hoy + timedelta(days=46),
        Parada.CONVOCATORIA: hoy + timedelta(days=8),
        Parada.RESPUESTAS: hoy - timedelta(days=28),
        # A year, in whole weeks, before the activity of the account that is open.
        Parada.CERRADA: hoy + timedelta(days=8 - 364),
    }[parada]
    return Agenda(desde + timedelta(days=(MARTES - desde.weekday()) % 7), hoy, zona)


@contextmanager
def de_vuelta() -> Iterator[None]:
    """Leave the portal's clock as it was found."""
    antes = DesfaseReloj.objects.filter(pk=1).values_list("segundos", flat=True).first()
    yield
    if antes is None:
        reloj.volver()
    else:
        DesfaseReloj.objects.filter(pk=1).update(segundos=antes)
