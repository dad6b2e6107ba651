"""The calls to an activity: the one that waits, and what became of the ones that went out."""

from collections.abc import Iterable

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from comun.models import Bitacora
from convocatorias.models import (
    POR_SALIR,
    Actividad,
    Convocatoria,
    Participante,
)

_ASISTENCIA = Participante.Asistencia


def ultima(actividad: Actividad) -> Convocatoria | None:
    """The call to an activity that waits, or else the last one that was sent.

    The notice of a change may be newer than a draft that still waits.
    """
    filas = Convocatoria.objects.exclude(estado=Convocatoria.Estado.ANULADA)
    espera = ExpressionWrapper(Q(estado__in=POR_SALIR), output_field=BooleanField())
    filas = filas.filter(actividad=actividad).order_by(espera.desc(), "-pk")
    fila = filas.select_related("programada_por").first()
    if fila is not None:
        fila.actividad = actividad
    return fila


def ya_convocada(actividad: Actividad) -> bool:
    """Whether a call to it went out: the next one is complementary."""
    filas = Convocatoria.objects.filter(actividad=actividad, estado=Convocatoria.Estado.ENVIADA)
    return filas.exists()


def cambios_de_lista(convocatoria: Convocatoria) -> QuerySet[Bitacora]:
    """The additions to the list of a call and the removals from it, the last one first."""
    return Bitacora.objects.filter(
        objeto_tipo=convocatoria._meta.label_lower,
        objeto_id=convocatoria.pk,
        accion__in=("sumar_destinatarios", "quitar_destinatarios"),
    )


def por_salir(actividades: "Iterable[Actividad] | QuerySet[Actividad]") -> dict[int, Convocatoria]:
    """The call of each activity that was not sent yet, if it has one."""
    filas = Convocatoria.objects.filter(actividad__in=actividades, estado__in=POR_SALIR)
    return {fila.actividad_id: fila for fila in filas.select_related("actividad__comuna")}


def asistencia_anunciada(actividad: Actividad) -> dict[str, int]:
    """How many were invited or enrolled, and what they announced."""
    vendran = Q(asistencia=_ASISTENCIA.ASISTE)
    return Participante.objects.filter(actividad=actividad).aggregate(
        invitados=Count("pk", filter=Q(origen=Participante.Origen.INVITADO)),
        inscritos=Count("pk", filter=Q(origen=Participante.Origen.INSCRITO)),
        vendran=Count("pk", filter=vendran),
        acompanantes=Coalesce(Sum("acompanantes", filter=vendran), 0),
        en_espera=Count("pk", filter=Q(asistencia=_ASISTENCIA.EN_ESPERA)),
    )
