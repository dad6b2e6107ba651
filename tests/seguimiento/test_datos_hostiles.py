"""What nobody would ask by hand, of the API, the feeds and the files: told in words, or ignored."""

import csv
import io
import json
from base64 import urlsafe_b64encode
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from comun.formulas import sin_otras_celdas
from comun.texto import limpiar
from seguimiento.api.problemas import QUE_HACER, TITULOS
from servicios.models import Servicio
from tests import mundo as m
from tests.seguimiento.datos import DATOS, bloque, historia, mensaje, publicar
from tests.seguimiento.test_fuentes import ATOM, FUENTES

__all__ = ["historia"]
PROBLEMA = "application/problem+json"
API = "/api/v1/"
ARCHIVO = f"{DATOS}consultas.csv"
OEMBED = f"/oembed?url={settings.BASE_URL}/cuentas/riberas/2026/"
CON_TAG = [
    f"{API}consultas/", f"{API}consultas/riberas.2026.2027-0001/", f"{API}openapi.json",
    ARCHIVO, f"{DATOS}consultas.json", f"{DATOS}datapackage.json", f"{DATOS}dcat.jsonld",
    DATOS, *FUENTES.values(),
]  # fmt: skip
DE_DATOS = [ARCHIVO, f"{DATOS}datapackage.json", f"{DATOS}dcat.jsonld", OEMBED]


def problema(respuesta: Any, estado: int) -> dict[str, Any]:
    """Its body, once it is known to be what RFC 9457 says, in our words."""
    assert (respuesta.status_code, respuesta["Content-Type"]) == (estado, PROBLEMA)
    cuerpo = respuesta.json()
    assert (cuerpo["status"], cuerpo["title"]) == (estado, TITULOS[estado])
    assert (respuesta["Cache-Control"], respuesta["Access-Control-Allow-Origin"]) == (
        "no-store",
        "*",
    )
    return cuerpo


# ── Where a list goes on ──


def cursor(lugar: Any) -> str:
    return urlsafe_b64encode(json.dumps(lugar).encode()).decode().rstrip("=")


CURSORES = {
    "basura": ("garbage", 400),
    "una letra": ("a", 400),
    "no es base64": ("a+b/c==", 422),
    "nulo": ("%00", 422),
    "de más de 300": ("a" * 301, 422),
    "enorme": ("a" * 60_000, 422),
    "con un nulo dentro": (cursor([1, ["\0"]]), 400),
    "otra forma": (cursor({"a": 1}), 400),
    "una verdad por número": (cursor([True, []]), 400),
    "con coma": (cursor([1.0, []]), 400),
    "menos uno": (cursor([-1, []]), 400),
    "no cabe en la base": (cursor([10**30, []]), 400),
    "de más columnas": (cursor([1, [1, 1, 1]]), 400),
    "otro tipo": (cursor([1, [None]]), 400),
    "no es un número": (cursor(float("nan")), 400),
    "muy hondo": (urlsafe_b64encode(b"[" * 220).decode().rstrip("="), 400),
}


@pytest.mark.parametrize("caso", CURSORES)
def test_un_lugar_que_nadie_dio_se_dice(historia, caso):
    valor, estado = CURSORES[caso]
    assert (
        "«despues»" in problema(Client().get(f"{API}consultas/?despues={valor}"), estado)["detail"]
    )


def test_uno_que_se_dio_sigue(historia):
    primera = Client().get(f"{API}consultas/?limite=1").json()
    sigue = primera["siguiente"].removeprefix(settings.BASE_URL)
    assert Client().get(sigue).json()["datos"][0]["numero"] != primera["datos"][0]["numero"]


# ── What comes with the request ──


@pytest.mark.parametrize("camino", CON_TAG)
def test_si_ya_lo_tiene_de_cualquier_manera_que_lo_diga(historia, camino):
    etag = Client().get(camino)["ETag"]
    tiene = ("*", etag, f"W/{etag}", f'"otro", {etag}', f'W/"a,b" ,{etag}, "c"')
    no_tiene = ('"otro"', "basura", "\0", '"' + "a" * 50_000, etag.strip('"'), f'"x{etag[1:]}')
    for de_antes, estado in [*((v, 304) for v in tiene), *((v, 200) for v in no_tiene)]:
        for metodo in ("get", "head"):
            respuesta = getattr(Client(), metodo)(camino, headers={"if-none-match": de_antes})
            assert (respuesta.status_code, respuesta["ETag"]) == (estado, etag), de_antes[:40]
            assert respuesta.content == b"" or (estado, metodo) == (200, "get")


@pytest.mark.parametrize(
    "acepta", ["application/xml", "text/html", "text/csv, image/*;q=0.5", "basura", "*/*;q=0"]
)
def test_quien_no_acepta_json_lo_sabe(historia, acepta):
    for camino in ("consultas/", "cuentas/riberas.2026/", "openapi.json", "nada/"):
        respuesta = Client().get(f"{API}{camino}", headers={"accept": acepta})
        assert QUE_HACER[406] in problema(respuesta, 406)["detail"]


@pytest.mark.parametrize(
    "acepta", [None, "*/*", "application/json", "application/*;q=0.1", "text/html, */*;q=0.8"]
)
def test_quien_acepta_json_o_cualquier_cosa_lo_recibe(historia, acepta):
    cabeceras = {"accept": acepta} if acepta else {}
    respuesta = Client().get(f"{API}consultas/", headers=cabeceras)
    assert (respuesta.status_code, respuesta["Content-Type"]) == (
        200, "application/json; charset=utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("camino", [*DE_DATOS, DATOS, *FUENTES.values(), "/sitemap.xml"])
def test_un_archivo_es_lo_que_es_aunque_se_pida_otra_cosa(historia, camino):
    """Its address says its kind: a reader that asks for another is not turned away."""
    llano = Client().get(camino)
    for acepta in ("application/xml", "basura", ";;;,", "*/*;q=0"):
        respuesta = Client().get(camino, headers={"accept": acepta})
        assert (respuesta.status_code, respuesta["Content-Type"]) == (200, llano["Content-Type"])


def test_lo_que_django_rehusa_antes_tambien_es_un_problema(historia):
    """Too many parameters, a body that nobody would send, a name that is no host."""
    muchos = "&".join(f"a{n}=1" for n in range(2500))
    largo = {"CONTENT_LENGTH": str(2**40)}
    for camino in ("consultas/", "cuentas/riberas.2026/", "nada/"):
        respuestas = [
            Client().generic("GET", f"{API}{camino}", b"x", **largo),
            Client().generic("POST", f"{API}{camino}", b"x", **largo),
            Client().get(f"{API}{camino}", HTTP_HOST="mal o"),
        ]
        if camino == "consultas/":  # who reads none does not count them
            respuestas.append(Client().get(f"{API}{camino}?{muchos}"))
        for respuesta in respuestas:
            assert "no se puede leer" in problema(respuesta, 400)["detail"]
    # The control: elsewhere it is a page.
    assert "<h1>" in Client().get(ARCHIVO, HTTP_HOST="mal o").content.decode()


@pytest.mark.parametrize("camino", DE_DATOS)
def test_de_los_archivos_se_puede_preguntar_y_no_cambiar_nada(historia, camino):
    pregunta = Client().options(camino, headers={"origin": "https://otro.example"})
    assert (pregunta.status_code, pregunta["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert pregunta["Access-Control-Allow-Headers"] == "Accept, If-None-Match"
    entera, cabeza = Client().get(camino), Client().head(camino)
    assert (cabeza.status_code, cabeza.content) == (200, b"")
    assert cabeza["Content-Length"] == str(len(entera.content))
    for metodo in ("post", "put", "patch", "delete", "trace"):
        respuesta = getattr(Client(enforce_csrf_checks=True), metodo)(camino)
        assert (respuesta.status_code, respuesta["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert respuesta["Content-Type"] == "text/plain; charset=utf-8"
        assert respuesta.content.decode() == "Aquí solo se lee. Use GET o HEAD."


# ── What people wrote ──

TEXTOS = {
    "una fórmula": '=HYPERLINK("http://malo.example";"ver")',
    "con más": "+56 9 1234",
    "con menos": "-2+3",
    "con arroba": "@SUMA(A1)",
    "con tabulador": "\t=1+1",
    "con retorno": "\r=1+1",
    "ancha": "＝1+1",
    "en otra celda con coma": "Ana,=1+1",
    "en otra celda con punto y coma": "Ana;=1+1",
    "en otra fila": "Ana\r\n=1+1",
    "comillas y saltos": 'Ana "la\nNena", Soto\r\n;=1',
    "entre comillas en otra celda con coma": 'Hola,"=HYPERLINK(1)"',
    "entre comillas en otra celda con punto y coma": 'Hola;"=HYPERLINK(1)"',
    "entre comillas con tabulador": 'Hola\t"=1+1"',
    "entre comillas en otra fila": 'x\n"=1+1"',
    "entre comillas y espacios": 'x,\n " " =1+1;\t"" "-2+3"',
}
PELIGRO = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("caso", TEXTOS)
@pytest.mark.parametrize(
    ("variante", "propio", "ajeno"), [(".csv", ",", ";"), ("-planilla.csv", ";", ",")]
)
def test_un_mensaje_con_una_formula_o_un_salto_es_texto(en_riberas, caso, variante, propio, ajeno):
    """Also for who opens the file with the separator of the other one, or with tabs."""
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    publicar(cuenta, en_riberas, bloque(mensaje(1, TEXTOS[caso])))
    texto = Client().get(f"{DATOS}consultas{variante}").content.decode("utf-8-sig")
    [fila] = csv.DictReader(io.StringIO(texto, newline=""), delimiter=propio, strict=True)
    assert fila["numero"] == "1"
    letras = [letra for letra in TEXTOS[caso] if letra.isalnum()]
    assert [letra for letra in fila["texto"] if letra.isalnum()] == letras
    for separador in (propio, ajeno, "\t"):
        celdas = [
            c for f in csv.reader(io.StringIO(texto, newline=""), delimiter=separador) for c in f
        ]
        assert [c for c in celdas if c.strip().startswith(PELIGRO)] == []
    dato = Client().get(f"{DATOS}consultas.json").json()[0]
    assert dato["texto"] == limpiar(TEXTOS[caso])


def test_lo_que_una_linea_pegada_haria_y_una_lista_que_es_una_lista(en_riberas):
    """A line break inside a cell begins a row for who opens it with another separator."""
    lista = "Pido:\n- más luz\n+ áreas verdes\n- Obras 2026"
    malas = ("=1+1", "-2+3", "- cmd|' /C calc'!A0", "+HYPERLINK(1)", "- WEBSERVICE(A1)", "@SUMA")
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    textos = [lista, *(f"a\r\n{mala}\u2028fin" for mala in malas)]
    publicar(cuenta, en_riberas, bloque(*(mensaje(n, t) for n, t in enumerate(textos, 1))))
    for variante, separador in ((".csv", ","), ("-planilla.csv", ";")):
        texto = Client().get(f"{DATOS}consultas{variante}").content.decode("utf-8-sig")
        filas = csv.DictReader(io.StringIO(texto, newline=""), delimiter=separador, strict=True)
        assert [fila["texto"] for fila in filas] == [
            lista, *(f"a\n'{mala}\nfin" for mala in malas)
        ]  # fmt: skip


@pytest.mark.parametrize("letras", ["\t", "\n", ";", " ", "\n- ", ";\t", ';"', '\n"'])
def test_una_pared_de_separadores_no_cuesta_mas_que_su_largo(letras):
    """With the square of its length it would be minutes, and the suite would stop here."""
    corta, larga = (sin_otras_celdas(letras * n + "=", ",") for n in (10, 100_000))
    apostrofos = 0 if letras == " " else 1
    assert (corta.count("'"), larga.count("'")) == (apostrofos, apostrofos)


SIN_XML = "\x00\x01\x0b\x0c\x1b\x85\u2028\ufffe\uffff\u202e".replace("\x00", "")


def test_ningun_caracter_deja_sin_fuente(historia, en_riberas):
    """Written behind the back of the forms, in each text that a feed tells."""
    sucio = f"Ji{SIN_XML}jo</title>]]>&amp;<x"
    Servicio.objects.filter(pk=historia.servicio_id).update(nombre=sucio)
    m.crear_actividad(
        historia, slug="otra", nombre=sucio, descripcion=sucio, lugar=sucio, estado="suspendida",
        motivo_estado=sucio,
    )  # fmt: skip
    publicar(
        historia, en_riberas,
        bloque(mensaje(1, sucio), titulo=sucio, respuesta=f"**{sucio}**"),
    )  # fmt: skip
    for nombre, camino in FUENTES.items():
        respuesta = Client().get(camino)
        fuente = ET.fromstring(respuesta.content)
        assert (respuesta.status_code, fuente.tag) == (200, f"{ATOM}feed"), nombre
        assert fuente.findall(f"{ATOM}entry") != []
        texto = respuesta.content.decode()
        assert [c for c in SIN_XML if c in texto] == []
    for camino in (f"{API}consultas/", f"{DATOS}consultas.json", f"{DATOS}dcat.jsonld", OEMBED):
        assert Client().get(camino).json()


def test_una_fuente_con_un_caracter_malo_se_nota():
    """The negative control: what the reader of the tests does with one."""
    with pytest.raises(ET.ParseError):
        ET.fromstring("<feed>\x01</feed>")
