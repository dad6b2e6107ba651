"""What a cheap telephone downloads the first time that it opens a public page."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.cpp_portal.paginas import PAGINAS, publicado  # noqa: F401

#: Bytes, with gzip, fonts aside.
MAXIMO = 100 * 1024


def contenido(direccion: str) -> bytes:
    ruta = finders.find(direccion.removeprefix("/static/"))
    assert ruta, f"{direccion} is not a static file of ours"
    return Path(str(ruta)).read_bytes()


def pedidos(pagina: str) -> set[str]:
    """Every file that the page makes a browser fetch, and those that these ask for."""
    enlaces = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)"', pagina)
    todos = set(enlaces + re.findall(r'<(?:script|img)[^>]*src="([^"]+)"', pagina))
    for direccion in list(todos):
        if direccion.endswith(".js"):
            partes = re.findall(rb'from "\./([^"]+)"', contenido(direccion))
            todos |= {f"/static/js/{parte.decode()}" for parte in partes}
    return todos


@pytest.mark.parametrize("donde", PAGINAS)
@pytest.mark.usefixtures("publicado")
def test_pesa_menos_de_cien_kilobytes(donde):
    respuesta = Client().get(donde, headers={"Accept-Encoding": "gzip"})
    assert respuesta.status_code == 200
    pagina = respuesta.content
    if respuesta.get("Content-Encoding") == "gzip":
        pagina = gzip.decompress(pagina)
    pesos = [len(gzip.compress(contenido(una), 9)) for una in pedidos(pagina.decode())]
    assert len(pesos) > 20
    # As it travels: a page with a form, which nobody shares, is not packed by us.
    assert len(respuesta.content) + sum(pesos) <= MAXIMO
