"""While the account is suspended nobody is called; while its plan changes, the organiser says."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio
from convocatorias.models import Convocatoria, Invitacion
from convocatorias.services import enviar_convocatoria, preparar_convocatoria
from correos.models import Mensaje
from cuentas.services import reanudar_cuenta, replanificar_cuenta, suspender_cuenta


@pytest.fixture
def enviar(escena, contactos, mundo):
    convocatoria = preparar_convocatoria(
        actividad=escena.actividad, mensaje="Contamos con usted.", por=mundo["encargada"]
    )
    return lambda: enviar_convocatoria(
        convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"]
    )


@pytest.fixture
def suspendida(escena, mundo):
    suspender_cuenta(
        cuenta=escena.cuenta, motivo="Aluvión.", desde=date(2027, 5, 3), por=mundo["encargada"]
    )
    return escena.cuenta


def test_suspendida_no_se_envia_nada(enviar, suspendida, mundo):
    with pytest.raises(ErrorDominio) as error:
        enviar()
    assert error.value.mensaje == (
        "La cuenta está suspendida desde el lunes 3 de mayo de 2027: mientras tanto no se envían "
        "convocatorias. Reanúdela primero en «Datos y fechas»."
    )
    assert (Convocatoria.objects.get().estado, Invitacion.objects.count()) == ("borrador", 0)
    assert Mensaje.objects.count() == 0
    reanudar_cuenta(cuenta=suspendida, hasta=date(2027, 5, 10), por=mundo["encargada"])
    assert enviar().estado == "enviada"
    assert Invitacion.objects.count() == 3


def test_en_replanificacion_se_convoca(enviar, suspendida, mundo):
    replanificar_cuenta(
        cuenta=suspendida, motivo="Otra fecha.", desde=date(2027, 5, 10), por=mundo["encargada"]
    )
    assert enviar().estado == "enviada"
    assert Invitacion.objects.count() == 3


def test_la_pagina_de_la_actividad_lo_dice_con_una_sentencia(escena, suspendida, mundo):
    """There people decide whether to come."""
    direccion = reverse("convocatorias:actividad", args=["riberas", 2026, "jornada-nacional"])
    with CaptureQueriesContext(connection) as consultas:
        pagina = " ".join(Client().get(direccion).content.decode().split())
    assert (
        "<strong>Esta cuenta pública está suspendida desde el lunes 3 de mayo de 2027.</strong> "
        "Motivo: Aluvión."
    ) in pagina
    # One for the version of a kept page, one for its programme, one for what is followed from afar.
    assert len(consultas) == 11
    reanudar_cuenta(cuenta=suspendida, hasta=date(2027, 5, 10), por=mundo["encargada"])
    assert "Esta cuenta pública está" not in Client().get(direccion).content.decode()
