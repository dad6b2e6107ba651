"""The legal dates of an account and how each was computed: for the team and for everybody."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comun import reloj
from comun.models import Feriado
from cuentas.models import CuentaPublica
from cuentas.selectors import feriados_de
from cuentas.views.publico import anulada_o_404
from seguimiento.etapas.calculo import calcular
from seguimiento.etapas.plazos import como_va
from seguimiento.models import CambioPlazo, Plazo
from seguimiento.selectors import cuentas_visibles
from seguimiento.services import poner_al_dia
from servicios.acceso import con_permiso, publica
from servicios.permissions import Permiso

POR_LEY = "feriado por ley"


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def plazos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Every date of the account, with what it is counted from and whether it was met."""
    cuenta = get_object_or_404(cuentas_visibles(), anio_gestion=anio)
    return _lista(request, cuenta, Plazo.objects.all(), "seguimiento/plazos.html")


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def plazo(request: HttpRequest, servicio: str, anio: int, clave: str) -> HttpResponse:
    """One date, day by day."""
    cuenta = get_object_or_404(cuentas_visibles(), anio_gestion=anio)
    return _pagina(request, cuenta, clave, Plazo.objects.all(), "seguimiento/calculo.html")


@publica
@require_safe
def plazos_publicos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The dates that concern everybody."""
    cuenta = cuentas_visibles().publicas().filter(anio_gestion=anio).first()
    if cuenta is None:
        return anulada_o_404(request, servicio, anio)
    return _lista(request, cuenta, _publicos(), "seguimiento/plazos_publicos.html")


@publica
@require_safe
def plazo_publico(request: HttpRequest, servicio: str, anio: int, clave: str) -> HttpResponse:
    """One of them, day by day."""
    cuenta = cuentas_visibles().publicas().filter(anio_gestion=anio).first()
    if cuenta is None:
        return anulada_o_404(request, servicio, anio)
    return _pagina(request, cuenta, clave, _publicos(), "seguimiento/calculo_publico.html")


def _publicos() -> QuerySet[Plazo]:
    return Plazo.objects.filter(publico=True)


def _lista(
    request: HttpRequest, cuenta: CuentaPublica, filas: QuerySet[Plazo], plantilla: str
) -> HttpResponse:
    ahora = reloj.ahora()
    poner_al_dia(CuentaPublica.objects.filter(pk=cuenta.pk), ahora=ahora)
    vigentes = filas.filter(cuenta=cuenta, vigente=True)
    cambios = CambioPlazo.objects.filter(plazo__in=filas.filter(cuenta=cuenta))
    contexto = _contexto(cuenta, ahora)
    contexto["filas"] = [_fila(una, contexto["hoy"]) for una in vigentes]
    contexto["cambios"] = cambios.select_related("plazo")[:30]
    return render(request, plantilla, contexto)


def _pagina(
    request: HttpRequest,
    cuenta: CuentaPublica,
    clave: str,
    filas: QuerySet[Plazo],
    plantilla: str,
) -> HttpResponse:
    ahora = reloj.ahora()
    poner_al_dia(CuentaPublica.objects.filter(pk=cuenta.pk), ahora=ahora)
    fila = get_object_or_404(filas, cuenta=cuenta, clave=clave, vigente=True)
    contexto = _contexto(cuenta, ahora)
    adicionales = list(Feriado.objects.all())
    hoy = contexto["hoy"]
    calculo = calcular(fila, feriados_de(cuenta.servicio, hoy, adicionales), hoy)
    normas = {(f.fecha, f.nombre): f.fuente for f in adicionales}
    contexto |= _fila(fila, hoy)
    contexto["calculo"] = calculo
    contexto["feriados"] = [(d, n, normas.get((d, n)) or POR_LEY) for d, n in calculo.feriados]
    contexto["cambios"] = fila.cambios.all()
    return render(request, plantilla, contexto)


def _contexto(cuenta: CuentaPublica, ahora: datetime) -> dict[str, Any]:
    hoy = ahora.astimezone(cuenta.servicio.zona).date()
    return {"cuenta": cuenta, "servicio": cuenta.servicio, "hoy": hoy, "ahora": ahora}


def _fila(plazo: Plazo, hoy: date) -> dict[str, Any]:
    estado, texto = como_va(plazo, hoy)
    return {"plazo": plazo, "estado": estado, "texto": texto}
