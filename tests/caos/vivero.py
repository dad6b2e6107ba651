"""Gives birth to workers and schedulers: it has the portal loaded, so each one is up at once.

Orders come by standard input, one JSON object per line with the fields of `Nacimiento`; the answer
is the process's number, which is also its group's. When the input ends, whatever was born dies.
"""

import ctypes
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import django

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Nacimiento:
    """What to be: Celery's arguments, and the scenario that it belongs to."""

    argumentos: list[str]
    base: str
    puerto_correo: int
    registro: str
    tareas: str
    sin: str


def main() -> None:
    django.setup()
    from celery.bin import celery  # noqa: F401  # loaded once, here

    import cpp_portal.celery
    from tests.caos import averias

    cpp_portal.celery.app.loader.import_default_modules()
    averias.acortar()
    # Nobody waits for the dead, so that they leave no trace.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    nacidos = [nacer(Nacimiento(**json.loads(linea))) for linea in sys.stdin]
    for pid in nacidos:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def nacer(orden: Nacimiento) -> int:
    pid = os.fork()
    if not pid:
        vivir(orden)
    print(pid, flush=True)
    return pid


def vivir(orden: Nacimiento) -> None:
    """In the child: a group and a log of its own, then `celery` as from the command line."""
    from celery.bin.celery import main as celery

    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        registro = Path(orden.registro).open("a")  # noqa: SIM115
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(registro.fileno(), 1)
        os.dup2(registro.fileno(), 2)
        situar(orden)
        sys.argv = ["celery", *orden.argumentos]
        celery()
    finally:
        os._exit(1)


def situar(orden: Nacimiento) -> None:
    """In the scenario: its database, its mail server, its agenda, without what it must lack."""
    from django.conf import settings
    from django.db import connection

    from tests.caos import averias

    connection.settings_dict["NAME"] = orden.base
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", orden.puerto_correo
    settings.EMAIL_TIMEOUT = averias.EMAIL_TIMEOUT
    averias.agendar(orden.tareas)
    averias.apagar(orden.sin)


if __name__ == "__main__":
    main()
