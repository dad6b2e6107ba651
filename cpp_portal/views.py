"""Health, and the reader's choice of light or dark."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from comun.cuerpo import lo_enviado
from comun.paginas import TEMAS
from cpp_portal import salud
from servicios.acceso import publica

UN_ANIO = 365 * 24 * 3600


@publica
@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok", content_type="text/plain")


@publica
@never_cache
@require_GET
def listo(request: HttpRequest) -> JsonResponse:
    """Ready to serve: database, migrations, and nothing stuck in the sending; or 503, in words."""
    hechos, va_bien = salud.estado()
    return JsonResponse(hechos, status=200 if va_bien else 503)


@publica
@csrf_exempt
@require_POST
def tema(request: HttpRequest) -> HttpResponse:
    """Store the reader's choice of light or dark in a cookie and go back.

    Without a token: it changes nothing but the colours, and with one no public page could be
    drawn once for everybody, nor read without a cookie.
    """
    enviado = lo_enviado(request)
    volver = enviado.get("volver", "/")
    propia = url_has_allowed_host_and_scheme(volver, {request.get_host()})
    if not (propia and volver.startswith("/")):
        volver = "/"
    respuesta = HttpResponseRedirect(volver)
    elegido = enviado.get("tema", "")
    if elegido in TEMAS:
        respuesta.set_cookie(
            "tema",
            elegido,
            max_age=UN_ANIO,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        respuesta.delete_cookie("tema")
    return respuesta
