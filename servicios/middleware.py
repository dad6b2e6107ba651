"""Enforces the policy of the route and opens its scope, for the view and its template."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import add_never_cache_headers

from comun.preparadas import Preparada, valor
from servicios.acceso import Politica, es_miembro, puede, servicios_con
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Servicio

#: Routes that are not ours guard themselves: allauth its own, the admin site its own.
AJENAS = ("admin", "account", "mfa", "estaticos")


_ACTIVO = Preparada(lambda: Servicio._base_manager.filter(slug=valor("slug"), activo=True))


def politica_de(ruta: ResolverMatch) -> Politica | None:
    """The declared policy of a resolved route; None for routes that are not ours."""
    vista = getattr(ruta.func, "view_class", None) or ruta.func
    politica = getattr(ruta.func, "politica", None) or getattr(vista, "politica", None)
    if politica is None and not _es_ajena(ruta):
        raise ImproperlyConfigured(f"The route {ruta.view_name} declares no policy.")
    return politica


def _es_ajena(ruta: ResolverMatch) -> bool:
    nombre = ruta.view_name or ""
    return nombre.partition(":")[0].partition("_")[0] in AJENAS


def _reservada(respuesta: HttpResponse, politica: Politica) -> HttpResponse:
    """Pages that are not everybody's are kept nowhere; an address with a key goes nowhere else."""
    if politica.clase != "publica" and "Cache-Control" not in respuesta:
        add_never_cache_headers(respuesta)
    if politica.clase == "clave":
        # Not no-referrer: with it browsers send "Origin: null", and the page's own forms get 403.
        respuesta["Referrer-Policy"] = "strict-origin"
        respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


class AlcanceMiddleware:
    """Last in the list: the session, the person and the language are known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            ruta = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        politica = politica_de(ruta)
        request.politica = politica  # type: ignore[attr-defined]
        if politica is None:
            with todos_los_servicios() if ruta.app_name == "admin" else nullcontext():
                return self.get_response(request)
        return _reservada(self._con_politica(request, ruta, politica), politica)

    def _con_politica(
        self, request: HttpRequest, ruta: ResolverMatch, politica: Politica
    ) -> HttpResponse:
        if politica.clase == "demo" and not settings.CPP_DEMO:
            return self._rechazar(request, Http404())
        if politica.clase in ("permiso", "sesion", "demo") and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            contexto = self._alcance(request, ruta, politica)
        except (Http404, PermissionDenied) as error:
            return self._rechazar(request, error)
        with contexto:
            return self.get_response(request)

    def _alcance(
        self, request: HttpRequest, ruta: ResolverMatch, politica: Politica
    ) -> AbstractContextManager[None]:
        slug = ruta.kwargs.get("servicio")
        if slug is not None:
            servicio = _ACTIVO.primera(slug=slug)
            if servicio is None:
                raise Http404
            if politica.clase == "permiso":
                self._exigir(request, politica.permiso, servicio)
            request.servicio = servicio  # type: ignore[attr-defined]
            return alcance(servicio)
        if politica.clase == "permiso":
            servicios = list(servicios_con(request.user, politica.permiso))
            if not servicios:
                raise PermissionDenied
            request.servicios = servicios  # type: ignore[attr-defined]
            return alcance(*servicios)
        return nullcontext()

    @staticmethod
    def _exigir(request: HttpRequest, permiso: str, servicio: Servicio) -> None:
        if not es_miembro(request.user, servicio.pk):
            raise Http404
        if not puede(request.user, permiso, servicio.pk):
            raise PermissionDenied

    def _rechazar(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """Let Django's own machinery draw the 404 or 403 page."""
        request.rechazo = error  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        rechazo = getattr(request, "rechazo", None)
        if rechazo is not None:
            raise rechazo
