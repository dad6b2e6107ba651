"""Who lost the address of their private page asks for it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comun import cuotas
from respuestas import services
from respuestas.forms.mi_consulta import FormularioEnlacePerdido
from servicios.acceso import publica
from servicios.origen import DemasiadosEnvios, con_espera, tomar_turno


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def perdido(request: HttpRequest) -> HttpResponse:
    """The same answer, and the same work, whether anything was written with that mail or not."""
    form = FormularioEnlacePerdido(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            tomar_turno(request, None, cuotas.ENLACE_PERDIDO, form.cleaned_data["correo"])
        except DemasiadosEnvios as error:
            form.add_error(None, error.mensaje)
            return con_espera(_pagina(request, form), error)
        services.pedir_enlaces(**form.cleaned_data)
        return redirect("respuestas:enlace_pedido")
    return _pagina(request, form)


def _pagina(request: HttpRequest, form: FormularioEnlacePerdido) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "respuestas/mi_consulta_perdida.html", {"form": form}, status=status)


@publica
@never_cache
@require_safe
def pedido(request: HttpRequest) -> HttpResponse:
    """What happens next. It says nothing of the mail that was typed."""
    return render(request, "respuestas/mi_consulta_pedida.html")
