"""/listo: ready or not, in words, within two seconds also when the database hangs."""

import os
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.db.models.functions import Now
from django.test import Client

from correos.models import Mensaje
from correos.services import AGENDA, ENVIO, enqueue, marcar
from cpp_portal import salud
from servicios.alcance import todos_los_servicios
from tests.servidor_smtp import servidor_mudo

pytestmark = pytest.mark.django_db(transaction=True)

SIN_BASE = {
    "base": "no contesta",
    "que_pasa": "La base de datos no contesta.",
    "que_hacer": "Avise a quien administra el portal.",
}


@pytest.fixture(autouse=True)
def con_tiempo(monkeypatch, settings):
    """A busy machine may take longer than what a monitor is made to wait for."""
    monkeypatch.setattr(salud, "PLAZO", 20)
    settings.VIGIA_SILENCIO = 300


@pytest.fixture
def vencido(mundo):
    """A mail that should have left twenty minutes ago."""
    enqueue(
        servicio=mundo.riberas,
        tipo="acuse",
        clave="acuse:1",
        para="rosa@correo.example",
        asunto="Recibimos su mensaje",
        texto="Hola.",
        html="",
    )
    with todos_los_servicios():
        Mensaje.objects.update(no_antes_de=Now() - timedelta(minutes=20))


def preguntar():
    respuesta = Client().get("/listo")
    return respuesta.status_code, respuesta.json()


def test_todo_bien(db):
    marcar(ENVIO, AGENDA)
    codigo, hechos = preguntar()
    assert codigo == 200
    assert hechos.pop("hora")
    assert set(hechos.pop("segundos_sin_seniales")) == {"agenda", "envio"}
    assert hechos == {
        "base": "ok",
        "migraciones": "ok",
        "cola": "ok",
        "envio": "nada",
        "que_pasa": "",
        "que_hacer": "",
        "correos_atascados": 0,
    }


def test_lo_que_esta_detenido_se_dice_con_palabras(vencido):
    codigo, hechos = preguntar()
    assert (codigo, hechos["cola"], hechos["correos_atascados"]) == (503, "detenida", 1)
    assert hechos["que_pasa"].startswith("Los correos no están saliendo desde las ")
    assert hechos["que_hacer"] == (
        "Nada se pierde: saldrá todo cuando se reanude. Avise a quien administra el portal."
    )


def test_los_correos_que_avanzan_no_alarman(vencido):
    marcar(ENVIO, "movimiento")
    codigo, hechos = preguntar()
    assert (codigo, hechos["envio"], hechos["correos_atascados"]) == (200, "avanza", 0)


def test_con_migraciones_pendientes_no_esta_listo(db, monkeypatch):
    monkeypatch.setattr(salud, "_migraciones", salud._Migraciones())
    monkeypatch.setattr(salud.MigrationExecutor, "migration_plan", lambda *a: ["una"])
    codigo, hechos = preguntar()
    assert (codigo, hechos["migraciones"]) == (503, "pendientes")


def test_una_base_que_se_niega_es_503_sin_traza(db, monkeypatch):
    def negarse():
        raise OperationalError("FATAL: password of cpp")

    monkeypatch.setattr(salud, "_mirar", negarse)
    assert preguntar() == (503, SIN_BASE)


def _esperar_hilos():
    for hilo in threading.enumerate():
        if hilo.name == "listo":
            hilo.join()


def test_una_base_congelada_es_503_en_menos_de_dos_segundos(db, monkeypatch):
    soltar = threading.Event()
    monkeypatch.setattr(salud, "PLAZO", 1.5)
    monkeypatch.setattr(salud, "_mirar", lambda: soltar.wait(30) and salud._SIN_BASE)
    monkeypatch.setattr(salud, "_CUPOS", threading.BoundedSemaphore(2))
    try:
        for _ in range(2):
            inicio = time.monotonic()
            assert preguntar() == (503, SIN_BASE)
            assert time.monotonic() - inicio < 2.5
        inicio = time.monotonic()
        assert preguntar() == (503, SIN_BASE)
        assert time.monotonic() - inicio < 1
        assert len([t for t in threading.enumerate() if t.name == "listo"]) == 2
    finally:
        soltar.set()
        _esperar_hilos()


@pytest.mark.postgres
@pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL")
def test_un_servidor_de_base_mudo_es_503_en_menos_de_dos_segundos(db, monkeypatch):
    monkeypatch.setattr(salud, "PLAZO", 1.5)
    with servidor_mudo() as mudo:
        monkeypatch.setitem(connections.settings["default"], "HOST", "127.0.0.1")
        monkeypatch.setitem(connections.settings["default"], "PORT", str(mudo))
        inicio = time.monotonic()
        assert preguntar() == (503, SIN_BASE)
        assert 1 < time.monotonic() - inicio < 2.5
    _esperar_hilos()
