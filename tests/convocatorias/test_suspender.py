"""Put off or called off: everybody knows at once, and the calendars let it go."""

from datetime import UTC, datetime

import pytest

from comun.errores import ErrorDominio, TransicionInvalida
from convocatorias import selectors
from convocatorias.models import Actividad, Invitacion, Participante
from convocatorias.services import Avisados, anular, guardar_actividad, suspender
from correos.models import Mensaje
from tests.convocatorias.cambios import (
    avisos_a,
    calendarios,
    convocada,
    inscribir,
    moverla,
)

__all__ = ["convocada"]
ROSA = "rosa@correo.example"
CASOS = [
    (suspender, "suspendida", "suspension", "Suspendida", "está suspendida"),
    (anular, "anulada", "anulacion", "No se realizará", "no se realizará"),
]


@pytest.mark.parametrize(("caso", "estado", "clase", "asunto", "dice"), CASOS)
def test_se_avisa_a_quienes_se_invito_y_a_quienes_se_inscribieron(
    escena, convocada, mundo, caso, estado, clase, asunto, dice
) -> None:
    inscribir(escena)
    sin_correo = inscribir(escena, "Ema", correo="", telefono="9 8765 4321")
    avisados = caso(actividad=escena.actividad, motivo="Alerta roja.", por=mundo["encargada"])
    assert avisados == Avisados(por_correo=4, a_mano=1)
    actividad = Actividad.objects.get()
    assert (actividad.estado, actividad.motivo_estado, actividad.secuencia) == (
        estado, "Alerta roja.", 1,
    )  # fmt: skip
    filas = Invitacion.objects.filter(clase=clase)
    assert {f.convocatoria for f in filas} == {convocada}
    a_mano = filas.get(participante=sin_correo)
    assert (a_mano.canal, a_mano.mensaje, a_mano.hecha_en) == ("carta", None, None)
    [mensaje] = avisos_a(ROSA)
    assert mensaje.asunto == f"{asunto}: Jornada nacional y talleres, viernes 28 de mayo de 2027"
    assert mensaje.texto.splitlines()[3] == f"Jornada nacional y talleres {dice}"
    for frase in ("El motivo: Alerta roja.", "No vaya al lugar.", "PUEDE PARTICIPAR IGUAL"):
        assert frase in mensaje.texto
    assert ("le escribiremos otra vez" in mensaje.texto) == (estado == "suspendida")


@pytest.mark.parametrize(("caso", "estado", "clase", "asunto", "dice"), CASOS)
def test_los_calendarios_la_quitan(
    escena, convocada, mundo, caso, estado, clase, asunto, dice
) -> None:
    caso(actividad=escena.actividad, motivo="Alerta roja.", por=mundo["encargada"])
    [cita] = calendarios(avisos_a(ROSA)[0]).values()
    [antes] = calendarios(Mensaje.objects.get(para=ROSA, tipo="invitacion")).values()
    assert cita["UID"] == antes["UID"]
    assert (cita["METHOD"], cita["STATUS"], cita["SEQUENCE"], cita["tipo"]) == (
        "CANCEL", "CANCELLED", "1", "text/calendar; charset=utf-8; method=CANCEL",
    )  # fmt: skip


def test_dos_veces_avisa_una(escena, convocada, mundo) -> None:
    suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    with pytest.raises(TransicionInvalida, match="«suspendida» a «suspendida»"):
        suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    assert len(avisos_a(ROSA)) == 1


def test_suspendida_movida_y_anulada_son_tres_avisos(escena, convocada, mundo) -> None:
    suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    moverla(escena, mundo["encargada"])
    anular(actividad=escena.actividad, motivo="Sin recinto.", por=mundo["encargada"])
    clases = Invitacion.objects.filter(participante__correo=ROSA).order_by("pk")
    assert list(clases.values_list("clase", flat=True)) == [
        "invitacion", "suspension", "cambio", "anulacion",
    ]  # fmt: skip
    citas = [list(calendarios(m).values())[-1] for m in avisos_a(ROSA)]
    assert [(c["METHOD"], c["SEQUENCE"]) for c in citas] == [
        ("CANCEL", "1"), ("PUBLISH", "2"), ("CANCEL", "3"),
    ]  # fmt: skip


def test_lo_que_ya_se_hizo_no_se_anuncia_como_anulado(escena, convocada, mundo, reloj_en) -> None:
    reloj_en(datetime(2027, 5, 28, 14, 0, tzinfo=UTC))
    assert anular(actividad=escena.actividad, motivo="Error.", por=mundo["encargada"]) == Avisados()
    assert avisos_a(ROSA) == []


def test_la_suspendida_cuyo_dia_paso_si_se_avisa_que_no_sera(
    escena, convocada, mundo, reloj_en
) -> None:
    suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    reloj_en(datetime(2027, 5, 29, 14, 0, tzinfo=UTC))
    avisados = anular(actividad=escena.actividad, motivo="Sin recinto.", por=mundo["encargada"])
    assert avisados.por_correo == 3


def test_un_borrador_no_avisa_ni_pide_motivo(escena, mundo) -> None:
    borrador = guardar_actividad(cuenta=escena.cuenta, por=mundo["encargada"], nombre="Encuentro")
    assert anular(actividad=borrador, por=mundo["encargada"]) == Avisados()
    with pytest.raises(ErrorDominio, match="Escriba el motivo"):
        anular(actividad=escena.actividad, por=mundo["encargada"])


def test_se_ve_a_quienes_se_aviso_del_ultimo_cambio(escena, convocada, mundo) -> None:
    assert selectors.ultimo_aviso(escena.actividad) is None
    moverla(escena, mundo["encargada"])
    suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    ultimo = selectors.ultimo_aviso(escena.actividad)
    assert ultimo.clase == "suspension"
    Mensaje.objects.filter(pk=ultimo.mensaje_id).update(estado="rechazado")
    assert selectors.cuentas_de_avisos(ultimo) == {"todas": 3, "a_mano": 1, "avisadas": 2}
    assert [f.pk for f in selectors.avisos(ultimo, "a_mano")] == [ultimo.pk]
    Mensaje.objects.filter(pk=ultimo.mensaje_id).update(
        estado="anulado", ultimo_texto="Se le avisó por otro medio"
    )
    assert selectors.cuentas_de_avisos(ultimo)["a_mano"] == 0


def test_sin_haber_convocado_solo_van_los_correos(escena, mundo) -> None:
    inscribir(escena)
    avisados = suspender(actividad=escena.actividad, motivo="Lluvia.", por=mundo["encargada"])
    assert avisados == Avisados(por_correo=1)
    assert (Invitacion.objects.count(), Participante.objects.get().asistencia) == (0, "asiste")
    [aviso] = avisos_a("nora@correo.example")
    assert aviso.campania == f"suspension:{escena.actividad.pk}"
