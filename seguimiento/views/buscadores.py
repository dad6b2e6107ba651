"""For search engines and for who shares a link: what there is, what is nobody's, and a picture."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as dibujar
from django.db.models import DateTimeField, Max, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from comun.models import Publicacion
from comun.tarjetas import tarjeta
from convocatorias.models import Actividad
from cuentas.models import CuentaPublica, PublicacionInforme
from cuentas.views.publico import cuenta_publica_o_404
from respuestas.models import PublicacionRespuestas
from servicios.acceso import publica
from servicios.alcance import todos_los_servicios

UNA_HORA = 3600
#: Where no address is for everybody.
RESERVADAS = (
    "/acceso/",
    "/admin/",
    "/calendario/",
    "/correos/",
    "/encuentro/",
    "/gestion/",
    "/invitacion/",
    "/mi-consulta/",
    "/privacidad/consulta/",
    "/privacidad/solicitud/",
    "/seguir/",
)


class Portada(Sitemap):
    """The home. All addresses are those of BASE_URL, whatever name the machine answers to."""

    limit = 5000

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def items(self) -> Any:
        return ["seguimiento:portada"]

    def location(self, item: Any) -> str:
        return reverse(item)


class Publicadas(Portada):
    """Pages of public accounts: `filas` gives what names each one and the day of its version."""

    def __init__(self, vista: str, filas: Callable[[], QuerySet[Any, Any]]) -> None:
        self.vista, self.filas = vista, filas

    def items(self) -> QuerySet[Any, Any]:
        return self.filas()

    def location(self, item: Any) -> str:
        return reverse(self.vista, args=item[:-1])

    def lastmod(self, item: Any) -> datetime | None:
        return item[-1]


def _cuentas() -> QuerySet[Any, Any]:
    filas = CuentaPublica.objects.publicas().filter(servicio__activo=True).order_by("pk")
    return filas.values_list("servicio__slug", "anio_gestion", "abierta_en")


def _versiones(modelo: type[Publicacion]) -> QuerySet[Any, Any]:
    publicas = CuentaPublica.objects.publicas().filter(servicio__activo=True)
    filas = modelo._default_manager.filter(informe__cuenta__in=publicas).order_by("informe__cuenta")
    claves = filas.values_list("servicio__slug", "informe__cuenta__anio_gestion")
    return claves.annotate(ultima=Max("publicada_en"))


def _actividades() -> QuerySet[Any, Any]:
    publicas = CuentaPublica.objects.publicas().filter(servicio__activo=True)
    filas = Actividad.objects.publicas().filter(cuenta__in=publicas).order_by("pk")
    sin_dia = Value(None, output_field=DateTimeField())
    return filas.annotate(dia=sin_dia).values_list(
        "servicio__slug", "cuenta__anio_gestion", "slug", "dia"
    )


MAPA = {
    "portada": Portada(),
    "cuentas": Publicadas("seguimiento:cuenta", _cuentas),
    "informes": Publicadas("cuentas:informe", lambda: _versiones(PublicacionInforme)),
    "actividades": Publicadas("convocatorias:actividad", _actividades),
    "respuestas": Publicadas("respuestas:respuestas", lambda: _versiones(PublicacionRespuestas)),
}


@publica
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The published accounts, reports, activities and answers."""
    with todos_los_servicios():
        respuesta = dibujar(request, MAPA).render()
    patch_cache_control(respuesta, no_cache=True)
    return respuesta


@publica
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What is nobody's to search. Those pages also say so themselves, or ask for a key."""
    lineas = ["User-agent: *", *(f"Disallow: {prefijo}" for prefijo in RESERVADAS)]
    lineas += ["", f"Sitemap: {settings.BASE_URL}{reverse('seguimiento:sitemap')}", ""]
    respuesta = HttpResponse("\n".join(lineas), content_type="text/plain; charset=utf-8")
    patch_cache_control(respuesta, public=True, max_age=UNA_HORA)
    return respuesta


@publica
@require_safe
def tarjeta_portal(request: HttpRequest) -> HttpResponse:
    """The picture of the home."""
    return _imagen(request, "Cuentas públicas participativas", "Lo que hizo cada servicio")


@publica
@require_safe
def tarjeta_cuenta(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The picture of an account: its service and its year, which do not change."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    return _imagen(request, f"Cuenta Pública Participativa {anio}", cuenta.servicio.nombre)


def _imagen(request: HttpRequest, arriba: str, titulo: str) -> HttpResponse:
    contenido = tarjeta(arriba, titulo, "Lea, pregunte y opine. Le responderán por escrito.")
    etag = f'"{hashlib.sha256(contenido).hexdigest()[:32]}"'
    respuesta = get_conditional_response(request, etag=etag) or HttpResponse(
        contenido, content_type="image/png"
    )
    respuesta["ETag"] = etag
    patch_cache_control(respuesta, public=True, max_age=UNA_HORA)
    return respuesta
