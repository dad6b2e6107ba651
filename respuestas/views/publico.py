"""The form of participation on the portal's own page."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comun.paginas import en_trozos
from cuentas.views.publico import anulada_o_404
from respuestas import services
from respuestas.forms.publico import FormularioParticipar
from respuestas.views.formulario import Formulario
from servicios.acceso import publica

VENCIDA = (
    "Todavía no lo enviamos: la página estuvo abierta mucho tiempo, o su navegador no acepta "
    "cookies de este sitio. No se perdió nada. Revise y presione Enviar otra vez."
)


@publica
@csrf_exempt  # by `sin_confianza`, which loses nothing of what was typed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def participar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The form, what was typed to be checked, and its sending: only the last one stores."""
    try:
        if request.method != "POST":
            return _en_blanco(request, anio)
        return EnElPortal(request, anio).atender()
    except Http404:  # the banners of other sites still lead here
        return anulada_o_404(request, servicio, anio)


class EnElPortal(Formulario):
    """On a page of its own, with Django's check of forms."""

    BASE = "base_publica.html"

    def sin_confianza(self) -> str:
        """A page open for too long does not pass Django's check, and loses nothing by it."""

        def nada(request: HttpRequest) -> HttpResponse:
            return HttpResponse()

        rechazo = CsrfViewMiddleware(nada).process_view(self.request, nada, (), {})
        return VENCIDA if rechazo else ""

    def recibido(self, recibo: services.Recibo) -> HttpResponse:
        return redirect("respuestas:recibido", recibo.clave)


def _en_blanco(request: HttpRequest, anio: int) -> HttpResponse:
    """The form as everybody gets it, but for its token, its nonce and its seal."""

    def dibujar(propios: Mapping[str, str]) -> HttpResponse:
        form = FormularioParticipar(initial=propios)
        return EnElPortal(request, anio).formulario(form, csrf_token=propios["ficha"])

    propios = {"ficha": get_token(request), **FormularioParticipar.de_uno()}
    # What people send changes nothing of it: when everybody writes, it is drawn once all the same.
    return en_trozos(request, propios, dibujar, sin="registrar_consulta")
