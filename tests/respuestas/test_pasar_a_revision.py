"""The document is reviewed once nothing lacks, and each reply carries its result."""

from dataclasses import replace

import pytest

from comun.errores import ReglaIncumplida
from convocatorias.models import Actividad
from cuentas.models import AjusteRegla
from jornadas.models import Jornada
from respuestas import emails, services
from respuestas.documents import bloques_por_numero
from respuestas.models import Consulta, InformeRespuestas, PublicacionRespuestas
from servicios.models import Membresia
from talleres.models import Intervencion
from tests import mundo as m
from tests.respuestas.conftest import ROSA


@pytest.fixture
def pasar(cuenta, en_riberas):
    def _pasar() -> InformeRespuestas:
        informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
        services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
        return informe

    return _pasar


def faltas(pasar) -> list[str]:
    with pytest.raises(ReglaIncumplida) as error:
        pasar()
    estado = InformeRespuestas.objects.values_list("estado", flat=True).get()
    assert estado == InformeRespuestas.Estado.EN_PREPARACION
    return [una.id for una, _ in error.value.reglas]


def test_con_todo_pasa(escribir, responder, pasar):
    responder(consulta=escribir())
    assert pasar().estado == InformeRespuestas.Estado.EN_REVISION


def test_lo_dicho_y_no_recogido_lo_impide(cuenta, en_riberas, pasar, responder):
    actividad = Actividad.objects.get()
    taller = m.crear_taller(
        actividad, 1, estado="cerrado", facilitador=en_riberas["facilitadora"],
        secretario=en_riberas["secretaria"],
    )  # fmt: skip
    Intervencion.objects.create(
        taller=taller, tipo="pregunta", texto="¿Cuándo?", registrada_en=m.AHORA,
        registrada_por=en_riberas["secretaria"], nonce="nota-1",
    )  # fmt: skip
    jornada = m.crear_jornada(actividad, estado=Jornada.Estado.CERRADA)
    assert faltas(pasar) == ["R96"]
    services.recoger(jornada=jornada, por=en_riberas["sistematizadora"])
    assert faltas(pasar) == ["R113"]
    responder(consulta=Consulta.objects.get())
    assert pasar().estado == InformeRespuestas.Estado.EN_REVISION


def test_antes_de_que_termine_no_se_recoge(cuenta, en_riberas):
    jornada = m.crear_jornada(Actividad.objects.get())
    with pytest.raises(ReglaIncumplida, match="La jornada todavía no se cierra") as error:
        services.recoger(jornada=jornada, por=en_riberas["sistematizadora"])
    assert [una.id for una, _ in error.value.reglas] == ["R94"]


def test_sin_equipo_de_sistematizacion_salvo_que_la_norma_lo_baje(cuenta, en_riberas, pasar):
    Membresia.objects.filter(rol="sistematizador").update(retirada_en=m.AHORA)
    assert faltas(pasar) == ["R97"]
    AjusteRegla.objects.create(
        norma=cuenta.norma, regla="R97", motivo="Sistematiza un equipo externo.",
        ajustada_por=en_riberas["encargada"], ajustada_en=m.AHORA,
    )  # fmt: skip
    assert pasar().estado == InformeRespuestas.Estado.EN_REVISION


def test_una_respuesta_sin_aprobar_lo_impide(escribir, en_riberas, pasar):
    respuesta = services.redactar_respuesta(
        por=en_riberas["unidad"], consulta=escribir(), texto="En agosto."
    )
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    assert faltas(pasar) == ["R113", "R101"]
    services.aprobar_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    assert pasar().estado == InformeRespuestas.Estado.EN_REVISION


def test_la_version_publica_respeta_lo_dicho(escribir, en_riberas):
    consulta = escribir("Mi fono es 9 8765 4321")
    for texto, motivo in (("", "Un teléfono"), ("Mi fono", " ")):
        with pytest.raises(ReglaIncumplida) as error:
            services.redactar_version_publica(
                consulta=consulta, texto=texto, motivo=motivo, por=en_riberas["sistematizadora"]
            )
        assert [una.id for una, _ in error.value.reglas] == ["R95"]


def test_sin_contacto_no_se_puede_responder(escribir):
    with pytest.raises(ReglaIncumplida, match="sin un medio de contacto") as error:
        escribir(datos=replace(ROSA, correo=" "))
    assert [una.id for una, _ in error.value.reglas] == ["R50"]


@pytest.fixture
def carta(escribir, responder, pasar, en_riberas):
    """A published version, the mail to Rosa, and what it answers."""
    consulta = escribir("Una brigada", tipo="propuesta")
    responder(consulta=consulta, decision="acogida", fundamento="Alcanza.\n\n\nY se puede.")
    informe = pasar()
    services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])
    publicacion = PublicacionRespuestas.objects.get()
    bloque = bloques_por_numero(publicacion.contenido)[consulta.folio_numero]
    partes = [{"consulta": consulta, "bloque": bloque}]
    correo = emails.respuesta_personal(publicacion, consulta.consultante, partes, None)
    return publicacion, correo, partes


def test_cada_carta_lleva_el_enlace_y_la_decision(carta):
    hechos = emails.lo_que_dice(*carta)
    assert (hechos.personas, hechos.sin_resultado) == (1, 0)
    assert (hechos.aportes, hechos.sin_retorno) == (1, ())


def test_una_carta_sin_el_enlace_o_sin_la_decision_no_sale(carta, monkeypatch, en_riberas):
    publicacion, correo, partes = carta
    sin_nada = replace(correo, texto="Gracias por participar.")
    hechos = emails.lo_que_dice(publicacion, sin_nada, partes)
    assert (hechos.sin_resultado, hechos.sin_retorno) == (1, (1,))
    sin_por_que = replace(correo, texto=correo.texto.replace("Alcanza.", ""))
    assert emails.lo_que_dice(publicacion, sin_por_que, partes).sin_retorno == (1,)
    monkeypatch.setattr(emails, "respuesta_personal", lambda *_: sin_nada)
    services.reabrir_documento(informe=publicacion.informe, por=en_riberas["encargada"])
    consulta = partes[0]["consulta"]
    services.reabrir_respuesta(
        respuesta=Consulta.objects.get(pk=consulta.pk).respuesta, por=en_riberas["revisora"]
    )
    respuesta = services.redactar_respuesta(
        por=en_riberas["unidad"], consulta=Consulta.objects.get(pk=consulta.pk), texto="Otra.",
        decision="acogida", fundamento="Sí.",
    )  # fmt: skip
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    services.aprobar_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    informe = InformeRespuestas.objects.get()
    services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
    with pytest.raises(ReglaIncumplida) as error:
        services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])
    assert [una.id for una, _ in error.value.reglas] == ["R119", "R120"]
    assert PublicacionRespuestas.objects.count() == 1
