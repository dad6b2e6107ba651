"""Staff: the call that waits for its hour."""

from math import ceil

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga, hora
from convocatorias import selectors, services
from convocatorias.forms import ProgramarForm, TextoConvocatoriaForm
from convocatorias.models import POR_SALIR, Convocatoria
from convocatorias.views.actividades import de_actividad
from convocatorias.views.destinatarios import ultima_o_404
from convocatorias.views.envio import (
    de_la_lista,
    del_dia,
    lista_cambiada,
    otras,
    pagina_de_envio,
    pagina_de_texto,
)
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

#: Seconds after its hour in which a call has most likely left.
MIRAR_DE_NUEVO = 4
VOLVIO = "La convocatoria volvió a preparación: no saldrá hasta que la envíe o la programe."


@con_permiso(Permiso.CONVOCAR)
@require_POST
def programar_envio(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Leave the call ready to go to those on its list, at its hour."""
    fila = ultima_o_404(servicio, anio, slug)
    if fila.estado not in POR_SALIR:
        messages.info(request, "Esta convocatoria ya se había enviado. No se programó de nuevo.")
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    form = ProgramarForm(request.POST, zona=fila.actividad.zona)
    if form.is_valid() and not lista_cambiada(request, fila, form):
        try:
            programada = services.programar_envio(
                convocatoria=fila, por=request.user, **form.para_programar()
            )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, _dicho(programada))
            return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    return pagina_de_envio(
        request, ultima_o_404(servicio, anio, slug), form, 422, form.cleaned_data.get("dia")
    )


def _dicho(fila: Convocatoria) -> str:
    sale = fila.sale_en
    assert sale is not None  # noqa: S101 - it was just scheduled
    return (
        f"Las invitaciones saldrán solas el {fecha_larga(sale.date())} a las {hora(sale.time())}."
    )


@con_permiso(Permiso.CONVOCAR)
@require_POST
def desprogramar_envio(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Back to preparation; with the text that was typed while it could not be changed."""
    fila = ultima_o_404(servicio, anio, slug)
    if "mensaje" in request.POST:
        return _con_texto(request, fila)
    if _es_la_vista(request, fila):
        hacer(
            request,
            lambda: services.desprogramar_envio(convocatoria=fila, por=request.user),
            VOLVIO,
        )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


def _con_texto(request: HttpRequest, fila: Convocatoria) -> HttpResponse:
    """Nothing typed is lost: if the text does not serve, the page of the text says why."""
    form = TextoConvocatoriaForm(request.POST)
    if form.is_valid():
        try:
            services.desprogramar_envio(
                convocatoria=fila, por=request.user, mensaje=form.cleaned_data["mensaje"]
            )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, VOLVIO)
            cuenta = fila.actividad.cuenta
            ruta = (cuenta.servicio.slug, cuenta.anio_gestion, fila.actividad.slug)
            return redirect("convocatorias_gestion:convocatoria", *ruta)
    return pagina_de_texto(request, fila.actividad, form, 422)


def _es_la_vista(request: HttpRequest, fila: Convocatoria) -> bool:
    """Whether the button was about this call, as it is scheduled now; and if not, says so."""
    es = request.POST.get("sello", fila.sello) == fila.sello
    if not es:
        messages.error(
            request, "La convocatoria cambió mientras usted la miraba. Así está ahora: revísela."
        )
    return es


@con_permiso(Permiso.CONVOCAR)
@require_POST
def enviar_ahora(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Do not wait for the hour: in the seconds that there are to take it back."""
    fila = ultima_o_404(servicio, anio, slug)
    if _es_la_vista(request, fila):
        hacer(
            request,
            lambda: services.encargar_envio(convocatoria=fila, por=request.user),
            "Las invitaciones no esperan más.",
        )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


def pagina_programada(request: HttpRequest, fila: Convocatoria) -> HttpResponse:
    """When it goes, to whom, who said so, and what the rules say of that day."""
    dia, sale, ahora = fila.sale_el, fila.enviar_en, reloj.ahora()
    assert dia is not None  # noqa: S101 - a constraint of the table
    assert sale is not None  # noqa: S101
    elegidos = selectors.elegidos(fila)
    hechos, _ = selectors.hechos_de_envio(fila, elegidos)
    pronto = sale <= ahora + services.ESPERA
    contexto = de_actividad(
        fila.actividad,
        convocatoria=fila,
        impedimento=services.impedimento(fila, elegidos),
        atrasada=fila.atrasada(ahora),
        pronto=pronto,
        faltan=max(0, ceil((sale - ahora).total_seconds())),
        radar=selectors.radar_de(fila.actividad, elegidos),
        otras=otras(fila),
        **de_la_lista(request, fila),
        **del_dia(request, fila, hechos, dia),
    )
    respuesta = render(request, "convocatorias/convocatoria_programada.html", contexto)
    if pronto and not contexto["atrasada"]:
        # The page looks again by itself once it left, also where no script runs.
        respuesta["Refresh"] = str(contexto["faltan"] + MIRAR_DE_NUEVO)
    return respuesta
