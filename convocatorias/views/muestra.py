"""Where the link of a test copy leads: nowhere, and it says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from servicios.acceso import publica


@publica
@require_safe
def invitacion_de_muestra(request: HttpRequest) -> HttpResponse:
    """The link of a sample opens no invitation."""
    respuesta = render(request, "convocatorias/invitacion_de_muestra.html")
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta
