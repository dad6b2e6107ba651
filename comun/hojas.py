"""Spreadsheets: reading what people upload (XLSX, CSV) and writing what they take away.

A file from outside is hostile until proved otherwise: sizes are checked before anything is
parsed, and the reader is handed a copy that holds only what was measured.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import python_calamine
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from comun.errores import ErrorDominio
from comun.texto import limpiar, plegar

MEGA = 1024 * 1024
MAXIMO_BYTES = 5 * MEGA
MAXIMO_DESCOMPRIMIDO = 50 * MEGA
MAXIMO_PROPORCION = 200
MAXIMO_PARTES = 1000
MAXIMO_FILAS = 20_000
MAXIMO_COLUMNAS = 200
MAXIMO_CELDA = 32_767

_REFERENCIA = re.compile(rb"""\br=["']([A-Za-z]{1,4})([0-9]{1,9})["']""")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|\t\r]")
_PROTEGIDA = re.compile(r"'\s*[=+\-@＝＋－＠|\t\r]")


class HojaIlegible(ErrorDominio):
    """The file cannot be read as a sheet. `mensaje` says why and what to do."""


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


def leer(nombre: str, contenido: bytes, columnas: Sequence[Columna]) -> Hoja:
    """Rows of the first visible sheet of an XLSX, or of a CSV (`;`, `,` or tab).

    The first row with something in it holds the titles; other columns are ignored.

    Raises:
        HojaIlegible: it is neither, it is too big, or it is damaged.
    """
    if not contenido.strip(b"\x00 \r\n\t"):
        raise HojaIlegible("El archivo está vacío. Elija otro archivo.")
    if len(contenido) > MAXIMO_BYTES:
        raise HojaIlegible("El archivo pesa más de 5 MB. Divídalo en archivos más pequeños.")
    if contenido.startswith(b"\xd0\xcf\x11\xe0") or nombre.lower().endswith((".xls", ".ods")):
        raise HojaIlegible(
            "Este archivo es de un formato antiguo o está protegido con clave. "
            "Guárdelo como XLSX o CSV, sin clave, y vuelva a subirlo."
        )
    leer_filas = _filas_xlsx if contenido.startswith(b"PK") else _filas_csv
    filas = [
        (numero, [_como_texto(celda) for celda in celdas])
        for numero, celdas in enumerate(leer_filas(contenido), start=1)
    ]
    return _interpretar([fila for fila in filas if any(fila[1])], columnas)


def _interpretar(filas: list[tuple[int, list[str]]], columnas: Sequence[Columna]) -> Hoja:
    if not filas:
        raise HojaIlegible("La hoja no tiene ninguna fila escrita. Revise el archivo.")
    (numero_titulos, titulos), *resto = filas
    posiciones, errores = _ubicar(numero_titulos, titulos, columnas)
    if errores:
        return Hoja([], errores)
    leidas: list[Fila] = []
    for numero, celdas in resto:
        if any(celdas[len(titulos) :]):
            errores.append(
                ErrorFila(numero, "La fila tiene más celdas que los títulos de las columnas.")
            )
            continue
        valores = {
            columna.clave: celdas[sitio] if sitio is not None and sitio < len(celdas) else ""
            for columna, sitio in posiciones
        }
        faltan = [c.titulo for c, _ in posiciones if c.obligatoria and not valores[c.clave]]
        errores += [ErrorFila(numero, f"Falta «{titulo}».") for titulo in faltan]
        leidas.append(Fila(numero, valores))
    return Hoja(leidas, errores)


def _ubicar(
    numero: int, titulos: list[str], columnas: Sequence[Columna]
) -> tuple[list[tuple[Columna, int | None]], list[ErrorFila]]:
    plegados = [plegar(titulo) for titulo in titulos]
    posiciones: list[tuple[Columna, int | None]] = []
    errores: list[ErrorFila] = []
    for columna in columnas:
        sitios = [i for i, plegado in enumerate(plegados) if plegado in columna.nombres]
        if len(sitios) > 1:
            errores.append(ErrorFila(numero, f"La columna «{columna.titulo}» está repetida."))
        elif not sitios and columna.obligatoria:
            errores.append(
                ErrorFila(
                    numero,
                    f"Falta la columna «{columna.titulo}». La primera fila debe tener los títulos.",
                )
            )
        posiciones.append((columna, sitios[0] if sitios else None))
    return posiciones, errores


def _como_texto(celda: Any) -> str:
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


def _filas_csv(contenido: bytes) -> list[list[str]]:
    texto = _decodificar(contenido)
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=_separador(texto), strict=True)
    filas: list[list[str]] = []
    try:
        for fila in lector:
            filas.append(fila)
            _revisar_tamano(len(filas), len(fila))
    except csv.Error:
        raise HojaIlegible(
            f"No se entiende el archivo desde la fila {len(filas) + 1}: puede haber comillas sin "
            "cerrar. Corríjala y vuelva a subirlo."
        ) from None
    return filas


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


def _revisar_tamano(filas: int, columnas: int) -> None:
    if filas > MAXIMO_FILAS:
        raise HojaIlegible("La hoja tiene más de 20.000 filas. Divídala en varios archivos.")
    if columnas > MAXIMO_COLUMNAS:
        raise HojaIlegible(
            "La hoja tiene más de 200 columnas. Copie sus datos en una hoja nueva y súbala."
        )


# XLSX


def _filas_xlsx(contenido: bytes) -> list[list[Any]]:
    danada = HojaIlegible(
        "El archivo está dañado o no es una planilla XLSX. Ábralo, guárdelo de nuevo como XLSX "
        "y vuelva a subirlo."
    )
    try:
        medido = _copia_medida(contenido)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError,
            OSError, KeyError):  # fmt: skip
        raise danada from None
    try:
        with python_calamine.load_workbook(io.BytesIO(medido)) as libro:
            visible = python_calamine.SheetVisibleEnum.Visible
            hojas = [hoja.name for hoja in libro.sheets_metadata if hoja.visible == visible]
            hoja = libro.get_sheet_by_name(hojas[0])
            _revisar_tamano(hoja.total_height, hoja.total_width)
            return hoja.to_python(skip_empty_area=False)
    except HojaIlegible:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader is not an Exception
        raise danada from None


def _copia_medida(contenido: bytes) -> bytes:
    """The XML parts, uncompressed, once their real size and reach are known to be sensible.

    Python's zipfile stops at the declared size of each part, and refuses a wrong checksum;
    the reader would inflate whatever comes.
    """
    copia = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenido)) as origen:
        partes = origen.infolist()
        total = sum(parte.file_size for parte in partes)
        if (
            len(partes) > MAXIMO_PARTES
            or total > MAXIMO_DESCOMPRIMIDO
            or total > max(MEGA, len(contenido) * MAXIMO_PROPORCION)
        ):
            raise HojaIlegible(
                "La planilla es demasiado grande al abrirla. Copie sus datos en una hoja nueva, "
                "sin imágenes ni formatos, y súbala."
            )
        if "xl/workbook.xml" not in origen.namelist():
            raise zipfile.BadZipFile
        with zipfile.ZipFile(copia, "w", zipfile.ZIP_STORED) as destino:
            for parte in partes:
                if parte.filename.endswith((".xml", ".rels")):
                    datos = origen.read(parte)
                    _revisar_alcance(datos)
                    destino.writestr(parte.filename, datos)
    return copia.getvalue()


def _revisar_alcance(datos: bytes) -> None:
    # The reader reserves the whole rectangle up to the farthest cell: one lost cell is enough.
    if b"sheetData" not in datos:
        return
    referencias = {(columna.upper(), int(fila)) for columna, fila in _REFERENCIA.findall(datos)}
    _revisar_tamano(
        max((fila for _, fila in referencias), default=0),
        max((_numero_de_columna(columna) for columna, _ in referencias), default=0),
    )


def _numero_de_columna(letras: bytes) -> int:
    numero = 0
    for letra in letras:
        numero = numero * 26 + letra - 64
    return numero


# Writing


def celda_segura(valor: Any) -> Any:
    """Text that a spreadsheet would run as a formula, made inert with an apostrophe.

    `leer` takes the apostrophe off again.
    """
    if not isinstance(valor, str):
        return valor
    texto = limpiar(valor)[:MAXIMO_CELDA]
    return f"'{texto}" if _FORMULA.match(texto) else texto


def escribir_csv(filas: Iterable[Sequence[Any]], encabezado: Sequence[str]) -> bytes:
    """A CSV that Chilean spreadsheets open with a double click: UTF-8 with mark, `;`, CRLF."""
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, delimiter=";", lineterminator="\r\n")
    for fila in (encabezado, *filas):
        escritor.writerow(["" if valor is None else celda_segura(valor) for valor in fila])
    return salida.getvalue().encode("utf-8-sig")


def escribir_xlsx(
    filas: Iterable[Sequence[Any]], encabezado: Sequence[str], titulo: str = "Datos"
) -> bytes:
    """An XLSX of one sheet, its titles in bold and fixed on top."""
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
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()
