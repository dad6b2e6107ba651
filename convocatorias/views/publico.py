"""Public pages: an activity, its calendar entry, and the banner of the window."""

import hashlib
import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias import documents, emails, selectors, services
from convocatorias.forms import InscripcionForm
from convocatorias.models import Actividad
from cuentas.selectors import interrupcion_vigente
from cuentas.views.publico import cuenta_publica_o_404
from servicios.acceso import publica

UNA_HORA = 3600


def actividad_publica_o_404(servicio: str, anio: int, slug: str) -> Actividad:
    """The activity of a public page: announced, or called off after it was announced."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    actividad = get_object_or_404(selectors.actividades_publicas(cuenta), slug=slug)
    actividad.cuenta = cuenta
    actividad.servicio = cuenta.servicio
    return actividad


@publica
@require_http_methods(["GET", "HEAD", "POST"])
def actividad(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """When, where and what; and the form to enrol."""
    fila = actividad_publica_o_404(servicio, anio, slug)
    if request.method != "POST":
        return _pagina(request, fila, InscripcionForm(initial={"nonce": secrets.token_urlsafe(16)}))
    form = InscripcionForm(request.POST)
    if form.is_valid():
        try:
            services.inscribirse(actividad=fila, **form.cleaned_data)
            return redirect("convocatorias:inscrito", servicio, anio, slug)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    return _pagina(request, fila, form, 422)


def _pagina(
    request: HttpRequest, fila: Actividad, form: InscripcionForm, status: int = 200
) -> HttpResponse:
    contexto = {
        "actividad": fila,
        "cuenta": fila.cuenta,
        "servicio": fila.servicio,
        "programa": fila.programa.all(),
        "form": form,
        "interrupcion": interrupcion_vigente(fila.cuenta),
        "por_venir": fila.inicio is not None and fila.inicio > reloj.ahora(),
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
    respuesta = HttpResponse(contenido, content_type=emails.TIPO_ICS)
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


@publica
@require_safe
def banner_svg(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The image of the paste-in link, for any site to show."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    proceso = selectors.proceso_de(cuenta)
    if proceso is None or proceso.publicado_en is None:
        raise Http404
    proceso.cuenta = cuenta
    contenido = documents.banner_svg(proceso)
    etag = f'"{hashlib.sha256(contenido).hexdigest()[:32]}"'
    respuesta = get_conditional_response(request, etag=etag) or HttpResponse(
        contenido, content_type="image/svg+xml"
    )
    respuesta["ETag"] = etag
    respuesta["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(respuesta, public=True, max_age=UNA_HORA)
    return respuesta
