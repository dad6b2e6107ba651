"""Use cases of the follow-up: true projections, reminders, and telling people what is new."""

from seguimiento.services.despedidas import bajo_llave, despedir
from seguimiento.services.novedades import avisar_novedades
from seguimiento.services.proyeccion import poner_al_dia, repasar
from seguimiento.services.recordatorios import recordar_plazos
from seguimiento.services.suscripciones import confirmar_avisos, pedir_avisos

__all__ = [
    "avisar_novedades",
    "bajo_llave",
    "confirmar_avisos",
    "despedir",
    "pedir_avisos",
    "poner_al_dia",
    "recordar_plazos",
    "repasar",
]
