"""The table of requirements: complete, well formed, and the ones that must become rules."""

import csv
import re
from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from comun.reglas import FUENTES, Nivel
from comun.requisitos import ARCHIVO, EN_ALCANCE, ETAPAS, FUNCION, REQUISITOS, Requisito

POR_ETAPA = {
    "E0": range(1, 7),
    "E1": range(7, 23),
    "E2": range(23, 29),
    "E3": range(29, 45),
    "E4": range(45, 58),
    "E5": range(58, 67),
    "E6": range(67, 74),
    "E7": range(74, 85),
    "E8": range(85, 92),
    "E9": range(92, 104),
    "E10": range(104, 121),
    "E11": range(121, 126),
    "E12": range(126, 146),
    "E13": range(146, 176),
    "E14": range(176, 183),
}


def test_the_file_has_each_requirement_once_and_in_order():
    with ARCHIVO.open(encoding="utf-8", newline="") as archivo:
        filas = list(csv.reader(archivo))
    assert filas[0] == ["id", "etapa", "nivel", "fuente", "cita", "texto"]
    assert [fila[0] for fila in filas[1:]] == [f"R{numero}" for numero in range(1, 183)]
    assert list(REQUISITOS) == [fila[0] for fila in filas[1:]]


def test_how_many_there_are_of_each_level():
    assert Counter(uno.nivel for uno in REQUISITOS.values()) == {
        Nivel.BLOQUEA: 90,
        Nivel.CONSTANCIA: 13,
        Nivel.ADVIERTE: 15,
        Nivel.PARAMETRO: 7,
        FUNCION: 57,
    }


def test_which_stage_each_one_belongs_to():
    assert {id_: uno.etapa for id_, uno in REQUISITOS.items()} == {
        f"R{numero}": etapa for etapa, numeros in POR_ETAPA.items() for numero in numeros
    }
    assert list(ETAPAS) == list(POR_ETAPA)


def test_how_many_come_from_each_source():
    assert Counter(uno.fuente for uno in REQUISITOS.values()) == {
        "000": 113,
        "001": 13,
        "002": 38,
        "003": 12,
        "004": 6,
    }


def test_the_lists_that_a_service_may_lower_are_hard_in_the_guide():
    rebajables = [*(f"R{n}" for n in range(7, 17)), "R73", "R97", "R101", "R112"]
    duros = {Nivel.BLOQUEA, Nivel.CONSTANCIA}
    assert [id_ for id_ in rebajables if REQUISITOS[id_].nivel not in duros] == []


@pytest.mark.parametrize("uno", REQUISITOS.values(), ids=lambda uno: uno.id)
def test_each_one_is_a_sentence_with_its_quote(uno):
    assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ][^\n]{10,138}\.", uno.texto)
    assert uno.texto == uno.texto.strip()
    assert re.search(r"  |\bIntendente\b|lenguaje de señas|\be-mail\b", uno.texto) is None
    assert uno.cita == uno.cita.strip() != ""
    assert len(uno.cita.split()) <= 20
    assert uno.nombre_fuente == FUENTES[uno.fuente]
    assert uno.nombre_etapa == ETAPAS[uno.etapa]


def test_no_two_say_the_same():
    assert len({uno.texto for uno in REQUISITOS.values()}) == 182


def test_what_must_be_a_rule():
    """Stages E0 to E10 but for plain functions, and three of the regional account."""
    por_nivel = Counter(REQUISITOS[id_].nivel for id_ in EN_ALCANCE)
    assert por_nivel == {
        Nivel.BLOQUEA: 64,
        Nivel.CONSTANCIA: 9,
        Nivel.ADVIERTE: 13,
        Nivel.PARAMETRO: 4,
    }
    assert {id_ for id_ in EN_ALCANCE if REQUISITOS[id_].etapa == "E12"} == {
        "R133",
        "R142",
        "R145",
    }
    assert {"R3", "R20", "R119", "R120", "R121", "R132"} & EN_ALCANCE == {"R119", "R120"}


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        REQUISITOS["R1"] = REQUISITOS["R2"]
    with pytest.raises(FrozenInstanceError):
        REQUISITOS["R1"].nivel = FUNCION
    assert REQUISITOS["R1"] == Requisito(
        id="R1",
        etapa="E0",
        nivel="bloquea",
        fuente="000",
        cita="Documento elaborado por cada servicio público que contenga; políticas, planes, "
        "programas y presupuesto",
        texto="Cada servicio da una cuenta pública por año.",
    )
