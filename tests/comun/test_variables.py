"""Variables of the texts that staff write: closed list, one pass, nothing else is read."""

import pytest

from comun.errores import ErrorDominio
from comun.variables import en_lista, exigir_conocidas, rellenar

CONOCIDAS = ("nombre", "organizacion", "fecha")


@pytest.mark.parametrize(
    "texto",
    ["", "Sin variables { } ni nada.", "{{nombre}}, de {{ organizacion }}", "{una} {llave}"],
)
def test_lo_que_se_puede_escribir(texto):
    exigir_conocidas(texto, CONOCIDAS)


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("Hola {{apellido}}", "El texto pide «{{apellido}}», que no existe."),
        ("{{}}", "El texto pide «{{}}», que no existe."),
        ("{{nombre|safe}}", "El texto pide «{{nombre|safe}}», que no existe."),
        ("{{ nombre.__class__ }}", "El texto pide «{{nombre.__class__}}», que no existe."),
        ("Hola {{nombre", "En el texto hay llaves sueltas."),
        ("Hola nombre}}", "En el texto hay llaves sueltas."),
    ],
)
def test_lo_que_no_existe_se_dice(texto, dice):
    with pytest.raises(ErrorDominio) as error:
        exigir_conocidas(texto, CONOCIDAS)
    assert error.value.mensaje.startswith(dice)


def test_el_rechazo_nombra_las_que_hay():
    with pytest.raises(ErrorDominio) as error:
        exigir_conocidas("{{rut}}", CONOCIDAS)
    assert "{{nombre}}, {{organizacion}} y {{fecha}}" in error.value.mensaje
    assert en_lista(["nombre"]) == "{{nombre}}"


def test_se_rellena_una_sola_vez():
    valores = {"nombre": "{{fecha}}", "fecha": "lunes", "organizacion": "<b>Junta</b>"}
    texto = "{{nombre}} de {{ organizacion }}: {{fecha}} {{otra}}"
    assert rellenar(texto, valores) == "{{fecha}} de <b>Junta</b>: lunes {{otra}}"
