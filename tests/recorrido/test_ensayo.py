"""The rehearsal in a browser: a whole year in minutes, a term that lapses, and the way back."""

from datetime import date, timedelta

import pytest

from comun import reloj
from comun.formato import fecha_larga
from convocatorias.models import Actividad
from correos.models import Mensaje
from respuestas.models import EnvioRespuesta
from seguimiento.demo.ensayo import EPISODIOS
from seguimiento.demo.renca import SERVICIO
from servicios.alcance import todos_los_servicios
from tests.recorrido.conftest import Camino
from tests.recorrido.servidores import esperar

pytestmark = pytest.mark.navegador

PAGINA = "/gestion/ensayo/"
CONVOCAR, REALIZAR, RESPONDER, PUBLICAR = (episodio.nombre for episodio in EPISODIOS)


def del_dia() -> date:
    """The day of the activity of the story."""
    with todos_los_servicios():
        dia = Actividad.objects.get(
            tipo=Actividad.Tipo.CENTRAL, cuenta__servicio__slug=SERVICIO["slug"]
        ).fecha
    assert dia
    return dia


def recordatorios() -> int:
    with todos_los_servicios():
        return Mensaje.objects.filter(tipo="recordatorio").count()


def test_1_se_vuelve_al_principio_con_un_boton(camino: Camino):
    encargada = camino["encargada"].ir(PAGINA).titulo("Ensayar el año")
    encargada.lee("Aún no pasa nada").pulsar("Volver al principio")
    encargada.lee("El ensayo comienza", CONVOCAR).no_lee("Esto es un ensayo.")
    assert encargada.estado("/gestion/") == 200


def test_2_los_dias_pasan_y_salen_los_recordatorios(camino: Camino):
    encargada = camino["encargada"].pulsar("Una semana")
    semana = fecha_larga(reloj.hoy())
    encargada.lee(f"Esto es un ensayo. Para el portal hoy es {semana}", "Lo que pasó")
    camino.vecina("rosa").ir("/").lee(f"Para el portal hoy es {semana}")
    encargada.pulsar("Hasta el próximo hecho").pulsar("Hasta el próximo hecho")
    encargada.lee("recordatorio")
    esperar(lambda: len(camino.buzon.mensajes) >= recordatorios(), "the reminders in the server")


def test_3_hacia_atras_no_se_puede(camino: Camino):
    ayer = (reloj.hoy() - timedelta(days=1)).isoformat()
    encargada = camino["encargada"].llenar(dia=ayer)
    encargada.pulsar("Vivir hasta ese día", estado=422).lee("hacia atrás no se puede")
    encargada.lee_en(dia=ayer).ir(PAGINA)


def test_4_el_anio_se_cuenta_por_capitulos(camino: Camino):
    encargada = camino["encargada"].pulsar(CONVOCAR).lee("invitaciones", REALIZAR)
    encargada.pulsar(REALIZAR).lee(RESPONDER)
    # The window stays open for two weeks after the day.
    encargada.pulsar(RESPONDER).lee("ahora está esperando respuesta", PUBLICAR).pulsar(PUBLICAR)
    encargada.lee("respuestas personales", "ahora está cerrada")
    with todos_los_servicios():
        con_correo = EnvioRespuesta.objects.exclude(mensaje=None).count()
        enviadas = Mensaje.objects.filter(tipo="respuesta").count()
    assert (con_correo, con_correo > 0) == (enviadas, True)


def test_5_una_respuesta_que_no_llega_se_ve_vencida(camino: Camino):
    encargada = camino["encargada"].pulsar("Volver al principio").pulsar(CONVOCAR).pulsar(REALIZAR)
    fin = (del_dia() + timedelta(days=46)).isoformat()
    encargada.pagina.set_default_timeout(120_000)  # Six weeks are lived in one request.
    encargada.llenar(dia=fin).pulsar("Vivir hasta ese día").lee("venció sin cumplirse")
    rosa = camino.vecina("rosa").ir("/").lee("Esperando respuesta")
    with todos_los_servicios():
        cuenta = Actividad.objects.get(fecha=del_dia(), tipo=Actividad.Tipo.CENTRAL).cuenta
        direccion = f"/cuentas/{cuenta.servicio.slug}/{cuenta.anio_gestion}/"
    rosa.ir(direccion).lee("Fuera de plazo")
    encargada.ir(f"/gestion{direccion}").lee("Vencido")


def test_6_y_la_demostracion_queda_como_venia(camino: Camino):
    encargada = camino["encargada"].ir(PAGINA).pulsar("Dejar la demostración como venía")
    encargada.lee("quedó como venía").no_lee("Esto es un ensayo.")
    assert abs(reloj.ahora().astimezone().date() - date.today()) <= timedelta(days=1)
