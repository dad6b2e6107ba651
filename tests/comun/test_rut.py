"""The RUN: DOMAIN 3.1 has the test list."""

from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from comun import rut


@pytest.mark.parametrize(
    ("escrito", "esperado"),
    [
        ("12.345.678-5", "12345678-5"),
        ("12345678-5", "12345678-5"),
        ("123456785", "12345678-5"),
        (" 12 345 678 - 5 ", "12345678-5"),
        ("12.345.678–5", "12345678-5"),
        ("12.345.678‑5", "12345678-5"),
        ("12.345.678−5", "12345678-5"),
        ("12.345.678－5", "12345678-5"),
        ("１２３４５６７８-５", "12345678-5"),
        ("0012345678-5", "12345678-5"),
        ("12\u00a0345\u202f678-5", "12345678-5"),
        ("\u200b12345678-5\ufeff", "12345678-5"),
        ("6-K", "6-K"),
        ("1000005-K", "1000005-K"),
        ("10000013-k", "10000013-K"),
        ("10000004-0", "10000004-0"),
        ("999999-K", "999999-K"),
        ("100000000-7", "100000000-7"),
        ("44.444.444-4", "44444444-4"),
        ("55.555.555-5", "55555555-5"),
        ("88.888.888-8", "88888888-8"),
        ("99.999.999-9", "99999999-9"),
        ("61.979.430-3", "61979430-3"),
    ],
)
def test_normaliza(escrito, esperado):
    assert rut.normalizar(escrito) == esperado


@pytest.mark.parametrize(
    "escrito",
    ["12.345.678-4", "12345678-K", "6-0", "10000013-0", "1-8"],
)
def test_digito_que_no_coincide(escrito):
    with pytest.raises(rut.RutInvalido) as error:
        rut.normalizar(escrito)
    assert str(error.value) == (
        "El RUN no coincide con su dígito verificador. "
        "Revise los números o deje el espacio en blanco."
    )


@pytest.mark.parametrize(
    "escrito",
    [
        "", " ", "-", "0-0", "000000000", "....-0", "-0", "K", "5", "12345678-", "-123456785",
        "1-2345678-5", "12-345-678-5", "rosa@correo.cl", "12345678-55", "1234567890-1",
        "١٢٣٤٥٦٧٨-٥", "12345678-5" * 10, "1" * 1_000_000, "\x00", "12345678-5; DROP",
    ],
)  # fmt: skip
def test_no_es_un_run(escrito):
    with pytest.raises(rut.RutInvalido) as error:
        rut.normalizar(escrito)
    assert str(error.value) == rut.MAL_ESCRITO


@given(st.integers(1, 999_999_999))
def test_ida_y_vuelta(cuerpo):
    guardado = f"{cuerpo}-{rut.digito(cuerpo)}"
    assert rut.normalizar(guardado) == guardado
    assert rut.normalizar(rut.formatear(guardado)) == guardado
    assert rut.normalizar(f"000{cuerpo}{rut.digito(cuerpo).lower()}") == guardado


@given(st.integers(1, 999_999_999), st.sampled_from("0123456789K"))
def test_solo_un_digito_es_valido(cuerpo, digito):
    if digito == rut.digito(cuerpo):
        return
    with pytest.raises(rut.RutInvalido):
        rut.normalizar(f"{cuerpo}-{digito}")


@given(st.text(max_size=60))
def test_ningun_texto_rompe_el_validador(texto):
    try:
        guardado = rut.normalizar(texto)
    except rut.RutInvalido:
        return
    assert rut.normalizar(rut.formatear(guardado)) == guardado


@pytest.mark.parametrize(
    ("guardado", "escrito", "oculto"),
    [
        ("12345678-5", "12.345.678-5", "••.•••.678-5"),
        ("999999-K", "999.999-K", "•••.999-K"),
        ("6-K", "6-K", "•-K"),
        ("1000-4", "1.000-4", "•.000-4"),
    ],
)
def test_formas(guardado, escrito, oculto):
    assert rut.formatear(guardado) == escrito
    assert rut.enmascarar(guardado) == oculto


def test_orden_valido():
    salida = StringIO()
    call_command("rut", "12345678-5", stdout=salida)
    assert salida.getvalue() == "válido 12.345.678-5\n"


def test_orden_invalido():
    salida = StringIO()
    with pytest.raises(SystemExit) as fin:
        call_command("rut", "12345678-9", stdout=salida)
    assert fin.value.code == 1
    assert salida.getvalue() == rut.NO_COINCIDE + "\n"
