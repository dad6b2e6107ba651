"""Variables in the texts that staff write: a closed list, filled once, never a template language.

`{{nombre}}` stands for a value. Nothing else is read: no filter, no call, no nesting; and a value
that holds braces is printed as it is (ASVS V1.3.7).
"""

import re
from collections.abc import Collection, Mapping

from comun.errores import ErrorDominio

_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def exigir_conocidas(texto: str, conocidas: Collection[str]) -> None:
    """Refuse a text that asks for a variable that does not exist, or with loose braces.

    Raises:
        ErrorDominio: naming the variable, and the ones that there are.
    """
    ajenas = [nombre for nombre in _VARIABLE.findall(texto) if nombre not in conocidas]
    if ajenas:
        raise ErrorDominio(
            f"El texto pide «{{{{{ajenas[0][:40]}}}}}», que no existe. Puede usar "
            f"{en_lista(conocidas)}. Corríjalo o bórrelo."
        )
    resto = _VARIABLE.sub("", texto)
    if "{{" in resto or "}}" in resto:
        raise ErrorDominio(
            "En el texto hay llaves sueltas. Una variable se escribe entera, por ejemplo "
            f"{en_lista(list(conocidas)[:1])}."
        )


def rellenar(texto: str, valores: Mapping[str, str]) -> str:
    """`texto` with each known variable replaced by its value, in one pass."""
    return _VARIABLE.sub(lambda m: valores.get(m[1], m[0]), texto)


def en_lista(nombres: Collection[str]) -> str:
    """`{{nombre}}, {{fecha}} y {{lugar}}`: how the page names them."""
    escritas = [f"{{{{{nombre}}}}}" for nombre in nombres]
    return " y ".join([", ".join(escritas[:-1]), escritas[-1]] if len(escritas) > 1 else escritas)
