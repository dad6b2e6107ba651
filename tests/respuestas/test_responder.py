"""An answer is written by one person and approved by another."""

import pytest

from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso
from respuestas import services
from respuestas.models import Consulta, Respuesta
from servicios.models import Membresia
from servicios.permissions import Rol


def test_aprobar_responde_a_todo_el_grupo_y_reabrir_vuelve(cuenta, en_riberas, escribir, responder):
    consultas = [escribir("A"), escribir("B")]
    grupo = services.crear_grupo(
        cuenta=cuenta, titulo="T", consultas=consultas, por=en_riberas["sistematizadora"]
    )
    respuesta = responder(grupo=grupo)
    assert list(Consulta.objects.values_list("estado", flat=True)) == ["respondida"] * 2
    assert respuesta.aprobada_por == en_riberas["revisora"]
    services.reabrir_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    assert list(Consulta.objects.values_list("estado", flat=True)) == ["recibida"] * 2
    guardada = Respuesta.objects.get()
    assert (guardada.estado, guardada.aprobada_por, guardada.aprobada_en) == (
        "borrador",
        None,
        None,
    )


def test_una_propuesta_lleva_decision_y_fundamento(cuenta, en_riberas, escribir):
    consulta, por = escribir("Una sede", tipo="propuesta"), en_riberas["unidad"]
    respuesta = services.redactar_respuesta(consulta=consulta, texto="Sí.", por=por)
    with pytest.raises(ReglaIncumplida, match="Es una propuesta y no tiene decisión") as error:
        services.enviar_a_revision(respuesta=respuesta, por=por)
    assert [regla.id for regla, _ in error.value.reglas] == ["R114"]
    respuesta = services.redactar_respuesta(
        consulta=consulta, texto="Sí.", decision="acogida", por=por
    )
    with pytest.raises(ReglaIncumplida, match="La decisión no tiene fundamento") as error:
        services.enviar_a_revision(respuesta=respuesta, por=por)
    assert [regla.id for regla, _ in error.value.reglas] == ["R115"]
    respuesta = services.redactar_respuesta(
        consulta=consulta, texto="Sí.", decision="acogida", fundamento="Hay sitio.", por=por
    )
    services.enviar_a_revision(respuesta=respuesta, por=por)
    assert respuesta.estado == "en_revision"


def test_quien_escribio_no_aprueba(cuenta, en_riberas, escribir):
    revisora, consulta = en_riberas["revisora"], escribir()
    Membresia.objects.create(usuario=revisora, servicio=cuenta.servicio, rol=Rol.UNIDAD)
    revisora = en_riberas["revisora"]
    services.redactar_respuesta(consulta=consulta, texto="Mía.", por=revisora)
    # Somebody else saves it afterwards: who wrote a part of it still does not approve it.
    respuesta = services.redactar_respuesta(
        consulta=consulta, texto="Mía y de otra.", por=en_riberas["unidad"]
    )
    services.enviar_a_revision(respuesta=respuesta, por=revisora)
    with pytest.raises(ReglaIncumplida, match="Usted escribió esta respuesta"):
        services.aprobar_respuesta(respuesta=respuesta, por=revisora)
    assert Consulta.objects.get().estado == "recibida"


def test_sin_el_rol_no_se_aprueba(cuenta, en_riberas, escribir):
    respuesta = services.redactar_respuesta(
        consulta=escribir(), texto="Sí.", por=en_riberas["unidad"]
    )
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    with pytest.raises(SinPermiso):
        services.aprobar_respuesta(respuesta=respuesta, por=en_riberas["encargada"])


def test_devolver_con_observacion(cuenta, en_riberas, escribir):
    respuesta = services.redactar_respuesta(
        consulta=escribir(), texto="Sí.", por=en_riberas["unidad"]
    )
    with pytest.raises(ErrorDominio, match="Solo se devuelve una respuesta que está en revisión"):
        services.devolver(respuesta=respuesta, observacion="Más claro", por=en_riberas["revisora"])
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    with pytest.raises(ErrorDominio, match="Escriba qué hay que cambiar"):
        services.devolver(respuesta=respuesta, observacion=" ", por=en_riberas["revisora"])
    services.devolver(respuesta=respuesta, observacion="Más claro", por=en_riberas["revisora"])
    assert (respuesta.estado, respuesta.observacion) == ("borrador", "Más claro")


def test_en_revision_no_se_reescribe(cuenta, en_riberas, escribir):
    consulta = escribir()
    respuesta = services.redactar_respuesta(
        consulta=consulta, texto="Sí.", por=en_riberas["unidad"]
    )
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    with pytest.raises(ErrorDominio, match="ya está en revisión"):
        services.redactar_respuesta(consulta=consulta, texto="No.", por=en_riberas["unidad"])


def test_en_blanco_no_pasa(cuenta, en_riberas, escribir):
    respuesta = services.redactar_respuesta(consulta=escribir(), texto="", por=en_riberas["unidad"])
    with pytest.raises(ReglaIncumplida, match="La respuesta está en blanco"):
        services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
