"""What is withdrawn leaves every output at once, kept pages and tags included."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from comun.transitions import anotar
from convocatorias.models import Actividad
from cuentas.services import anular_cuenta
from privacidad.services.borrado import borrar_persona
from respuestas import services
from respuestas.models import Consulta, PublicacionRespuestas
from seguimiento.datos import TABLAS
from seguimiento.views.datos import ARCHIVOS
from servicios.models import Servicio
from tests import mundo as m
from tests.seguimiento.datos import DATOS
from tests.seguimiento.test_fuentes import BASE, FUENTES, cuenta, publicar

__all__ = ["cuenta"]
OEMBED = f"/oembed?url={settings.BASE_URL}"
ACTIVIDAD = f"{BASE}jornadas/jornada-nacional/"
ARCHIVOS_DE_LA_CUENTA = [
    *(f"{DATOS}{nombre}" for nombre in ARCHIVOS),
    f"{DATOS}datapackage.json",
    f"{DATOS}dcat.jsonld",
]
LISTAS = [f"/api/v1/{tabla}/" for tabla in ("servicios", *TABLAS)]
#: Everything that anybody may read of it, by person or by program.
SALIDAS = [
    "/",
    BASE,
    f"{BASE}respuestas/",
    f"{BASE}respuestas/?q=llega",
    ACTIVIDAD,
    DATOS,
    *ARCHIVOS_DE_LA_CUENTA,
    *LISTAS,
    "/api/v1/cuentas/riberas.2026/",
    "/api/v1/consultas/riberas.2026.2026-0001/",
    "/api/v1/respuestas/riberas.2026.1/",
    *FUENTES.values(),
    *(OEMBED + camino for camino in (BASE, f"{BASE}respuestas/", ACTIVIDAD)),
    "/sitemap.xml",
]
PREGUNTA = "¿Cuándo llega la barcaza?"


@pytest.fixture
def publicada(cuenta, en_riberas):
    """An account with an activity and the published question of Rosa, who lets her name be read."""
    m.crear_actividad(cuenta)
    publicar(cuenta, en_riberas, PREGUNTA, publica_nombre=True)
    cuenta.refresh_from_db()
    return cuenta


def bajar_todo() -> dict[str, Any]:
    return {camino: Client().get(camino) for camino in SALIDAS}


def dicen(palabra: str, salidas: dict[str, Any]) -> list[str]:
    """Those that say it; a JSON in a page or in a file may write its letters another way."""
    formas = {palabra, json.dumps(palabra)[1:-1]}
    return [
        camino
        for camino, respuesta in salidas.items()
        if any(forma in respuesta.content.decode() for forma in formas)
    ]


def otra_vez(antes: dict[str, Any]) -> dict[str, Any]:
    """As who keeps what it read asks again: 304 where nothing changed."""
    return {
        camino: Client().get(camino, headers={"if-none-match": respuesta.get("ETag", '"x"')})
        for camino, respuesta in antes.items()
    }


def test_se_leen_todas_y_se_guardan(publicada):
    """The control of what follows: all are there, and whoever asks again is told that they are."""
    antes = bajar_todo()
    assert {c: r.status_code for c, r in antes.items() if r.status_code != 200} == {}
    sin_tag = {"/sitemap.xml", *(c for c in SALIDAS if c.startswith("/oembed"))}
    con_304 = {camino for camino, r in otra_vez(antes).items() if r.status_code == 304}
    assert con_304 == set(SALIDAS) - sin_tag


#: Nobody was invited: the list is as empty after as before.
SIN_FILAS = {"/api/v1/pluralidad/"}
CON_SU_NOMBRE = {
    f"{BASE}respuestas/",
    f"{BASE}respuestas/?q=llega",
}
CON_LA_CONSULTA = CON_SU_NOMBRE | {
    FUENTES["respuestas"],
    f"{DATOS}consultas.csv",
    f"{DATOS}consultas-planilla.csv",
    f"{DATOS}consultas.json",
    "/api/v1/consultas/",
    "/api/v1/consultas/riberas.2026.2026-0001/",
}


@pytest.mark.parametrize("como", ["lo retira", "ejerce su derecho"])
def test_el_nombre_que_se_retira(publicada, como):
    antes = bajar_todo()
    assert set(dicen("Quilaleo", antes)) == CON_SU_NOMBRE
    if como == "lo retira":
        services.retirar_nombre(consulta=Consulta.objects.get())
    else:
        borrar_persona(servicio=publicada.servicio, correo="rosa@x.example")
    luego = otra_vez(antes)
    # Those that said it are other bytes, with another tag; nobody else changed.
    cambiadas = {c for c in CON_SU_NOMBRE if luego[c].status_code == 200}
    assert cambiadas == CON_SU_NOMBRE
    assert [c for c in CON_SU_NOMBRE if luego[c].get("ETag") == antes[c].get("ETag")] == []
    assert dicen("Quilaleo", luego) == dicen("Quilaleo", bajar_todo()) == []
    assert dicen("rosa@x.example", luego) == []


def test_la_consulta_que_no_esta_en_la_nueva_version(publicada, en_riberas):
    """Withdrawn from the document, it is nowhere: what is told is its last version."""
    antes = bajar_todo()
    con_ella = set(dicen("barcaza", antes))
    assert con_ella >= CON_LA_CONSULTA
    vieja = PublicacionRespuestas.objects.get()
    secciones = [{**s, "bloques": []} for s in vieja.contenido["secciones"]]
    PublicacionRespuestas.objects.create(
        informe=vieja.informe, version=2, publicada_en=vieja.publicada_en, pdf=vieja.pdf,
        contenido={**vieja.contenido, "secciones": secciones},
        redactada_por=vieja.redactada_por, aprobada_por=vieja.aprobada_por,
    )  # fmt: skip
    _queda_escrito(publicada)
    luego = otra_vez(antes)
    assert {c for c in con_ella if luego[c].status_code == 304} == set()
    assert dicen("barcaza", luego) == dicen("barcaza", bajar_todo()) == []
    una = "/api/v1/consultas/riberas.2026.2026-0001/"
    assert (luego[una].status_code, luego[una]["Content-Type"]) == (404, "application/problem+json")


def _queda_escrito(cuenta) -> None:
    """The row that the use case leaves in the bitácora, or the administration in its own."""
    anotar(cuenta, "publicar_respuestas")


def test_la_cuenta_que_se_anula(publicada, en_riberas):
    antes = bajar_todo()
    anular_cuenta(cuenta=publicada, motivo="Fue un error.", por=en_riberas["encargada"])
    luego = otra_vez(antes)
    assert {c for c, r in luego.items() if r.status_code == 304} == SIN_FILAS
    assert (
        dicen("barcaza", luego)
        == dicen("Quilaleo", luego)
        == dicen("Jornada nacional", luego)
        == []
    )
    # Its page tells why; the home, the lists and the map are without it; nothing else is there.
    quedan = {c: r.status_code for c, r in luego.items() if r.status_code != 404}
    assert quedan == {
        "/": 200, BASE: 410, "/sitemap.xml": 200,
        **{c: 304 if c in SIN_FILAS else 200 for c in LISTAS},
    }  # fmt: skip
    assert [Client().get(c).json()["datos"] for c in LISTAS] == [[]] * len(LISTAS)
    assert BASE not in luego["/sitemap.xml"].content.decode()


def test_el_servicio_que_se_va(publicada):
    antes = bajar_todo()
    Servicio.objects.filter(pk=publicada.servicio_id).update(activo=False)
    _queda_escrito(publicada)
    luego = otra_vez(antes)
    assert {c for c, r in luego.items() if r.status_code == 304} == SIN_FILAS
    assert dicen("barcaza", luego) == dicen("Riberas", luego) == []


def test_la_actividad_que_deja_de_ser_publica(publicada, en_riberas):
    antes = bajar_todo()
    con_ella = set(dicen("Jornada nacional", antes))
    assert con_ella >= {
        ACTIVIDAD, BASE, f"{DATOS}actividades.csv", f"{DATOS}actividades.json",
        "/api/v1/actividades/", FUENTES["actividades"], OEMBED + ACTIVIDAD,
    }  # fmt: skip
    Actividad.objects.update(estado="borrador")
    _queda_escrito(publicada)
    luego = otra_vez(antes)
    assert {c for c in con_ella if luego[c].status_code == 304} == set()
    assert dicen("Jornada nacional", luego) == []
