"""Staff: who organises a meeting or asked for it, and the key of the page of its contributions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comun.errores import ErrorDominio
from convocatorias import documents, emails, selectors, services
from convocatorias.forms import EncuentroForm
from convocatorias.models import CON_ORGANIZADOR, Actividad, Encuentro
from convocatorias.views.actividades import actividad_o_404, de_actividad
from convocatorias.views.encuesta import archivo
from cuentas.views.paginas import hacer, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

CAMPOS = (
    "organizacion_nombre", "nombres", "apellidos", "correo", "telefono", "direccion", "cierra",
)  # fmt: skip


def _encuentro_o_404(actividad: Actividad) -> Encuentro:
    encuentro = selectors.encuentro_de(actividad)
    if encuentro is None:
        raise Http404
    return encuentro


@con_permiso(Permiso.CONVOCAR)
@require_http_methods(["GET", "HEAD", "POST"])
def encuentro(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """Who organises it, until when they send contributions, and their private page."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = selectors.encuentro_de(actividad)
    inicial = {campo: getattr(fila, campo) for campo in CAMPOS} if fila else {}
    form = EncuentroForm(request.POST if request.method == "POST" else None, initial=inicial)
    if request.method == "POST" and form.is_valid():
        try:
            services.guardar_encuentro(actividad=actividad, por=request.user, **form.cleaned_data)
        except ErrorDominio as error:
            mostrar_error(form, error)
        else:
            messages.success(request, "Guardó quién responde por el encuentro.")
            return redirect("convocatorias_gestion:encuentro", servicio, anio, slug)
    return render(
        request,
        "convocatorias/encuentro.html",
        de_actividad(actividad, **_contexto(fila), form=form, admite=_admite(actividad)),
        status=422 if form.is_bound else 200,
    )


def _admite(actividad: Actividad) -> bool:
    return actividad.tipo in CON_ORGANIZADOR


def _contexto(fila: Encuentro | None) -> dict[str, Any]:
    return {
        "encuentro": fila,
        "cierra": selectors.cierre_de_aportes(fila) if fila else None,
        "enlace": emails.pagina_de_encuentro(fila.clave) if fila and fila.clave else "",
    }


@con_permiso(Permiso.CONVOCAR)
@require_POST
def encuentro_clave(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """A new private page for who organises it, or none with `paso=quitar`."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _encuentro_o_404(actividad)
    if request.POST.get("paso") == "quitar":
        dicho = "El enlace dejó de servir. Lo que ya se envió sigue aquí."
        hacer(
            request,
            lambda: services.quitar_clave_de_encuentro(encuentro=fila, por=request.user),
            dicho,
        )
    else:
        dicho = "Creó el enlace. " + (
            "También sale por correo." if fila.correo else "Imprima la hoja y entréguela."
        )
        hacer(
            request,
            lambda: services.crear_clave_de_encuentro(encuentro=fila, por=request.user),
            dicho,
        )
    return redirect("convocatorias_gestion:encuentro", servicio, anio, slug)


@con_permiso(Permiso.CONVOCAR)
@require_safe
def encuentro_pdf(request: HttpRequest, servicio: str, anio: int, slug: str) -> HttpResponse:
    """The sheet with the address and its code, to hand over."""
    actividad = actividad_o_404(servicio, anio, slug)
    fila = _encuentro_o_404(actividad)
    if not fila.clave:
        raise Http404
    contenido = documents.hoja_de_encuentro(
        actividad,
        fila,
        emails.pagina_de_encuentro(fila.clave),
        selectors.cierre_de_aportes(fila),
    )
    return archivo(contenido, "application/pdf", f"aportes-{slug}.pdf")
