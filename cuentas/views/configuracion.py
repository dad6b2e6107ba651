"""Staff: open an account, configure it, publish it, close it, annul it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import advertencias
from cuentas import reglas, selectors, services
from cuentas.forms import AbrirCuentaForm, DatosCuentaForm, MotivoForm
from cuentas.models import CuentaPublica, NormaParticipacion
from cuentas.views.paginas import (
    contexto,
    cuenta_o_404,
    editar,
    hacer,
    impedimentos,
    interrupciones_de,
)
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(["GET", "HEAD", "POST"])
def abrir(request: HttpRequest, servicio: str) -> HttpResponse:
    """Open the account of a year."""
    el_servicio = request.servicio  # type: ignore[attr-defined]
    personas = selectors.personas_del_servicio(el_servicio)
    if request.method != "POST":
        form = AbrirCuentaForm(initial=_propuesta(el_servicio, request.user), personas=personas)
        return render(request, "cuentas/abrir.html", {"form": form, "servicio": el_servicio})
    form = AbrirCuentaForm(request.POST, personas=personas)
    if form.is_valid():
        try:
            cuenta = _abrir(form, el_servicio, request.user)
        except ErrorDominio as error:
            form.add_error(None, error.mensaje)
        else:
            messages.success(request, f"Abrió la {cuenta}.")
            return redirect("cuentas_gestion:configurar", servicio, cuenta.anio_gestion)
    contexto_ = {"form": form, "servicio": el_servicio}
    return render(request, "cuentas/abrir.html", contexto_, status=422)


def _propuesta(servicio: Any, persona: Any) -> dict[str, Any]:
    """Last year's account, or this year's if that one is open, under whoever opens it."""
    anio = reloj.hoy(servicio.zona).year
    if CuentaPublica.objects.filter(servicio=servicio, anio_gestion=anio - 1).exists():
        anio += 1
    return {
        "anio_gestion": anio - 1,
        "anio_ejercicio": anio,
        "ambito": servicio.ambito,
        "responsable": persona.pk,
    }


def _abrir(form: AbrirCuentaForm, servicio: Any, por: Any) -> CuentaPublica:
    datos = dict(form.cleaned_data)
    norma = {campo: datos.pop(campo) for campo in NormaParticipacion.FUENTE}
    return services.abrir_cuenta(servicio=servicio, por=por, norma=norma, **datos)


@con_permiso(Permiso.ABRIR_CUENTA)
@require_GET
def configurar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What is configured, what is missing to publish, and where to change it."""
    cuenta = cuenta_o_404(servicio, anio)
    hechos = selectors.hechos(cuenta)
    hoy, rebajadas = reloj.hoy(cuenta.servicio.zona), selectors.rebajadas(cuenta)
    return render(
        request,
        "cuentas/configurar.html",
        contexto(
            cuenta,
            norma=cuenta.norma,
            faltan=impedimentos(reglas.PARA_PUBLICAR_CUENTA, hechos, hoy, rebajadas),
            avisos=advertencias(reglas.PARA_PUBLICAR_CUENTA, hechos, hoy, rebajadas),
            integrantes=hechos.integrantes,
            **interrupciones_de(cuenta),
        ),
    )


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(["GET", "HEAD", "POST"])
def datos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Change the modality and the responsible person."""
    cuenta = cuenta_o_404(servicio, anio)
    personas = selectors.personas_del_servicio(cuenta.servicio)
    inicial = {
        "modalidad": cuenta.modalidad,
        "motivo_modalidad": cuenta.motivo_modalidad,
        "responsable": cuenta.responsable_id,
        "cargo": cuenta.responsable.cargo,
        "telefono": cuenta.responsable.telefono,
    }
    form = DatosCuentaForm(request.POST or None, initial=inicial, personas=personas)
    return editar(request, cuenta, form, "cuentas/datos.html", services.configurar_cuenta)


@con_permiso(Permiso.ABRIR_CUENTA)
@require_POST
def publicar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Open the account to everybody."""
    cuenta = cuenta_o_404(servicio, anio)
    hacer(
        request,
        lambda: services.publicar_cuenta(cuenta=cuenta, por=request.user),
        "La cuenta es pública. Cualquier persona puede verla.",
    )
    return redirect("cuentas_gestion:configurar", servicio, anio)


@con_permiso(Permiso.ABRIR_CUENTA)
@require_POST
def reabrir(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Take up again a closed account."""
    cuenta = cuenta_o_404(servicio, anio)
    hacer(
        request,
        lambda: services.reabrir_cuenta(cuenta=cuenta, por=request.user),
        "La cuenta está abierta otra vez.",
    )
    return redirect("cuentas_gestion:configurar", servicio, anio)


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(["GET", "HEAD", "POST"])
def anular(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Annul the account, with its public reason."""
    cuenta = cuenta_o_404(servicio, anio)
    form = MotivoForm(request.POST or None)
    return editar(request, cuenta, form, "cuentas/anular.html", services.anular_cuenta)
