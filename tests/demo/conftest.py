"""The demo told once for its tests, at a fixed date and inside a transaction that is undone."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from comun import reloj
from convocatorias import catalogos as tipos
from convocatorias.models import TipoOrganizacion
from servicios.alcance import todos_los_servicios
from servicios.catalogos import cargar
from servicios.models import Comuna, Region

#: A Friday morning in Santiago.
AHORA = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
HOY = date(2026, 11, 20)


@contextmanager
def contada(*opciones: str, salida: io.StringIO | None = None) -> Iterator[str]:
    """The demo in an empty database; what it printed. Undone at the end."""
    with transaction.atomic(), todos_los_servicios():
        if not Comuna.objects.exists():
            cargar(Region, Comuna)
        if not TipoOrganizacion.objects.exists():
            tipos.cargar(TipoOrganizacion)
        reloj.mover_a(AHORA)
        salida = salida or io.StringIO()
        call_command("demo", *opciones, stdout=salida)
        yield salida.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def contar(db) -> Callable:
    """`with contar("--etapa", "jornada") as salida:`"""
    return contada


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The demo as `manage.py demo` leaves it, for the whole module; the tests only read."""
    with django_db_blocker.unblock(), contada() as salida:
        yield salida
