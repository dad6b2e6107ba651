"""Calendar entries of an activity (RFC 5545, RFC 5546)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from comun import ics
from convocatorias.models import Actividad

DURACION_SUPUESTA = timedelta(hours=4)


def metodo_de_calendario(actividad: Actividad) -> str:
    """What its entry asks of a calendar: to keep it, or to take it away if it is not done."""
    return ics.PUBLICA if actividad.vigente else ics.CANCELA


def tipo_de_calendario(actividad: Actividad) -> str:
    """The content type of `calendario`, with the same method as the file."""
    return ics.tipo(metodo_de_calendario(actividad))


def calendario(actividad: Actividad, url: str, ahora: datetime) -> bytes:
    """The activity as an `.ics`. Suspended or called off, it takes itself out of the calendars
    that had it: the entry is always the same one, and each change has a greater number."""
    evento = _evento(actividad, url, ahora, actividad.secuencia, actividad.vigente)
    return ics.escribir([evento], metodo=metodo_de_calendario(actividad))


def cancelacion(antes: Actividad, url: str, ahora: datetime, secuencia: int) -> bytes:
    """Takes away the entry of when and where an activity was to be, before it moved."""
    return ics.escribir([_evento(antes, url, ahora, secuencia, False)], metodo=ics.CANCELA)


def _evento(
    actividad: Actividad, url: str, ahora: datetime, secuencia: int, vigente: bool
) -> ics.Evento:
    inicio = actividad.inicio
    if inicio is None:
        raise ValueError("An activity without a date has no calendar entry.")
    lugar = ", ".join(
        filter(None, [actividad.lugar, actividad.direccion, str(actividad.comuna or "")])
    )
    servicio = actividad.servicio
    return ics.Evento(
        uid=f"actividad-{actividad.pk}@{urlsplit(settings.BASE_URL).hostname}",
        sellado_en=ahora,
        secuencia=secuencia,
        inicio=inicio,
        termino=actividad.termino or inicio + DURACION_SUPUESTA,
        resumen=actividad.nombre,
        lugar=lugar,
        descripcion="\n".join(filter(None, [actividad.descripcion, actividad.accesibilidad, url])),
        url=url,
        organizador=(servicio.nombre, servicio.correo),
        vigente=vigente,
    )
