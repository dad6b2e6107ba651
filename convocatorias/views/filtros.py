"""Staff: the filters of the directory that each person keeps for themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comun.errores import ErrorDominio
from convocatorias import services
from convocatorias.forms import ListaDirectorioForm, NombreFiltroForm
from convocatorias.models import FiltroGuardado
from convocatorias.views.directorio import filtros_de, volver_a_la_lista
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

LOS_FILTROS = "convocatorias_gestion:filtros_directorio"


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_safe
def filtros_directorio(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The filters that the person keeps, to rename and forget."""
    cuenta = cuenta_o_404(servicio, anio)
    return render(
        request,
        "convocatorias/filtros_directorio.html",
        contexto(cuenta, guardados=filtros_de(request)),
    )


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def guardar_filtro(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Keep the filters of the list under a name."""
    cuenta = cuenta_o_404(servicio, anio)
    form = NombreFiltroForm(request.POST)
    consulta = ListaDirectorioForm(QueryDict(request.POST.get("consulta", "")[:300])).consulta
    if not form.is_valid():
        messages.error(request, form.errors["nombre"][0])
    else:
        nombre = form.cleaned_data["nombre"]
        hacer(
            request,
            lambda: services.guardar_filtro(
                servicio=cuenta.servicio, nombre=nombre, consulta=consulta, por=request.user
            ),
            f"Guardó el filtro «{nombre}». Solo usted lo ve.",
        )
    return redirect(volver_a_la_lista(cuenta, consulta))


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def renombrar_filtro(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Give a filter another name."""
    cuenta = cuenta_o_404(servicio, anio)
    filtro = _filtro_o_404(request, pk)
    form = NombreFiltroForm(request.POST)
    error = "" if form.is_valid() else form.errors["nombre"][0]
    if not error:
        try:
            services.renombrar_filtro(filtro=filtro, nombre=form.cleaned_data["nombre"])
        except ErrorDominio as rechazo:
            error = rechazo.mensaje
    if not error:
        messages.success(request, "Cambió el nombre del filtro.")
        return redirect(LOS_FILTROS, servicio, anio)
    mas = {"guardados": filtros_de(request), "error": error, "con_error": pk}
    mas["escrito"] = request.POST.get("nombre", "")
    pagina = "convocatorias/filtros_directorio.html"
    return render(request, pagina, contexto(cuenta, **mas), status=422)


@con_permiso(Permiso.GESTIONAR_DIRECTORIO)
@require_POST
def borrar_filtro(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Forget a filter."""
    cuenta_o_404(servicio, anio)
    services.borrar_filtro(filtro=_filtro_o_404(request, pk))
    messages.success(request, "Borró el filtro.")
    return redirect(LOS_FILTROS, servicio, anio)


def _filtro_o_404(request: HttpRequest, pk: int) -> FiltroGuardado:
    """One's own: those of others do not exist."""
    return get_object_or_404(FiltroGuardado, pk=pk, usuario=request.user.pk)
