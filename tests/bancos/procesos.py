"""What the bench stands on: its own database, a worker, a mail server and the web, all real."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

RAIZ = Path(__file__).resolve().parents[2]
#: A database of Redis of its own: nobody else's worker takes the bench's tasks.
REDIS_PROPIO = "/9"
ESPERA = 300
#: The portal in its production form, but for the demo's clock where `demo` is asked for.
PRODUCCION = {
    "DJANGO_SETTINGS_MODULE": "tests.bancos.ajustes",
    "DJANGO_SECRET_KEY": "banco-0123456789-0123456789-0123456789-0123456789-0123456789",
    "DJANGO_FIELD_KEYS": "YmFuY28tMDEyMzQ1Njc4OS0wMTIzNDU2Nzg5LTAxMjM=",
    "DJANGO_HMAC_KEY": "banco-0123456789-0123456789-0123456789",
    "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
    "DJANGO_SSL_REDIRECT": "0",
    "DJANGO_DEBUG": "0",
    "BASE_URL": "https://cuentas.example",
    "DEFAULT_FROM_EMAIL": "Cuenta Pública <cuentas@cpp.example>",
    "EMAIL_TIMEOUT": "90",
    "SENTRY_DSN": "",
}


def preparar_ambiente(base_de_datos: str, puerto_correo: int) -> None:
    """Set this process's own environment, which its children inherit."""
    os.environ.pop("CPP_DEMO", None)
    os.environ.update(PRODUCCION)
    os.environ["DATABASE_URL"] = base_de_datos
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{puerto_correo}"
    cola = urlsplit(os.environ["CELERY_BROKER_URL"])
    os.environ["CELERY_BROKER_URL"] = urlunsplit(cola._replace(path=REDIS_PROPIO))


@contextmanager
def base_propia(url: str, cual: str = "") -> Iterator[str]:
    """A new database on that server, dropped at the end: nobody's data is ever touched."""
    nombre = f"cpp_banco_{os.getpid()}{cual}"
    _en_el_servidor(url, f'CREATE DATABASE "{nombre}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{nombre}"))
    finally:
        _en_el_servidor(url, f'DROP DATABASE "{nombre}" WITH (FORCE)')


def _en_el_servidor(url: str, orden: str) -> None:
    conexion = psycopg2.connect(url)
    try:
        conexion.autocommit = True
        with conexion.cursor() as cursor:
            cursor.execute(orden)
    finally:
        conexion.close()


@contextmanager
def proceso(*orden: str, menos_prisa: int = 0, **ambiente: str) -> Iterator[subprocess.Popen[str]]:
    """A process group of its own; at the end all of it ends. What it says on error is shown."""
    with tempfile.TemporaryFile("w+") as registro:
        hijo = subprocess.Popen(
            ["nice", "-n", str(menos_prisa), sys.executable, "-m", *orden],
            cwd=RAIZ,
            env=os.environ | ambiente,
            stdout=subprocess.PIPE,
            stderr=registro,
            text=True,
            start_new_session=True,
        )
        try:
            yield hijo
        except BaseException:
            registro.seek(0)
            sys.stderr.write(registro.read()[-4000:])
            raise
        finally:
            os.killpg(hijo.pid, signal.SIGKILL)
            hijo.wait()


@contextmanager
def sumidero() -> Iterator[int]:
    """The port of a mail server that accepts all."""
    with proceso("tests.bancos.sumidero") as hijo:
        assert hijo.stdout is not None
        yield int(hijo.stdout.readline())


@contextmanager
def obrero() -> Iterator["subprocess.Popen"]:
    """Two processes, niced as in Procfile.demo, which serve the portal and the yardsticks alike."""
    orden = ("celery", "-A", "cpp_portal", "worker", "--concurrency", "2", "--loglevel", "WARNING")
    from cpp_portal.celery import app

    with proceso(*orden, menos_prisa=10) as hijo:
        esperar(lambda: _vive(hijo) and app.control.ping(timeout=0.5), "the worker answers")
        yield hijo


@contextmanager
def web(puerto: int) -> Iterator[str]:
    """The portal, with the demo's clock, to stand in the window."""
    url = f"http://127.0.0.1:{puerto}"
    with gunicorn(puerto, "cpp_portal.wsgi", "/healthz", CPP_DEMO="1", BASE_URL=url):
        yield url


@contextmanager
def gunicorn(puerto: int, aplicacion: str, camino: str, **ambiente: str) -> Iterator[str]:
    """gunicorn with the options of Procfile.demo, as soon as `camino` answers."""
    orden = ("gunicorn", aplicacion, "--bind", f"127.0.0.1:{puerto}")
    orden += ("--worker-class", "gthread", "--workers", "2", "--threads", "4")
    orden += ("--no-control-socket",)
    url = f"http://127.0.0.1:{puerto}"
    with proceso(*orden, **ambiente) as hijo:
        esperar(lambda: _vive(hijo) and _contesta(f"{url}{camino}"), "the web answers")
        yield url


def _vive(hijo: "subprocess.Popen[str]") -> bool:
    """Whether it still runs.

    Raises:
        ChildProcessError: it ended by itself.
    """
    if hijo.poll() is not None:
        raise ChildProcessError(f"{hijo.args[5]} ended by itself.")
    return True


def _contesta(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as respuesta:
            return respuesta.status == 200
    except (urllib.error.URLError, OSError):
        return False


def esperar(condicion: Callable[[], object], que: str, cada: float = 0.05) -> None:
    """Until `condicion` holds.

    Raises:
        TimeoutError: it did not in five minutes.
    """
    limite = time.monotonic() + ESPERA
    while not condicion():
        if time.monotonic() > limite:
            raise TimeoutError(f"It did not happen in {ESPERA} s: {que}.")
        time.sleep(cada)


def puerto_libre() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        return oyente.getsockname()[1]
