"""Open data by turns: what is drawn for each one who asks is counted by network, with the API.

Kept pages are not: whoever asks for one again within its minute costs two reads, and counting
them would cost a third, which writes. What is asked for here reads every row of a table.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from comun import cuotas
from seguimiento.api.problemas import QUE_HACER, TITULOS, en_espera, que_espere
from seguimiento.datos.cabeceras import POLITICA, SE_PUEDE, abierta, que_se_puede
from servicios.origen import DemasiadosEnvios, tomar_turno


def abierta_a_leer(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only to read, by turns; a script of another site may ask first whether it may (CORS)."""
    con_turno = por_turnos(vista)

    @wraps(vista)
    def pedir(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return que_se_puede()
        if request.method not in ("GET", "HEAD"):
            rehusada = _en_palabras(f"{TITULOS[405]}. {QUE_HACER[405]}", 405)
            rehusada["Allow"] = SE_PUEDE
            return rehusada
        return con_turno(request, *args, **kwargs)

    # Nothing changes here: whoever tries is told so in words, and not that a token is missing.
    return csrf_exempt(pedir)


def por_turnos(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A turn of the quota of the API, in one statement; 429, in a sentence, when none is left."""

    @wraps(vista)
    def en_su_turno(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            tomar_turno(request, None, cuotas.LEER_DATOS)
        except DemasiadosEnvios as error:
            segundos, frase = en_espera(error)
            return que_espere(_en_palabras(frase, 429), segundos)
        respuesta = vista(request, *args, **kwargs)
        respuesta["RateLimit-Policy"] = POLITICA
        return respuesta

    return en_su_turno


def _en_palabras(frase: str, estado: int) -> HttpResponse:
    respuesta = HttpResponse(frase, status=estado, content_type="text/plain; charset=utf-8")
    respuesta["Cache-Control"] = "no-store"
    abierta(respuesta)
    return respuesta
