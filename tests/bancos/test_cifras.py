"""A figure says how many rounds it comes from, and never better than its median."""

import json

import pytest

from tests.bancos.__main__ import NOMBRES, pedidas
from tests.bancos.cifras import Cifra, tabla

LOTES = Cifra("correo.lotes", (0.91, 0.5, 0.7, 0.62, 0.8), 0.6)
FORMULARIO = Cifra("correo.formulario", (2.0, 3.5, 2.6), 2.5, menos_es_mejor=True)


def test_la_linea_de_json_tiene_lo_que_otros_programas_leen():
    assert [json.loads(cifra.en_json()) for cifra in (LOTES, FORMULARIO)] == [
        {
            "name": "correo.lotes",
            "value": 0.7,
            "unit": "×",
            "goal": 0.6,
            "ok": True,
            "min": 0.5,
            "max": 0.91,
            "rounds": 5,
        },
        {
            "name": "correo.formulario",
            "value": 2.6,
            "unit": "×",
            "goal": 2.5,
            "ok": False,
            "min": 2.0,
            "max": 3.5,
            "rounds": 3,
        },
    ]


def test_la_tabla_dice_cual_no_alcanza():
    assert tabla([LOTES, FORMULARIO]).splitlines() == [
        "Cifra              Mediana  Rango        Meta    Rondas",
        "correo.lotes       0,70 ×   0,50 a 0,91  ≥ 0,60  5       bien",
        "correo.formulario  2,60 ×   2,00 a 3,50  ≤ 2,50  3       NO ALCANZA",
    ]


def test_una_cifra_sin_meta_se_dice_y_no_falla():
    lcp = Cifra("formulario.lcp", (2.5, 1.5, 2.0), None, True, "s")
    assert (lcp.bien, json.loads(lcp.en_json())["goal"]) == (True, None)
    assert tabla([lcp]).splitlines()[1] == "formulario.lcp  2,00 s   1,50 a 2,50  sin meta  3"


@pytest.mark.parametrize(
    ("nombres", "cifras"),
    [
        ([], set(NOMBRES)),
        (["correo"], {nombre for nombre in NOMBRES if nombre.startswith("correo.")}),
        (["tablero"], {"tablero.inicio", "tablero.cuenta"}),
        (["correo.lotes"], {"correo.lotes"}),
        (["formulario"], {nombre for nombre in NOMBRES if nombre.startswith("formulario.")}),
        (["correo.formulario", "correo.adjunto"], {"correo.formulario", "correo.adjunto"}),
    ],
)
def test_un_nombre_es_una_cifra_o_el_comienzo_de_varias(nombres, cifras):
    assert pedidas(nombres) == cifras


def test_un_nombre_que_no_existe_dice_los_que_hay():
    with pytest.raises(SystemExit) as salida:
        pedidas(["correo.lote"])
    assert str(salida.value) == (
        "No existe la cifra «correo.lote». Hay: correo.lotes, correo.por-tarea, correo.adjunto, "
        "correo.formulario, correo.formulario-leer, formulario.post, formulario.get, "
        "formulario.conexiones, formulario.lcp, tablero.inicio, tablero.cuenta, "
        "directorio.primera, directorio.busqueda, directorio.honda, directorio.fondo, "
        "importacion.filas, importacion.otra-vez, importacion.sentencias, importacion.memoria."
    )
