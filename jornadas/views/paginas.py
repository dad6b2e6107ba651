"""What the pages of the day share: scoped getters, their context, PDF answers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from comun.contacto import ocultar
from jornadas import selectors
from jornadas.models import Ficha, Jornada
from jornadas.selectors import organizacion_de
from talleres.selectors import asignacion_de


def jornada_o_404(pk: int) -> Jornada:
    """A day of the services in scope."""
    return get_object_or_404(selectors.con_todo(), pk=pk)


def ficha_o_404(jornada: int, pk: int, con_firma: bool = False) -> Ficha:
    """A card of that day; the signature only when it is going to be drawn."""
    fichas = Ficha.objects.all() if con_firma else Ficha.objects.defer("firma")
    ficha = get_object_or_404(
        fichas.select_related("participante__organizacion"), pk=pk, jornada=jornada
    )
    ficha.jornada = jornada_o_404(jornada)
    ficha.participante.actividad = ficha.jornada.actividad
    return ficha


def contexto(jornada: Jornada, **mas: Any) -> dict[str, Any]:
    """What every page of the day has."""
    cuenta = jornada.actividad.cuenta
    return {
        "jornada": jornada,
        "actividad": jornada.actividad,
        "cuenta": cuenta,
        "servicio": cuenta.servicio,
        "zona": jornada.actividad.zona.key,
        **mas,
    }


def contexto_de_ficha(ficha: Ficha, **mas: Any) -> dict[str, Any]:
    """What every page of a card has."""
    asignacion = asignacion_de(ficha.participante)
    return contexto(
        ficha.jornada,
        ficha=ficha,
        persona=ficha.participante,
        organizacion=organizacion_de(ficha.participante),
        responder_por=ocultar(
            correo=ficha.participante.correo,
            telefono=ficha.participante.telefono,
            direccion=ficha.participante.direccion,
        ),
        taller=asignacion.taller if asignacion else None,
        **mas,
    )


def volver_al_dia(jornada: Jornada) -> HttpResponse:
    """Back to the page of the day."""
    cuenta = jornada.actividad.cuenta
    return redirect(
        "jornadas_gestion:jornada",
        cuenta.servicio.slug,
        cuenta.anio_gestion,
        jornada.actividad.slug,
    )


def pdf(contenido: bytes, nombre: str) -> HttpResponse:
    """A PDF with personal data: never kept on the way."""
    respuesta = HttpResponse(contenido, content_type="application/pdf")
    respuesta["Content-Disposition"] = f'inline; filename="{nombre}"'
    respuesta["Cache-Control"] = "private, no-store"
    return respuesta
