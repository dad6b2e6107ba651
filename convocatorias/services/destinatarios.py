"""Use cases of the list of a call: add to it, take from it, undo the last change.

Each change is of the people it names, and not of the list as a page showed it: two members of the
team who edit it at once lose nothing of each other's. The bitácora keeps whom each change named,
by identifier, so that it can be undone.
"""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.models import Actividad, Contacto, Convocatoria
from convocatorias.services.preparacion import en_preparacion, preparar_convocatoria
from servicios.models import Usuario

SUMAR, QUITAR = "sumar_destinatarios", "quitar_destinatarios"
Contactos = QuerySet[Contacto] | Iterable[Contacto]


@transaction.atomic
def sumar_destinatarios(*, convocatoria: Convocatoria, contactos: Contactos, por: Usuario) -> int:
    """Put those contacts on the list of a call in preparation. How many were not on it.

    Raises:
        ErrorDominio: the call is scheduled, was sent or was given up.
    """
    return _sumar(en_preparacion(convocatoria), _ids(contactos), por)


@transaction.atomic
def quitar_destinatarios(*, convocatoria: Convocatoria, contactos: Contactos, por: Usuario) -> int:
    """Take those contacts off the list of a call in preparation. How many were on it.

    Raises:
        ErrorDominio: the call is scheduled, was sent or was given up.
    """
    return _quitar(en_preparacion(convocatoria), _ids(contactos), por)


@transaction.atomic
def deshacer_destinatarios(*, convocatoria: Convocatoria, cambio: int, por: Usuario) -> int:
    """Undo one addition or removal, and nothing that others did since. How many it moved.

    Raises:
        ErrorDominio: the call can no longer be changed, or that change is not of this call.
    """
    fila = en_preparacion(convocatoria)
    hecho = selectors.cambios_de_lista(fila).filter(pk=cambio).first()
    if hecho is None:
        raise ErrorDominio("Ese cambio ya no se puede deshacer. Revise la lista.")
    ids = {n for desde, hasta in hecho.datos["contactos"] for n in range(desde, hasta + 1)}
    if hecho.accion == SUMAR:
        return _quitar(fila, ids, por)
    return _sumar(fila, _ids(Contacto.objects.vigentes().filter(pk__in=ids)), por)


@transaction.atomic
def complementar(
    *, actividad: Actividad, contactos: Contactos, motivo: str, por: Usuario
) -> tuple[Convocatoria, int]:
    """Put those contacts in the call in preparation, or in a new one with the last one's text.

    Raises:
        ErrorDominio: as `preparar_convocatoria` and `sumar_destinatarios`.
    """
    ultima = selectors.ultima(actividad)
    if ultima is None or ultima.estado == Convocatoria.Estado.ENVIADA:
        ultima = preparar_convocatoria(
            actividad=actividad,
            mensaje=selectors.texto_de_partida(actividad),
            motivo_complementaria=motivo,
            por=por,
        )
    return ultima, sumar_destinatarios(convocatoria=ultima, contactos=contactos, por=por)


def poner_lista(convocatoria: Convocatoria, contactos: Contactos) -> None:
    """Make a list of exactly those, for who already knows them."""
    convocatoria.destinatarios.set(_ids(contactos))


def _ids(contactos: Contactos) -> set[int]:
    if isinstance(contactos, QuerySet):
        return set(contactos.order_by().values_list("pk", flat=True))
    return {contacto.pk for contacto in contactos}


def _sumar(fila: Convocatoria, ids: set[int], por: Usuario) -> int:
    nuevos = ids - _en_lista(fila)
    puestos = Convocatoria.destinatarios.through
    puestos.objects.bulk_create(
        (puestos(convocatoria_id=fila.pk, contacto_id=pk) for pk in sorted(nuevos)),
        ignore_conflicts=True,
    )
    return _anotar(fila, SUMAR, nuevos, por)


def _quitar(fila: Convocatoria, ids: set[int], por: Usuario) -> int:
    fuera = ids & _en_lista(fila)
    puestos = Convocatoria.destinatarios.through.objects.filter(convocatoria=fila)
    if fuera:
        puestos.filter(contacto__in=fuera).delete()
    return _anotar(fila, QUITAR, fuera, por)


def _en_lista(fila: Convocatoria) -> set[int]:
    puestos = Convocatoria.destinatarios.through.objects.filter(convocatoria=fila)
    return set(puestos.values_list("contacto", flat=True))


def _anotar(fila: Convocatoria, accion: str, ids: set[int], por: Usuario) -> int:
    if ids:
        datos = {"cuantos": len(ids), "contactos": _tramos(ids)}
        anotar(fila, accion, por=por, datos=datos)
    return len(ids)


def _tramos(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Identifiers in runs, first and last: a whole directory takes a few."""
    tramos = []
    for _, grupo in groupby(enumerate(sorted(ids)), key=lambda par: par[1] - par[0]):
        corrida = [pk for _, pk in grupo]
        tramos.append((corrida[0], corrida[-1]))
    return tramos
