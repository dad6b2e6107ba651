"""The ten steps of an account, one test each; they share their world and follow one another."""

import pytest

from tests.recorrido import convocatoria, jornada, preparacion, respuestas
from tests.recorrido.conftest import Camino
from tests.recorrido.personas import faltas_de_axe

pytestmark = pytest.mark.navegador


def test_axe_ve_lo_que_esta_mal(camino: Camino):
    """The control of every other step: a page with a fault does not pass."""
    pagina = camino.vecina("anonima").pagina
    pagina.set_content("<html lang='es-CL'><title>Una</title><main><h1>Una</h1><img src='/x'>")
    assert [regla for regla, _ in faltas_de_axe(pagina)] == ["image-alt"]


def test_1_la_encargada_abre_la_cuenta(camino: Camino):
    preparacion.abre_la_cuenta(camino)
    preparacion.forma_el_equipo(camino)
    preparacion.se_detiene_y_sigue(camino)


def test_2_el_equipo_escribe_el_informe_y_la_autoridad_lo_publica(camino: Camino):
    preparacion.escribe_el_informe(camino)


def test_3_el_directorio_se_carga_entero_o_no_se_carga(camino: Camino):
    preparacion.carga_el_directorio(camino)


def test_4_la_convocatoria_sale_a_tiempo_y_las_personas_responden(camino: Camino):
    convocatoria.convoca_tarde_y_no_puede(camino)
    convocatoria.convoca_a_tiempo(camino)
    convocatoria.responden_los_invitados(camino)


def test_5_cualquier_persona_escribe_por_internet(camino: Camino):
    convocatoria.pone_el_banner(camino)
    convocatoria.escriben_sin_guiones(camino)
    convocatoria.escribe_quien_no_tiene_correo(camino)


def test_6_el_dia_cada_persona_recibe_su_taller(camino: Camino):
    jornada.prepara_el_dia(camino)
    jornada.acredita(camino)


def test_7_los_talleres_quedan_escritos(camino: Camino):
    jornada.anota_los_talleres(camino)


def test_8_el_plenario_responde_y_lo_pendiente_se_recoge(camino: Camino):
    jornada.celebra_el_plenario(camino)
    jornada.recoge(camino)


def test_9_cada_persona_recibe_su_respuesta(camino: Camino):
    respuestas.agrupa(camino)
    respuestas.responde(camino)
    respuestas.publica(camino)
    respuestas.llegan_las_respuestas(camino)
    respuestas.entrega_la_carta(camino)


def test_10_la_cuenta_queda_al_dia(camino: Camino):
    respuestas.queda_al_dia(camino)


def test_las_paginas_publicas_caben_en_un_telefono(camino: Camino):
    """No page of the walk is wider than 360 px, and axe finds nothing there either."""
    telefono = camino.vecina("telefono")
    telefono.pagina.set_viewport_size({"width": 360, "height": 740})
    publicas = sorted(ruta for ruta in camino.visitadas if not ruta.startswith("/gestion/"))
    anchos = {}
    for ruta in publicas:
        telefono.pagina.goto(f"{camino.base}{ruta}")
        telefono.revisar()
        anchos[ruta] = telefono.pagina.evaluate("document.scrollingElement.scrollWidth")
    assert len(publicas) >= 15
    assert {ruta: ancho for ruta, ancho in anchos.items() if ancho > 360} == {}


def test_otro_servicio_no_encuentra_ninguna_pagina_del_recorrido(camino: Camino):
    """The encargada of another service gets 404 on each staff page that was met."""
    de_todos = {"/gestion/", "/gestion/ensayo/", "/gestion/correos/"}
    propias = {ruta for ruta in camino.visitadas if ruta.startswith("/gestion/")} - de_todos
    ajena = camino["encargada-otro"]
    respuestas_ = {ruta: ajena.estado(ruta) for ruta in sorted(propias)}
    assert len(propias) >= 40
    assert {ruta: estado for ruta, estado in respuestas_.items() if estado != 404} == {}
