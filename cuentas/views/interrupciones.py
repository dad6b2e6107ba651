"""Staff: suspend an account, plan it anew, and take it up again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from comun import reloj
from cuentas import services
from cuentas.forms import InterrumpirForm, ReanudarForm
from cuentas.models import Interrupcion
from cuentas.views.paginas import cuenta_o_404, editar, interrupciones_de
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

METODOS = ["GET", "HEAD", "POST"]


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(METODOS)
def suspender(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Tell that the account is suspended, since when and why."""
    return _interrumpir(
        request, servicio, anio, services.suspender_cuenta, Interrupcion.Tipo.SUSPENDIDA
    )


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(METODOS)
def replanificar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Tell that the plan of the account is being changed, since when and why."""
    return _interrumpir(
        request, servicio, anio, services.replanificar_cuenta, Interrupcion.Tipo.EN_REPLANIFICACION
    )


def _interrumpir(
    request: HttpRequest, servicio: str, anio: int, caso: Callable[..., Any], tipo: str
) -> HttpResponse:
    cuenta = cuenta_o_404(servicio, anio)
    form = InterrumpirForm(request.POST or None, initial={"desde": reloj.hoy(cuenta.servicio.zona)})
    pagina = {"suspende": tipo == Interrupcion.Tipo.SUSPENDIDA, **interrupciones_de(cuenta)}
    dicho = f"La cuenta está {Interrupcion.Tipo(tipo).label}. Su página lo dice, con el motivo."
    return editar(request, cuenta, form, "cuentas/interrumpir.html", caso, dicho=dicho, **pagina)


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(METODOS)
def reanudar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Take the account up again, on the day that it was."""
    cuenta = cuenta_o_404(servicio, anio)
    form = ReanudarForm(request.POST or None, initial={"hasta": reloj.hoy(cuenta.servicio.zona)})
    pagina = {"dicho": "La cuenta sigue su curso.", **interrupciones_de(cuenta)}
    return editar(
        request, cuenta, form, "cuentas/reanudar.html", services.reanudar_cuenta, **pagina
    )
