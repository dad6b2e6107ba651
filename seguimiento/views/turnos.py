"""Open data by turns: what is drawn for each one who asks is counted by network, with the API.

Kept pages are not: whoever asks for one again within its minute costs two reads, and counting
them would cost a third, which writes. What is asked for here reads every row of a table.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from comun import cuotas
from seguimiento.api.problemas import en_espera, que_espere
from seguimiento.datos.cabeceras import POLITICA, abierta
from servicios.origen import DemasiadosEnvios, tomar_turno


def por_turnos(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A turn of the quota of the API, in one statement; 429, in a sentence, when none is left."""

    @wraps(vista)
    def en_su_turno(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            tomar_turno(request, None, cuotas.LEER_DATOS)
        except DemasiadosEnvios as error:
            segundos, frase = en_espera(error)
            espera = HttpResponse(frase, status=429, content_type="text/plain; charset=utf-8")
            espera["Cache-Control"] = "no-store"
            return abierta(que_espere(espera, segundos))
        respuesta = vista(request, *args, **kwargs)
        respuesta["RateLimit-Policy"] = POLITICA
        return respuesta

    return en_su_turno
