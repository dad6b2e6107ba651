"""Use cases of the outbox: put mails in it, deliver them, and decide about the doubtful ones."""

from correos.services.cola import Correo, despertar, enqueue, enqueue_muchos
from correos.services.consola import anular, dar_por_enviado, reintentar
from correos.services.entrega import Entrega, barrer, entregar, vaciar

__all__ = [
    "Correo",
    "Entrega",
    "anular",
    "barrer",
    "dar_por_enviado",
    "despertar",
    "enqueue",
    "enqueue_muchos",
    "entregar",
    "reintentar",
    "vaciar",
]
