"""The banner of a window: its state, the pages that carry it, and when they are looked at."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from convocatorias.models import EstadoBanner, PaginaBanner, ProcesoVirtual, RevisionBanner
from cuentas.models import CuentaPublica
from servicios.models import Servicio
from servicios.selectors import sitios_de

E = EstadoBanner
#: The portal begins to look some days before the window opens: the banner goes up before.
ANTES = timedelta(days=3)
#: How often in a day the banner must not be seen on a page before somebody is told.
INTENTOS = 2
#: The answers of a page that is not there any more. Other errors say nothing of the banner.
YA_NO_ESTA = (404, 410)


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
        servicio__activo=True,
    )


def se_revisa(proceso: ProcesoVirtual, hoy: date) -> bool:
    """Whether its banner is looked at on that local day."""
    return proceso.publicado_en is not None and proceso.inicio - ANTES <= hoy <= proceso.termino
