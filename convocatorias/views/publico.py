"""Public pages: an activity and its calendar entry."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comun import cuotas, reloj
from comun.campos import nonce_nuevo
from comun.errores import ErrorDominio
from comun.paginas import ficha, guardada
from convocatorias import documents, emails, selectors, services
from convocatorias.forms import InscripcionForm
from convocatorias.models import Actividad, Participante
from cuentas.selectors import interrupcion_vigente
from cuentas.views.publico import cuenta_publica_o_404
from servicios.acceso import publica
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno


def actividad_publica_o_404(servicio: str, anio: int, slug: str) -> Actividad:
    """The activity of a public page: announced, or called off after it was announced."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    actividad = get_object_or_404(selectors.actividades_publicas(cuenta), slug=slug)
    actividad.cuenta = cuenta
    actividad.servicio = cuenta.servicio
    return actividad


@publica
@guardada()
@require_http_methods(["GET", "HEAD", "POST"])
def actividad(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """When, where and what; and the form to enrol."""
    fila = actividad_publica_o_404(servicio, anio, slug)
    if request.method != "POST":
        inicial = {"nonce": nonce_nuevo(), "acompanantes": 0}
        return _pagina(request, fila, InscripcionForm(initial=inicial, actividad=fila))
    form = InscripcionForm(request.POST, actividad=fila)
    if form.is_valid():
        try:
            datos = form.datos()
            tomar_turno(request, fila.servicio, cuotas.INSCRIBIRSE, datos["correo"])
            return _inscrita(request, services.inscribirse(actividad=fila, **datos), slug)
        except DemasiadosEnvios as error:
            form.add_error(None, error.mensaje)
            return con_espera(_pagina(request, fila, form), error)
        except ErrorDominio as error:
            form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)
    return _pagina(request, fila, form, 422)


def _inscrita(request: HttpRequest, una: services.Inscripcion, slug: str) -> HttpResponse:
    """To the private page of who enrolled; who was in the list finds the link in their mail."""
    participante = una.participante
    if not una.clave:
        cuenta = participante.actividad.cuenta
        return redirect("convocatorias:inscrito", cuenta.servicio.slug, cuenta.anio_gestion, slug)
    espera = participante.asistencia == Participante.Asistencia.EN_ESPERA
    messages.success(
        request,
        "Los cupos ya se tomaron. Le anotamos en la lista de espera."
        if espera
        else "Gracias. Ya tenemos su inscripción.",
    )
    return redirect("convocatorias:invitacion", una.clave)


def _pagina(
    request: HttpRequest, fila: Actividad, form: InscripcionForm, status: int = 200
) -> HttpResponse:
    ahora, proceso = reloj.ahora(), selectors.proceso_de(fila.cuenta)
    por_venir = fila.inicio is not None and fila.inicio > ahora
    transmisiones = selectors.transmisiones_publicas([fila], ahora)[fila.pk]
    contexto = {
        "actividad": fila,
        "cuenta": fila.cuenta,
        "servicio": fila.servicio,
        "ficha": ficha(
            f"{fila.nombre} · {fila.servicio.nombre}",
            f"Cuándo y dónde es, su programa y cómo inscribirse. {fila.descripcion}"[:200],
            documents.datos_de_la_actividad(fila, transmisiones),
        ),
        "programa": selectors.programa_con_horas(fila),
        "transmisiones": transmisiones,
        "figuras": selectors.figuras_publicas(fila),
        "form": form,
        "interrupcion": interrupcion_vigente(fila.cuenta),
        "por_venir": por_venir,
        "en_curso": bool(fila.inicio and fila.termino and fila.inicio <= ahora < fila.termino),
        "abierta": bool(proceso and proceso.abierto(ahora)),
        "lleno": por_venir and fila.vigente and selectors.personas_que_vendran(fila) >= fila.aforo,
    }
    return render(request, "convocatorias/actividad.html", contexto, status=status)


@publica
@require_safe
def inscrito(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """What happens after enrolling. It names nobody."""
    fila = actividad_publica_o_404(servicio, anio, slug)
    contexto = {"actividad": fila, "cuenta": fila.cuenta, "servicio": fila.servicio}
    return render(request, "convocatorias/inscrito.html", contexto)


def _calendario(fila: Actividad) -> HttpResponse:
    contenido = documents.calendario(fila, emails.pagina_de_actividad(fila), reloj.ahora())
    respuesta = HttpResponse(contenido, content_type=documents.tipo_de_calendario(fila))
    respuesta["Content-Disposition"] = f'attachment; filename="{fila.slug}.ics"'
    return respuesta


@publica
@require_safe
def actividad_ics(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The activity for one's calendar."""
    fila = actividad_publica_o_404(servicio, anio, slug)
    if not fila.completa:
        raise Http404
    return _calendario(fila)
