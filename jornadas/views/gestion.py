"""Staff: the day of an activity, from its preparation to its closing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from comun.reglas import advertencias
from comun.reloj import hoy
from convocatorias.models import Actividad
from cuentas.views.paginas import contexto as contexto_de_cuenta
from cuentas.views.paginas import hacer
from jornadas import documents, reglas, selectors, services
from jornadas.forms import NoRealizadaForm
from jornadas.models import Jornada
from jornadas.views.paginas import contexto, jornada_o_404, pdf, volver_al_dia
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 50


def _actividad_o_404(servicio: str, anio: int, slug: str) -> Actividad:
    actividades = Actividad.objects.select_related("comuna", "cuenta__servicio", "cuenta__norma")
    return get_object_or_404(
        actividades, servicio__slug=servicio, cuenta__anio_gestion=anio, slug=slug
    )


@con_permiso(Permiso.ACREDITAR)
@require_safe
def jornada(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The day: who came, what is missing, and what comes next."""
    actividad = _actividad_o_404(servicio, anio, slug)
    una = selectors.jornada_de(actividad)
    if una is None:
        pagina = contexto_de_cuenta(actividad.cuenta, actividad=actividad)
        return render(request, "jornadas/sin_preparar.html", pagina)
    hechos = selectors.hechos_de_aforo(actividad, selectors.acreditadas(una))
    fichas = Paginator(selectors.fichas_de(una).order_by("-acreditada_en", "-pk"), POR_PAGINA)
    pagina = contexto(
        una,
        pagina=fichas.get_page(request.GET.get("pagina")),
        esperadas=selectors.esperados(una),
        avisos=advertencias(reglas.DE_AFORO, hechos, hoy()),
        exposicion=selectors.exposicion_de(una),
        otro_dia=una.estado == Jornada.Estado.PREPARADA and actividad.fecha != hoy(actividad.zona),
    )
    return render(request, "jornadas/jornada.html", pagina)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def preparar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Make the day of an activity."""
    actividad = _actividad_o_404(servicio, anio, slug)
    hacer(
        request,
        lambda: services.preparar_jornada(actividad=actividad, por=request.user),
        "La jornada está preparada. Ábrala cuando empiece a llegar la gente.",
    )
    return redirect("jornadas_gestion:jornada", servicio, anio, slug)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_POST
def abrir(request: HttpRequest, jornada: int) -> HttpResponse:
    """Open the door."""
    una = jornada_o_404(jornada)
    hacer(
        request,
        lambda: services.abrir_jornada(jornada=una, por=request.user),
        "La jornada está abierta: ya se puede acreditar.",
    )
    return volver_al_dia(una)


@con_permiso(Permiso.DIRIGIR_JORNADA)
@require_http_methods(["GET", "HEAD", "POST"])
def no_realizada(request: HttpRequest, jornada: int) -> HttpResponse:
    """The day did not take place."""
    una = jornada_o_404(jornada)
    form = NoRealizadaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.no_realizada(jornada=una, por=request.user, **form.cleaned_data)
            messages.success(request, "Quedó registrado que la jornada no se realizó.")
            return volver_al_dia(una)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
    status = 422 if request.method == "POST" else 200
    return render(request, "jornadas/no_realizada.html", contexto(una, form=form), status=status)


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def lista_pdf(request: HttpRequest, jornada: int) -> HttpResponse:
    """The list to print, with room to sign."""
    una = jornada_o_404(jornada)
    personas = selectors.lista_de_asistencia(una)
    filas = [(persona, selectors.organizacion_de(persona)) for persona in personas]
    contenido = documents.lista_pdf(una, filas)
    return pdf(contenido, f"lista-{una.pk}.pdf")
