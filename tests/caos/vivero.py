"""Gives birth to workers and schedulers: it has the portal loaded, so each one is up at once.

Orders come by standard input, one JSON list of Celery's arguments per line; the answer is the
process's number, which is also its group's. When the input ends, everything that was born dies.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

import django

PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    django.setup()
    from celery.bin import celery  # noqa: F401  # loaded once, here

    import cpp_portal.celery  # noqa: F401
    from tests.caos import averias

    averias.acortar(os.environ["CPP_CAOS_TAREAS"])
    averias.apagar(os.environ.get("CPP_CAOS_SIN", ""))
    # Nobody waits for the dead, so that they leave no trace.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("listo", flush=True)
    nacidos = [nacer(json.loads(linea)) for linea in sys.stdin]
    for pid in nacidos:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def nacer(argumentos: list[str]) -> int:
    pid = os.fork()
    if not pid:
        vivir(argumentos)
    print(pid, flush=True)
    return pid


def vivir(argumentos: list[str]) -> None:
    """In the child: a group and a log of its own, then `celery` as from the command line."""
    from celery.bin.celery import main as celery

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    registro = Path(os.environ["CPP_CAOS_REGISTRO"]).open("a")  # noqa: SIM115
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(registro.fileno(), 1)
    os.dup2(registro.fileno(), 2)
    sys.argv = ["celery", *argumentos]
    try:
        celery()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
