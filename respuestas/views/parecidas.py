"""To look, before writing, whether it is answered already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cuentas.views.publico import cuenta_publica_o_404
from respuestas import selectors
from respuestas.forms.parecidas import FormularioParecidas
from servicios.acceso import publica


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preguntas_parecidas(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """An empty box, and what is like what was typed. The words never travel in the address."""
    cuenta = cuenta_publica_o_404(servicio, anio)
    form = FormularioParecidas(request.POST if request.method == "POST" else None)
    buscada = form.is_valid()
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "form": form,
        "buscada": buscada,
        "parecidas": selectors.parecidas(cuenta, form.cleaned_data["mensaje"]) if buscada else (),
    }
    status = 422 if form.is_bound and not buscada else 200
    return render(request, "respuestas/preguntas_parecidas.html", contexto, status=status)
