"""What people need to take part: kept with their consent, apart, and for as long as it serves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.texto import limpiar
from comun.transitions import anotar
from convocatorias.catalogos import APOYOS, VERSION_DEL_PERMISO, huella_del_permiso
from convocatorias.models import Actividad, Ajuste, Participante
from servicios.alcance import alcance, todos_los_servicios


@dataclass(frozen=True)
class Apoyos:
    """What a person needs to take part, with their express consent."""

    codigos: Sequence[str] = ()
    otro: str = ""
    permiso: bool = False


def guardar_apoyos(participante: Participante, apoyos: Apoyos) -> None:
    """Keep what a person needs, with the consent that they gave for it (Ley 21.719, art. 16).

    In the caller's transaction. The log tells the activity and not the person.

    Raises:
        ErrorDominio: without the express consent.
    """
    codigos = [codigo for codigo in APOYOS if codigo in set(apoyos.codigos)]
    otro = limpiar(apoyos.otro).strip()
    if not (codigos or otro):
        return
    if not apoyos.permiso:
        raise ErrorDominio(
            "Para guardar los apoyos que pide necesitamos su permiso. Marque la casilla, o borre "
            "lo que pidió.",
            "permiso",
        )
    Ajuste.objects.update_or_create(
        participante=participante,
        defaults={
            "servicio_id": participante.servicio_id,
            "necesidades": json.dumps({"apoyos": codigos, "otro": otro}, ensure_ascii=False),
            "consentimiento_version": VERSION_DEL_PERMISO,
            "consentimiento_hash": huella_del_permiso(),
            "consentido_en": reloj.ahora(),
        },
    )
    datos = {"permiso": VERSION_DEL_PERMISO}
    anotar(participante.actividad, "guardar_apoyos", datos=datos)


def borrar_apoyos(participante: Participante) -> bool:
    """Erase what they asked for, if they did, in the caller's transaction."""
    borrados, _ = Ajuste.objects.filter(participante=participante).delete()
    return bool(borrados)


@transaction.atomic
def retirar_apoyos(*, participante: Participante) -> bool:
    """Take back the consent: what they asked for is erased at once. False: there was nothing."""
    borrado = borrar_apoyos(participante)
    if borrado:
        anotar(participante.actividad, "retirar_apoyos")
    return borrado


def borrar_apoyos_vencidos() -> int:
    """Erase what was asked for the activities that are past or called off. Safe to repeat.

    From the day after the activity, by the clock of its comuna. Returns how many; the log says
    the same, and nobody's name.
    """
    with todos_los_servicios():
        actividades = list(
            Actividad.objects.filter(pk__in=Ajuste.objects.values("participante__actividad"))
            .select_related("comuna__region", "servicio__comuna__region")
            .order_by("pk")
        )
    return sum(_borrar_los_de(actividad) for actividad in actividades if _vencio(actividad))


def _vencio(actividad: Actividad) -> bool:
    if actividad.estado == Actividad.Estado.ANULADA:
        return True
    return actividad.fecha is not None and reloj.hoy(actividad.zona) >= actividad.fecha + timedelta(
        days=1
    )


def _borrar_los_de(actividad: Actividad) -> int:
    with alcance(actividad.servicio), transaction.atomic():
        borrados, _ = Ajuste.objects.filter(participante__actividad=actividad).delete()
        if borrados:
            anotar(actividad, "borrar_apoyos", datos={"personas": borrados})
    return borrados
