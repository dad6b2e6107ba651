"""Folios: sequential numbers without gaps, from a locked counter row."""

from django.db import connection

from comun.models import Correlativo

_SIGUIENTE = """
INSERT INTO comun_correlativo (ambito, anio, ultimo) VALUES (%s, %s, 1)
ON CONFLICT (ambito, anio) DO UPDATE SET ultimo = comun_correlativo.ultimo + 1
RETURNING ultimo
"""


def siguiente(ambito: str, anio: int) -> int:
    """Next number of the counter `ambito` in `anio`; call inside the transaction that uses it.

    One statement: the row stays locked until the commit, so a rollback leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SIGUIENTE, [ambito, anio])
        return cursor.fetchone()[0]


def ultimo(ambito: str, anio: int) -> int:
    """Last number given, 0 if none."""
    fila = Correlativo.objects.filter(ambito=ambito, anio=anio).values_list("ultimo", flat=True)
    return fila.first() or 0
