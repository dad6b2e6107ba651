"""The modules of static/js, in a browser, under the portal's own content policy."""

import base64
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests.cpp_portal import rutas_galeria

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.urls("tests.cpp_portal.rutas_galeria"),
    pytest.mark.django_db(transaction=True),
]

NONCE = '<input type="hidden" name="nonce" value="{}" data-borrador-guarda>'

OTRA_VEZ = "La red no contesta. Puede enviar otra vez: llegará una sola vez."
#: A network that does not answer.
DETENIDA = """window.enviados = 0; document.addEventListener("submit", suceso => {
    window.enviados += !suceso.defaultPrevented;
    suceso.preventDefault();
})"""


@pytest.fixture
def pagina(page: Page, live_server):
    """A page that fails the test when the browser complains."""
    quejas: list[str] = []
    page.on("pageerror", lambda error: quejas.append(str(error)))
    page.on("console", lambda m: quejas.append(m.text) if m.type == "error" else None)
    rutas_galeria.ENVIOS.clear()
    page.base = live_server.url
    yield page
    assert quejas == []


def test_tras_un_error_se_empieza_en_el_resumen_y_el_enlace_lleva_al_control(pagina):
    pagina.goto(f"{pagina.base}/formulario/?run=11.111.111-2")
    expect(pagina.locator("#resumen-errores")).to_be_focused()
    pagina.get_by_role("link", name="Complete «Nombre».").click()
    expect(pagina.locator("#id_nombre")).to_be_focused()
    assert pagina.title().startswith("Error: ")


def test_el_contador_dice_cuantas_letras_van(pagina):
    pagina.goto(f"{pagina.base}/formulario/")
    pagina.locator("#id_mensaje").fill("¿Cuándo llega el agua?")
    expect(pagina.locator(".cuenta-letras")).to_have_text("Lleva 22 de 3.000 letras.")


def test_dos_pulsaciones_envian_una_vez(pagina):
    pagina.goto(f"{pagina.base}/formulario/")
    pagina.locator("#id_mensaje").fill("Una sola vez")
    boton = pagina.get_by_role("button", name="Enviar")
    boton.evaluate("b => { b.click(); b.click(); }")
    expect(pagina.get_by_role("heading", name="Recibido")).to_be_visible()
    assert rutas_galeria.ENVIOS == ["Una sola vez"]


@pytest.mark.parametrize(("campo", "enviados"), [(NONCE, 2), ("", 1)], ids=["con nonce", "sin el"])
def test_una_red_detenida_suelta_el_boton(campo, enviados, pagina):
    """What counts once however often it arrives may be sent again; nothing else."""
    pagina.route("**/formulario/", lambda ruta: _con(ruta, campo.format("uno")))
    pagina.clock.install()
    pagina.goto(f"{pagina.base}/formulario/")
    pagina.evaluate(DETENIDA)
    boton = pagina.locator("form[data-una-vez] [type=submit]")
    aviso = boton.locator("+ [role=status]")
    boton.evaluate("b => { b.click(); b.click(); }")
    assert (boton.inner_text(), pagina.evaluate("enviados")) == ("Enviando…", 1)
    # Who listens is told only what enters a region that was there.
    assert aviso.all_text_contents() == [""] * (enviados - 1)
    pagina.clock.fast_forward(20_000)
    assert aviso.all_text_contents() == [OTRA_VEZ] * (enviados - 1)
    if enviados == 2:
        assert aviso.bounding_box()["height"] > 20  # seen too
    boton.evaluate("b => b.click()")
    assert pagina.evaluate("enviados") == enviados
    assert aviso.all_text_contents() == [""] * (enviados - 1)


@pytest.mark.parametrize(
    ("archivos", "enviados"), [(["plano.pdf"], 1), ([], 2)], ids=["con archivo", "sin elegir"]
)
def test_un_archivo_que_va_subiendo_no_se_empieza_de_nuevo(archivos, enviados, pagina):
    """A big file is longer on its way than the network takes to be called stalled."""
    pagina.route("**/formulario/", lambda ruta: _con(ruta, NONCE.format("uno")))
    pagina.clock.install()
    pagina.goto(f"{pagina.base}/formulario/")
    pagina.evaluate(DETENIDA)
    pagina.locator("#id_archivo").set_input_files(
        [{"name": n, "mimeType": "application/pdf", "buffer": b"%PDF-1.7"} for n in archivos]
    )
    boton = pagina.locator("form[data-una-vez] [type=submit]")
    boton.evaluate("b => b.click()")
    pagina.clock.fast_forward(3_600_000)
    boton.evaluate("b => b.click()")
    assert (boton.inner_text(), pagina.evaluate("enviados")) == ("Enviando…", enviados)


def test_con_el_borrador_vuelve_el_numero_del_formulario(pagina):
    """Sent again after a lost answer it is the same message; begun anew, it is another one."""
    pagina.route("**/formulario/", lambda ruta: _con(ruta, NONCE.format(next(numeros))))
    numeros = iter(("primero", "segundo"))
    pagina.goto(f"{pagina.base}/formulario/")
    pagina.locator("#id_mensaje").press_sequentially("El puente")
    expect(pagina.get_by_text("Guardado en este equipo")).to_be_visible()
    pagina.goto(f"{pagina.base}/formulario/")
    expect(pagina.locator("[name=nonce]")).to_have_value("primero")
    pagina.get_by_role("button", name="Empezar de nuevo").click()
    expect(pagina.locator("[name=nonce]")).to_have_value("segundo")


def _con(ruta, campo: str) -> None:
    """The page as it comes, with one more field in its form."""
    respuesta = ruta.fetch()
    cuerpo = respuesta.text().replace(
        '<textarea name="mensaje"', f'{campo}<textarea name="mensaje"'
    )
    ruta.fulfill(response=respuesta, body=cuerpo)


def test_lo_escrito_vuelve_hasta_que_se_envia_y_el_run_no_se_guarda(pagina):
    pagina.goto(f"{pagina.base}/formulario/")
    pagina.locator("#id_mensaje").press_sequentially("El puente")
    pagina.locator("#id_run").press_sequentially("123")
    pagina.get_by_label("Una propuesta").check()
    expect(pagina.get_by_text("Guardado en este equipo")).to_be_visible()
    assert "123" not in pagina.evaluate("localStorage.getItem('cpp-borrador:prueba')")

    pagina.goto(f"{pagina.base}/formulario/")
    expect(pagina.locator("#id_mensaje")).to_have_value("El puente")
    expect(pagina.get_by_label("Una propuesta")).to_be_checked()
    expect(pagina.locator("#id_run")).to_have_value("")
    expect(pagina.get_by_text("Recuperamos lo que había escrito")).to_be_visible()

    pagina.get_by_role("button", name="Enviar").click()
    expect(pagina.get_by_role("heading", name="Recibido")).to_be_visible()
    assert pagina.evaluate("localStorage.getItem('cpp-borrador:prueba')") is None


def test_la_firma_se_vuelve_una_imagen_y_se_puede_borrar(pagina):
    pagina.goto(f"{pagina.base}/galeria/")
    papel = pagina.locator("[data-firma-papel]")
    papel.scroll_into_view_if_needed()
    marco = papel.bounding_box()
    x, y = marco["x"] + 60, marco["y"] + 60
    pagina.mouse.move(x, y)
    pagina.mouse.down()
    pagina.mouse.move(x + 120, y + 30, steps=8)
    pagina.mouse.up()
    valor = pagina.locator("#id_firma").input_value()
    assert valor.startswith("data:image/png;base64,")
    imagen = Image.open(BytesIO(base64.b64decode(valor.split(",", 1)[1])))
    izquierda, arriba, derecha, abajo = imagen.getchannel("A").getbbox()
    assert derecha - izquierda >= 120
    assert abajo - arriba >= 30
    pagina.get_by_role("button", name="Borrar firma").click()
    assert pagina.locator("#id_firma").input_value() == ""
    expect(pagina.get_by_text("Firma borrada.")).to_be_visible()


def test_las_teclas_buscan_y_recorren(pagina):
    pagina.goto(f"{pagina.base}/galeria/")
    pagina.keyboard.press("j")
    expect(pagina.get_by_role("link", name="Responder 9")).to_be_focused()
    pagina.keyboard.press("j")
    expect(pagina.get_by_role("link", name="Revisar 12")).to_be_focused()
    pagina.keyboard.press("/")
    expect(pagina.locator("#id_q")).to_be_focused()
    pagina.keyboard.type("j")
    expect(pagina.locator("#id_q")).to_have_value("j")


def test_el_tema_elegido_se_guarda_sin_guiones(browser, live_server):
    contexto = browser.new_context(java_script_enabled=False)
    pagina = contexto.new_page()
    pagina.goto(f"{live_server.url}/formulario/")
    pagina.get_by_role("button", name="Oscuros").click()
    expect(pagina).to_have_url(f"{live_server.url}/formulario/")
    expect(pagina.locator("html")).to_have_attribute("data-bs-theme", "dark")
    contexto.close()


@pytest.mark.parametrize("esquema", ["light", "dark"])
@pytest.mark.parametrize("ancho", [1280, 360])
@pytest.mark.parametrize("ruta", ["/galeria/", "/formulario/?run=11.111.111-2", "/acceso/login/"])
def test_axe_no_encuentra_nada(pagina, ruta, ancho, esquema):
    pagina.emulate_media(color_scheme=esquema, reduced_motion="reduce")
    pagina.set_viewport_size({"width": ancho, "height": 900})
    pagina.goto(f"{pagina.base}{ruta}")
    pagina.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    faltas = Axe().run(pagina).response["violations"]
    assert [(f["id"], [n["html"] for n in f["nodes"]]) for f in faltas] == []
    assert pagina.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
