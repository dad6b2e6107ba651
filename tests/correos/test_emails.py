"""How a mail is written from its templates."""

import pytest

from correos import emails
from correos.emails import Cuerpo, absoluta, renderizar


@pytest.fixture
def plantilla(settings, tmp_path):
    """`correos/prueba/saludo`, in a folder of its own."""
    carpeta = tmp_path / "correos" / "prueba"
    carpeta.mkdir(parents=True)
    (carpeta / "saludo.asunto.txt").write_text("Respuesta a {{ nombre }},\n  folio 2026-0214\n")
    (carpeta / "saludo.txt").write_text("Buenos días, {{ nombre }}:\n\n\n\n{{ base_url }}\n\n")
    (carpeta / "saludo.html").write_text("<p>Buenos días, {{ nombre }}</p>\n")
    [motor] = settings.TEMPLATES
    settings.TEMPLATES = [{**motor, "DIRS": [tmp_path, *motor["DIRS"]]}]


def test_los_tres_textos_y_solo_el_html_escapa(plantilla):
    assert renderizar("prueba/saludo", {"nombre": "Rosa & <b>"}) == Cuerpo(
        asunto="Respuesta a Rosa & <b>, folio 2026-0214",
        texto="Buenos días, Rosa & <b>:\n\nhttp://127.0.0.1:8000\n",
        html="<p>Buenos días, Rosa &amp; &lt;b&gt;</p>",
    )


def test_lo_que_escribe_una_persona_no_es_plantilla(plantilla):
    escrito = "{{ base_url }}{% debug %}${x}%s{0}"
    cuerpo = renderizar("prueba/saludo", {"nombre": escrito})
    assert cuerpo.asunto == f"Respuesta a {escrito}, folio 2026-0214"
    assert cuerpo.texto.startswith(f"Buenos días, {escrito}:\n")
    assert cuerpo.html == f"<p>Buenos días, {escrito}</p>"


def test_las_direcciones_son_las_del_sitio(settings):
    settings.BASE_URL = "https://cuentas.example.cl"
    assert absoluta("/mi-consulta/abc/") == "https://cuentas.example.cl/mi-consulta/abc/"


def test_la_ficha_de_un_correo_sobrevive_al_cambio_de_clave(encolar, settings):
    mensaje = encolar()
    ficha = emails.ficha(mensaje, "baja")
    antigua, settings.SECRET_KEY = settings.SECRET_KEY, "otra-clave-" * 6
    assert emails.leer_ficha(ficha, "baja") is None
    settings.SECRET_KEY_FALLBACKS = [antigua]
    assert emails.leer_ficha(ficha, "baja") == mensaje.pk
    assert emails.leer_ficha(ficha, "rebote") is None
    assert emails.ficha(mensaje, "baja") != ficha
