"""What leaves the portal as a file: calendar entries, the banner and the directory's sheets."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from comun import hojas, ics
from comun.formato import fecha_sin_semana
from convocatorias.models import Actividad, Organizacion, ProcesoVirtual

DURACION_SUPUESTA = timedelta(hours=4)
TITULOS_DIRECTORIO = (
    "Organización", "Tipos", "Comuna", "Contacto nombres", "Contacto apellidos", "Cargo",
    "Correo", "Teléfono",
)  # fmt: skip
EJEMPLO = (
    "Junta de Vecinos El Ejemplo", "territorial, mujeres", "Talca", "Rosa Elena",
    "Quilaleo Ortiz", "Presidenta", "rosa@correo.example", "9 1234 5678",
)  # fmt: skip


# ── Calendar (RFC 5545) ──


def calendario(actividad: Actividad, url: str, ahora: datetime) -> bytes:
    """The activity as an `.ics`; called off, it says so to the calendar that already had it."""
    inicio = actividad.inicio
    if inicio is None:
        raise ValueError("An activity without a date has no calendar entry.")
    lugar = ", ".join(
        filter(None, [actividad.lugar, actividad.direccion, str(actividad.comuna or "")])
    )
    evento = ics.Evento(
        uid=f"actividad-{actividad.pk}@{urlsplit(settings.BASE_URL).hostname}",
        sellado_en=ahora,
        # Calendars keep the entry with the greatest number: the seconds of the clock only grow.
        secuencia=max(0, int(ahora.timestamp()) - 1_700_000_000),
        inicio=inicio,
        termino=actividad.termino or inicio + DURACION_SUPUESTA,
        resumen=actividad.nombre,
        lugar=lugar,
        descripcion="\n".join(filter(None, [actividad.descripcion, actividad.accesibilidad, url])),
        url=url,
        vigente=actividad.vigente,
    )
    return ics.escribir([evento])


# ── The banner ──


def plazo_en_palabras(proceso: ProcesoVirtual) -> str:
    """`del 26 de abril al 4 de junio de 2027`."""
    desde = fecha_sin_semana(proceso.inicio)
    if proceso.inicio.year != proceso.termino.year:
        desde = f"{desde} de {proceso.inicio.year}"
    return f"del {desde} al {fecha_sin_semana(proceso.termino)} de {proceso.termino.year}"


def banner(proceso: ProcesoVirtual) -> dict[str, Any]:
    """What the banner says: its title, its dates, and all of it as an alternative text."""
    anio, servicio = proceso.cuenta.anio_gestion, proceso.servicio.nombre
    plazo = plazo_en_palabras(proceso)
    return {
        "titulo": f"Participe en la Cuenta Pública {anio}",
        "servicio": textwrap.wrap(servicio, 44)[:2],
        "plazo": f"{plazo[0].upper()}{plazo[1:]}",
        "alternativo": f"Participe en la Cuenta Pública {anio}: {servicio}, {plazo}.",
    }


def banner_svg(proceso: ProcesoVirtual) -> bytes:
    """The banner as an SVG that says the same to those who do not see it."""
    return render_to_string("convocatorias/banner.svg", banner(proceso)).encode()


# ── The directory ──


def filas_directorio(organizaciones: Iterable[Organizacion]) -> Iterator[Sequence[str]]:
    """One row per contact (or one alone, without any), with the columns of the import."""
    for organizacion in organizaciones:
        tipos = ", ".join(tipo.codigo for tipo in organizacion.tipos.all())
        comuna = organizacion.comuna.nombre if organizacion.comuna else ""
        cabeza = (organizacion.nombre, tipos, comuna)
        contactos = list(organizacion.contactos.all())
        if not contactos:
            yield (*cabeza, "", "", "", "", "")
        for c in contactos:
            yield (*cabeza, c.nombres, c.apellidos, c.cargo, c.correo, c.telefono)


def directorio(organizaciones: Iterable[Organizacion], formato: str) -> bytes:
    """The directory as `csv` or `xlsx`."""
    return _escribir(filas_directorio(organizaciones), formato)


def plantilla_directorio(formato: str) -> bytes:
    """The sheet to fill in, with an example row to write over."""
    return _escribir([EJEMPLO], formato)


def _escribir(filas: Iterable[Sequence[str]], formato: str) -> bytes:
    if formato == "xlsx":
        return hojas.escribir_xlsx(filas, TITULOS_DIRECTORIO, "Directorio")
    return hojas.escribir_csv(filas, TITULOS_DIRECTORIO)
