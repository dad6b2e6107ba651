"""Use cases of the follow-up: keeping the projections true, and reminding of what is due."""

from seguimiento.services.proyeccion import poner_al_dia, repasar
from seguimiento.services.recordatorios import recordar_plazos

__all__ = ["poner_al_dia", "recordar_plazos", "repasar"]
