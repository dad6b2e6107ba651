"""The list of a call that others change, and whose people were called, moved or renamed before."""

import re
from datetime import date

import pytest
from django.db import DataError, connection
from django.urls import reverse

from convocatorias import selectors, services
from convocatorias.models import Actividad, Contacto, Convocatoria
from tests.convocatorias.conftest import crear_contacto

RUTA = ("riberas", 2026, "jornada-nacional")
TEXTO = "Contamos con usted, vecina."


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*RUTA, *args))


@pytest.fixture
def fila(escena, contactos, mundo) -> Convocatoria:
    por = mundo["encargada"]
    fila = services.preparar_convocatoria(actividad=escena.actividad, mensaje=TEXTO, por=por)
    services.sumar_destinatarios(convocatoria=fila, contactos=contactos, por=por)
    return fila


@pytest.fixture
def actividad(fila, mundo) -> Actividad:
    """Called to already."""
    services.enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    return Actividad.objects.get(pk=fila.actividad_id)


def test_el_motivo_de_un_cambio_no_es_el_texto_de_otra_invitacion(actividad, mundo, entrar):
    por = mundo["encargada"]
    services.mover(
        actividad=actividad,
        fecha=date(2027, 5, 30),
        hora_inicio=actividad.hora_inicio,
        hora_termino=actividad.hora_termino,
        lugar=actividad.lugar,
        comuna=actividad.comuna,
        motivo="Se inundó el gimnasio.",
        por=por,
    )
    pagina = entrar("encargada").get(url("preparar")).content.decode()
    assert (TEXTO in pagina, "Se inundó el gimnasio.</textarea>" in pagina) == (True, False)
    otra = crear_contacto(mundo.riberas, "Otra junta", "territorial", correo="zoe@correo.example")
    nueva, _ = services.complementar(
        actividad=Actividad.objects.get(pk=actividad.pk), contactos=[otra], motivo="Falta", por=por
    )
    assert (nueva.clase, nueva.mensaje) == ("complementaria", TEXTO)


def test_la_direccion_de_quien_ya_fue_invitada_no_deja_fuera_a_otra(actividad, contactos, mundo):
    """She was invited at another address; the one that she has now was told nothing."""
    Contacto.objects.filter(pk=contactos[0].pk).update(correo="comun@correo.example")
    otra = crear_contacto(mundo.riberas, "Otra junta", "territorial", correo="comun@correo.example")
    nueva, _ = services.complementar(
        actividad=actividad, contactos=[contactos[0], otra], motivo="Falta", por=mundo["encargada"]
    )
    destinos = dict(selectors.lista(nueva).values_list("pk", "destino"))
    assert destinos == {contactos[0].pk: "invitada", otra.pk: "correo"}


def test_una_convocatoria_descartada_no_tiene_pagina(fila, mundo, entrar):
    services.descartar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    assert entrar("encargada").get(url("convocatoria_enviada", fila.pk)).status_code == 404


def test_en_la_lista_se_busca_sin_caracteres_que_la_base_rechaza(fila, entrar):
    def como_postgresql(ejecutar, sql, valores, muchos, contexto):
        if any(isinstance(v, str) and "\x00" in v for v in valores or ()):
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return ejecutar(sql, valores, muchos, contexto)

    cliente = entrar("encargada")
    with connection.execute_wrapper(como_postgresql):
        respuesta = cliente.get(url("convocatoria"), {"q": "moli\x00no"})
    assert respuesta.context["pagina"].paginator.count == 1


@pytest.mark.parametrize("boton", ["enviar", "programar_envio"])
def test_no_sale_a_una_lista_que_no_es_la_que_se_vio(fila, contactos, mundo, entrar, boton):
    cliente, datos = entrar("encargada"), {"dia": "2027-05-12", "hora": "09:00"}

    def visto() -> str:
        pagina = cliente.get(url("convocatoria")).content.decode()
        return re.search(r'name="lista" value="([^"]+)"', pagina)[1]

    antes = visto()
    otra = crear_contacto(mundo.riberas, "Otra junta", "territorial", correo="zoe@correo.example")
    services.sumar_destinatarios(convocatoria=fila, contactos=[otra], por=mundo["equipo"])
    respuesta = cliente.post(url(boton), datos | {"lista": antes})
    frase = "La lista cambió mientras usted la miraba, y no se envió nada."
    assert (respuesta.status_code, frase in respuesta.content.decode()) == (422, True)
    fila.refresh_from_db()
    assert fila.estado == "borrador"
    cliente.post(url(boton), datos | {"lista": visto()})
    fila.refresh_from_db()
    assert fila.estado == "programada"
