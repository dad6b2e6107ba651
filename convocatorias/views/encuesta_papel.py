"""Staff: what was answered on paper, typed sheet by sheet or loaded at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comun import hojas
from comun.errores import ErrorDominio
from convocatorias import documents, services
from convocatorias.forms import CargaEncuestaForm, PapelForm
from convocatorias.models import EncuestaPrevia
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.carga import FORMATOS
from convocatorias.views.encuesta import archivo, encuesta_o_404
from cuentas.views.paginas import mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

ERRORES_A_LA_VISTA = 200


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def encuesta_papel(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """One sheet after another, by keyboard."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    preguntas = list(fila.preguntas.all())
    form = PapelForm(preguntas, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _ingresar(request, fila, form):
        messages.success(request, "Guardó esa hoja. Siga con la próxima.")
        return redirect("convocatorias_gestion:encuesta_papel", servicio, anio, slug)
    contexto_ = de_actividad(
        actividad,
        encuesta=fila,
        form=form,
        en_papel=fila.respuestas.filter(canal="papel").count(),
    )
    return render(
        request,
        "convocatorias/encuesta_papel.html",
        contexto_,
        status=422 if form.is_bound else 200,
    )


def _ingresar(request: HttpRequest, fila: EncuestaPrevia, form: PapelForm) -> bool:
    try:
        services.ingresar_en_papel(
            encuesta=fila,
            dicho=form.dicho(),
            hoja=form.cleaned_data["hoja"],
            nonce=form.cleaned_data["nonce"],
            por=request.user,
        )
    except ErrorDominio as error:
        if isinstance(error, services.OtraHojaEnElFormulario):
            form.renovar("nonce")
        mostrar_error(form, error)
        return False
    return True


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def encuesta_cargar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """A whole sheet of answers: all of it, or nothing with the reasons by row."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = encuesta_o_404(actividad)
    form = CargaEncuestaForm(request.POST or None, request.FILES or None)
    mas: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        subido = form.cleaned_data["archivo"]
        try:
            cuantas = services.cargar_respuestas(
                encuesta=fila,
                nombre=subido.name,
                contenido=subido.read(hojas.MAXIMO_BYTES + 1),
                por=request.user,
            )
        except services.CargaDeEncuestaConErrores as error:
            form.add_error(None, error.mensaje)
            mas = {"errores": error.errores[:ERRORES_A_LA_VISTA], "total": len(error.errores)}
        except ErrorDominio as error:
            form.add_error("archivo", error.mensaje)
        else:
            messages.success(request, f"Respuestas cargadas: {cuantas}.")
            return redirect("convocatorias_gestion:encuesta_resultados", servicio, anio, slug)
    contexto_ = de_actividad(actividad, encuesta=fila, form=form, **mas)
    status = 422 if request.method == "POST" else 200
    return render(request, "convocatorias/encuesta_cargar.html", contexto_, status=status)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def encuesta_plantilla(
    request: HttpRequest, servicio: str, anio: int, slug: str, formato: str
) -> HttpResponse:
    """The sheet to fill in with what was answered on paper."""
    fila = encuesta_o_404(actividad_o_404(servicio, anio, slug))
    if formato not in FORMATOS:
        raise Http404
    contenido = documents.plantilla_de_encuesta(list(fila.preguntas.all()), formato)
    return archivo(contenido, FORMATOS[formato], f"respuestas-en-papel.{formato}")
