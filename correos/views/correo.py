"""One mail of the console: its state, its story, its words, and what to do about it."""

import base64
import hashlib
import re
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from correos import selectors, services
from correos.models import Mensaje
from correos.views.lectura import puede_leer, sin_claves
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

_ESTILOS = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def correo(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: its state, its story and its words."""
    mensaje, ahora = _mensaje(pk), reloj.ahora()
    texto = sin_claves(mensaje.texto)
    contexto = {
        "mensaje": mensaje,
        "palabras": selectors.en_palabras(mensaje, ahora),
        "que_hacer": selectors.que_hacer(mensaje),
        "no_se_repite": services.por_que_no_se_repiten([mensaje]).get(mensaje.pk, ""),
        "historia": selectors.historia(mensaje, ahora),
        "tipo": selectors.tipo_en_palabras(mensaje.tipo),
        "cuerpo": puede_leer(request.user, mensaje),
        "texto": texto,
        "tapado": texto != mensaje.texto,
    }
    return render(request, "correos/gestion/correo.html", contexto)


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def correo_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it looks when it arrives, in a page of its own where nothing can run."""
    mensaje = _mensaje(pk)
    if not puede_leer(request.user, mensaje):
        raise PermissionDenied
    html = sin_claves(mensaje.html)
    respuesta = HttpResponse(html)
    respuesta.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {_huellas(html)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    return respuesta


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def reintentar(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again what was refused, returned or is in doubt."""
    return _decidir(request, pk, services.reintentar, "El correo saldrá de nuevo en un momento.")


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def anular(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a mail that has not left."""
    return _decidir(request, pk, services.anular, "El correo quedó anulado: no saldrá.")


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def dar_por_enviado(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a doubt: it arrived."""
    return _decidir(request, pk, services.dar_por_enviado, "El correo quedó como enviado.")


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def dar_por_avisado(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more to do: the person was told by another way."""
    return _decidir(request, pk, services.dar_por_avisado, "Quedó anotado: ya le avisó.")


def _decidir(
    request: HttpRequest, pk: int, servicio: Callable[..., None], hecho: str
) -> HttpResponse:
    try:
        servicio(mensaje=_mensaje(pk), por=request.user)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    else:
        messages.success(request, hecho)
    return redirect("correos_gestion:correo", pk)


def _mensaje(pk: int) -> Mensaje:
    mensajes = Mensaje.objects.select_related("servicio").annotate(
        espera=F("no_antes_de") - Now(), ahora_real=Now()
    )
    return get_object_or_404(mensajes, pk=pk)


def _huellas(html: str) -> str:
    """The hashes of the letter's own style sheets, so that no other style is allowed."""
    resumenes = (hashlib.sha256(css.encode()).digest() for css in _ESTILOS.findall(html))
    return " ".join(f"'sha256-{base64.b64encode(r).decode()}'" for r in resumenes) or "'none'"
