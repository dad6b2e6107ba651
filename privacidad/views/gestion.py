"""The board of the data officer, and each case."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from privacidad import selectors
from privacidad.catalogos import AL_ACOGER
from privacidad.forms.gestion import (
    FormularioCierre,
    FormularioDecision,
    FormularioIngreso,
    FormularioProrroga,
)
from privacidad.models import SolicitudDerechos
from privacidad.services import acceso, bloqueo, decisiones
from privacidad.views.publico import entregar
from servicios.acceso import con_permiso
from servicios.models import Servicio
from servicios.permissions import Permiso

POR_PAGINA = 50
NOMBRES = {"abiertas": "Por responder", "sin-codigo": "Falta el código", "resueltas": "Resueltas"}


def _caso(request: HttpRequest, pk: int) -> SolicitudDerechos:
    fila = get_object_or_404(
        SolicitudDerechos.objects.select_related("resuelta_por", "ingresada_por"), pk=pk
    )
    fila.servicio = request.servicio  # type: ignore[attr-defined]
    return fila


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_safe
def tablero(request: HttpRequest, servicio: str) -> HttpResponse:
    """Every request by the day on which it falls due."""
    propio: Servicio = request.servicio  # type: ignore[attr-defined]
    pedida = request.GET.get("ver", "")
    vista = pedida if pedida in NOMBRES else "abiertas"
    hoy = reloj.hoy(propio.zona)
    cuantas = selectors.cuantas(propio, hoy)
    filas = selectors.del_tablero(propio, vista)
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    for fila in pagina:
        fila.servicio = propio
    contexto = {
        "servicio": propio,
        "pagina": pagina,
        "filas": [(fila, _dias(fila, hoy)) for fila in pagina],
        "columna": "Se respondió" if vista == "resueltas" else "Quedan",
        "vistas": _vistas(propio, vista, cuantas),
        "vencidas": cuantas["vencidas"],
        "faltan": selectors.faltantes(propio),
    }
    return render(request, "privacidad/tablero.html", contexto)


def _dias(solicitud: SolicitudDerechos, hoy: date) -> int | None:
    """How many are left; once it is decided, how many were. Negative: too late."""
    if solicitud.vence_el is None:
        return None
    return (solicitud.vence_el - (solicitud.resuelta_el or hoy)).days


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar(request: HttpRequest, servicio: str) -> HttpResponse:
    """What somebody asked at the office or by letter."""
    propio: Servicio = request.servicio  # type: ignore[attr-defined]
    form = FormularioIngreso(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        contexto = {"servicio": propio, "form": form}
        estado = 422 if form.is_bound else 200
        return render(request, "privacidad/ingresar.html", contexto, status=estado)
    nonce = form.cleaned_data["nonce"]
    fila = decisiones.ingresar(servicio=propio, pedido=form.pedido(), nonce=nonce, por=request.user)
    messages.success(request, f"Quedó con el folio {fila.folio}. Falta comprobar quién pide.")
    return redirect("privacidad_gestion:caso", propio.slug, fila.pk)


def _vistas(servicio: Servicio, actual: str, cuantas: dict[str, int]) -> list[dict[str, Any]]:
    base = reverse("privacidad_gestion:tablero", args=[servicio.slug])
    return [
        {
            "url": f"{base}?ver={vista}",
            "nombre": nombre,
            "n": cuantas[vista.replace("-", "_")],
            "actual": vista == actual,
        }
        for vista, nombre in NOMBRES.items()
    ]


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_safe
def caso(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    """One request: what is asked, until when, what was sent, and what to do."""
    return _pagina(request, _caso(request, pk))


def _pagina(
    request: HttpRequest, fila: SolicitudDerechos, status: int = 200, **formularios: Any
) -> HttpResponse:
    hoy, rige = reloj.hoy(fila.servicio.zona), bloqueo.rige(fila)
    contexto = {
        "servicio": fila.servicio,
        "solicitud": fila,
        "dias": _dias(fila, hoy),
        "envios": Paginator(selectors.envios_de(fila), POR_PAGINA).get_page(1),
        "hechos": selectors.hechos_de(fila),
        "nombres": selectors.nombres_en_la_direccion(fila.servicio, fila.correo),
        "bloqueo": rige,
        "esperan": bloqueo.que_esperan(fila) if rige else 0,
        "por_borrar": fila.derecho == fila.Derecho.SUPRESION and selectors.por_borrar(fila),
        "form_prorroga": FormularioProrroga(),
        "form_decision": FormularioDecision(derecho=fila.derecho),
        "al_acoger": AL_ACOGER[fila.derecho],
        "form_cierre": FormularioCierre(),
    }
    return render(request, "privacidad/caso.html", contexto | formularios, status=status)


def _boton(
    request: HttpRequest, fila: SolicitudDerechos, usar: Callable[..., None], hecho: str
) -> HttpResponse:
    try:
        usar(solicitud=fila, por=request.user)
        messages.success(request, hecho)
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    return redirect("privacidad_gestion:caso", fila.servicio.slug, fila.pk)


def _con_formulario(
    request: HttpRequest,
    fila: SolicitudDerechos,
    nombre: str,
    form: Any,
    usar: Callable[..., None],
    hecho: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            usar(solicitud=fila, por=request.user, **form.dicho())
        except ErrorDominio as error:
            form.add_error(error.campo, error.mensaje)
        else:
            messages.success(request, hecho)
            return redirect("privacidad_gestion:caso", fila.servicio.slug, fila.pk)
    return _pagina(request, fila, status=422, form=form, **{nombre: form})


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_POST
def verificar(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    hecho = "La solicitud quedó recibida y el plazo corre desde hoy."
    return _boton(request, _caso(request, pk), decisiones.verificar_en_persona, hecho)


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_POST
def cerrar(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    fila, form = _caso(request, pk), FormularioCierre(request.POST)
    hecho = "La solicitud quedó cerrada. No se le avisó a nadie."
    return _con_formulario(request, fila, "form_cierre", form, decisiones.cerrar, hecho)


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_POST
def levantar(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    hecho = "El bloqueo terminó: el servicio puede escribirle de nuevo, y sale lo que le debía."
    return _boton(request, _caso(request, pk), decisiones.levantar_bloqueo, hecho)


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_POST
def prorrogar(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    fila, form = _caso(request, pk), FormularioProrroga(request.POST)
    hecho = "El plazo tiene 30 días más. Se lo contamos a la persona."
    return _con_formulario(request, fila, "form_prorroga", form, decisiones.prorrogar, hecho)


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_POST
def decidir(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    fila = _caso(request, pk)
    form = FormularioDecision(request.POST, derecho=fila.derecho)
    hecho = "La decisión quedó tomada. Se la enviamos a la persona."
    return _con_formulario(request, fila, "form_decision", form, decisiones.decidir, hecho)


@con_permiso(Permiso.ATENDER_DERECHOS)
@require_POST
def copia(request: HttpRequest, servicio: str, pk: int) -> HttpResponse:
    """The access copy, to look at it before deciding. By POST: who looked is kept."""
    fila = _caso(request, pk)
    try:
        return entregar(acceso.revisar_copia(solicitud=fila, por=request.user))
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
        return redirect("privacidad_gestion:caso", fila.servicio.slug, fila.pk)
