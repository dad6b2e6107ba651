"""Telephones as stored, and contacts half hidden."""

import pytest

from comun.contacto import TelefonoInvalido, contacto_plegado, normalizar_telefono, ocultar


@pytest.mark.parametrize(
    ("texto", "guardado"),
    [
        ("9 1234 5678", "+56912345678"),
        ("+56 9 1234 5678", "+56912345678"),
        ("56912345678", "+56912345678"),
        ("09-1234 5678", "+56912345678"),
        ("1234 5678", "+56912345678"),
        ("(2) 2345 6789", "+56223456789"),
        ("+54 11 4321 5678", "+541143215678"),
        ("0054 11 4321 5678", "+541143215678"),
    ],
)
def test_telefonos(texto, guardado):
    assert normalizar_telefono(texto) == guardado


@pytest.mark.parametrize("texto", ["", "123", "no tengo", "+56 9 1234", "9" * 16])
def test_lo_que_no_es_telefono(texto):
    with pytest.raises(TelefonoInvalido, match="lleva 9 cifras"):
        normalizar_telefono(texto)


def test_contacto_oculto():
    assert ocultar(correo="rosa@ejemplo.cl") == "ro•••@ejemplo.cl"
    assert ocultar(correo="ro@ejemplo.cl") == "r•••@ejemplo.cl"
    assert ocultar(telefono="+56912345678") == "•••• 5678"
    assert ocultar() == ""


def test_contacto_plegado():
    assert contacto_plegado(correo="Rosa@Ejemplo.CL") == "rosa@ejemplo.cl"
    assert contacto_plegado(direccion="Calle  Ñuble 5") == "calle nuble 5"
