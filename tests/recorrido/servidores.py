"""What the walk stands on: a web server, a worker process and a mail server, all real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from celery import Celery
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings


def esperar(condicion: Callable[[], Any], que: str, segundos: float = 120) -> Any:
    """What `condicion` gives, as soon as it is true."""
    limite = time.monotonic() + segundos
    while not (valor := condicion()):
        assert time.monotonic() < limite, f"It did not happen in {segundos} s: {que}."
        time.sleep(0.05)
    return valor


class Estaticos(StaticFilesHandler):
    """Static files that the browser keeps, as those of a real site."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        respuesta = super().serve(request)
        respuesta["Cache-Control"] = "max-age=3600"
        return respuesta


@contextmanager
def web() -> Iterator[str]:
    """The portal on a free port; its mails link to that address."""
    hilo = LiveServerThread("127.0.0.1", static_handler=Estaticos)
    hilo.daemon = True
    hilo.start()
    hilo.is_ready.wait()
    if hilo.error:
        raise hilo.error
    url = f"http://{hilo.host}:{hilo.port}"
    try:
        with override_settings(BASE_URL=url):
            # The first page compiles what all of them share: no step should pay for it.
            urlopen(f"{url}/acceso/login/", timeout=60).close()
            yield url
    finally:
        hilo.terminate()


def _base_de_datos() -> str:
    datos = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{datos['NAME']}"
    credencial = f"{datos['USER']}:{datos['PASSWORD']}"
    return f"postgres://{credencial}@{datos['HOST']}:{datos['PORT']}/{datos['NAME']}"


def _cola(carpeta: Path) -> tuple[dict[str, str], str, dict[str, str]]:
    """The queue: variables of the worker, its address and its options. Redis, if there is one."""
    if redis := os.environ.get("CELERY_BROKER_URL"):
        return {"CELERY_BROKER_URL": redis}, redis, {}
    cola, control = carpeta / "cola", carpeta / "cola-control"
    for una in (cola, control):
        una.mkdir()
    opciones = {
        "data_folder_in": str(cola),
        "data_folder_out": str(cola),
        "control_folder": str(control),
    }
    return {"CPP_PRUEBA_COLA": str(cola)}, "filesystem://", opciones


@contextmanager
def obrero(base_url: str, puerto_correo: int, carpeta: Path) -> Iterator[None]:
    """A Celery worker process on this test's database, which the web process wakes."""
    variables, url, opciones = _cola(carpeta)
    app = Celery("recorrido", broker=url, set_as_current=False)
    app.conf.update(broker_transport_options=opciones, task_publish_retry=False)
    ambiente = os.environ | {
        "CPP_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings_proceso",
        "DATABASE_URL": _base_de_datos(),
        "EMAIL_URL": f"smtp://127.0.0.1:{puerto_correo}",
        "BASE_URL": base_url,
        **variables,
    }
    orden = [sys.executable, "-m", "celery", "-A", "cpp_portal", "worker", "--pool", "solo"]
    orden += ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    with pytest.MonkeyPatch.context() as parche, (carpeta / "obrero.log").open("w") as registro:
        if "CELERY_BROKER_URL" in variables:
            # Celery reads this variable before what it is told.
            parche.setenv("CELERY_BROKER_URL", url)
        parche.setattr("correos.services.cola.current_app", app)
        proceso = subprocess.Popen(orden, env=ambiente, stdout=registro, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            proceso.send_signal(signal.SIGTERM)
            try:
                proceso.wait(60)
            finally:
                proceso.kill()  # nobody else would, and the next tests would pay for it
                proceso.wait()
