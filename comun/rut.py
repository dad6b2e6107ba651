"""The Chilean identity number (RUN of a person, RUT of any taxpayer): one number, one check digit.

Written as `12345678-5` in code and storage, as `12.345.678-5` for people.
"""

import re
import unicodedata

NO_COINCIDE = (
    "El RUN no coincide con su dígito verificador. Revise los números o deje el espacio en blanco."
)
MAL_ESCRITO = (
    "El RUN se escribe con sus números, un guion y su dígito verificador. Ejemplo: 12.345.678-5."
)

_LARGO_MAXIMO = 40
# Every dash that a keyboard, a word processor or a scanned form may give, after NFKC.
_GUIONES = dict.fromkeys(
    map(ord, "\u00ad\u2010\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\u058a"), "-"
)
# Spaces of any kind are dropped one by one; these are the invisible ones that isspace() misses.
_INVISIBLES = dict.fromkeys(map(ord, ".\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_FORMA = re.compile(r"0*([0-9]{1,9})-?([0-9K])")


class RutInvalido(ValueError):
    """What was typed is not a RUN. Its text is the sentence for the person."""


def normalizar(texto: str) -> str:
    """`texto` as `12345678-5`.

    Raises:
        RutInvalido: it is not written like a RUN, or the check digit does not agree.
    """
    if len(texto) > _LARGO_MAXIMO:
        raise RutInvalido(MAL_ESCRITO)
    if texto.isascii():
        plano = texto.replace(".", "")
    else:
        plano = unicodedata.normalize("NFKC", texto).translate(_GUIONES).translate(_INVISIBLES)
    forma = _FORMA.fullmatch("".join(plano.split()).upper())
    if forma is None or int(forma[1]) == 0:
        raise RutInvalido(MAL_ESCRITO)
    cuerpo = int(forma[1])
    if digito(cuerpo) != forma[2]:
        raise RutInvalido(NO_COINCIDE)
    return f"{cuerpo}-{forma[2]}"


def digito(cuerpo: int) -> str:
    """Check digit of the number `cuerpo` (modulo 11): `0` to `9` or `K`."""
    suma, factor = 0, 2
    while cuerpo:
        cuerpo, cifra = divmod(cuerpo, 10)
        suma += cifra * factor
        factor = 2 if factor == 7 else factor + 1
    return "0123456789K"[-suma % 11]


def formatear(rut: str) -> str:
    """A stored RUN as people write it: `12345678-5` → `12.345.678-5`."""
    cuerpo, verificador = rut.split("-")
    return f"{int(cuerpo):,}-{verificador}".replace(",", ".")


def enmascarar(rut: str) -> str:
    """A stored RUN with only its last three figures: `12345678-5` → `••.•••.678-5`.

    A number of three figures or fewer is hidden whole.
    """
    cuerpo, verificador = formatear(rut).split("-")
    visible = 3 if len(cuerpo) > 3 else 0
    oculto = len(cuerpo) - visible
    return re.sub(r"\d", "•", cuerpo[:oculto]) + cuerpo[oculto:] + "-" + verificador
