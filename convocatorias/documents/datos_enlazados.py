"""An activity as programs read it (schema.org, Event): its date, its place, if it stands."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from convocatorias.models import Actividad, Transmision
from servicios.documents import datos_del_servicio

_ESQUEMA = "https://schema.org/"


def datos_de_la_actividad(
    actividad: Actividad, transmisiones: Sequence[Transmision] = ()
) -> dict[str, Any]:
    """Everything that its public page tells of it; nothing where it has no date. No statement.

    `actividad` comes with its comuna, its account and its service.
    """
    if actividad.fecha is None:
        return {}
    cuenta = actividad.cuenta
    base = f"{settings.BASE_URL}/cuentas/{actividad.servicio.slug}/{cuenta.anio_gestion}/"
    en_vivo = [t for t in transmisiones if t.tipo == Transmision.Tipo.EN_VIVO]
    modo = "MixedEventAttendanceMode" if en_vivo else "OfflineEventAttendanceMode"
    lugares = [{"@type": "VirtualLocation", "url": t.url} for t in en_vivo]
    return {
        "@type": "Event",
        "@id": f"{base}jornadas/{actividad.slug}/#actividad",
        "name": actividad.nombre,
        "url": f"{base}jornadas/{actividad.slug}/",
        "description": actividad.descripcion,
        "startDate": actividad.inicio.astimezone(actividad.zona)
        if actividad.inicio
        else actividad.fecha,
        "endDate": actividad.termino.astimezone(actividad.zona) if actividad.termino else None,
        "eventStatus": _ESQUEMA + _estado(actividad),
        "eventAttendanceMode": _ESQUEMA + modo,
        "location": [_lugar(actividad), *lugares],
        "isAccessibleForFree": True,
        "inLanguage": "es-CL",
        "organizer": datos_del_servicio(actividad.servicio),
    }


def _estado(actividad: Actividad) -> str:
    """As its page says it: moved is what stands with the reason of a change."""
    if actividad.estado == Actividad.Estado.SUSPENDIDA:
        return "EventPostponed"
    if actividad.estado == Actividad.Estado.ANULADA:
        return "EventCancelled"
    return "EventRescheduled" if actividad.motivo_estado else "EventScheduled"


def _lugar(actividad: Actividad) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": actividad.lugar,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": actividad.direccion,
            "addressLocality": str(actividad.comuna or ""),
            "addressCountry": "CL",
        },
    }
