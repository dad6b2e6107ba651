"""The sending console: how each mail ended, and what to do with the ones that did not arrive."""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comun.errores import ErrorDominio
from correos import selectors, services
from correos.forms import BuscarPersona, FiltroCorreos
from correos.models import Mensaje, campania_en_palabras
from servicios.acceso import con_permiso, puede
from servicios.permissions import Permiso

POR_PAGINA = 50
_ESTILOS = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def correos(request: HttpRequest) -> HttpResponse:
    """Every mail of the person's services, by campaign and state."""
    filtro = FiltroCorreos(request.GET, campanias=selectors.campanias())
    campania, estado = filtro.elegidos()
    mensajes = Mensaje.objects.de_campania(campania) if campania else Mensaje.objects.all()
    cuentas = selectors.Cuentas.de(mensajes.por_estado())
    lineas = _lineas(mensajes.filter(estado__in=selectors.estados_de(estado)))
    contexto = {
        "filtro": filtro,
        "buscar": BuscarPersona(),
        "campania": campania_en_palabras(campania),
        "cuentas": cuentas,
        "terminos": _terminos(cuentas),
        "vistas": _vistas(request.GET, estado, cuentas),
        "pagina": Paginator(lineas, POR_PAGINA).get_page(request.GET.get("pagina")),
    }
    return render(request, "correos/gestion/correos.html", contexto)


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_POST
def buscar(request: HttpRequest) -> HttpResponse:
    """The mails of one person. It changes nothing; by POST so that no name is in the address."""
    form = BuscarPersona(request.POST)
    if not form.is_valid():
        return render(request, "correos/gestion/buscar.html", {"form": form}, status=422)
    mensajes = list(_lineas(Mensaje.objects.buscar(form.cleaned_data["persona"]))[: POR_PAGINA + 1])
    contexto = {
        "form": form,
        "mensajes": mensajes[:POR_PAGINA],
        "hay_mas": len(mensajes) > POR_PAGINA,
    }
    return render(request, "correos/gestion/buscar.html", contexto)


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def correo(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: its state, its story and its words."""
    mensaje = _mensaje(pk)
    contexto = {"mensaje": mensaje, "cuerpo": _puede_leer(request, mensaje)}
    return render(request, "correos/gestion/correo.html", contexto)


@con_permiso(Permiso.VER_CORREOS)
@never_cache
@require_safe
def correo_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it looks when it arrives, in a page of its own where nothing can run."""
    mensaje = _mensaje(pk)
    if not _puede_leer(request, mensaje):
        raise PermissionDenied
    respuesta = HttpResponse(mensaje.html)
    respuesta.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {_huellas(mensaje.html)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    return respuesta


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def reintentar(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again what was refused or is in doubt."""
    return _decidir(request, pk, services.reintentar, "El correo saldrá de nuevo en un momento.")


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def anular(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a mail that is still waiting."""
    return _decidir(request, pk, services.anular, "El correo quedó anulado: no saldrá.")


@con_permiso(Permiso.GESTIONAR_CORREOS)
@require_POST
def dar_por_enviado(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a doubt: it arrived."""
    return _decidir(request, pk, services.dar_por_enviado, "El correo quedó como enviado.")


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
    return get_object_or_404(Mensaje.objects.select_related("servicio"), pk=pk)


def _lineas(mensajes: Any) -> Any:
    return mensajes.select_related("servicio").defer("texto", "html").order_by("-id")


def _puede_leer(request: HttpRequest, mensaje: Mensaje) -> bool:
    """The words of a mail are its addressee's data; a link that signs in is theirs alone."""
    return puede(request.user, Permiso.VER_CONTACTOS, mensaje.servicio_id) and (
        settings.CPP_DEMO or not mensaje.abre_el_portal
    )


def _vistas(
    consulta: QueryDict, actual: str, cuentas: selectors.Cuentas
) -> list[dict[str, object]]:
    vistas = []
    for clave, nombre, _ in selectors.VISTAS:
        otra = consulta.copy()
        otra.pop("pagina", None)
        otra["estado"] = clave
        cuantos = getattr(cuentas, clave or "todos")
        vistas.append(
            {
                "url": f"?{otra.urlencode()}",
                "nombre": nombre,
                "n": cuantos,
                "actual": clave == actual,
            }
        )
    return vistas


def _terminos(cuentas: selectors.Cuentas) -> list[dict[str, object]]:
    return [
        {"nombre": "correos", "valor": cuentas.todos},
        {"nombre": "enviados", "valor": cuentas.enviados},
        {"nombre": "en camino", "valor": cuentas.camino},
        {"nombre": "anulados", "valor": cuentas.anulados},
        {"nombre": "piden su ayuda", "valor": cuentas.ayuda, "falta": cuentas.ayuda > 0},
    ]


def _huellas(html: str) -> str:
    """The hashes of the letter's own style sheets, so that no other style is allowed."""
    resumenes = (hashlib.sha256(css.encode()).digest() for css in _ESTILOS.findall(html))
    return " ".join(f"'sha256-{base64.b64encode(r).decode()}'" for r in resumenes) or "'none'"
