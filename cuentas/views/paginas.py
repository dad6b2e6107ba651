"""What the staff pages of an account share."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from comun.errores import ErrorDominio, ReglaIncumplida
from comun.reglas import Regla, Resultado, exigir
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


def impedimentos(
    lista: Iterable[Regla], hechos: Any, hoy: date, rebajadas: Collection[str] = ()
) -> list[tuple[Regla, Resultado]]:
    """What would refuse the action now, for the page to say before the button is pressed."""
    try:
        exigir(lista, hechos, hoy, rebajadas)
    except ReglaIncumplida as error:
        return error.reglas
    return []


def mostrar_error(form: Any, error: ErrorDominio) -> None:
    """Say it beside what was typed wrong, if it is one thing of this form."""
    form.add_error(error.campo if error.campo in form.fields else None, error.mensaje)


def editar(
    request: HttpRequest,
    cuenta: CuentaPublica,
    form: Any,
    plantilla: str,
    caso: Callable[..., Any],
    *,
    dicho: str = "Guardado.",
    **mas: Any,
) -> HttpResponse:
    """The common path of the forms: bind, one call, back to the configuration."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                caso(cuenta=cuenta, por=request.user, **form.cleaned_data)
            except ErrorDominio as error:
                mostrar_error(form, error)
            else:
                messages.success(request, dicho)
                return redirect(
                    "cuentas_gestion:configurar", cuenta.servicio.slug, cuenta.anio_gestion
                )
    return render(request, plantilla, contexto(cuenta, form=form, **mas), status=status)


def interrupciones_de(cuenta: CuentaPublica) -> dict[str, Any]:
    """When the account did not run as announced: what lasts, and all of it, the newest first."""
    todas = list(cuenta.interrupciones.select_related("registrada_por", "terminada_por"))
    vigente = next((una for una in todas if una.hasta is None), None)
    return {"interrupcion": vigente, "interrupciones": todas}
