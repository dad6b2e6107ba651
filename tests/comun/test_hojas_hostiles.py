"""Sheets from outside that ask for too much, and sheets that nobody can understand."""

import io
import subprocess
import sys
import zipfile
from itertools import islice

import pytest
from openpyxl import Workbook

from comun import hojas, xlsx
from comun.hojas import Columna, HojaIlegible, abrir, abrir_cabeza, leer

COLUMNAS = [Columna("nombre", "Organización"), Columna("correo", "Correo", obligatoria=False)]
CABEZA = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
#: A process of its own: its memory is what it took to refuse, and nothing else.
MEDIR = """
import resource, sys, time
from comun import hojas
contenido = sys.stdin.buffer.read()
antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
inicio = time.perf_counter()
try:
    hojas.leer("x.xlsx", contenido, [hojas.Columna("nombre", "Organización")])
except hojas.HojaIlegible as error:
    print(error.mensaje)
tardo = time.perf_counter() - inicio
print(tardo, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes) / 1024)
"""


def guardar(libro: Workbook) -> bytes:
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def con_hoja(xml: bytes, nivel: int = 9) -> bytes:
    """A workbook whose only sheet is that XML."""
    salida = io.BytesIO()
    base = guardar(Workbook())
    with (
        zipfile.ZipFile(io.BytesIO(base)) as origen,
        zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED, compresslevel=nivel) as destino,
    ):
        for nombre in origen.namelist():
            es_la_hoja = nombre == "xl/worksheets/sheet1.xml"
            destino.writestr(nombre, xml if es_la_hoja else origen.read(nombre))
    return salida.getvalue()


def un_millon(fila: bytes) -> bytes:
    return con_hoja(CABEZA + b"<sheetData>" + fila * 1_000_000 + b"</sheetData></worksheet>")


@pytest.mark.parametrize(
    "fila",
    [b"<row><c><v>1</v></c></row>", b'<row r="1"><c r="A1" t="n"><v>1</v></c></row>', b"<row/>"],
)
def test_un_millon_de_filas_diminutas_se_rechaza_sin_leerlas(fila: bytes) -> None:
    contenido = un_millon(fila)
    assert len(contenido) < 200 * 1024
    salida = subprocess.run(
        [sys.executable, "-c", MEDIR], input=contenido, capture_output=True, check=True, timeout=60
    )
    frase, cifras = salida.stdout.decode().splitlines()
    segundos, megas = map(float, cifras.split())
    assert frase.startswith("La planilla es demasiado grande al abrirla.")
    assert segundos < 1
    assert megas < 50


def test_lo_que_no_dice_su_tamano_se_mide_al_pasar(monkeypatch) -> None:
    """With the proportion put aside, the rows themselves stop it long before the end."""
    monkeypatch.setattr(xlsx, "MAXIMO_PROPORCION", 10_000)
    leidos = []
    entero = xlsx._Medidor.ver
    monkeypatch.setattr(
        xlsx._Medidor,
        "ver",
        lambda m, t, ultimo=False: (leidos.append(len(t)), entero(m, t, ultimo)),
    )
    with pytest.raises(HojaIlegible, match=r"más de 60\.000 filas"):
        leer("x.xlsx", un_millon(b"<row><c><v>1</v></c></row>"), COLUMNAS)
    assert sum(leidos) < 3 * xlsx.MEGA


@pytest.mark.parametrize(
    "datos",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="50000"><c r="GR50000"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 5000 + b"</row>",
        b'<row r="1">' + b'<c r="ZZZ1"><v>1</v></c>' + b"</row>",
    ],
)
def test_un_rectangulo_enorme_no_se_reserva(datos: bytes) -> None:
    contenido = con_hoja(CABEZA + b"<sheetData>" + datos + b"</sheetData></worksheet>")
    with pytest.raises(HojaIlegible, match="demasiadas celdas"):
        leer("x.xlsx", contenido, COLUMNAS)


def test_las_filas_que_solo_tienen_formato_no_cuentan() -> None:
    datos = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Organizaci\xc3\xb3n</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>Junta</t></is></c></row>'
        b'<row r="1048576" ht="12"/>'
    )
    hoja = leer("x.xlsx", con_hoja(CABEZA + b"<sheetData>" + datos + b"</sheetData></worksheet>"),
                COLUMNAS)  # fmt: skip
    assert [fila.valores["nombre"] for fila in hoja.filas] == ["Junta"]


def test_formulas_sin_resultado_y_celdas_combinadas_dicen_donde() -> None:
    libro = Workbook()
    hoja = libro.active
    for fila in (
        ["Organización", "Correo"],
        ["Junta", '=A2&"@b.cl"'],
        ["Club", "a@b.cl"],
        ["", "c@d.cl"],
    ):
        hoja.append(fila)
    hoja.merge_cells("A3:A4")
    tabla = abrir("x.xlsx", guardar(libro), COLUMNAS)
    assert [(d.fila, d.columna, d.mensaje) for d in tabla.defectos] == [
        (
            3,
            1,
            "Las celdas de A3 a A4 están combinadas y solo la primera tiene el dato. Sepárelas y "
            "escriba el dato en cada una.",
        ),
        (2, 2, xlsx.FORMULA),
    ]


def test_las_formulas_de_otra_hoja_no_importan() -> None:
    libro = Workbook()
    libro.active.append(["=1+1"])
    libro.active.sheet_state = "hidden"
    libro.create_sheet("Directorio").append(["Organización"])
    libro["Directorio"].append(["Junta"])
    libro.active = 1
    tabla = abrir("x.xlsx", guardar(libro), COLUMNAS)
    assert (list(tabla.filas), tabla.defectos) == ([(2, ["Junta"])], [])


def test_un_titulo_propio_sobre_los_titulos() -> None:
    libro = Workbook()
    hoja = libro.active
    hoja.merge_cells("B1:C1")
    hoja["B1"] = "Directorio 2026"
    hoja["B3"], hoja["C3"] = "Correo", "Organización"
    hoja["B4"], hoja["C4"] = "a@b.cl", "Junta"
    tabla = abrir("x.xlsx", guardar(libro), COLUMNAS)
    assert (tabla.fila_titulos, tabla.titulos, tabla.defectos) == (
        3,
        ["", "Correo", "Organización"],
        [],
    )
    assert list(tabla.filas) == [(4, ["", "a@b.cl", "Junta"])]


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_escribir_en_archivo_es_lo_mismo(formato: str) -> None:
    filas = [["=Junta", 5], ["Club", None]]
    with hojas.escribir_en_archivo(iter(filas), ["Organización", "N"], formato) as salida:
        tabla = abrir("x", salida.read())
    assert (tabla.titulos, list(tabla.filas)) == (
        ["Organización", "N"],
        [(2, ["=Junta", "5"]), (3, ["Club", ""])],
    )


def test_la_cabeza_dice_lo_mismo_que_la_hoja_entera() -> None:
    """Only the first rows are read, but it is measured whole: its height, and what is too much."""
    libro = Workbook()
    hoja = libro.active
    hoja.append(["Organización", "Correo"])
    for n in range(400):
        hoja.append([f"Junta {n}", f"a{n}@b.cl"])
    hoja.column_dimensions["A"].width = 40
    for n in range(410, 600):
        hoja.cell(n, 1).number_format = "0.00"
    contenido = guardar(libro)
    assert xlsx.leer(contenido, cabeza=True).cortado
    entera = abrir("x.xlsx", contenido, COLUMNAS)
    cabeza = abrir_cabeza("x.xlsx", contenido, COLUMNAS, 3)
    assert (
        (cabeza.titulos, cabeza.alto)
        == (entera.titulos, entera.alto)
        == (
            ["Organización", "Correo"],
            400,
        )
    )
    assert list(islice(cabeza.filas, 3)) == list(islice(entera.filas, 3))


def test_lo_que_sobra_al_final_se_rechaza_aunque_solo_se_lea_la_cabeza() -> None:
    filas = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 20_000)
    )
    lejos = b'<row r="50000"><c r="GR50000"><v>1</v></c></row>'
    contenido = con_hoja(CABEZA + b"<sheetData>" + filas + lejos + b"</sheetData></worksheet>")
    with pytest.raises(HojaIlegible, match="demasiadas celdas"):
        abrir_cabeza("x.xlsx", contenido, COLUMNAS, 3)
