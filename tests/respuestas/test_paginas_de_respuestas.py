"""The published answers by pages: as heavy with thousands as with fifty."""

import re

import pytest
from django.test import Client

from respuestas.views.publicadas import POR_PAGINA
from tests.respuestas.test_parecidas import bloque, publicar


@pytest.fixture
def pagina(cuenta, en_riberas, url):
    def _pagina(*bloques, **pedido):
        if bloques:
            publicar(cuenta, en_riberas, *bloques)
        return Client().get(url("respuestas:respuestas"), pedido).content.decode()

    return _pagina


def numeros(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'<blockquote class="cita" id="n-(\d+)"', html)]


def sueltas(cuantas: int) -> list[dict]:
    return [bloque((n, f"Mensaje {n}.")) for n in range(1, cuantas + 1)]


@pytest.mark.parametrize("cuantas", [10, 1000])
def test_una_pagina_no_crece_con_el_documento(
    cuenta, en_riberas, url, django_assert_num_queries, cuantas
):
    publicar(cuenta, en_riberas, *sueltas(cuantas))
    with django_assert_num_queries(9):
        html = Client().get(url("respuestas:respuestas")).content.decode()
    assert numeros(html) == list(range(1, min(cuantas, POR_PAGINA) + 1))
    assert ("1 a 50 de 1.000 mensajes" in html) == (cuantas == 1000)


def test_el_enlace_a_un_mensaje_abre_su_pagina(pagina):
    assert 120 in numeros(pagina(*sueltas(120), n="120"))
    assert numeros(pagina(n="51"))[0] == 51
    assert numeros(pagina(n="120", pagina="1"))[0] == 1  # who goes on from there
    for raro in ("0", "999", "x", "\x00", "9" * 400):
        assert numeros(pagina(n=raro))[0] == 1
    for raro in ("0", "x", "-1", "9" * 400):
        assert numeros(pagina(pagina=raro))


def test_un_grupo_grande_se_reparte_y_dice_cuantos_reune(pagina):
    grupo = bloque(*((n, f"Lo mismo {n}.") for n in range(1, 71)), titulo="La ribera")
    primera = pagina(grupo, bloque((71, "Otra cosa.")))
    assert numeros(primera) == list(range(1, 51))
    assert "En esta página hay 50 de los 70." in primera
    segunda = pagina(pagina="2")
    assert numeros(segunda) == list(range(51, 72))
    assert "En esta página hay 20 de los 70." in segunda
    assert segunda.partition("<body")[2].count("Está en el programa.") == 2


def test_lo_buscado_tambien_va_por_paginas(pagina):
    bloques = [*sueltas(60), bloque((61, "Una escuela."))]
    html = pagina(*bloques, q="mensaje")
    assert (len(numeros(html)), "1 a 50 de 60 mensajes" in html) == (50, True)
    assert numeros(pagina(q="mensaje", pagina="2")) == list(range(51, 61))
    assert numeros(pagina(q="ESCUELA")) == [61]
    assert "Ninguna pregunta o respuesta tiene esas palabras." in pagina(q="hospital")
