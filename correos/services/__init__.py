"""Use cases of the outbox: put mails in it, deliver them, and decide about the doubtful ones."""

from correos.services.cola import Correo, despertar, enqueue, enqueue_muchos
from correos.services.consola import (
    Tanda,
    anular,
    anular_campania,
    dar_por_enviado,
    por_que_no_se_repiten,
    reintentar,
    reintentar_varios,
)
from correos.services.entrega import Entrega, barrer, entregar, vaciar
from correos.services.supresion import bloquear, levantar

__all__ = [
    "Correo",
    "Entrega",
    "Tanda",
    "anular",
    "anular_campania",
    "barrer",
    "bloquear",
    "dar_por_enviado",
    "despertar",
    "enqueue",
    "enqueue_muchos",
    "entregar",
    "levantar",
    "por_que_no_se_repiten",
    "reintentar",
    "reintentar_varios",
    "vaciar",
]
