"""Every contribution, its systematisation, its answer, the document and the sending."""

from respuestas.models.anexos import AdjuntoConsulta, Consentimiento
from respuestas.models.encuentros import Aporte, EntregaEncuentro
from respuestas.models.mensajes import (
    Consulta,
    Consultante,
    ConsultaQuerySet,
    Grupo,
    Redaccion,
)
from respuestas.models.respuestas import (
    EnvioRespuesta,
    InformeRespuestas,
    PublicacionRespuestas,
    Respuesta,
)

__all__ = [
    "AdjuntoConsulta",
    "Aporte",
    "Consentimiento",
    "Consulta",
    "ConsultaQuerySet",
    "Consultante",
    "EntregaEncuentro",
    "EnvioRespuesta",
    "Grupo",
    "InformeRespuestas",
    "PublicacionRespuestas",
    "Redaccion",
    "Respuesta",
]
