"""Telephones as stored, and contacts half hidden."""

import pytest
from django.core.exceptions import ValidationError

from comun.contacto import (
    TelefonoInvalido,
    contacto_plegado,
    normalizar_correo,
    normalizar_telefono,
    ocultar,
)


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


@pytest.mark.parametrize(
    ("texto", "guardado"),
    [
        (" Rosa@Correo.CL ", "rosa@correo.cl"),
        ("rosa@ｃorreo．cl", "rosa@correo.cl"),
        ("rosa＠correo.cl", "rosa@correo.cl"),
        ("rosa@𝐜orreo.cl", "rosa@correo.cl"),
        ("rosa@correó.cl", "rosa@xn--corre-4ta.cl"),
        ("rosa@peñalolen.cl", "rosa@xn--pealolen-e3a.cl"),
    ],
)
def test_un_buzon_tiene_una_sola_direccion(texto, guardado):
    assert normalizar_correo(texto) == guardado
    assert normalizar_correo(guardado) == guardado


@pytest.mark.parametrize(
    ("texto", "frase"),
    [
        ("rosa", "le falta el signo @"),
        ("rosa@", "no está completo"),
        ("rosa@correo..cl", "no está completo"),
        ("rosa@correo.cl\nBcc: a@b.cl", "no está completo"),
        ("rósa@correo.cl", "no está completo"),
        ("rosa@" + "x" * 70 + ".cl", "no está completo"),
        ("rosa@co\ud800rreo.cl", "no está completo"),
        ("rosa@co\x00rreo.cl", "no está completo"),
    ],
)
def test_lo_que_no_es_un_correo(texto, frase):
    with pytest.raises(ValidationError, match=frase):
        normalizar_correo(texto)


def test_un_acento_mas_es_el_correo_de_otra_persona():
    """Whoever owns `gmaíl.com` is not given what is of somebody at `gmail.com`."""
    assert contacto_plegado(correo="rosa@gmaíl.com") != contacto_plegado(correo="rosa@gmail.com")
    assert contacto_plegado(correo="Rosa@Gmail.com") == contacto_plegado(correo="rosa@gmail.com")
    assert contacto_plegado(direccion="Av. PERÚ 1") == contacto_plegado(direccion="av. peru 1")
