"""The board's lines about calling people: directory, activities, invitations, window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from comun.formato import fecha_sin_semana, hora
from convocatorias.models import Actividad, Convocatoria
from cuentas.models import CuentaPublica
from seguimiento.etapas.linea import HechosTablero, Linea
from seguimiento.etapas.panorama import Panorama
from servicios.permissions import Permiso


def limite_de_invitacion(panorama: Panorama) -> date | None:
    """The last day to invite to the first activity that the service calls (R133)."""
    dias = [a.fecha for a in panorama.con_invitacion if a.fecha]
    if not dias:
        return None
    return min(dias) - timedelta(days=panorama.cuenta.norma.convocatoria_anticipacion_dias)


def de_la_convocatoria(
    panorama: Panorama, hechos: HechosTablero, ahora: datetime
) -> Iterator[Linea]:
    hoy = ahora.astimezone(panorama.cuenta.servicio.zona).date()
    responsable, limite = panorama.cuenta.responsable.nombre, limite_de_invitacion(panorama)
    if not hechos.organizaciones:
        yield Linea(
            limite,
            "Cargar el directorio de organizaciones",
            "Se invita a las organizaciones ligadas a los temas del servicio.",
            "R29",
            Permiso.GESTIONAR_DIRECTORIO,
            "convocatorias_gestion:directorio",
            "Cargar directorio",
            responsable,
        )
    if not panorama.vigentes and not _ya_se_hizo(panorama) and not _solo_virtual(panorama):
        yield Linea(
            None,
            "Programar la jornada presencial",
            "Necesita fecha, hora, lugar y comuna.",
            "R11",
            Permiso.PLANIFICAR_ACTIVIDAD,
            "convocatorias_gestion:actividades",
            "Programar",
            responsable,
        )
    for actividad in panorama.con_invitacion:
        if actividad.fecha and actividad.fecha >= hoy:
            llamado = hechos.por_salir.get(actividad.pk)
            yield from _llamar(panorama, actividad, llamado, ahora)
    proceso = panorama.proceso
    abierto = "participacion" in panorama.previos
    if (proceso is None or proceso.publicado_en is None) and not abierto:
        yield Linea(
            proceso.inicio if proceso else limite,
            "Publicar la participación virtual",
            "Toda actividad presencial se apoya en un proceso virtual.",
            "R4",
            Permiso.GESTIONAR_VENTANA,
            "convocatorias_gestion:proceso_virtual",
            "Preparar",
            responsable,
        )


def _ya_se_hizo(panorama: Panorama) -> bool:
    return panorama.respondida or "jornada" in panorama.previos


def _solo_virtual(panorama: Panorama) -> bool:
    return panorama.cuenta.modalidad == CuentaPublica.Modalidad.VIRTUAL


def _llamar(
    panorama: Panorama, actividad: Actividad, llamado: Convocatoria | None, ahora: datetime
) -> Iterator[Linea]:
    """Its invitations: waiting for their hour, stopped, late, or still to be sent."""
    base = _invitar(panorama, actividad)
    if llamado is not None and llamado.estado == Convocatoria.Estado.PROGRAMADA:
        yield _esperar(base, llamado, ahora)
    elif llamado is not None and llamado.fallo_programado:
        dia = fecha_sin_semana(llamado.sale_el) if llamado.sale_el else ""
        yield replace(
            base,
            fecha=min(d for d in (llamado.sale_el, base.fecha) if d),
            que=f"El envío programado del {dia} no salió: «{actividad.nombre}»",
            porque=llamado.fallo_programado,
            donde="convocatorias_gestion:convocatoria",
            boton="Revisar",
        )
    elif actividad.pk not in panorama.convocadas and "convocatoria" not in panorama.previos:
        yield base


def _esperar(base: Linea, llamado: Convocatoria, ahora: datetime) -> Linea:
    actividad = llamado.actividad
    salida = hora(llamado.sale_a_las) if llamado.sale_a_las else ""
    if llamado.atrasada(ahora):
        return replace(
            base,
            fecha=llamado.sale_el,
            que=f"Revisar el envío programado a «{actividad.nombre}»",
            porque=f"Debía salir a las {salida} y aún no sale. Envíe ahora y avise a quien "
            "administra el portal.",
            donde="convocatorias_gestion:convocatoria",
            boton="Ver el envío",
        )
    return replace(
        base,
        fecha=llamado.sale_el,
        que=f"Salen las invitaciones a «{actividad.nombre}»",
        porque=f"El envío está programado para las {salida}: sale por sí solo.",
        donde="convocatorias_gestion:convocatoria",
        boton="Ver el envío",
        recordar=False,
    )


def _invitar(panorama: Panorama, actividad: Actividad) -> Linea:
    dias = panorama.cuenta.norma.convocatoria_anticipacion_dias
    assert actividad.fecha is not None  # noqa: S101 - the caller asks for dated ones
    return Linea(
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
