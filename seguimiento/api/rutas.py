"""The routes of the API, each with its policy as every other route of the portal.

django-ninja makes the views; here each one is wrapped with what all of them do: only reading,
turns by network, the scope, the tag, and who may read.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from comun import cuotas
from seguimiento.api import problemas
from seguimiento.api.portal import api, contrato
from seguimiento.datos.cabeceras import POLITICA, con_su_etag, que_se_puede
from servicios.acceso import publica
from servicios.alcance import todos_los_servicios
from servicios.origen import DemasiadosEnvios, le_quedan, tomar_turno

Vista = Callable[..., HttpResponse]
_registro = logging.getLogger(__name__)


def abierta_a_todos(vista: Vista) -> Callable[..., HttpResponseBase]:
    """Public, only for reading, by turns, in the scope of all services; every error a problem."""

    @publica
    @csrf_exempt
    @wraps(vista)
    def pedir(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return que_se_puede()
        if request.method not in ("GET", "HEAD"):
            return problemas.solo_se_lee(request)
        if not request.accepts("application/json"):
            return problemas.solo_json(request)
        try:
            tomar_turno(request, None, cuotas.LEER_DATOS)
        except DemasiadosEnvios as error:
            return problemas.con_paciencia(error)
        respuesta = _con_politica(_leer(vista, request, kwargs))
        quedan = le_quedan(request, None, cuotas.LEER_DATOS)
        respuesta["RateLimit"] = f'"red";r={quedan}'
        if respuesta.status_code != 200:
            return respuesta
        return con_su_etag(request, respuesta)

    return pedir


def _leer(vista: Vista, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    """What the view answers to a GET; a failure of ours is told and answered in words too."""
    metodo, request.method = request.method, "GET"
    try:
        with todos_los_servicios():
            return vista(request, **kwargs)
    except (BadRequest, SuspiciousOperation):
        return problemas.no_se_puede_leer(request)
    except Exception:
        _registro.exception("The API failed at %s", request.path)
        got_request_exception.send(sender=None, request=request)
        return problemas.problema(500, problemas.QUE_HACER[500])
    finally:
        request.method = metodo


def _con_politica(respuesta: HttpResponse) -> HttpResponse:
    respuesta["RateLimit-Policy"] = POLITICA
    return respuesta


def _openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(contrato(), json_dumps_params={"ensure_ascii": False})


def _desconocida(request: HttpRequest, resto: str) -> HttpResponse:
    return problemas.no_existe(request)


def rutas() -> list[URLPattern]:
    """Those of django-ninja but its home, the contract, and what does not exist."""
    hechas: list[Any] = api.urls[0]
    propias = [ruta for ruta in hechas if ruta.name != "api-root"]
    return [
        path("openapi.json", abierta_a_todos(_openapi), name="openapi"),
        *(path(str(r.pattern), abierta_a_todos(r.callback), name=r.name) for r in propias),
        path("<path:resto>", abierta_a_todos(_desconocida), name="desconocida"),
    ]


__all__ = ["rutas"]
