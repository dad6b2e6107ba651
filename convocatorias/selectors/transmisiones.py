"""Where the activities can be followed from afar, for their public pages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from convocatorias.models import Actividad, Transmision


def transmisiones_publicas(
    actividades: Iterable[Actividad], ahora: datetime
) -> dict[int, list[Transmision]]:
    """By activity: the broadcast until its day is over, then its recording. One statement.

    What was suspended or called off has nothing to be seen but what was recorded.
    """
    por_clave = {una.pk: una for una in actividades}
    resultado: dict[int, list[Transmision]] = defaultdict(list)
    for fila in Transmision.objects.filter(actividad__in=list(por_clave)):
        actividad = por_clave[fila.actividad_id]
        if fila.tipo == Transmision.Tipo.GRABACION or _en_pie(actividad, ahora):
            resultado[fila.actividad_id].append(fila)
    return resultado


def _en_pie(actividad: Actividad, ahora: datetime) -> bool:
    hoy = ahora.astimezone(actividad.zona).date()
    return actividad.vigente and actividad.fecha is not None and actividad.fecha >= hoy
