"""What is taken away is counted with what programs read, by network; kept pages are not."""

import json

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from comun import cuotas
from comun.models import Balde
from seguimiento.api import rutas
from seguimiento.datos import TABLAS
from seguimiento.views.datos import ARCHIVOS
from tests.seguimiento.datos import DATOS, historia

__all__ = ["historia"]
OEMBED = f"/oembed?url={settings.BASE_URL}/cuentas/riberas/2026/"
CADA_UNO = [
    f"{DATOS}cuentas.csv",
    f"{DATOS}consultas.json",
    f"{DATOS}respuestas-planilla.csv",
    f"{DATOS}datapackage.json",
    f"{DATOS}dcat.jsonld",
    OEMBED,
    "/api/v1/cuentas/",
]
GUARDADAS = [
    DATOS,
    "/api/v1/",
    "/cuentas/riberas/cuentas.atom",
    "/cuentas/riberas/2026/actividades.atom",
    "/cuentas/riberas/2026/respuestas.atom",
]


@pytest.fixture
def una(monkeypatch):
    monkeypatch.setattr(cuotas, "LEER_DATOS", cuotas.Uso("leer_datos", por_red=1, por_persona=1))


@pytest.fixture
def guardan(settings):
    """The cache that the tests of other things leave empty."""
    settings.CACHES = {
        **settings.CACHES,
        "paginas": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "t"},
    }
    caches["paginas"].clear()
    yield
    caches["paginas"].clear()


@pytest.mark.parametrize("camino", CADA_UNO)
def test_pasada_la_cuota_se_dice_cuando_volver(historia, una, camino):
    primera, segunda = (Client().get(camino) for _ in range(2))
    assert (primera.status_code, segunda.status_code) == (200, 429)
    assert primera["RateLimit-Policy"] == segunda["RateLimit-Policy"] == rutas.POLITICA
    segundos = int(segunda["Retry-After"])
    assert 3500 < segundos <= 3600
    dicho = segunda.content.decode()
    if segunda["Content-Type"] == "application/problem+json":
        dicho = json.loads(dicho)["detail"]
    else:
        assert segunda["Content-Type"] == "text/plain; charset=utf-8"
    frase = "Llegaron más de 1 peticiones en una hora desde su red."
    assert dicho == f"{frase} Pida de nuevo en {segundos} segundos."
    assert (segunda["Access-Control-Allow-Origin"], segunda["Cache-Control"]) == ("*", "no-store")
    assert segunda["RateLimit"] == f'"red";r=0;t={segundos}'
    # By network: the next house is served, and who has the bytes waits too.
    assert Client(REMOTE_ADDR="203.0.113.9").get(camino).status_code == 200
    etag = primera.get("ETag", '"x"')
    assert Client().get(camino, headers={"if-none-match": etag}).status_code == 429


def test_son_una_sola_cuenta_con_la_de_la_api(historia, una):
    assert Client().get(f"{DATOS}cuentas.csv").status_code == 200
    assert [Client().get(camino).status_code for camino in CADA_UNO] == [429] * len(CADA_UNO)
    assert Balde.objects.count() == 1


def test_lo_que_se_rehusa_antes_no_gasta(historia, una):
    for camino in CADA_UNO:
        assert Client().post(camino).status_code == 405
    assert Balde.objects.count() == 0


def test_los_archivos_de_una_visita_caben_muchas_veces():
    """A school that takes away everything, from one network: ten for each pupil of a class."""
    assert len(ARCHIVOS) == 3 * len(TABLAS)
    assert cuotas.LEER_DATOS.por_red >= 40 * len(ARCHIVOS)


@pytest.mark.parametrize("camino", GUARDADAS)
def test_lo_que_se_guarda_no_se_cuenta_y_cuesta_lo_mismo(
    historia, una, guardan, camino, django_assert_num_queries
):
    """The clock and the version of what it tells, and the service where the address has one."""
    assert Client().get(camino).status_code == 200
    with django_assert_num_queries(2 if camino == "/api/v1/" else 3):
        assert Client().get(camino).status_code == 200
    assert Balde.objects.count() == 0
