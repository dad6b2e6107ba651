"""Formulas that would begin a cell for who opens a CSV with another separator than its own."""

import re
from typing import Any

from comun.texto import limpiar

#: By the separator of the file: where another one and a formula follow each other. For whoever
#: reads it so a line break inside a cell begins a row too; there "- Obras" is a list of somebody's,
#: unless its line has what a formula needs to do anything. Quotes where a cell begins are taken off
#: with those that CSV doubles, and spaces before a formula do not stop it.
_OTRA_CELDA = {
    propio: re.compile(
        rf"([{otros}](?:[^\S{otros}]|\")*(?=[=+\-@＝＋－＠])"
        r"|\n(?:[^\S\n]|\")*(?=[=@＝＋－＠]|[+\-](?! [^\n(|!=]*(?:\n|$))))"
    )
    for propio, otros in ((";", ",\t"), (",", ";\t"))
}


def sin_otras_celdas(valor: Any, separador: str) -> Any:
    """The text of one cell, with an apostrophe before each formula that stands inside of it.

    The one at its beginning is of `comun.hojas.celda_segura`. `separador`: that of the file.
    """
    if not isinstance(valor, str):
        return valor
    return _OTRA_CELDA[separador].sub(r"\1'", limpiar(valor))
