"""The calls to an activity: the one that waits, and what became of the ones that went out."""

from collections.abc import Iterable

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from comun.texto import plegar
from convocatorias.models import (
    POR_SALIR,
    Actividad,
    Convocatoria,
    Invitacion,
    Participante,
)
from correos.models import Mensaje

_ASISTENCIA = Participante.Asistencia
_SIN_LLEGAR = Mensaje.NO_LLEGARON

#: Saved views of the invitations of a call: name and condition.
VISTAS_DE_INVITACIONES: dict[str, tuple[str, Q]] = {
    "todas": ("Todas", Q()),
    "no_llegaron": ("No llegaron", Q(mensaje__estado__in=_SIN_LLEGAR)),
    "vendran": ("Vendrán", Q(participante__asistencia=_ASISTENCIA.ASISTE)),
    "no_vendran": ("No vendrán", Q(participante__asistencia=_ASISTENCIA.NO_ASISTE)),
    "sin_respuesta": ("Sin respuesta", Q(participante__asistencia=_ASISTENCIA.SIN_RESPUESTA)),
}


def ultima(actividad: Actividad) -> Convocatoria | None:
    """The last call to an activity that was not given up."""
    filas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
    fila = filas.filter(actividad=actividad).select_related("programada_por").first()
    if fila is not None:
        fila.actividad = actividad
    return fila


def por_salir(actividades: "Iterable[Actividad] | QuerySet[Actividad]") -> dict[int, Convocatoria]:
    """The call of each activity that was not sent yet, if it has one."""
    filas = Convocatoria.objects.filter(actividad__in=actividades, estado__in=POR_SALIR)
    return {fila.actividad_id: fila for fila in filas.select_related("actividad__comuna")}


def ya_invitados(actividad: Actividad) -> QuerySet[Participante]:
    """Who was sent an invitation to this activity, in any of its calls."""
    return (
        Participante.objects.filter(actividad=actividad, invitaciones__isnull=False)
        .distinct()
        .select_related("organizacion")
    )


def invitaciones(
    convocatoria: Convocatoria, vista: str = "todas", texto: str = ""
) -> QuerySet[Invitacion]:
    """The invitations of a call, the ones that need a decision first."""
    filas = Invitacion.objects.filter(
        VISTAS_DE_INVITACIONES[vista][1], convocatoria=convocatoria
    ).select_related("participante__organizacion", "mensaje")
    if texto:
        # By organisation only: the search stands in the address, where no person's name goes.
        filas = filas.filter(participante__organizacion__nombre_plegado__contains=plegar(texto))
    return filas.defer("mensaje__texto", "mensaje__html").order_by(
        ExpressionWrapper(Q(mensaje__estado__in=_SIN_LLEGAR), output_field=BooleanField()).desc(),
        "participante__nombre_plegado",
        "pk",
    )


def cuentas_de_invitaciones(convocatoria: Convocatoria) -> dict[str, int]:
    """How many in each saved view, and how many left, in one statement."""
    conteos = {
        vista: Count("pk", filter=condicion) if condicion else Count("pk")
        for vista, (_, condicion) in VISTAS_DE_INVITACIONES.items()
    }
    salieron = Count("pk", filter=Q(mensaje__estado__in=Mensaje.LLEGARON))
    return Invitacion.objects.filter(convocatoria=convocatoria).aggregate(
        **conteos, enviadas=salieron
    )


def asistencia_anunciada(actividad: Actividad) -> dict[str, int]:
    """How many were invited or enrolled, and what they announced."""
    return Participante.objects.filter(actividad=actividad).aggregate(
        invitados=Count("pk", filter=Q(origen=Participante.Origen.INVITADO)),
        inscritos=Count("pk", filter=Q(origen=Participante.Origen.INSCRITO)),
        vendran=Count("pk", filter=Q(asistencia=_ASISTENCIA.ASISTE)),
    )
