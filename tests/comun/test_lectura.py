"""The letters of somebody else's page, in whatever charset it came."""

import codecs
import time

import pytest

from comun.lectura import Lectura

TEXTO = "<p>Cuenta Pública: año 2026</p>"


def texto(cuerpo: bytes, tipo: str = "text/html") -> str:
    return Lectura("https://a.cl/", 200, cuerpo, tipo).texto


META = '<meta charset="{}">' + TEXTO
CASOS = {
    "utf-8": (TEXTO.encode(), "text/html; charset=utf-8", TEXTO),
    "sin decir": (TEXTO.encode(), "", TEXTO),
    "utf-8 con marca": (codecs.BOM_UTF8 + TEXTO.encode(), "text/html; charset=latin-1", TEXTO),
    "latin-1": (TEXTO.encode("latin-1"), "text/html; charset=ISO-8859-1", TEXTO),
    "latin-1 de Windows": ("<p>«año» 5 €</p>".encode("cp1252"), "text/html;charset='latin1'",
                           "<p>«año» 5 €</p>"),
    "latin-1 en meta": (META.format("iso-8859-1").encode("latin-1"), "text/html",
                        META.format("iso-8859-1")),
    "utf-16 dicho": (TEXTO.encode("utf-16-le"), "text/html; charset=utf-16", TEXTO),
    "utf-16 con marca": (TEXTO.encode("utf-16"), "text/html", TEXTO),
    "utf-16 al revés": (codecs.BOM_UTF16_BE + TEXTO.encode("utf-16-be"), "text/html", TEXTO),
    "utf-16 en meta": (META.format("utf-16").encode(), "text/html", META.format("utf-16")),
    "desconocido": (TEXTO.encode(), "text/html; charset=klingon", TEXTO),
    "más parámetros": (TEXTO.encode("latin-1"), "text/html; charset=latin-1; a=b", TEXTO),
}  # fmt: skip


@pytest.mark.parametrize("como", CASOS)
def test_se_lee_en_su_charset(como):
    cuerpo, tipo, leido = CASOS[como]
    assert texto(cuerpo, tipo) == leido


@pytest.mark.parametrize("cual", ["punycode", "idna", "utf-7", "unicode_escape", "zip", "rot13"])
def test_un_charset_que_hace_otra_cosa_no_se_usa(cual):
    """Punycode takes hours over two megabytes; utf-7 writes tags where there are none."""
    antes = time.process_time()
    cuerpo = b"+ADw-a+AD4- \\x3ca\\x3e" + b"a" * 2_000_000
    assert texto(cuerpo, f"text/html; charset={cual}") == cuerpo.decode()
    assert time.process_time() - antes < 5


def test_lo_que_no_es_de_su_charset_se_marca():
    assert texto(b"<p>a\xf1o</p>") == "<p>a�o</p>"
    assert texto(b"\xff\xfea", "text/html") == "�"  # half a letter


@pytest.mark.parametrize(
    ("tipo", "es"),
    [
        ("", True),
        ("text/html", True),
        ("Text/HTML; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("text/plain", False),
        ("application/json", False),
        ("application/pdf; a=text/html", False),
    ],
)
def test_una_pagina_y_un_archivo(tipo, es):
    assert Lectura("https://a.cl/", 200, b"", tipo).es_pagina is es
