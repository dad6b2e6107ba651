"""Use cases of the follow-up: keeping the projections true, and reminding of what is due."""

from seguimiento.services.recordatorios import recordar_plazos

__all__ = ["recordar_plazos"]
