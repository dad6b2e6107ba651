"""The day ruler, against the drawing of the reference pages."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from comun import plazos
from comun.svg import Etiqueta, Hoy, Marca, regla_de_dias

JORNADA = date(2027, 5, 28)
FERIADOS = plazos.feriados_chile(2027, 2027)


def _regla(**cambios):
    argumentos = {
        "desde": JORNADA,
        "dias": 45,
        "tipo": "corridos",
        "feriados": FERIADOS,
        "hitos": [(30, "plazo sugerido")],
        "hoy": date(2027, 7, 1),
    }
    return regla_de_dias(**argumentos | cambios)


def test_la_regla_del_tablero():
    regla = _regla()
    assert regla.titulo == "Los 45 días, uno por uno"
    assert regla.descripcion == (
        "Del 28 de mayo, día de la jornada, que no se cuenta, al 12 de julio, día 45 y plazo "
        "máximo. El día 30, plazo sugerido, es el 27 de junio. Hoy es el día 34."
    )
    assert len(regla.marcas) == 46
    assert regla.marcas[:4] == (
        Marca("0.00", "r-marca", 28),
        Marca("2.22", "r-fin", 46),
        Marca("4.44", "r-fin", 46),
        Marca("6.67", "r-dia", 42),
    )
    assert regla.marcas[30] == Marca("66.67", "r-marca", 28)
    assert regla.marcas[45] == Marca("100.00", "r-tope", 28)
    assert regla.etiquetas == (
        Etiqueta("0.00", "start", "28 may", "día 0"),
        Etiqueta("66.67", "middle", "27 jun", "día 30"),
        Etiqueta("100.00", "end", "12 jul", "día 45"),
    )
    assert regla.hoy == Hoy("75.56", "middle", "hoy, día 34")
    assert [fecha.day for fecha, _ in regla.feriados] == [21, 28]


def test_en_dias_habiles_se_cuentan_solo_los_habiles():
    regla = _regla(tipo="habiles", hoy=date(2027, 5, 31))
    assert regla.titulo == "Los 45 días hábiles, uno por uno"
    assert regla.etiquetas[-1] == Etiqueta("100.00", "end", "4 ago", "día 45")
    assert regla.hoy.texto == "hoy, día 1"
    assert len([marca for marca in regla.marcas if marca.clase != "r-fin"]) == 46


@pytest.mark.parametrize(
    ("hoy", "esperado"),
    [
        (None, None),
        (date(2027, 5, 27), None),
        (JORNADA, Hoy("0.00", "start", "hoy, día 0")),
        (date(2027, 7, 12), Hoy("100.00", "end", "hoy, día 45")),
        (date(2027, 7, 13), Hoy("100.00", "end", "hoy, 1 día tarde")),
        (date(2027, 7, 16), Hoy("100.00", "end", "hoy, 4 días tarde")),
    ],
)
def test_hoy(hoy, esperado):
    assert _regla(hoy=hoy).hoy == esperado


def test_una_etiqueta_que_chocaria_con_otra_se_calla():
    regla = _regla(hitos=[(43, "aviso"), (30, "plazo sugerido"), (60, "fuera")])
    assert [etiqueta.dia for etiqueta in regla.etiquetas] == ["día 0", "día 45"]
    assert "El día 43, aviso, es el 10 de julio." in regla.descripcion
    assert "fuera" not in regla.descripcion


def test_un_solo_dia():
    regla = _regla(dias=1, hitos=[])
    assert [marca.clase for marca in regla.marcas] == ["r-marca", "r-tope"]
    with pytest.raises(ValueError):
        _regla(dias=0)


def test_el_componente_dibuja_lo_mismo_que_la_referencia():
    html = render_to_string("components/regla_dias.html", {"regla": _regla(clave="rt")})
    assert 'aria-labelledby="rt-t rt-d"' in html
    assert '<title id="rt-t">Los 45 días, uno por uno</title>' in html
    assert html.count("<line") == 46 + 2
    assert '<line class="r-hecho" x1="0%" x2="75.56%" y1="56" y2="56" />' in html
    assert re.search(r'<circle class="r-hoy" cx="75.56%" cy="56" r="7" />', html)
    assert html.count('class="r-fecha"') == 3
    assert "style=" not in html


def test_hacia_atras_el_tope_queda_a_la_izquierda():
    regla = _regla(dias=15, hitos=[], antes=True)
    assert regla.descripcion == (
        "Del 28 de mayo, día de la jornada, que no se cuenta, hacia atrás hasta el 13 de mayo, "
        "día 15 y plazo máximo."
    )
    assert (regla.marcas[0], regla.marcas[-1]) == (
        Marca("100.00", "r-marca", 28),
        Marca("0.00", "r-tope", 28),
    )
    assert regla.etiquetas == (
        Etiqueta("0.00", "start", "13 may", "día 15"),
        Etiqueta("100.00", "end", "28 may", "día 0"),
    )
    assert (len(regla.marcas), regla.hoy) == (16, None)
