"""What each app contributes to an account's stage, its public steps and its board."""

from seguimiento.etapas.linea import HechosTablero, Linea
from seguimiento.etapas.panorama import Etapa, Panorama, etapa
from seguimiento.etapas.pasos import pasos, plazo_explicado
from seguimiento.etapas.tareas import tareas, tramos

__all__ = [
    "Etapa",
    "HechosTablero",
    "Linea",
    "Panorama",
    "etapa",
    "pasos",
    "plazo_explicado",
    "tareas",
    "tramos",
]
