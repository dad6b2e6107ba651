"""The outbox, and what says who may send, to whom, how fast, and whether anybody is sending."""

from correos.models.mensaje import (
    AVISADO,
    DADO_POR_ENVIADO,
    ENVIO_DETENIDO,
    FAMILIAS,
    SIN_CONEXION,
    TIPO_ACCESO,
    TIPOS_RENUNCIABLES,
    Adjunto,
    Mensaje,
    MensajeQuerySet,
    campania_en_palabras,
)
from correos.models.salida import DominioRemitente, Limite, Pulso, Remitente, Supresion

__all__ = [
    "AVISADO",
    "DADO_POR_ENVIADO",
    "ENVIO_DETENIDO",
    "FAMILIAS",
    "SIN_CONEXION",
    "TIPOS_RENUNCIABLES",
    "TIPO_ACCESO",
    "Adjunto",
    "DominioRemitente",
    "Limite",
    "Mensaje",
    "MensajeQuerySet",
    "Pulso",
    "Remitente",
    "Supresion",
    "campania_en_palabras",
]
