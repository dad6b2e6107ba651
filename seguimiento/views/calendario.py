"""A person's legal dates in their own calendar, behind a private address."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from comun import ics, reloj
from convocatorias.models import Actividad
from correos.emails import absoluta
from seguimiento import documents
from seguimiento.models import Calendario, Plazo
from seguimiento.services.calendario import (
    calendario_de,
    crear_calendario,
    marcar_leido,
    quitar_calendario,
)
from servicios.acceso import con_clave, con_permiso, servicios_con
from servicios.alcance import alcance
from servicios.models import Usuario
from servicios.permissions import Permiso

#: Dates that nobody's calendar shows any more are not sent again each time.
HACIA_ATRAS = timedelta(days=730)


@con_permiso(Permiso.VER_TABLERO)
@require_safe
def calendario(request: HttpRequest) -> HttpResponse:
    """Whether the person has an address, since when, and whether a calendar reads it."""
    fila = Calendario.objects.filter(usuario=cast(Usuario, request.user)).first()
    return render(request, "seguimiento/calendario.html", {"calendario": fila})


@con_permiso(Permiso.VER_TABLERO)
@require_POST
def crear(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once: what is stored cannot give it back."""
    por = cast(Usuario, request.user)
    clave = crear_calendario(por=por, ahora=reloj.ahora())
    contexto = {
        "direccion": absoluta(reverse("seguimiento:fuente", args=[clave])),
        "calendario": Calendario.objects.get(usuario=por),
    }
    return render(request, "seguimiento/calendario.html", contexto)


@con_permiso(Permiso.VER_TABLERO)
@require_POST
def quitar(request: HttpRequest) -> HttpResponse:
    quitar_calendario(por=cast(Usuario, request.user))
    messages.success(request, "La dirección dejó de funcionar.")
    return redirect("seguimiento_gestion:calendario")


@con_clave
@require_safe
def fuente(request: HttpRequest, clave: str) -> HttpResponse:
    """The feed. What the person may see is asked again each time that it is read."""
    fila = calendario_de(clave)
    servicios = list(servicios_con(fila.usuario, Permiso.VER_TABLERO)) if fila else []
    if fila is None or not servicios:
        raise Http404
    ahora = reloj.ahora()
    with alcance(*servicios):
        filas = Plazo.objects.filter(fecha__gte=ahora.date() - HACIA_ATRAS)
        plazos = list(filas.select_related("cuenta__servicio").order_by("pk"))
        contenido = documents.calendario(plazos, _actividades(plazos))
    marcar_leido(calendario=fila, ahora=ahora)
    return _responder(request, contenido)


def _actividades(plazos: Sequence[Plazo]) -> dict[int, Actividad]:
    pks = [pk for plazo in plazos if (pk := documents.actividad_de(plazo)) is not None]
    return Actividad.objects.select_related("comuna", "servicio").in_bulk(pks)


def _responder(request: HttpRequest, contenido: bytes) -> HttpResponse:
    etag = f'"{hashlib.sha256(contenido).hexdigest()[:32]}"'
    # No date of change: an annulled account or an address changes the file and no row of it.
    respuesta = get_conditional_response(request, etag=etag)
    if respuesta is None:
        respuesta = HttpResponse(contenido, content_type=ics.TIPO)
        respuesta["Content-Disposition"] = 'inline; filename="plazos.ics"'
    respuesta["ETag"] = etag
    return respuesta
