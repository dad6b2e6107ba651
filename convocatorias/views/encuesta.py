"""Staff: the prior survey of an activity, its questions, its sheets and what was answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun import reloj
from comun.errores import ErrorDominio
from comun.limites import entero
from convocatorias import documents, selectors, services
from convocatorias.forms import (
    CuestionarioForm,
    DiasEncuestaForm,
    EncuestaForm,
    HojasForm,
    preguntas_formset,
)
from convocatorias.models import Actividad, EncuestaPrevia
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.carga import FORMATOS
from cuentas.views.paginas import hacer, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

Estado = EncuestaPrevia.Estado
#: What the buttons of the page do: the use case, and what is said afterwards.
PASOS = {
    "abrir": (
        services.abrir_encuesta,
        "La encuesta está abierta. Va en las invitaciones que salgan desde ahora, y quienes ya "
        "fueron invitados la ven en su página personal.",
    ),
    "cerrar": (services.cerrar_encuesta, "La encuesta está cerrada."),
    "preparar": (
        services.volver_a_preparar_encuesta,
        "La encuesta volvió a preparación: ya puede cambiar sus preguntas.",
    ),
}


def encuesta_o_404(actividad: Actividad) -> EncuestaPrevia:
    encuesta = selectors.encuesta_de(actividad)
    if encuesta is None:
        raise Http404
    return encuesta


def a_la_encuesta(actividad: Actividad) -> HttpResponse:
    cuenta = actividad.cuenta
    return redirect(
        "convocatorias_gestion:encuesta", cuenta.servicio.slug, cuenta.anio_gestion, actividad.slug
    )


@con_permiso(Permiso.CONVOCAR)
@require_safe
def encuesta(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The survey as a citizen sees it, its state, and what can be done."""
    return _pagina(request, actividad_o_404(servicio, anio, slug))


def _pagina(
    request: HttpRequest, actividad: Actividad, status: int = 200, **forms: Any
) -> HttpResponse:
    fila = selectors.encuesta_de(actividad)
    preguntas = list(fila.preguntas.all()) if fila else []
    inicial = {"abre": fila.abre, "cierra": fila.cierra} if fila else {}
    contexto_ = {
        "encuesta": fila,
        "preguntas": preguntas,
        "muestra": CuestionarioForm(preguntas),
        "respuestas": fila.respuestas.count() if fila else 0,
        "por_que_no": services.por_que_no_recibe(fila, reloj.hoy(actividad.zona)) if fila else "",
        "dias": DiasEncuestaForm(initial=inicial),
        "imprimir": HojasForm(),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    return render(
        request,
        "convocatorias/encuesta.html",
        de_actividad(actividad, **contexto_),
        status=status,
    )


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def encuesta_editar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Write the questions, or begin with the ones proposed."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = selectors.encuesta_de(actividad)
    if fila is not None and fila.estado != Estado.BORRADOR:
        messages.error(request, "La encuesta ya se abrió: sus preguntas no cambian.")
        return a_la_encuesta(actividad)
    enviado = request.POST or None
    form = EncuestaForm(enviado, initial=_inicial(actividad, fila))
    escritas = list(fila.preguntas.all()) if fila else services.PROPUESTA
    preguntas = preguntas_formset(enviado, iniciales=() if "en_blanco" in request.GET else escritas)
    valido = enviado and form.is_valid() and preguntas.is_valid()
    if valido and _guardar(request, actividad, form, preguntas):
        messages.success(request, "Guardó la encuesta. Mírela antes de abrirla.")
        return a_la_encuesta(actividad)
    contexto_ = de_actividad(actividad, encuesta=fila, form=form, preguntas=preguntas)
    return render(
        request, "convocatorias/encuesta_editar.html", contexto_, status=422 if enviado else 200
    )


def _inicial(actividad: Actividad, fila: EncuestaPrevia | None) -> dict[str, Any]:
    if fila is not None:
        campos = ("titulo", "introduccion", "abre", "cierra")
        return {campo: getattr(fila, campo) for campo in campos}
    return {
        "titulo": "Antes de la cuenta pública",
        "introduccion": "Con sus respuestas prepararemos la exposición. Toma unos 3 minutos y no "
        "guarda su nombre.",
        "abre": reloj.hoy(actividad.zona),
        "cierra": actividad.fecha,
    }


def _guardar(
    request: HttpRequest, actividad: Actividad, form: EncuestaForm, preguntas: Any
) -> bool:
    try:
        services.guardar_encuesta(
            actividad=actividad,
            preguntas=preguntas.preguntas(),
            por=request.user,
            **form.cleaned_data,
        )
    except ErrorDominio as error:
        mostrar_error(form, error)
        return False
    return True


@con_permiso(Permiso.CONVOCAR)
@require_POST
def encuesta_estado(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Open it, close it, or take it back to preparation."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    if (paso := PASOS.get(request.POST.get("paso", ""))) is None:
        raise Http404
    hacer(request, lambda: paso[0](encuesta=fila, por=request.user), paso[1])
    return a_la_encuesta(actividad)


@con_permiso(Permiso.CONVOCAR)
@require_POST
def encuesta_dias(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Other days for a survey that was opened."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    form = DiasEncuestaForm(request.POST)
    if form.is_valid():
        try:
            services.fijar_dias_de_encuesta(encuesta=fila, por=request.user, **form.cleaned_data)
            messages.success(request, "Guardó los días de la encuesta.")
            return a_la_encuesta(actividad)
        except ErrorDominio as error:
            mostrar_error(form, error)
    return _pagina(request, actividad, 422, dias=form)


# ── On paper ──


@con_permiso(Permiso.CONVOCAR)
@require_POST
def encuesta_hojas(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Number some sheets, and go to print them."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    form = HojasForm(request.POST)
    if form.is_valid():
        try:
            numeros = services.numerar_hojas(encuesta=fila, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            messages.success(
                request,
                f"Numeró las hojas {numeros[0]} a {numeros[-1]}. Descárguelas más abajo para "
                "imprimirlas.",
            )
            return a_la_encuesta(actividad)
    return _pagina(request, actividad, 422, imprimir=form)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def encuesta_pdf(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Numbered sheets to print, those of the address or the last ones."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    hasta = min(entero(request.GET.get("hasta", "")) or fila.hojas, fila.hojas)
    desde = entero(request.GET.get("desde", "")) or max(1, hasta - services.MAXIMO_HOJAS + 1)
    if not 1 <= desde <= hasta or hasta - desde >= services.MAXIMO_HOJAS:
        raise Http404
    contenido = documents.hojas_de_encuesta(
        fila, list(fila.preguntas.all()), range(desde, hasta + 1)
    )
    return archivo(contenido, "application/pdf", f"encuesta-{slug}-{desde}-{hasta}.pdf")


def archivo(contenido: bytes, tipo: str, nombre: str) -> HttpResponse:
    """Bytes to take away, kept by no browser."""
    respuesta = HttpResponse(contenido, content_type=tipo)
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    respuesta["Cache-Control"] = "no-store"
    return respuesta


# ── What was answered ──


@con_permiso(Permiso.CONVOCAR)
@require_safe
def encuesta_resultados(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Counts, bars and texts, beside the chapters of the report."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    contexto_ = de_actividad(actividad, encuesta=fila, resultados=selectors.resultados_de(fila))
    return render(request, "convocatorias/encuesta_resultados.html", contexto_)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def encuesta_exportar(
    request: HttpRequest, servicio: str, anio: int, slug: str, formato: str
) -> HttpResponse:
    """The results as a sheet: everything, or with `?publica=1` only what may be published."""
    fila = encuesta_o_404(actividad_o_404(servicio, anio, slug))
    if formato not in FORMATOS:
        raise Http404
    resultados = selectors.resultados_de(fila, textos=None)
    publica = request.GET.get("publica") == "1"
    if publica and not resultados.publicable:
        raise Http404
    escribir = documents.resultados_publicos if publica else documents.resultados_de_encuesta
    nombre = f"encuesta-{slug}{'-publica' if publica else ''}.{formato}"
    return archivo(escribir(resultados, formato), FORMATOS[formato], nombre)
