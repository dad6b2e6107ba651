"""The portal's clock: one row moves it for everybody, only in the demo, and zones say the date."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun import reloj
from comun.models import DesfaseReloj

pytestmark = pytest.mark.django_db

CASI = timedelta(seconds=5)
EN_2027 = datetime(2027, 5, 28, 3, 30, tzinfo=UTC)


def test_sin_moverlo_es_la_hora_real():
    assert abs(reloj.ahora() - datetime.now(UTC)) < CASI
    assert DesfaseReloj.objects.count() == 0


def test_se_mueve_sigue_andando_y_vuelve():
    reloj.mover_a(EN_2027)
    assert abs(reloj.ahora() - EN_2027) < CASI
    primero = reloj.ahora()
    assert reloj.ahora() > primero
    reloj.mover_a(EN_2027 - timedelta(days=400))
    assert DesfaseReloj.objects.count() == 1
    reloj.volver()
    assert abs(reloj.ahora() - datetime.now(UTC)) < CASI


def test_la_fecha_depende_de_la_zona():
    reloj.mover_a(EN_2027)
    assert reloj.hoy() == date(2027, 5, 27)
    assert reloj.hoy(ZoneInfo("America/Punta_Arenas")) == date(2027, 5, 28)
    assert reloj.hoy(ZoneInfo("Pacific/Easter")) == date(2027, 5, 27)


def test_fuera_de_la_demostracion_no_se_mueve_ni_se_pregunta(settings):
    reloj.mover_a(EN_2027)
    settings.CPP_DEMO = False
    with pytest.raises(RuntimeError, match="CPP_DEMO"):
        reloj.mover_a(EN_2027)
    with CaptureQueriesContext(connection) as sentencias:
        assert abs(reloj.ahora() - datetime.now(UTC)) < CASI
    assert len(sentencias) == 0


def test_un_caso_de_uso_ve_un_solo_instante():
    reloj.mover_a(EN_2027)
    with CaptureQueriesContext(connection) as sentencias, reloj.un_instante() as instante:
        assert {reloj.ahora() for _ in range(5)} == {instante}
        with reloj.un_instante() as otro:
            assert otro == instante
        assert reloj.ahora() == instante
    assert len(sentencias) == 1
    assert reloj.ahora() > instante
