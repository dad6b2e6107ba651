"""What the staff pages of an account share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comun.errores import ErrorDominio
from cuentas.models import CuentaPublica, InformeCuenta


def cuenta_o_404(servicio: str, anio: int) -> CuentaPublica:
    """The account of a staff page, in any state."""
    cuentas = CuentaPublica.objects.select_related("servicio", "norma", "responsable")
    return get_object_or_404(cuentas, servicio__slug=servicio, anio_gestion=anio)


def informe_o_404(
    cuenta: CuentaPublica, informes: QuerySet[InformeCuenta] | None = None
) -> InformeCuenta:
    if informes is None:
        informes = InformeCuenta.objects.all()
    informe = get_object_or_404(informes, cuenta=cuenta)
    informe.cuenta = cuenta
    return informe


def contexto(cuenta: CuentaPublica, **mas: Any) -> dict[str, Any]:
    """What every page of an account has: the account and its service."""
    return {"cuenta": cuenta, "servicio": cuenta.servicio, **mas}


def hacer(request: HttpRequest, caso: Callable[[], Any], dicho: str) -> bool:
    """Run the use case of a button and say what happened. Whether it went well."""
    try:
        caso()
    except ErrorDominio as error:
        messages.error(request, error.mensaje)
        return False
    messages.success(request, dicho)
    return True
