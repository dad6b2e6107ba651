"""Folios: sequential numbers without gaps, from a locked counter row."""

from comun.models import Correlativo
from comun.preparadas import ejecutar

_RESERVAR = """
INSERT INTO comun_correlativo (ambito, anio, ultimo) VALUES (%s, %s, %s)
ON CONFLICT (ambito, anio) DO UPDATE SET ultimo = comun_correlativo.ultimo + excluded.ultimo
RETURNING ultimo
"""


def siguiente(ambito: str, anio: int) -> int:
    """Next number of the counter `ambito` in `anio`; call inside the transaction that uses it.

    One statement: the row stays locked until the commit, so a rollback leaves no gap.
    """
    return reservar(ambito, anio, 1)[0]


def reservar(ambito: str, anio: int, cuantos: int) -> range:
    """The next `cuantos` numbers, in one statement, for rows that are stored together.

    Raises:
        ValueError: fewer than one is asked.
    """
    if cuantos < 1:
        raise ValueError("At least one number is reserved.")
    [(ultimo_dado,)] = ejecutar(_RESERVAR, [ambito, anio, cuantos])
    return range(ultimo_dado - cuantos + 1, ultimo_dado + 1)


def ultimo(ambito: str, anio: int) -> int:
    """Last number given, 0 if none."""
    fila = Correlativo.objects.filter(ambito=ambito, anio=anio).values_list("ultimo", flat=True)
    return fila.first() or 0
