"""The picture that a messenger or a network shows beside a shared link: drawn by us, in letters."""

import io
from functools import lru_cache
from pathlib import Path
from textwrap import wrap

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

ANCHO, ALTO = 1200, 630
MARGEN = 80
MARINO, BLANCO, SUAVE, AMARILLO = "#0a132d", "#ffffff", "#bccadb", "#f2c728"
LETRAS = Path(settings.BASE_DIR) / "static/vendor/fonts"
#: Letters that fit in a line, and size, from short titles to long ones.
CUERPOS = ((20, 84), (27, 64), (36, 50))
LINEAS = 4


@lru_cache(maxsize=128)
def tarjeta(arriba: str, titulo: str, abajo: str) -> bytes:
    """A PNG of 1200 × 630 with three texts; what does not fit of the title ends in "…"."""
    imagen = Image.new("RGB", (ANCHO, ALTO), MARINO)
    lapiz = ImageDraw.Draw(imagen)
    lapiz.text((MARGEN, 74), arriba, fill=SUAVE, font=_letra("roboto-latin-400-normal", 36))
    lineas, cuerpo = _repartir(titulo)
    alto = 158
    for linea in lineas:
        lapiz.text(
            (MARGEN, alto), linea, fill=BLANCO, font=_letra("roboto-slab-latin-700-normal", cuerpo)
        )
        alto += round(cuerpo * 1.18)
    for y in (494, 506):
        lapiz.line((MARGEN, y, ANCHO - MARGEN, y), fill=AMARILLO, width=4)
    lapiz.text((MARGEN, 532), abajo, fill=BLANCO, font=_letra("roboto-latin-400-normal", 36))
    salida = io.BytesIO()
    imagen.quantize(32).save(salida, "PNG", optimize=True)
    return salida.getvalue()


def _letra(nombre: str, cuerpo: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(LETRAS / f"{nombre}.woff2", cuerpo)


def _repartir(titulo: str) -> tuple[list[str], int]:
    for caben, cuerpo in CUERPOS:
        lineas = wrap(titulo, caben)
        if len(lineas) * cuerpo * 1.18 <= 320:
            return lineas, cuerpo
    caben, cuerpo = CUERPOS[-1]
    return wrap(titulo, caben, max_lines=LINEAS, placeholder="…"), cuerpo
