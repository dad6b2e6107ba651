"""Pictures that arrive from a browser, redrawn before they are stored."""

import base64
import binascii
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from comun.errores import ErrorDominio

PREFIJO = "data:image/png;base64,"
MAXIMO_BYTES = 200 * 1024
MAXIMO_LADO = 4000
ANCHO = 900
#: The longer side of a photograph that is kept: an A4 sheet at 200 points per inch.
LADO = 2400
CALIDAD = 85
#: Nothing darker than this was drawn.
CLARO = 200
VACIA = "La firma está en blanco. Pida que firme de nuevo, o elija que firma en la hoja."
ILEGIBLE = "No pudimos leer la firma. Bórrela y pida que firme de nuevo."


def redibujada(imagen: Image.Image) -> bytes:
    """A photograph as JPEG: upright, no larger than `LADO`, on white.

    It goes into a new image, which knows nothing of what the file said about itself. The caller
    opens it, sets how large it may be and tells in words what Pillow raises of a broken one.
    """
    imagen.draft("RGB", (LADO, LADO))  # a JPEG is read at the size that is needed
    if imagen.mode in ("1", "P"):  # made smaller as they are, their lines would break
        imagen = imagen.convert("RGBA")
    imagen.thumbnail((LADO, LADO))
    derecha = ImageOps.exif_transpose(imagen).convert("RGBA")
    hoja = Image.new("RGB", derecha.size, "white")
    hoja.paste(derecha, mask=derecha.getchannel("A"))
    salida = io.BytesIO()
    hoja.save(salida, "JPEG", quality=CALIDAD, optimize=True)
    return salida.getvalue()


def firma_de(data_url: str) -> bytes:
    """A drawn signature (PNG, as a data address) as a plain grey bitmap without metadata.

    Raises:
        ErrorDominio: it is not a PNG, it is too large, or nothing was drawn.
    """
    lienzo = _abrir(_bytes_de(data_url))
    blanco = Image.new("L", lienzo.size, 255)
    blanco.paste(lienzo.convert("L"), mask=lienzo.getchannel("A"))
    if min(blanco.tobytes()) > CLARO:
        raise ErrorDominio(VACIA)
    blanco.thumbnail((ANCHO, ANCHO))
    # A new image: nothing that the file said about itself goes on.
    limpia = Image.frombytes("L", blanco.size, blanco.tobytes())
    salida = io.BytesIO()
    limpia.save(salida, "PNG", optimize=True)
    return salida.getvalue()


def _bytes_de(data_url: str) -> bytes:
    if not data_url.startswith(PREFIJO):
        raise ErrorDominio(ILEGIBLE)
    if len(data_url) > MAXIMO_BYTES * 4 // 3 + len(PREFIJO) + 4:
        raise ErrorDominio("La firma ocupa demasiado. Bórrela y pida que firme más simple.")
    try:
        return base64.b64decode(data_url.removeprefix(PREFIJO), validate=True)
    except (binascii.Error, ValueError):
        raise ErrorDominio(ILEGIBLE) from None


def _abrir(contenido: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            imagen = Image.open(io.BytesIO(contenido), formats=["PNG"])
            if max(imagen.size) > MAXIMO_LADO:
                raise ErrorDominio(ILEGIBLE)
            return imagen.convert("RGBA")
    except (
        Image.DecompressionBombError,
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Warning,
    ):
        raise ErrorDominio(ILEGIBLE) from None
