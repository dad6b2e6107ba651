"""The plenary: turns with slides, questions answered there and then or left pending."""

from datetime import timedelta

import pytest

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso
from jornadas import services
from jornadas.models import PreguntaPlenario, TurnoPlenario
from talleres import services as talleres
from talleres.models import Presentacion, Taller
from tests import mundo as m


def cerrar(escena, taller: Taller) -> None:
    """A workshop from beginning to end, with one agreement."""
    por = escena["encargada"]
    talleres.iniciar_taller(taller=taller, por=por)
    talleres.registrar_acuerdo(taller=taller, texto="Iluminar", prioritario=True, por=por)
    talleres.cerrar_taller(taller=taller, por=por, sin_notas_motivo="Nadie habló.")


@pytest.fixture
def turno(escena) -> TurnoPlenario:
    cerrar(escena, escena.taller)
    [turno] = services.preparar_plenario(jornada=escena.jornada, por=escena["encargada"])
    return turno


def test_un_turno_por_taller_cerrado_con_su_presentacion(escena, turno):
    assert (turno.orden, turno.taller, turno.presentacion) == (
        1,
        escena.taller,
        Presentacion.objects.get(),
    )


def test_preparar_dos_veces_agrega_solo_los_nuevos(escena, turno):
    otro = m.crear_taller(
        escena.actividad,
        2,
        facilitador=escena["facilitadora"],
        secretario=escena["secretaria"],
    )
    sin_cerrar = m.crear_taller(escena.actividad, 3)
    cerrar(escena, otro)
    turnos = services.preparar_plenario(jornada=escena.jornada, por=escena["encargada"])
    assert [(t.orden, t.taller.numero) for t in turnos] == [(1, 1), (2, 2)]
    assert sin_cerrar.estado == "planificado"
    assert Presentacion.objects.count() == 2


def test_sin_talleres_cerrados(escena):
    with pytest.raises(ErrorDominio) as error:
        services.preparar_plenario(jornada=escena.jornada, por=escena["encargada"])
    assert error.value.mensaje == (
        "Todavía no hay talleres cerrados. Cuando su secretaría técnica los cierre, prepare el "
        "plenario."
    )


def test_un_turno_sin_presentacion_no_empieza(escena, turno):
    TurnoPlenario.objects.update(presentacion=None)
    turno.refresh_from_db()
    with pytest.raises(ReglaIncumplida) as error:
        services.iniciar_turno(turno=turno, por=escena["encargada"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R85"]


@pytest.mark.parametrize(
    ("minutos", "avisos"),
    [
        (4, ["El turno duró 4 minutos y se recomiendan entre 5 y 10."]),
        (5, []),
        (10, []),
        (14, ["El turno duró 14 minutos y se recomiendan entre 5 y 10."]),
    ],
)
def test_la_duracion_solo_se_advierte(escena, turno, minutos, avisos):
    services.iniciar_turno(turno=turno, por=escena["encargada"])
    reloj.mover_a(turno.inicio + timedelta(minutes=minutos))
    dichos = services.terminar_turno(turno=turno, por=escena["encargada"])
    assert [resultado.mensaje for _, resultado in dichos] == avisos
    assert TurnoPlenario.objects.get().termino is not None


def test_un_turno_a_la_vez(escena, turno):
    otro = m.crear_taller(
        escena.actividad, 2, facilitador=escena["facilitadora"], secretario=escena["secretaria"]
    )
    cerrar(escena, otro)
    segundo = services.preparar_plenario(jornada=escena.jornada, por=escena["encargada"])[1]
    services.iniciar_turno(turno=turno, por=escena["encargada"])
    with pytest.raises(ErrorDominio) as error:
        services.iniciar_turno(turno=segundo, por=escena["encargada"])
    assert error.value.mensaje == "Está exponiendo el taller 1. Termine ese turno."
    services.terminar_turno(turno=turno, por=escena["encargada"])
    with pytest.raises(ErrorDominio) as error:
        services.iniciar_turno(turno=turno, por=escena["encargada"])
    assert error.value.mensaje == "Este turno ya empezó. Recargue la página para ver cómo va."


def preguntar(escena, turno, nonce="p1", **otros) -> PreguntaPlenario:
    datos = {"texto": "¿Cuándo empieza la obra?"} | otros
    return services.registrar_pregunta(turno=turno, nonce=nonce, por=escena["encargada"], **datos)


def test_una_pregunta_queda_pendiente_o_respondida(escena, turno):
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    preguntar(escena, turno, participante=persona)
    preguntar(escena, turno, nonce="p2", respuesta="En junio.", respondida_por="La ministra")
    assert list(
        PreguntaPlenario.objects.order_by("pk").values_list(
            "participante", "respuesta", "respondida_por"
        )
    ) == [(persona.pk, "", ""), (None, "En junio.", "La ministra")]


def test_la_misma_pregunta_dos_veces_es_una(escena, turno):
    assert preguntar(escena, turno).pk == preguntar(escena, turno).pk
    assert PreguntaPlenario.objects.count() == 1


def test_responder_en_el_acto(escena, turno):
    pregunta = preguntar(escena, turno)
    services.responder_en_acto(
        pregunta=pregunta,
        respuesta="En junio.",
        respondida_por="La ministra",
        por=escena["encargada"],
    )
    guardada = PreguntaPlenario.objects.get()
    assert (guardada.respuesta, guardada.respondida_por) == ("En junio.", "La ministra")
    with pytest.raises(ErrorDominio) as error:
        services.responder_en_acto(
            pregunta=pregunta, respuesta="Otra", respondida_por="X", por=escena["encargada"]
        )
    assert error.value.mensaje == "Esta pregunta ya tiene su respuesta."


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        ({"texto": " "}, "Escriba la pregunta, como se hizo."),
        ({"respuesta": "Sí"}, "Anote quién respondió."),
        (
            {"respondida_por": "La ministra"},
            "Anote qué se respondió, o deje en blanco quién respondió.",
        ),
    ],
)
def test_lo_que_falta_en_una_pregunta(escena, turno, cambio, mensaje):
    with pytest.raises(ErrorDominio) as error:
        preguntar(escena, turno, **cambio)
    assert error.value.mensaje == mensaje
    assert PreguntaPlenario.objects.count() == 0


def test_con_la_jornada_cerrada_no_se_anota(escena, turno):
    escena.llega()
    escena.con_todo_dicho()
    services.cerrar_jornada(jornada=escena.jornada, por=escena["encargada"])
    with pytest.raises(ErrorDominio) as error:
        preguntar(escena, turno)
    assert error.value.mensaje == (
        "La jornada no está abierta. Ábrala para anotar lo que ocurre en ella."
    )


@pytest.mark.parametrize("persona", ["secretaria", "acreditadora", "equipo", "encargada-otro"])
def test_el_plenario_lo_dirige_la_encargada(escena, turno, persona):
    with pytest.raises(SinPermiso):
        services.iniciar_turno(turno=turno, por=escena[persona])
