"""The lines that a service pastes, on three kinds of site, by who keeps nothing of other sites."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from comun import reloj
from convocatorias import documents
from convocatorias.selectors import proceso_de
from cuentas.models import CuentaPublica
from respuestas.models import Consulta
from servicios.alcance import alcance
from servicios.services import agregar_sitio
from tests import mundo as m
from tests.conftest import cargar_catalogos
from tests.publico.anfitriones import Pagina, anfitrion, no_se_ve, sin_cookies_de_terceros
from tests.respuestas.test_parecidas import publicar

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

SITIO = """<!doctype html><html lang="es-CL"><meta charset="utf-8"><title>Servicio</title>
<main><h1>Servicio</h1>{lineas}</main>"""
#: As WordPress serves a page: what its theme and its plug-ins bring goes with the block.
COMO_WORDPRESS = """<!doctype html><html lang="es-CL"><meta charset="utf-8"><title>Servicio</title>
<style>iframe {{ max-width: 100% }} main img {{ height: auto }}</style>
<body class="page wp-embed-responsive"><script>window.wp = {{}};</script>
<main class="entry-content"><h1>Servicio</h1><div class="wp-block-html">{lineas}</div></main>"""


@pytest.fixture
def escena(transactional_db, live_server, settings) -> Iterator[tuple[m.Mundo, CuentaPublica]]:
    """An account whose window is open; the portal is another site than those that show it."""
    cargar_catalogos()
    reloj.mover_a(m.AHORA)
    settings.BASE_URL = live_server.url.replace("localhost", "127.0.0.1")
    mundo = m.crear_mundo()
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
        yield mundo, cuenta


@contextmanager
def los_tres(cuenta: CuentaPublica, portal: str) -> Iterator[list[str]]:
    """A strict policy with the element, WordPress with the frame, and a site without scripts.

    And a fourth, as the last of them, that nobody put in the list.
    """
    proceso = proceso_de(cuenta)
    assert proceso is not None
    de_el = " ".join(f"{que} {portal};" for que in ("img-src", "frame-src", "script-src"))
    estricta = {"Content-Security-Policy": f"default-src 'none'; {de_el}"}
    sin_guion = {"Content-Security-Policy": f"default-src 'none'; frame-src {portal}"}
    paginas = (
        Pagina(SITIO.format(lineas=documents.elemento(proceso)), estricta),
        Pagina(COMO_WORDPRESS.format(lineas=documents.marco(proceso))),
        Pagina(SITIO.format(lineas=documents.marco(proceso)), sin_guion),
    )
    with ExitStack() as pila:
        de_todos = (*paginas, paginas[-1])
        sitios = [pila.enter_context(anfitrion({"/": pagina})) for pagina in de_todos]
        for sitio in sitios[:3]:
            host = sitio.removeprefix("http://")
            agregar_sitio(servicio=cuenta.servicio, host=host, por=cuenta.responsable)
        yield sitios


def _escribir(pagina: Page, sitio: str, mensaje: str) -> str:
    """Written, checked and sent inside the frame; gives the folio that is read there."""
    pagina.goto(sitio)
    marco: FrameLocator = pagina.frame_locator("iframe")
    marco.get_by_label("Su mensaje").fill(mensaje)
    marco.get_by_label("Nombres").fill("Rosa")
    marco.get_by_label("Primer apellido").fill("Quilaleo")
    marco.get_by_role("textbox", name="Correo electrónico").fill("rosa@correo.example")
    marco.get_by_role("button", name="Revisar antes de enviar").click()
    marco.get_by_role("button", name="Enviar mi mensaje").click()
    titulo = marco.get_by_role("heading", level=1)
    expect(titulo).to_have_text("Gracias. Ya tenemos su pregunta.")
    return marco.locator(".folio .numero").inner_text()


def test_se_envia_desde_los_tres_y_se_ven_los_cuatro_estados(
    escena, settings, browser_type, browser_type_launch_args, tmp_path
):
    mundo, cuenta = escena
    lanzar = browser_type_launch_args
    with los_tres(cuenta, settings.BASE_URL) as (estricto, wordpress, sin_guion, no_listado):
        contexto = sin_cookies_de_terceros(
            browser_type, tmp_path / "sin", lanzar, java_script_enabled=False
        )
        folios = [_escribir(contexto.pages[0], sin_guion, "Sin guion")]
        no_se_ve(contexto.pages[0], no_listado)
        assert contexto.cookies() == []
        contexto.close()
        contexto = sin_cookies_de_terceros(browser_type, tmp_path / "con", lanzar)
        pagina = contexto.pages[0]
        folios.append(_escribir(pagina, estricto, "Desde el estricto"))
        folios.append(_escribir(pagina, wordpress, "Desde WordPress"))
        no_se_ve(pagina, no_listado)
        assert contexto.cookies() == []
        vistos = [_visto(pagina, wordpress)]
        for momento in ("2027-04-20T10:00:00-04:00", "2027-07-01T10:00:00-04:00"):
            reloj.mover_a(datetime.fromisoformat(momento))
            vistos.append(_visto(pagina, wordpress))
        publicar(cuenta, mundo)
        vistos.append(_visto(pagina, wordpress))
        leer = pagina.frame_locator("iframe").get_by_role("link", name="Leer lo que se respondió")
        expect(leer).to_be_visible()
        contexto.close()
    assert vistos == [
        "Participe en la Cuenta Pública 2026",
        "Pronto: Cuenta Pública 2026",
        "Cuenta Pública 2026",
        "Cuenta Pública 2026: respuestas",
    ]
    consultas = Consulta.objects.order_by("pk")
    assert [(una.mensaje, una.folio) for una in consultas] == [
        ("Sin guion", folios[0]),
        ("Desde el estricto", folios[1]),
        ("Desde WordPress", folios[2]),
    ]


def _visto(pagina: Page, sitio: str) -> str:
    """The title of the picture that the site shows: drawn, and not only asked for."""
    pagina.goto(sitio)
    imagen = pagina.locator("img")
    assert imagen.evaluate("img => img.decode().then(() => img.naturalWidth)") == 600
    dibujo = pagina.context.request.get(imagen.get_attribute("src") or "").text()
    return dibujo.partition("</title>")[0].rpartition(">")[2]
