"""Which notice of a date goes out on which day: on working days, the latest only."""

from datetime import date, timedelta

import pytest

from comun.plazos import UN_DIA, feriados_chile, motivo_inhabil
from seguimiento.etapas.avisos import (
    AVISOS,
    aviso_que_toca,
    aviso_semanal,
    dia_de_salida,
    vispera,
)

FERIADOS = feriados_chile(2027, 2027)
#: Monday to Sunday; Friday 21 May 2027 is a holiday (Glorias Navales).
LUNES = date(2027, 5, 17)


def dia(n: int) -> date:
    return LUNES + timedelta(days=n)


def avisos_de(vence: date, desde: date, hasta: date) -> dict[date, int]:
    """What each working day tells of a date; a notice once told is not told again."""
    resultado: dict[date, int] = {}
    hoy = desde
    while hoy <= hasta:
        if not motivo_inhabil(hoy, FERIADOS):
            aviso = aviso_que_toca(vence, hoy, vispera(hoy, FERIADOS))
            if aviso is not None and aviso not in resultado.values():
                resultado[hoy] = aviso
        hoy += UN_DIA
    return resultado


@pytest.mark.parametrize(
    ("hoy", "hasta"),
    [(dia(0), dia(0)), (dia(2), dia(2)), (dia(3), dia(6)), (dia(11), dia(13))],
)
def test_la_vispera_del_proximo_dia_habil(hoy, hasta):
    assert vispera(hoy, FERIADOS) == hasta


def test_entre_semana_cada_umbral_en_su_dia():
    vence = date(2027, 6, 16)  # a Wednesday without holidays around its notices
    assert avisos_de(vence, vence - timedelta(days=20), vence) == {
        date(2027, 6, 1): 15,
        date(2027, 6, 9): 7,
        date(2027, 6, 11): 3,  # Friday: the third day before is Sunday
        date(2027, 6, 15): 1,
        date(2027, 6, 16): 0,
    }


def test_lo_que_vence_en_domingo_se_avisa_el_ultimo_dia_habil():
    """The 23rd is a Sunday and the 21st a holiday: Thursday the 20th is the last working day."""
    assert avisos_de(dia(6), dia(0), dia(6)) == {dia(0): 7, dia(3): 0}


def test_lo_vencido_se_avisa_cada_dia_habil_con_sus_dias_de_atraso():
    assert avisos_de(dia(2), dia(3), dia(9)) == {dia(3): -1, dia(7): -5, dia(8): -6, dia(9): -7}


@pytest.mark.parametrize(
    ("atraso", "aviso"), [(1, -1), (2, -1), (7, -1), (8, -8), (14, -8), (15, -15), (400, -400)]
)
def test_a_la_autoridad_una_vez_por_semana(atraso, aviso):
    assert aviso_semanal(atraso) == aviso


@pytest.mark.parametrize(
    ("vence", "aviso", "salida"),
    [
        (dia(2), 0, dia(2)),
        (dia(6), 0, dia(3)),
        (dia(6), 1, dia(3)),
        (dia(8), 3, dia(3)),
        (dia(2), -1, dia(3)),
        (dia(3), -1, dia(7)),
    ],
)
def test_el_dia_en_que_debe_salir_un_aviso(vence, aviso, salida):
    assert dia_de_salida(vence, aviso, FERIADOS) == salida


def test_ningun_dia_del_anio_deja_algo_sin_avisar_antes_de_vencer():
    """Whatever the date, somebody was told on a working day that it is for that day."""
    for n in range(365):
        vence = date(2027, 1, 4) + timedelta(days=n)
        vistos = avisos_de(vence, vence - timedelta(days=30), vence)
        assert 0 in vistos.values(), vence
        assert set(vistos.values()) <= set(AVISOS)
