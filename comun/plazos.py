"""Legal terms: counting days, and the instants at which a civil day begins and ends.

Pure functions over dates; nothing here knows what day it is today. Terms are counted from
the day after the fact, and a term of calendar days (corridos) that ends on a holiday is not
moved: the guide says "en ningún caso" (fuente 000; DOMAIN 1.4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

TipoDias = Literal["corridos", "habiles"]

UN_DIA = timedelta(days=1)
CUENTA = "cuenta"

SANTIAGO = ZoneInfo("America/Santiago")
_ZONAS_POR_PREFIJO = (
    ("05201", ZoneInfo("Pacific/Easter")),
    ("11", ZoneInfo("America/Coyhaique")),
    ("12", ZoneInfo("America/Punta_Arenas")),
)


class HoraInexistente(ValueError):
    """A local time that the change of clocks skips. Its text is the sentence for the person."""


@dataclass(frozen=True)
class DiaContado:
    """A day of a term: whether it counts, and in a word why not."""

    fecha: date
    cuenta: bool
    motivo: str


@dataclass(frozen=True)
class Computo:
    """The date a term reaches, and the days that lead to it."""

    fecha: date
    dias: tuple[DiaContado, ...]


@dataclass(frozen=True, eq=False)
class Feriados(Mapping[date, str]):
    """Holidays by date. Any year can be asked for; iterating gives the years named.

    A term that crosses into a year nobody thought of still meets its holidays.
    """

    anio_desde: int
    anio_hasta: int
    extras: Mapping[date, str] = field(default_factory=dict)

    def __getitem__(self, fecha: date) -> str:
        if fecha in self.extras:
            return self.extras[fecha]
        return _feriados_del_anio(fecha.year)[fecha]

    def __iter__(self) -> Iterator[date]:
        fechas = set(self.extras)
        for anio in range(self.anio_desde, self.anio_hasta + 1):
            fechas.update(_feriados_del_anio(anio))
        return iter(sorted(fechas))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@lru_cache(maxsize=200)
def _feriados_del_anio(anio: int) -> dict[date, str]:
    # "bank" would add 31 December, which is not a holiday for terms (DOMAIN 3.4).
    return dict(holidays.country_holidays("CL", years=anio, categories=("public",), language="es"))


def feriados_chile(
    anio_desde: int, anio_hasta: int, extras: Mapping[date, str] | None = None
) -> Feriados:
    """National holidays of those years, plus `extras` (elections, ad-hoc or regional days)."""
    return Feriados(anio_desde, anio_hasta, dict(extras or {}))


def motivo_inhabil(fecha: date, feriados: Mapping[date, str]) -> str:
    """Why `fecha` is not a working day (día hábil), or "" if it is one (Ley 19.880, art. 25)."""
    if nombre := feriados.get(fecha):
        return f"feriado: {nombre}"
    return {5: "sábado", 6: "domingo"}.get(fecha.weekday(), "")


def _examinar(fecha: date, tipo: TipoDias, feriados: Mapping[date, str]) -> DiaContado:
    motivo = "" if tipo == "corridos" else motivo_inhabil(fecha, feriados)
    return DiaContado(fecha, not motivo, motivo or CUENTA)


def _dias_desde(desde: date, paso: timedelta) -> Iterator[date]:
    while True:
        desde += paso
        yield desde


def contar(
    desde: date,
    dias: int,
    tipo: TipoDias,
    feriados: Mapping[date, str],
    antes: bool = False,
) -> Computo:
    """The date that is `dias` days after `desde` (before it, with `antes`), day by day.

    Raises:
        ValueError: `dias` is negative, `tipo` is unknown, or the calendar ends first.
    """
    if dias < 0:
        raise ValueError("Los días de un plazo no pueden ser negativos.")
    if tipo not in ("corridos", "habiles"):
        raise ValueError("Los días de un plazo son corridos o hábiles.")
    contados: list[DiaContado] = []
    fechas = _dias_desde(desde, -UN_DIA if antes else UN_DIA)
    faltan = dias
    try:
        while faltan:
            contados.append(_examinar(next(fechas), tipo, feriados))
            faltan -= contados[-1].cuenta
    except OverflowError as error:
        raise ValueError("El plazo se sale del calendario.") from error
    return Computo(contados[-1].fecha if contados else desde, tuple(contados))


def dias_entre(desde: date, hasta: date, tipo: TipoDias, feriados: Mapping[date, str]) -> int:
    """How many days of a term there are from `desde` to `hasta`; negative if `hasta` is before.

    The inverse of `contar`: the day of `desde` is never counted.
    """
    if tipo == "corridos":
        return (hasta - desde).days
    signo = 1 if hasta >= desde else -1
    fechas = (desde + signo * i * UN_DIA for i in range(1, abs((hasta - desde).days) + 1))
    return signo * sum(1 for fecha in fechas if not motivo_inhabil(fecha, feriados))


def zona_de_comuna(codigo_cut: str | None) -> ZoneInfo:
    """Time zone of a comuna by its CUT code (or of a region by its two figures)."""
    for prefijo, zona in _ZONAS_POR_PREFIJO:
        if (codigo_cut or "").startswith(prefijo):
            return zona
    return SANTIAGO


def instante_de_apertura(fecha: date, zona: ZoneInfo) -> datetime:
    """First instant of the local day `fecha`, in UTC.

    Chile changes its clocks at midnight: that night 00:00 may not exist. With fold=0 Python
    reads a skipped time with the offset of before, which is the very instant of the change.
    """
    return datetime.combine(fecha, time(), tzinfo=zona).astimezone(UTC)


def instante_de_cierre(fecha: date, zona: ZoneInfo) -> datetime:
    """The instant at which the local day `fecha` is over, in UTC: the first of the next day."""
    return instante_de_apertura(fecha + UN_DIA, zona)


def local(fecha: date, hora: time, zona: ZoneInfo) -> datetime:
    """That local time, in UTC. A time that happens twice is the first of both.

    Raises:
        HoraInexistente: the clocks skip that time.
    """
    instante = datetime.combine(fecha, hora, tzinfo=zona).astimezone(UTC)
    if instante.astimezone(zona).replace(tzinfo=None) != datetime.combine(fecha, hora):
        raise HoraInexistente(
            f"Las {hora:%H:%M} del {fecha:%d/%m/%Y} no existen: esa noche se adelantan los "
            "relojes una hora. Elija otra hora."
        )
    return instante
