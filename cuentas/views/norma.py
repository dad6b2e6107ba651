"""Staff: the norm of the year, its numbers beside the guide's, and the rules that it lowers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comun.errores import ErrorDominio
from comun.requisitos import REQUISITOS
from cuentas import selectors, services
from cuentas.forms import AjusteForm, NormaForm
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, editar, hacer, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

METODOS = ["GET", "HEAD", "POST"]


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(METODOS)
def norma(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """Change the norm and its parameters, each beside the guide's."""
    cuenta = cuenta_o_404(servicio, anio)
    form = NormaForm(request.POST or None, instance=cuenta.norma)

    def guardar(*, cuenta: CuentaPublica, por: Any, **cambios: Any) -> None:
        services.configurar_norma(norma=cuenta.norma, cambios=cambios, por=por)

    parametros = selectors.parametros(cuenta.norma)
    return editar(
        request, cuenta, form, "cuentas/norma.html", guardar, parametros=parametros,
        norma=cuenta.norma,
    )  # fmt: skip


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(METODOS)
def ajustes(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The rules that the norm may lower to a warning; POST lowers one."""
    cuenta = cuenta_o_404(servicio, anio)
    todos = selectors.ajustes_de(cuenta.norma)
    vigentes = [ajuste for ajuste in todos if ajuste.retirada_en is None]
    form = AjusteForm(request.POST or None, vigentes={a.regla for a in vigentes})
    if request.method == "POST" and form.is_valid() and _ajustar(request, cuenta, form):
        return redirect("cuentas_gestion:ajustes", servicio, anio)
    pagina = contexto(
        cuenta,
        form=form,
        norma=cuenta.norma,
        vigentes=[(ajuste, REQUISITOS[ajuste.regla].texto) for ajuste in vigentes],
        retirados=[a for a in todos if a.retirada_en is not None],
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "cuentas/ajustes.html", pagina, status=status)


def _ajustar(request: HttpRequest, cuenta: CuentaPublica, form: AjusteForm) -> bool:
    try:
        ajuste = services.ajustar_regla(norma=cuenta.norma, por=request.user, **form.cleaned_data)
    except ErrorDominio as error:
        mostrar_error(form, error)
        return False
    messages.success(request, f"Desde ahora la regla {ajuste.regla} solo advierte.")
    return True


@con_permiso(Permiso.ABRIR_CUENTA)
@require_POST
def retirar_ajuste(request: HttpRequest, servicio: str, anio: int, pk: int) -> HttpResponse:
    """Let the rule be as hard as the guide has it again."""
    cuenta = cuenta_o_404(servicio, anio)
    ajuste = get_object_or_404(cuenta.norma.ajustes.select_related("norma"), pk=pk)
    hacer(
        request,
        lambda: services.retirar_ajuste(ajuste=ajuste, por=request.user),
        f"La regla {ajuste.regla} exige otra vez lo que dice la guía.",
    )
    return redirect("cuentas_gestion:ajustes", servicio, anio)
