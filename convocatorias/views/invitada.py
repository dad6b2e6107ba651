"""Staff: one person of a call, all that they were told, and leaving word of what is done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias import selectors, services
from convocatorias.forms import AnotarEntregaForm, OtroMedioForm, RespuestaAnotadaForm
from convocatorias.models import Convocatoria, Invitacion
from convocatorias.views.actividades import de_actividad
from convocatorias.views.cartas import instante_de
from convocatorias.views.enviada import enviada_o_404
from cuentas.views.paginas import hacer, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


def invitada_o_404(convocatoria: Convocatoria, pk: int) -> Invitacion:
    """One thing that one person of the call was told."""
    filas = Invitacion.objects.filter(convocatoria=convocatoria)
    filas = filas.select_related("participante__organizacion__comuna", "mensaje", "hecha_por")
    fila = get_object_or_404(filas.defer("mensaje__texto", "mensaje__html"), pk=pk)
    fila.convocatoria = convocatoria
    fila.participante.actividad = convocatoria.actividad
    return fila


@con_permiso(Permiso.CONVOCAR)
@require_safe
def invitada(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int, invitacion: int
) -> HttpResponse:
    """The page of one person: what they were told, how it went, what they answered."""
    fila = invitada_o_404(enviada_o_404(servicio, anio, slug, pk), invitacion)
    return _pagina(request, fila)


def _pagina(
    request: HttpRequest, fila: Invitacion, status: int = 200, **forms_: forms.Form
) -> HttpResponse:
    convocatoria = fila.convocatoria
    hoy = reloj.hoy(convocatoria.actividad.zona)
    contexto = {
        "convocatoria": convocatoria,
        "invitacion": fila,
        "persona": fila.participante,
        "avisos": selectors.avisos_a(fila.participante),
        "direccion": selectors.direccion_postal(fila),
        "llega_tarde": selectors.llega_tarde(convocatoria.actividad, hoy),
        "se_puede_reenviar": selectors.puede_avisarse_de_nuevo(fila),
        "anotar": AnotarEntregaForm(initial={"canal": fila.canal, "dia": hoy}),
        "otro_medio": OtroMedioForm(),
        "respuesta": RespuestaAnotadaForm(),
        **forms_,
    }
    pagina = "convocatorias/invitada.html"
    return render(request, pagina, de_actividad(convocatoria.actividad, **contexto), status=status)


def _volver(fila: Invitacion) -> HttpResponse:
    actividad = fila.convocatoria.actividad
    return redirect(
        "convocatorias_gestion:invitada",
        actividad.servicio.slug, actividad.cuenta.anio_gestion, actividad.slug,
        fila.convocatoria_id, fila.pk,
    )  # fmt: skip


@con_permiso(Permiso.CONVOCAR)
@require_POST
def anotar(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int, invitacion: int
) -> HttpResponse:
    """Note that this person was told, by which channel and when."""
    fila = invitada_o_404(enviada_o_404(servicio, anio, slug, pk), invitacion)
    form = AnotarEntregaForm(request.POST)

    def caso(dia: Any, **datos: Any) -> Any:
        hecha_en = instante_de(fila.convocatoria.actividad, dia)
        services.anotar_entrega(invitacion=fila, hecha_en=hecha_en, por=request.user, **datos)
        return fila

    return _caso(request, fila, "anotar", form, caso, "Quedó anotado.")


@con_permiso(Permiso.CONVOCAR)
@require_POST
def otro_medio(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int, invitacion: int
) -> HttpResponse:
    """Decide to tell again, by another channel, somebody whom the mail did not reach."""
    fila = invitada_o_404(enviada_o_404(servicio, anio, slug, pk), invitacion)
    form = OtroMedioForm(request.POST)

    def caso(**datos: Any) -> Any:
        return services.invitar_por_otro_medio(invitacion=fila, por=request.user, **datos)

    return _caso(request, fila, "otro_medio", form, caso, "Anótelo aquí cuando se haya hecho.")


@con_permiso(Permiso.CONVOCAR)
@require_POST
def respuesta(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int, invitacion: int
) -> HttpResponse:
    """Note what the person answered to whoever spoke with them."""
    fila = invitada_o_404(enviada_o_404(servicio, anio, slug, pk), invitacion)
    form = RespuestaAnotadaForm(request.POST)

    def caso(respuesta: str) -> Any:
        asistira = respuesta == RespuestaAnotadaForm.VENDRA
        services.anotar_respuesta(invitacion=fila, asistira=asistira, por=request.user)
        return fila

    return _caso(request, fila, "respuesta", form, caso, "Anotó lo que respondió.")


@con_permiso(Permiso.CONVOCAR)
@require_POST
def deshacer(
    request: HttpRequest, servicio: str, anio: int, slug: str, pk: int, invitacion: int
) -> HttpResponse:
    """Take back what was noted by mistake."""
    fila = invitada_o_404(enviada_o_404(servicio, anio, slug, pk), invitacion)
    hacer(
        request,
        lambda: services.deshacer_entrega(invitacion=fila, por=request.user),
        "Lo deshizo: vuelve a estar pendiente.",
    )
    return _volver(fila)


def _caso(
    request: HttpRequest, fila: Invitacion, nombre: str, form: forms.Form, caso: Any, dicho: str
) -> HttpResponse:
    """Bind, one call, and back to the page of whoever it left there."""
    if form.is_valid():
        try:
            quedo = caso(**form.cleaned_data)
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            messages.success(request, dicho)
            return _volver(quedo)
    return _pagina(request, fila, 422, **{nombre: form})
