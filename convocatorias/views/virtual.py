"""Staff: the virtual window, its dates and its words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comun import reloj
from comun.errores import ErrorDominio
from comun.reglas import Veredicto
from convocatorias import reglas, selectors, services
from convocatorias.forms import AmpliarForm, ProcesoForm
from convocatorias.models import ProcesoVirtual
from cuentas import selectors as de_cuentas
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, hacer
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


def proceso_o_404(cuenta: CuentaPublica) -> ProcesoVirtual:
    proceso = selectors.proceso_de(cuenta)
    if proceso is None:
        raise Http404
    proceso.cuenta = cuenta
    return proceso


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_http_methods(["GET", "HEAD", "POST"])
def proceso_virtual(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The dates and words of the window, and what is missing to publish it."""
    cuenta = cuenta_o_404(servicio, anio)
    proceso = selectors.proceso_de(cuenta)
    form = ProcesoForm(request.POST or None, instance=proceso)
    if request.method == "POST" and form.is_valid():
        guardado = _guardar(request, cuenta, form)
        if guardado:
            return redirect("convocatorias_gestion:proceso_virtual", servicio, anio)
    estado = 422 if request.method == "POST" else 200
    return _pagina(request, cuenta, estado, form=form)


def _guardar(request: HttpRequest, cuenta: CuentaPublica, form: ProcesoForm) -> bool:
    try:
        services.guardar_proceso(cuenta=cuenta, por=request.user, **form.cleaned_data)
    except ErrorDominio as error:
        form.add_error(error.campo, error.mensaje)
        return False
    return True


def _pagina(
    request: HttpRequest, cuenta: CuentaPublica, status: int = 200, **forms: Any
) -> HttpResponse:
    proceso = selectors.proceso_de(cuenta)
    ahora = reloj.ahora()
    contexto_ = {
        "proceso": proceso,
        "requisitos": _requisitos(cuenta, proceso),
        "abierto": bool(proceso and proceso.abierto(ahora)),
        "cerrado": bool(proceso and proceso.publicado_en and ahora >= proceso.cierra_en),
        "ampliar": forms.pop("ampliar", None) or AmpliarForm(),
        "form": forms.pop("form", None) or ProcesoForm(instance=proceso),
    }
    return render(
        request, "convocatorias/proceso_virtual.html", contexto(cuenta, **contexto_), status=status
    )


def _requisitos(cuenta: CuentaPublica, proceso: ProcesoVirtual | None) -> list[tuple[Any, Any]]:
    hoy = reloj.hoy(cuenta.servicio.zona)
    hechos_cuenta = de_cuentas.hechos(cuenta, selectors.ancla(cuenta))
    pares = [(regla, regla.evaluar(hechos_cuenta, hoy)) for regla in reglas.DE_LA_CUENTA]
    if proceso is not None:
        proceso.cuenta = cuenta
        hechos = selectors.hechos_de_proceso(proceso)
        propias = (*reglas.DE_LA_VENTANA, reglas.R48)
        pares += [(regla, regla.evaluar(hechos, hoy)) for regla in propias]
    return [par for par in pares if par[1].veredicto is not Veredicto.NO_APLICA]


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_POST
def publicar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Announce the window and its dates."""
    proceso = proceso_o_404(cuenta_o_404(servicio, anio))
    hacer(
        request,
        lambda: services.publicar_proceso(proceso=proceso, por=request.user),
        "La participación virtual ya es pública. Ponga el banner en el sitio institucional.",
    )
    return redirect("convocatorias_gestion:proceso_virtual", servicio, anio)


@con_permiso(Permiso.GESTIONAR_VENTANA)
@require_POST
def ampliar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Give the window a later last day."""
    cuenta = cuenta_o_404(servicio, anio)
    proceso = proceso_o_404(cuenta)
    form = AmpliarForm(request.POST)
    if form.is_valid():
        try:
            services.ampliar(proceso=proceso, por=request.user, **form.cleaned_data)
            return redirect("convocatorias_gestion:proceso_virtual", servicio, anio)
        except ErrorDominio as error:
            form.add_error("termino", error.mensaje)
    return _pagina(request, cuenta, 422, ampliar=form)
