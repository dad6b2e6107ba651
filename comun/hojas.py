"""Spreadsheets: reading what people upload (XLSX, CSV) and writing what they take away.

A file from outside is hostile until proved otherwise: sizes are checked before anything is
parsed (`comun.xlsx`).
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from comun import xlsx
from comun.formulas import sin_otras_celdas
from comun.texto import limpiar, plegar
from comun.xlsx import MAXIMO_BYTES, MAXIMO_FILAS, MEGA, Defecto, HojaIlegible, letra

__all__ = [
    "MAXIMO_BYTES",
    "MAXIMO_FILAS",
    "MUY_PESADO",
    "Columna",
    "Defecto",
    "ErrorFila",
    "Fila",
    "Hoja",
    "HojaIlegible",
    "Tabla",
    "abrir",
    "abrir_cabeza",
    "celda_segura",
    "escribir_csv",
    "escribir_datos",
    "escribir_en_archivo",
    "escribir_xlsx",
    "leer",
    "letra",
    "ubicar",
]
MAXIMO_CELDA = 32_767
MUY_PESADO = "El archivo pesa más de 10 MB. Divídalo en archivos más pequeños."
#: A title may stand over the titles of the columns: these many rows are looked at.
FILAS_DE_TITULOS = 10
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|\t\r]")
_PROTEGIDA = re.compile(r"'\s*[=+\-@＝＋－＠|\t\r]")


@dataclass(frozen=True)
class Columna:
    """A column that is looked for by its title (or another name), whatever its case or accents."""

    clave: str
    titulo: str
    obligatoria: bool = True
    alias: tuple[str, ...] = ()

    @property
    def nombres(self) -> set[str]:
        return {plegar(nombre) for nombre in (self.titulo, self.clave, *self.alias)}


@dataclass(frozen=True)
class Fila:
    """A row: its number in the sheet, and its cells by the column's `clave`."""

    numero: int
    valores: dict[str, str]


@dataclass(frozen=True)
class ErrorFila:
    """What is wrong in a row, in a sentence."""

    numero: int
    mensaje: str


@dataclass(frozen=True)
class Hoja:
    """What was read. With `errores`, nothing should be stored."""

    filas: list[Fila]
    errores: list[ErrorFila]


@dataclass(frozen=True)
class Tabla:
    """A sheet opened: its titles, and its rows with something in them, one at a time.

    `alto`: rows under the titles, empty ones too.
    """

    fila_titulos: int
    titulos: list[str]
    alto: int
    filas: Iterator[tuple[int, list[str]]]
    defectos: list[Defecto]


def abrir_cabeza(nombre: str, contenido: bytes, columnas: Sequence[Columna], cuantas: int) -> Tabla:
    """As `abrir`, for whoever wants the titles and `cuantas` rows under them: its `filas` may
    end there. Everything is measured all the same; of the rest of a long sheet nothing is read,
    so that it may still be found damaged, or with defects, when it is.

    Raises:
        HojaIlegible: as `abrir`.
    """
    if contenido.startswith(b"PK") and len(contenido) <= MAXIMO_BYTES:
        libro = xlsx.leer(contenido, cabeza=True)
        filas = list(_con_algo(libro.filas))
        if not libro.cortado or len(filas) >= FILAS_DE_TITULOS + cuantas:
            return _con_titulos(iter(filas), libro.alto, libro.defectos, columnas)
    return abrir(nombre, contenido, columnas)


def abrir(nombre: str, contenido: bytes, columnas: Sequence[Columna] = ()) -> Tabla:
    """The first visible sheet of an XLSX, or a CSV (`;`, `,` or tab).

    The titles are in the first row with something in it; or in one of the next, when more of
    the `columnas` are named there (a sheet often begins with a title of its own).

    Raises:
        HojaIlegible: it is neither, it is too big, or it is damaged.
    """
    if not contenido.strip(b"\x00 \r\n\t"):
        raise HojaIlegible("El archivo está vacío. Elija otro archivo.")
    if len(contenido) > MAXIMO_BYTES:
        raise HojaIlegible(MUY_PESADO)
    if contenido.startswith(b"\xd0\xcf\x11\xe0") or nombre.lower().endswith((".xls", ".ods")):
        raise HojaIlegible(
            "Este archivo es de un formato antiguo o está protegido con clave. "
            "Guárdelo como XLSX o CSV, sin clave, y vuelva a subirlo."
        )
    defectos: list[Defecto] = []
    if contenido.startswith(b"PK"):
        libro = xlsx.leer(contenido)
        crudas, alto, defectos = libro.filas, libro.alto, libro.defectos
    else:
        # Read once to the end: it is refused whole before anything of it is used.
        alto = sum(1 for _ in _filas_csv(contenido))
        crudas = _filas_csv(contenido)
    return _con_titulos(_con_algo(crudas), alto, defectos, columnas)


def _con_titulos(
    filas: Iterator[tuple[int, list[str]]],
    alto: int,
    defectos: list[Defecto],
    columnas: Sequence[Columna],
) -> Tabla:
    primeras = list(islice(filas, FILAS_DE_TITULOS))
    if not primeras:
        raise HojaIlegible("La hoja no tiene ninguna fila escrita. Revise el archivo.")
    sitio = _fila_de_titulos(primeras, columnas)
    numero, titulos = primeras[sitio]
    while titulos and not titulos[-1]:
        titulos.pop()
    resto = chain(primeras[sitio + 1 :], filas)
    return Tabla(numero, titulos, alto - numero, resto, [d for d in defectos if d.fila > numero])


def _con_algo(crudas: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[str]]]:
    for numero, celdas in enumerate(crudas, start=1):
        try:
            junta = "".join(celdas)
            # Nothing that `limpiar` takes away is printable: most rows are settled here.
            sencilla = junta.isprintable() and "'" not in junta
        except TypeError:  # numbers, dates
            sencilla = False
        if sencilla:
            textos = list(map(str.strip, celdas))
        else:
            textos = [_como_texto(celda) if celda != "" else "" for celda in celdas]
        if any(textos):
            yield numero, textos


def _fila_de_titulos(filas: list[tuple[int, list[str]]], columnas: Sequence[Columna]) -> int:
    nombres = {nombre for columna in columnas for nombre in columna.nombres}
    aciertos = [sum(plegar(celda) in nombres for celda in celdas) for _, celdas in filas]
    return aciertos.index(max(aciertos))


def leer(nombre: str, contenido: bytes, columnas: Sequence[Columna]) -> Hoja:
    """Every row by the keys of `columnas`, which are found by their titles; others are ignored.

    Raises:
        HojaIlegible: as `abrir`.
    """
    tabla = abrir(nombre, contenido, columnas)
    sitios, errores = ubicar(tabla, columnas)
    if errores:
        return Hoja([], errores)
    errores = [ErrorFila(d.fila, d.mensaje) for d in tabla.defectos]
    leidas: list[Fila] = []
    for numero, celdas in tabla.filas:
        if any(celdas[len(tabla.titulos) :]):
            errores.append(ErrorFila(numero, CELDAS_DE_MAS))
            continue
        valores = {
            columna.clave: celdas[sitio]
            if (sitio := sitios.get(columna.clave, -1)) >= 0 and sitio < len(celdas)
            else ""
            for columna in columnas
        }
        faltan = [c.titulo for c in columnas if c.obligatoria and not valores[c.clave]]
        errores += [ErrorFila(numero, f"Falta «{titulo}».") for titulo in faltan]
        leidas.append(Fila(numero, valores))
    return Hoja(leidas, errores)


CELDAS_DE_MAS = "La fila tiene más celdas que los títulos de las columnas."


def ubicar(tabla: Tabla, columnas: Sequence[Columna]) -> tuple[dict[str, int], list[ErrorFila]]:
    """Where each column is, by its title; and the titles that are missing or repeated."""
    plegados = [plegar(titulo) for titulo in tabla.titulos]
    sitios: dict[str, int] = {}
    errores: list[ErrorFila] = []
    for columna in columnas:
        suyos = [i for i, plegado in enumerate(plegados) if plegado in columna.nombres]
        if len(suyos) > 1:
            mensaje = f"La columna «{columna.titulo}» está repetida."
            errores.append(ErrorFila(tabla.fila_titulos, mensaje))
        elif not suyos and columna.obligatoria:
            mensaje = (
                f"Falta la columna «{columna.titulo}». La primera fila debe tener los títulos."
            )
            errores.append(ErrorFila(tabla.fila_titulos, mensaje))
        if suyos:
            sitios[columna.clave] = suyos[0]
    return sitios, errores


def _como_texto(celda: Any) -> str:
    if isinstance(celda, str) and celda.isprintable() and not celda.startswith("'"):
        return celda.strip()
    if isinstance(celda, bool):
        return "sí" if celda else "no"
    if isinstance(celda, float) and celda.is_integer() and abs(celda) < 1e15:
        return str(int(celda))
    if isinstance(celda, datetime) and celda.time() == time():
        celda = celda.date()
    if isinstance(celda, datetime):
        return f"{celda:%d/%m/%Y %H:%M}"
    if isinstance(celda, date):
        return f"{celda:%d/%m/%Y}"
    if isinstance(celda, time):
        return f"{celda:%H:%M}"
    texto = limpiar(str(celda)).strip()
    return texto[1:] if _PROTEGIDA.match(texto) else texto


# CSV


def _filas_csv(contenido: bytes) -> Iterator[list[str]]:
    texto = _decodificar(contenido)
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=_separador(texto), strict=True)
    leidas = 0
    try:
        for fila in lector:
            leidas += 1
            xlsx.revisar_tamano(leidas, len(fila))
            yield fila
    except csv.Error:
        raise HojaIlegible(
            f"No se entiende el archivo desde la fila {leidas + 1}: puede haber comillas sin "
            "cerrar. Corríjala y vuelva a subirlo."
        ) from None


def _decodificar(contenido: bytes) -> str:
    if contenido.startswith((b"\xff\xfe", b"\xfe\xff")):
        codigos = ["utf-16"]
    else:
        codigos = ["utf-8-sig", "cp1252"]
    for codigo in codigos:
        try:
            texto = contenido.decode(codigo)
        except UnicodeDecodeError:
            continue
        if "\x00" not in texto:
            return texto
    raise HojaIlegible("El archivo no es una planilla XLSX ni un CSV. Elija otro archivo.")


def _separador(texto: str) -> str:
    primera = next((linea for linea in texto.splitlines() if linea.strip(";,\t \"'")), "")
    sin_citas = re.sub(r'"[^"]*"', "", primera)
    return max(";,\t", key=sin_citas.count)


# Writing


def celda_segura(valor: Any, maximo: int | None = MAXIMO_CELDA) -> Any:
    """Text that a spreadsheet would run as a formula, made inert with an apostrophe.

    `leer` takes the apostrophe off again. `maximo`: letters, as many as a cell takes; None, all.
    """
    if not isinstance(valor, str):
        return valor
    texto = limpiar(valor)[:maximo]
    return f"'{texto}" if _FORMULA.match(texto) else texto


def escribir_csv(filas: Iterable[Sequence[Any]], encabezado: Sequence[str]) -> bytes:
    """A CSV that Chilean spreadsheets open with a double click: UTF-8 with mark, `;`, CRLF."""
    salida = io.BytesIO()
    _csv_en(salida, filas, encabezado)
    return salida.getvalue()


def escribir_xlsx(
    filas: Iterable[Sequence[Any]], encabezado: Sequence[str], titulo: str = "Datos"
) -> bytes:
    """An XLSX of one sheet, its titles in bold and fixed on top."""
    salida = io.BytesIO()
    _xlsx_en(salida, filas, encabezado, titulo)
    return salida.getvalue()


def escribir_en_archivo(
    filas: Iterable[Sequence[Any]], encabezado: Sequence[str], formato: str, titulo: str = "Datos"
) -> IO[bytes]:
    """The sheet in a temporary file, ready to be read: of tens of thousands of rows, none stays
    in memory. `formato`: `csv` or `xlsx`."""
    salida: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEGA)  # noqa: SIM115
    if formato == "xlsx":
        _xlsx_en(salida, filas, encabezado, titulo)
    else:
        _csv_en(salida, filas, encabezado)
    salida.seek(0)
    return salida


def escribir_datos(
    filas: Iterable[Sequence[Any]], encabezado: Sequence[str], *, para_planilla: bool
) -> IO[bytes]:
    """A CSV for anybody's program (RFC 4180: commas, CRLF, every letter), in a temporary file.

    `para_planilla`: as `escribir_csv`. Both make formulas inert, also those that would begin a
    cell for who opens the file with another separator.
    """
    salida: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEGA)  # noqa: SIM115
    separador = ";" if para_planilla else ","
    inertes = ([sin_otras_celdas(valor, separador) for valor in fila] for fila in filas)
    if para_planilla:
        _csv_en(salida, inertes, encabezado)
    else:
        _csv_en(salida, inertes, encabezado, separador=",", marca=b"", maximo=None)
    salida.seek(0)
    return salida


def _csv_en(
    salida: IO[bytes],
    filas: Iterable[Sequence[Any]],
    encabezado: Sequence[str],
    *,
    separador: str = ";",
    marca: bytes = b"\xef\xbb\xbf",
    maximo: int | None = MAXIMO_CELDA,
) -> None:
    salida.write(marca)
    texto = io.TextIOWrapper(salida, encoding="utf-8", newline="")
    escritor = csv.writer(texto, delimiter=separador, lineterminator="\r\n")
    for fila in chain([encabezado], filas):
        escritor.writerow(["" if valor is None else celda_segura(valor, maximo) for valor in fila])
    texto.detach()


def _xlsx_en(
    salida: IO[bytes], filas: Iterable[Sequence[Any]], encabezado: Sequence[str], titulo: str
) -> None:
    libro = Workbook(write_only=True)
    hoja = libro.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", limpiar(titulo))[:31] or "Datos")
    hoja.freeze_panes = "A2"
    titulos = []
    for texto in encabezado:
        celda = WriteOnlyCell(hoja, value=celda_segura(texto))
        celda.font = Font(bold=True)
        titulos.append(celda)
    hoja.append(titulos)
    for fila in filas:
        hoja.append([celda_segura(valor) for valor in fila])
    libro.save(salida)
