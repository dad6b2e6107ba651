"""Staff: commit the dates of the answers, counted from the activity that stands."""

from datetime import date
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from comun import reloj
from comun.plazos import TipoDias
from comun.reglas import advertencias
from comun.svg import regla_de_dias
from convocatorias import selectors
from cuentas import reglas
from cuentas import services as cuentas
from cuentas.forms import PlazosForm, leer_fecha
from cuentas.models import CuentaPublica
from cuentas.selectors import fechas_de_respuesta, hechos
from cuentas.views.paginas import cuenta_o_404, editar
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(["GET", "HEAD", "POST"])
def plazos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Commit the dates of the answers.

    The terms are counted from the last activity; while there is none, from the day that the
    person supposes (`ancla`, also in the address, to try).
    """
    cuenta = cuenta_o_404(servicio, anio)
    firme = selectors.ancla(cuenta)
    ancla = firme or leer_fecha(request.POST.get("ancla", "") or request.GET.get("ancla", ""))
    inicial = {
        "ancla": ancla,
        "respuesta_virtual": cuenta.respuesta_virtual,
        "respuesta_presencial": cuenta.respuesta_presencial,
    }
    hay_jornada = cuenta.modalidad != CuentaPublica.Modalidad.VIRTUAL
    form = PlazosForm(
        request.POST or None, initial=inicial, hay_jornada=hay_jornada, con_ancla=firme is None
    )
    caso = partial(cuentas.fijar_plazos, ancla=firme) if firme else cuentas.fijar_plazos
    respuesta = editar(
        request, cuenta, form, "convocatorias/plazos.html", caso, **_explicar(cuenta, ancla)
    )
    if respuesta.status_code == 302:
        _advertir(request, cuenta, ancla)
    return respuesta


def _explicar(cuenta: CuentaPublica, ancla: date | None) -> dict[str, Any]:
    """The two terms counted from `ancla`, with the ruler of their days."""
    if ancla is None:
        return {"fechas": None}
    norma = cuenta.norma
    fechas = fechas_de_respuesta(cuenta, ancla)
    sugerido, maximo = norma.plazo_respuesta_sugerido_dias, norma.plazo_respuesta_maximo_dias
    regla = regla_de_dias(
        desde=ancla,
        dias=maximo,
        tipo=cast(TipoDias, norma.tipo_dias),
        feriados=fechas.feriados,
        hitos=[(sugerido, "plazo sugerido")],
        hoy=reloj.hoy(cuenta.servicio.zona),
    )
    explicacion = (
        f"{maximo} {norma.get_tipo_dias_display()} desde el día siguiente a la actividad, que no "
        f"se cuenta. La guía sugiere responder al día {sugerido}."
    )
    return {"fechas": fechas, "regla": regla, "explicacion": explicacion}


def _advertir(request: HttpRequest, cuenta: CuentaPublica, ancla: date | None) -> None:
    dichos = advertencias([reglas.R107], hechos(cuenta, ancla), reloj.hoy(cuenta.servicio.zona))
    for una, resultado in dichos:
        messages.warning(request, f"{resultado.mensaje} ({una.cita})")
