"""Staff pages: the web sites that may show the form of the service inside their own pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from comun.errores import ErrorDominio
from servicios.acceso import con_permiso
from servicios.forms import SitioForm
from servicios.models import SitioWeb
from servicios.permissions import Permiso
from servicios.services import agregar_sitio, retirar_sitio


def _pagina(request: HttpRequest, form: SitioForm, status: int = 200) -> HttpResponse:
    todos = SitioWeb.objects.filter(servicio=request.servicio).select_related("agregado_por")
    contexto = {
        "servicio": request.servicio,
        "form": form,
        "sitios": [sitio for sitio in todos if not sitio.retirado_en],
        "retirados": [sitio for sitio in todos if sitio.retirado_en],
    }
    return render(request, "servicios/sitios.html", contexto, status=status)


@con_permiso(Permiso.GESTIONAR_VENTANA)
def sitios(request: HttpRequest, servicio: str) -> HttpResponse:
    """The sites of the service; POST adds one."""
    if request.method != "POST":
        return _pagina(request, SitioForm())
    form = SitioForm(request.POST)
    if not form.is_valid():
        return _pagina(request, form, status=422)
    try:
        sitio = agregar_sitio(servicio=request.servicio, por=request.user, **form.cleaned_data)
    except ErrorDominio as error:
        form.add_error(error.campo, error.mensaje)
        return _pagina(request, form, status=422)
    messages.success(request, f"Las páginas de {sitio.host} ya pueden mostrar el formulario.")
    return redirect("servicios_gestion:sitios", servicio)


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_POST
def retirar(request: HttpRequest, servicio: str, sitio: int) -> HttpResponse:
    """No page of that site shows the form any more; the page offers to put it back."""
    fila = _suyo(request, sitio)
    retirar_sitio(sitio=fila, por=request.user)
    messages.success(
        request,
        f"{fila.host} ya no puede mostrar el formulario. Si fue un error, devuélvalo a la lista.",
    )
    return redirect("servicios_gestion:sitios", servicio)


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_POST
def devolver(request: HttpRequest, servicio: str, sitio: int) -> HttpResponse:
    """Undo: a site that had left is listed again."""
    fila = _suyo(request, sitio)
    try:
        agregar_sitio(servicio=request.servicio, host=fila.host, por=request.user)
        messages.success(request, f"{fila.host} está otra vez en la lista.")
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    return redirect("servicios_gestion:sitios", servicio)


def _suyo(request: HttpRequest, sitio: int) -> SitioWeb:
    return get_object_or_404(SitioWeb, pk=sitio, servicio=request.servicio)
