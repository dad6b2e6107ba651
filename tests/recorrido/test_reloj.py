"""The legal clock in a browser: dates, their count day by day, the plan and the calendar."""

import re

import pytest

from convocatorias.models import Actividad
from cuentas.models import CuentaPublica
from seguimiento.selectors import panoramas
from seguimiento.services.plazos import rehacer_plazos
from servicios.alcance import alcance
from servicios.models import Servicio, Usuario
from tests import mundo as m
from tests.recorrido.conftest import Camino

pytestmark = pytest.mark.navegador

GESTION = "/gestion/cuentas/riberas/2026/"
PUBLICA = "/cuentas/riberas/2026/"


def prepara() -> None:
    """An account with its window and its activity announced."""
    servicio = Servicio.objects.get(slug="riberas")
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, Usuario.objects.get(username="encargada"))
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta)


def mueve() -> None:
    """The activity goes to another day, and whoever looks first finds it counted again."""
    with alcance(Servicio.objects.get(slug="riberas")):
        Actividad.objects.update(fecha="2027-06-04", motivo_estado="Lluvia anunciada")
        cuentas = CuentaPublica.objects.select_related("servicio", "norma", "responsable")
        rehacer_plazos(panoramas(cuentas), ahora=m.AHORA)


def abrir_todos(persona) -> None:
    for pliegue in persona.pagina.locator("main details > summary").all():
        pliegue.click()
    persona.revisar()


def test_1_los_plazos_y_como_se_calcula_cada_uno(camino: Camino):
    prepara()
    encargada = camino["encargada"].ir(f"{GESTION}plazos/").titulo("Los plazos de la cuenta")
    encargada.lee("Último día para publicar las respuestas", "Regla R108")
    encargada.seguir("¿Cómo se calcula? Último día para publicar las respuestas")
    encargada.lee("45 días corridos desde el viernes 28 de mayo de 2027", "De dónde sale")
    assert encargada.pagina.locator(".calculo__dias tbody tr").count() == 45
    encargada.ir(f"{GESTION}plazos/cerrar/").lee("Se puede participar hasta las 24:00.")


def test_2_el_plan_prueba_un_dia_y_lo_lleva_al_formulario(camino: Camino):
    encargada = camino["encargada"].ir(f"{GESTION}plan/").titulo("El plan del año")
    encargada.llenar(fecha="2027-03-10").pulsar("Ver el plan de ese día", 422)
    encargada.lee("Ese plan no se puede cumplir.", "La fecha más cercana posible es el")
    encargada.seguir("lunes 26 de abril de 2027").lee("Si la jornada fuera el lunes 26 de abril")
    abrir_todos(encargada)
    encargada.seguir("Llevar el día a «Jornada nacional y talleres»")
    assert encargada.pagina.locator("[name=fecha]").input_value() == "2027-04-26"


def test_3_lo_mismo_para_todas_las_personas(camino: Camino):
    mueve()
    vecina = camino.vecina("vecina").ir(PUBLICA)
    vecina.lee("porque la última actividad presencial pasó del 28 de mayo de 2027")
    vecina.seguir("Todos los plazos de esta cuenta y cómo se calculan")
    vecina.lee("Cambios de fecha").no_lee("Comenzar a recopilar")
    vecina.seguir("¿Cómo se calcula? Último día para publicar las respuestas")
    vecina.lee("45 días corridos desde el viernes 4 de junio de 2027", "El plazo cambió del lunes")
    vecina.ir(f"{PUBLICA}plazos/sistematizar/", 404)


def test_4_el_calendario_privado(camino: Camino):
    encargada = camino["encargada"].ir("/gestion/calendario/").pulsar("Crear mi dirección")
    encargada.lee("Cópiela ahora: no volveremos a mostrarla.")
    direccion = encargada.pagina.get_by_label("Dirección privada").input_value()
    camino_ics = re.sub(r"^https?://[^/]+", "", direccion)
    contenido, cabeceras = encargada.bajar(camino_ics)
    assert cabeceras["content-type"] == "text/calendar; charset=utf-8"
    assert contenido.count(b"BEGIN:VEVENT") == 11
    encargada.ir("/gestion/calendario/").lee("Su calendario la leyó por última vez")
    encargada.pulsar("Quitar la dirección").lee("La dirección dejó de funcionar.")


def test_5_sin_guiones_tambien(camino: Camino):
    vecino = camino.vecina("vecino", guiones=False).ir(f"{PUBLICA}plazos/")
    vecino.seguir("¿Cómo se calcula? Último día para publicar las respuestas")
    vecino.lee("45 días corridos")


def test_6_cabe_en_un_telefono(camino: Camino):
    telefono = camino["encargada"]
    telefono.pagina.set_viewport_size({"width": 360, "height": 740})
    anchos = {}
    for ruta in sorted(camino.visitadas):
        if ruta.startswith(PUBLICA) or "/pla" in ruta or "calendario" in ruta:
            telefono.pagina.goto(f"{telefono.base}{ruta}")
            telefono.revisar()
            anchos[ruta] = telefono.pagina.evaluate("document.scrollingElement.scrollWidth")
    assert len(anchos) >= 8
    assert {ruta: ancho for ruta, ancho in anchos.items() if ancho > 360} == {}
