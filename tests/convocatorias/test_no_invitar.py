"""Whoever asks not to be invited any more: from their invitation, and in the directory."""

import pytest
from django.test import Client

from convocatorias.models import Participante
from convocatorias.services import enviar_convocatoria, preparar_convocatoria
from correos.models import Mensaje, Supresion
from correos.services import bloquear

BOTON = "No quiero recibir más invitaciones"


@pytest.fixture
def enviada(escena, contactos, mundo):
    convocatoria = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Le esperamos.", por=mundo["encargada"]
    )
    return enviar_convocatoria(
        convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"]
    )


def callar(servicio, quien, alcance="renunciables"):
    return bloquear(
        servicio=servicio,
        direccion=f"{quien}@correo.example",
        alcance=alcance,
        origen=Supresion.Origen.PERSONA,
    )


def test_en_su_pagina_esta_el_boton_y_dice_como_quedo(enviada):
    mensaje = Mensaje.objects.get(para="rosa@correo.example")
    enlace = mensaje.texto.partition("/invitacion/")[2].partition("#no-invitar")[0]
    camino = f"/invitacion/{enlace}"
    assert mensaje.texto.count("#no-invitar") == mensaje.html.count("#no-invitar") == 1
    navegador = Client(enforce_csrf_checks=True)
    pagina = navegador.get(camino).content.decode()
    baja = pagina.partition('action="/correos/baja/')[2].partition('"')[0]
    assert pagina.count(BOTON) == 1
    assert not Supresion.objects.exists()
    datos = {"csrfmiddlewaretoken": navegador.cookies["csrf"].value}
    respuesta = navegador.post(f"/correos/baja/{baja}", datos, follow=True)
    assert "<h1>Ya no recibirá invitaciones</h1>" in respuesta.content.decode()
    fila = Supresion.objects.get()
    assert (fila.direccion, fila.alcance) == ("rosa@correo.example", "renunciables")
    assert Mensaje.objects.get(pk=mensaje.pk).estado == "anulado"
    pagina = navegador.get(camino).content.decode()
    assert BOTON not in pagina
    assert "Pidió no recibir más invitaciones" in pagina
    assert Participante.objects.get(correo="rosa@correo.example").asistencia == "sin_respuesta"
