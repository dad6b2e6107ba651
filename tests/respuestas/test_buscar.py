"""The desk finds a message by its folio, by the code of its sheet, or by who wrote it."""

import pytest

from respuestas import services
from respuestas.models import Consulta
from tests.respuestas.conftest import ROSA


@pytest.fixture
def ingresadas(cuenta, en_riberas) -> list[Consulta]:
    comunes = {"cuenta": cuenta, "por": en_riberas["equipo"], "canal": "papel", "tipo": "opinion"}
    hoja = services.codigo_de_hoja(cuenta)
    return [
        services.ingresar_consulta(**comunes, mensaje="El puente", hoja=hoja, datos=ROSA),
        services.ingresar_consulta(**comunes, mensaje="Son 2 puentes", datos=None),
        services.ingresar_consulta(
            **comunes, mensaje="La feria", datos=services.Datos("José", "Peña", "retiro")
        ),
    ]


def test_por_folio_y_por_codigo_de_hoja(ingresadas):
    hoja = ingresadas[0].hoja
    escritos = {
        "puente": [1, 2],
        "2": [2],
        "2026-0002": [2],
        " 2026/3 ": [3],
        "2025-0003": [],
        f"{hoja[:3]}-{hoja[3:6]}-{hoja[6:]}".lower(): [1],
        "- -": [],
        "9" * 40: [],
    }
    halladas = {
        escrito: list(Consulta.objects.que_dicen(escrito).values_list("folio_numero", flat=True))
        for escrito in escritos
    }
    assert halladas == escritos


def test_por_el_nombre_de_la_persona(ingresadas, entrar, url, django_assert_num_queries):
    cliente, lugar = entrar("equipo"), url("respuestas_gestion:buscar")
    assert f'action="{lugar}"' in cliente.get(url("respuestas_gestion:consultas")).content.decode()
    html = cliente.post(lugar, {"persona": "pena jose"}).content.decode()
    assert ("1 mensaje" in html, "José Peña" in html, "La feria" in html) == (True, True, True)
    assert "Nadie con ese nombre" in cliente.post(lugar, {"persona": "nadie"}).content.decode()
    for corto, frase in (("", "Escriba un nombre o un apellido."), ("pe", "al menos 3 letras")):
        malo = cliente.post(lugar, {"persona": corto})
        assert (malo.status_code, frase in malo.content.decode()) == (422, True)
    with django_assert_num_queries(8):
        cliente.post(lugar, {"persona": "quilaleo"})


def test_quien_no_ve_contactos_no_busca_por_nombre(ingresadas, entrar, url):
    otra, lugar = entrar("sistematizadora"), url("respuestas_gestion:buscar")
    assert otra.post(lugar, {"persona": "quilaleo"}).status_code == 403
    assert lugar not in otra.get(url("respuestas_gestion:consultas")).content.decode()
    assert entrar("equipo").get(lugar).status_code == 405
