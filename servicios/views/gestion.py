"""Staff pages: the people of a service, and the demo's clock."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from comun import bitacora as cadena
from comun.errores import ErrorDominio
from comun.models import Bitacora
from servicios.acceso import con_permiso, solo_demo
from servicios.forms import InvitarForm
from servicios.models import Membresia, Usuario
from servicios.permissions import Permiso
from servicios.services import invitar_persona, retirar_rol

POR_PAGINA = 50


def _pagina_equipo(request: HttpRequest, form: InvitarForm, status: int = 200) -> HttpResponse:
    membresias = (
        Membresia.objects.vigentes().filter(servicio=request.servicio).select_related("usuario")
    )
    contexto = {"form": form, "membresias": membresias, "servicio": request.servicio}
    return render(request, "servicios/equipo.html", contexto, status=status)


@con_permiso(Permiso.GESTIONAR_EQUIPO)
def equipo(request: HttpRequest, servicio: str) -> HttpResponse:
    """The people of the service; POST invites one more."""
    if request.method != "POST":
        return _pagina_equipo(request, InvitarForm())
    form = InvitarForm(request.POST)
    if not form.is_valid():
        return _pagina_equipo(request, form, status=422)
    try:
        persona = invitar_persona(servicio=request.servicio, por=request.user, **form.cleaned_data)
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return _pagina_equipo(request, form, status=422)
    messages.success(request, f"{persona.nombre} ya tiene su rol. Le escribimos a su correo.")
    return redirect("servicios_gestion:equipo", servicio)


@con_permiso(Permiso.GESTIONAR_EQUIPO)
@require_POST
def retirar(request: HttpRequest, servicio: str, membresia: int) -> HttpResponse:
    """End one role of one person in this service."""
    fila = get_object_or_404(Membresia.objects.vigentes(), pk=membresia, servicio=request.servicio)
    try:
        retirar_rol(membresia=fila, por=request.user)
        messages.success(request, f"{fila.usuario.nombre} ya no tiene ese rol.")
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
    return redirect("servicios_gestion:equipo", servicio)


@con_permiso(Permiso.VER_BITACORA)
@require_GET
def bitacora(request: HttpRequest, servicio: str) -> HttpResponse:
    """Who did what in this service, the newest first: no personal data of citizens."""
    filas = Bitacora.objects.filter(servicio_id=request.servicio.pk)
    pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("pagina"))
    personas = Usuario.objects.in_bulk({fila.actor_id for fila in pagina if fila.actor_id})
    sellados = cadena.sellados(fila.pk for fila in pagina)
    renglones = [(fila, personas.get(fila.actor_id), fila.pk in sellados) for fila in pagina]
    contexto = {
        "servicio": request.servicio,
        "pagina": pagina,
        "renglones": renglones,
        "huella": cadena.ultima_huella(),
    }
    return render(request, "servicios/bitacora.html", contexto)


@solo_demo
@require_GET
def componentes(request: HttpRequest) -> HttpResponse:
    """The gallery of components."""
    return render(request, "components/galeria.html")
