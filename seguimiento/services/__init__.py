"""Use cases of the follow-up: keeping the projections true, and reminding of what is due."""

from seguimiento.services.recordatorios import aviso_que_toca, recordar_plazos

__all__ = ["aviso_que_toca", "recordar_plazos"]
