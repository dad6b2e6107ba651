"""The day from which the answers are counted: the last in-person activity, here or before."""

from datetime import date

import pytest

from convocatorias.selectors import ancla
from cuentas.models import CuentaPublica
from cuentas.services import anotar_hecho_previo
from tests import mundo as m


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def jornada_previa(cuenta, por, fecha=date(2027, 5, 3)):
    anotar_hecho_previo(
        cuenta=cuenta, tipo="jornada", fecha=fecha, evidencia="Acta", motivo="Se llevaba en papel",
        por=por,
    )  # fmt: skip


def test_sin_actividad_no_hay_desde_cuando(cuenta):
    assert ancla(cuenta) is None


def test_la_ultima_actividad_que_sigue_en_pie(cuenta, django_assert_num_queries):
    m.crear_actividad(cuenta)
    m.crear_actividad(cuenta, slug="segunda", tipo="complementaria", fecha=date(2027, 6, 3))
    m.crear_actividad(cuenta, slug="anulada", fecha=date(2027, 6, 9), estado="anulada")
    m.crear_actividad(cuenta, slug="vecinal", tipo="autoconvocada", fecha=date(2027, 6, 9))
    with django_assert_num_queries(1):
        assert ancla(cuenta) == date(2027, 6, 3)


def test_la_jornada_que_se_hizo_antes_de_usar_el_portal(cuenta, en_riberas):
    jornada_previa(cuenta, en_riberas["encargada"])
    assert ancla(cuenta) == date(2027, 5, 3)
    m.crear_actividad(cuenta)
    assert ancla(cuenta) == m.DIA


def test_solo_virtual_desde_que_cierra(cuenta):
    CuentaPublica.objects.filter(pk=cuenta.pk).update(modalidad="virtual", motivo_modalidad="x")
    cuenta.refresh_from_db()
    assert ancla(cuenta) is None
    m.crear_proceso(cuenta)
    assert ancla(cuenta) == date(2027, 6, 4)
