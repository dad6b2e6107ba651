"""Many boards opened at once, all of them stale: on PostgreSQL, with real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from seguimiento.models import Pendiente, Plazo, Proyeccion
from seguimiento.services import poner_al_dia
from servicios.alcance import alcance
from tests import mundo as m

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

VISITAS = 8


@pytest.fixture
def cuentas(transactional_db, mundo):
    with alcance(mundo.riberas):
        cuentas = [
            m.crear_cuenta(mundo.riberas, mundo["encargada"]),
            m.crear_cuenta(
                mundo.riberas, mundo["encargada"], anio_gestion=2025, anio_ejercicio=2026
            ),
        ]
        for cuenta in cuentas:
            m.crear_proceso(cuenta)
            m.crear_actividad(cuenta)
        yield cuentas


def test_todos_ven_lo_mismo_y_las_filas_son_una_vez(cuentas):
    salida = Barrier(VISITAS)

    def visitar(_: int) -> int:
        try:
            salida.wait()
            return poner_al_dia(ahora=m.AHORA)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(VISITAS) as hilos:
        list(hilos.map(visitar, range(VISITAS)))
    assert Proyeccion.objects.count() == len(cuentas)
    una_vez = {(p.cuenta_id, p.clave) for p in Pendiente.objects.all()}
    assert (len(una_vez), Plazo.objects.count() > 0) == (Pendiente.objects.count(), True)
    assert len({pk for pk, _ in una_vez}) == len(cuentas)
    assert poner_al_dia(ahora=m.AHORA) == 0
