"""The public pages in a browser: for who does not use a mouse, sees little or has no script.

A public page that no journey of `tests.publico.caminos` meets makes this fail.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext

from servicios.rutas import todas
from tests.conftest import cargar_catalogos
from tests.cpp_portal.paginas import ARCHIVOS, BOTONES
from tests.publico import caminos
from tests.publico.escenario import sembrar
from tests.publico.mirada import ESCRITORIO
from tests.publico.teclado import Teclado
from tests.publico.telefono import Telefono
from tests.publico.visita import Visita
from tests.recorrido.personas import GUION_DE_AXE

pytestmark = pytest.mark.navegador

PUBLICAS = {r.name for r in todas() if r.policy.partition(":")[0] in ("publica", "clave")}


def con_teclado(browser: Browser) -> BrowserContext:
    return browser.new_context(locale="es-CL", reduced_motion="reduce", viewport=ESCRITORIO)


def en_un_telefono(browser: Browser) -> BrowserContext:
    return browser.new_context(
        locale="es-CL", viewport={"width": 360, "height": 740}, java_script_enabled=False
    )


@pytest.mark.parametrize(("manos", "ventana"), [(Teclado, con_teclado), (Telefono, en_un_telefono)])
def test_se_recorre_todo_lo_publico(
    manos: type[Visita],
    ventana: Callable[[Browser], BrowserContext],
    transactional_db,
    live_server,
    browser,
):
    cargar_catalogos()
    (vecina,) = sembrar("Ana")
    contexto = ventana(browser)
    contexto.add_init_script(GUION_DE_AXE)
    visita = manos(contexto.new_page(), live_server.url, vecina)
    for camino in caminos.TODOS:
        camino(visita)
    contexto.close()
    assert visita.quejas == []
    assert visita.vistas == PUBLICAS - ARCHIVOS - BOTONES
    assert visita.enviadas >= BOTONES


def test_las_listas_no_nombran_lo_que_no_existe():
    assert set() == (ARCHIVOS | BOTONES) - PUBLICAS
