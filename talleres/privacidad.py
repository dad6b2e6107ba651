"""The personal data of `talleres`: who said what in a workshop, and who sat where."""

from datetime import datetime

from django.db.models import QuerySet

from comun.tratamiento import P, S, Titular, Tratamiento, del_personal, sin_personas
from talleres.models import Asignacion, Intervencion


def desligar(intervenciones: QuerySet, ahora: datetime) -> int:
    """What was said stays, as the minutes of the workshop; who said it does not."""
    return intervenciones.update(participante=None)


def _intervenciones(titular: Titular) -> QuerySet:
    return Intervencion.objects.filter(
        servicio=titular.servicio_id, participante__correo__iexact=titular.correo
    )


def _asignaciones(titular: Titular) -> QuerySet:
    return Asignacion.objects.filter(
        servicio=titular.servicio_id, participante__correo__iexact=titular.correo
    )


TRATAMIENTOS = (
    sin_personas("talleres.Acuerdo", "texto"),
    Tratamiento(
        "talleres.Asignacion",
        personales={"participante": P},
        clase="participantes",
        exporta="en qué taller estuvo",
        borra="queda la fila, de un participante sin nombre",
        titular=_asignaciones,
    ),
    Tratamiento(
        "talleres.Intervencion",
        personales={"texto": S, "participante": P},
        clase="intervenciones",
        exporta="lo que dijo en el taller",
        borra="se desliga de la persona; lo dicho es acta del taller y la base no deja cambiarlo",
        titular=_intervenciones,
        borrar=desligar,
    ),
    sin_personas("talleres.Presentacion"),
    del_personal(
        "talleres.Taller",
        "facilitador",
        "secretario",
        publicos=("nombre", "sin_acuerdos_motivo", "sin_notas_motivo"),
    ),
)
