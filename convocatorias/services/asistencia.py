"""Reminders to the people called: to who has not answered, and the day before to who comes."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from comun import reloj
from comun.models import Bitacora
from comun.plazos import instante_de_apertura
from comun.transitions import anotar
from convocatorias import emails, selectors
from convocatorias.models import VIGENTES, Actividad, Convocatoria, Invitacion, Participante
from convocatorias.services.avisos import avisar
from cuentas.models import CuentaPublica
from cuentas.selectors import interrupcion_vigente
from servicios.alcance import alcance, todos_los_servicios

logger = logging.getLogger(__name__)

Clase = Invitacion.Clase
DESDE = time(9)
#: What could not be told the day before is told on the day, not in the middle of the night.
DESDE_EL_DIA = time(7)
UN_DIA = timedelta(days=1)
#: How long before it, at most, may who has not answered be reminded.
MAXIMO_DIAS = 60
#: A call, and whom of it.
Lote = tuple[Convocatoria | None, list[Participante]]


def recordar_asistencia(*, ahora: datetime | None = None) -> int:
    """Issue the reminders that are due and were not issued, in every service. How many mails.

    Safe to run at any time, any number of times and by several at once. By the clock of each
    activity: from 9:00 of the day chosen (or the next one, if the portal could not), to who was
    invited before that day and has not answered; from 9:00 of the day before, and late until it
    begins, to who said that they come.
    """
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        tocan = [a.pk for a in _por_venir(ahora) if any(_clases_que_tocan(a, ahora))]
    return sum(_sin_estorbar(pk, ahora) for pk in tocan)


def _por_venir(ahora: datetime) -> QuerySet[Actividad]:
    dias = (ahora.date() - UN_DIA, ahora.date() + timedelta(days=MAXIMO_DIAS + 1))
    filas = Actividad.objects.filter(
        estado__in=VIGENTES, fecha__range=dias, cuenta__estado=CuentaPublica.Estado.ABIERTA
    )
    return filas.select_related("comuna").order_by("pk")


def _clases_que_tocan(actividad: Actividad, ahora: datetime) -> Iterator[Invitacion.Clase]:
    """Which reminders it may be the time of."""
    local = ahora.astimezone(actividad.zona)
    hoy, hora, fecha = local.date(), local.time(), actividad.fecha
    if fecha is None:
        return
    if actividad.recordar_dias and hora >= DESDE:
        dia = fecha - timedelta(days=actividad.recordar_dias)
        if dia <= hoy <= dia + UN_DIA and hoy < fecha:
            yield Clase.RECORDATORIO
    if (hoy == fecha - UN_DIA and hora >= DESDE) or (hoy == fecha and hora >= DESDE_EL_DIA):
        yield Clase.VISPERA


def _sin_estorbar(pk: int, ahora: datetime) -> int:
    """What goes wrong in one activity must not silence the others; the next sweep tries again."""
    try:
        return _de_una(pk, ahora)
    except Exception:
        logger.exception("The reminders of activity %s were not issued.", pk)
        return 0


def _de_una(pk: int, ahora: datetime) -> int:
    """Under the lock of the activity: whoever is moving it goes first, and so does another beat."""
    with transaction.atomic(), todos_los_servicios():
        actividad = (
            Actividad.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("cuenta__servicio__comuna", "comuna", "servicio__comuna")
            .filter(pk=pk, estado__in=VIGENTES)
            .first()
        )
        if actividad is None:
            return 0
        with alcance(actividad.servicio):
            return sum(_emitir(actividad, c, ahora) for c in _clases_que_tocan(actividad, ahora))


def _emitir(actividad: Actividad, clase: Invitacion.Clase, ahora: datetime) -> int:
    """The mails of one kind of reminder and the rows that remember them, or why there are none."""
    lotes = _lotes(actividad, clase)
    if not lotes:
        return 0
    if porque := _impedimento(actividad, ahora):
        return _omitir(actividad, clase, porque, sum(len(personas) for _, personas in lotes))
    hoy = ahora.astimezone(actividad.zona).date()
    return sum(
        avisar(_aviso(actividad, convocatoria, clase, hoy), personas, None).por_correo
        for convocatoria, personas in lotes
    )


def _lotes(actividad: Actividad, clase: Invitacion.Clase) -> list[Lote]:
    """Whom it is for, and under which call each of them is told."""
    assert actividad.fecha is not None  # noqa: S101 - those without a date are not asked
    if clase == Clase.VISPERA:
        antes_de = instante_de_apertura(actividad.fecha, actividad.zona)
        prefijo = emails.prefijo(Clase.VISPERA, actividad, None)
        personas = list(selectors.vendran_por_avisar(actividad, antes_de, prefijo))
        return [(selectors.ultima_enviada(actividad), personas)] if personas else []
    dia = actividad.fecha - timedelta(days=actividad.recordar_dias)
    antes_de = instante_de_apertura(dia, actividad.zona)
    por_llamado: dict[Convocatoria, list[Participante]] = defaultdict(list)
    for fila in selectors.por_recordar(actividad, antes_de):
        por_llamado[fila.convocatoria].append(fila.participante)
    return list(por_llamado.items())


def _aviso(
    actividad: Actividad, convocatoria: Convocatoria | None, clase: Invitacion.Clase, hoy: date
) -> emails.Aviso:
    if clase == Clase.VISPERA:
        return emails.vispera(actividad, convocatoria, hoy)
    assert convocatoria is not None  # noqa: S101 - who is reminded was called
    convocatoria.actividad = actividad
    return emails.recordatorio(convocatoria, hoy)


def _impedimento(actividad: Actividad, ahora: datetime) -> str:
    """Why nothing is sent, in a word for the bitácora; "" if it is."""
    interrupcion = interrupcion_vigente(actividad.cuenta)
    if interrupcion is not None and interrupcion.suspende:
        return "cuenta_suspendida"
    if actividad.inicio is not None and actividad.inicio <= ahora:
        return "ya_comenzo"
    return ""


def _omitir(actividad: Actividad, clase: Invitacion.Clase, porque: str, personas: int) -> int:
    """Leave word, once, of what was due and was not told."""
    que = {"clase": str(clase), "fecha": f"{actividad.fecha:%Y-%m-%d}", "porque": porque}
    dichas = Bitacora.objects.filter(
        accion="omitir_recordatorio",
        objeto_tipo=actividad._meta.label_lower,
        objeto_id=actividad.pk,
    )
    if all(not que.items() <= fila.datos.items() for fila in dichas):
        anotar(actividad, "omitir_recordatorio", datos=que | {"personas": personas})
    return 0
