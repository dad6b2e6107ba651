"""The API for programs: pages, filters, errors in words, turns, and only what is public."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from comun import cuotas
from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from seguimiento.api import rutas
from seguimiento.datos import TABLAS
from servicios.alcance import alcance
from servicios.models import Servicio
from servicios.origen import DemasiadosEnvios
from tests import mundo as m
from tests.seguimiento.datos import DATOS, bloque, historia, mensaje, publicar
from tests.seguimiento.test_datos_abiertos import con_nombre

__all__ = ["con_nombre", "historia"]
API = "/api/v1/"
LISTAS = ("servicios", *TABLAS)


def pedir(camino: str, estado: int = 200, **pedido) -> dict:
    respuesta = Client().get(camino if camino.startswith("/") else f"{API}{camino}", pedido)
    assert respuesta.status_code == estado, (camino, respuesta.content[:300])
    return respuesta.json()


def recorrer(camino: str, **pedido) -> list[dict]:
    """Every row, page after page."""
    filas, pagina = [], pedir(camino, **pedido)
    while pagina["siguiente"]:
        filas += pagina["datos"]
        pagina = pedir(
            pagina["siguiente"].partition("://")[2].partition("/")[1]
            + pagina["siguiente"].partition("://")[2].partition("/")[2]
        )
    return filas + pagina["datos"]


def test_cada_lista_y_cada_fila_son_lo_que_se_descarga(historia):
    for tabla in TABLAS:
        bajada = Client().get(f"{DATOS}{tabla}.json").json()
        assert pedir(f"{tabla}/") == {"datos": bajada, "siguiente": None}
        assert [pedir(f"{tabla}/{fila['id']}/") for fila in bajada] == bajada
        assert bajada != []
    [servicio] = pedir("servicios/")["datos"]
    assert pedir("servicios/riberas/") == servicio
    assert (servicio["correo"], servicio["comuna_codigo"]) == (
        "participacion@riberas.example",
        "07101",
    )


# ── Pages ──


@pytest.fixture
def varias(historia, mundo):
    """Three more accounts, one of another service, with answers in two of them."""
    riberas = mundo.riberas
    for anio, cuantas in ((2024, 0), (2025, 7)):
        cuenta = m.crear_cuenta(riberas, mundo["encargada"], anio_gestion=anio)
        if cuantas:
            publicar(cuenta, mundo, *(bloque(mensaje(n)) for n in range(1, cuantas + 1)))
        for slug in ("una", "dos"):
            m.crear_actividad(cuenta, slug=slug, nombre=slug)
    with alcance(mundo.otro):
        ajena = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        publicar(ajena, mundo, bloque(mensaje(1)))
    return historia


@pytest.mark.parametrize("lista", LISTAS)
def test_de_a_una_o_de_a_muchas_son_las_mismas_filas(varias, lista):
    todas = [fila["id"] for fila in recorrer(f"{lista}/", limite=200)]
    for limite in (1, 2, 3):
        assert [fila["id"] for fila in recorrer(f"{lista}/", limite=limite)] == todas
    assert len(todas) == len(set(todas)) > 1


def test_lo_que_llega_entretanto_ni_repite_ni_salta(varias):
    primera = pedir("actividades/", limite=2)
    vistas = [fila["id"] for fila in primera["datos"]]
    cuenta = CuentaPublica.objects.get(anio_gestion=2026)
    m.crear_actividad(cuenta, slug="aaa", nombre="Antes de la primera")
    sigue = primera["siguiente"].partition("/api/v1/")[2]
    resto = [fila["id"] for fila in recorrer(sigue.partition("?")[0], **_pedido(sigue))]
    assert set(vistas) & set(resto) == set()
    assert len(vistas) + len(resto) == 5


def _pedido(direccion: str) -> dict[str, str]:
    return dict(par.split("=") for par in direccion.partition("?")[2].split("&"))


def test_la_que_sigue_esta_en_el_cuerpo_y_en_link(varias):
    respuesta = Client().get(f"{API}cuentas/?servicio=riberas&limite=1")
    siguiente = respuesta.json()["siguiente"]
    assert respuesta["Link"] == f'<{siguiente}>; rel="next"'
    assert "servicio=riberas" in siguiente
    ultima = Client().get(f"{API}cuentas/?servicio=riberas&limite=3")
    assert ("Link" in ultima, ultima.json()["siguiente"]) == (False, None)


@pytest.mark.parametrize("cuantas", [10, 1000])
@pytest.mark.parametrize(("lista", "sentencias"), [("consultas", 4), ("respuestas", 4)])
def test_las_mismas_sentencias_con_diez_filas_que_con_mil(
    en_riberas, django_assert_num_queries, lista, sentencias, cuantas
):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    publicar(cuenta, en_riberas, *(bloque(mensaje(n)) for n in range(1, cuantas + 1)))
    with django_assert_num_queries(sentencias):
        assert len(pedir(f"{lista}/", limite=5)["datos"]) == 5


@pytest.mark.parametrize("cuantas", [2, 40])
def test_ni_con_mas_cuentas(en_riberas, django_assert_num_queries, cuantas):
    for n in range(cuantas):
        cuenta = m.crear_cuenta(
            en_riberas.riberas, en_riberas["encargada"], anio_gestion=2020 + n, anio_ejercicio=2070
        )
        m.crear_actividad(cuenta, estado="convocada")
    for lista, sentencias in (("cuentas", 6), ("actividades", 4), ("pluralidad", 7)):
        with django_assert_num_queries(sentencias):
            pedir(f"{lista}/", limite=50)


# ── Filters ──


def test_los_filtros(varias):
    def ids(lista: str, **pedido):
        return [fila["id"] for fila in recorrer(f"{lista}/", **pedido)]

    assert ids("cuentas", servicio="riberas", anio=2025) == ["riberas.2025"]
    assert ids("cuentas", servicio="nadie") == []
    assert ids("consultas", servicio="caminos") == ["caminos.2026.2027-0001"]
    assert ids("actividades", tipo="autoconvocada") == []
    assert len(ids("actividades", tipo="central")) == 5
    assert len(ids("consultas", tipo="propuesta", anio=2026)) == 4
    assert ids("consultas", tipo="pregunta") == []
    assert ids("pluralidad", tipo="mujeres") == ["riberas.2026.jornada-nacional.mujeres"]
    assert len(ids("respuestas", destino="respuestas", limite=3)) == 10


# ── Only what is public ──


def test_lo_que_no_es_publico_no_esta_en_ninguna_lista(en_riberas, mundo):
    cuenta = m.crear_cuenta(
        en_riberas.riberas, en_riberas["encargada"], estado="borrador", abierta_en=None
    )
    m.crear_actividad(cuenta, estado="convocada")
    publicar(cuenta, en_riberas, bloque(mensaje(1)))
    for lista in LISTAS:
        assert pedir(f"{lista}/")["datos"] == []
    for camino in ("servicios/riberas/", "cuentas/riberas.2026/",
                   "actividades/riberas.2026.jornada-nacional/",
                   "consultas/riberas.2026.2027-0001/", "respuestas/riberas.2026.1/"):  # fmt: skip
        pedir(camino, 404)
    abierta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025)
    m.crear_actividad(abierta, estado="borrador")
    assert [f["id"] for f in pedir("cuentas/")["datos"]] == ["riberas.2025"]
    assert pedir("actividades/")["datos"] == []
    Servicio.objects.filter(slug="riberas").update(activo=False)
    assert [pedir(f"{lista}/")["datos"] for lista in LISTAS] == [[]] * 6
    assert Actividad.objects.count() == 2


def test_nadie_se_nombra_aunque_el_documento_lo_nombre(con_nombre):
    for camino in ("consultas/", "consultas/riberas.2026.2027-0001/"):
        respuesta = Client().get(f"{API}{camino}")
        assert (respuesta.status_code, b"Soto" in respuesta.content) == (200, False)


# ── Errors ──

MALAS = [
    ("consultas/?limite=0", 422, "«limite» debe ser 1 o más."),
    ("consultas/?limite=201", 422, "«limite» debe ser 200 o menos."),
    ("consultas/?anio=dos", 422, "«anio» debe ser un número entero."),
    ("consultas/?anio=" + "9" * 5000, 422, "«anio» es un número demasiado grande."),
    ("consultas/?tipo=queja", 422, "«tipo» debe ser uno de estos: 'pregunta', 'opinion', "
     "'comentario' o 'propuesta'."),
    ("consultas/?servicio=a%00b", 422, "«servicio» tiene letras o signos que no van."),
    ("consultas/?despues=Zm9v", 400, "«despues» no es de esta lista."),
    ("consultas/?despues=" + "W1" * 140, 400, "«despues» no es de esta lista."),
    ("servicios/?despues=MQ", 400, "«despues» no es de esta lista."),
    ("cuentas/nadie.2026/", 404, "No hay una cuenta pública con ese identificador."),
    ("cuentas/%00/", 404, "No hay una cuenta pública con ese identificador."),
    ("servicios/a%00/", 404, "No hay un servicio con ese identificador."),
    ("nada/", 404, "No hay nada público en esta dirección."),
    ("cuentas", 404, "Las direcciones terminan en «/»."),
]  # fmt: skip


@pytest.mark.parametrize(("camino", "estado", "dice"), MALAS)
def test_cada_error_llega_en_palabras(historia, camino, estado, dice):
    respuesta = Client().get(f"{API}{camino}")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (
        estado,
        "application/problem+json",
    )
    cuerpo = respuesta.json()
    assert dice in cuerpo["detail"]
    assert cuerpo["status"] == estado
    assert cuerpo["type"].endswith(f"/api/v1/#error-{estado}")
    assert f'id="error-{estado}"' in Client().get(API).content.decode()


def test_un_cursor_de_otra_lista_no_se_entiende(varias):
    de_consultas = _pedido(pedir("consultas/", limite=1)["siguiente"])["despues"]
    for lista in ("servicios", "actividades", "pluralidad"):
        assert pedir(f"{lista}/", 400, despues=de_consultas)["status"] == 400


@pytest.mark.parametrize("metodo", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("camino", ["cuentas/", "cuentas/riberas.2026/", "openapi.json", "nada"])
def test_solo_se_lee(historia, metodo, camino):
    respuesta = getattr(Client(enforce_csrf_checks=True), metodo)(f"{API}{camino}")
    assert (respuesta.status_code, respuesta["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert respuesta["Content-Type"] == "application/problem+json"


# ── How it is served ──


@pytest.mark.parametrize("camino", ["cuentas/", "cuentas/riberas.2026/", "openapi.json"])
def test_quien_ya_lo_tiene_y_quien_lee_desde_otro_sitio(historia, camino):
    primera = Client().get(f"{API}{camino}", headers={"origin": "https://otro.example"})
    assert primera["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in primera
    assert "Set-Cookie" not in primera.headers
    assert not primera.cookies
    for metodo in ("get", "head"):
        pedida = getattr(Client(), metodo)(
            f"{API}{camino}", headers={"if-none-match": primera["ETag"]}
        )
        assert (pedida.status_code, pedida.content) == (304, b"")
        assert pedida["Access-Control-Allow-Origin"] == "*"
    cabeza = Client().head(f"{API}{camino}")
    assert (cabeza.status_code, cabeza.content, cabeza["ETag"]) == (200, b"", primera["ETag"])
    antes = Client().options(f"{API}{camino}")
    assert (antes.status_code, antes["Access-Control-Allow-Headers"]) == (
        204,
        "Accept, If-None-Match",
    )


def test_quien_pide_mucho_espera(historia, monkeypatch):
    monkeypatch.setattr(cuotas, "LEER_DATOS", cuotas.Uso("leer_datos", por_red=2, por_persona=2))
    quedan = []
    for _ in range(2):
        respuesta = Client().get(f"{API}cuentas/")
        quedan.append(respuesta["RateLimit"])
        assert respuesta["RateLimit-Policy"] == rutas.POLITICA == '"red";q=3600;w=3600'
    assert quedan == ['"red";r=1', '"red";r=0']
    respuesta = Client().get(f"{API}cuentas/")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(respuesta["Retry-After"]) <= 1800
    assert respuesta["RateLimit"].startswith('"red";r=0;t=')
    # The pages are for people: they wait for nothing.
    assert Client().get(DATOS).status_code == 200
    otra_red = Client(REMOTE_ADDR="203.0.113.9")
    assert otra_red.get(f"{API}cuentas/").status_code == 200


def test_la_espera_se_dice_en_segundos(historia, monkeypatch):
    def sin_lugar(*_):
        raise DemasiadosEnvios(timedelta(seconds=1), None)

    monkeypatch.setattr(rutas, "tomar_turno", sin_lugar)
    assert pedir("cuentas/", 429)["detail"].endswith("Pida de nuevo en 1 segundo.")


def test_el_contrato_y_la_pagina_no_piden_nada_a_otros(historia):
    contrato = pedir("openapi.json")
    assert contrato["openapi"] == "3.1.0"
    assert len(contrato["paths"]) == 12
    pagina = Client().get(API).content.decode()
    assert "<script" not in pagina.partition("<main")[2].partition("</main>")[0]
    for tabla in LISTAS:
        assert f"/api/v1/{tabla}/" in pagina


def test_el_ejemplo_de_la_pagina_es_de_un_servicio_que_sigue(historia, en_riberas):
    """Copied from the page it gives rows: those of a service that left are not served."""
    suya = "consultas/?servicio=riberas&amp;anio=2026"
    assert suya in Client().get(API).content.decode()
    with alcance(en_riberas.otro):
        otra = m.crear_cuenta(en_riberas.otro, en_riberas["admin"], anio_gestion=2027)
        publicar(otra, en_riberas, bloque(mensaje(1)))
    la_otra = f"consultas/?servicio={en_riberas.otro.slug}&amp;anio=2027"
    cache.clear()
    assert la_otra in Client().get(API).content.decode()
    Servicio.objects.filter(pk=otra.servicio_id).update(activo=False)
    cache.clear()
    assert suya in Client().get(API).content.decode()
