"""Health, and the reader's choice of light or dark."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from comun import reloj
from cpp_portal.context import TEMAS
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
    """Ready to serve: database, migrations, and nothing stuck in the outbox."""
    from correos.selectors import atascados

    ejecutor = MigrationExecutor(connection)
    pendientes = bool(ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes()))
    detenidos = atascados()
    estado = {
        "base": "ok",
        "migraciones": "pendientes" if pendientes else "ok",
        "cola": "detenida" if detenidos else "ok",
        "correos_atascados": detenidos,
        "hora": reloj.ahora().isoformat(),
    }
    return JsonResponse(estado, status=503 if pendientes or detenidos else 200)


@publica
@require_POST
def tema(request: HttpRequest) -> HttpResponse:
    """Store the reader's choice of light or dark in a cookie and go back."""
    volver = request.POST.get("volver", "/")
    propia = url_has_allowed_host_and_scheme(volver, {request.get_host()})
    if not (propia and volver.startswith("/")):
        volver = "/"
    respuesta = HttpResponseRedirect(volver)
    elegido = request.POST.get("tema", "")
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
