"""No published figure speaks of fewer than five people, nor can one be had by subtraction."""

from itertools import product

import pytest

from convocatorias.reglas.publicable import MINIMO, multiple_publicable, particion_publicable


@pytest.mark.parametrize(
    ("conteos", "publicos"),
    [
        ([10, 20, 0], [10, 20, 0]),
        ([10, 4, 0], [None, None, 0]),
        ([10, 20, 4], [None, 20, None]),
        ([10, 20, 3, 1], [None, 20, None, None]),
        ([10, 20, 3, 2], [10, 20, None, None]),
        ([3, 0, 0], [None, None, None]),
        ([2, 2, 0], [None, None, None]),
        ([0, 0], [0, 0]),
    ],
)
def test_de_una_sola_opcion(conteos, publicos):
    assert particion_publicable(conteos) == publicos


def test_lo_oculto_nunca_se_deduce_del_total():
    """Whatever the counts: what is hidden is five people in two groups, or nothing is told."""
    for conteos in product((0, 1, 4, 5, 9), repeat=4):
        publicos = particion_publicable(conteos)
        ocultos = [n for n, publico in zip(conteos, publicos, strict=True) if publico is None]
        assert all(publico is None or publico == 0 or publico >= MINIMO for publico in publicos)
        if ocultos and None in publicos and publicos != [None] * 4:
            assert len(ocultos) >= 2
            assert sum(ocultos) >= MINIMO


def test_de_varias_opciones_tambien_cuenta_quien_no_eligio():
    assert multiple_publicable([20, 17, 4, 0, 10], 20) == [20, None, None, 0, 10]


def test_el_total_que_se_publica_no_delata_a_quien_no_respondio_esa_pregunta():
    # Twenty answered the survey and eighteen this question: two are had by subtraction.
    assert multiple_publicable([18, 8, 0], 20, 18) == [None, 8, 0]
