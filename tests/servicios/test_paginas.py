"""Public pages of a service, the reader's theme, health, and the demo's clock."""

import pytest
from django.test import Client
from django.urls import reverse


def test_privacidad_muestra_la_version_vigente(mundo):
    pagina = Client().get(reverse("privacidad:politica", args=["riberas"])).content.decode()
    assert "Usamos sus datos solo para responderle." in pagina
    assert "Versión 1, vigente desde el martes 1 de diciembre de 2026." in pagina


def test_un_servicio_que_no_existe_es_404(mundo):
    assert Client().get(reverse("privacidad:politica", args=["nadie"])).status_code == 404


def test_el_tema_se_guarda_y_no_lleva_a_otro_sitio(db):
    cliente = Client()
    respuesta = cliente.post("/tema/", {"tema": "dark", "volver": "https://malo.example/"})
    assert (respuesta.url, respuesta.cookies["tema"].value) == ("/", "dark")
    assert 'data-bs-theme="dark"' in cliente.get("/accesibilidad/").content.decode()
    assert cliente.get("/tema/").status_code == 405


def test_vivo_y_listo(db):
    assert Client().get("/healthz").content == b"ok"
    listo = Client().get("/listo")
    assert (listo.status_code, listo.json()["migraciones"]) == (200, "ok")


@pytest.mark.parametrize(
    "volver", ["", "\x00", "9", "25:61", "admin:index", "//malo.example/", "/\\malo"]
)
def test_el_tema_solo_vuelve_a_una_direccion_de_aqui(db, volver):
    respuesta = Client().post("/tema/", {"tema": "dark", "volver": volver})
    assert (respuesta.status_code, respuesta.url) == (302, "/")
