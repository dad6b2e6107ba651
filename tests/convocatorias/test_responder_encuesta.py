"""Whoever is invited answers by their link, once, and nobody can tell which answer is theirs."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias import selectors, services
from convocatorias.models import RespuestaPrevia, ValorPrevio

DICHO = {1: [1, 3], 2: [2], 3: [4], 4: "Que el agua no falte."}


def responder(encuesta, fila, dicho=DICHO):
    return services.responder_encuesta(
        encuesta=encuesta, participante=fila.participante, dicho=dicho
    )


def test_guarda_lo_respondido_y_el_dia_pero_no_a_quien(encuesta, invitar):
    fila, clave = invitar()
    respuesta = responder(encuesta, fila)
    valores = respuesta.valores.order_by("pregunta__orden", "opcion")
    assert list(valores.values_list("pregunta__orden", "opcion", "texto")) == [
        (1, 1, ""),
        (1, 3, ""),
        (2, 2, ""),
        (3, 4, ""),
        (4, None, "Que el agua no falte."),
    ]
    assert (respuesta.canal, respuesta.dia) == ("internet", date(2027, 5, 10))
    assert respuesta.ingresada_por is None
    campos = {f.name for f in RespuestaPrevia._meta.get_fields() if f.is_relation}
    assert campos == {"servicio", "encuesta", "ingresada_por", "valores"}
    assert respuesta.nonce not in (clave, fila.clave_hash, str(fila.participante_id))
    assert len(respuesta.nonce) == 64
    assert not Bitacora.objects.filter(objeto_tipo__contains="respuestaprevia").exists()


def test_responder_de_nuevo_reemplaza(encuesta, invitar):
    fila, _ = invitar()
    primera = responder(encuesta, fila)
    segunda = responder(encuesta, fila, {2: [1]})
    assert segunda.pk == primera.pk
    assert list(segunda.valores.values_list("pregunta__orden", "opcion")) == [(2, 1)]
    nonce = services.nonce_de_persona(encuesta, fila.participante)
    assert selectors.valores_de(encuesta, nonce) == {2: [1]}


def test_el_enlace_del_recordatorio_es_de_la_misma_persona(encuesta, invitar):
    primera, _ = invitar()
    recordatorio, _ = invitar(participante=primera.participante, clase="recordatorio")
    responder(encuesta, primera)
    responder(encuesta, recordatorio, {2: [1]})
    assert RespuestaPrevia.objects.count() == 1
    responder(encuesta, invitar("Luis", "Cea")[0])
    assert RespuestaPrevia.objects.count() == 2


@pytest.mark.parametrize(
    ("dicho", "mensaje"),
    [
        ({}, "Responda al menos una pregunta."),
        ({4: "  "}, "Responda al menos una pregunta."),
        ({2: [3]}, "La pregunta 2 no tiene esa opción. Elija otra."),
        ({3: [0]}, "La pregunta 3 no tiene esa opción. Elija otra."),
        ({2: [1, 2]}, "La pregunta 2 se responde con una sola opción."),
        ({4: "a" * 301}, "La respuesta a la pregunta 4 lleva más de 300 letras. Acórtela."),
    ],
    ids=["nada", "espacios", "sin-esa-opcion", "cero", "dos-en-una", "largo"],
)
def test_lo_que_no_se_recibe(encuesta, invitar, dicho, mensaje):
    with pytest.raises(ErrorDominio) as error:
        responder(encuesta, invitar()[0], dicho)
    assert error.value.mensaje == mensaje
    assert (RespuestaPrevia.objects.count(), ValorPrevio.objects.count()) == (0, 0)


def test_cerrada_no_recibe_ni_deja_cambiar(encuesta, invitar, mundo, reloj_en):
    fila, _ = invitar()
    responder(encuesta, fila)
    services.cerrar_encuesta(encuesta=encuesta, por=mundo["encargada"])
    with pytest.raises(services.EncuestaCerrada) as error:
        responder(encuesta, fila, {2: [1]})
    assert error.value.mensaje == (
        "La encuesta ya cerró. Puede participar por internet o en la actividad misma."
    )
    assert ValorPrevio.objects.count() == 5


@pytest.mark.parametrize(
    ("dia", "mensaje"),
    [
        (9, "La encuesta abre el 10 de mayo. Vuelva ese día."),
        (28, "La encuesta ya cerró. Puede participar por internet o en la actividad misma."),
    ],
)
def test_fuera_de_sus_dias(encuesta, invitar, reloj_en, dia, mensaje):
    fila, _ = invitar()
    reloj_en(datetime(2027, 5, dia, 14, 0, tzinfo=UTC))
    with pytest.raises(services.EncuestaCerrada) as error:
        responder(encuesta, fila)
    assert error.value.mensaje == mensaje


def test_la_base_no_guarda_dos_veces_lo_mismo(encuesta, invitar, mundo):
    respuesta = responder(encuesta, invitar()[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        RespuestaPrevia.objects.create(
            encuesta=encuesta, canal="internet", dia=respuesta.dia, nonce=respuesta.nonce
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RespuestaPrevia.objects.create(
            encuesta=encuesta, canal="papel", dia=respuesta.dia, nonce="x"
        )
    texto = respuesta.valores.get(opcion=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValorPrevio.objects.create(respuesta=respuesta, pregunta=texto.pregunta, texto="Otro")


def test_si_la_actividad_se_adelanta_la_encuesta_termina_con_ella(
    escena, encuesta, invitar, reloj_en
):
    """It was to close on the 27th; the activity is now on the 20th."""
    fila, _ = invitar()
    escena.actividad.fecha = date(2027, 5, 20)
    escena.actividad.save()
    encuesta = selectors.encuesta_de(escena.actividad)
    assert encuesta.ultimo_dia == date(2027, 5, 20)
    reloj_en(datetime(2027, 5, 20, 12, 0, tzinfo=UTC))
    responder(encuesta, fila)
    reloj_en(datetime(2027, 5, 21, 12, 0, tzinfo=UTC))
    with pytest.raises(services.EncuestaCerrada):
        responder(encuesta, fila)
    assert (
        selectors.encuesta_abierta(escena.actividad, datetime(2027, 5, 21, 12, tzinfo=UTC)) is None
    )
