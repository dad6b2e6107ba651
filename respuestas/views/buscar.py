"""Finding what a person wrote by their name, for who attends them at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from respuestas import selectors
from respuestas.forms.gestion import BuscarPersona
from respuestas.models import Consulta
from respuestas.views.gestion import cuenta_o_404
from servicios.acceso import con_permiso
from servicios.permissions import Permiso

MAXIMAS = 50


@con_permiso(Permiso.VER_CONTACTOS)
@never_cache
@require_POST
def buscar(request: HttpRequest, servicio: str, anio: int) -> HttpResponse:
    """It changes nothing; by POST so that no name is in the address."""
    cuenta = cuenta_o_404(request, anio)
    form = BuscarPersona(request.POST)
    filas = []
    if form.is_valid():
        suyas = Consulta.objects.filter(cuenta=cuenta).de_la_persona(form.cleaned_data["persona"])
        filas = list(selectors.con_todo(suyas).order_by("folio_numero")[: MAXIMAS + 1])
    contexto = {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "form": form,
        "filas": filas[:MAXIMAS],
        "hay_mas": len(filas) > MAXIMAS,
    }
    status = 200 if form.is_valid() else 422
    return render(request, "respuestas/buscar.html", contexto, status=status)
