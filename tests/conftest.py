"""Fixtures of the whole suite: the cast, the clock, a client per person, and no network."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from comun import reloj
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.paciencia import PACIENCIA

expect.set_options(timeout=PACIENCIA)

#: What takes minutes: begun last, it would leave the other process with nothing to do.
LARGOS = (
    "tests/recorrido/",
    "tests/matriz/",
    "tests/cpp_portal/test_publico_en_el_navegador.py",
    "tests/correos/test_vigia.py",
    "tests/respuestas/test_concurrencia.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--con-base",
        action="store_true",
        help="only the tests that use the database: what a second base can change",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long files first; the order inside each file, and among the others, stays."""
    if config.getoption("--con-base"):
        fuera = [item for item in items if not _usa_la_base(item)]
        config.hook.pytest_deselected(items=fuera)
        items[:] = [item for item in items if _usa_la_base(item)]
    items.sort(key=lambda item: not item.nodeid.startswith(LARGOS))


def _usa_la_base(item: pytest.Item) -> bool:
    """By a fixture (`django_db_setup` is below them all) or by the mark of pytest-django."""
    fixtures = getattr(item, "fixturenames", ())
    return "django_db_setup" in fixtures or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """What each base needs to be emptied and, at the end, removed."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _sin_disparadores_de_borrado()
    # Emptying ends with this signal: without it each later test would load them for itself.
    ultima = list(apps.get_app_configs())[-1]
    post_migrate.connect(_devolver_catalogos, sender=ultima)
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            _cerrar_las_demas()


def _sin_disparadores_de_borrado() -> None:
    """Transactional tests empty the tables, on SQLite with the DELETE that our triggers refuse."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE '%_inmutable_d'"
        )
        for (nombre,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {nombre}")


def _cerrar_las_demas() -> None:
    """The browser's event loop leaves a connection that this thread no longer sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def contadores_en_cero() -> None:
    """Sign-ins that failed in one test are not attempts of the next, which has the same address."""
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser of the tests: Debian's Chromium."""
    return {
        **browser_type_launch_args,
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox"],
    }


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """The window of `page`, as patient as the others."""
    context.set_default_timeout(PACIENCIA)
    return context


def cargar_catalogos() -> None:
    """Catalogues that migrations load, and a transactional test may have emptied."""
    from convocatorias import catalogos as tipos
    from convocatorias.models import TipoOrganizacion
    from servicios.catalogos import cargar
    from servicios.models import Comuna, Region

    if not Comuna.objects.exists():
        cargar(Region, Comuna)
    if not TipoOrganizacion.objects.exists():
        tipos.cargar(TipoOrganizacion)


def _devolver_catalogos(**_: Any) -> None:
    cargar_catalogos()


@pytest.fixture
def catalogos(db) -> None:
    cargar_catalogos()


@pytest.fixture
def reloj_en(db) -> Callable[[datetime], None]:
    """Moves the portal's clock: `reloj_en(datetime(...))`."""
    return reloj.mover_a


@pytest.fixture
def mundo(db, catalogos) -> el_mundo.Mundo:
    """Two services and their people; the clock at 17 May 2027, 10:00 in Santiago."""
    reloj.mover_a(el_mundo.AHORA)
    return el_mundo.crear_mundo()


@pytest.fixture
def en_riberas(mundo: el_mundo.Mundo) -> Iterator[el_mundo.Mundo]:
    """The world, inside the scope of its first service."""
    with alcance(mundo.riberas):
        yield mundo


@pytest.fixture
def entrar(mundo: el_mundo.Mundo) -> Callable[[str], Client]:
    """`entrar("encargada")` gives a signed-in client."""

    def _entrar(nombre: str) -> Client:
        cliente = Client()
        cliente.force_login(mundo[nombre], backend="django.contrib.auth.backends.ModelBackend")
        return cliente

    return _entrar


from tests.servidor_smtp import buzon, correo_en  # noqa: E402, F401
