"""Public: the banner's picture and the program of its element, for any site to show."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from comun import reloj
from convocatorias import documents
from convocatorias.selectors import estado_del_banner, proceso_de
from cuentas.models import CuentaPublica
from cuentas.selectors import interrupcion_vigente
from respuestas.selectors import publicacion_vigente
from servicios.acceso import publica

#: As the pages: other sites show the dates of the window (ADR 16).
UN_MINUTO = 60
UN_DIA = 24 * 60 * 60


@publica
@require_safe
def banner_svg(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The picture of the link, in the state of today: soon, open, closed, answered or stopped."""
    a_la_vista = CuentaPublica.objects.publicas() | CuentaPublica.objects.anuladas_a_la_vista()
    cuentas = a_la_vista.select_related("servicio__comuna")
    cuenta = get_object_or_404(cuentas, servicio__slug=servicio, anio_gestion=anio)
    proceso = proceso_de(cuenta)
    if proceso is None or proceso.publicado_en is None:
        raise Http404
    proceso.cuenta = cuenta
    with reloj.un_instante() as ahora:
        estado = estado_del_banner(
            proceso,
            ahora,
            interrumpida=interrupcion_vigente(cuenta) is not None,
            respondida=publicacion_vigente(cuenta) is not None,
        )
        letrero = documents.letrero(proceso, estado, reloj.hoy(cuenta.servicio.zona))
    return _para_otros(request, documents.banner_svg(letrero), "image/svg+xml", UN_MINUTO)


@publica
@require_safe
def elemento(request: HttpRequest, version: int) -> HttpResponse:
    """The program of the element, in a version that never changes."""
    contenido = documents.programa(version)
    if contenido is None:
        raise Http404
    respuesta = _para_otros(request, contenido, "text/javascript; charset=utf-8", UN_DIA)
    # Its hash is checked only where the answer may be read from other sites.
    respuesta["Access-Control-Allow-Origin"] = "*"
    return respuesta


def _para_otros(request: HttpRequest, contenido: bytes, tipo: str, segundos: int) -> HttpResponse:
    etag = f'"{hashlib.sha256(contenido).hexdigest()[:32]}"'
    respuesta = get_conditional_response(request, etag=etag) or HttpResponse(
        contenido, content_type=tipo
    )
    respuesta["ETag"] = etag
    respuesta["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(respuesta, public=True, max_age=segundos)
    return respuesta
