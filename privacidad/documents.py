"""The readable page of the access copy."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from privacidad.catalogos import ClaseDeDatos
from servicios.models import Servicio

_FECHA = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d):\d\d[+-]\d\d:\d\d)?")


def _legible(valor: str) -> str:
    """A date as people write it; anything else as it is."""
    if not (hallada := _FECHA.fullmatch(valor)):
        return valor
    anio, mes, dia, hora = hallada.groups()
    return f"{dia}/{mes}/{anio}" + (f", {hora}" if hora else "")


def copia(
    servicio: Servicio, secciones: list[Any], usos: Sequence[ClaseDeDatos], ahora: datetime
) -> bytes:
    """One page that needs nothing else: opened from the disk, it loads no style nor image."""
    contexto = {
        "servicio": servicio,
        "secciones": [
            {
                "titulo": seccion.titulo,
                "archivos": seccion.archivos,
                "filas": [{n: _legible(v) for n, v in fila.items()} for fila in seccion.filas],
            }
            for seccion in secciones
        ],
        "ahora": ahora,
        "tratamientos": usos,
    }
    return render_to_string("privacidad/documentos/copia.html", contexto).encode()
