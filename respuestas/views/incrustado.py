"""The same form inside a page of another site, without cookies or session (RELIABILITY, "embedded
public form").

A browser keeps no cookie of a frame of another site, so what Django checks forms with is not
there. A signed token that is good once stands in its place, and the browser's own word of where
the form was sent from. Only the hosts that the service listed may show the frame, and nothing
that belongs to somebody signed in is ever inside one.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any

from csp.constants import NONE
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comun.paginas import en_trozos
from respuestas import selectors, services
from respuestas.forms.publico import FormularioParticipar
from respuestas.models import Consulta
from respuestas.services.fichas import Estado, Ficha, abrir, sellar
from respuestas.views.formulario import Formulario
from servicios.acceso import publica
from servicios.models import Servicio
from servicios.selectors import sitios_de

VENCIDA = (
    "Todavía no lo enviamos: la página estuvo abierta más de dos horas. No se perdió nada. Revise "
    "y presione Enviar otra vez."
)
AJENA = (
    "Todavía no lo enviamos: esta página no salió de este formulario, o el formulario cambió. No "
    "se perdió nada. Revise y presione Enviar otra vez, o ábralo en página propia."
)
DE_OTRO_SITIO = (
    "Todavía no lo enviamos: su navegador no nos dice que lo escribió aquí. No se perdió nada. "
    "Presione «Seguir en página propia» y envíelo desde ahí."
)


def en_marco(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the page inside the listed hosts alone.

    No cookie comes this far (`cpp_portal.middleware.sin_galletas`): who is signed in where the
    portal and the host are one site is nobody here.
    """

    @wraps(vista)
    def enmarcada(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        anfitriones = anfitriones_de(request.servicio)  # type: ignore[attr-defined]
        request.anfitriones = anfitriones  # type: ignore[attr-defined]
        return solo_en(vista(request, *args, **kwargs), anfitriones)

    return enmarcada


def anfitriones_de(servicio: Servicio) -> list[str]:
    """The origins that may frame the form of a service."""
    anfitriones = sitios_de(servicio)
    if anfitriones:  # and our own sample pages, which show how it looks on those sites
        anfitriones.append(settings.BASE_URL)
    return anfitriones


def solo_en(respuesta: Any, anfitriones: list[str]) -> HttpResponse:
    """The same answer, which those origins and no other may show."""
    respuesta._csp_replace = {"frame-ancestors": anfitriones or [NONE]}
    respuesta.xframe_options_exempt = bool(anfitriones)
    # Not no-referrer: browsers would then send "Origin: null", which is refused.
    respuesta["Referrer-Policy"] = "same-origin"
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


@publica
@csrf_exempt  # by `sin_confianza`: there is no cookie to check against
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@en_marco
def incrustar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """The form in a frame, what was typed to be checked, and its sending."""
    if request.method != "POST":
        return _en_blanco(request, anio)
    return EnUnMarco(request, anio).atender()


class EnUnMarco(Formulario):
    """Inside a page of another site. The nonce of the form is that of its token."""

    BASE = "base_incrustada.html"

    @cached_property
    def ficha(self) -> Ficha:
        return abrir(super().datos().get("csrfmiddlewaretoken", ""), self.cuenta)

    def datos(self) -> QueryDict:
        datos = super().datos().copy()
        datos["nonce"] = self.ficha.nonce
        return datos

    def atender(self) -> HttpResponse:
        if self._es_de_aqui():
            return super().atender()
        # The next try from there would be refused as well: the form goes on elsewhere.
        return self.formulario(FormularioParticipar(self.datos()), 403, reparo=DE_OTRO_SITIO)

    def _es_de_aqui(self) -> bool:
        """Whether the browser says that the portal's own page sent it."""
        cabeceras, propio = self.request.headers, f"{self.request.scheme}://"
        return (
            cabeceras.get("Origin") == f"{propio}{self.request.get_host()}"
            and cabeceras.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        )

    def sin_confianza(self) -> str:
        return {Estado.VIGENTE: "", Estado.VENCIDA: VENCIDA}.get(self.ficha.estado, AJENA)

    def recibido(self, recibo: services.Recibo) -> HttpResponse:
        contexto = {
            "servicio": self.cuenta.servicio,
            "cuenta": self.cuenta,
            "consulta": recibo.consulta,
            "clave": recibo.clave,
            "vence": selectors.responder_hasta(self.cuenta, Consulta.Canal.VIRTUAL),
            "anfitriones": self._anfitriones,
        }
        return render(self.request, "respuestas/incrustado_recibido.html", contexto)

    def propios(self, form: FormularioParticipar) -> dict[str, Any]:
        # In the place of Django's token, so that the page is the same and nobody asks for a cookie.
        ficha = sellar(self.cuenta, str(form["nonce"].value()))
        return {
            "base": self.BASE,
            "incrustado": True,
            "anfitriones": self._anfitriones,
            "csrf_token": ficha,
        }

    @property
    def _anfitriones(self) -> list[str]:
        return self.request.anfitriones  # type: ignore[attr-defined]


def _en_blanco(request: HttpRequest, anio: int) -> HttpResponse:
    """The form as everybody gets it, but for its token, its nonce and its seal."""
    marco = EnUnMarco(request, anio)

    def dibujar(propios: Mapping[str, str]) -> HttpResponse:
        form = FormularioParticipar(initial=propios)
        return marco.formulario(form, csrf_token=propios["ficha"])

    propios = FormularioParticipar.de_uno()
    propios = {"ficha": sellar(marco.cuenta, propios["nonce"]), **propios}
    return en_trozos(request, propios, dibujar, sin="registrar_consulta")
