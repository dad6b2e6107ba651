"""Reads of the rights over personal data. Inside the scope of a service."""

from privacidad.selectors.copia import Seccion, secciones_de
from privacidad.selectors.politica import Politica, faltantes, politica_de
from privacidad.selectors.solicitudes import (
    ABIERTAS,
    abiertas,
    cuantas,
    del_tablero,
    envios_de,
    hechos_de,
    nombres_en_la_direccion,
    por_borrar,
)

__all__ = [
    "ABIERTAS",
    "Politica",
    "Seccion",
    "abiertas",
    "cuantas",
    "del_tablero",
    "envios_de",
    "faltantes",
    "hechos_de",
    "nombres_en_la_direccion",
    "politica_de",
    "por_borrar",
    "secciones_de",
]
