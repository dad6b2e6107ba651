"""Dates and numbers of Chile, in Python, in templates and in forms."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from comun import formato

LUNES = date(2027, 7, 12)


def test_fechas():
    assert formato.fecha_larga(LUNES) == "lunes 12 de julio de 2027"
    assert formato.fecha_sin_semana(LUNES) == "12 de julio"
    assert formato.fecha_corta(date(2027, 6, 4)) == "04/06/2027"
    assert formato.fecha_breve(date(2027, 5, 28)) == "28 may"
    assert (formato.fecha_dia(date(2027, 6, 2)), formato.fecha_mes(date(2027, 6, 2))) == (
        "2",
        "jun, mié",
    )


def test_un_instante_se_lee_en_la_zona_activa():
    casi_martes = datetime(2027, 7, 13, 3, 30, tzinfo=UTC)
    assert formato.fecha_larga(casi_martes) == "lunes 12 de julio de 2027"
    assert formato.hora(casi_martes) == "23:30"


def test_hora():
    assert [formato.hora(time(9, 5)), formato.hora(time(18, 0))] == ["9:05", "18:00"]


@pytest.mark.parametrize(
    ("numero", "texto"),
    [
        (0, "0"),
        (999, "999"),
        (1234567, "1.234.567"),
        (-1234, "-1.234"),
        (1234.5, "1.234,5"),
        (Decimal("97.20"), "97,20"),
        (1234.0, "1.234"),
    ],
)
def test_miles(numero, texto):
    assert formato.miles(numero) == texto


def _escribir(plantilla: str, **contexto) -> str:
    return Template("{% load cpp %}" + plantilla).render(Context(contexto))


@pytest.mark.parametrize(
    ("plantilla", "valor", "esperado"),
    [
        ("{{ v|fecha_larga }}", LUNES, "lunes 12 de julio de 2027"),
        ("{{ v|fecha_corta }}", LUNES, "12/07/2027"),
        ("{{ v|fecha_breve }}", LUNES, "12 jul"),
        ("{{ v|fecha_dia }} {{ v|fecha_mes }}", LUNES, "12 jul, lun"),
        ("{{ v|hora }}", time(9, 30), "9:30"),
        ("{{ v|miles }}", 12345, "12.345"),
        ("{{ v|rut }}", "12345678-5", "12.345.678-5"),
        ("{{ v|rut_oculto }}", "12345678-5", "••.•••.678-5"),
        ("{{ v|fecha_larga }}|{{ v|hora }}|{{ v|rut }}|{{ v|markdown }}", None, "|||"),
        ("{{ v|fecha_larga }}|{{ v|miles }}|{{ v|rut }}|{{ v|markdown }}", "", "|||"),
        ("{{ v|markdown }}", "**a** <b>", "<p><strong>a</strong> &lt;b&gt;</p>\n"),
        ('{{ v }} {{ v|plural_es:"día,días" }}', 1, "1 día"),
        ('{{ v }} {{ v|plural_es:"día,días" }}', 0, "0 días"),
        ("mensaje{{ v|plural_es }}", 2, "mensajes"),
        ("mensaje{{ v|plural_es }}", 1, "mensaje"),
        ('taller{{ v|plural_es:"es" }}', 3, "talleres"),
    ],
)
def test_filtros(plantilla, valor, esperado):
    assert _escribir(plantilla, v=valor) == esperado


def test_formatos_de_django():
    with translation.override("es-cl"):
        assert formats.date_format(LUNES) == "12 de julio de 2027"
        assert formats.date_format(LUNES, "SHORT_DATE_FORMAT") == "12/07/2027"
        assert formats.number_format(Decimal("1234567.5"), 2, force_grouping=True) == (
            "1.234.567,50"
        )
        assert forms.DateField().clean("12/07/2027") == LUNES
        assert forms.DateField().clean("2027-07-12") == LUNES
        assert forms.DecimalField(localize=True).clean("1234,5") == Decimal("1234.5")
        with pytest.raises(forms.ValidationError):
            forms.DateField().clean("07/13/2027")


@pytest.mark.parametrize(
    ("guardado", "escrito"),
    [
        ("+56970000078", "+56 9 7000 0078"),
        ("+56221234501", "+56 2 2123 4501"),
        ("+56712123400", "+56 71 212 3400"),
        ("+5491122223333", "+5491122223333"),
        ("", ""),
    ],
)
def test_telefono(guardado, escrito):
    assert formato.telefono(guardado) == escrito


@pytest.mark.parametrize(
    ("cosas", "frase"),
    [
        ([], ""),
        (["la fecha"], "la fecha"),
        (["«Planes»", "«Programas»"], "«Planes» y «Programas»"),
        (["Planes", "Informe"], "Planes e Informe"),
        (["madres", "hijas"], "madres e hijas"),
        ((12, 40, 41, 77), "12, 40, 41 y 77"),
    ],
)
def test_enumerar(cosas, frase):
    assert formato.enumerar(cosas) == frase
