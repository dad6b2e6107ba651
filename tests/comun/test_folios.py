"""Folios: one after the other, apart by scope and year, and a rollback leaves no gap."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comun import folios

pytestmark = pytest.mark.django_db


def test_uno_tras_otro_y_cada_ambito_y_anio_por_su_cuenta():
    assert [folios.siguiente("consulta:1", 2026) for _ in range(3)] == [1, 2, 3]
    assert folios.siguiente("consulta:2", 2026) == 1
    assert folios.siguiente("consulta:1", 2027) == 1
    assert folios.siguiente("consulta:1", 2026) == 4


def test_reservar_varios_de_una_vez():
    folios.siguiente("consulta:1", 2026)
    assert list(folios.reservar("consulta:1", 2026, 4)) == [2, 3, 4, 5]
    assert folios.siguiente("consulta:1", 2026) == 6


@pytest.mark.parametrize("cuantos", [0, -1])
def test_reservar_ninguno_no_tiene_sentido(cuantos):
    with pytest.raises(ValueError, match="At least one"):
        folios.reservar("consulta:1", 2026, cuantos)
    assert folios.ultimo("consulta:1", 2026) == 0


def test_lo_deshecho_devuelve_su_numero():
    folios.siguiente("consulta:1", 2026)

    with transaction.atomic():
        assert folios.siguiente("consulta:1", 2026) == 2
        transaction.set_rollback(True)
    assert folios.ultimo("consulta:1", 2026) == 1
    assert folios.siguiente("consulta:1", 2026) == 2


def test_el_ultimo_dado():
    assert folios.ultimo("consulta:1", 2026) == 0
    folios.reservar("consulta:1", 2026, 7)
    assert (folios.ultimo("consulta:1", 2026), folios.ultimo("consulta:1", 2025)) == (7, 0)


def test_un_numero_o_mil_cuestan_una_sentencia():
    with CaptureQueriesContext(connection) as sentencias:
        folios.reservar("consulta:1", 2026, 1000)
    assert len(sentencias) == 1
