"""Sheets in a row with the keyboard, and a session that ends in the middle of one."""

import pytest
from playwright.sync_api import expect

from comun import reloj
from respuestas import services
from respuestas.models import Consulta
from servicios.alcance import alcance
from tests import mundo as m
from tests.conftest import cargar_catalogos

pytestmark = pytest.mark.navegador


@pytest.fixture
def hojas(transactional_db) -> list[str]:
    """The codes of three sheets of an open account."""
    cargar_catalogos()
    reloj.mover_a(m.AHORA)
    mundo = m.crear_mundo()
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
        return [services.codigo_de_hoja(cuenta) for _ in range(3)]


def _entrar(pagina) -> None:
    pagina.fill("main [name=login]", "equipo")
    pagina.fill("main [name=password]", m.CLAVE)
    pagina.get_by_role("button", name="Ingresar").click()


def _escribir(pagina, hoja: str, mensaje: str) -> None:
    """From the code to the words with Tab, and nobody's data."""
    expect(pagina.locator("[name=hoja]")).to_be_focused()
    pagina.keyboard.type(hoja)
    for _ in range(2):
        pagina.keyboard.press("Tab")
    pagina.keyboard.type(mensaje)


def _guardar(pagina) -> None:
    pagina.locator("[name=sin_datos]").check()
    pagina.get_by_role("button", name="Guardar e ingresar otra").press("Enter")


def test_una_tras_otra_y_lo_escrito_vuelve_si_la_sesion_se_acaba(hojas, live_server, page):
    page.goto(f"{live_server.url}/gestion/cuentas/riberas/2026/consultas/ingresar/")
    _entrar(page)
    page.locator("[name=hoja]").focus()
    for hoja, mensaje in zip(hojas[:2], ("La primera", "La segunda"), strict=True):
        _escribir(page, hoja, mensaje)
        _guardar(page)
        page.get_by_role("status").filter(has_text="Guardado con el folio").wait_for()
        expect(page.locator("[name=mensaje]")).to_have_value("")  # no draft of what was saved
    _escribir(page, hojas[2], "Lo que se escribía")
    page.fill("[name=nombres]", "Rosa Elena")
    page.get_by_text("Guardado en este equipo").wait_for()
    assert "Rosa" not in page.evaluate("JSON.stringify(localStorage)")
    page.context.clear_cookies()
    page.get_by_role("button", name="Guardar e ingresar otra").press("Enter")
    _entrar(page)
    expect(page.locator("[name=mensaje]")).to_have_value("Lo que se escribía")
    expect(page.locator("[name=nombres]")).to_have_value("")
    _guardar(page)
    page.get_by_text("folio 2026-0003").wait_for()
    page.get_by_role("link", name="Abrir el anterior para corregirlo").click()
    page.get_by_role("heading", name="N.º 3").wait_for()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert Consulta.objects.model._base_manager.count() == 3
