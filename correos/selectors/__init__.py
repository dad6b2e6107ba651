"""Reads over the outbox that several pages need."""

from correos.selectors.envios import Envio, envio, envio_de, envios, por_detener
from correos.selectors.historia import Hecho, historia
from correos.selectors.lista import (
    ORDENES,
    clases,
    con_palabras,
    en_palabras,
    filtrar,
    lineas,
    que_hacer,
    tipo_en_palabras,
)
from correos.selectors.vistas import VISTAS, Cuentas, estados_de, resumen

__all__ = [
    "ORDENES",
    "VISTAS",
    "Cuentas",
    "Envio",
    "Hecho",
    "clases",
    "con_palabras",
    "en_palabras",
    "envio",
    "envio_de",
    "envios",
    "estados_de",
    "filtrar",
    "historia",
    "lineas",
    "por_detener",
    "que_hacer",
    "resumen",
    "tipo_en_palabras",
]
