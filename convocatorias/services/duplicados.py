"""The search for organisations that may be the same one, and what people decide of each pair."""

from datetime import datetime
from functools import partial

from django.db import transaction

from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.models import Organizacion, PosibleDuplicado
from convocatorias.selectors.duplicados import Hallado, Par
from correos.services import pedir_tarea
from servicios.models import Servicio, Usuario

BUSCAR = "convocatorias.buscar_duplicados"
_TANDA = 1000


def pedir_duplicados(*, servicio: Servicio) -> None:
    """Have the directory looked through by a worker, once this transaction is stored."""
    transaction.on_commit(partial(pedir_tarea, BUSCAR, servicio.pk))


@transaction.atomic
def buscar_duplicados(*, servicio: Servicio) -> int:
    """Look for pairs again: new ones are proposed, what was dismissed stays so. How many wait.

    Bounds: `convocatorias.selectors.duplicados`. Run inside the scope of the service.
    """
    hallados = selectors.pares_posibles()
    conocidos = {(d.una_id, d.otra_id): d for d in PosibleDuplicado.objects.all()}
    sobran = [
        fila.pk
        for par, fila in conocidos.items()
        if par not in hallados and fila.descartado_en is None
    ]
    PosibleDuplicado.objects.filter(pk__in=sobran).delete()
    cambian = []
    for par, fila in conocidos.items():
        hallado = hallados.get(par)
        if hallado and (fila.motivo, fila.parecido) != (hallado.motivo, hallado.parecido):
            fila.motivo, fila.parecido = hallado.motivo, hallado.parecido
            cambian.append(fila)
    PosibleDuplicado.objects.bulk_update(cambian, ["motivo", "parecido"], batch_size=_TANDA)
    _proponer(servicio, {par: h for par, h in hallados.items() if par not in conocidos})
    return selectors.posibles_duplicados().count()


def _proponer(servicio: Servicio, nuevos: dict[Par, Hallado]) -> None:
    claves = {clave for par in nuevos for clave in par}
    # With its rows at hand, the rule of one service is checked without asking for each.
    filas = Organizacion.objects.only("pk", "servicio").in_bulk(claves)
    PosibleDuplicado.objects.bulk_create(
        [
            PosibleDuplicado(
                servicio=servicio,
                una=filas[una],
                otra=filas[otra],
                motivo=hallado.motivo,
                parecido=hallado.parecido,
            )
            for (una, otra), hallado in nuevos.items()
        ],
        ignore_conflicts=True,
        batch_size=_TANDA,
    )


@transaction.atomic
def descartar_duplicado(*, posible: PosibleDuplicado, ahora: datetime, por: Usuario) -> None:
    """The two are not the same one: the pair is not proposed again.

    Raises:
        ErrorDominio: somebody decided it before.
    """
    filas = PosibleDuplicado.objects.filter(pk=posible.pk, descartado_en=None)
    if not filas.update(descartado_en=ahora, descartado_por=por):
        raise ErrorDominio("Otra persona ya lo había descartado. Recargue la página.")
    anotar(posible, "descartar_duplicado", por=por)
