"""Who has not answered, and who comes tomorrow, are reminded: once, on time or late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.models import Bitacora
from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante
from convocatorias.services import (
    asistencia,
    enviar_convocatoria,
    preparar_convocatoria,
    recordar_asistencia,
    responder_invitacion,
    suspender,
)
from correos.models import Mensaje
from correos.services import bloquear
from cuentas.services import suspender_cuenta
from servicios.models import Comuna
from tests import mundo as el_mundo
from tests.convocatorias.cambios import avisos_a, calendarios, convocada, inscribir, moverla
from tests.convocatorias.conftest import crear_contacto

__all__ = ["convocada"]
ROSA, LUIS = "rosa@correo.example", "luis@correo.example"
#: By the clock of Talca, in winter: four hours behind.
CINCO_ANTES = datetime(2027, 5, 23, 13, 0, tzinfo=UTC)
VISPERA = datetime(2027, 5, 27, 13, 0, tzinfo=UTC)
UN_MINUTO, QUINCE, UN_DIA = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)


@pytest.fixture
def pasa(reloj_en):
    """The beat asks at that instant."""

    def preguntar(cuando: datetime) -> int:
        reloj_en(cuando)
        return recordar_asistencia()

    return preguntar


def recordatorios(correo: str = ROSA) -> list[Mensaje]:
    return avisos_a(correo, "recordatorio_de_invitacion")


def vendra(correo: str = ROSA) -> None:
    responder_invitacion(
        invitacion=Invitacion.objects.get(participante__correo=correo, clase="invitacion"),
        asistira=True,
    )


def omisiones() -> list[dict]:
    filas = Bitacora.objects.filter(accion="omitir_recordatorio").order_by("pk")
    return [fila.datos for fila in filas]


# ── Who has not answered ──


def test_desde_las_nueve_de_cinco_dias_antes_y_una_vez(convocada, pasa) -> None:
    vendra(LUIS)
    assert pasa(CINCO_ANTES - UN_MINUTO) == 0
    assert pasa(CINCO_ANTES) == 2
    assert [pasa(CINCO_ANTES + QUINCE * n) for n in (1, 4, 50)] == [0, 0, 0]
    assert recordatorios(LUIS) == []
    [mensaje] = recordatorios()
    assert mensaje.asunto == "¿Vendrá? Jornada nacional y talleres, viernes 28 de mayo de 2027"
    assert "Faltan 5 días." in mensaje.texto
    assert "Es el único recordatorio que le enviaremos mientras no responda." in mensaje.texto
    assert calendarios(mensaje)["actividad.ics"]["SEQUENCE"] == "0"
    filas = Invitacion.objects.filter(clase="recordatorio")
    assert {(f.convocatoria, f.canal) for f in filas} == {(convocada, "correo")}


@pytest.mark.parametrize("horas", [10, 26])
def test_una_agenda_que_se_detuvo_lo_envia_al_volver(convocada, pasa, horas) -> None:
    assert pasa(CINCO_ANTES + timedelta(hours=horas)) == 3


def test_pasado_ese_plazo_ya_no(convocada, pasa) -> None:
    assert pasa(CINCO_ANTES + 2 * UN_DIA) == 0


def test_con_cero_dias_no_se_recuerda(convocada, pasa) -> None:
    Actividad.objects.update(recordar_dias=0)
    assert [pasa(CINCO_ANTES + UN_DIA * n) for n in range(5)] == [0] * 5


def test_quien_pidio_no_mas_invitaciones_no_se_recuerda(convocada, mundo, pasa) -> None:
    bloquear(servicio=mundo.riberas, direccion=ROSA, alcance="renunciables", origen="enlace")
    assert (pasa(CINCO_ANTES), recordatorios()) == (2, [])


@pytest.mark.parametrize("estado", ["rechazado", "rebotado", "anulado"])
def test_a_la_direccion_que_no_recibe_no_se_insiste(convocada, pasa, estado) -> None:
    Mensaje.objects.filter(para=ROSA).update(estado=estado)
    assert (pasa(CINCO_ANTES), recordatorios()) == (2, [])


def test_a_quien_se_invito_ese_mismo_dia_no(escena, convocada, mundo, reloj_en, pasa) -> None:
    reloj_en(datetime(2027, 5, 23, 12, 0, tzinfo=UTC))
    otra = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    Convocatoria.objects.filter(pk=otra.pk).update(
        clase="complementaria", motivo_complementaria="Faltaba cultura."
    )
    nueva = crear_contacto(mundo.riberas, "Coro", "cultural", correo="coro@correo.example")
    enviar_convocatoria(
        convocatoria=otra, contactos=[nueva], por=mundo["encargada"], motivo_tardanza="Faltaba."
    )
    assert (pasa(CINCO_ANTES), recordatorios("coro@correo.example")) == (3, [])


def test_movida_a_otro_dia_se_recuerda_de_nuevo(escena, convocada, mundo, pasa, reloj_en) -> None:
    assert pasa(CINCO_ANTES) == 3
    moverla(escena, mundo["encargada"], fecha=date(2027, 6, 20))
    assert pasa(CINCO_ANTES + QUINCE) == 0
    assert pasa(datetime(2027, 6, 15, 13, 0, tzinfo=UTC)) == 3
    assert ["20 de junio" in m.texto for m in recordatorios()] == [False, True]


# ── Who comes tomorrow ──


def test_el_dia_anterior_a_quienes_vendran(escena, convocada, pasa) -> None:
    Actividad.objects.update(recordar_dias=0)
    vendra()
    inscribir(escena)
    en_espera = inscribir(escena, "Ema")
    Participante.objects.filter(pk=en_espera.pk).update(asistencia="en_espera")
    assert pasa(VISPERA - UN_MINUTO) == 0
    assert pasa(VISPERA) == 2
    assert [pasa(VISPERA + QUINCE * n) for n in (1, 8, 40)] == [0, 0, 0]
    [mensaje] = avisos_a(ROSA, "vispera")
    assert mensaje.asunto == "Mañana, 9:30: Jornada nacional y talleres"
    lineas = mensaje.texto.splitlines()
    assert lineas[3] == "Rosa Elena Quilaleo: le esperamos mañana a las 9:30"
    for linea in (
        "Viernes 28 de mayo de 2027, 9:30 a 13:30 horas",
        "Gimnasio Liceo El Sauce, Calle 1 Norte 123, Talca",
        "- Exposición (60 minutos)",
        "QUÉ TRAER",
    ):
        assert linea in lineas
    assert calendarios(mensaje)["actividad.ics"]["METHOD"] == "PUBLISH"
    assert {f.participante.nombres for f in Invitacion.objects.filter(clase="vispera")} == {
        "Rosa Elena", "Nora",
    }  # fmt: skip


def test_tambien_a_quien_va_en_lugar_de_otra_persona(escena, convocada, pasa) -> None:
    rosa = Participante.objects.get(correo=ROSA)
    Participante.objects.filter(pk=rosa.pk).update(asistencia="delega")
    el_mundo.crear_participante(
        escena.actividad, "Sonia", "Meza", origen="delegado", en_lugar_de=rosa, asistencia="asiste"
    )
    pasa(VISPERA)
    assert [m.para for m in Mensaje.objects.filter(tipo="vispera")] == ["sonia@correo.example"]


def test_si_el_portal_no_pudo_sale_tarde_mientras_no_comience(convocada, pasa) -> None:
    vendra()
    assert pasa(datetime(2027, 5, 28, 10, 59, tzinfo=UTC)) == 0
    assert pasa(datetime(2027, 5, 28, 11, 0, tzinfo=UTC)) == 1
    assert avisos_a(ROSA, "vispera")[0].asunto == "Hoy, 9:30: Jornada nacional y talleres"
    assert pasa(datetime(2027, 5, 28, 13, 0, tzinfo=UTC)) == 0


def test_si_ya_comenzo_no_sale_y_queda_dicho_una_vez(convocada, pasa) -> None:
    vendra()
    assert [pasa(datetime(2027, 5, 28, 13, 30, tzinfo=UTC) + QUINCE * n) for n in (0, 1, 2)] == [
        0, 0, 0,
    ]  # fmt: skip
    assert omisiones() == [
        {"clase": "vispera", "fecha": "2027-05-28", "porque": "ya_comenzo", "personas": 1}
    ]


def test_a_quien_responde_ese_dia_no_se_le_dice_tarde(convocada, pasa, reloj_en) -> None:
    reloj_en(datetime(2027, 5, 28, 11, 30, tzinfo=UTC))
    vendra()
    assert pasa(datetime(2027, 5, 28, 12, 0, tzinfo=UTC)) == 0


@pytest.mark.parametrize(("comuna", "hora"), [("12101", 12), ("05201", 15)])
def test_por_el_reloj_de_su_comuna(comuna, hora, escena, convocada, pasa) -> None:
    """Punta Arenas keeps three hours behind all the year; Rapa Nui is six behind in winter."""
    vendra()
    Actividad.objects.update(comuna=Comuna.objects.get(codigo=comuna))
    nueve = datetime(2027, 5, 27, hora, 0, tzinfo=UTC)
    assert (pasa(nueve - UN_MINUTO), pasa(nueve)) == (0, 1)


def test_movida_despues_del_aviso_avisa_otra_vez_la_vispera(escena, convocada, mundo, pasa) -> None:
    vendra()
    assert pasa(VISPERA) == 1
    moverla(escena, mundo["encargada"], fecha=date(2027, 6, 20))
    responder_invitacion(
        invitacion=Invitacion.objects.get(participante__correo=ROSA, clase="cambio"), asistira=True
    )
    assert pasa(VISPERA + UN_DIA) == 0
    assert pasa(datetime(2027, 6, 19, 13, 0, tzinfo=UTC)) == 1


def test_una_convocatoria_posterior_no_repite_la_vispera(escena, convocada, mundo, pasa) -> None:
    vendra()
    assert pasa(VISPERA) == 1
    moverla(escena, mundo["encargada"], fecha=date(2027, 5, 28), lugar="Teatro")
    responder_invitacion(
        invitacion=Invitacion.objects.get(participante__correo=ROSA, clase="cambio"), asistira=True
    )
    assert pasa(VISPERA + timedelta(hours=2)) == 0


# ── Nothing while it is suspended ──


def test_nada_mientras_la_actividad_esta_suspendida(escena, convocada, mundo, pasa) -> None:
    vendra()
    suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    assert (pasa(CINCO_ANTES), pasa(VISPERA), omisiones()) == (0, 0, [])


def test_nada_mientras_la_cuenta_esta_suspendida_y_queda_dicho(
    escena, convocada, mundo, pasa
) -> None:
    suspender_cuenta(
        cuenta=escena.cuenta, motivo="Emergencia.", desde=date(2027, 5, 10), por=mundo["encargada"]
    )
    assert [pasa(CINCO_ANTES + QUINCE * n) for n in range(3)] == [0, 0, 0]
    assert omisiones() == [
        {
            "clase": "recordatorio", "fecha": "2027-05-28", "porque": "cuenta_suspendida",
            "personas": 3,
        }
    ]  # fmt: skip


def test_una_que_falla_no_calla_a_las_otras(convocada, pasa, monkeypatch, caplog) -> None:
    def romper(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(asistencia, "avisar", romper)
    assert pasa(CINCO_ANTES) == 0
    assert "were not issued" in caplog.text
    monkeypatch.undo()
    assert pasa(CINCO_ANTES + QUINCE) == 3


def test_cuesta_lo_mismo_a_pocas_que_a_muchas(escena, convocada, mundo, pasa) -> None:
    costos = []
    for vuelta, cuantas in enumerate((0, 20)):
        for n in range(cuantas):
            fila = Participante.objects.create(
                actividad=escena.actividad, nombres=f"P{n}", apellidos="X", nombre_plegado=f"p{n}",
                origen="invitado", correo=f"p{n}@correo.example",
            )  # fmt: skip
            Invitacion.objects.create(
                convocatoria=convocada, participante=fila, canal="carta", clave_hash=f"h{n}"
            )
        with CaptureQueriesContext(connection) as consultas:
            assert pasa(CINCO_ANTES + QUINCE * vuelta) == (cuantas or 3)
        costos.append(len(consultas))
    assert costos[0] == costos[1], costos
