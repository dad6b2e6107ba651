"""The card of a person and the printed list, as tagged PDF. No name goes into a file name."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from comun import pdf
from comun.formato import fecha_larga
from convocatorias.models import Participante
from jornadas.models import Ficha, Jornada
from talleres.models import Taller

LINEAS_EN_BLANCO = 15


def _marco(jornada: Jornada) -> dict[str, Any]:
    actividad = jornada.actividad
    dia = fecha_larga(actividad.fecha) if actividad.fecha else ""
    return {
        "jornada": jornada,
        "actividad": actividad,
        "servicio_nombre": jornada.servicio.nombre,
        "encabezado": actividad.nombre,
        "pie": f"Contiene datos personales. {dia[:1].upper()}{dia[1:]}",
        "fecha_documento": actividad.fecha,
    }


def ficha_pdf(ficha: Ficha, taller: Taller | None, organizacion: str) -> bytes:
    """The card as the person gave it, whole: it is the record that the guide asks for (R58)."""
    contexto = _marco(ficha.jornada) | {
        "ficha": ficha,
        "persona": ficha.participante,
        "organizacion": organizacion,
        "taller": taller,
        "firma": pdf.data_uri(bytes(ficha.firma)) if ficha.firma else "",
    }
    with timezone.override(ficha.jornada.actividad.zona):
        return pdf.render(
            "jornadas/documentos/ficha.html", contexto, titulo="Ficha de participante"
        )


def lista_pdf(jornada: Jornada, filas: Sequence[tuple[Participante, str]]) -> bytes:
    """The list to print, with room to sign and blank lines for who comes without enrolling."""
    contexto = _marco(jornada) | {
        "filas": filas,
        "blancos": range(len(filas) + 1, len(filas) + 1 + LINEAS_EN_BLANCO),
    }
    return pdf.render("jornadas/documentos/lista.html", contexto, titulo="Lista de asistencia")
