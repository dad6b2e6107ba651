"""Real processes: a Celery worker that wakes and sends, and two drains that never send twice."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos

pytestmark = pytest.mark.django_db(transaction=True)


def _ambiente(puerto_correo, **otros):
    datos = connection.settings_dict
    if connection.vendor == "sqlite":
        base = f"sqlite:///{datos['NAME']}"
    else:
        credencial = f"{datos['USER']}:{datos['PASSWORD']}"
        base = f"postgres://{credencial}@{datos['HOST']}:{datos['PORT']}/{datos['NAME']}"
    return os.environ | {
        "CPP_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings_proceso",
        "DATABASE_URL": base,
        "EMAIL_URL": f"smtp://127.0.0.1:{puerto_correo}",
        **otros,
    }


def _esperar(condicion, segundos=30):
    limite = time.monotonic() + segundos
    while not condicion():
        assert time.monotonic() < limite, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture
def obrero(buzon, cola_en, tmp_path):
    """A Celery worker on the queue that this process writes to: Redis, where there is one."""
    carpetas = [tmp_path / "cola", tmp_path / "cola-control"]
    for carpeta in carpetas:
        carpeta.mkdir()
    cola, control = map(str, carpetas)
    if redis := os.environ.get("CELERY_BROKER_URL"):
        cola_en(redis)
        otros = {}
    else:
        cola_en("filesystem://", data_folder_in=cola, data_folder_out=cola, control_folder=control)
        otros = {"CPP_PRUEBA_COLA": cola}
    orden = [sys.executable, "-m", "celery", "-A", "cpp_portal", "worker"]
    orden += ["--pool", "solo", "--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    with (tmp_path / "obrero.log").open("w") as registro:
        proceso = subprocess.Popen(
            orden,
            env=_ambiente(buzon.puerto, **otros),
            stdout=registro,
            stderr=subprocess.STDOUT,
        )
        yield proceso
        proceso.send_signal(signal.SIGTERM)
        proceso.wait(20)


def test_un_obrero_de_verdad_envia_lo_que_se_confirma(encolar, buzon, obrero):
    mensajes = [encolar("rosa"), encolar("luis")]
    _esperar(lambda: len(buzon.mensajes) == 2)
    _esperar(lambda: not Mensaje.objects.exclude(estado="enviado").exists())
    assert sorted(buzon.ids) == sorted(m.message_id for m in mensajes)


SOLO_POSTGRES = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL"
)


@pytest.mark.parametrize(
    "cuantos",
    [pytest.param(200, marks=[pytest.mark.postgres, SOLO_POSTGRES]), 60],
    ids=["postgres", "aqui"],
)
def test_dos_procesos_envian_cada_correo_una_vez(mundo, buzon, cuantos):
    mensajes = enqueue_muchos(
        [
            Correo(clave=f"c:{i}", para=f"p{i}@correo.example", asunto="Jornada", texto="Hola.")
            for i in range(cuantos)
        ],
        servicio=mundo.riberas,
        tipo="invitacion",
        campania="Jornada",
    )
    orden = [sys.executable, "manage.py", "entregar_correos"]
    ambiente = _ambiente(buzon.puerto)
    procesos = [
        subprocess.Popen(orden, env=ambiente, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    salidas = [proceso.communicate(timeout=60)[0] for proceso in procesos]
    assert [proceso.returncode for proceso in procesos] == [0, 0]
    assert sum(int(salida.split()[0]) for salida in salidas) == cuantos
    assert sorted(buzon.ids) == sorted(m.message_id for m in mensajes)
    assert set(Mensaje.objects.values_list("estado", flat=True)) == {"enviado"}
