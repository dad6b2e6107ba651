"""To whom no more: what a person asks a service not to send, from that moment on."""

from collections.abc import Collection, Iterable

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio, TransicionInvalida
from comun.transitions import anotar, move
from correos.models import TIPOS_RENUNCIABLES, Mensaje, Supresion
from servicios.alcance import todos_los_servicios
from servicios.models import Servicio, Usuario

PIDIO_NO_RECIBIR = "La persona pidió no recibir estos correos"
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


def supresion_vigente(servicio: Servicio, direccion: str) -> Supresion | None:
    """What that address asks of the service today, if anything."""
    with todos_los_servicios():
        return (
            Supresion.objects.vigentes()
            .filter(servicio=servicio, direccion=direccion.strip().lower())
            .first()
        )


def direcciones_calladas(
    servicio: Servicio | None, tipo: str, direcciones: Iterable[str]
) -> set[str]:
    """Which of these addresses, in lower case, want no mail of that kind from the service."""
    if servicio is None:
        return set()
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
    return alcance == Alcance.TODO or (alcance is not None and tipo in TIPOS_RENUNCIABLES)
