"""The published report: web chapters and the stored PDF."""

from datetime import MAXYEAR

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from comun.models import Publicacion
from comun.paginas import ficha, guardada
from comun.preparadas import Preparada, valor
from cuentas.documents import datos_del_informe
from cuentas.models import CuentaPublica, CuentaPublicaQuerySet
from cuentas.selectors import informe_vigente, interrupcion_vigente
from servicios.acceso import publica
from servicios.models import Servicio

_DE_UN_SERVICIO = Preparada(
    lambda: (
        CuentaPublicaQuerySet(CuentaPublica)
        .publicas()
        .filter(servicio=valor("servicio"), anio_gestion=valor("anio"))
    )
)


def cuenta_publica_o_404(servicio: str, anio: int) -> CuentaPublica:
    """The account of a public page: only what anybody may see."""
    cuentas = CuentaPublica.objects.publicas().select_related("servicio", "norma")
    return get_object_or_404(cuentas, servicio__slug=servicio, anio_gestion=anio)


def cuenta_publica_de(servicio: Servicio, anio: int) -> CuentaPublica:
    """The same, of a service that is at hand, where many send something at once."""
    cuenta = _DE_UN_SERVICIO.primera(servicio=servicio.pk, anio=anio) if anio <= MAXYEAR else None
    if cuenta is None:
        raise Http404
    cuenta.servicio = servicio
    return cuenta


def anulada_o_404(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Where people knew an account that was annulled later, the reason (410)."""
    cuentas = CuentaPublica.objects.anuladas_a_la_vista().select_related("servicio")
    cuenta = get_object_or_404(cuentas, servicio__slug=servicio, anio_gestion=anio)
    contexto = {"anulada": cuenta, "servicio": cuenta.servicio}
    return render(request, "cuentas/anulada.html", contexto, status=410)


def pdf_publicado(request: HttpRequest, publicacion: Publicacion, nombre: str) -> HttpResponse:
    """The stored bytes of the version in force: their SHA-256 is the ETag.

    A browser asks each time: beside the page, which tells the hash, an older file would not agree.
    """
    etag = f'"{publicacion.sha256}"'
    respuesta = get_conditional_response(request, etag=etag)
    if respuesta is None:
        contenido = bytes(publicacion.pdf.contenido)
        respuesta = HttpResponse(contenido, content_type=publicacion.pdf.tipo)
        archivo = f"{nombre}-v{publicacion.version}.pdf"
        respuesta["Content-Disposition"] = f'inline; filename="{archivo}"'
    respuesta["ETag"] = etag
    patch_cache_control(respuesta, public=True, no_cache=True)
    return respuesta


@publica
@guardada()
@require_safe
def informe(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The report by chapters, or why it is not there."""
    try:
        cuenta = cuenta_publica_o_404(servicio, anio)
    except Http404:
        return anulada_o_404(request, servicio, anio)
    publicacion = informe_vigente(cuenta)
    contexto = {
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "ficha": ficha(
            f"Informe de la cuenta pública {anio} · {cuenta.servicio.nombre}",
            f"Qué hizo {cuenta.servicio.nombre} en {anio}, con cuánto dinero y qué viene.",
            datos_del_informe(cuenta, publicacion) if publicacion else {},
        ),
        "publicacion": publicacion,
        "interrupcion": interrupcion_vigente(cuenta),
    }
    return render(request, "cuentas/informe_publico.html", contexto)


@publica
@require_safe
def informe_pdf(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The very bytes that were published."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    publicacion = informe_vigente(cuenta)
    if publicacion is None:
        raise Http404("El informe aún no se publica.")
    return pdf_publicado(request, publicacion, f"informe-{cuenta.servicio.slug}-{anio}")
