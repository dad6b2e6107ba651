"""The page behind a personal invitation. No account: the key opens it, and only it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from convocatorias import documents, emails, selectors, services
from convocatorias.forms import RespuestaInvitacionForm
from convocatorias.models import Invitacion, Participante
from correos.emails import ficha
from correos.services import supresion_vigente
from servicios.acceso import con_clave
from servicios.alcance import alcance, todos_los_servicios

Asistencia = Participante.Asistencia


def invitacion_o_404(clave: str) -> Invitacion:
    """The invitation that the key opens.

    Raises:
        Http404: none; the same answer whatever the key.
    """
    with todos_los_servicios():
        fila = (
            Invitacion.objects.filter(clave_hash=hash_de_clave(clave))
            .select_related(
                "servicio__comuna",
                "participante__actividad__comuna",
                "participante__actividad__cuenta__norma",
                "participante__actividad__cuenta__servicio",
                "convocatoria__informe",
                "mensaje",
            )
            .defer("mensaje__texto", "mensaje__html")
            .first()
        )
    if fila is None:
        raise Http404
    return fila


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitacion(request: HttpRequest, clave: str) -> HttpResponse:
    """The invitation, and its answer."""
    fila = invitacion_o_404(clave)
    with alcance(fila.servicio):
        form = RespuestaInvitacionForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and _responder(fila, form):
            messages.success(request, _gracias(form.cleaned_data["respuesta"]))
            return redirect("convocatorias:invitacion", clave)
        return _pagina(request, fila, clave, form)


def _responder(fila: Invitacion, form: RespuestaInvitacionForm) -> bool:
    datos = form.cleaned_data
    try:
        services.responder_invitacion(
            invitacion=fila,
            asistira=datos["respuesta"] != form.NO_VENGO,
            nombres=datos["nombres"],
            apellidos=datos["apellidos"],
        )
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return False
    return True


def _gracias(respuesta: str) -> str:
    if respuesta == RespuestaInvitacionForm.NO_VENGO:
        return "Anotamos que no vendrá. Puede participar por internet."
    return "Anotamos su respuesta. Le esperamos."


def _pagina(
    request: HttpRequest, fila: Invitacion, clave: str, form: RespuestaInvitacionForm
) -> HttpResponse:
    participante = fila.participante
    actividad = participante.actividad
    if not form.is_bound and participante.asistencia != Asistencia.SIN_RESPUESTA:
        vendra = participante.asistencia == Asistencia.ASISTE
        form.initial["respuesta"] = form.VENGO if vendra else form.NO_VENGO
    contexto = {
        "form": form,
        "clave": clave,
        "participante": participante,
        "actividad": actividad,
        "cuenta": actividad.cuenta,
        "servicio": fila.servicio,
        "convocatoria": fila.convocatoria,
        "programa": list(actividad.programa.all()),
        "proceso": selectors.proceso_de(actividad.cuenta),
        "participar_url": emails.pagina_de(actividad.cuenta, "participar/"),
        "baja": ficha(fila.mensaje, "baja"),
        "supresion": supresion_vigente(fila.servicio, fila.mensaje.para),
        "se_puede": actividad.vigente
        and actividad.inicio is not None
        and actividad.inicio > reloj.ahora(),
    }
    respuesta = render(
        request, "convocatorias/invitacion.html", contexto, status=422 if form.is_bound else 200
    )
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


@con_clave
@never_cache
@require_safe
def invitacion_ics(request: HttpRequest, clave: str) -> HttpResponse:
    """The activity for the invited person's calendar."""
    fila = invitacion_o_404(clave)
    actividad = fila.participante.actividad
    if not actividad.completa:
        raise Http404
    with alcance(fila.servicio):
        url = emails.pagina_de_actividad(actividad)
        respuesta = HttpResponse(
            documents.calendario(actividad, url, reloj.ahora()), content_type=emails.TIPO_ICS
        )
    respuesta["Content-Disposition"] = 'attachment; filename="actividad.ics"'
    return respuesta
