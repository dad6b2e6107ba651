"""What `/listo` tells, within two seconds whatever happens to the database."""

import logging
import threading
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from comun import reloj
from correos.services import situacion

logger = logging.getLogger(__name__)

#: Seconds that the database is waited for.
PLAZO = 1.5
#: How many questions may hang at once: a database that is frozen must not gather threads.
_CUPOS = threading.BoundedSemaphore(4)
_SIN_BASE = {
    "base": "no contesta",
    "que_pasa": "La base de datos no contesta.",
    "que_hacer": "Avise a quien administra el portal.",
}


def estado() -> tuple[dict[str, Any], bool]:
    """The facts, and whether the portal is ready. Asked in a thread that may be left behind."""
    if not _CUPOS.acquire(blocking=False):
        return _SIN_BASE, False
    caja: SimpleQueue[tuple[dict[str, Any], bool]] = SimpleQueue()
    threading.Thread(target=_preguntar, args=(caja,), name="listo", daemon=True).start()
    try:
        return caja.get(timeout=PLAZO)
    except Empty:
        return _SIN_BASE, False


def _preguntar(caja: "SimpleQueue[tuple[dict[str, Any], bool]]") -> None:
    try:
        caja.put(_mirar())
    except Exception as error:  # whatever is wrong with the database, it is not ready
        logger.warning("/listo: the database cannot be asked (%s).", type(error).__name__)
        caja.put((_SIN_BASE, False))
    finally:
        connections.close_all()
        _CUPOS.release()


def _mirar() -> tuple[dict[str, Any], bool]:
    pendientes = _migraciones.pendientes()
    envios = situacion()
    hechos = {
        "base": "ok",
        "migraciones": "pendientes" if pendientes else "ok",
        "cola": "detenida" if envios.detenida else "ok",
        "envio": str(envios.clase),
        "que_pasa": envios.que_pasa,
        "que_hacer": envios.que_hacer,
        "correos_atascados": envios.atascados,
        "segundos_sin_seniales": {
            nombre: round(hace.total_seconds()) for nombre, hace in sorted(envios.vistos.items())
        },
        "hora": reloj.ahora().isoformat(),
    }
    return hechos, not (pendientes or envios.detenida)


class _Migraciones:
    """Once they are all applied they stay so for the life of the process."""

    def __init__(self) -> None:
        self.al_dia = False

    def pendientes(self) -> bool:
        if not self.al_dia:
            ejecutor = MigrationExecutor(connection)
            self.al_dia = not ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes())
        return not self.al_dia


_migraciones = _Migraciones()
