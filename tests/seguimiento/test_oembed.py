"""What other sites show of a page of ours: only of ours, only what is public, and no larger."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica, Interrupcion
from servicios.models import Servicio
from tests import mundo as m
from tests.seguimiento.test_fuentes import publicar

CUENTA = "/cuentas/riberas/2026/"
PAGINAS = (CUENTA, f"{CUENTA}jornadas/jornada-nacional/", f"{CUENTA}respuestas/")


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    return cuenta


def pedir(camino: str, **otros):
    return Client().get("/oembed", {"url": settings.BASE_URL + camino, **otros})


@pytest.mark.parametrize("camino", PAGINAS)
def test_la_pagina_dice_donde_y_la_respuesta_dice_que(cuenta, camino):
    pagina = Client().get(camino).content.decode()
    [donde] = re.findall(
        r'<link rel="alternate" type="application/json\+oembed" title="[^"]+" href="([^"]+)">',
        pagina,
    )
    partes = urlsplit(unescape(donde))
    assert parse_qs(partes.query) == {"url": [settings.BASE_URL + camino], "format": ["json"]}
    assert unescape(donde).startswith(f"{settings.BASE_URL}/oembed?")
    respuesta = Client().get(f"{partes.path}?{partes.query}")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (200, "application/json")
    assert respuesta["Access-Control-Allow-Origin"] == "*"
    assert respuesta["X-Robots-Tag"] == "noindex"
    assert not respuesta.cookies
    datos = json.loads(respuesta.content)
    assert (datos["version"], datos["type"]) == ("1.0", "rich")
    assert (datos["width"], datos["height"]) == (600, 200)
    assert datos["title"].endswith("Servicio Nacional de Riberas")
    assert f'<a href="{settings.BASE_URL}{camino}">' in datos["html"]
    assert re.findall(r"<(\w+)", datos["html"]) == ["blockquote", "p", "a", "p"]


def test_lo_que_no_se_muestra_fuera_no_lo_dice(cuenta):
    for camino in ("/", f"{CUENTA}informe/", f"{CUENTA}plazos/", f"{CUENTA}seguir/"):
        assert "json+oembed" not in Client().get(camino).content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hola",
        "http://[",
        "https://otro.example/cuentas/riberas/2026/",
        f"{settings.BASE_URL}.evil.example{CUENTA}",
        f"{settings.BASE_URL.replace('://', '://x@')}{CUENTA}",
        f"javascript://{urlsplit(settings.BASE_URL).netloc}{CUENTA}",
        f"{settings.BASE_URL}/",
        f"{settings.BASE_URL}/gestion/cuentas/riberas/2026/",
        f"{settings.BASE_URL}/mi-consulta/una-clave/",
        f"{settings.BASE_URL}{CUENTA}informe/",
        f"{settings.BASE_URL}{CUENTA}participar/",
        f"{settings.BASE_URL}/cuentas/riberas/1999/",
        f"{settings.BASE_URL}/cuentas/nadie/2026/",
        f"{settings.BASE_URL}/cuentas/riberas/99999999999999999999/",
        f"{settings.BASE_URL}{CUENTA}jornadas/no-existe/",
        CUENTA,
    ],
)
def test_lo_que_no_es_de_aqui_no_se_muestra(cuenta, url):
    respuesta = Client().get("/oembed", {"url": url, "format": "json"})
    assert respuesta.status_code == 404
    assert "no es de una cuenta" in respuesta.content.decode()


def test_solo_en_json(cuenta):
    respuesta = pedir(CUENTA, format="xml")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (501, "text/plain; charset=utf-8")
    assert pedir(CUENTA, format="otro").status_code == 501
    assert pedir(CUENTA).status_code == 200
    assert Client().post("/oembed").status_code == 405


@pytest.mark.parametrize(
    ("pedido", "esperado"),
    [
        ({"maxwidth": "400"}, (400, 200)),
        ({"maxheight": "150"}, (600, 150)),
        ({"maxwidth": "9999", "maxheight": "9999"}, (600, 200)),
        ({"maxwidth": "muchos"}, (600, 200)),
        ({"maxwidth": "-5"}, (600, 200)),
    ],
)
def test_no_es_mayor_que_lo_pedido(cuenta, pedido, esperado):
    datos = json.loads(pedir(CUENTA, **pedido).content)
    assert (datos["width"], datos["height"]) == esperado


@pytest.mark.parametrize("pedido", [{"maxwidth": "100"}, {"maxheight": "40"}, {"maxwidth": "0"}])
def test_donde_no_cabe_es_un_enlace(cuenta, pedido):
    datos = json.loads(pedir(CUENTA, **pedido).content)
    assert datos["type"] == "link"
    assert {"html", "width", "height"} & set(datos) == set()


def dicho(camino: str) -> str:
    """What it says under its link, which is what the page says of itself to a search engine."""
    parrafos = re.findall(r"<p>([^<]*)</p>", json.loads(pedir(camino).content)["html"])
    pagina = Client().get(camino, {"x": "1"}).content.decode()  # drawn anew, not kept
    [texto] = parrafos
    if "jornadas" not in camino:
        assert f'<meta name="description" content="{texto}">' in pagina
    return unescape(texto)


QUE = "Qué hizo Servicio Nacional de Riberas en 2026."


def test_lo_que_dice_de_la_cuenta_es_lo_de_ese_dia(cuenta, en_riberas, reloj_en):
    reloj_en(datetime(2027, 4, 20, 14, tzinfo=UTC))
    assert dicho(CUENTA) == (
        f"{QUE} Podrá preguntar y opinar del 26 de abril al 4 de junio de 2027."
    )
    reloj_en(datetime(2027, 5, 10, 14, tzinfo=UTC))
    assert dicho(CUENTA) == f"{QUE} Pregunte y opine. Le responderán por escrito."
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    assert dicho(CUENTA) == f"{QUE} Lea el informe, pregunte y opine. Le responderán por escrito."
    reloj_en(datetime(2027, 6, 10, 14, tzinfo=UTC))
    assert dicho(CUENTA) == (
        f"{QUE} Lea el informe. Ya no se reciben mensajes. Las respuestas, a más tardar el lunes "
        "12 de julio de 2027."
    )
    reloj_en(datetime(2027, 7, 13, 14, tzinfo=UTC))
    assert dicho(CUENTA) == (
        f"{QUE} Lea el informe. Ya no se reciben mensajes. Las respuestas todavía no están."
    )
    Interrupcion.objects.create(
        cuenta=cuenta,
        tipo="suspendida",
        motivo="Temporal.",
        desde=m.HOY,
        registrada_por=en_riberas["encargada"],
    )
    assert dicho(CUENTA) == (
        f"{QUE} La cuenta está suspendida desde el lunes 17 de mayo de 2027: entre para saber por "
        "qué."
    )


def test_sin_fechas_no_promete_nada(en_riberas):
    m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    assert dicho(CUENTA) == QUE


def test_lo_que_dice_de_las_respuestas_es_lo_de_ese_dia(cuenta, en_riberas, reloj_en):
    servicio = "Servicio Nacional de Riberas"
    reloj_en(datetime(2027, 7, 12, 14, tzinfo=UTC))
    assert dicho(f"{CUENTA}respuestas/") == (
        f"Las respuestas de {servicio} se publicarán a más tardar el lunes 12 de julio de 2027."
    )
    reloj_en(datetime(2027, 7, 13, 14, tzinfo=UTC))
    assert dicho(f"{CUENTA}respuestas/") == (
        f"Las respuestas de {servicio} debían publicarse el lunes 12 de julio de 2027. Aún no "
        "están."
    )
    CuentaPublica.objects.update(respuesta_virtual=None, respuesta_presencial=None)
    assert dicho(f"{CUENTA}respuestas/") == (
        f"Aquí estará lo que se responda a quienes escriban a {servicio}."
    )


def test_con_las_respuestas_publicadas_dice_que_estan(cuenta, en_riberas):
    publicar(cuenta, en_riberas)
    assert dicho(f"{CUENTA}respuestas/") == (
        "Qué preguntaron las personas a Servicio Nacional de Riberas y qué se les respondió."
    )
    assert dicho(CUENTA) == f"{QUE} Lea lo que se respondió a cada persona."
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    assert dicho(CUENTA) == f"{QUE} Lea el informe y lo que se respondió a cada persona."


def test_lo_que_dice_de_una_actividad_es_lo_de_ese_dia(cuenta, reloj_en):
    camino = f"{CUENTA}jornadas/jornada-nacional/"
    reloj_en(datetime(2027, 5, 10, 14, tzinfo=UTC))
    assert dicho(camino) == "Cuándo y dónde es, y cómo inscribirse."
    reloj_en(datetime(2027, 12, 10, 14, tzinfo=UTC))
    assert dicho(camino) == "Cuándo y dónde fue, y su programa."
    Actividad.objects.update(estado="suspendida", motivo_estado="Por lluvia.")
    assert dicho(camino) == "Está suspendida. Entre para saber por qué."
    Actividad.objects.update(estado="anulada")
    assert dicho(camino) == "Está anulada. Entre para saber por qué."


def test_lo_hostil_es_texto(cuenta):
    m.crear_actividad(cuenta, slug="x", nombre='"><script>alert(1)</script>')
    datos = json.loads(pedir(f"{CUENTA}jornadas/x/").content)
    assert "<script" not in datos["html"]
    assert "&lt;script&gt;" in datos["html"]


def test_lo_retirado_deja_de_mostrarse(cuenta):
    actividad = m.crear_actividad(cuenta, slug="borrador", estado="borrador")
    assert pedir(f"{CUENTA}jornadas/{actividad.slug}/").status_code == 404
    CuentaPublica.objects.update(estado="anulada", motivo_anulacion="X")
    assert {pedir(camino).status_code for camino in PAGINAS} == {404}


def test_lo_de_un_servicio_que_se_fue_no_se_muestra(cuenta):
    Servicio.objects.filter(slug="riberas").update(activo=False)
    assert pedir(CUENTA).status_code == 404
