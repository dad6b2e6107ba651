"""Which projections are stale, and what they are made of: in bulk, whatever the accounts."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    DateField,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from comun import reloj
from comun.models import Bitacora, Feriado
from comun.plazos import zona_de_comuna
from comun.reglas import Asunto, Cumplimiento, cumplimientos
from comun.requisitos import REQUISITOS
from convocatorias import selectors as convocatorias
from cuentas import selectors as cuentas_
from cuentas.models import CuentaPublica, Tarea
from cuentas.selectors import rebajadas_de
from jornadas import selectors as jornadas
from respuestas import selectors as respuestas
from seguimiento.etapas import Etapa
from seguimiento.models import Proyeccion
from seguimiento.selectors.tareas import anclas_de
from servicios.models import Membresia
from talleres import selectors as talleres

VIVAS = (CuentaPublica.Estado.BORRADOR, CuentaPublica.Estado.ABIERTA)
TERMINADAS = (Etapa.CERRADA, Etapa.ANULADA)
#: By CUT code, where the clock is not that of Santiago.
OTRAS_ZONAS = ("05201", "11", "12")
#: Rows of the bitácora are numbered before they are committed: for so long one may still appear
#: behind the last one that was seen.
REPOSO = timedelta(minutes=2)
#: Mails change without a row in the bitácora, R145 looks at the accounts of other services, and
#: what was to leave at an hour is late after it.
VIGENCIA = timedelta(hours=1)
#: The place of each requirement in the guide.
ORDEN = {id_regla: lugar for lugar, id_regla in enumerate(REQUISITOS)}
#: The rules that each app declares, with their facts, from the first of the chain.
ASUNTOS = tuple(app.asuntos for app in (cuentas_, convocatorias, talleres, jornadas, respuestas))


def huella_de_feriados() -> str:
    """What tells the extra holidays of today from others: one statement."""
    filas = Feriado.objects.order_by("fecha", "codigo_cut")
    texto = repr(list(filas.values_list("fecha", "codigo_cut", "nombre")))
    return hashlib.sha256(texto.encode()).hexdigest()


def ultimas_filas(servicios: Collection[int]) -> dict[int, int]:
    """The last row of the bitácora of each service."""
    filas = Bitacora.objects.filter(servicio_id__in=servicios).order_by()
    return dict(filas.values_list("servicio_id").annotate(Max("id")))


def atrasadas(
    cuentas: QuerySet[CuentaPublica], ahora: datetime, huella: str, *, tambien: Q | None = None
) -> QuerySet[CuentaPublica]:
    """The accounts whose projection is not true any more: one statement for any number of them.

    What ended is projected once more, and then keeps what it had. `tambien` is a condition on
    the projection that makes it stale too.
    """
    ultima = Bitacora.objects.filter(servicio_id=OuterRef("servicio_id")).order_by("-id")
    propia = Proyeccion.objects.filter(cuenta=OuterRef("pk"))
    al_dia = propia.filter(
        dia=OuterRef("dia_local"),
        feriados=huella,
        bitacora_id__gte=Coalesce(Subquery(ultima.values("id")[:1]), 0),
    ).exclude(etapa__in=TERMINADAS)
    if tambien is not None:
        al_dia = al_dia.exclude(tambien)
    vivas = Q(estado__in=VIVAS)
    despedida = propia.filter(etapa__in=TERMINADAS)
    return cuentas.alias(dia_local=dia_local(ahora)).filter(
        vivas & ~Exists(al_dia) | ~vivas & ~Exists(despedida)
    )


def por_asentar(ahora: datetime) -> Q:
    """Projections that time alone may have made false."""
    recientes = Bitacora.objects.filter(
        servicio_id=OuterRef("servicio_id"), momento__gt=OuterRef("hecha_en") - REPOSO
    )
    return Q(hecha_en__lt=ahora - VIGENCIA) | Q(Exists(recientes))


def dia_local(ahora: datetime) -> Case | Value:
    """Today where each service is: two dates at most, and most of the day only one."""
    hoy = ahora.astimezone(reloj.ZONA_POR_OMISION).date()
    otros = {cut: ahora.astimezone(zona_de_comuna(cut)).date() for cut in OTRAS_ZONAS}
    casos = [
        When(servicio__comuna__codigo__startswith=cut, then=Value(dia, DateField()))
        for cut, dia in otros.items()
        if dia != hoy
    ]
    omision = Value(hoy, DateField())
    return Case(*casos, default=omision, output_field=DateField()) if casos else omision


# ── What they are made of ──


def asuntos_de(cuentas: Sequence[CuentaPublica]) -> dict[int, list[Asunto]]:
    """The rules of every app with their facts, for each account."""
    todos: dict[int, list[Asunto]] = defaultdict(list)
    for asuntos in ASUNTOS:
        for pk, suyos in asuntos(cuentas).items():
            todos[pk] += [_de_la_tabla(uno) for uno in suyos]
    return todos


def _de_la_tabla(asunto: Asunto) -> Asunto:
    """Without the technical rules of ours, which no source asks for."""
    return replace(asunto, reglas=tuple(una for una in asunto.reglas if una.id in ORDEN))


def cumplimientos_de(
    cuentas: Sequence[CuentaPublica], ahora: datetime
) -> dict[int, list[Cumplimiento]]:
    """What each rule says of each account today, in the order of the guide."""
    asuntos, rebajadas = asuntos_de(cuentas), rebajadas_de(cuentas)
    return {
        c.pk: sorted(
            cumplimientos(asuntos[c.pk], ahora.astimezone(c.servicio.zona).date(), rebajadas[c.pk]),
            key=lambda uno: ORDEN[uno.regla.id],
        )
        for c in cuentas
    }


def tareas_pendientes(cuentas: Sequence[CuentaPublica]) -> dict[int, list[tuple[Tarea, date]]]:
    """What the checklist of each account still has to do by some day, and which.

    A task of somebody who left the service is nobody's: it waits for who shares them out.
    """
    resultado: dict[int, list[tuple[Tarea, date]]] = defaultdict(list)
    anclas = anclas_de(cuentas)
    filas = Tarea.objects.pendientes().filter(cuenta__in=[c.pk for c in cuentas])
    siguen = Membresia.objects.vigentes().filter(
        servicio=OuterRef("servicio"), usuario=OuterRef("responsable"), usuario__is_active=True
    )
    for tarea in filas.select_related("responsable").annotate(sigue=Exists(siguen)):
        if not tarea.sigue:
            tarea.responsable = None
        vence = tarea.vence_el(anclas[tarea.cuenta_id].de(tarea))
        if vence is not None:
            resultado[tarea.cuenta_id].append((tarea, vence))
    return resultado
