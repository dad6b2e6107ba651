"""Legal terms: counting days, and the instants at which a civil day begins and ends.

Pure functions over dates; nothing here knows what day it is today. Terms are counted from
the day after the fact, and a term of calendar days (corridos) that ends on a holiday is not
moved: the guide says "en ningún caso" (fuente 000; DOMAIN 1.4).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import holidays

TipoDias = Literal["corridos", "habiles"]

#: Of the way of counting. A stored date keeps the one that gave it. Raise it only with a change
#: after which the same start, days and holidays give another date or other days; not for new
#: holidays (each date keeps those it met) nor for a faster way to the same result.
VERSION = 1

UN_DIA = timedelta(days=1)
CUENTA = "cuenta"

SANTIAGO = ZoneInfo("America/Santiago")
_ZONAS_POR_PREFIJO = (
    ("05201", ZoneInfo("Pacific/Easter")),
    ("11", ZoneInfo("America/Coyhaique")),
    ("12", ZoneInfo("America/Punta_Arenas")),
)

# Holidays that the law gives to a part of the country: Arica y Parinacota (7 June, Ley 20.663);
# Chillán and Chillán Viejo (20 August, Ley 20.768), which the library gives to all of Ñuble.
_SUBDIVISION_POR_PREFIJO = (("15", "AP"), ("16101", "NB"), ("16103", "NB"))


class HoraImposible(ValueError):
    """A local time that is not one instant. Its text is the sentence for the person."""


class HoraInexistente(HoraImposible):
    """The change of clocks skips it."""


class HoraAmbigua(HoraImposible):
    """The change of clocks makes it happen twice."""


@dataclass(frozen=True)
class DiaContado:
    """A day of a term: whether it counts, and in a word why not."""

    fecha: date
    cuenta: bool
    motivo: str


@dataclass(frozen=True)
class Computo:
    """The date a term reaches, the days that lead to it, and what it takes to count it again.

    `feriados` are the holidays met on the way, also where the days are corridos and count.
    """

    fecha: date
    dias: tuple[DiaContado, ...]
    desde: date
    tipo: TipoDias
    dias_plazo: int
    antes: bool
    feriados: tuple[tuple[date, str], ...]
    version: int = VERSION

    def como_datos(self) -> dict[str, Any]:
        """What to store next to the date, as JSON: `recontar` gives the whole count back."""
        return {
            "version": self.version,
            "desde": self.desde.isoformat(),
            "dias": self.dias_plazo,
            "tipo": self.tipo,
            "antes": self.antes,
            "feriados": [[fecha.isoformat(), nombre] for fecha, nombre in self.feriados],
            "fecha": self.fecha.isoformat(),
        }


@dataclass(frozen=True, eq=False)
class Feriados(Mapping[date, str]):
    """Holidays by date, in one comuna. Any year can be asked for; iterating gives those named.

    A term that crosses into a year nobody thought of still meets its holidays.
    """

    anio_desde: int
    anio_hasta: int
    extras: Mapping[date, str] = field(default_factory=dict)
    comuna: str = ""

    def __getitem__(self, fecha: date) -> str:
        if fecha in self.extras:
            return self.extras[fecha]
        return _feriados_del_anio(fecha.year, _subdivision(self.comuna))[fecha]

    def __iter__(self) -> Iterator[date]:
        fechas = set(self.extras)
        for anio in range(self.anio_desde, self.anio_hasta + 1):
            fechas.update(_feriados_del_anio(anio, _subdivision(self.comuna)))
        return iter(sorted(fechas))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _subdivision(comuna: str) -> str | None:
    for prefijo, subdivision in _SUBDIVISION_POR_PREFIJO:
        if comuna.startswith(prefijo):
            return subdivision
    return None


@lru_cache(maxsize=600)
def _feriados_del_anio(anio: int, subdivision: str | None) -> dict[date, str]:
    # "bank" would add 31 December, which is not a holiday for terms (DOMAIN 3.4).
    return dict(
        holidays.country_holidays(
            "CL", subdiv=subdivision, years=anio, categories=("public",), language="es"
        )
    )


def feriados_chile(
    anio_desde: int,
    anio_hasta: int,
    extras: Mapping[date, str] | None = None,
    comuna: str = "",
) -> Feriados:
    """Holidays of those years, plus `extras` (elections, ad-hoc days).

    `comuna`: CUT code of a comuna or of a region, for the holidays of its territory; without it,
    only those of the whole country.
    """
    return Feriados(anio_desde, anio_hasta, dict(extras or {}), comuna)


def extras_de(filas: Iterable[tuple[date, str, str]], comuna: str) -> dict[date, str]:
    """Names by date of the rows (date, CUT code, name) that hold in `comuna`.

    A code of two figures holds in its whole region, an empty one in the whole country. On one
    date the narrowest territory gives the name.
    """
    rigen = [fila for fila in filas if comuna.startswith(fila[1])]
    return {fecha: nombre for fecha, _, nombre in sorted(rigen, key=lambda fila: len(fila[1]))}


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
    return Computo(
        fecha=contados[-1].fecha if contados else desde,
        dias=tuple(contados),
        desde=desde,
        tipo=tipo,
        dias_plazo=dias,
        antes=antes,
        feriados=tuple((d.fecha, feriados[d.fecha]) for d in contados if d.fecha in feriados),
    )


def recontar(datos: Mapping[str, Any]) -> Computo:
    """The count that `Computo.como_datos` stored, day by day, with the holidays of then.

    Raises:
        ValueError: another version of the rule gave that date.
    """
    if datos["version"] != VERSION:
        raise ValueError("Esta fecha se calculó con otra versión de la regla.")
    feriados = {date.fromisoformat(fecha): nombre for fecha, nombre in datos["feriados"]}
    desde = date.fromisoformat(datos["desde"])
    return contar(desde, datos["dias"], datos["tipo"], feriados, antes=datos["antes"])


def ultimo_dia_para(evento: date, dias: int, tipo: TipoDias, feriados: Mapping[date, str]) -> date:
    """The last day on which what must be done `dias` days before `evento` may still be done."""
    return contar(evento, dias, tipo, feriados, antes=True).fecha


def primer_evento(hoy: date, dias: int, tipo: TipoDias, feriados: Mapping[date, str]) -> date:
    """The earliest event for which `hoy` is still in time: the nearest plan that is legal."""
    return contar(hoy - UN_DIA, dias, tipo, feriados).fecha + UN_DIA


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


def instante(fecha: date, hora: time, zona: ZoneInfo) -> datetime:
    """That local time, in UTC, for what is already written: nothing is refused.

    A time that happens twice is the first of both; one that is skipped is read with the offset of
    before the change. What a person types goes through `local`.
    """
    return datetime.combine(fecha, hora.replace(fold=0), tzinfo=zona).astimezone(UTC)


def local(fecha: date, hora: time, zona: ZoneInfo) -> datetime:
    """The one instant of that local time, in UTC.

    Raises:
        HoraInexistente: the clocks skip that time.
        HoraAmbigua: the clocks go back and it happens twice.
    """
    primera = datetime.combine(fecha, hora.replace(fold=0), tzinfo=zona)
    segunda = primera.replace(fold=1)
    salto = segunda.utcoffset() - primera.utcoffset()  # type: ignore[operator]
    if not salto:
        return primera.astimezone(UTC)
    # The clocks of Chile change on the hour, by an hour.
    cambio = datetime.combine(fecha, time(hora.hour))
    termina = cambio + abs(salto)
    cuando = _las(termina) if termina.date() == fecha else f"{_las(termina)} del {termina:%d/%m/%Y}"
    esa_hora = f"Las {hora:%H:%M} del {fecha:%d/%m/%Y}"
    if salto > timedelta(0):
        raise HoraInexistente(
            f"{esa_hora} no existen: esa noche se adelantan los relojes una hora. "
            f"Elija una hora desde {cuando}."
        )
    raise HoraAmbigua(
        f"{esa_hora} ocurren dos veces: esa noche se atrasan los relojes una hora. "
        f"Elija una hora antes de {_las(cambio)} o desde {cuando}."
    )


def _las(hora: datetime) -> str:
    return f"{'la' if hora.hour == 1 else 'las'} {hora:%H:%M}"
