"""What anybody takes away: whole, inert in a spreadsheet, true to its dictionary, and no more."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from respuestas.models import Consulta, Consultante
from seguimiento.api.portal import contrato
from seguimiento.datos import FORMATOS, TABLAS
from seguimiento.views.datos import ARCHIVOS
from servicios.models import Servicio
from tests import mundo as m
from tests.libreoffice import abrir_en_libreoffice
from tests.seguimiento.datos import (
    DATOS,
    DOS_LINEAS,
    FORMULA,
    bloque,
    historia,
    invitar,
    mensaje,
    publicar,
    validar,
)

__all__ = ["historia"]
#: As LibreOffice opens the file that is made for it: ";", quotes and UTF-8.
SEPARADA_POR_PUNTO_Y_COMA = "Text - txt - csv (StarCalc):59,34,76"
TABLA_ODF = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
UN_SALTO = DOS_LINEAS.replace("\r\n", "\n")


def bajar(nombre: str) -> bytes:
    respuesta = Client().get(f"{DATOS}{nombre}")
    assert respuesta.status_code == 200, nombre
    return respuesta.getvalue() if respuesta.streaming else respuesta.content


def leer(nombre: str) -> list[dict]:
    return json.loads(bajar(nombre))


def en_csv(nombre: str, separador: str = ",") -> list[dict[str, str]]:
    texto = bajar(nombre).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texto, newline=""), delimiter=separador, strict=True))


def bajar_todo(carpeta) -> dict:
    for tabla in TABLAS:
        (carpeta / f"{tabla}.csv").write_bytes(bajar(f"{tabla}.csv"))
    return json.loads(bajar("datapackage.json"))


# ── Formats ──


def test_los_dos_csv_dicen_lo_mismo_que_el_json(historia):
    for tabla in TABLAS.values():
        filas = leer(f"{tabla.nombre}.json")
        assert [list(fila) for fila in filas] == [[c.nombre for c in tabla.columnas]] * len(filas)
        esperadas = [{k: _en_celda(v) for k, v in fila.items()} for fila in filas]
        assert en_csv(f"{tabla.nombre}.csv") == esperadas
        assert en_csv(f"{tabla.nombre}-planilla.csv", ";") == esperadas
        assert filas != []


def _en_celda(valor) -> str:
    if isinstance(valor, bool) or valor is None:
        return {True: "true", False: "false", None: ""}[valor]
    texto = str(valor)
    return f"'{texto}" if texto.startswith(("=", "@")) else texto


def test_el_csv_es_el_de_la_norma_y_el_otro_el_de_las_planillas(historia):
    norma, planilla = bajar("consultas.csv"), bajar("consultas-planilla.csv")
    assert norma.startswith(b"id,cuenta,servicio,anio,folio,")
    assert planilla.startswith(b"\xef\xbb\xbfid;cuenta;servicio;anio;folio;")
    # A break inside a cell stays between its quotes; every row ends as RFC 4180 asks.
    for crudo in (norma, planilla):
        assert crudo.endswith(b"\r\n")
        assert b'"Primera l\xc3\xadnea, con' in crudo


def test_lo_que_parece_una_formula_es_texto_y_los_saltos_se_quedan(historia):
    textos = [fila["texto"] for fila in leer("consultas.json")]
    assert textos == [FORMULA, "@SUMA(A1)", UN_SALTO]
    for nombre, separador in (("consultas.csv", ","), ("consultas-planilla.csv", ";")):
        textos = [fila["texto"] for fila in en_csv(nombre, separador)]
        assert textos == [f"'{FORMULA}", "'@SUMA(A1)", UN_SALTO]


def test_libreoffice_la_abre_como_texto(historia, tmp_path):
    """With its negative control: without our apostrophe it is a formula there, and is run."""
    limpia = bajar("consultas-planilla.csv")
    assert limpia.count(b"'=") == 1
    (tmp_path / "limpia.csv").write_bytes(limpia)
    (tmp_path / "cruda.csv").write_bytes(limpia.replace(b"'=", b"="))
    textos, formulas = _en_la_planilla(tmp_path / "limpia.csv")
    assert (formulas, textos.count(f"'{FORMULA}")) == ([], 1)
    textos, formulas = _en_la_planilla(tmp_path / "cruda.csv")
    assert (formulas, textos.count("ver")) == ([f"of:{FORMULA}"], 1)


def _en_la_planilla(archivo) -> tuple[list[str], list[str]]:
    """The words of every cell, and the formulas of those that are calculated."""
    abierta = abrir_en_libreoffice(archivo, "fods", como=SEPARADA_POR_PUNTO_Y_COMA)
    assert abierta is not None
    celdas = list(ElementTree.fromstring(abierta).iter(f"{{{TABLA_ODF}}}table-cell"))
    textos = ["\n".join("".join(p.itertext()) for p in celda) for celda in celdas]
    formulas = [celda.get(f"{{{TABLA_ODF}}}formula") for celda in celdas]
    return textos, [formula for formula in formulas if formula]


def test_los_tipos_las_fechas_y_los_lugares(historia):
    [cuenta] = leer("cuentas.json")
    assert (cuenta["abierta_en"], cuenta["participacion_hasta"]) == (
        "2027-04-20T10:00:00-04:00",
        "2027-06-04",
    )
    lugar = ["comuna_codigo", "comuna", "region_codigo", "region"]
    assert [cuenta[c] for c in lugar] == ["07101", "Talca", "07", "Maule"]
    [actividad] = leer("actividades.json")
    assert actividad["inicio"] == "2027-05-28T09:30:00-04:00"
    primera, *_ = leer("consultas.json")
    assert {c: primera[c] for c in ("tipo", "canal", "taller", "recibida_el")} == {
        "tipo": "propuesta",
        "canal": "virtual",
        "taller": None,
        "recibida_el": "2027-05-03",
    }
    una, otra = leer("respuestas.json")
    assert (una["id"], una["consultas"], una["decision"]) == (
        "riberas.2026.1",
        2,
        "acogida_parcial",
    )
    assert (una["fundamento"], una["unidad"]) == ("Hay presupuesto.", "Obras")
    assert (otra["id"], otra["decision"]) == ("riberas.2026.2", None)
    assert [c["respuesta"] for c in leer("consultas.json")] == [
        "riberas.2026.1", "riberas.2026.2", "riberas.2026.1",
    ]  # fmt: skip


# ── The dictionary and the catalogue ──


def test_cada_archivo_cumple_con_su_diccionario(historia, tmp_path):
    assert validar(bajar_todo(tmp_path), tmp_path) == []


@pytest.mark.parametrize(
    ("tabla", "de", "a"),
    [
        ("cuentas", "abierta,", "inventada,"),
        ("cuentas", "07101", "7101"),
        ("consultas", "2027-05-03", "03/05/2027"),
        ("consultas", "riberas.2026.1", "riberas.2026.9"),
        ("actividades", "T09:30:00-04:00", "Tarde"),
        ("pluralidad", ",6,", ",4,"),
    ],
)
def test_una_fila_que_no_cumple_se_nota(historia, tmp_path, tabla, de, a):
    """The negative control, of each kind of rule."""
    paquete = bajar_todo(tmp_path)
    archivo = tmp_path / f"{tabla}.csv"
    antes = archivo.read_bytes()
    archivo.write_bytes(antes.replace(de.encode(), a.encode(), 1))
    assert archivo.read_bytes() != antes
    assert validar(paquete, tmp_path) != []


def test_el_json_cumple_con_el_contrato_y_lo_que_no_se_nota(historia):
    esquemas = contrato()
    for tabla in TABLAS.values():
        esquema = {**esquemas, "$ref": f"#/components/schemas/{tabla.nombre.capitalize()}"}
        validador = Draft202012Validator(esquema)
        for fila in leer(f"{tabla.nombre}.json"):
            assert [e.message for e in validador.iter_errors(fila)] == []
            for mal in ({**fila, "anio": "2026"}, {**fila, "correo": "x"}, {"id": "x"}):
                assert list(validador.iter_errors(mal)) != []


def test_el_diccionario_y_el_catalogo_dicen_lo_que_pide_datos_gob(historia):
    paquete, ficha = json.loads(bajar("datapackage.json")), json.loads(bajar("dcat.jsonld"))
    assert [r["name"] for r in paquete["resources"]] == list(TABLAS)
    campos = [c for r in paquete["resources"] for c in r["schema"]["fields"]]
    assert [c["name"] for c in campos if not (c["title"] and c["description"] and c["type"])] == []
    assert paquete["licenses"][0]["name"] == "CC0-1.0"
    pedidos = {
        "dct:identifier", "dct:title", "dct:description", "dct:creator", "dcat:contactPoint",
        "dcat:theme", "dct:created", "dct:issued", "dcat:keyword", "dct:temporal", "dct:license",
        "owl:versionInfo", "dct:modified", "dct:language", "dct:spatial", "dcat:distribution",
    }  # fmt: skip
    assert pedidos - {clave for clave, valor in ficha.items() if valor} == set()
    bajables = [d["dcat:downloadURL"]["@id"] for d in ficha["dcat:distribution"]]
    assert [b.rpartition("/")[2] for b in bajables] == [
        f"{t}{f.sufijo}" for t in TABLAS for f in FORMATOS
    ]
    assert ficha["dct:modified"] == "2027-05-17T10:00:00-04:00"


# ── Only what is public ──


def test_sin_respuestas_publicadas_no_hay_nada_dicho(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    Consulta.objects.create(
        cuenta=cuenta, folio_anio=2027, folio_numero=1, canal="virtual", tipo="pregunta",
        mensaje="Un secreto.", recibida_en=m.AHORA,
    )  # fmt: skip
    m.crear_actividad(cuenta, estado="borrador")
    for tabla in ("actividades", "consultas", "respuestas", "pluralidad"):
        assert (tabla, leer(f"{tabla}.json")) == (tabla, [])
    assert len(en_csv("cuentas.csv")) == 1
    assert "Un secreto" not in Client().get(DATOS).content.decode()


@pytest.mark.parametrize("nombre", ["", *ARCHIVOS, "datapackage.json", "dcat.jsonld"])
def test_de_una_cuenta_que_no_es_publica_no_hay_nada(en_riberas, nombre):
    m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], estado="borrador", abierta_en=None)
    m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025)
    assert Client().get(f"{DATOS}{nombre}").status_code == 404
    respuesta = Client().get(f"{DATOS.replace('2026', '2025')}cuentas.json")
    assert [fila["anio"] for fila in respuesta.json()] == [2025]
    Servicio.objects.filter(slug="riberas").update(activo=False)
    assert Client().get(f"{DATOS.replace('2026', '2025')}{nombre}").status_code == 404


def test_un_archivo_que_no_hay_es_404(historia):
    for raro in ("x.csv", "consultas.xlsx", "consultas", "%00", "..%2f"):
        assert Client().get(f"{DATOS}{raro}").status_code == 404


@pytest.fixture
def con_nombre(en_riberas):
    """Ana lets her name be read in the document; Juan, in the same one, no longer does."""
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    ana = Consultante.objects.create(
        cuenta=cuenta, nombres="Ana", apellidos="Soto", medio="correo", correo="ana@x.example",
        nombre_plegado="ana soto", contacto_plegado="ana@x.example",
    )  # fmt: skip
    consulta = Consulta.objects.create(
        cuenta=cuenta, folio_anio=2027, folio_numero=1, canal="virtual", tipo="propuesta",
        mensaje="Árboles.", recibida_en=m.AHORA, consultante=ana, publica_nombre=True,
    )  # fmt: skip
    publicar(
        cuenta, en_riberas,
        bloque(mensaje(1, "Árboles.", "Ana Soto"), mensaje(2, "Luz.", "Juan Pérez")),
    )  # fmt: skip
    return consulta


def test_nadie_se_nombra_aunque_el_documento_lo_nombre(con_nombre):
    """What is allowed there may be taken back; a file that others have already, may not."""
    pagina = Client().get(f"{DATOS.removesuffix('datos/')}respuestas/").content.decode()
    assert ("Ana Soto" in pagina, "Juan" in pagina) == (True, False)
    assert len(leer("consultas.json")) == 2
    for nombre in ARCHIVOS:
        crudo = bajar(nombre).decode()
        assert ("Soto" in crudo, "Juan" in crudo) == (False, False), nombre


def test_ninguna_cifra_de_menos_de_cinco_ni_el_total_que_la_delata(historia, en_riberas):
    filas = leer("pluralidad.json")
    assert [(f["tipo"], f["invitadas"], f["menos_de_cinco"]) for f in filas] == [
        ("jovenes", None, True),
        ("mujeres", 6, False),
    ]
    assert {f["invitadas_en_total"] for f in filas} == {None}
    otra = m.crear_actividad(historia, slug="otra", nombre="Otra", estado="convocada")
    invitar(historia, otra, en_riberas, migrantes=7)
    ultimas = [f for f in leer("pluralidad.json") if f["actividad"].endswith(".otra")]
    assert [(f["invitadas"], f["invitadas_en_total"]) for f in ultimas] == [(7, 7)]


# ── How it is served ──


def test_quien_ya_lo_tiene_no_lo_baja_de_nuevo_y_cualquier_sitio_lo_lee(historia, en_riberas):
    for nombre in (*ARCHIVOS, "datapackage.json", "dcat.jsonld"):
        primera = Client().get(f"{DATOS}{nombre}")
        assert primera["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in primera
        segunda = Client().get(f"{DATOS}{nombre}", headers={"if-none-match": primera["ETag"]})
        assert (segunda.status_code, segunda["ETag"]) == (304, primera["ETag"])
        if nombre in ARCHIVOS:
            tipo = "application/json" if nombre.endswith("json") else "text/csv; charset=utf-8"
            assert primera["Content-Type"].startswith(tipo)
            assert primera["Content-Disposition"] == f'attachment; filename="riberas-2026-{nombre}"'
    antes = Client().get(f"{DATOS}consultas.csv")
    publicar(historia, en_riberas, bloque(mensaje(9)))
    luego = Client().get(f"{DATOS}consultas.csv", headers={"if-none-match": antes["ETag"]})
    assert b"2027-0009" in luego.content


@pytest.mark.parametrize("cuantas", [10, 1000])
def test_las_mismas_sentencias_con_diez_filas_que_con_mil(
    en_riberas, django_assert_num_queries, cuantas
):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    publicar(cuenta, en_riberas, *(bloque(mensaje(n)) for n in range(1, cuantas + 1)))
    with django_assert_num_queries(5):
        respuesta = Client().get(f"{DATOS}consultas.csv")
    assert respuesta.content.count(b"\r\n") == cuantas + 1
    with django_assert_num_queries(16):
        pagina = Client().get(DATOS).content.decode()
    assert ("<strong>1.000 filas</strong>" in pagina) == (cuantas == 1000)


def test_lo_largo_va_por_partes(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    publicar(cuenta, en_riberas, *(bloque(mensaje(n, "largo " * 5000)) for n in range(1, 50)))
    for nombre in ("consultas.csv", "consultas-planilla.csv", "consultas.json"):
        respuesta = Client().get(f"{DATOS}{nombre}")
        assert respuesta.streaming
        partes = [len(parte) for parte in respuesta.streaming_content]
        assert (max(partes), sum(partes)) == (4096, int(respuesta["Content-Length"]))


def test_la_pagina_dice_que_hay_y_cuando_cambio(historia):
    pagina = Client().get(DATOS).content.decode()
    assert "Tiene <strong>3 filas</strong>. Cambió el lunes 17 de mayo de 2027." in pagina
    for nombre in ARCHIVOS:
        assert f'href="{DATOS}{nombre}"' in pagina
