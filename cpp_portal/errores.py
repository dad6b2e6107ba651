"""The pages of what goes wrong: Django's; inside a frame of another site those of the frame, and
for programs those of the API."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from respuestas.views.incrustado_fallas import en_el_marco
from seguimiento.api.problemas import no_se_puede_leer

#: What refuses a request before its view is none of its own.
DE_LA_API = "/api/v1/"

logger = logging.getLogger(__name__)


def no_se_entiende(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came could not be read."""
    if request.path_info.startswith(DE_LA_API):
        return no_se_puede_leer(request)
    return en_el_marco(request, 400) or defaults.bad_request(request, exception)


def no_existe(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return en_el_marco(request, 404) or defaults.page_not_found(request, exception)


def fallo(request: HttpRequest) -> HttpResponse:
    """500: what broke may be what the page of the frame needs as well."""
    try:
        enmarcada = en_el_marco(request, 500)
    except Exception:
        logger.exception("The page of the frame could not be drawn either.")
        enmarcada = None
    return enmarcada or defaults.server_error(request)
