"""A body is read as UTF-8, whatever it says of itself, and not at all if it would fill the disk."""

import io

import pytest
from django.test import Client

from respuestas.models import Consulta
from tests.respuestas.conftest import cuenta, datos_del_formulario, url  # noqa: F401

TRAMPA = "\\ud800+2AA-"


def _partes(datos: dict[str, str]) -> bytes:
    cabeza = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return ("".join(cabeza.format(*dato) for dato in datos.items()) + "--x--\r\n").encode()


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "utf-7", "zlib_codec", "idna", "undefined", "utf-16", "latin-1"]
)
def test_ninguna_codificacion_declarada_hace_fallar(cuenta, url, charset):  # noqa: F811
    """Some of them decode to lone surrogates, and some are not of text."""
    tipo = f"multipart/form-data; boundary=x; charset={charset}"
    cliente = Client()
    buena = _partes(datos_del_formulario(mensaje=f"¿Cuándo? {TRAMPA}"))
    assert cliente.generic("POST", url("respuestas:participar"), buena, tipo).status_code == 302
    assert Consulta.objects.get().mensaje == f"¿Cuándo? {TRAMPA}"
    mala = _partes(datos_del_formulario(correo=f"rosa@x{TRAMPA}.cl", tipo=TRAMPA, abierto=TRAMPA))
    assert cliente.generic("POST", url("respuestas:participar"), mala, tipo).status_code == 422
    perdido = _partes({"correo": f"rosa@x{TRAMPA}.cl"})
    assert cliente.generic("POST", "/mi-consulta/", perdido, tipo).status_code == 422


def test_lo_que_llenaria_el_disco_no_se_lee(cuenta, url):  # noqa: F811
    class Cuerpo(io.BytesIO):
        def read(self, *args: int) -> bytes:
            raise AssertionError("Nobody should read it.")

    tipo = "multipart/form-data; boundary=x"
    pedido = {"wsgi.input": Cuerpo(), "CONTENT_TYPE": tipo, "CONTENT_LENGTH": str(2**31)}
    respuesta = Client().post(url("respuestas:participar"), **pedido)
    assert respuesta.status_code == 400
    assert "era demasiado grande" in respuesta.content.decode()
    for raro in ("", "x", "-1"):
        assert Client().post("/mi-consulta/", CONTENT_LENGTH=raro).status_code in (400, 422)
