"""Out of the outbox for good: the words of a mail are kept as long as they have to be."""

import logging

from django.db import transaction

from comun import reloj
from correos.models import Mensaje
from servicios.alcance import todos_los_servicios

logger = logging.getLogger(__name__)

POR_LOTE = 500


def purgar() -> int:
    """Erase the words of the settled mails whose term is over. How many.

    The row stays, with its fingerprint, its dates and the names of its attachments, which are
    files of the account, not of the person. To be called outside a transaction; safe to run twice
    at once.
    """
    cuantos = 0
    with todos_los_servicios():
        while lote := _un_lote():
            cuantos += lote
    if cuantos:
        logger.info("The words of %s mails were erased at the end of their term.", cuantos)
    return cuantos


@transaction.atomic
def _un_lote() -> int:
    filas = Mensaje.objects.por_purgar(reloj.hoy()).select_for_update(skip_locked=True)
    ids = list(filas.order_by("pk").values_list("pk", flat=True)[:POR_LOTE])
    purgados = Mensaje.objects.filter(pk__in=ids, purgado_en__isnull=True)
    return purgados.update(texto="", html="", renuncia="", purgado_en=reloj.ahora())
