"""Staff: the call that waits for its hour."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga, hora
from convocatorias import selectors, services
from convocatorias.forms import DestinatariosForm, ProgramarForm, TextoConvocatoriaForm
from convocatorias.models import POR_SALIR, Convocatoria
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.envio import (
    del_dia,
    otras,
    pagina_de_envio,
    pagina_de_texto,
    quitados_de,
    sin,
)
from cuentas.views.paginas import hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50
VOLVIO = "La convocatoria volvió a preparación: no saldrá hasta que la envíe o la programe."


def _ultima_o_404(servicio: str, anio: int, slug: str) -> Convocatoria:
    """The call that the button was about, even if it went out meanwhile."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = selectors.ultima(actividad)
    if fila is None:
        raise Http404
    return fila


@con_permiso(Permiso.CONVOCAR)
@require_POST
def programar_envio(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Leave the call ready to go to the chosen contacts, less the ones marked, at its hour."""
    fila = _ultima_o_404(servicio, anio, slug)
    if fila.estado not in POR_SALIR:
        messages.info(request, "Esta convocatoria ya se había enviado. No se programó de nuevo.")
        return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    elegidos, quitados = DestinatariosForm(request.POST), quitados_de(request)
    form = ProgramarForm(request.POST, zona=fila.actividad.zona)
    if form.is_valid():
        try:
            programada = services.programar_envio(
                convocatoria=fila,
                contactos=sin(
                    selectors.destinatarios(fila.actividad, **elegidos.elegidos()), quitados
                ),
                enviar_en=form.cleaned_data["enviar_en"],
                por=request.user,
                motivo_tardanza=form.cleaned_data["motivo_tardanza"],
            )
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, _dicho(programada))
            return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)
    fila = _ultima_o_404(servicio, anio, slug)
    dia = form.cleaned_data.get("dia")
    return pagina_de_envio(request, fila, elegidos, form, quitados, 422, dia)


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
    fila = _ultima_o_404(servicio, anio, slug)
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
    """Do not wait for the hour."""
    fila = _ultima_o_404(servicio, anio, slug)
    if _es_la_vista(request, fila):
        hacer(
            request,
            lambda: services.enviar_convocatoria(convocatoria=fila, por=request.user),
            "Las invitaciones están saliendo. Esta página muestra cómo van.",
        )
    return redirect("convocatorias_gestion:convocatoria", servicio, anio, slug)


def pagina_programada(request: HttpRequest, fila: Convocatoria) -> HttpResponse:
    """When it goes, to whom, who said so, and what the rules say of that day."""
    dia = fila.sale_el
    assert dia is not None  # noqa: S101 - a constraint of the table
    contactos = list(selectors.elegidos(fila))
    hechos, _ = selectors.hechos_de_envio(fila, contactos)
    contexto = de_actividad(
        fila.actividad,
        convocatoria=fila,
        pagina=Paginator(contactos, POR_PAGINA).get_page(request.GET.get("pagina")),
        invitados=len(contactos),
        impedimento=services.impedimento(fila, contactos),
        atrasada=fila.atrasada(reloj.ahora()),
        otras=otras(fila),
        **del_dia(request, fila, hechos, dia),
    )
    return render(request, "convocatorias/convocatoria_programada.html", contexto)
