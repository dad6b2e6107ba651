"""Each rule of the form, the systematisation, the answers and their dissemination."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from comun import requisitos
from comun.reglas import ConstanciaDada, Nivel, Regla, Veredicto
from respuestas import reglas
from respuestas.catalogos import TIPOS_DEL_FORMULARIO
from respuestas.forms.publico import FormularioParticipar
from respuestas.reglas.hechos import numeros

HOY = date(2027, 7, 20)
AYER, MANANA = date(2027, 7, 19), date(2027, 7, 21)
HECHO = ConstanciaDada(True, HOY, "Ana Soto", "Se revisó con la asociación de personas ciegas.")
NO_SE_HIZO = ConstanciaDada(False, HOY, "Ana Soto", "No hubo tiempo.")

PROPIAS = (
    *reglas.DEL_FORMULARIO,
    *reglas.DE_LA_SISTEMATIZACION,
    *reglas.DE_LAS_DECISIONES,
    *reglas.DE_LA_REVISION,
    *reglas.DE_LA_DIFUSION,
    *reglas.DEL_ENVIO,
)

FORMULARIO = reglas.HechosFormulario(
    tipos=frozenset({"opinion", "pregunta", "comentario"}), virtuales=3, accesible=HECHO
)
DICHO = reglas.HechosSistematizacion(
    jornadas=1,
    ultima_el=AYER,
    talleres=8,
    recogidas=40,
    versiones=2,
    equipo=("Ana Soto",),
    compartidos=HECHO,
)
DECISIONES = reglas.HechosDecisiones(recibidos=9, publicados=9, propuestas=2, decididas=2)
REVISION = reglas.HechosRevision(
    documento=True, escrita_por=frozenset({1}), revisa=2, nombre="Ana Soto", revisada_el=HOY
)
DIFUSION = reglas.HechosDifusion(
    publicadas_el=AYER,
    canales=("sitio web", "radio", "prensa"),
    personas=4,
    con_intento=4,
    preguntaron=2,
)
ENVIO = reglas.HechosEnvio(personas=4, aportes=9)
BIEN = {
    reglas.DEL_FORMULARIO: FORMULARIO,
    reglas.DE_LA_SISTEMATIZACION: DICHO,
    reglas.DE_LAS_DECISIONES: DECISIONES,
    reglas.DE_LA_REVISION: REVISION,
    reglas.DE_LA_DIFUSION: DIFUSION,
    reglas.DEL_ENVIO: ENVIO,
}


def veredicto(una: Regla, hechos: Any) -> tuple[str, str]:
    resultado = una.evaluar(hechos, HOY)
    return resultado.veredicto.value, resultado.mensaje


@pytest.mark.parametrize(
    ("una", "hechos"),
    [(una, hechos) for suyas, hechos in BIEN.items() for una in suyas],
    ids=lambda cosa: getattr(cosa, "id", ""),
)
def test_se_cumple(una, hechos):
    resultado = una.evaluar(hechos, HOY)
    assert resultado.veredicto is Veredicto.CUMPLE
    assert resultado.evidencia != ""


@pytest.mark.parametrize(
    ("una", "hechos", "mensaje"),
    [
        (
            reglas.R49,
            replace(FORMULARIO, tipos=frozenset({"pregunta"})),
            "El formulario no ofrece: opinion, comentario. Avise a quien administra el portal.",
        ),
        (
            reglas.R50,
            replace(FORMULARIO, sin_contacto=2),
            "Hay 2 mensajes sin un medio de contacto para responder.",
        ),
        (
            reglas.R53,
            replace(FORMULARIO, accesible=None),
            "Nadie ha dejado constancia de que se puede participar sin ver o sin oír: textos, "
            "videos con subtítulos o lengua de señas. Deje constancia, o anote por qué no se hizo.",
        ),
        (
            reglas.R92,
            replace(DICHO, talleres_sin_registro=(3, 5)),
            "Los talleres 3 y 5 no tienen registro de lo dicho. Regístrelo, o anote en el taller "
            "por qué no hubo acuerdos.",
        ),
        (
            reglas.R93,
            replace(DECISIONES, publicados=8),
            "Al documento publicado le falta 1 mensaje que llegó después. Prepare una nueva "
            "versión.",
        ),
        (
            reglas.R94,
            replace(DICHO, sin_recopilar=1),
            "Falta comenzar a recoger lo dicho en la jornada, que terminó el lunes 19 de julio de "
            "2027. Presione «Recoger lo dicho en la jornada».",
        ),
        (
            reglas.R95,
            replace(DICHO, distintas=(7,)),
            "Hay 1 mensaje con otras palabras que las dichas: N.º 7. Avise a quien administra el "
            "portal.",
        ),
        (
            reglas.R95,
            replace(DICHO, versiones_sin_motivo=1),
            "Hay 1 versión pública sin decir su motivo. Escriba qué se quitó y por qué.",
        ),
        (
            reglas.R96,
            replace(DICHO, por_recoger=4),
            "Faltan recoger 4 notas de la jornada. Presione «Recoger lo dicho en la jornada».",
        ),
        (
            reglas.R97,
            replace(DICHO, equipo=()),
            "Nadie tiene el rol de sistematización en el servicio. Dé ese rol a una persona en "
            "«Personas».",
        ),
        (
            reglas.R100,
            replace(REVISION, revisa=1),
            "Usted preparó este documento. Debe publicarlo la autoridad.",
        ),
        (
            reglas.R100,
            replace(REVISION, revisa=1, documento=False),
            "Usted escribió esta respuesta. Debe aprobarla una persona que no la haya escrito.",
        ),
        (
            reglas.R101,
            replace(REVISION, sin_aprobar=(3, 4)),
            "Falta aprobar la respuesta de 2 mensajes: N.º 3 y 4. Otra persona debe revisarlas.",
        ),
        (
            reglas.R103,
            replace(DICHO, compartidos=None),
            "No consta que los resultados de los talleres se compartieran con quienes asistieron. "
            "Deje constancia, o anote por qué no se hizo.",
        ),
        (
            reglas.R106,
            replace(DIFUSION, canales=()),
            "No hay ningún medio anotado donde se difundieran las respuestas. Anote al menos uno; "
            "se recomiendan 3 o más.",
        ),
        (
            reglas.R109,
            replace(DIFUSION, con_intento=3),
            "Falta enviar su respuesta a 1 persona. Llame o escriba, y anote la entrega.",
        ),
        (
            reglas.R110,
            replace(DIFUSION, preguntaron_sin_intento=1),
            "Falta responder a 1 persona que dejó una pregunta pendiente. Envíe o entregue su "
            "respuesta, y anote la entrega.",
        ),
        (
            reglas.R111,
            replace(DIFUSION, publicadas_el=None),
            "El documento con las respuestas aún no se publica. Publíquelo.",
        ),
        (
            reglas.R111,
            replace(DIFUSION, canales=()),
            "El documento se publicó el lunes 19 de julio de 2027 y no consta en ningún otro "
            "canal. Anote dónde más se publicó.",
        ),
        (
            reglas.R112,
            replace(DIFUSION, publicadas_el=None, con_intento=0),
            "Falta publicar el documento y enviarlo a quienes participaron.",
        ),
        (
            reglas.R113,
            replace(DECISIONES, sin_respuesta=(12, 40)),
            "Faltan 2 mensajes por decidir: N.º 12 y 40.",
        ),
        (
            reglas.R114,
            replace(DECISIONES, sin_decision=(2,)),
            "Hay 1 propuesta respondida sin decisión: N.º 2. Reabra la respuesta y elija la "
            "decisión.",
        ),
        (
            reglas.R115,
            replace(DECISIONES, sin_fundamento=(2,)),
            "Hay 1 decisión sin fundamento: N.º 2. Reabra la respuesta y escriba por qué se "
            "decidió así.",
        ),
        (
            reglas.R119,
            replace(ENVIO, sin_resultado=1),
            "No tienen una respuesta con el resultado de su aporte: 1 persona. Publique el "
            "documento: cada persona recibe la suya.",
        ),
        (
            reglas.R120,
            replace(ENVIO, sin_retorno=(3,)),
            "No dice cómo se tomó en cuenta 1 mensaje: N.º 3. Complete la respuesta.",
        ),
    ],
    ids=lambda cosa: getattr(cosa, "id", ""),
)
def test_no_se_cumple(una, hechos, mensaje):
    assert veredicto(una, hechos) == ("no_cumple", mensaje)


@pytest.mark.parametrize(
    ("una", "hechos"),
    [
        (reglas.R53, replace(FORMULARIO, accesible=None)),
        (reglas.R92, replace(DICHO, talleres_sin_registro=(3,))),
        (reglas.R93, replace(DECISIONES, publicados=None)),
        (reglas.R96, replace(DICHO, por_recoger=4)),
        (reglas.R97, replace(DICHO, equipo=(), jornadas=0)),
        (reglas.R101, replace(REVISION, sin_aprobar=(3,))),
        (reglas.R106, replace(DIFUSION, canales=())),
        (reglas.R110, replace(DIFUSION, preguntaron_sin_intento=1)),
        (reglas.R111, replace(DIFUSION, publicadas_el=None)),
        (reglas.R112, replace(DIFUSION, publicadas_el=None)),
        (reglas.R113, replace(DECISIONES, sin_respuesta=(12,))),
        (reglas.R119, replace(ENVIO, sin_resultado=1)),
        (reglas.R120, replace(ENVIO, sin_retorno=(3,))),
    ],
    ids=lambda cosa: getattr(cosa, "id", ""),
)
def test_antes_de_su_momento_esta_por_cumplir(una, hechos):
    antes, en_su_momento = replace(hechos, desde=MANANA), replace(hechos, desde=HOY)
    assert una.evaluar(antes, HOY).veredicto is Veredicto.POR_CUMPLIR
    assert una.evaluar(en_su_momento, HOY).veredicto is Veredicto.NO_CUMPLE


def test_la_jornada_se_recoge_desde_el_dia_siguiente():
    hoy_mismo = replace(DICHO, sin_recopilar=1, ultima_el=HOY)
    assert reglas.R94.evaluar(hoy_mismo, HOY).veredicto is Veredicto.POR_CUMPLIR
    assert reglas.R94.evaluar(hoy_mismo, MANANA).veredicto is Veredicto.NO_CUMPLE


@pytest.mark.parametrize("una", [reglas.R92, reglas.R94, reglas.R95, reglas.R96])
def test_lo_dicho_en_la_jornada(una):
    """Nothing is asked where there is no day; elsewhere, it counts as it was told."""
    sin_jornada = reglas.HechosSistematizacion()
    fuera = "Se realizó la jornada presencial el jueves 3 de junio de 2027, fuera del portal: acta"
    casos = {
        sin_jornada: ("por_cumplir", "La jornada aún no termina."),
        replace(sin_jornada, hay_jornada=False): ("no_aplica", "La cuenta es solo virtual."),
        replace(sin_jornada, fuera_del_portal=fuera): ("cumple", fuera),
    }
    assert {hechos: veredicto(una, hechos) for hechos in casos} == casos


@pytest.mark.parametrize(
    ("una", "hechos"),
    [
        (reglas.R93, reglas.HechosDecisiones()),
        (reglas.R100, reglas.HechosRevision()),
        (reglas.R101, reglas.HechosRevision()),
        (reglas.R113, reglas.HechosDecisiones()),
        (reglas.R120, reglas.HechosEnvio()),
    ],
    ids=lambda cosa: getattr(cosa, "id", ""),
)
def test_lo_publicado_fuera_del_portal_se_acepta(una, hechos):
    fuera = "Se publicaron las respuestas el lunes 5 de julio de 2027, fuera del portal: el PDF"
    assert veredicto(una, replace(hechos, fuera_del_portal=fuera)) == ("cumple", fuera)


def test_sin_a_quien_responder_no_corresponde():
    sola = replace(DIFUSION, personas=0, con_intento=0, preguntaron=0)
    assert reglas.R109.evaluar(sola, HOY).veredicto is Veredicto.NO_APLICA
    assert reglas.R110.evaluar(sola, HOY).veredicto is Veredicto.NO_APLICA
    assert reglas.R112.evaluar(sola, HOY).veredicto is Veredicto.CUMPLE
    assert reglas.R119.evaluar(reglas.HechosEnvio(), HOY).veredicto is Veredicto.NO_APLICA


def test_la_accesibilidad_no_se_explica_con_un_motivo():
    """A hard rule: why it was not done does not release. Sharing the results is advice."""
    resultado = reglas.R53.evaluar(replace(FORMULARIO, accesible=NO_SE_HIZO), HOY)
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, False)
    consejo = reglas.R103.evaluar(replace(DICHO, compartidos=NO_SE_HIZO), HOY)
    assert (consejo.veredicto, consejo.explicado) == (Veredicto.NO_CUMPLE, True)


def test_menos_de_tres_medios_cumple_y_recomienda():
    uno = replace(DIFUSION, canales=("radio",))
    assert veredicto(reglas.R106, uno) == (
        "cumple",
        "Medios anotados: radio. Se recomiendan al menos 3.",
    )


def test_una_respuesta_se_mira_con_las_mismas_reglas():
    borrador = reglas.HechosDecisiones(
        redactando=True,
        recibidos=1,
        sin_respuesta=(4,),
        propuestas=1,
        sin_decision=(4,),
        sin_fundamento=(4,),
    )
    assert [veredicto(una, borrador)[1] for una in reglas.PARA_REVISION] == [
        "La respuesta está en blanco. Escríbala.",
        "Es una propuesta y no tiene decisión. Elija si se acoge, se acoge en parte o no se acoge.",
        "La decisión no tiene fundamento. Escriba por qué se decidió así.",
    ]


def test_muchos_numeros_se_acortan():
    assert numeros(range(1, 24)).endswith("19, 20 y 3 más")


def test_el_formulario_ofrece_lo_que_la_regla_mira():
    """R49 and R50: what the rules read is what the page draws and asks."""
    form = FormularioParticipar()
    assert form.fields["tipo"].choices == list(TIPOS_DEL_FORMULARIO)
    assert form.fields["medio"].required is True


def test_cada_regla_dice_lo_que_la_tabla():
    declaradas = {una.id: (una.nivel, una.fuente, una.texto) for una in PROPIAS}
    tabla = {
        id_: (Nivel(uno.nivel), uno.fuente, uno.texto)
        for id_, uno in requisitos.REQUISITOS.items()
        if id_ in declaradas
    }
    assert declaradas == tabla
    assert len(PROPIAS) == len(declaradas) == 22
    assert [una.id for una in PROPIAS if not una.mira] == []
