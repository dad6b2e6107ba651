"""The banner that leads to the virtual window."""

import textwrap
from typing import Any

from django.template.loader import render_to_string

from comun.formato import fecha_sin_semana
from convocatorias.models import ProcesoVirtual


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
