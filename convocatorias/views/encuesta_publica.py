"""The prior survey behind a personal invitation. The key opens it, and who answers is not kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias import emails, selectors, services
from convocatorias.forms import CuestionarioForm
from convocatorias.models import EncuestaPrevia, Enlace, Invitacion
from convocatorias.views.invitado import llave_o_404
from servicios.acceso import con_clave
from servicios.alcance import alcance


def _encuesta_o_404(fila: Invitacion | Enlace) -> EncuestaPrevia:
    """The survey of the activity that the key invites to, once it was opened."""
    encuesta = selectors.encuesta_de(fila.participante.actividad)
    if encuesta is None or encuesta.estado == EncuestaPrevia.Estado.BORRADOR:
        raise Http404
    return encuesta


@con_clave
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def encuesta(request: HttpRequest, clave: str) -> HttpResponse:
    """The questionnaire, with what this link answered before."""
    fila = llave_o_404(clave)
    with alcance(fila.servicio):
        encuesta = _encuesta_o_404(fila)
        preguntas = list(encuesta.preguntas.all())
        if request.method != "POST":
            previas = selectors.valores_de(
                encuesta, services.nonce_de_persona(encuesta, fila.participante)
            )
            form = CuestionarioForm(preguntas, dicho=previas)
            return _pagina(request, fila, encuesta, form, bool(previas), clave)
        form = CuestionarioForm(preguntas, request.POST)
        if form.is_valid() and _responder(encuesta, fila, form):
            return redirect("convocatorias:encuesta_gracias", clave)
        return _pagina(request, fila, encuesta, form, False, clave)


def _responder(encuesta: EncuestaPrevia, fila: Invitacion | Enlace, form: CuestionarioForm) -> bool:
    try:
        services.responder_encuesta(
            encuesta=encuesta, participante=fila.participante, dicho=form.dicho()
        )
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return False
    return True


def _pagina(
    request: HttpRequest,
    fila: Invitacion | Enlace,
    encuesta: EncuestaPrevia,
    form: CuestionarioForm,
    respondida: bool,
    clave: str,
) -> HttpResponse:
    actividad = fila.participante.actividad
    contexto = {
        "form": form,
        "encuesta": encuesta,
        "actividad": actividad,
        "cuenta": actividad.cuenta,
        "servicio": fila.servicio,
        "clave": clave,
        "respondida": respondida,
        "cerrada": services.por_que_no_recibe(encuesta, reloj.hoy(actividad.zona)),
        "participar_url": emails.pagina_de(actividad.cuenta, "participar/"),
    }
    status = 422 if form.is_bound else 200
    return _privada(render(request, "convocatorias/encuesta_publica.html", contexto, status=status))


def _privada(respuesta: HttpResponse) -> HttpResponse:
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


@con_clave
@never_cache
@require_safe
def gracias(request: HttpRequest, clave: str) -> HttpResponse:
    """After answering: what it is for, and how to change it."""
    fila = llave_o_404(clave)
    with alcance(fila.servicio):
        encuesta = _encuesta_o_404(fila)
        actividad = fila.participante.actividad
        contexto = {
            "encuesta": encuesta,
            "actividad": actividad,
            "cuenta": actividad.cuenta,
            "servicio": fila.servicio,
            "clave": clave,
            "se_puede": not services.por_que_no_recibe(encuesta, reloj.hoy(actividad.zona)),
        }
        return _privada(render(request, "convocatorias/encuesta_gracias.html", contexto))
