"""The token buckets: an hour of the real clock, one token for one, and a line that ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models import F

from comun import baldes
from comun.models import Balde
from comun.tasks import vaciar_baldes
from cpp_portal.celery import app

UN_MINUTO = timedelta(minutes=1)


def pasa(clave: str = "a", por_hora: int = 6) -> bool:
    return baldes.tomar({clave: por_hora}) == set()


def pasan(tiempo: timedelta) -> None:
    """As if every bucket had been touched that long ago."""
    Balde.objects.update(actualizado_en=F("actualizado_en") - tiempo)


@pytest.mark.django_db
class TestTomar:
    def test_caben_tantas_como_dice_la_cuota_y_ninguna_mas(self):
        assert [pasa() for _ in range(9)] == [True] * 6 + [False] * 3

    def test_se_llena_de_a_poco_con_el_reloj_de_verdad(self):
        for _ in range(6):
            pasa()
        pasan(9 * UN_MINUTO)
        assert not pasa()
        pasan(2 * UN_MINUTO)
        assert [pasa(), pasa()] == [True, False]
        pasan(timedelta(days=3))
        assert [pasa() for _ in range(7)] == [True] * 6 + [False]

    def test_mover_el_reloj_del_portal_no_da_mas(self, reloj_en):
        reloj_en(datetime(2027, 5, 17, 14, tzinfo=UTC))
        for _ in range(6):
            pasa()
        reloj_en(datetime(2027, 5, 18, 14, tzinfo=UTC))
        assert not pasa()

    def test_lo_que_falla_en_una_transaccion_devuelve_la_ficha(self):
        with transaction.atomic():
            assert pasa("a", 1)
            transaction.set_rollback(True)
        assert [pasa("a", 1), pasa("a", 1)] == [True, False]

    def test_insistir_no_alarga_la_espera(self):
        for _ in range(200):
            pasa()
        assert timedelta(minutes=9, seconds=50) < baldes.espera({"a": 6}) <= 10 * UN_MINUTO

    def test_cada_clave_cuenta_aparte_y_se_dice_cual_falta(self):
        pasa("a", 1)
        assert baldes.tomar({"b": 6, "a": 1}) == {"a"}
        assert Balde.objects.get(pk="b").fichas == 5
        baldes.devolver({"b"})
        assert Balde.objects.get(pk="b").fichas == 6
        pasan(UN_MINUTO)
        assert [pasa("b") for _ in range(7)] == [True] * 6 + [False]

    def test_la_espera_es_la_del_que_mas_falta(self):
        baldes.tomar({"a": 1, "b": 60})
        assert baldes.espera({"b": 60, "c": 1}) == timedelta(0)
        assert 59 * UN_MINUTO < baldes.espera({"a": 1, "b": 60}) <= 60 * UN_MINUTO

    def test_un_reloj_que_retrocede_no_quita_fichas(self):
        pasa()
        pasan(-10 * UN_MINUTO)
        antes = Balde.objects.get().actualizado_en
        assert pasa()
        assert Balde.objects.get().fichas == 4
        assert Balde.objects.get().actualizado_en == antes

    def test_cuesta_una_sentencia(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            baldes.tomar({"a": 6, "b": 6})
        with django_assert_num_queries(0):
            assert baldes.tomar({}) == set()


@pytest.mark.django_db
class TestReservar:
    def test_pasada_la_cuota_cada_uno_espera_un_turno_mas(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert baldes.reservar("a", 2) == timedelta(0)
        assert baldes.reservar("a", 2) == timedelta(0)
        esperas = [baldes.reservar("a", 2) / UN_MINUTO for _ in range(3)]
        assert esperas == pytest.approx([30, 60, 90], abs=0.1)
        pasan(60 * UN_MINUTO)
        assert baldes.reservar("a", 2) / UN_MINUTO == pytest.approx(60, abs=0.1)

    def test_nadie_espera_mas_de_un_dia(self):
        for _ in range(60):
            ultima = baldes.reservar("a", 2)
        assert ultima == baldes.ESPERA_MAXIMA


@pytest.mark.django_db
def test_los_llenos_se_borran():
    baldes.reservar("vieja", 6)
    pasan(timedelta(hours=27))
    baldes.reservar("nueva", 6)
    pasan(timedelta(hours=25))
    vaciar_baldes()
    assert [b.clave for b in Balde.objects.all()] == ["nueva"]
    assert "comun.vaciar_baldes" in {t["task"] for t in app.conf.beat_schedule.values()}


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_a_la_vez_pasan_las_mismas(transactional_db):
    """Each one takes two buckets, named in either order: nobody waits for nobody."""

    def uno(n: int) -> bool:
        claves = ("red", "correo") if n % 2 else ("correo", "red")
        try:
            return baldes.tomar(dict.fromkeys(claves, 50)) == set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as hilos:
        assert sum(hilos.map(uno, range(200))) == 50
        esperas = sorted(hilos.map(lambda _: _reservar(), range(20)))
    assert [round(e / UN_MINUTO) for e in esperas] == [0] * 10 + [6 * n for n in range(1, 11)]


def _reservar() -> timedelta:
    try:
        return baldes.reservar("servicio", 10)
    finally:
        connections.close_all()
