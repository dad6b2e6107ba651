"""Pages by the key of their last row: what is added meanwhile neither repeats nor skips a row.

A page reads at most so many accounts (`Tabla.tanda`), whatever they hold: it takes as many
statements with ten rows as with a thousand. It may bring fewer rows than it was asked, or none,
and still have a next one.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from cuentas.models import CuentaPublica
from seguimiento.api.problemas import NoSeEntiende
from seguimiento.datos import Fila, Tabla, cuenta_de, id_de_cuenta

#: A place in a list: the number of an account, and the last row of it that was read.
Lugar = tuple[int, list[Any]]
_MAYOR = 2**63 - 1


def cursor(lugar: Any) -> str:
    return urlsafe_b64encode(json.dumps(lugar).encode()).decode().rstrip("=")


def lugar_de(despues: str) -> Any:
    """What `cursor` wrote.

    Raises:
        NoSeEntiende: it did not.
    """
    try:
        return json.loads(urlsafe_b64decode(despues + "=" * (-len(despues) % 4)))
    except (ValueError, RecursionError) as error:
        raise NoSeEntiende from error


def lugar_en(tabla: Tabla, despues: str) -> Lugar:
    """The same, of a list of rows of accounts; without one, its beginning.

    Raises:
        NoSeEntiende: it is of another list, or of none.
    """
    if not despues:
        return 0, []
    lugar = lugar_de(despues)
    tipos = [int if tabla.columna(nombre).tipo == "integer" else str for nombre in tabla.orden]
    match lugar:
        case [int(cuenta), [*posicion]] if type(cuenta) is int and 0 <= cuenta <= _MAYOR:
            if not posicion or [type(valor) for valor in posicion] == tipos:
                return cuenta, posicion
    raise NoSeEntiende


def pagina(
    tabla: Tabla,
    cuentas: QuerySet[CuentaPublica],
    sirve: Callable[[Fila], bool],
    desde: Lugar,
    limite: int,
) -> tuple[list[Fila], Lugar | None]:
    """Up to `limite` rows after a place, and the place where the next page begins."""
    cuenta, posicion = desde
    tanda = min(tabla.tanda, limite)
    por_leer = list(cuentas.filter(pk__gte=cuenta).order_by("pk")[: tanda + 1])
    leidas, resto = por_leer[:tanda], por_leer[tanda:]
    numeros = {id_de_cuenta(una): una.pk for una in leidas}
    filas = [
        fila
        for fila in tabla.leer(leidas)
        if sirve(fila) and not _ya_se_vio(tabla, fila, numeros, cuenta, posicion)
    ]
    trozo = filas[:limite]
    if len(filas) > limite:
        ultima = trozo[-1]
        return trozo, (numeros[cuenta_de(ultima)], tabla.posicion(ultima))
    return trozo, (resto[0].pk, []) if resto else None


def _ya_se_vio(
    tabla: Tabla, fila: Fila, numeros: dict[str, int], cuenta: int, posicion: list[Any]
) -> bool:
    return numeros[cuenta_de(fila)] == cuenta and tabla.posicion(fila) <= posicion
