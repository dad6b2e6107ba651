"""Whoever asks not to be invited any more: from their invitation, and in the directory."""

import pytest
from django.test import Client
from django.urls import reverse

from convocatorias.models import Contacto, Participante
from convocatorias.selectors import elegidos
from convocatorias.services import (
    ESPERA,
    enviar_convocatoria,
    enviar_programadas,
    preparar_convocatoria,
)
from correos.models import Mensaje, Supresion
from correos.services import bloquear
from tests.convocatorias.conftest import A_TIEMPO, crear_contacto

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
    clave = mensaje.texto.partition("/invitacion/")[2].partition("/")[0]
    camino = reverse("convocatorias:invitacion", args=[clave])
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


def test_en_el_directorio_se_ve_quien_lo_pidio(contactos, mundo, entrar):
    callar(mundo.riberas, "rosa")
    callar(mundo.otro, "luis")
    dice = "Pidió no recibir invitaciones"
    cliente = entrar("encargada")
    directorio = reverse("convocatorias_gestion:directorio", args=("riberas", 2026))
    assert cliente.get(directorio).content.decode().count(dice) == 1
    veces = [
        cliente.get(
            reverse(
                "convocatorias_gestion:organizacion",
                args=("riberas", 2026, contacto.organizacion_id),
            )
        )
        .content.decode()
        .count(dice)
        for contacto in contactos
    ]
    assert veces == [1, 0, 0]


@pytest.mark.parametrize("alcance", ["renunciables", "todo"])
def test_al_elegir_a_quienes_queda_fuera_y_se_dice_por_que(
    escena, contactos, mundo, entrar, alcance
):
    contactos[0].correo = "Rosa@Correo.example"
    contactos[0].save()
    crear_contacto(mundo.riberas, "Junta de Vecinos El Molino", correo="sonia@correo.example")
    fila = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Le esperamos.", por=mundo["encargada"]
    )
    fila.destinatarios.set(Contacto.objects.all())
    callar(mundo.riberas, "rosa", alcance)
    ruta = ("riberas", 2026, "jornada-nacional")
    cliente = entrar("encargada")
    pagina = cliente.get(reverse("convocatorias_gestion:convocatoria", args=ruta)).content.decode()
    assert pagina.count("Pidió no ser invitada") == 1
    assert "<strong>3 invitaciones</strong> por enviar" in pagina
    cliente.post(reverse("convocatorias_gestion:enviar", args=ruta), {})
    assert enviar_programadas(ahora=A_TIEMPO + 2 * ESPERA) == 1
    para = Mensaje.objects.filter(tipo="invitacion").values_list("para", flat=True)
    assert sorted(para) == [f"{q}@correo.example" for q in ("luis", "nelly", "sonia")]


def test_una_programada_no_va_a_quien_lo_pidio_despues(escena, contactos, mundo):
    convocatoria = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Le esperamos.", por=mundo["encargada"]
    )
    convocatoria.destinatarios.set(contactos)
    assert [c.nombres for c in elegidos(convocatoria)] == ["Nelly", "Luis", "Rosa Elena"]
    callar(mundo.riberas, "luis")
    assert [c.nombres for c in elegidos(convocatoria)] == ["Nelly", "Rosa Elena"]
