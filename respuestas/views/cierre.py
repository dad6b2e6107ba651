"""The end of an account: what the guide asks for it, and its button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida
from comun.reglas import Nivel, Veredicto, cumplimientos
from cuentas.models import CuentaPublica
from cuentas.selectors import rebajadas
from respuestas import selectors, services
from respuestas.views.gestion import cuenta_o_404
from respuestas.views.salidas import SIN_PUBLICAR, con_salida
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(["GET", "HEAD", "POST"])
def cerrar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """End the account, or say what it still lacks and where that is mended."""
    cuenta = cuenta_o_404(request, anio)
    if request.method != "POST":
        return _pagina(request, cuenta)
    try:
        services.cerrar_cuenta(cuenta=cuenta, por=request.user)
    except ReglaIncumplida:
        return _pagina(request, cuenta, error="Falta lo que se indica abajo.", status=422)
    except ErrorDominio as error:
        return _pagina(request, cuenta, error=error.mensaje, status=422)
    messages.success(request, "La cuenta quedó cerrada. Sigue a la vista de todas las personas.")
    return redirect("cuentas_gestion:configurar", servicio, anio)


def _pagina(
    request: HttpRequest, cuenta: CuentaPublica, *, error: str = "", status: int = 200
) -> HttpResponse:
    asuntos = selectors.asuntos_del_cierre(cuenta)
    hoy = reloj.hoy(cuenta.servicio.zona)
    todos = cumplimientos(asuntos, hoy, rebajadas(cuenta))
    otras = {} if selectors.publicacion_vigente(cuenta) else SIN_PUBLICAR
    pares = [(uno.regla, uno.resultado) for uno in todos]
    filas = con_salida(pares, cuenta, request.user, otras)
    for fila, uno in zip(filas, todos, strict=True):
        fila["solo_advierte"] = uno.nivel is Nivel.ADVIERTE
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "filas": filas,
        "falta": any(
            fila["resultado"].veredicto is Veredicto.NO_CUMPLE and not fila["solo_advierte"]
            for fila in filas
        ),
        "error": error,
    }
    return render(request, "respuestas/cerrar.html", contexto, status=status)
