"""To whom no more: what a person asks a service not to send, from that moment on."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from comun import reloj
from comun.errores import ErrorDominio, TransicionInvalida
from comun.preparadas import Preparada, valor
from comun.transitions import anotar, move
from correos.models import (
    PIDIO_NO_RECIBIR,
    TIPO_DERECHOS,
    TIPOS_RENUNCIABLES,
    Mensaje,
    Supresion,
    SupresionQuerySet,
)
from servicios.alcance import todos_los_servicios
from servicios.models import Servicio, Usuario

Alcance = Supresion.Alcance


def bloquear(
    *,
    servicio: Servicio,
    direccion: str,
    alcance: str,
    origen: str,
    por: Usuario | None = None,
) -> Supresion:
    """Write to this address no more, and stop what waits for it and has not left.

    Asked again it changes nothing; `TODO` widens what was asked before. Two transactions on
    purpose: the request is committed before the mails that wait are looked for, so that one
    decided at the same instant is either stopped here or seen by whoever claims it.
    """
    with todos_los_servicios():
        supresion = _registrar(servicio, direccion.strip().lower(), alcance, origen, por)
        _anular_lo_que_espera(supresion, por)
    return supresion


@transaction.atomic
def _registrar(
    servicio: Servicio, direccion: str, alcance: str, origen: str, por: Usuario | None
) -> Supresion:
    supresion, nueva = Supresion.objects.get_or_create(
        servicio=servicio,
        direccion=direccion,
        levantada_en=None,
        defaults={"alcance": alcance, "origen": origen, "creada_en": reloj.ahora()},
    )
    if not nueva and (alcance == supresion.alcance or alcance != Alcance.TODO):
        return supresion
    if not nueva:
        supresion.alcance = alcance
        supresion.save(update_fields=["alcance"])
    anotar(supresion, "bloquear_direccion", por=por, datos={"alcance": alcance, "origen": origen})
    return supresion


@transaction.atomic
def _anular_lo_que_espera(supresion: Supresion, por: Usuario | None) -> None:
    filas = Mensaje.objects.anulables().filter(
        servicio=supresion.servicio_id, para__iexact=supresion.direccion
    )
    filas = filas.exclude(tipo=TIPO_DERECHOS)
    if supresion.alcance != Alcance.TODO:
        filas = filas.filter(tipo__in=TIPOS_RENUNCIABLES)
    for mensaje in filas.select_for_update(of=("self",)).order_by("pk"):
        try:
            move(
                mensaje,
                Mensaje.Estado.ANULADO,
                accion="anular_correo",
                por=por,
                datos={"supresion": supresion.pk},
                si={"punto_en__isnull": True},
                ultimo_texto=PIDIO_NO_RECIBIR,
            )
        except TransicionInvalida:
            continue  # its final dot left between the two statements


@transaction.atomic
def levantar(*, supresion: Supresion, por: Usuario | None = None) -> None:
    """The person wants those mails again. The row stays, with both dates.

    Raises:
        ErrorDominio: it was lifted before.
    """
    with todos_los_servicios():
        vigente = Supresion.objects.vigentes().filter(pk=supresion.pk)
        ahora = reloj.ahora()
        if not vigente.update(levantada_en=ahora):
            raise ErrorDominio("Esa persona ya recibe correos otra vez: no hay nada que levantar.")
    supresion.levantada_en = ahora
    anotar(supresion, "levantar_bloqueo", por=por)


def detenidos(servicio: Servicio, direccion: str) -> QuerySet[Mensaje]:
    """What is owed to that address and was stopped because it asked for no mail at all.

    Invitations and reminders are not owed, and by then they are late.
    """
    filas: QuerySet[Mensaje] = Mensaje.objects.detenidos()
    return filas.filter(servicio=servicio, para__iexact=direccion.strip())


@transaction.atomic
def soltar(*, servicio: Servicio, direccion: str, por: Usuario | None = None) -> int:
    """Let leave what was stopped and is owed, with its same Message-ID. How many.

    For an address that asks again for what is due to it; if it does not, nothing changes.
    """
    with todos_los_servicios():
        filas = list(detenidos(servicio, direccion).select_for_update(of=("self",)).order_by("pk"))
        callan = calladas(filas)
        salen = [mensaje for mensaje in filas if mensaje.pk not in callan]
        for mensaje in salen:
            move(
                mensaje,
                Mensaje.Estado.PENDIENTE,
                accion="soltar_correo",
                por=por,
                si={"purgado_en": None},
                intentos=0,
                punto_en=None,
                ultimo_texto="",
                no_antes_de=Now(),
            )
    return len(salen)


def supresion_vigente(servicio: Servicio, direccion: str) -> Supresion | None:
    """What that address asks of the service today, if anything."""
    with todos_los_servicios():
        return (
            Supresion.objects.vigentes()
            .filter(servicio=servicio, direccion=direccion.strip().lower())
            .first()
        )


_DE_UNA = Preparada(
    lambda: (
        SupresionQuerySet(Supresion)
        .vigentes()
        .filter(servicio=valor("servicio"), direccion=valor("direccion"))
        .order_by()
        .values_list("alcance")
    )
)


def direcciones_calladas(
    servicio: Servicio | None, tipo: str, direcciones: Iterable[str]
) -> set[str]:
    """Which of these addresses, in lower case, want no mail of that kind from the service."""
    if servicio is None:
        return set()
    direcciones = {d.lower() for d in direcciones}
    if len(direcciones) == 1:  # what a person waits for
        [una] = direcciones
        filas = _DE_UNA.filas(servicio=servicio.pk, direccion=una)
        return {una for (alcance,) in filas if _calla(alcance, tipo)}
    pedidos = _pedidos({servicio.pk}, direcciones)
    return {direccion for (_, direccion), alcance in pedidos.items() if _calla(alcance, tipo)}


def calladas(mensajes: Collection[Mensaje]) -> set[int]:
    """The rows, among these, whose addressee asked their service for no more of their kind."""
    pedidos = _pedidos(
        {m.servicio_id for m in mensajes if m.servicio_id}, (m.para for m in mensajes)
    )
    return {
        mensaje.pk
        for mensaje in mensajes
        if _calla(pedidos.get((mensaje.servicio_id, mensaje.para.lower())), mensaje.tipo)
    }


def _pedidos(servicios: set[int], direcciones: Iterable[str]) -> dict[tuple[int | None, str], str]:
    filas = Supresion.objects.vigentes().filter(
        servicio__in=servicios, direccion__in={d.lower() for d in direcciones}
    )
    return {(s, d): a for s, d, a in filas.values_list("servicio_id", "direccion", "alcance")}


def _calla(alcance: str | None, tipo: str) -> bool:
    if tipo == TIPO_DERECHOS:
        return False  # the answer to what the person asked about their own data is always due
    return alcance == Alcance.TODO or (alcance is not None and tipo in TIPOS_RENUNCIABLES)
