"""A drawn signature is checked and redrawn: a PNG goes in, a plain grey bitmap goes out."""

import base64
import io
import zlib

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from comun.errores import ErrorDominio
from comun.imagenes import ILEGIBLE, VACIA, firma_de


def dibujo(*, lado=(600, 200), trazo=True, modo="RGBA", texto="") -> str:
    """A canvas as the browser sends it."""
    imagen = Image.new(modo, lado)
    if trazo:
        ImageDraw.Draw(imagen).line([(20, 150), (300, 40)], fill=(10, 42, 107, 255), width=4)
    meta = PngImagePlugin.PngInfo()
    if texto:
        meta.add_text("Comment", texto)
    salida = io.BytesIO()
    imagen.save(salida, "PNG", pnginfo=meta)
    return "data:image/png;base64," + base64.b64encode(salida.getvalue()).decode()


def bomba() -> str:
    """A drawing of a few bytes that says it is of 20,000 × 20,000 points."""
    png = base64.b64decode(dibujo().partition(",")[2])
    cabeza = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + png[24:29]
    png = png[:12] + cabeza + zlib.crc32(cabeza).to_bytes(4, "big") + png[33:]
    return "data:image/png;base64," + base64.b64encode(png).decode()


def test_la_firma_se_redibuja_sin_metadatos():
    limpia = firma_de(dibujo(lado=(1800, 600), texto="rosa@ejemplo.cl"))
    imagen = Image.open(io.BytesIO(limpia))
    assert (imagen.format, imagen.mode, imagen.size, imagen.info) == ("PNG", "L", (900, 300), {})
    assert b"rosa@ejemplo.cl" not in limpia


def test_una_firma_en_blanco():
    with pytest.raises(ErrorDominio) as error:
        firma_de(dibujo(trazo=False))
    assert error.value.mensaje == VACIA


@pytest.mark.parametrize(
    "entrada",
    [
        "",
        "hola",
        "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
        "data:image/png;base64,####",
        "data:image/png;base64,aG9sYQ==",
        dibujo()[:400],
        dibujo(lado=(5000, 10)),
        bomba(),
    ],
)
def test_lo_que_no_es_una_firma(entrada):
    with pytest.raises(ErrorDominio) as error:
        firma_de(entrada)
    assert error.value.mensaje == ILEGIBLE


def test_una_firma_demasiado_grande():
    with pytest.raises(ErrorDominio) as error:
        firma_de("data:image/png;base64," + "A" * 300_000)
    assert error.value.mensaje == "La firma ocupa demasiado. Bórrela y pida que firme más simple."
