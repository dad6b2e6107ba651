"""The board's lines about calling people: directory, activities, invitations, window."""

from collections.abc import Iterator
from datetime import date, timedelta

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from seguimiento.etapas.panorama import Panorama
from seguimiento.etapas.tarea import HechosTablero, Tarea
from servicios.permissions import Permiso


def limite_de_invitacion(panorama: Panorama) -> date | None:
    """The last day to invite to the first activity that stands (R133)."""
    dias = [a.fecha for a in panorama.vigentes if a.fecha]
    if not dias:
        return None
    return min(dias) - timedelta(days=panorama.cuenta.norma.convocatoria_anticipacion_dias)


def de_la_convocatoria(panorama: Panorama, hechos: HechosTablero, hoy: date) -> Iterator[Tarea]:
    responsable, limite = panorama.cuenta.responsable.nombre, limite_de_invitacion(panorama)
    if not hechos.organizaciones:
        yield Tarea(
            limite,
            "Cargar el directorio de organizaciones",
            "Se invita a las organizaciones ligadas a los temas del servicio.",
            "R29",
            Permiso.GESTIONAR_DIRECTORIO,
            "convocatorias_gestion:directorio",
            "Cargar directorio",
            responsable,
        )
    if not panorama.vigentes and not panorama.publicadas_en and not _solo_virtual(panorama):
        yield Tarea(
            None,
            "Programar la jornada presencial",
            "Necesita fecha, hora, lugar y comuna.",
            "R11",
            Permiso.PLANIFICAR_ACTIVIDAD,
            "convocatorias_gestion:actividades",
            "Programar",
            responsable,
        )
    for actividad in panorama.vigentes:
        if actividad.fecha and actividad.fecha >= hoy and actividad.pk not in panorama.convocadas:
            yield _invitar(panorama, actividad)
    proceso = panorama.proceso
    if proceso is None or proceso.publicado_en is None:
        yield Tarea(
            proceso.inicio if proceso else limite,
            "Publicar la participación virtual",
            "Toda actividad presencial se apoya en un proceso virtual.",
            "R4",
            Permiso.GESTIONAR_VENTANA,
            "convocatorias_gestion:proceso_virtual",
            "Preparar",
            responsable,
        )


def _solo_virtual(panorama: Panorama) -> bool:
    return panorama.cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL


def _invitar(panorama: Panorama, actividad: Actividad) -> Tarea:
    dias = panorama.cuenta.norma.convocatoria_anticipacion_dias
    assert actividad.fecha is not None  # noqa: S101 - the caller asks for dated ones
    return Tarea(
        actividad.fecha - timedelta(days=dias),
        f"Enviar las invitaciones a «{actividad.nombre}»",
        f"Se invita al menos {dias} días antes.",
        "R133",
        Permiso.CONVOCAR,
        "convocatorias_gestion:actividad",
        "Invitar",
        panorama.cuenta.responsable.nombre,
        (panorama.cuenta.servicio.slug, panorama.cuenta.anio_gestion, actividad.slug),
        objeto=str(actividad.pk),
    )
