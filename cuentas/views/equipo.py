"""Staff: who works in the account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comun.errores import ErrorDominio
from cuentas import selectors, services
from cuentas.forms import IntegranteForm
from cuentas.models import CuentaPublica, Integrante
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.GESTIONAR_EQUIPO)
@require_http_methods(["GET", "HEAD", "POST"])
def equipo(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The team; POST adds a person of the service."""
    cuenta = cuenta_o_404(servicio, anio)
    form = IntegranteForm(request.POST or None, personas=_por_sumar(cuenta))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _sumar(request, cuenta, form):
            return redirect("cuentas_gestion:equipo", servicio, anio)
    integrantes = cuenta.integrantes.select_related("usuario")
    pagina = contexto(cuenta, form=form, integrantes=integrantes)
    return render(request, "cuentas/equipo.html", pagina, status=status)


def _por_sumar(cuenta: CuentaPublica) -> Any:
    """People of the service who are not in the team yet."""
    return selectors.personas_del_servicio(cuenta.servicio).exclude(
        pk__in=cuenta.integrantes.values("usuario")
    )


def _sumar(request: HttpRequest, cuenta: CuentaPublica, form: IntegranteForm) -> bool:
    try:
        nuevo = services.agregar_integrante(cuenta=cuenta, por=request.user, **form.cleaned_data)
    except ErrorDominio as error:
        form.add_error(None, error.mensaje)
        return False
    messages.success(request, f"{nuevo.usuario} ya está en el equipo.")
    return True


@con_permiso(Permiso.GESTIONAR_EQUIPO)
@require_POST
def retirar(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Take a person off the team."""
    cuenta = cuenta_o_404(servicio, anio)
    integrante = get_object_or_404(cuenta.integrantes.select_related("usuario"), pk=pk)
    _retirar(request, integrante)
    return redirect("cuentas_gestion:equipo", servicio, anio)


def _retirar(request: HttpRequest, integrante: Integrante) -> None:
    hacer(
        request,
        lambda: services.retirar_integrante(integrante=integrante, por=request.user),
        f"{integrante.usuario} ya no está en el equipo. Su rol en el servicio sigue.",
    )
