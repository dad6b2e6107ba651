"""The banner on somebody else's page: each level falls back on the one before."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings as ajustes
from playwright.sync_api import Page, expect

from comun import reloj
from convocatorias import documents
from servicios.alcance import alcance
from servicios.services import agregar_sitio
from tests import mundo as m
from tests.conftest import cargar_catalogos
from tests.publico.anfitriones import Pagina, anfitrion
from tests.publico.mirada import TODAS, faltas
from tests.recorrido.personas import GUION_DE_AXE

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

PARTICIPAR = "/cuentas/riberas/2026/participar/"
GESTION = "/gestion/cuentas/riberas/2026/participacion-virtual/banner/"
ALTO = 777
#: In the frame: what is no height, and then the height.
MARCO = """<!doctype html><html lang="es"><title>Formulario</title><h1>Formulario</h1><script>
  for (const dato of [null, "777", {alto: 500}, {cpp: 1, alto: "500"}, {cpp: 1, alto: 1.5},
    {cpp: 1, alto: -3}, {cpp: 1, alto: 99999}, {cpp: 2, alto: 500}, {cpp: 1, alto: 777}]) {
    parent.postMessage(dato, "*");
  }
</script>"""
MUDO = '<!doctype html><html lang="es"><title>Formulario</title><h1>Formulario</h1>'


@dataclass
class Portal:
    url: str
    mundo: m.Mundo
    codigos: dict[str, str]


@pytest.fixture
def portal(transactional_db, live_server, settings) -> Portal:
    cargar_catalogos()
    reloj.mover_a(m.AHORA)
    # For a browser another site than `localhost`, where the hosts are.
    url = settings.BASE_URL = live_server.url.replace("localhost", "127.0.0.1")
    mundo = m.crear_mundo()
    with alcance(mundo.riberas):
        proceso = m.crear_proceso(m.crear_cuenta(mundo.riberas, mundo["encargada"]))
        codigos = {
            "enlace": documents.enlace(proceso),
            "marco": documents.marco(proceso),
            "elemento": documents.elemento(proceso),
        }
    return Portal(url, mundo, codigos)


def politica(portal: Portal, **otras: str) -> str:
    """A strict one, which lets in what the instructions ask for and nothing else."""
    de_el = dict.fromkeys(("img-src", "frame-src", "script-src"), portal.url)
    todas = {"default-src": "'none'"} | de_el | {k.replace("_", "-"): v for k, v in otras.items()}
    return "; ".join(f"{clave} {valor}" for clave, valor in todas.items())


@contextmanager
def en_un_sitio(portal: Portal, nivel: str, csp: str) -> Iterator[str]:
    """Somebody's page with those lines pasted in it; gives its address."""
    html = (
        '<!doctype html><html lang="es-CL"><title>Servicio</title><main><h1>Servicio</h1>'
        f"{portal.codigos[nivel]}</main>"
    )
    with anfitrion({"/": Pagina(html, {"Content-Security-Policy": csp})}) as origen:
        yield origen


def que_contesta(page: Page, portal: Portal, marco: str) -> None:
    """Another page in the frame instead of the form."""
    page.route(
        f"{portal.url}/incrustar/riberas/2026/",
        lambda ruta: ruta.fulfill(body=marco, content_type="text/html; charset=utf-8"),
    )


def sin_reparos(page: Page) -> None:
    page.evaluate(GUION_DE_AXE)
    assert faltas(page, TODAS) == []


def enlace(page: Page):
    return page.get_by_role("link", name="Participación por internet del 26 de abril")


def test_el_elemento_pone_el_formulario_de_su_alto(page, portal):
    """The very form, in a page with a strict policy of a site that is on the list."""
    with en_un_sitio(portal, "elemento", politica(portal)) as origen:
        with alcance(portal.mundo.riberas):
            agregar_sitio(
                servicio=portal.mundo.riberas,
                host=origen.removeprefix("http://"),
                por=portal.mundo["encargada"],
            )
        page.goto(origen)
        marco = page.locator("cpp-participacion iframe")
        expect(marco).to_have_attribute("height", re.compile(r"^\d{3,4}$"))
        expect(enlace(page)).to_be_hidden()
        dentro = page.frame_locator("cpp-participacion iframe")
        expect(dentro.get_by_role("heading", name="Escriba su mensaje")).to_be_visible()
        sin_reparos(page)


def test_solo_oye_altos_de_su_marco(page, portal):
    que_contesta(page, portal, MARCO)
    with en_un_sitio(portal, "elemento", politica(portal)) as origen:
        page.goto(origen)
        marco = page.locator("cpp-participacion iframe")
        expect(marco).to_have_attribute("height", str(ALTO))
        # From the page itself, and not from its frame: not heard.
        page.evaluate("postMessage({cpp: 1, alto: 300}, '*')")
        page.evaluate("new Promise(r => { addEventListener('message', r); postMessage(1, '*'); })")
        assert marco.get_attribute("height") == str(ALTO)


def test_cada_nivel_queda_en_el_anterior(page, portal):
    """Without its program, without frames, without an answer, without pictures: the link stays."""
    casos = [
        ("elemento", politica(portal, script_src="'none'"), MARCO),
        ("elemento", politica(portal, frame_src="'none'"), MARCO),
        ("elemento", politica(portal), MUDO),
        ("marco", politica(portal, frame_src="'none'", script_src="'none'"), MARCO),
        ("enlace", "default-src 'none'", MARCO),
    ]
    for nivel, csp, marco in casos:
        que_contesta(page, portal, marco)
        with en_un_sitio(portal, nivel, csp) as origen:
            page.goto(origen)
            expect(enlace(page)).to_be_visible()
            assert page.locator("cpp-participacion[listo]").count() == 0, csp
            assert enlace(page).get_attribute("href") == f"{portal.url}{PARTICIPAR}"
        page.unroute_all()
    sin_reparos(page)


def test_la_imagen_cabe_en_un_telefono_sin_estilo_del_sitio(page, portal):
    """And on a desk it does not fill the page: 600 pixels at most, and three to one."""
    medir = (
        "[document.images[0].width, document.images[0].height, "
        "document.documentElement.scrollWidth]"
    )
    with en_un_sitio(portal, "enlace", politica(portal)) as origen:
        for ancho, medidas in {320: [288, 96, 320], 1280: [600, 200, 1280]}.items():
            page.set_viewport_size({"width": ancho, "height": 700})
            page.goto(origen)
            assert page.evaluate(medir) == medidas


def test_el_generador_y_sus_sitios_de_prueba(page, portal, client):
    client.force_login(
        portal.mundo["comunicaciones"], backend="django.contrib.auth.backends.ModelBackend"
    )
    galleta = client.cookies[ajustes.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": galleta.key, "value": galleta.value, "url": portal.url}])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{portal.url}{GESTION}")
    for codigo in page.locator("[data-copiar]").all():
        codigo.get_by_role("button").click()
        expect(codigo.get_by_role("status")).to_have_text("Copiadas.")
    assert page.evaluate("navigator.clipboard.readText()") == portal.codigos["elemento"]
    sin_reparos(page)
    page.get_by_label("Dirección de la página").fill("https://otro.example/")
    page.get_by_role("button", name="Anotar la página").click()
    expect(page.get_by_text("no está en la lista de sitios del servicio").first).to_be_visible()
    sin_reparos(page)
    # The one without script lets nobody look inside: its policy is asked for in test_banner.py.
    for sitio in ("estricto", "gestor", "cerrado"):
        page.goto(f"{portal.url}{GESTION}muestra/{sitio}/marco/")
        expect(enlace(page)).to_be_visible()
        sin_reparos(page)
    # With the form in it, who opens the page stays where they were: the frame takes no focus.
    with alcance(portal.mundo.riberas):
        agregar_sitio(
            servicio=portal.mundo.riberas,
            host="www.riberas.example",
            por=portal.mundo["encargada"],
        )
    page.goto(f"{portal.url}{GESTION}muestra/gestor/elemento/")
    # Its program tells its height before it would take the focus, in one go.
    expect(page.locator("cpp-participacion[listo] iframe")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
