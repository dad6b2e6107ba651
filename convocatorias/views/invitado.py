"""The page behind a private link. No account: the key opens it, and only it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import cuotas, reloj
from comun.contacto import ocultar
from comun.errores import ErrorDominio
from convocatorias import documents, emails, selectors, services
from convocatorias.forms import RespuestaInvitacionForm
from convocatorias.models import Enlace, Invitacion, Participante
from correos.emails import ficha
from correos.services import supresion_vigente
from servicios.acceso import con_clave
from servicios.alcance import alcance
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno

Asistencia = Participante.Asistencia


def llave_o_404(clave: str) -> Invitacion | Enlace:
    """What the key opens: whoever it is of is its `participante`.

    Raises:
        Http404: nothing; the same answer whatever the key.
    """
    llave = selectors.por_clave(clave)
    if llave is None:
        raise Http404
    return llave


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitacion(request: HttpRequest, clave: str) -> HttpResponse:
    """What was answered with this link, and the answer: only a POST gives it."""
    llave = llave_o_404(clave)
    with alcance(llave.servicio):
        participante = llave.participante
        form = RespuestaInvitacionForm(
            request.POST if request.method == "POST" else None,
            participante=participante,
            delegado=(delegado := selectors.delegado_de(participante)),
            temas=selectors.temas_de(delegado or participante),
        )
        try:
            if form.is_bound and form.is_valid() and _responder(request, llave, form):
                return redirect("convocatorias:invitacion", clave)
        except DemasiadosEnvios as error:
            form.add_error(None, error.mensaje)
            return con_espera(_pagina(request, llave, clave, form), error)
        return _pagina(request, llave, clave, form)


def _responder(
    request: HttpRequest, llave: Invitacion | Enlace, form: RespuestaInvitacionForm
) -> bool:
    participante = llave.participante
    antes = participante.respuesta_en_palabras
    se_habia_respondido = participante.asistencia != Asistencia.SIN_RESPUESTA
    dicho = form.dicho()
    if dicho.delegado:  # it writes to somebody else
        quienes = f"participante:{participante.pk}", dicho.delegado.correo
        tomar_turno(request, llave.servicio, cuotas.DELEGAR, *quienes)
    try:
        services.responder(participante=participante, dicho=dicho)
    except ErrorDominio as error:
        form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
        return False
    ahora = participante.respuesta_en_palabras
    cambio = f" Antes nos había dicho: {antes.lower()}." if se_habia_respondido else ""
    if cambio and antes == ahora:
        cambio = ""
    messages.success(request, f"{GRACIAS[participante.asistencia]}{cambio}")
    return True


GRACIAS: dict[str, str] = {
    Asistencia.ASISTE: "Anotamos su respuesta. Le esperamos.",
    Asistencia.DELEGA: "Anotamos a quien vendrá en su lugar.",
    Asistencia.NO_ASISTE: "Anotamos que no vendrá. Puede participar por internet.",
    Asistencia.EN_ESPERA: "Anotamos su respuesta. Está en la lista de espera.",
}


def _pagina(
    request: HttpRequest, llave: Invitacion | Enlace, clave: str, form: RespuestaInvitacionForm
) -> HttpResponse:
    # As it is stored: what could not be answered changes nothing of what is told.
    participante = llave.participante
    participante.refresh_from_db(fields=["asistencia", "acompanantes", "respondio_en"])
    actividad = participante.actividad
    contexto = {
        "form": form,
        "clave": clave,
        "actividad": actividad,
        "cuenta": actividad.cuenta,
        "servicio": llave.servicio,
        "programa": list(actividad.programa.all()),
        "encuesta": selectors.encuesta_abierta(actividad, reloj.ahora()),
        "proceso": selectors.proceso_de(actividad.cuenta),
        "actividad_url": emails.pagina_de_actividad(actividad),
        "participar_url": emails.pagina_de(actividad.cuenta, "participar/"),
        "se_puede": actividad.vigente
        and actividad.inicio is not None
        and actividad.inicio > reloj.ahora(),
        **_lo_respondido(participante, form),
        **_no_invitar(llave),
    }
    status = 422 if form.is_bound else 200
    respuesta = render(request, "convocatorias/invitacion.html", contexto, status=status)
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


def _lo_respondido(participante: Participante, form: RespuestaInvitacionForm) -> dict[str, Any]:
    delegado = form.delegado
    espera = participante.asistencia == Asistencia.EN_ESPERA
    return {
        "participante": participante,
        "delegado": delegado,
        "contacto": ocultar(correo=participante.correo, telefono=participante.telefono),
        "contacto_del_delegado": ocultar(correo=delegado.correo, telefono=delegado.telefono)
        if delegado
        else "",
        "temas": selectors.temas_de(delegado or participante),
        "ajuste": selectors.ha_pedido_apoyos(participante),
        "puesto": selectors.puesto_en_la_espera(participante) if espera else 0,
        "zona": participante.actividad.zona,
    }


def _no_invitar(llave: Invitacion | Enlace) -> dict[str, Any]:
    """The way out of the invitations: only for an address that was sent one."""
    mensaje = llave.mensaje if isinstance(llave, Invitacion) else None
    if mensaje is None:
        return {"baja": ""}
    return {
        "baja": ficha(mensaje, "baja"),
        "supresion": supresion_vigente(llave.servicio, mensaje.para),
    }


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retirar_apoyos(request: HttpRequest, clave: str) -> HttpResponse:
    """Take back the consent: what was asked for is erased. Looking at the address does nothing."""
    llave = llave_o_404(clave)
    if request.method == "POST":
        with alcance(llave.servicio):
            services.retirar_apoyos(participante=llave.participante)
        messages.success(request, "Borramos los apoyos que había pedido.")
    return redirect("convocatorias:invitacion", clave)


@con_clave
@never_cache
@require_safe
def invitacion_ics(request: HttpRequest, clave: str) -> HttpResponse:
    """The activity for the invited person's calendar."""
    llave = llave_o_404(clave)
    actividad = llave.participante.actividad
    if not actividad.completa:
        raise Http404
    with alcance(llave.servicio):
        url = emails.pagina_de_actividad(actividad)
        respuesta = HttpResponse(
            documents.calendario(actividad, url, reloj.ahora()),
            content_type=documents.tipo_de_calendario(actividad),
        )
    respuesta["Content-Disposition"] = 'attachment; filename="actividad.ics"'
    return respuesta
