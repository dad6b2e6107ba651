"""The boards and the rules of the guide in a browser, with axe after each thing that one does."""

import pytest

from servicios.alcance import alcance
from servicios.models import Servicio, Usuario
from tests import mundo as m
from tests.recorrido.conftest import Camino

pytestmark = pytest.mark.navegador

INICIO = "/gestion/"
CUENTA = "/gestion/cuentas/riberas/2026/"


def prepara() -> None:
    """An account in preparation, with its tasks given out and some of them late."""
    servicio = Servicio.objects.get(slug="riberas")
    encargada = Usuario.objects.get(username="encargada")
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, encargada, respuesta_virtual=None)
        m.crear_actividad(cuenta)
        m.con_tareas(cuenta, encargada)


def abrir_todos(persona) -> None:
    """Open what is folded, and look again."""
    for pliegue in persona.pagina.locator("main details > summary").all()[:6]:
        pliegue.click()
    persona.revisar()


def test_1_sin_cuentas_el_inicio_ensena(camino: Camino):
    camino["encargada"].ir(INICIO).lee("Su servicio todavía no abre su cuenta pública")
    camino["dos"].ir(INICIO).lee("Todavía no hay cuentas")


def test_2_el_tablero_de_la_persona_se_filtra(camino: Camino):
    prepara()
    encargada = camino["encargada"].ir(INICIO)
    encargada.lee("Conformar el equipo de la cuenta", "Regla R8", "Gestión 2026", "por cumplir")
    encargada.llenar(q="carpetas").pulsar("Filtrar").lee("Preparar las carpetas")
    encargada.no_lee("Conformar el equipo de la cuenta")
    encargada.llenar(q="nada de esto").pulsar("Filtrar").lee("Nada con ese filtro")
    encargada.seguir("Ver todas las tareas").llenar(mio="1").pulsar("Filtrar")
    encargada.lee("Conformar el equipo de la cuenta")
    camino["acreditadora"].ir(f"{INICIO}?mio=1").no_lee("Conformar el equipo de la cuenta")


def test_3_el_tablero_de_la_cuenta(camino: Camino):
    encargada = camino["encargada"].ir(INICIO).seguir("Gestión 2026").titulo("Encargada")
    encargada.lee("Plazo de respuesta", "Preparación", "se cumplen", "no se cumple")
    abrir_todos(encargada)
    encargada.llenar(q="R9").pulsar("Filtrar").lee("Repartir las tareas y revisar sus fechas")
    encargada.seguir("Quitar los filtros").seguir("Regla R8", exact=False)
    assert encargada.pagina.url.endswith("cumplimiento/?ver=todas#R8")


def test_4_cada_regla_con_su_veredicto(camino: Camino):
    encargada = camino["encargada"].ir(CUENTA).seguir("Ver regla por regla")
    encargada.titulo("Cumplimiento de la guía").lee("No se cumple", "Obligatoria")
    abrir_todos(encargada)
    encargada.seguir("Por cumplir", exact=False).lee("Por cumplir")
    encargada.seguir("Todas", exact=False).lee("La cuenta tiene un equipo.", "Regla R8")
    abrir_todos(encargada)
    contenido, cabeceras = encargada.bajar(encargada.destino("Descargar planilla"))
    assert cabeceras["content-type"] == "text/csv; charset=utf-8"
    assert contenido.decode("utf-8-sig").startswith("Regla;Etapa;Nivel;Veredicto")


def test_5_sin_guiones_tambien(camino: Camino):
    sin = camino.abrir("encargada", guiones=False)
    sin.ir("/acceso/login/").llenar(login="encargada", password=m.CLAVE).pulsar("Ingresar")
    sin.ir(INICIO).llenar(q="carpetas").pulsar("Filtrar").lee("Preparar las carpetas")
    sin.ir(f"{CUENTA}cumplimiento/?ver=todas").lee("La cuenta tiene un equipo.")


def test_6_cabe_en_un_telefono(camino: Camino):
    telefono = camino["encargada"]
    telefono.pagina.set_viewport_size({"width": 360, "height": 740})
    anchos = {}
    for ruta in (INICIO, CUENTA, f"{CUENTA}cumplimiento/", f"{CUENTA}cumplimiento/?ver=todas"):
        telefono.ir(ruta)
        anchos[ruta] = telefono.pagina.evaluate("document.scrollingElement.scrollWidth")
    assert {ruta: ancho for ruta, ancho in anchos.items() if ancho > 360} == {}
