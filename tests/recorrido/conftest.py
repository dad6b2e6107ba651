"""One world for the whole walk: its steps are tests that follow one another."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext

from comun.formato import fecha_larga
from convocatorias import catalogos as tipos
from convocatorias.models import TipoOrganizacion
from servicios.catalogos import cargar
from servicios.models import Comuna, Region
from tests import mundo
from tests.recorrido import servidores
from tests.recorrido.personas import GUION_DE_AXE, Persona
from tests.servidor_smtp import Buzon, servidor


@dataclass
class Camino:
    """The walk so far: who is in it, what was met and what must be remembered."""

    base: str
    buzon: Buzon
    abrir: Callable[..., Persona]
    carpeta: Path
    personas: dict[str, Persona] = field(default_factory=dict)
    visitadas: set[str] = field(default_factory=set)
    quejas: list[str] = field(default_factory=list)
    datos: dict[str, Any] = field(default_factory=dict)
    revisadas: int = 0
    captura: int = 0
    fallo: str = ""

    def __getitem__(self, nombre: str) -> Persona:
        """A person of the cast, signed in through the form the first time that they are needed."""
        if nombre not in self.personas:
            persona = self.abrir(nombre)
            persona.ir("/acceso/login/").llenar(login=nombre, password=mundo.CLAVE)
            persona.pulsar("Ingresar")
            self.personas[nombre] = persona
        return self.personas[nombre]

    def vecina(self, nombre: str, **opciones: Any) -> Persona:
        """Somebody without an account."""
        if nombre not in self.personas:
            self.personas[nombre] = self.abrir(nombre, **opciones)
        return self.personas[nombre]

    def reloj(self, dia: str, hora: str = "10:00") -> None:
        """Move the clock as a person of the demo does."""
        persona = self["encargada"]
        persona.ir("/gestion/ensayo/").llenar(dia=dia, hora=hora).pulsar("Mover el reloj")
        persona.lee(fecha_larga(date.fromisoformat(dia)))

    def cartas(self, cuantas: int) -> list[Any]:
        """The mails that the server has, once there are as many."""
        servidores.esperar(
            lambda: len(self.buzon.mensajes) >= cuantas, f"{cuantas} mails in the server"
        )
        assert len(self.buzon.mensajes) == cuantas
        return list(self.buzon.mensajes)


def _poblar() -> None:
    from comun import reloj

    if not Comuna.objects.exists():
        cargar(Region, Comuna)
    if not TipoOrganizacion.objects.exists():
        tipos.cargar(TipoOrganizacion)
    reloj.mover_a(datetime.fromisoformat("2027-03-01T10:00:00-03:00"))
    mundo.crear_mundo()


@pytest.fixture(scope="module")
def camino(
    browser: Browser, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Camino]:
    """Servers, worker and cast, kept from the first step to the last one."""
    carpeta = tmp_path_factory.mktemp("recorrido")
    with ExitStack() as pila:
        pila.enter_context(django_db_blocker.unblock())
        base_de_datos = str(connection.settings_dict["NAME"])
        assert "test_" in base_de_datos or "prueba" in base_de_datos, "Not a database of tests."
        pila.callback(_vaciar)
        _poblar()
        buzon = pila.enter_context(servidor())
        base = pila.enter_context(servidores.web())
        pila.enter_context(servidores.obrero(base, buzon.puerto, carpeta))

        def ventana(**opciones: Any) -> BrowserContext:
            tamano = {"width": 1280, "height": 900}
            contexto = browser.new_context(viewport=tamano, locale="es-CL", **opciones)
            contexto.add_init_script(GUION_DE_AXE)
            pila.callback(contexto.close)
            return contexto

        def abrir(nombre: str, guiones: bool = True) -> Persona:
            espejo = None if guiones else ventana().new_page()
            contexto = ventana(java_script_enabled=guiones)
            return Persona(nombre, contexto, base, el_camino, espejo)

        el_camino = Camino(base=base, buzon=buzon, abrir=abrir, carpeta=carpeta)
        yield el_camino


def _vaciar() -> None:
    """Leave the database as a transactional test does: content types come back, with new keys."""
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)
    connections.close_all()


@pytest.fixture
def db(camino: Camino) -> None:
    """The walk's own database. pytest-django makes one for whoever asks for this name."""


@pytest.fixture(autouse=True)
def _paso(request: pytest.FixtureRequest, db: None, camino: Camino) -> Iterator[None]:
    """A step needs the ones before it; and no step may leave the browser complaining."""
    if camino.fallo:
        pytest.skip(f"{camino.fallo} did not pass, and this step stands on it")
    fallas = request.session.testsfailed
    yield
    quejas, camino.quejas = camino.quejas, []
    if request.session.testsfailed > fallas or quejas:
        camino.fallo = request.node.name
    assert quejas == []
