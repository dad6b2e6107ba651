"""An XLSX from outside, measured piece by piece while it is inflated and before it is parsed.

A million tiny rows fit in 144 KB: what a file says that it weighs, and then how far it really
reaches, are checked first; the reader is handed a copy that holds only what was measured.
"""

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import python_calamine

from comun.errores import ErrorDominio

MEGA = 1024 * 1024
MAXIMO_BYTES = 10 * MEGA
MAXIMO_DESCOMPRIMIDO = 90 * MEGA
#: Of what it weighs opened to what it weighs closed. A real sheet comes to some 15.
MAXIMO_PROPORCION = 100
MAXIMO_PARTES = 1000
MAXIMO_FILAS = 60_000
MAXIMO_COLUMNAS = 200
#: The reader reserves the whole rectangle up to the farthest cell.
MAXIMO_CELDAS = 1_800_000
MAXIMO_DEFECTOS = 1000
COLUMNAS_CORRIENTES = 30
#: When only the head is asked for, what is read of a sheet has at least these rows.
FILAS_DE_CABEZA = 50
_FIN_DE_HOJA = b"</sheetData></worksheet>"

TROZO = 256 * 1024
_BLOQUE = 4 * MEGA
_INICIO_DE_FILA = b'<row r="'
_FILA = re.compile(rb"<(?:\w+:)?row[\s/>]")
_FIN_DE_FILA = re.compile(rb"</(?:\w+:)?row>")
_REFERENCIA = re.compile(rb"""\br=["']([A-Za-z]{0,4})([0-9]{1,9})["']""")
#: In a sheet as the common programs write it, a cell beyond the 30th column or the row 60,000.
_LEJANA = re.compile(
    rb"""r="(?:(?:[A-Za-z]{3}|[B-Zb-z][A-Za-z]|[Aa][E-Ze-z])[0-9]"""
    rb"""|[A-Za-z]*0*(?:[1-9][0-9]{5}|[6-9][0-9]{4}))"""
)
_SIN_RESULTADO = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_HOJA = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\b\w+:id=["']([^"']+)["']""")
_RELACION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATRIBUTO = re.compile(rb"""\b(Id|Target)=["']([^"']*)["']""")

FORMULA = (
    "La celda tiene una fórmula sin su resultado. Abra la planilla, guárdela de nuevo y súbala; "
    "o copie la columna y péguela solo con sus valores."
)


class HojaIlegible(ErrorDominio):
    """The file cannot be read as a sheet. `mensaje` says why and what to do."""


@dataclass(frozen=True)
class Defecto:
    """A cell (counted from 1) that was not written in a way that can be read, in a sentence."""

    fila: int
    columna: int
    mensaje: str


def revisar_tamano(filas: int, columnas: int) -> None:
    """Refuse what no directory needs.

    Raises:
        HojaIlegible: more rows, columns or cells than are read.
    """
    if filas > MAXIMO_FILAS:
        raise HojaIlegible("La hoja tiene más de 60.000 filas. Divídala en varios archivos.")
    if columnas > MAXIMO_COLUMNAS or filas * columnas > MAXIMO_CELDAS:
        raise HojaIlegible(
            "La hoja tiene más de 200 columnas o demasiadas celdas. Copie solo las columnas con "
            "sus datos en una hoja nueva y súbala."
        )


@dataclass
class _Medidor:
    """How far one part reaches, and its formulas without a result, while it passes by.

    `corriente`: it is written as the common programs do; then `ultima` is its last row with a
    value, and a copy may be cut after any of its rows.
    """

    filas: int = 0
    columnas: int = 0
    corriente: bool = True
    ultima: int = 0
    cortada: bool = False
    vacias: list[tuple[int, int]] = field(default_factory=list)
    _resto: bytes = b""
    _es_hoja: bool = False

    @property
    def pendiente(self) -> int:
        """How many of the last bytes belong to a row that has not ended."""
        return len(self._resto)

    def ver(self, trozo: bytes, ultimo: bool = False) -> None:
        self._resto += trozo
        if not self._es_hoja:
            self._es_hoja = b"sheetData" in self._resto
            if not self._es_hoja:
                self._resto = self._resto[-16:]
                return
            # Nothing before it is in the sheet: widths of columns, panes.
            self._resto = self._resto[self._resto.index(b"sheetData") :]
        corte = len(self._resto)
        if not ultimo:
            ultima = self._resto.rfind(b"</row>")
            finales = [] if ultima >= 0 else list(_FIN_DE_FILA.finditer(self._resto))
            if ultima < 0 and not finales and len(self._resto) < _BLOQUE:
                return
            corte = ultima + 6 if ultima >= 0 else finales[-1].end() if finales else corte - 64
        bloque, self._resto = self._resto[:corte], self._resto[corte:]
        self._medir(bloque)

    def _medir(self, bloque: bytes) -> None:
        if not self._es_corriente(bloque):
            self._medir_celdas(bloque)
            self.corriente = self.corriente and not _FILA.search(bloque)
        revisar_tamano(self.filas, self.columnas)
        if b"<f" in bloque or b":f" in bloque:
            self.vacias += [
                (int(fila), _numero_de_columna(columna))
                for columna, fila in _SIN_RESULTADO.findall(bloque)
            ][: MAXIMO_DEFECTOS - len(self.vacias)]

    def _es_corriente(self, bloque: bytes) -> bool:
        """Whether every cell says where it is, and none is far: nothing else has to be looked at.

        Most sheets are settled here, twenty times faster.
        """
        filas = bloque.count(b"<row")
        if (
            self.filas + filas > MAXIMO_FILAS
            or bloque.count(_INICIO_DE_FILA) != filas
            or bloque.count(b'<c r="') != bloque.count(b"<c")
            or b":c " in bloque
            or b":row" in bloque
            or _LEJANA.search(bloque)
        ):
            return False
        self.filas += filas
        self.ultima = _ultima_con_valor(bloque) or self.ultima
        self.columnas = max(self.columnas, COLUMNAS_CORRIENTES)
        return True

    def _medir_celdas(self, bloque: bytes) -> None:
        # A row that only has a format is nothing to the reader.
        filas = [f for f in _FILA.split(bloque)[1:] if b"<c" in f or b":c " in f]
        self.filas += len(filas)
        celdas = max((fila.count(b"<c") + fila.count(b":c ") for fila in filas), default=0)
        referencias = {r for fila in filas for r in _REFERENCIA.findall(fila)}
        letras = {columna.upper() for columna, _ in referencias}
        lejana = max((int(fila) for _, fila in referencias), default=0)
        self.filas = max(self.filas, lejana)
        self.columnas = max(self.columnas, celdas, *map(_numero_de_columna, letras), 0)


def _ultima_con_valor(bloque: bytes) -> int:
    """The number of the last row with something in it; 0 if none has."""
    fin = len(bloque)
    while (inicio := bloque.rfind(_INICIO_DE_FILA, 0, fin)) >= 0:
        if bloque.find(b"<v", inicio, fin) >= 0 or bloque.find(b"<is", inicio, fin) >= 0:
            numero, _, _ = bloque[inicio + len(_INICIO_DE_FILA) : inicio + 20].partition(b'"')
            return int(numero) if numero.isdigit() else 0
        fin = inicio
    return 0


def _numero_de_columna(letras: bytes) -> int:
    numero = 0
    for letra in letras:
        numero = numero * 26 + letra - 64
    return numero


def copia_medida(contenido: bytes, copia: IO[bytes], cabeza: bool = False) -> dict[str, _Medidor]:
    """Write in `copia` the XML parts, uncompressed, while they are found to be sensible.

    With `cabeza` all of them are measured to their end, but of a common sheet only the first
    rows are written. Gives back what was measured of each part.

    Python's zipfile stops at the declared size of each part, and refuses a wrong checksum;
    the reader would inflate whatever comes.

    Raises:
        HojaIlegible: it weighs or reaches too much.
        zipfile.BadZipFile: it is no workbook. Others, as `zipfile` raises.
    """
    medidas: dict[str, _Medidor] = {}
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
                    medidas[parte.filename] = _copiar(origen, parte, destino, cabeza)
    copia.flush()
    return medidas


def _copiar(
    origen: zipfile.ZipFile, parte: zipfile.ZipInfo, destino: zipfile.ZipFile, cabeza: bool
) -> _Medidor:
    medidor = _Medidor()
    with origen.open(parte) as entrada, destino.open(parte.filename, "w") as salida:
        while trozo := entrada.read(TROZO):
            medidor.ver(trozo)
            if medidor.cortada:
                continue
            if cabeza and medidor.corriente and medidor.filas >= FILAS_DE_CABEZA:
                trozo = trozo[: max(0, len(trozo) - medidor.pendiente)] + _FIN_DE_HOJA
                medidor.cortada = True
            salida.write(trozo)
    medidor.ver(b"", ultimo=True)
    return medidor


@dataclass
class Libro:
    """The first visible sheet of a workbook: its rows, and what cannot be understood in it.

    `cortado`: only its first rows are here, though `alto` tells of them all.
    """

    filas: Iterator[list[Any]]
    alto: int
    defectos: list[Defecto]
    cortado: bool = False


def leer(contenido: bytes, cabeza: bool = False) -> Libro:
    """The rows of the first visible sheet, one at a time; with `cabeza`, perhaps the first alone.

    Raises:
        HojaIlegible: it is damaged, no XLSX, or too big.
    """
    danada = HojaIlegible(
        "El archivo está dañado o no es una planilla XLSX. Ábralo, guárdelo de nuevo como XLSX "
        "y vuelva a subirlo."
    )
    # On the disk and not in memory: opened, a sheet of 5 MB comes to some 50.
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copia:
        try:
            medidas = copia_medida(contenido, copia, cabeza)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError,
                EOFError, OSError, KeyError):  # fmt: skip
            raise danada from None
        try:
            with python_calamine.load_workbook(copia.name) as libro:
                visible = python_calamine.SheetVisibleEnum.Visible
                metas = libro.sheets_metadata
                cual = next(i for i, hoja in enumerate(metas) if hoja.visible == visible)
                hoja = libro.get_sheet_by_name(metas[cual].name)
                alto, ancho = (n + 1 for n in hoja.end or (-1, -1))
                revisar_tamano(alto, ancho)
                defectos = _combinadas(hoja.merged_cell_ranges or [])
        except HojaIlegible:
            raise
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:  # a panic of the reader is not an Exception
            if cabeza:
                return leer(contenido)  # perhaps it was the cut
            raise danada from None
        medida = medidas.get(_parte_de(copia, cual), _Medidor())
    defectos += [Defecto(f, c, FORMULA) for f, c in medida.vacias]
    if medida.cortada:
        if not medida.corriente:
            return leer(contenido)
        alto = max(alto, medida.ultima)
    return Libro(_desde_la_a(hoja), alto, defectos, medida.cortada)


def _desde_la_a(hoja: Any) -> Iterator[list[Any]]:
    """The reader begins at the first written column: here a position is always the letter's."""
    antes = [""] * (hoja.start[1] if hoja.start else 0)
    for fila in hoja.iter_rows():
        yield antes + fila if antes else fila


def _combinadas(rangos: list[Any]) -> list[Defecto]:
    return [
        Defecto(
            fila_1 + 1,
            columna_1 + 1,
            f"Las celdas de {letra(columna_1)}{fila_1 + 1} a {letra(columna_2)}{fila_2 + 1} están "
            "combinadas y solo la primera tiene el dato. Sepárelas y escriba el dato en cada una.",
        )
        for (fila_1, columna_1), (fila_2, columna_2) in rangos[:MAXIMO_DEFECTOS]
    ]


def letra(posicion: int) -> str:
    """The letter of a column, counted from 0: `A`, `Z`, `AA`."""
    letras = ""
    numero = posicion + 1
    while numero:
        numero, resto = divmod(numero - 1, 26)
        letras = chr(65 + resto) + letras
    return letras


def _parte_de(copia: IO[bytes], cual: int) -> str:
    """Where in the file the sheet at that place of the workbook is; "" if it does not say."""
    with zipfile.ZipFile(copia) as partes:
        hojas = _HOJA.findall(partes.read("xl/workbook.xml"))
        try:
            relaciones = partes.read("xl/_rels/workbook.xml.rels")
        except KeyError:
            return ""
    for etiqueta in _RELACION.findall(relaciones):
        datos = dict(_ATRIBUTO.findall(etiqueta))
        if cual < len(hojas) and datos.get(b"Id") == hojas[cual]:
            destino = datos.get(b"Target", b"").decode("utf-8", "replace")
            return destino.lstrip("/") if destino.startswith("/") else f"xl/{destino}"
    return ""
