"""The rows that the bench needs: the tests' world, with an account whose window is open."""

from datetime import UTC, datetime
from math import ceil

from django.core.management import call_command
from django.db import connections

from comun.models import DesfaseReloj
from servicios.alcance import alcance
from servicios.models import Servicio
from tests import mundo as el_mundo


def montar() -> Servicio:
    """Migrate, and write the world down."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    segundos = ceil((el_mundo.AHORA - datetime.now(UTC)).total_seconds())
    DesfaseReloj.objects.create(pk=1, segundos=segundos)  # only the web, a demo, reads it
    mundo = el_mundo.crear_mundo()
    with alcance(mundo.riberas):
        cuenta = el_mundo.crear_cuenta(mundo.riberas, mundo["encargada"])
        el_mundo.crear_proceso(cuenta)
        el_mundo.crear_actividad(cuenta)
    return mundo.riberas


def soltar() -> None:
    """Leave the database, which is about to be dropped."""
    connections.close_all()
