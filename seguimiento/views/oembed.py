"""oEmbed 1.0: what another site shows of an account, an activity or its answers, when linked.

Nothing of ours runs there: a quotation with a plain link, or the link alone.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control
from django.utils.html import format_html

from comun import reloj
from comun.limites import entero
from convocatorias.models import Actividad
from convocatorias.views.publico import actividad_publica_o_404
from cuentas.views.publico import cuenta_publica_o_404
from respuestas.selectors import publicacion_vigente
from respuestas.views.publicadas import sobre_las_respuestas
from seguimiento.selectors import panorama_de
from seguimiento.views.publico import sobre_la_cuenta
from seguimiento.views.turnos import abierta_a_leer
from servicios.acceso import publica
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio

#: Pixels. Less than the least cannot be read: only the link is given then.
ANCHO, ALTO = 600, 200
ANCHO_MINIMO, ALTO_MINIMO = 240, 120
UN_MINUTO = 60
NADA = "Esa dirección no es de una cuenta, una actividad o unas respuestas de este portal."
SOLO_JSON = "Este portal solo responde en JSON: pida format=json."


def _de_la_cuenta(servicio: Servicio, anio: int) -> tuple[str, str]:
    panorama = panorama_de(cuenta_publica_o_404(servicio.slug, anio))
    return (
        f"Cuenta pública {anio} · {servicio.nombre}",
        sobre_la_cuenta(panorama, reloj.ahora()),
    )


def _de_la_actividad(servicio: Servicio, anio: int, slug: str) -> tuple[str, str]:
    actividad = actividad_publica_o_404(servicio.slug, anio, slug)
    return f"{actividad.nombre} · {servicio.nombre}", _sobre_la_actividad(actividad)


def _sobre_la_actividad(actividad: Actividad) -> str:
    if not actividad.vigente:
        return f"Está {actividad.get_estado_display()}. Entre para saber por qué."
    if actividad.inicio is not None and actividad.inicio <= reloj.ahora():
        return "Cuándo y dónde fue, y su programa."
    return "Cuándo y dónde es, y cómo inscribirse."


def _de_las_respuestas(servicio: Servicio, anio: int) -> tuple[str, str]:
    cuenta = cuenta_publica_o_404(servicio.slug, anio)
    publicacion = publicacion_vigente(cuenta)
    return (
        f"Preguntas y respuestas {anio} · {servicio.nombre}",
        sobre_las_respuestas(cuenta, publicacion, reloj.hoy(servicio.zona)),
    )


PAGINAS: dict[str, Callable[..., tuple[str, str]]] = {
    "seguimiento:cuenta": _de_la_cuenta,
    "convocatorias:actividad": _de_la_actividad,
    "respuestas:respuestas": _de_las_respuestas,
}


@publica
@abierta_a_leer
def oembed(request: HttpRequest) -> HttpResponse:
    """404: no page of ours that can be shown; 501: another format than JSON."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(SOLO_JSON, content_type="text/plain; charset=utf-8", status=501)
    try:
        direccion, titulo, texto, servicio = _pagina(request.GET.get("url", ""))
    except Http404:
        tipo = "text/plain; charset=utf-8"
        return HttpResponse(NADA, content_type=tipo, status=HTTPStatus.NOT_FOUND)
    datos: dict[str, Any] = {
        "version": "1.0",
        "title": titulo,
        "author_name": servicio.nombre,
        "provider_name": "Cuentas públicas participativas",
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": UN_MINUTO,
        **_forma(request, direccion, titulo, texto),
    }
    respuesta = JsonResponse(datos, json_dumps_params={"ensure_ascii": False})
    # Any site may ask, with no cookie: it is what any page of ours says.
    respuesta["Access-Control-Allow-Origin"] = "*"
    respuesta["X-Robots-Tag"] = "noindex"
    patch_cache_control(respuesta, public=True, max_age=UN_MINUTO)
    return respuesta


def _pagina(url: str) -> tuple[str, str, str, Servicio]:
    """Its own address, title and words.

    Raises:
        Http404: it is not of this portal, or nobody may see it.
    """
    try:
        partes = urlsplit(url)
        ruta = resolve(partes.path)
    except (ValueError, Resolver404):
        raise Http404 from None
    propia = urlsplit(settings.BASE_URL)
    nombre = ruta.view_name
    if (partes.scheme, partes.netloc) != (propia.scheme, propia.netloc) or nombre not in PAGINAS:
        raise Http404
    argumentos = dict(ruta.kwargs)
    with todos_los_servicios():
        servicio = Servicio.objects.filter(slug=argumentos.pop("servicio"), activo=True).first()
    if servicio is None:
        raise Http404
    with alcance(servicio):
        titulo, texto = PAGINAS[nombre](servicio, **argumentos)
    return f"{settings.BASE_URL}{partes.path}", titulo, texto, servicio


def _forma(request: HttpRequest, direccion: str, titulo: str, texto: str) -> dict[str, Any]:
    """A quotation no larger than what is asked; where there is no room for it, a link."""
    ancho = _cabe(request.GET.get("maxwidth", ""), ANCHO)
    alto = _cabe(request.GET.get("maxheight", ""), ALTO)
    if ancho < ANCHO_MINIMO or alto < ALTO_MINIMO:
        return {"type": "link"}
    html = format_html(
        '<blockquote><p><a href="{}">{}</a></p><p>{}</p></blockquote>', direccion, titulo, texto
    )
    return {"type": "rich", "width": ancho, "height": alto, "html": html}


def _cabe(pedido: str, maximo: int) -> int:
    """The smaller of both; what is no number asks for nothing."""
    numero = entero(pedido)
    return maximo if numero is None else max(0, min(numero, maximo))
