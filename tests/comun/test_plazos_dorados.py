"""The clock against a table that a second implementation wrote (segunda_implementacion.py)."""

import ast
import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from comun import plazos
from tests.comun import segunda_implementacion as segunda

TABLA = Path(__file__).with_name("plazos_dorados.csv")
with TABLA.open(encoding="utf-8", newline="") as archivo:
    FILAS = list(csv.DictReader(archivo))
TERMINOS = [fila for fila in FILAS if fila["tipo"] != "cierre"]
CIERRES = [fila for fila in FILAS if fila["tipo"] == "cierre"]


def caso(fila: dict[str, str]) -> str:
    return " ".join(valor for clave, valor in fila.items() if valor and clave != "esperado")


def feriados_de(fila: dict[str, str]) -> plazos.Feriados:
    pares = (extra.split("/") for extra in fila["extras"].split())
    filas = [(date.fromisoformat(fecha), codigo, "Adicional") for fecha, codigo in pares]
    extras = plazos.extras_de(filas, fila["comuna"])
    anio = int(fila["desde"][:4])
    return plazos.feriados_chile(anio, anio, extras, fila["comuna"])


def contar(fila: dict[str, str]) -> plazos.Computo:
    desde, dias = date.fromisoformat(fila["desde"]), int(fila["dias"])
    return plazos.contar(desde, dias, fila["tipo"], feriados_de(fila), antes=fila["antes"] == "sí")


@pytest.mark.parametrize("fila", TERMINOS, ids=caso)
def test_termino(fila):
    computo = contar(fila)
    assert computo.fecha.isoformat() == fila["esperado"]
    assert plazos.recontar(computo.como_datos()) == computo


@pytest.mark.parametrize("fila", CIERRES, ids=caso)
def test_cierre(fila):
    zona = plazos.zona_de_comuna(fila["comuna"])
    cierre = plazos.instante_de_cierre(date.fromisoformat(fila["desde"]), zona)
    assert cierre == datetime.strptime(fila["esperado"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


def test_la_segunda_implementacion_sigue_dando_la_tabla():
    escritas = [tuple(fila[columna] for columna in segunda.COLUMNAS) for fila in FILAS]
    assert segunda.tabla() == escritas


def test_la_tabla_cubre_lo_que_debe():
    assert len(FILAS) >= 400
    distintos = {tuple(fila.items()) for fila in FILAS}
    assert len(distintos) == len(FILAS)
    assert {fila["tipo"] for fila in FILAS} == {"corridos", "habiles", "cierre"}
    plazos_contados = {(f["tipo"], f["dias"], f["antes"]) for f in TERMINOS}
    assert {
        ("corridos", "15", "sí"), ("corridos", "30", ""), ("corridos", "45", ""),
        ("habiles", "15", ""), ("habiles", "15", "sí"), ("habiles", "30", ""),
        ("habiles", "45", ""),
    } <= plazos_contados  # fmt: skip
    zonas = Counter(plazos.zona_de_comuna(fila["comuna"]).key for fila in CIERRES)
    assert len(zonas) == 4
    assert min(zonas.values()) == len(CIERRES) / 4


def test_no_comparten_nada():
    """Neither the code under test, nor its holidays, nor the calendar and zones it stands on."""
    arbol = ast.parse(Path(segunda.__file__).read_text(encoding="utf-8"))
    importados = {
        alias.name
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Import)
        for alias in nodo.names
    } | {nodo.module for nodo in ast.walk(arbol) if isinstance(nodo, ast.ImportFrom)}
    assert importados == {"csv", "math", "sys", "bisect", "collections.abc"}


@pytest.mark.parametrize("anio", range(segunda.PRIMER_ANIO, segunda.ULTIMO_ANIO + 1))
@pytest.mark.parametrize("comuna", ["", "15101", "16101", "16102"])
def test_los_feriados_de_cada_anio_son_los_mismos(anio, comuna):
    segun_la_ley = segunda.feriados_nacionales(anio) | segunda.feriados_del_territorio(anio, comuna)
    assert [f"{fecha}" for fecha in plazos.feriados_chile(anio, anio, comuna=comuna)] == [
        segunda.texto(dia) for dia in sorted(segun_la_ley)
    ]


@pytest.mark.parametrize(
    ("anio", "instante"),
    [
        # As the almanac of the U.S. Naval Observatory gives them, in UTC.
        (2024, "2024-06-20 20:51"),
        (2025, "2025-06-21 02:42"),
        (2026, "2026-06-21 08:24"),
        (2027, "2027-06-21 14:11"),
        (2028, "2028-06-20 20:02"),
        (2029, "2029-06-21 01:48"),
        (2030, "2030-06-21 07:31"),
    ],
)
def test_el_solsticio_es_el_del_almanaque(anio, instante):
    dias = segunda.solsticio_de_junio(anio) - 2440587.5  # from 1 January 1970
    calculado = datetime.fromtimestamp(dias * 86400, UTC)
    publicado = datetime.fromisoformat(f"{instante}+00:00")
    assert abs((calculado - publicado).total_seconds()) < 90
