"""A Redis that is alive for the kernel and answers nobody: the person waits two seconds at most."""

import os
import shutil
import signal
import socket
import subprocess
import time

import pytest
from celery import Celery
from django.core.cache import caches
from django.test import Client

from correos.models import Mensaje
from respuestas.models import Consulta
from servicios.alcance import todos_los_servicios
from tests.respuestas.conftest import datos_del_formulario
from tests.servidor_smtp import puerto_libre

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(
        "postgres" not in os.environ.get("DATABASE_URL", "") or not shutil.which("redis-server"),
        reason="needs PostgreSQL and Redis",
    ),
]

OPCIONES = {"socket_timeout": 2, "socket_connect_timeout": 2, "retry_on_timeout": False}


@pytest.fixture
def redis_propio(tmp_path):
    """A Redis that only this test suffers."""
    puerto = puerto_libre()
    orden = ["redis-server", "--port", str(puerto), "--bind", "127.0.0.1", "--save", ""]
    with (tmp_path / "redis.log").open("w") as registro:
        proceso = subprocess.Popen(orden, cwd=tmp_path, stdout=registro, stderr=registro)
        try:
            for _ in range(100):
                with socket.socket() as prueba:
                    if prueba.connect_ex(("127.0.0.1", puerto)) == 0:
                        break
                time.sleep(0.1)
            yield proceso, f"redis://127.0.0.1:{puerto}"
        finally:
            proceso.send_signal(signal.SIGCONT)
            proceso.terminate()
            proceso.wait(10)


@pytest.fixture
def portal_con_redis(redis_propio, monkeypatch, settings):
    """Queue and cache of the portal in that Redis, with the options of production."""
    proceso, direccion = redis_propio
    monkeypatch.setenv("CELERY_BROKER_URL", f"{direccion}/1")
    app = Celery("prueba", broker=f"{direccion}/1", set_as_current=False)
    app.conf.update(broker_transport_options=OPCIONES, task_publish_retry=False)
    monkeypatch.setattr("correos.services.cola.current_app", app)
    settings.CACHES = {
        "default": {
            "BACKEND": "cpp_portal.cache.CacheTolerante",
            "LOCATION": f"{direccion}/0",
            "OPTIONS": OPCIONES,
        }
    }
    yield proceso
    caches.close_all()


@pytest.fixture
def enviar(cuenta, url):
    """The form sent by a browser: how long it took, and how many messages there are."""

    def _enviar():
        n = Consulta.objects.count()
        # Another person each time: the second acknowledgement of one address waits.
        datos = datos_del_formulario(
            nonce=f"nonce-de-prueba-{n:04}", correo=f"persona{n}@correo.example"
        )
        inicio = time.monotonic()
        respuesta = Client().post(url("respuestas:participar"), datos)
        segundos = time.monotonic() - inicio
        assert respuesta.status_code == 302
        return segundos, Consulta.objects.count()

    return _enviar


def test_el_formulario_se_recibe_en_menos_de_dos_segundos_y_medio(portal_con_redis, enviar):
    enviar()  # loads the libraries, and leaves connections open
    portal_con_redis.send_signal(signal.SIGSTOP)
    segundos, mensajes = enviar()
    assert segundos < 2.5
    assert segundos > 1  # it did ask the frozen one
    portal_con_redis.send_signal(signal.SIGCONT)
    assert mensajes == 2
    with todos_los_servicios():
        assert Mensaje.objects.filter(estado="pendiente").count() == 2


def test_sin_congelar_no_se_espera(portal_con_redis, enviar):
    enviar()
    segundos, mensajes = enviar()
    assert (segundos < 1, mensajes) == (True, 2)
