"""What search engines and messengers are told: only what anybody may read, and by us alone."""

import io
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from comun.tarjetas import ALTO, ANCHO, tarjeta
from cuentas.models import CuentaPublica
from seguimiento.views.buscadores import RESERVADAS
from servicios.alcance import alcance
from servicios.models import Servicio
from servicios.rutas import todas
from tests import mundo as m

CUENTA = "/cuentas/riberas/2026/"


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    m.crear_actividad(cuenta, slug="otra", nombre="Otra", estado="borrador")
    return cuenta


def direcciones() -> list[str]:
    pagina = Client().get("/sitemap.xml")
    assert pagina["Content-Type"] == "application/xml"
    return re.findall(r"<loc>(.*?)</loc>", pagina.content.decode())


def test_el_mapa_tiene_lo_publicado_y_nada_mas(cuenta, mundo, django_assert_num_queries):
    with alcance(mundo.otro):
        m.crear_cuenta(mundo.otro, mundo["encargada-otro"], estado="borrador", abierta_en=None)
    esperadas = ["/", CUENTA, f"{CUENTA}informe/", f"{CUENTA}jornadas/jornada-nacional/"]
    assert direcciones() == [settings.BASE_URL + una for una in esperadas]
    # Two for each kind, how many and which; of the answers there are none.
    with django_assert_num_queries(7):
        direcciones()
    for una in esperadas:
        assert Client().get(una).status_code == 200


def test_lo_de_un_servicio_que_se_fue_no_esta(cuenta):
    Servicio.objects.filter(slug="riberas").update(activo=False)
    assert direcciones() == [f"{settings.BASE_URL}/"]


def test_ninguna_direccion_reservada_se_ofrece():
    """Every route that is not for everybody begins as one that is told to stay out."""
    robots = Client().get("/robots.txt").content.decode()
    assert re.findall(r"^Disallow: (.*)$", robots, re.MULTILINE) == list(RESERVADAS)
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in robots
    fuera = [r.path for r in todas() if r.policy != "publica" and not r.path.startswith(RESERVADAS)]
    assert fuera == []
    assert [r.path for r in todas() if r.path in ("/", CUENTA)] == ["/"]
    assert not "/cuentas/".startswith(RESERVADAS)


@pytest.mark.parametrize("resto", ["", "informe/", "jornadas/jornada-nacional/", "respuestas/"])
def test_cada_pagina_dice_que_es_y_se_comparte_con_enlaces(cuenta, resto):
    pagina = Client().get(CUENTA + resto).content.decode()
    direccion = settings.BASE_URL + CUENTA + resto
    datos = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', pagina))
    assert datos["og:url"] == direccion
    assert datos["og:image"] == f"{settings.BASE_URL}{CUENTA}tarjeta.png"
    assert datos["og:title"].endswith("Servicio Nacional de Riberas")
    assert datos["description"] == datos["og:description"] != ""
    assert f'<link rel="canonical" href="{direccion}">' in pagina
    assert 'href="https://wa.me/?text=' in pagina
    assert 'href="mailto:?subject=' in pagina
    en_el_cuerpo = pagina.partition("<body")[2]
    assert en_el_cuerpo.count(direccion.replace(":", "%3A").replace("/", "%2F")) == 2


def test_lo_privado_no_dice_que_es(cuenta):
    pagina = Client().get(reverse("respuestas:mi_consulta", args=["no-existe"])).content.decode()
    assert "og:" not in pagina


@pytest.mark.parametrize(
    "donde", ["/", CUENTA, f"{CUENTA}informe/", f"{CUENTA}jornadas/jornada-nacional/"]
)
def test_ninguna_pagina_pide_nada_a_otro_sitio(cuenta, donde):
    """What the browser fetches by itself comes from here; a link is followed only when pressed."""
    pagina = Client().get(donde).content.decode()
    pedidas = re.findall(
        r'<(?:script|img|iframe|source|embed|object)[^>]*(?:src|data)="([^"]+)"', pagina
    )
    pedidas += re.findall(r'<link rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]+)"', pagina)
    assert [una for una in pedidas if not una.startswith("/")] == []
    assert len(pedidas) > 5


def test_la_tarjeta_es_una_imagen_nuestra(cuenta):
    respuesta = Client().get(f"{CUENTA}tarjeta.png")
    imagen = Image.open(io.BytesIO(respuesta.content))
    assert (respuesta["Content-Type"], imagen.format, imagen.size) == (
        "image/png",
        "PNG",
        (ANCHO, ALTO),
    )
    assert len(respuesta.content) < 40_000
    otra = Client().get(f"{CUENTA}tarjeta.png", headers={"If-None-Match": respuesta["ETag"]})
    assert otra.status_code == 304
    assert Client().get("/tarjeta.png").status_code == 200
    CuentaPublica.objects.update(estado="borrador", abierta_en=None)
    assert Client().get(f"{CUENTA}tarjeta.png").status_code == 404


def test_un_nombre_largo_cabe_en_la_tarjeta():
    largo = "Subsecretaría de Desarrollo de las Riberas, los Lagos y los Canales Australes " * 4
    assert tarjeta("Cuenta", largo, "Pie") != tarjeta("Cuenta", largo[:150], "Pie")
