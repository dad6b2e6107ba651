"""Public pages kept for a moment: drawn once for everybody who carries no session.

A page is kept under everything that it depends on: its address, the reader's colours, the minute
of the portal's clock (windows, activities and terms begin and end at whole minutes), the
administration's log and the bitácora of its service, where each public fact leaves a row in its
own transaction. What changes is read under another key; nothing has to be remembered to be thrown
away (ADR 16). One asked for with a query is drawn each time. A page with a form is nobody else's:
what is kept are the pieces between what is each reader's own (`en_trozos`).
"""

import gzip
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.html import conditional_escape

from comun import reloj
from comun.datos_enlazados import Nodo, en_pagina

#: Seconds: the minute in the key is over before.
VIDA = 60
#: Rows are numbered before they are committed: one may appear behind the last one that was seen.
#: The sum of the last ids changes with each row that enters among so many.
VENTANA = 500
VENTANA_DE_TODOS = 2000
TEMAS = ("light", "dark")
MENSAJES = "messages"

_BITACORA = "SELECT id, accion FROM comun_bitacora {donde} ORDER BY id DESC LIMIT %s"
_ADMINISTRACION = "SELECT id FROM django_admin_log ORDER BY id DESC LIMIT 100"

Vista = Callable[..., HttpResponse]


#: Where a piece ends and something of the reader's own begins; nobody can write it in a page.
_MARCA = secrets.token_hex(16)


def version(servicio_id: int | None, sin: str = "") -> tuple[Any, ...]:
    """What changes with each public fact of a service; None, of all of them. One statement.

    `sin` is an action that changes nothing of the page.
    """
    donde = "" if servicio_id is None else "WHERE servicio_id = %s"
    filas = _BITACORA.format(donde=donde)
    sql = (
        f"SELECT (SELECT SUM(id) FROM ({filas}) b WHERE accion <> %s), "  # noqa: S608 - no values
        f"(SELECT SUM(id) FROM ({_ADMINISTRACION}) a)"
    )
    de_quien: list[int] = [] if servicio_id is None else [servicio_id]
    cuantas = VENTANA_DE_TODOS if servicio_id is None else VENTANA
    with connection.cursor() as cursor:
        cursor.execute(sql, [*de_quien, cuantas, sin])
        return tuple(cursor.fetchone())


def guardada(
    tambien: Callable[..., Any] | None = None, *, tipo: str | None = None
) -> Callable[[Vista], Vista]:
    """Keep what the view draws. `tambien` tells, from the view's arguments, what else changes it.

    `tipo` is the content type of what is no HTML page.

    Under the policy of the view. Whoever carries a session or a message neither gets a page that
    was kept nor fills it.
    """

    def decorar(vista: Vista) -> Vista:
        @wraps(vista)
        def con_memoria(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD") or _con_sesion(request):
                return _de_uno(vista(request, *args, **kwargs))
            if request.META.get("QUERY_STRING"):
                return _servir(request, _cuerpo(request, vista(request, *args, **kwargs)), tipo)
            with reloj.un_instante():
                clave = _clave(request, tambien(request, **kwargs) if tambien else None)
                ya = caches["paginas"].get(clave)
                if ya is None:
                    ya = _cuerpo(request, vista(request, *args, **kwargs))
                    if isinstance(ya, tuple):
                        caches["paginas"].set(clave, ya, VIDA)
            return _servir(request, ya, tipo)

        return con_memoria

    return decorar


def _con_sesion(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or MENSAJES in request.COOKIES


def _de_uno(respuesta: HttpResponse) -> HttpResponse:
    """A page for this reader alone."""
    if "Cache-Control" not in respuesta:
        patch_cache_control(respuesta, private=True, no_cache=True)
    return respuesta


def en_trozos(
    request: HttpRequest,
    propios: Mapping[str, str],
    dibujar: Callable[[Mapping[str, str]], HttpResponse],
    *,
    sin: str = "",
) -> HttpResponse:
    """A page with a form, from the pieces that were kept and what is this reader's own.

    `propios`: the token, the nonce and whatever else is new each time; `dibujar` draws the page
    with them in their place, or with marks where the pieces will be cut. `sin` is as in `version`.
    """
    if _con_sesion(request) or request.META.get("QUERY_STRING"):
        return dibujar(propios)
    with reloj.un_instante():
        clave = _clave(request, tuple(propios), sin)
        trozos = caches["paginas"].get(clave)
        if trozos is None:
            hoja = dibujar({nombre: f"{_MARCA}{i}." for i, nombre in enumerate(propios)})
            if hoja.status_code != 200 or hoja.cookies or _con_mensajes(request):
                return dibujar(propios)
            trozos = re.split(rf"{_MARCA}(\d+)\.", hoja.content.decode())
            caches["paginas"].set(clave, trozos, VIDA)
    valores = [conditional_escape(valor) for valor in propios.values()]
    # Text, number of what goes there, text, number…
    return HttpResponse("".join(valores[int(t)] if i % 2 else t for i, t in enumerate(trozos)))


def _clave(request: HttpRequest, mas: Any, sin: str = "") -> str:
    servicio = getattr(request, "servicio", None)
    tema = request.COOKIES.get("tema", "")
    partes = (
        request.get_host(),
        request.path,
        tema if tema in TEMAS else "",
        f"{reloj.ahora():%Y%m%d%H%M}",
        version(servicio.pk if servicio else None, sin),
        mas,
    )
    return hashlib.sha256(repr(partes).encode()).hexdigest()


def _cuerpo(request: HttpRequest, respuesta: HttpResponse) -> tuple[str, bytes] | HttpResponse:
    """The tag and the packed page; or the answer itself, when it is not everybody's."""
    propia = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or respuesta.cookies
    if respuesta.status_code != 200 or propia or _con_mensajes(request):
        return _de_uno(respuesta)
    contenido = respuesta.content
    return hashlib.sha256(contenido).hexdigest()[:32], gzip.compress(contenido, 6, mtime=0)


def _con_mensajes(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "_messages", None), "added_new", False))


def _servir(
    request: HttpRequest, que: tuple[str, bytes] | HttpResponse, tipo: str | None
) -> HttpResponse:
    if isinstance(que, HttpResponse):
        return que
    huella, empacado = que
    con_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{huella}-gz"' if con_gzip else f'"{huella}"'
    respuesta = get_conditional_response(request, etag=etag)
    if respuesta is None:
        entero = empacado if con_gzip else gzip.decompress(empacado)
        respuesta = HttpResponse(entero, content_type=tipo)
        if con_gzip:
            respuesta["Content-Encoding"] = "gzip"
    respuesta["ETag"] = etag
    patch_cache_control(respuesta, no_cache=True)
    patch_vary_headers(respuesta, ("Accept-Encoding", "Cookie"))
    return respuesta


def ficha(titulo: str, texto: str, *nodos: Nodo) -> dict[str, str]:
    """What a search engine or a messenger tells of a page (`components/ficha.html`).

    `nodos`: the things that it is about, as programs read them; an empty one is none.
    """
    suyos = [nodo for nodo in nodos if nodo]
    return {"titulo": titulo, "texto": texto, "datos": en_pagina(*suyos) if suyos else ""}
