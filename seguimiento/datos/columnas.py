"""How a table of open data is declared: once, and everything else is drawn from it.

The CSV, the JSON, the dictionary (Table Schema), the catalogue (DCAT) and the schema of the API.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comun.texto import limpiar
from cuentas.models import CuentaPublica

Fila = dict[str, Any]


@dataclass(frozen=True)
class Columna:
    """`tipo`: as in Table Schema; `uri` is a text that is an address.

    `valores`: the codes that it may hold, and what each one means.
    """

    nombre: str
    titulo: str
    descripcion: str
    tipo: str = "string"
    requerida: bool = False
    valores: Mapping[str, str] | None = None
    patron: str = ""
    minimo: int | None = None


@dataclass(frozen=True)
class Tabla:
    """What is published, and how it is read.

    `filas` reads those of some accounts in as many statements whatever their number, each one with
    every column; `orden` names the columns that tell two rows of one account apart. `tanda`: how
    many accounts a page of the API may read. `filtro`: the column that `tipo` asks for.
    """

    nombre: str
    titulo: str
    singular: str
    descripcion: str
    columnas: tuple[Columna, ...]
    filas: Callable[[Sequence[CuentaPublica]], Iterable[Fila]]
    orden: tuple[str, ...]
    tanda: int = 50
    filtro: str = ""
    #: Column → table that it names by `id`.
    ajenas: Mapping[str, str] | None = None
    #: Whether its rows come out of the published answers.
    del_documento: bool = False

    def leer(self, cuentas: Sequence[CuentaPublica]) -> list[Fila]:
        """The rows of those accounts, each account's in order."""
        if not cuentas:
            return []
        sitio = {id_de_cuenta(cuenta): n for n, cuenta in enumerate(cuentas)}
        filas = [_limpia(fila) for fila in self.filas(cuentas)]
        return sorted(filas, key=lambda fila: (sitio[cuenta_de(fila)], self.posicion(fila)))

    def posicion(self, fila: Fila) -> list[Any]:
        return [fila[nombre] for nombre in self.orden]

    def columna(self, nombre: str) -> Columna:
        return next(columna for columna in self.columnas if columna.nombre == nombre)


def _limpia(fila: Fila) -> Fila:
    """Every format says the same: line breaks of one kind, and no sign that is not seen."""
    return {n: limpiar(valor) if isinstance(valor, str) else valor for n, valor in fila.items()}


def id_de_cuenta(cuenta: CuentaPublica) -> str:
    """`riberas.2026`: how an account is named in the data. A slug has no full stop."""
    return f"{cuenta.servicio.slug}.{cuenta.anio_gestion}"


def cuenta_de(fila: Fila) -> str:
    """The account of a row, by its id."""
    return str(fila.get("cuenta", fila["id"]))
