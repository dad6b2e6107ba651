"""Reads for the home, the account page and the boards: in bulk, with constant statements."""

from seguimiento.selectors.panoramas import cuentas_visibles, panorama_de, panoramas
from seguimiento.selectors.portada import buscar_cuentas, en_etapa
from seguimiento.selectors.tablero import hechos_de_tableros, hechos_tablero

__all__ = [
    "buscar_cuentas",
    "cuentas_visibles",
    "en_etapa",
    "hechos_de_tableros",
    "hechos_tablero",
    "panorama_de",
    "panoramas",
]
