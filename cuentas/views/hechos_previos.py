"""Staff: what already happened outside the portal, written once and after a second look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comun.errores import ErrorDominio
from cuentas import selectors, services
from cuentas.forms import HechoPrevioForm
from cuentas.models import CuentaPublica
from cuentas.views.paginas import contexto, cuenta_o_404, mostrar_error
from servicios.acceso import con_permiso
from servicios.permissions import Permiso


@con_permiso(Permiso.ABRIR_CUENTA)
@require_http_methods(["GET", "HEAD", "POST"])
def hechos_previos(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """What is recorded, and one more: first shown to be confirmed, then written for good."""
    cuenta = cuenta_o_404(servicio, anio)
    hechos = selectors.hechos_previos_de([cuenta])[cuenta.pk]
    form = HechoPrevioForm(request.POST or None, anotados=set(hechos))
    pagina = contexto(
        cuenta,
        form=form,
        hechos=sorted(hechos.values(), key=lambda hecho: hecho.fecha),
        # Once it is written, what was typed is not offered again.
        clave_borrador=f"hecho-previo-{cuenta.pk}-{len(hechos)}",
    )
    if request.method != "POST" or "corregir" in request.POST:
        return render(request, "cuentas/hechos_previos.html", pagina)
    if form.is_valid() and _va_bien(request, cuenta, form):
        if "confirmar" in request.POST:
            return redirect("cuentas_gestion:hechos_previos", servicio, anio)
        return render(request, "cuentas/hecho_previo_confirmar.html", pagina)
    return render(request, "cuentas/hechos_previos.html", pagina, status=422)


def _va_bien(request: HttpRequest, cuenta: CuentaPublica, form: HechoPrevioForm) -> bool:
    """Check it, or write it when it was confirmed."""
    datos = dict(form.cleaned_data)
    try:
        if "confirmar" in request.POST:
            services.anotar_hecho_previo(cuenta=cuenta, por=request.user, **datos)
            messages.success(request, f"Quedó anotado: {form.tipo_elegido.lower()}.")
        else:
            del datos["url"]
            services.revisar_hecho_previo(cuenta=cuenta, **datos)
    except ErrorDominio as error:
        mostrar_error(form, error)
        return False
    return True
