"""The Atom feeds, read as a news reader does: what they tell, when it changed, its name."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from comun import reloj
from convocatorias.services import suspender
from cuentas.models import CuentaPublica
from respuestas import services
from servicios.models import Servicio
from tests import mundo as m

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "/cuentas/riberas/2026/"
FUENTES = {
    "cuentas": "/cuentas/riberas/cuentas.atom",
    "actividades": f"{BASE}actividades.atom",
    "respuestas": f"{BASE}respuestas.atom",
}
HOSTIL = "</title><script>alert(1)</script> & ]]>"


@pytest.fixture
def cuenta(en_riberas, settings):
    memoria = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fuentes"}
    settings.CACHES = {**settings.CACHES, "paginas": memoria}
    caches["paginas"].clear()
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    return cuenta


def leer(nombre: str) -> ET.Element:
    respuesta = Client().get(FUENTES[nombre])
    assert respuesta.status_code == 200
    assert respuesta["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert respuesta["X-Robots-Tag"] == "noindex"
    return ET.fromstring(respuesta.content)


def entradas(nombre: str) -> list[ET.Element]:
    return leer(nombre).findall(f"{ATOM}entry")


def dice(elemento: ET.Element, campo: str) -> str:
    return elemento.findtext(f"{ATOM}{campo}") or ""


def instante(texto: str) -> datetime:
    return datetime.fromisoformat(texto)


def publicar(cuenta, mundo, mensaje="¿Cuándo llega?", **otros):
    escrita = services.registrar_consulta(
        cuenta=cuenta, tipo="pregunta", mensaje=mensaje,
        datos=services.Datos("Rosa Elena", "Quilaleo", "correo", correo="rosa@x.example"),
        nonce=services.nonce_nuevo(), **otros,
    ).consulta  # fmt: skip
    una = services.redactar_respuesta(
        consulta=escrita, texto="En **agosto**.", unidad="Obras", por=mundo["unidad"]
    )
    services.enviar_a_revision(respuesta=una, por=mundo["unidad"])
    services.aprobar_respuesta(respuesta=una, por=mundo["revisora"])
    reloj.mover_a(datetime(2027, 6, 7, 14, tzinfo=UTC))
    informe = services.preparar_documento(cuenta=cuenta, por=mundo["encargada"])
    services.enviar_documento_a_revision(informe=informe, por=mundo["encargada"])
    services.publicar_respuestas(informe=informe, por=mundo["autoridad"])
    return escrita


@pytest.mark.parametrize("nombre", FUENTES)
def test_tiene_lo_que_atom_exige(cuenta, en_riberas, nombre):
    """RFC 4287, 4.1.1 and 4.1.2."""
    m.crear_actividad(cuenta)
    publicar(cuenta, en_riberas)
    fuente = leer(nombre)
    assert fuente.tag == f"{ATOM}feed"
    assert dice(fuente, "title")
    assert dice(fuente, "id").startswith("urn:uuid:")
    assert instante(dice(fuente, "updated")).tzinfo is not None
    autor = fuente.find(f"{ATOM}author")
    assert autor is not None
    assert dice(autor, "name") == "Servicio Nacional de Riberas"
    enlaces = {e.get("rel"): e.get("href") for e in fuente.findall(f"{ATOM}link")}
    assert enlaces["self"] == settings.BASE_URL + FUENTES[nombre]
    suyas = fuente.findall(f"{ATOM}entry")
    assert len(suyas) == 1
    for entrada in suyas:
        assert all(dice(entrada, campo) for campo in ("title", "id", "updated", "summary"))
        enlace = entrada.find(f"{ATOM}link")
        assert enlace is not None
        pagina = (enlace.get("href") or "").removeprefix(settings.BASE_URL)
        assert Client().get(pagina.partition("#")[0]).status_code == 200
    ids = [dice(fuente, "id"), *(dice(e, "id") for e in suyas)]
    assert len(set(ids)) == len(ids)


def test_nada_anunciado_es_una_fuente_vacia_y_valida(cuenta):
    for nombre in ("actividades", "respuestas"):
        fuente = leer(nombre)
        assert fuente.findall(f"{ATOM}entry") == []
        assert instante(dice(fuente, "updated")) == cuenta.abierta_en


def test_la_identidad_no_cambia_con_el_nombre_ni_la_direccion(cuenta, en_riberas):
    actividad = m.crear_actividad(cuenta)
    antes = {nombre: [dice(e, "id") for e in entradas(nombre)] for nombre in FUENTES}
    actividad.nombre, actividad.slug = "Otro nombre", "otra-direccion"
    actividad.save()
    Servicio.objects.filter(pk=cuenta.servicio_id).update(nombre="Otro servicio")
    caches["paginas"].clear()
    assert {nombre: [dice(e, "id") for e in entradas(nombre)] for nombre in FUENTES} == antes


def test_lo_que_se_suspende_se_dice_con_su_hora(cuenta, en_riberas, reloj_en):
    actividad = m.crear_actividad(cuenta)
    [antes] = entradas("actividades")
    assert "28 de mayo de 2027, a las 9:30, en Gimnasio" in dice(antes, "summary")
    reloj_en(m.AHORA + timedelta(hours=2))
    suspender(actividad=actividad, motivo="Por el temporal.", por=en_riberas["encargada"])
    [despues] = entradas("actividades")
    assert "Se suspendió. Por el temporal." in dice(despues, "summary")
    assert dice(despues, "id") == dice(antes, "id")
    assert instante(dice(despues, "updated")) > instante(dice(antes, "updated"))


def test_lo_que_no_es_publico_no_esta(cuenta, en_riberas):
    m.crear_actividad(cuenta, estado="borrador")
    m.crear_actividad(cuenta, slug="nunca", estado="anulada")
    m.crear_cuenta(
        cuenta.servicio, en_riberas["encargada"], anio_gestion=2027, anio_ejercicio=2028,
        estado="borrador", abierta_en=None,
    )  # fmt: skip
    assert entradas("actividades") == entradas("respuestas") == []
    assert [dice(e, "title") for e in entradas("cuentas")] == ["Cuenta pública de 2026"]
    CuentaPublica.objects.filter(anio_gestion=2026).update(estado="anulada", motivo_anulacion="X")
    caches["paginas"].clear()
    assert Client().get(FUENTES["cuentas"]).status_code == 404
    assert Client().get(FUENTES["actividades"]).status_code == 404
    assert Client().get("/cuentas/nadie/cuentas.atom").status_code == 404


def test_un_servicio_sin_nada_publico_no_tiene_fuente(cuenta):
    assert Client().get(FUENTES["cuentas"]).status_code == 200  # the control
    CuentaPublica.objects.update(estado="borrador", abierta_en=None)
    caches["paginas"].clear()
    assert Client().get(FUENTES["cuentas"]).status_code == 404


def test_un_caracter_que_xml_no_tiene_no_deja_sin_fuentes(cuenta):
    """What a form let in: pasted from a word processor, a line break may be a vertical tab."""
    Servicio.objects.filter(pk=cuenta.servicio_id).update(nombre="Servicio\x0bde\x02 Riberas")
    m.crear_actividad(cuenta, nombre="Jornada\x08", descripcion="Primera\x0bsegunda")
    assert {nombre: leer(nombre).tag for nombre in FUENTES} == dict.fromkeys(FUENTES, f"{ATOM}feed")
    [entrada] = entradas("actividades")
    assert "\x0b" not in dice(entrada, "summary")
    assert "segunda" in dice(entrada, "summary")


def test_no_nombra_a_nadie_aunque_lo_haya_autorizado(cuenta, en_riberas):
    """A reader keeps what it fetched: who takes their name back could not reach it."""
    publicar(cuenta, en_riberas, publica_nombre=True)
    pagina = Client().get(f"{BASE}respuestas/").content.decode()
    assert "Pregunta de Rosa Elena Quilaleo" in pagina
    [entrada] = entradas("respuestas")
    assert "Pregunta de una persona, por internet" in dice(entrada, "summary")
    assert "<strong>agosto</strong>" in dice(entrada, "summary")
    assert "Quilaleo" not in Client().get(FUENTES["respuestas"]).content.decode()


def test_lo_hostil_es_texto(cuenta, en_riberas):
    m.crear_actividad(cuenta, nombre=HOSTIL, descripcion=HOSTIL)
    publicar(cuenta, en_riberas, mensaje=HOSTIL)
    [actividad] = entradas("actividades")
    assert dice(actividad, "title").startswith(HOSTIL)
    for nombre in ("actividades", "respuestas"):
        [entrada] = entradas(nombre)
        assert "&lt;script&gt;" in dice(entrada, "summary")
        assert "<script" not in dice(entrada, "summary")


@pytest.mark.parametrize("nombre", FUENTES)
def test_se_guarda_y_se_pregunta_con_su_huella(cuenta, nombre, django_assert_num_queries):
    with reloj.un_instante():
        primera = Client().get(FUENTES[nombre])
        with django_assert_num_queries(2):
            igual = Client().get(FUENTES[nombre], headers={"If-None-Match": primera["ETag"]})
    assert (igual.status_code, igual.content) == (304, b"")
    assert igual["X-Robots-Tag"] == "noindex"


def test_cuestan_lo_mismo_con_pocas_que_con_muchas(cuenta, en_riberas, django_assert_num_queries):
    m.crear_actividad(cuenta)
    with django_assert_num_queries(6):
        leer("actividades")
    for n in range(30):
        m.crear_actividad(cuenta, slug=f"a{n}", nombre=f"A {n}")
    caches["paginas"].clear()
    with django_assert_num_queries(6):
        assert len(entradas("actividades")) == 31


@pytest.mark.parametrize("resto", ["", "informe/", "jornadas/jornada-nacional/", "respuestas/"])
def test_cada_pagina_dice_donde_se_siguen(cuenta, resto):
    m.crear_actividad(cuenta)
    pagina = Client().get(BASE + resto).content.decode()
    halladas = re.findall(
        r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', pagina
    )
    assert halladas == list(FUENTES.values())


def test_ni_los_buscadores_ni_el_mapa_las_ofrecen(cuenta):
    assert ".atom" not in Client().get("/sitemap.xml").content.decode()
    assert (
        '<meta name="robots" content="noindex">' in Client().get(f"{BASE}seguir/").content.decode()
    )
