"""The form in a page of another site, in a browser that keeps nothing of other sites."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, FrameLocator, Page, expect

from respuestas.models import Consulta
from servicios.alcance import alcance
from servicios.services import agregar_sitio
from tests import mundo as m
from tests.conftest import cargar_catalogos
from tests.publico.anfitriones import Pagina, anfitrion, no_se_ve, sin_cookies_de_terceros
from tests.publico.mirada import TODAS, que_no_cabe
from tests.recorrido.personas import GUION_DE_AXE

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

RUTA = "/incrustar/riberas/2026/"
#: Leaves a cookie and something stored, where it can, and says what is left of them.
TESTIGO = """<!doctype html><html lang="es"><title>Testigo</title><p id="queda"></p><script>
  document.cookie = "testigo=1; SameSite=None; Secure; Path=/";
  let guardado = "sin almacén";
  try { localStorage.setItem("testigo", "1"); guardado = localStorage.getItem("testigo"); }
  catch (error) { guardado = "sin almacén"; }
  document.getElementById("queda").textContent = `[${document.cookie}] [${guardado}]`;
</script>"""
#: What the custom element does: it takes the height from the portal alone, and only as an integer.
CON_GUION = """<!doctype html><html lang="es"><title>Sitio</title><h1>Sitio del servicio</h1>
<iframe title="Participe" src="{portal}{ruta}" width="{ancho}" height="200"></iframe>
<iframe title="Testigo" src="{testigo}/"></iframe><script>
  window.recibidos = [];
  addEventListener("message", (suceso) => {{
    window.recibidos.push([suceso.origin, suceso.data]);
    if (suceso.origin === "{portal}" && Number.isInteger(suceso.data.alto)) {{
      document.querySelector("iframe").height = suceso.data.alto;
    }}
  }});
</script>"""
SIN_GUION = """<!doctype html><html lang="es"><title>Sitio</title><h1>Sitio del servicio</h1>
<iframe title="Participe" src="{portal}{ruta}" width="{ancho}" height="700"></iframe>"""


@pytest.fixture
def mundo_abierto(transactional_db):
    cargar_catalogos()
    from comun import reloj

    reloj.mover_a(m.AHORA)
    mundo = m.crear_mundo()
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
    return mundo


def abrir(
    browser_type, carpeta: Path, lanzar: dict, *, con_guion: bool
) -> tuple[BrowserContext, Page]:
    contexto = sin_cookies_de_terceros(
        browser_type, carpeta, lanzar, locale="es-CL", java_script_enabled=con_guion
    )
    contexto.add_init_script(GUION_DE_AXE)
    return contexto, contexto.pages[0]


def test_se_envia_desde_los_sitios_de_la_lista_y_de_ningun_otro(
    mundo_abierto, live_server, browser_type, browser_type_launch_args, tmp_path
):
    portal = live_server.url.replace("localhost", "127.0.0.1")
    lanzar = browser_type_launch_args
    con = {"portal": portal, "ruta": RUTA}
    testigo = {"/": Pagina(TESTIGO)}
    paginas: dict[str, Pagina] = {}
    with (
        anfitrion(testigo, "127.0.0.1") as ajeno,
        anfitrion(paginas) as listado,
        anfitrion(paginas) as no_listado,
    ):
        paginas["/"] = Pagina(CON_GUION.format(**con, testigo=ajeno, ancho=360))
        paginas["/llano/"] = Pagina(
            SIN_GUION.format(**con, ancho=280),
            {"Content-Security-Policy": f"default-src 'none'; frame-src {portal}"},
        )
        paginas["/antigua/"] = Pagina(
            SIN_GUION.format(portal=portal, ruta=RUTA.replace("2026", "1999"), ancho=280)
        )
        with alcance(mundo_abierto.riberas):
            agregar_sitio(
                servicio=mundo_abierto.riberas,
                host=listado.removeprefix("http://"),
                por=mundo_abierto["encargada"],
            )
        contexto, pagina = abrir(browser_type, tmp_path / "con", lanzar, con_guion=True)
        _con_guion(contexto, pagina, portal, listado, ajeno)
        # What is not there is told in the frame; elsewhere not even that is seen.
        pagina.goto(f"{listado}/antigua/")
        titulo = pagina.frame_locator("iframe").get_by_role("heading", level=1)
        expect(titulo).to_have_text("Este formulario no está aquí")
        no_se_ve(pagina, f"{no_listado}/antigua/")
        no_se_ve(pagina, no_listado)
        contexto.close()
        contexto, pagina = abrir(browser_type, tmp_path / "sin", lanzar, con_guion=False)
        pagina.goto(f"{listado}/llano/")
        _enviar(pagina, pagina.frame_locator("iframe"), "Falta luz en el puente.")
        assert contexto.cookies() == []
        no_se_ve(pagina, f"{no_listado}/llano/")
        contexto.close()
    with alcance(mundo_abierto.riberas):
        assert list(Consulta.objects.order_by("pk").values_list("mensaje", flat=True)) == [
            "¿Cuándo llega el refuerzo?",
            "Falta luz en el puente.",
        ]


def _con_guion(
    contexto: BrowserContext, pagina: Page, portal: str, listado: str, ajeno: str
) -> None:
    quejas: list[str] = []
    pagina.on("pageerror", lambda error: quejas.append(str(error)))
    pagina.on("console", lambda m: quejas.append(m.text) if _es_queja(m) else None)
    pagina.goto(listado)
    marco = pagina.frame_locator("iframe >> nth=0")
    # The control of the blocking: what another site leaves in a frame is not kept, and there is
    # no storage; the same page by itself keeps both.
    queda = pagina.frame_locator("iframe >> nth=1").locator("#queda")
    expect(queda).to_have_text("[] [sin almacén]")
    assert contexto.cookies() == []
    _enviar(pagina, marco, "¿Cuándo llega el refuerzo?", con_axe=True)
    _alturas(pagina, portal)
    assert (contexto.cookies(), quejas) == ([], [])
    with contexto.expect_page() as otra:
        marco.get_by_role("link", name="Abrir en página propia").click()
    expect(otra.value.get_by_role("heading", level=1)).to_contain_text("Ya tenemos su pregunta")
    assert otra.value.evaluate("window.opener") is None
    otra.value.close()
    pagina.goto(f"{ajeno}/")
    expect(pagina.locator("#queda")).to_have_text("[testigo=1] [1]")
    contexto.clear_cookies()


def _es_queja(mensaje: ConsoleMessage) -> bool:
    """What a page may not do; a form to correct is no error, though the browser notes it."""
    return mensaje.type == "error" and not mensaje.text.startswith("Failed to load resource")


def _enviar(pagina: Page, marco: FrameLocator, mensaje: str, *, con_axe: bool = False) -> None:
    """The form is filled in and sent inside the frame; each step is looked at."""
    expect(marco.get_by_role("heading", level=1)).to_have_text("Escriba su mensaje")
    _mirar(pagina, con_axe)
    marco.get_by_role("button", name="Revisar antes de enviar").click()
    expect(marco.locator("#resumen-errores")).to_contain_text("Escriba su mensaje")
    _mirar(pagina, con_axe)
    marco.get_by_label("Su mensaje").fill(mensaje)
    marco.get_by_label("Nombres").fill("Rosa")
    marco.get_by_label("Primer apellido").fill("Quilaleo")
    marco.get_by_role("textbox", name="Correo electrónico").fill("rosa@correo.example")
    marco.get_by_role("button", name="Revisar antes de enviar").click()
    expect(marco.get_by_role("heading", level=1)).to_have_text("Revise antes de enviar")
    _mirar(pagina, con_axe)
    marco.get_by_role("button", name="Enviar mi mensaje").click()
    expect(marco.get_by_role("heading", level=1)).to_have_text("Gracias. Ya tenemos su pregunta.")
    _mirar(pagina, con_axe)


def _mirar(pagina: Page, con_axe: bool) -> None:
    marco = pagina.frames[1]
    assert RUTA in marco.url
    if con_axe:
        # Each step is read from its beginning, wherever the page around was left.
        expect(marco.locator(":focus, h1").first).to_be_in_viewport()
        faltas = marco.evaluate(
            "mas => axe.run(document, {resultTypes: ['violations'], ...mas})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))]))",
            TODAS,
        )
        assert faltas == []
    assert que_no_cabe(marco) == []


def _alturas(pagina: Page, portal: str) -> None:
    """What the host was told: by the portal alone, whole numbers, and so the frame fits."""
    pagina.wait_for_function(
        "document.querySelector('iframe').clientHeight === window.recibidos.at(-1)[1].alto"
    )
    # Nothing is left to scroll inside.
    pagina.frames[1].wait_for_function("document.documentElement.scrollHeight === innerHeight")
    recibidos = pagina.evaluate("window.recibidos")
    assert len(recibidos) >= 4  # a page for each step, at least
    assert {origen for origen, _ in recibidos} == {portal}
    assert {(d["cpp"], type(d["alto"]), len(d)) for _, d in recibidos} == {(1, int, 2)}
    assert pagina.frames[1].evaluate("innerHeight") > 200
