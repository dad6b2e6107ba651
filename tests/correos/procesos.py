"""Real processes on the test's own database, queue and mail server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

RAIZ = Path(__file__).parents[2]
OBRERO = [sys.executable, "-m", "celery", "-A", "cpp_portal", "worker", "--pool", "solo"]
OBRERO += ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]


def ambiente(puerto_correo: int, **otros: str) -> dict[str, str]:
    """The variables of a process of the portal in this test."""
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


def esperar(condicion: Callable[[], Any], segundos: float = 30) -> Any:
    """What `condicion` gives, as soon as it is true."""
    limite = time.monotonic() + segundos
    while not (valor := condicion()):
        assert time.monotonic() < limite, "It did not happen in time."
        time.sleep(0.1)
    return valor


def cola(carpeta: Path, cola_en: Callable[..., Any]) -> dict[str, str]:
    """A queue that this process writes to, and the variables of who reads it: Redis, if any."""
    if redis := os.environ.get("CELERY_BROKER_URL"):
        cola_en(redis)
        return {}
    for nombre in ("cola", "cola-control"):
        (carpeta / nombre).mkdir()
    ida, control = str(carpeta / "cola"), str(carpeta / "cola-control")
    cola_en("filesystem://", data_folder_in=ida, data_folder_out=ida, control_folder=control)
    return {"CPP_PRUEBA_COLA": ida}


@contextmanager
def proceso(
    orden: list[str], variables: dict[str, str], registro: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the portal until the end of the block; what it says goes to `registro`."""
    with registro.open("ab") as salida:
        hijo = subprocess.Popen(
            orden, cwd=RAIZ, env=variables, stdout=salida, stderr=subprocess.STDOUT
        )
        try:
            yield hijo
        finally:
            hijo.terminate()
            try:
                hijo.wait(20)
            except subprocess.TimeoutExpired:
                hijo.kill()
                hijo.wait()
