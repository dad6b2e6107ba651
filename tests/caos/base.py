"""The scenarios on one base: `python -m tests.caos.base sqlite|postgres SEED QUICK NAME…`."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import django

from tests.caos.servidores import Postgres, Redis

MIGRADA = "caos_plantilla"


@contextmanager
def lugar(base: str) -> Iterator[Any]:
    """Servers, a queue and a migrated database; nothing of it outlives the run."""
    with tempfile.TemporaryDirectory(prefix="cpp-caos-") as nombre:
        carpeta = Path(nombre)
        carpeta.chmod(0o711)  # PostgreSQL is another user
        with ExitStack() as pila:
            postgres = redis = None
            if base == "postgres":
                postgres, redis = Postgres(carpeta), Redis(carpeta)
                pila.callback(redis.detener)
                pila.callback(postgres.detener)
            yield _preparar(base, carpeta, postgres, redis, pila)


def _preparar(
    base: str, carpeta: Path, postgres: Postgres | None, redis: Redis | None, pila: ExitStack
) -> Any:
    cola = carpeta / "cola"
    for una in (cola, carpeta / "cola-control"):
        una.mkdir()
    plantilla = MIGRADA if postgres else str(carpeta / "plantilla.sqlite3")
    os.environ |= {"CPP_DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.settings_proceso"}
    if postgres and redis:
        postgres.crear(MIGRADA)
        os.environ |= {
            "DATABASE_URL": postgres.url(MIGRADA),
            "REDIS_URL": f"{redis.url}/0",
            "CELERY_BROKER_URL": f"{redis.url}/1",
        }
    else:
        for variable in ("REDIS_URL", "CELERY_BROKER_URL"):
            os.environ.pop(variable, None)
        os.environ |= {"DATABASE_URL": f"sqlite:///{plantilla}", "CPP_PRUEBA_COLA": str(cola)}
    django.setup()
    from tests.caos.banco import Lugar
    from tests.caos.procesos import Vivero

    vivero = Vivero()
    pila.callback(vivero.cerrar)
    _migrar()
    return Lugar(base, carpeta, cola, plantilla, vivero, postgres, redis)


def _migrar() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def main(base: str, semilla: str, rapido: str, *nombres: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped
    with lugar(base) as aqui:
        from tests.caos import correo, fallas, recordatorios
        from tests.caos.promesas import en_json

        for promesa in (*correo.PROMESAS, *fallas.PROMESAS, *recordatorios.PROMESAS):
            elegida = not nombres or promesa.nombre.startswith(nombres)
            if elegida and base in promesa.bases:
                linea = promesa.probar(aqui, rapido=rapido == "1", semilla=int(semilla))
                print(en_json(linea), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
