"""The files: CSV for programs, CSV for spreadsheets, JSON; each with its SHA-256."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from comun.hojas import MEGA, escribir_datos
from seguimiento.datos.columnas import Fila, Tabla

UN_TROZO = 64 * 1024


@dataclass(frozen=True)
class Formato:
    """`sufijo`: how the name of its file ends, after that of the table."""

    clave: str
    sufijo: str
    tipo: str
    nombre: str
    para_que: str


CSV = Formato("csv", ".csv", "text/csv; charset=utf-8; header=present", "CSV", "para programas")
PLANILLA = Formato(
    "planilla",
    "-planilla.csv",
    "text/csv; charset=utf-8; header=present",
    "CSV para planillas",
    "se abre con un doble clic",
)
JSON = Formato("json", ".json", "application/json", "JSON", "para programas")
FORMATOS = (PLANILLA, CSV, JSON)


def escribir(tabla: Tabla, filas: Sequence[Fila], formato: Formato) -> IO[bytes]:
    """The file, from its first byte: long ones wait on the disk."""
    if formato is JSON:
        return _json(tabla, filas)
    nombres = [columna.nombre for columna in tabla.columnas]
    celdas = ([_celda(fila[nombre]) for nombre in nombres] for fila in filas)
    return escribir_datos(celdas, nombres, para_planilla=formato is PLANILLA)


def huella(archivo: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and bytes; the file is left at its beginning."""
    suma, largo = hashlib.sha256(), 0
    for trozo in iter(lambda: archivo.read(UN_TROZO), b""):
        suma.update(trozo)
        largo += len(trozo)
    archivo.seek(0)
    return suma.hexdigest(), largo


def _celda(valor: object) -> object:
    """Table Schema writes truth as `true` and `false`."""
    return str(valor).lower() if isinstance(valor, bool) else valor


def _json(tabla: Tabla, filas: Iterable[Fila]) -> IO[bytes]:
    """A list of objects, one to a line."""
    salida: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEGA)  # noqa: SIM115
    salida.write(b"[")
    for n, fila in enumerate(filas):
        objeto = {columna.nombre: fila[columna.nombre] for columna in tabla.columnas}
        salida.write(b",\n" if n else b"\n")
        salida.write(json.dumps(objeto, ensure_ascii=False).encode())
    salida.write(b"\n]\n")
    salida.seek(0)
    return salida
