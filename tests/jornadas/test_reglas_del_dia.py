"""Each rule of the day, broken and satisfied; at the door, at the closing, over a whole account."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun import archivos
from comun.reglas import ConstanciaDada, Nivel, Veredicto, cumplimientos
from comun.requisitos import REQUISITOS
from convocatorias.models import BloquePrograma
from cuentas.models import HechoPrevio
from jornadas import reglas, selectors
from jornadas.models import Exposicion, Ficha, Jornada, TurnoPlenario
from jornadas.reglas import HechosDia, HechosFichas, HechosTurnos
from talleres.models import Asignacion, Presentacion
from tests import mundo as m
from tests.jornadas.conftest import DE_LA_JORNADA

DESPUES = date(2027, 5, 29)
VISPERA = date(2027, 5, 27)
DADA = ConstanciaDada(True, m.DIA, "Encargada Prueba", "Consta en el acta.")
MOTIVO = ConstanciaDada(False, m.DIA, "Encargada Prueba", "La intérprete enfermó.")

CUMPLE, NO_CUMPLE = Veredicto.CUMPLE, Veredicto.NO_CUMPLE
POR_CUMPLIR, NO_APLICA = Veredicto.POR_CUMPLIR, Veredicto.NO_APLICA


def juzgar(cual: str, hechos, hoy: date = DESPUES) -> tuple[Veredicto, str]:
    resultado = getattr(reglas, cual).evaluar(hechos, hoy)
    return resultado.veredicto, resultado.evidencia


def test_cada_regla_de_la_tabla_tiene_su_objeto():
    esperadas = {f"R{n}" for n in (14, 16, *range(58, 74), 85, 86, 88)}
    declaradas = {una.id: (una.nivel, una.fuente, una.texto) for una in reglas.PROPIAS}
    tabla = {i: REQUISITOS[i] for i in esperadas}
    assert declaradas == {i: (Nivel(r.nivel), r.fuente, r.texto) for i, r in tabla.items()}


# ── The cards: one at the door, or all those of a day ──

FICHAS = {
    "R59": ("sin_nombre", "Faltan el nombre o los apellidos.", "Fichas sin nombre o sin apellidos"),
    "R60": (
        "sin_documento",
        "Falta el número del documento.",
        "Fichas sin documento y sin decirlo",
    ),
    "R61": (
        "sin_organizacion",
        "Falta la organización.",
        "Fichas sin organización y sin decir «a título personal»",
    ),
    "R62": ("sin_firma", "Falta la firma.", "Fichas sin firma y sin motivo"),
    "R63": ("sin_contacto", "Falta cómo responderle.", "Fichas sin ningún dato de contacto"),
    "R64": (
        "sin_contacto",
        "A esta persona no hay cómo responderle.",
        "Personas sin cómo recibir la respuesta",
    ),
    "R65": ("sin_carpeta", "La persona no recibió la carpeta.", "Personas sin carpeta"),
    "R66": (
        "sin_numero",
        "La carpeta lleva el número del taller y esta persona todavía no tiene taller.",
        "Carpetas entregadas sin número de taller",
    ),
}


@pytest.mark.parametrize("cual", FICHAS)
def test_una_ficha_a_la_que_le_falta_algo(cual):
    campo, de_una, _ = FICHAS[cual]
    assert juzgar(cual, HechosFichas(total=1, **{campo: 1})) == (NO_CUMPLE, de_una)


@pytest.mark.parametrize("cual", FICHAS)
def test_muchas_fichas_a_las_que_les_falta_algo(cual):
    campo, _, de_muchas = FICHAS[cual]
    hechos = HechosFichas(total=120, **{campo: 3})
    assert juzgar(cual, hechos) == (NO_CUMPLE, f"{de_muchas}: 3 de 120.")


@pytest.mark.parametrize("cual", FICHAS)
def test_fichas_completas(cual):
    veredicto, evidencia = juzgar(cual, HechosFichas(total=120))
    assert (veredicto, evidencia.endswith(" Fichas: 120.")) == (CUMPLE, True)


@pytest.mark.parametrize("cual", FICHAS)
def test_sin_fichas_no_aplica(cual):
    assert juzgar(cual, HechosFichas()) == (NO_APLICA, "No hay fichas.")


def test_una_organizacion_y_a_titulo_personal():
    assert juzgar("R61", HechosFichas(total=1, contradictorias=1)) == (
        NO_CUMPLE,
        "Anotó una organización y también «a título personal».",
    )


def test_la_carpeta_espera_hasta_que_termine_el_dia():
    hechos = HechosFichas(total=2, sin_carpeta=1, dia=m.DIA)
    assert juzgar("R65", hechos, m.DIA) == (POR_CUMPLIR, "Personas sin carpeta: 1 de 2.")
    assert juzgar("R65", hechos, DESPUES) == (NO_CUMPLE, "Personas sin carpeta: 1 de 2.")


# ── The day ──

#: Each rule of a fact, what breaks it and what satisfies it.
HECHOS = {
    "R58": ({}, "No hay ninguna persona acreditada.", {"fichas": 40}, "Fichas: 40."),
    "R67": (
        {},
        "Nadie ha anotado quién expuso.",
        {"expositor": "Ana Rey", "cargo": "Directora", "subrogante": True},
        "Expuso Ana Rey, Directora, como subrogante.",
    ),
    "R71": (
        {},
        "No consta que la exposición se transmitiera.",
        {"url_transmision": "https://video.example/1"},
        "Se transmitió en https://video.example/1",
    ),
    "R72": (
        {"minutos": 75},
        "La exposición duró 75 minutos y se recomiendan 60 a lo más.",
        {"minutos": 60},
        "La exposición duró 60 minutos.",
    ),
}
CONSTANCIAS = tuple(cual for cual in DE_LA_JORNADA if cual != "R77")


@pytest.mark.parametrize("cual", HECHOS)
def test_un_hecho_que_falta_y_uno_que_esta(cual):
    rota, falta, buena, bien = HECHOS[cual]
    assert juzgar(cual, HechosDia(dia=m.DIA, **rota)) == (NO_CUMPLE, falta)
    assert juzgar(cual, HechosDia(dia=m.DIA, **buena)) == (CUMPLE, bien)


@pytest.mark.parametrize("cual", ["R58", "R67", "R71"])
def test_un_hecho_espera_hasta_que_termine_el_dia(cual):
    assert juzgar(cual, HechosDia(dia=m.DIA), m.DIA) == (POR_CUMPLIR, HECHOS[cual][1])


def test_expuso_quien_no_es_la_autoridad():
    hechos = HechosDia(expositor="Ana Rey", cargo="Asesora", es_autoridad=False)
    assert juzgar("R67", hechos) == (
        NO_CUMPLE,
        "Expuso Ana Rey, Asesora, que no es la máxima autoridad ni quien la subroga.",
    )


@pytest.mark.parametrize(
    ("minutos", "veredicto", "evidencia"),
    [
        (90, NO_CUMPLE, "El programa da 90 minutos a la exposición y se recomiendan 60 a lo más."),
        (60, POR_CUMPLIR, "No se ha anotado cuánto duró la exposición."),
    ],
)
def test_antes_del_dia_la_duracion_se_mira_en_el_programa(minutos, veredicto, evidencia):
    hechos = HechosDia(dia=m.DIA, minutos_planeados=minutos)
    assert juzgar("R72", hechos, VISPERA) == (veredicto, evidencia)


@pytest.mark.parametrize("cual", CONSTANCIAS)
def test_la_constancia_que_falta_la_que_esta_y_la_que_dice_por_que_no(cual):
    una = getattr(reglas, cual)
    sin = una.evaluar(HechosDia(dia=m.DIA), DESPUES)
    assert (sin.veredicto, sin.explicado) == (NO_CUMPLE, False)
    con = una.evaluar(HechosDia(dia=m.DIA, constancias={cual: DADA}), DESPUES)
    assert (con.veredicto, con.evidencia) == (
        CUMPLE,
        "Encargada Prueba dejó constancia el 28/05/2027: Consta en el acta.",
    )
    motivo = una.evaluar(HechosDia(dia=m.DIA, constancias={cual: MOTIVO}), DESPUES)
    assert (motivo.veredicto, motivo.explicado) == (NO_CUMPLE, True)
    otra = HechosDia(dia=m.DIA, constancias={"R1": DADA})
    assert una.evaluar(otra, DESPUES).veredicto is NO_CUMPLE


@pytest.mark.parametrize("cual", CONSTANCIAS)
def test_la_constancia_se_pide_al_terminar_el_dia(cual):
    esa_maniana = NO_CUMPLE if cual == "R14" else POR_CUMPLIR
    assert juzgar(cual, HechosDia(dia=m.DIA), VISPERA)[0] is POR_CUMPLIR
    assert juzgar(cual, HechosDia(dia=m.DIA), m.DIA)[0] is esa_maniana
    assert juzgar(cual, HechosDia(), m.DIA)[0] is NO_CUMPLE


@pytest.mark.parametrize("cual", [*CONSTANCIAS, "R77"])
def test_lo_que_se_dijo_antes_del_dia_aun_no_ocurria(cual):
    """But what is made ready may be so on the eve."""
    dada = replace(DADA, fecha=VISPERA)
    hechos = HechosDia(dia=m.DIA, constancias={cual: dada}, respeto=dada, talleres=(1,))
    segun_dia = {dia: juzgar(cual, hechos, dia)[0] for dia in (VISPERA, DESPUES)}
    esperado = (CUMPLE, CUMPLE) if cual == "R14" else (POR_CUMPLIR, NO_CUMPLE)
    assert tuple(segun_dia.values()) == esperado
    fuera = replace(hechos, previa=VISPERA)
    assert juzgar(cual, fuera)[0] is CUMPLE


@pytest.mark.parametrize("una", reglas.DEL_DIA, ids=lambda una: una.id)
def test_en_un_encuentro_complementario_no_se_pide(una):
    hechos = HechosDia(dia=m.DIA, principal=False, abierta=False)
    assert una.evaluar(hechos, DESPUES).veredicto is NO_APLICA


@pytest.mark.parametrize("una", reglas.DEL_DIA, ids=lambda una: una.id)
def test_de_lo_que_no_se_hizo_no_se_pide_nada(una):
    resultado = una.evaluar(HechosDia(dia=m.DIA, no_aplica="No se realizó."), DESPUES)
    assert (resultado.veredicto, resultado.evidencia) == (NO_APLICA, "No se realizó.")


# ── The plenary ──


def test_los_turnos():
    uno = HechosTurnos((3,), sin_presentacion=(3,))
    assert juzgar("R85", uno) == (NO_CUMPLE, "El taller todavía no tiene presentación.")
    varios = HechosTurnos((1, 3), sin_presentacion=(1, 3))
    assert juzgar("R85", varios) == (NO_CUMPLE, "Talleres sin presentación: 1 y 3.")
    callado = HechosTurnos((1, 3), dia=m.DIA, sin_exponer=(3,))
    falta = "Talleres que no expusieron en el plenario: 3."
    assert juzgar("R85", callado) == (NO_CUMPLE, falta)
    assert juzgar("R85", callado, m.DIA) == (POR_CUMPLIR, falta)
    assert juzgar("R85", HechosTurnos((1, 3))) == (CUMPLE, "Cada taller tiene su presentación.")
    assert juzgar("R85", HechosTurnos()) == (NO_APLICA, "No hay talleres.")


def test_la_duracion_de_los_turnos():
    recomendado = "y se recomiendan entre 5 y 10."
    uno = HechosTurnos((3,), duraciones=((3, 12),))
    assert juzgar("R86", uno) == (NO_CUMPLE, f"El turno duró 12 minutos {recomendado}")
    varios = HechosTurnos((1, 3), duraciones=((1, 4), (3, 12)))
    assert juzgar("R86", varios) == (
        NO_CUMPLE,
        f"Minutos de exposición: el taller 1, 4 y el taller 3, 12; {recomendado}",
    )
    bien = HechosTurnos((1, 3), duraciones=((1, 5), (3, 10)))
    assert juzgar("R86", bien) == (CUMPLE, "Cada turno duró lo recomendado.")


# ── The whole account ──


def veredictos(cuenta, hoy: date = DESPUES) -> dict[str, tuple[Veredicto, str]]:
    asuntos = selectors.asuntos([cuenta])[cuenta.pk]
    return {
        c.regla.id: (c.resultado.veredicto, c.resultado.evidencia)
        for c in cumplimientos(asuntos, hoy)
    }


def con_turno(escena, minutos: int = 7) -> None:
    presentacion = Presentacion.objects.create(
        taller=escena.taller,
        version=1,
        archivo=archivos.guardar(b"PK prueba", "application/vnd.ms-powerpoint"),
        generada_en=m.AHORA,
        generada_por=escena["encargada"],
    )
    TurnoPlenario.objects.create(
        jornada=escena.jornada,
        taller=escena.taller,
        orden=1,
        presentacion=presentacion,
        inicio=m.AHORA,
        termino=m.AHORA + timedelta(minutes=minutos),
    )


def exponer(escena, **otros) -> Exposicion:
    datos = {
        "expositor": "Ana Rey",
        "cargo": "Directora",
        "inicio": m.AHORA,
        "termino": m.AHORA + timedelta(minutes=40),
        "url_transmision": "https://video.example/1",
        "registrada_por": escena["encargada"],
        "registrada_en": m.AHORA,
    }
    return Exposicion.objects.create(jornada=escena.jornada, **(datos | otros))


def test_una_jornada_completa_cumple_todo(escena):
    escena.llega(carpeta_entregada=True)
    escena.con_todo_dicho()
    exponer(escena)
    con_turno(escena)
    Jornada.objects.update(estado="cerrada")
    vistos = veredictos(escena.cuenta)
    assert set(vistos) == {una.id for una in (*reglas.PROPIAS, reglas.R34)}
    assert {i: v for i, (v, _) in vistos.items() if v is not CUMPLE} == {}


def test_de_una_jornada_sin_nada_queda_todo_marcado(escena):
    Ficha.objects.all().delete()
    vistos = veredictos(escena.cuenta)
    assert {i for i, (v, _) in vistos.items() if v is NO_CUMPLE} == {
        *("R14", "R16", "R58", "R67", "R68", "R69", "R70", "R71", "R72", "R73", "R85", "R86", "R88")
    }
    assert {v for v, _ in veredictos(escena.cuenta, VISPERA).values()} == {POR_CUMPLIR, NO_APLICA}


def test_las_faltas_de_las_fichas_se_cuentan(escena):
    escena.llega(nonce="n1", carpeta_entregada=True)
    incompleta = escena.llega(nonce="n2", documento="12.345.678-5")
    persona = incompleta.participante
    type(persona).objects.filter(pk=persona.pk).update(
        apellidos="", correo="", organizacion_nombre="", organizacion=None
    )
    vistos = veredictos(escena.cuenta)
    esperado = {
        "R59": "Fichas sin nombre o sin apellidos: 1 de 2.",
        "R61": "Fichas sin organización y sin decir «a título personal»: 1 de 2.",
        "R63": "Fichas sin ningún dato de contacto: 1 de 2.",
        "R64": "Personas sin cómo recibir la respuesta: 1 de 2.",
        "R65": "Personas sin carpeta: 1 de 2.",
    }
    donde = "Jornada nacional y talleres: "
    assert {i: vistos[i] for i in esperado} == {
        i: (NO_CUMPLE, f"{donde}{frase}") for i, frase in esperado.items()
    }
    assert [vistos[i][0] for i in ("R60", "R62", "R66")] == [CUMPLE] * 3


def test_la_carpeta_de_quien_no_tiene_taller(escena):
    ficha = escena.llega(carpeta_entregada=True)
    assert veredictos(escena.cuenta)["R66"][0] is CUMPLE
    Asignacion.objects.filter(participante=ficha.participante).delete()
    assert veredictos(escena.cuenta)["R66"][0] is NO_CUMPLE


def test_el_programa_dice_cuanto_dura_la_exposicion(escena):
    for orden, (nombre, minutos) in enumerate(
        [("Acreditación", 30), ("Exposición de la autoridad", 80), ("Talleres", 90)], start=1
    ):
        BloquePrograma.objects.create(
            actividad=escena.actividad, orden=orden, nombre=nombre, minutos=minutos
        )
    assert veredictos(escena.cuenta, VISPERA)["R72"] == (
        NO_CUMPLE,
        "Jornada nacional y talleres: El programa da 80 minutos a la exposición y se recomiendan "
        "60 a lo más.",
    )


def test_la_constancia_de_otra_actividad_no_sirve(escena):
    m.con_constancias(escena.cuenta, escena["encargada"], "R14", objeto="999999")
    m.con_constancias(escena.cuenta, escena["encargada"], "R14")
    assert veredictos(escena.cuenta)["R14"][0] is NO_CUMPLE


def test_no_realizada(escena):
    Jornada.objects.update(estado="no_realizada", motivo_no_realizada="Lluvia")
    assert {v for v, _ in veredictos(escena.cuenta).values()} == {NO_APLICA}


def previa(escena, cuenta, fecha: date = m.DIA) -> None:
    HechoPrevio.objects.create(
        cuenta=cuenta,
        tipo=HechoPrevio.Tipo.JORNADA,
        fecha=fecha,
        evidencia="Acta 12",
        motivo="Empezó en papel.",
        registrado_por=escena["encargada"],
        registrado_en=m.AHORA,
    )


@pytest.mark.parametrize("con_actividad", [True, False])
def test_la_jornada_que_se_hizo_fuera_del_portal(escena, con_actividad):
    cuenta, donde = escena.cuenta, "Jornada nacional y talleres: "
    if not con_actividad:
        cuenta = m.crear_cuenta(
            escena.mundo.riberas, escena["encargada"], anio_gestion=2025, anio_ejercicio=2026
        )
        donde = ""
    previa(escena, cuenta)
    vistos = veredictos(cuenta)
    assert vistos["R58"] == (
        CUMPLE,
        f"{donde}La jornada fue el viernes 28 de mayo de 2027, fuera del portal: Acta 12",
    )
    assert (vistos["R67"][0], vistos["R14"][0]) == (NO_APLICA, NO_CUMPLE)
    objeto = str(escena.actividad.pk) if con_actividad else ""
    m.con_constancias(cuenta, escena["encargada"], "R14", objeto=objeto)
    assert veredictos(cuenta)["R14"][0] is CUMPLE


@pytest.mark.parametrize(
    ("modalidad", "veredicto"),
    [("presencial_con_apoyo_virtual", POR_CUMPLIR), ("virtual", NO_APLICA)],
)
def test_una_cuenta_sin_actividades(en_riberas, modalidad, veredicto):
    cuenta = m.crear_cuenta(
        en_riberas.riberas,
        en_riberas["encargada"],
        modalidad=modalidad,
        motivo_modalidad="Temporal",
    )
    vistos = veredictos(cuenta)
    assert {vistos[una.id][0] for una in reglas.DEL_DIA} == {veredicto}
    assert set(vistos) == {una.id for una in reglas.PROPIAS}


def test_una_cuenta_cuesta_lo_mismo_que_diez(escena):
    def costo(cuentas) -> int:
        with CaptureQueriesContext(connection) as consultas:
            assert len(selectors.asuntos(cuentas)) == len(cuentas)
        return len(consultas)

    escena.llega()
    exponer(escena)
    con_turno(escena)
    una = costo([escena.cuenta])
    cuentas = [escena.cuenta]
    for anio in range(2010, 2019):
        cuenta = m.crear_cuenta(
            escena.mundo.riberas, escena["encargada"], anio_gestion=anio, anio_ejercicio=anio + 1
        )
        actividad = m.crear_actividad(cuenta)
        m.crear_taller(actividad, 1)
        m.crear_jornada(actividad)
        cuentas.append(cuenta)
    assert (una, costo(cuentas)) == (12, 12)
