"""On how many days of the window the banner was seen: counted in one place, for everybody.

The page, the rules and the mails ask here. A day counts when the banner was seen on it, or once
it is over: today is never missing, since a later look may find it. A day on which no page could
be read counts as one on which nobody saw it, and is told apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from comun.texto import plegar
from convocatorias.models import PaginaBanner, ProcesoVirtual, RevisionBanner
from convocatorias.reglas import BannerVisto, InstitucionVista
from convocatorias.reglas.hechos import en_dias

Resultado = RevisionBanner.Resultado
SIN_REVISAR = "El portal no revisó ninguna página ese día."


class Mirada(NamedTuple):
    """What the count looks at in a reading, where the whole row is not needed."""

    pagina_id: int
    dia: date
    resultado: str
    motivo: str = ""
    dice_fechas: bool | None = None

    @property
    def dicho(self) -> str:
        """Its result in words: `no está`."""
        return str(Resultado(self.resultado).label)


def miradas_de(proceso: ProcesoVirtual) -> list[Mirada]:
    """Every reading of its pages, as the count looks at it: in the order of days and attempts."""
    filas = RevisionBanner.objects.filter(pagina__proceso=proceso)
    filas = filas.order_by("dia", "pagina", "intento")
    return [Mirada(*una) for una in filas.values_list(*Mirada._fields)]


@dataclass(frozen=True)
class Falta:
    """A day of the window on which nobody saw the banner, and why.

    `leida`: some page was read that day, and it was not there. Otherwise nobody knows.
    """

    dia: date
    motivo: str
    leida: bool


@dataclass(frozen=True)
class Tramo:
    """Days that follow one another on which the banner was missing for the same reason."""

    desde: date
    hasta: date
    motivo: str

    @property
    def dias(self) -> int:
        return (self.hasta - self.desde).days + 1


@dataclass(frozen=True)
class Recuento:
    """The days of the window that count by now, on how many it was seen, and the others."""

    dias: int
    faltan: tuple[Falta, ...]

    @property
    def vistos(self) -> int:
        return self.dias - len(self.faltan)

    @property
    def sin_leer(self) -> int:
        """On how many of the others no page could be read."""
        return sum(not falta.leida for falta in self.faltan)

    @property
    def tramos(self) -> list[Tramo]:
        """The others, those together that say the same: forty lines alike are read by nobody."""
        juntos: list[Tramo] = []
        for falta in self.faltan:
            ultimo = juntos[-1] if juntos else None
            sigue = ultimo and falta.dia - ultimo.hasta == timedelta(days=1)
            if ultimo and sigue and ultimo.motivo == falta.motivo:
                juntos[-1] = replace(ultimo, hasta=falta.dia)
            else:
                juntos.append(Tramo(falta.dia, falta.dia, falta.motivo))
        return juntos

    @property
    def frase(self) -> str:
        """`30 de 32 días`."""
        return en_dias(self.vistos, self.dias)


def recuento(proceso: ProcesoVirtual, miradas: Iterable[Mirada], hoy: date) -> Recuento:
    """Day by day: the banner was up if it was seen on one of the pages. `hoy` by its own clock.

    The readings come in the order of their days and attempts.
    """
    por_dia: dict[date, list[Mirada]] = defaultdict(list)
    for una in miradas:
        por_dia[una.dia].append(una)
    ultimo = min(hoy, proceso.termino)
    if ultimo == hoy and not _vistas(por_dia[hoy]):
        ultimo -= timedelta(days=1)
    dias = max(0, (ultimo - proceso.inicio).days + 1)
    fechas = [proceso.inicio + timedelta(days=n) for n in range(dias)]
    return Recuento(dias, tuple(_falta(d, por_dia[d]) for d in fechas if not _vistas(por_dia[d])))


def _vistas(miradas: Iterable[Mirada]) -> list[Mirada]:
    return [una for una in miradas if una.resultado == Resultado.ESTA]


def _falta(dia: date, miradas: Sequence[Mirada]) -> Falta:
    """With the last word of each page on that day."""
    ultimas = {una.pagina_id: una.motivo for una in miradas}
    motivo = " ".join(dict.fromkeys(ultimas.values())) or SIN_REVISAR
    return Falta(dia, motivo, any(una.resultado == Resultado.NO_ESTA for una in miradas))


# ── Page by page ──


@dataclass(frozen=True)
class PaginaVista:
    """What was seen on one page: on how many of the days on which it was read, and at last."""

    pagina: PaginaBanner
    recuento: Recuento
    ultima: Mirada | None


def por_pagina(
    paginas: Iterable[PaginaBanner], miradas: Iterable[Mirada], hoy: date
) -> list[PaginaVista]:
    """Page by page, of the days on which each one was read: it may have been put up later.

    Nor is today missing here, by the service's clock.
    """
    suyas: dict[int, dict[date, list[Mirada]]] = defaultdict(lambda: defaultdict(list))
    for una in miradas:
        suyas[una.pagina_id][una.dia].append(una)
    return [_de_la_pagina(pagina, suyas[pagina.pk], hoy) for pagina in paginas]


def _de_la_pagina(pagina: PaginaBanner, dias: dict[date, list[Mirada]], hoy: date) -> PaginaVista:
    cuentan = sorted(dia for dia in dias if dia != hoy or _vistas(dias[dia]))
    faltan = tuple(_falta(dia, dias[dia]) for dia in cuentan if not _vistas(dias[dia]))
    ultima = dias[max(dias)][-1] if dias else None
    return PaginaVista(pagina, Recuento(len(cuentan), faltan), ultima)


# ── For the rules ──


@dataclass(frozen=True)
class DelBanner:
    """What the portal saw of the banner of an account; `visto` is none if it never looked."""

    visto: BannerVisto | None = None
    instituciones: tuple[InstitucionVista, ...] = ()


@dataclass
class _Leido:
    """The pages of a window, and their readings in their order."""

    paginas: dict[int, tuple[str, bool]]
    miradas: list[Mirada]


def banner_visto_de(procesos: Iterable[ProcesoVirtual], ahora: datetime) -> dict[int, DelBanner]:
    """What was seen of the banner, by account, for the rules: one statement.

    An account with no page noted is not there.
    """
    por_pk = {uno.pk: uno for uno in procesos}
    filas = (
        PaginaBanner.objects.filter(proceso__in=por_pk)
        .order_by("revisiones__dia", "revisiones__intento", "pk")
        .values_list(
            "proceso", "pk", "institucion", "retirada_en", "revisiones__dia",
            "revisiones__resultado", "revisiones__dice_fechas",
        )
    )  # fmt: skip
    leidos: dict[int, _Leido] = {}
    for proceso, pk, institucion, retirada, dia, resultado, dice in filas:
        leido = leidos.setdefault(proceso, _Leido({}, []))
        leido.paginas[pk] = (institucion, retirada is None)
        if dia is not None:
            leido.miradas.append(Mirada(pk, dia, resultado, "", dice))
    return {
        por_pk[pk].cuenta_id: DelBanner(
            _visto_de(por_pk[pk], leido, ahora), _instituciones(por_pk[pk], leido)
        )
        for pk, leido in leidos.items()
    }


def _visto_de(proceso: ProcesoVirtual, leido: _Leido, ahora: datetime) -> BannerVisto | None:
    if not leido.miradas:
        return None
    hoy = ahora.astimezone(proceso.cuenta.servicio.zona).date()
    cuenta = recuento(proceso, leido.miradas, hoy)
    vistas = _vistas(leido.miradas)
    return BannerVisto(
        dias=cuenta.dias,
        vistos=cuenta.vistos,
        primero=vistas[0].dia if vistas else None,
        ultimo=vistas[-1].dia if vistas else None,
        dice_fechas=_dicen_fechas(leido, vistas),
        sin_leer=cuenta.sin_leer,
        leido=any(una.resultado != Resultado.SIN_LEER for una in leido.miradas),
    )


def _dicen_fechas(leido: _Leido, vistas: list[Mirada]) -> bool | None:
    """Whether every page that carries it tells the dates, as it was last seen on each."""
    ultimas = {una.pagina_id: una.dice_fechas for una in vistas}
    siguen = {pk: dice for pk, dice in ultimas.items() if leido.paginas[pk][1]} or ultimas
    return all(siguen.values()) if siguen else None


def _instituciones(proceso: ProcesoVirtual, leido: _Leido) -> tuple[InstitucionVista, ...]:
    """The others that the pages name, however written, with the last day it was seen on theirs.

    A page that was taken off the list counts for what was seen on it; where nothing was, it was
    noted by mistake.
    """
    propio = plegar(proceso.cuenta.servicio.nombre)
    ultimo = {una.pagina_id: una.dia for una in _vistas(leido.miradas)}
    nombres: dict[str, str] = {}
    vistas: dict[str, date] = {}
    for pk, (nombre, vigente) in sorted(leido.paginas.items()):
        clave = plegar(nombre)
        if clave in ("", propio) or not (vigente or pk in ultimo):
            continue
        nombres.setdefault(clave, nombre)
        if pk in ultimo:
            vistas[clave] = max(ultimo[pk], vistas.get(clave, ultimo[pk]))
    return tuple(InstitucionVista(n, vistas.get(clave)) for clave, n in nombres.items())
