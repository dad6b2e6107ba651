"""The banner of a window: its state, the pages that carry it, and the days on which it was seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from convocatorias.models import EstadoBanner, PaginaBanner, ProcesoVirtual, RevisionBanner
from convocatorias.reglas import BannerVisto
from cuentas.models import CuentaPublica
from servicios.models import Servicio
from servicios.selectors import sitios_de

Resultado = RevisionBanner.Resultado
E = EstadoBanner
#: The portal begins to look some days before the window opens: the banner goes up before.
ANTES = timedelta(days=3)
SIN_REVISAR = "El portal no revisó ninguna página ese día."


def estado_del_banner(
    proceso: ProcesoVirtual, ahora: datetime, *, interrumpida: bool, respondida: bool
) -> EstadoBanner:
    """What the banner says at `ahora`. Whether there are answers only a higher app can tell."""
    if proceso.cuenta.estado == CuentaPublica.Estado.ANULADA:
        return E.ANULADO
    en_curso = proceso.cuenta.estado == CuentaPublica.Estado.ABIERTA and not interrumpida
    if en_curso and proceso.abre_en <= ahora < proceso.cierra_en:
        return E.ABIERTO  # even with answers out: those of the workshops may come before
    if respondida:
        return E.RESPONDIDO
    if interrumpida:
        return E.SUSPENDIDO
    return E.PRONTO if ahora < proceso.abre_en else E.CERRADO


def hosts_de(servicio: Servicio) -> list[str]:
    """The exact hosts whose pages may be registered and read; with its port only in the demo."""
    return [urlsplit(origen).netloc for origen in sitios_de(servicio)]


def hay_salida() -> bool:
    """Whether the portal may call other sites at all."""
    return settings.SALIDA_A_INTERNET


def paginas_del_banner(proceso: ProcesoVirtual) -> QuerySet[PaginaBanner]:
    """The pages that somebody said carry it, in the order in which they said it."""
    filas = PaginaBanner.objects.filter(proceso=proceso)
    return filas.select_related("registrada_por", "retirada_por")


def revisiones_de(proceso: ProcesoVirtual) -> QuerySet[RevisionBanner]:
    """Every reading of its pages, those that were taken off the list too, oldest first."""
    filas = RevisionBanner.objects.filter(pagina__proceso=proceso)
    return filas.select_related("pagina__servicio__comuna").order_by("dia", "pagina", "intento")


def por_revisar(ahora: datetime) -> QuerySet[ProcesoVirtual]:
    """The windows that are open or about to be, of accounts that stand. Asked over all services.

    By the day in UTC, with one of margin: each service has its own clock.
    """
    hoy, uno = ahora.date(), timedelta(days=1)
    return ProcesoVirtual.objects.filter(
        publicado_en__isnull=False,
        inicio__lte=hoy + ANTES + uno,
        termino__gte=hoy - uno,
        cuenta__estado=CuentaPublica.Estado.ABIERTA,
    )


def se_revisa(proceso: ProcesoVirtual, hoy: date) -> bool:
    """Whether its banner is looked at on that local day."""
    return proceso.publicado_en is not None and proceso.inicio - ANTES <= hoy <= proceso.termino


@dataclass(frozen=True)
class Falta:
    """A day of the window on which nobody saw the banner, and why."""

    dia: date
    motivo: str


@dataclass(frozen=True)
class Recuento:
    """The days of the window that went by, on how many the banner was seen, and the others."""

    dias: int
    faltan: tuple[Falta, ...]

    @property
    def vistos(self) -> int:
        return self.dias - len(self.faltan)

    @property
    def frase(self) -> str:
        """`30 de 32 días`."""
        return f"{self.vistos} de {self.dias} {'día' if self.dias == 1 else 'días'}"


def recuento(proceso: ProcesoVirtual, revisiones: Iterable[RevisionBanner], hoy: date) -> Recuento:
    """Day by day: the banner was up if it was seen on one of the pages.

    Today counts once it was looked at.
    """
    por_dia: dict[date, list[RevisionBanner]] = defaultdict(list)
    for una in revisiones:
        por_dia[una.dia].append(una)
    ultimo = min(hoy, proceso.termino)
    if ultimo == hoy and not _decididas(por_dia[hoy]):
        ultimo -= timedelta(days=1)
    dias = max(0, (ultimo - proceso.inicio).days + 1)
    fechas = [proceso.inicio + timedelta(days=n) for n in range(dias)]
    faltan = [Falta(d, _por_que(por_dia[d])) for d in fechas if not _visto(por_dia[d])]
    return Recuento(dias, tuple(faltan))


@dataclass(frozen=True)
class PaginaVista:
    """What was seen on one page: on how many of the days on which it was read, and at last."""

    pagina: PaginaBanner
    recuento: Recuento
    ultima: RevisionBanner | None


def por_pagina(
    paginas: Iterable[PaginaBanner], revisiones: Iterable[RevisionBanner]
) -> list[PaginaVista]:
    """Page by page, of the days on which each one was read: it may have been put up later."""
    suyas: dict[int, dict[date, list[RevisionBanner]]] = defaultdict(lambda: defaultdict(list))
    for una in revisiones:
        suyas[una.pagina_id][una.dia].append(una)
    return [_de_la_pagina(pagina, suyas[pagina.pk]) for pagina in paginas]


def _de_la_pagina(pagina: PaginaBanner, dias: dict[date, list[RevisionBanner]]) -> PaginaVista:
    faltan = [Falta(d, _por_que(dias[d])) for d in sorted(dias) if not _visto(dias[d])]
    ultima = dias[max(dias)][-1] if dias else None
    return PaginaVista(pagina, Recuento(len(dias), tuple(faltan)), ultima)


def _visto(revisiones: Sequence[RevisionBanner]) -> bool:
    return any(una.resultado == Resultado.ESTA for una in revisiones)


def _decididas(revisiones: Sequence[RevisionBanner]) -> bool:
    return any(una.resultado != Resultado.SIN_LEER for una in revisiones)


def _por_que(revisiones: Sequence[RevisionBanner]) -> str:
    """The last word of each page on that day."""
    ultimas = {una.pagina_id: una.motivo for una in revisiones}
    return " ".join(dict.fromkeys(ultimas.values())) or SIN_REVISAR


def banner_visto_de(procesos: Iterable[ProcesoVirtual]) -> dict[int, BannerVisto]:
    """What was seen of the banner, by account, for the rules: one statement.

    An account of which nothing was read is not there.
    """
    por_proceso = {uno.pk: uno for uno in procesos}
    filas = (
        RevisionBanner.objects.filter(pagina__proceso__in=por_proceso)
        .exclude(resultado=Resultado.SIN_LEER)
        .order_by("dia", "intento")
        .values_list("pagina__proceso", "dia", "resultado", "dice_fechas")
    )
    leidas: dict[int, list[tuple[date, str, bool | None]]] = defaultdict(list)
    for proceso, dia, resultado, dice in filas:
        leidas[proceso].append((dia, resultado, dice))
    return {por_proceso[pk].cuenta_id: _visto_de(por_proceso[pk], f) for pk, f in leidas.items()}


def _visto_de(
    proceso: ProcesoVirtual, filas: Sequence[tuple[date, str, bool | None]]
) -> BannerVisto:
    vistas = [(dia, dice) for dia, resultado, dice in filas if resultado == Resultado.ESTA]
    ventana = {dia for dia, _ in vistas if proceso.inicio <= dia <= proceso.termino}
    ultimo = min(filas[-1][0], proceso.termino)
    return BannerVisto(
        dias=max(0, (ultimo - proceso.inicio).days + 1),
        vistos=len(ventana),
        primero=vistas[0][0] if vistas else None,
        ultimo=vistas[-1][0] if vistas else None,
        dice_fechas=vistas[-1][1] if vistas else None,
    )
