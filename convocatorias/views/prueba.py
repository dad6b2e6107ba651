"""Staff: what proves that an activity was called in time, on one page and in one file."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from convocatorias import reglas, selectors, services
from convocatorias.documents import prueba as papel
from convocatorias.views.actividades import actividad_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

POR_PAGINA = 100


@con_permiso(Permiso.VER_CONTACTOS)
@require_safe
def prueba(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Each call with the days it left, what happened meanwhile, and each thing told to each."""
    actividad = actividad_o_404(servicio, anio, slug)
    hechos = selectors.prueba_de(actividad)
    filas = Paginator(selectors.en_orden(actividad), POR_PAGINA)
    pagina = filas.get_page(request.GET.get("pagina"))
    pagina.object_list = list(selectors.constancias_de_invitacion(hechos, list(pagina.object_list)))
    contexto = papel.contexto_de_la_prueba(hechos, reglas.R133) | {
        "totales": selectors.totales_de_la_prueba(actividad),
        "con_motivo": selectors.hechas_tarde(actividad),
        "pagina": pagina,
        "entregas": selectors.entregas_de(actividad, services.ENTREGA),
    }
    return render(request, "convocatorias/prueba.html", contexto)


@con_permiso(Permiso.VER_CONTACTOS)
@require_POST
def descargar(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponseBase:
    """The ZIP. By POST: the bitácora says who took it, with its SHA-256."""
    actividad = actividad_o_404(servicio, anio, slug)
    archivo, sha256 = services.entregar_prueba(actividad=actividad, por=request.user)  # type: ignore[arg-type]
    nombre = f"prueba-{actividad.slug}-{sha256[:8]}.zip"
    respuesta = FileResponse(archivo, as_attachment=True, filename=nombre)
    respuesta["Content-Type"] = "application/zip"
    respuesta["Cache-Control"] = "no-store"
    return respuesta
