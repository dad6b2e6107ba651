"""Reads for the home, the account page and the boards: in bulk, with constant statements."""

from seguimiento.selectors.lineas import (
    TOPE,
    TRAMOS,
    Tramo,
    con_cuenta,
    con_texto,
    de_la_persona,
    del_tramo,
    por_tramos,
    proyeccion_de,
    proyecciones,
    repartir,
    sumas,
)
from seguimiento.selectors.panoramas import cuentas_visibles, panorama_de, panoramas
from seguimiento.selectors.portada import buscar_cuentas, en_etapa
from seguimiento.selectors.proyecciones import (
    VIVAS,
    atrasadas,
    cumplimientos_de,
    huella_de_feriados,
    por_asentar,
    tareas_pendientes,
    ultimas_filas,
)
from seguimiento.selectors.tablero import hechos_de_tableros, hechos_tablero

__all__ = [
    "TOPE",
    "TRAMOS",
    "VIVAS",
    "Tramo",
    "atrasadas",
    "buscar_cuentas",
    "con_cuenta",
    "con_texto",
    "cuentas_visibles",
    "cumplimientos_de",
    "de_la_persona",
    "del_tramo",
    "en_etapa",
    "hechos_de_tableros",
    "hechos_tablero",
    "huella_de_feriados",
    "panorama_de",
    "panoramas",
    "por_asentar",
    "por_tramos",
    "proyeccion_de",
    "proyecciones",
    "repartir",
    "sumas",
    "tareas_pendientes",
    "ultimas_filas",
]
