"""Public pages about a service: its privacy policy, and how accessible the portal is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicios.acceso import publica
from servicios.selectors import aviso_vigente


@publica
def privacidad(request: HttpRequest, servicio: str) -> HttpResponse:
    """The privacy notice in force (art. 14 ter, Ley 19.628)."""
    contexto = {"servicio": request.servicio, "aviso": aviso_vigente()}
    return render(request, "servicios/privacidad.html", contexto)


@publica
def accesibilidad(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "servicios/accesibilidad.html")
