"""The portal's processes as the scenarios need them: short waits, and a mechanism off on demand.

It patches the portal inside the harness's own processes; the product has no such switch.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

#: Above EMAIL_TIMEOUT, as in the product, where it is EMAIL_TIMEOUT and a minute more.
PLAZO = timedelta(seconds=6)
EMAIL_TIMEOUT = 3
SEGUNDOS_ENTRE_BARRIDOS = 1.0


def acortar() -> None:
    """What the portal waits minutes for is here a matter of seconds."""
    from correos.services import entrega

    entrega.ESPERA_MINIMA = 0.4
    entrega.Lote.plazo = property(lambda lote: PLAZO, lambda lote, valor: None)


def agendar(tareas: str) -> None:
    """The beat orders only what begins with one of `tareas`, comma-separated, and often."""
    from cpp_portal.celery import app

    app.conf.beat_schedule = {
        nombre: entrada | {"schedule": SEGUNDOS_ENTRE_BARRIDOS}
        for nombre, entrada in app.conf.beat_schedule.items()
        if entrada["task"].startswith(tuple(tareas.split(",")))
    }


def apagar(mecanismo: str) -> None:
    """Take one mechanism away: the same scenario must then fail."""
    if mecanismo:
        MECANISMOS[mecanismo]()


def _sin_punto() -> None:
    """The final dot is not announced, so the sweep takes every abandoned mail for unsent."""
    from correos.services import entrega

    entrega.Lote._anunciar_punto = lambda lote, mensaje: True


def _sin_barrido() -> None:
    """Nobody looks for what a dead worker left half way, and the broker alone wakes."""
    from correos.services import entrega
    from cpp_portal.celery import app

    entrega.barrer = lambda: 0
    app.conf.beat_schedule = {}


def _sin_duda() -> None:
    """A connection cut after the final dot counts as a failure, and is tried again."""
    from correos.services import smtp

    _punto = smtp.Sesion._punto

    def punto(sesion: Any, conexion: Any) -> Any:
        resultado = _punto(sesion, conexion)
        if resultado.estado == smtp.Estado.INCIERTO:
            return replace(resultado, estado=smtp.Estado.REINTENTO)
        return resultado

    smtp.Sesion._punto = punto


def _sin_memoria() -> None:
    """Nobody writes down what was issued, and each run takes its mails for new ones."""
    from seguimiento.services import recordatorios

    recordatorios._anotar = lambda filas: None
    recordatorios._clave = lambda servicio, suyos: f"recordatorios:{secrets.token_hex(8)}"


MECANISMOS: dict[str, Callable[[], None]] = {
    "punto": _sin_punto,
    "barrido": _sin_barrido,
    "duda": _sin_duda,
    "memoria": _sin_memoria,
}
