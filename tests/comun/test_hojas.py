"""Spreadsheets: what people upload, and what they take away."""

import csv
import io
import random
import zipfile
import zlib
from datetime import date, datetime, time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from comun import hojas, xlsx
from comun.hojas import Columna, ErrorFila, Fila, HojaIlegible, celda_segura, leer

COLUMNAS = [
    Columna("nombre", "Organización", alias=("Nombre de la organización",)),
    Columna("correo", "Correo", obligatoria=False),
]
FILAS = [
    Fila(2, {"nombre": "Junta de vecinos Ñuble", "correo": "a@b.cl"}),
    Fila(4, {"nombre": "Club, Los Ángeles", "correo": ""}),
]
TEXTO = (
    "ORGANIZACION{0}Correo{0}Notas\r\n"
    "Junta de vecinos Ñuble{0}a@b.cl{0}x\r\n"
    "\r\n"
    '"Club, Los Ángeles"'
)


def _xlsx(filas: list[list]) -> bytes:
    libro = Workbook()
    for fila in filas:
        libro.active.append(fila)
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def _reemplazar(xlsx: bytes, parte: str, cambio) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as origen, zipfile.ZipFile(salida, "w", 8) as destino:
        for nombre in origen.namelist():
            datos = origen.read(nombre)
            destino.writestr(nombre, cambio(datos) if nombre == parte else datos)
    return salida.getvalue()


@pytest.mark.parametrize("separador", [";", ",", "\t"])
@pytest.mark.parametrize("codigo", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv(separador, codigo):
    hoja = leer("lista.csv", TEXTO.format(separador).encode(codigo), COLUMNAS)
    assert (hoja.filas, hoja.errores) == (FILAS, [])


def test_xlsx():
    contenido = _xlsx(
        [
            ["Correo ", "ORGANIZACIÓN"],
            ["a@b.cl", "Junta de vecinos Ñuble"],
            [],
            [None, "Club, Los Ángeles"],
        ]
    )
    hoja = leer("lista.xlsx", contenido, COLUMNAS)
    assert (hoja.filas, hoja.errores) == (FILAS, [])


def test_celdas_que_no_son_texto():
    columnas = [Columna(letra, letra) for letra in "abcdef"]
    contenido = _xlsx(
        [
            list("abcdef"),
            [912345678, 2.5, True, date(2027, 5, 28), datetime(2027, 5, 28, 9, 30), time(9, 30)],
        ]
    )
    [fila] = leer("x.xlsx", contenido, columnas).filas
    assert list(fila.valores.values()) == [
        "912345678", "2.5", "sí", "28/05/2027", "28/05/2027 09:30", "09:30",
    ]  # fmt: skip


def test_errores_por_fila():
    texto = "Organización;Correo\n;a@b.cl\nJunta;b@b.cl;de más\nClub;c@b.cl"
    hoja = leer("x.csv", texto.encode(), COLUMNAS)
    assert hoja.errores == [
        ErrorFila(2, "Falta «Organización»."),
        ErrorFila(3, "La fila tiene más celdas que los títulos de las columnas."),
    ]


def test_errores_en_los_titulos():
    assert leer("x.csv", b"Correo\na@b.cl", COLUMNAS).errores == [
        ErrorFila(1, "Falta la columna «Organización». La primera fila debe tener los títulos.")
    ]
    assert leer("x.csv", b"organizacion;correo;CORREO\na;b;c", COLUMNAS).errores == [
        ErrorFila(1, "La columna «Correo» está repetida.")
    ]


def test_lee_la_primera_hoja_visible():
    libro = Workbook()
    libro.active.append(["otra"])
    libro.active.sheet_state = "hidden"
    visible = libro.create_sheet("Directorio")
    visible.append(["Organización"])
    visible.append(["Junta"])
    libro.active = 1
    salida = io.BytesIO()
    libro.save(salida)
    [fila] = leer("x.xlsx", salida.getvalue(), COLUMNAS).filas
    assert fila.valores["nombre"] == "Junta"


def _con_celda_lejana() -> bytes:
    return _reemplazar(
        _xlsx([["Organización"], ["Junta"]]),
        "xl/worksheets/sheet1.xml",
        lambda datos: datos.replace(b'r="A2"', b'r="XFD1048576"').replace(
            b'<row r="2"', b'<row r="1048576"'
        ),
    )


def _bomba() -> bytes:
    return _reemplazar(
        _xlsx([["Organización"], ["Junta"]]),
        "xl/worksheets/sheet1.xml",
        lambda datos: datos + b" " * 60 * 1024 * 1024,
    )


def _bomba_que_miente() -> bytes:
    """A part that says it is small, with a checksum to match, and inflates to much more."""
    contenido = bytearray(_bomba())
    with zipfile.ZipFile(io.BytesIO(contenido)) as archivo:
        parte = archivo.getinfo("xl/worksheets/sheet1.xml")
        falsa = zlib.crc32(archivo.read(parte)[:1000])
    central = contenido.rfind(b"PK\x01\x02", 0, contenido.rfind(parte.filename.encode()))
    for inicio, crc, tamano in ((parte.header_offset, 14, 22), (central, 16, 24)):
        contenido[inicio + crc : inicio + crc + 4] = falsa.to_bytes(4, "little")
        contenido[inicio + tamano : inicio + tamano + 4] = (1000).to_bytes(4, "little")
    return bytes(contenido)


def _zip_cualquiera() -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        archivo.writestr("hola.txt", "hola")
    return salida.getvalue()


@pytest.mark.parametrize(
    ("nombre", "contenido", "frase"),
    [
        ("x.csv", b"", "El archivo está vacío"),
        ("x.csv", b"\r\n \r\n", "El archivo está vacío"),
        ("x.csv", b";;\n;;", "no tiene ninguna fila"),
        ("x.csv", b"a" * (10 * 1024 * 1024 + 1), "pesa más de 10 MB"),
        ("x.csv", b"a\n" * 60_001, "más de 60.000 filas"),
        ("x.csv", b"a;" * 201, "más de 200 columnas"),
        ("x.csv", b'Organizaci\xc3\xb3n\n"Junta', "comillas sin cerrar"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "no es una planilla"),
        ("x.csv", b"%PDF-1.7 \x81\x8d", "no es una planilla"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "formato antiguo"),
        ("x.ods", _zip_cualquiera(), "formato antiguo"),
        ("x.xlsx", b"PK\x03\x04 basura", "está dañado"),
        ("x.xlsx", _zip_cualquiera(), "está dañado"),
        ("x.xlsx", _xlsx([["Organización"]])[:-60], "está dañado"),
        ("x.xlsx", _xlsx([]), "no tiene ninguna fila"),
        ("x.xlsx", _con_celda_lejana(), "más de 60.000 filas"),
        ("x.xlsx", _bomba(), "demasiado grande"),
    ],
    ids=range(17),
)
def test_archivos_que_no_se_pueden_leer(nombre, contenido, frase):
    with pytest.raises(HojaIlegible) as error:
        leer(nombre, contenido, COLUMNAS)
    assert frase in error.value.mensaje
    assert error.value.mensaje.endswith(".")


def test_una_bomba_que_miente_sobre_su_tamano_no_se_infla():
    contenido = _bomba_que_miente()
    with zipfile.ZipFile(io.BytesIO(contenido)) as archivo:
        assert archivo.getinfo("xl/worksheets/sheet1.xml").file_size == 1000
    copia = io.BytesIO()
    xlsx.copia_medida(contenido, copia)
    assert len(copia.getvalue()) < 100_000


def test_basura_con_forma_de_xlsx():
    azar = random.Random(7)
    original = _xlsx([["Organización", "Correo"], ["Junta", "a@b.cl"]])
    legibles = 0
    for _ in range(300):
        danado = bytearray(original)
        for _ in range(azar.randint(1, 20)):
            danado[azar.randrange(4, len(danado))] = azar.randrange(256)
        try:
            legibles += bool(leer("x.xlsx", bytes(danado), COLUMNAS))
        except HojaIlegible:
            continue
    assert legibles < 300


@settings(max_examples=200)
@given(st.binary(min_size=1, max_size=300), st.sampled_from(["", "PK\x03\x04", "a;b\n"]))
def test_cualquier_byte_se_lee_o_se_explica(contenido, comienzo):
    try:
        leer("x", comienzo.encode() + contenido, COLUMNAS)
    except HojaIlegible as error:
        explicado = error.mensaje
        assert explicado.endswith(".")


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        ("=1+1", "'=1+1"),
        ("+56912345678", "'+56912345678"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1+1", "' =1+1"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("a=b", "a=b"),
        ("'=1", "'=1"),
        ("", ""),
        (-2, -2),
        (None, None),
        ("a\x00b\x1b", "ab"),
    ],
)
def test_celda_segura(valor, esperado):
    assert celda_segura(valor) == esperado


FILAS_DE_SALIDA = [["Ñuñoa", "=HYPERLINK(1)", 5], ['a;b\n"c"', None, 2.5]]


def test_escribir_csv():
    assert hojas.escribir_csv(FILAS_DE_SALIDA, ["Comuna", "Nota", "N.º"]).decode("utf-8") == (
        '\ufeffComuna;Nota;N.º\r\nÑuñoa;\'=HYPERLINK(1);5\r\n"a;b\n""c""";;2.5\r\n'
    )


def test_escribir_xlsx():
    contenido = hojas.escribir_xlsx(FILAS_DE_SALIDA, ["Comuna", "Nota", "N.º"], "Datos: 2026/27")
    hoja = load_workbook(io.BytesIO(contenido)).active
    assert hoja.title == "Datos  2026 27"
    assert [list(fila) for fila in hoja.values] == [
        ["Comuna", "Nota", "N.º"],
        ["Ñuñoa", "'=HYPERLINK(1)", 5],
        ['a;b\n"c"', None, 2.5],
    ]
    assert hoja["B2"].data_type == "s"


@pytest.mark.parametrize("escribir", [hojas.escribir_csv, hojas.escribir_xlsx])
def test_lo_escrito_se_vuelve_a_leer(escribir):
    contenido = escribir([["=Junta", "+56 9"], ["Club", ""]], ["Organización", "Correo"])
    assert leer("x", contenido, COLUMNAS).filas == [
        Fila(2, {"nombre": "=Junta", "correo": "+56 9"}),
        Fila(3, {"nombre": "Club", "correo": ""}),
    ]


@pytest.mark.parametrize(
    ("para_planilla", "fila"),
    [(False, "hola;'=1+1;x,-2"), (True, "hola;=1+1;x,'-2")],
)
def test_para_quien_lo_abre_con_otro_separador_tampoco_hay_formulas(para_planilla, fila):
    """A spreadsheet that splits by another separator begins a cell in the middle of ours."""
    crudo = hojas.escribir_datos([["hola;=1+1;x,-2"]], ["texto"], para_planilla=para_planilla)
    with crudo:
        lineas = crudo.read().decode("utf-8-sig").splitlines()
    assert lineas[1].strip('"') == fila


@pytest.mark.parametrize("para_planilla", [False, True])
def test_ninguna_mezcla_de_separadores_saltos_y_comillas_comienza_una_celda(para_planilla):
    """Every one of up to four signs, read back with each separator."""
    hallados = [
        texto
        for largo in range(1, 5)
        for mezcla in product(',;\t\n" =', repeat=largo)
        if celdas_con_formula(texto := f"a{''.join(mezcla)}=1", para_planilla)
    ]
    assert hallados == []


def celdas_con_formula(texto: str, para_planilla: bool) -> list[str]:
    with hojas.escribir_datos(
        [["1", texto, "z"]], ["n", "t", "z"], para_planilla=para_planilla
    ) as f:
        escrito = f.read().decode("utf-8-sig")
    return [
        celda
        for separador in ",;\t"
        for fila in csv.reader(io.StringIO(escrito, newline=""), delimiter=separador)
        for celda in fila
        if celda.strip().startswith("=")
    ]


def test_lo_que_no_se_protege_se_nota(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(hojas, "sin_otras_celdas", lambda valor, separador: valor)
    assert celdas_con_formula('Hola,"=1+1"', True) == ['=1+1""";z']
