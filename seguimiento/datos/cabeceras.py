"""What every answer with open data carries: any site may read it, and nobody reads it twice."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from comun import cuotas

#: How many a network may ask for in an hour: files, oEmbed and API are one quota.
POLITICA = f'"red";q={cuotas.LEER_DATOS.por_red};w=3600'
#: Seconds; what a browser keeps of the answer below.
UN_DIA = 24 * 3600
SE_PUEDE = "GET, HEAD, OPTIONS"
#: What a script of another site may read besides the body.
A_LA_VISTA = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


def abierta(respuesta: HttpResponseBase) -> HttpResponseBase:
    """Any site may read it, without credentials."""
    respuesta["Access-Control-Allow-Origin"] = "*"
    respuesta["Access-Control-Expose-Headers"] = A_LA_VISTA
    return respuesta


def que_se_puede() -> HttpResponse:
    """The question that a browser asks before another site's script sends a tag."""
    respuesta = HttpResponse(status=204)
    respuesta["Access-Control-Allow-Methods"] = respuesta["Allow"] = SE_PUEDE
    respuesta["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    respuesta["Access-Control-Max-Age"] = str(UN_DIA)
    abierta(respuesta)
    return respuesta


def con_etag(
    request: HttpRequest, hacer: Callable[[], HttpResponseBase], suma: str
) -> HttpResponseBase:
    """The answer, or 304 for whoever has the bytes with that hash; asked again each time."""
    etag = f'"{suma}"'
    respuesta = get_conditional_response(request, etag=etag) or hacer()
    respuesta["ETag"] = etag
    patch_cache_control(respuesta, public=True, no_cache=True)
    return abierta(respuesta)


def con_su_etag(request: HttpRequest, respuesta: HttpResponse) -> HttpResponseBase:
    """The same, of an answer that is already written. Its other headers go with the 304."""
    suma = hashlib.sha256(respuesta.content).hexdigest()
    final = con_etag(request, lambda: respuesta, suma)
    for cabecera, valor in respuesta.items():
        if cabecera not in ("Content-Type", "Content-Length"):
            final.headers.setdefault(cabecera, valor)
    return final
