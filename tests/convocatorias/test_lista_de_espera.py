"""Seats: the first 250 have one, the rest wait in order, and are called when one is left."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias.models import Participante
from convocatorias.services import (
    Contestacion,
    dar_lugar,
    guardar_actividad,
    inscribirse,
    responder,
)
from correos.models import Mensaje
from tests import mundo as el_mundo
from tests.convocatorias.conftest import A_TIEMPO

ASISTE, NO_ASISTE, EN_ESPERA = "asiste", "no_asiste", "en_espera"


def inscribir(actividad, n: int, acompanantes: int = 0, **otros) -> Participante:
    datos = {"correo": f"p{n}@correo.example"} | otros
    return inscribirse(
        actividad=actividad, nombres=f"Persona{n}", apellidos="Díaz", acompanantes=acompanantes,
        nonce=f"n-{n}", **datos,
    ).participante  # fmt: skip


def como_quedan(actividad) -> list[str]:
    filas = Participante.objects.filter(actividad=actividad).order_by("pk")
    return list(filas.values_list("asistencia", flat=True))


def asuntos(n: int) -> list[str]:
    filas = Mensaje.objects.filter(para=f"p{n}@correo.example").order_by("pk")
    return [asunto.partition(":")[0] for asunto in filas.values_list("asunto", flat=True)]


@pytest.fixture
def actividad(escena):
    escena.actividad.aforo = 3
    escena.actividad.save()
    return escena.actividad


def test_pasados_los_cupos_se_espera_y_se_dice(actividad) -> None:
    for n in range(5):
        inscribir(actividad, n)
    assert como_quedan(actividad) == [ASISTE] * 3 + [EN_ESPERA] * 2
    assert (asuntos(2), asuntos(3)) == (["Inscripción recibida"], ["Lista de espera"])
    carta = Mensaje.objects.get(para="p3@correo.example")
    assert "a nadie se le niega la entrada" in carta.texto
    assert carta.adjuntos.count() == 0


def test_los_acompanantes_ocupan_cupos(actividad) -> None:
    inscribir(actividad, 0, acompanantes=1)
    inscribir(actividad, 1, acompanantes=1)
    # One seat is left, but somebody waits: nobody passes before them.
    inscribir(actividad, 2)
    assert como_quedan(actividad) == [ASISTE, EN_ESPERA, EN_ESPERA]


def test_quien_fue_invitado_nunca_espera(actividad) -> None:
    for n in range(3):
        inscribir(actividad, n)
    rosa = el_mundo.crear_participante(actividad, "Rosa", "Quilaleo")
    responder(participante=rosa, dicho=Contestacion(ASISTE, acompanantes=2))
    rosa.refresh_from_db()
    assert (rosa.asistencia, rosa.acompanantes) == (ASISTE, 2)


def test_cuando_se_desocupa_un_cupo_se_llama_a_quien_sigue(actividad, reloj_en) -> None:
    personas = []
    for n in range(6):
        reloj_en(A_TIEMPO + timedelta(minutes=n))
        personas.append(inscribir(actividad, n))
    responder(participante=personas[0], dicho=Contestacion(NO_ASISTE))
    assert como_quedan(actividad) == [NO_ASISTE, ASISTE, ASISTE, ASISTE, EN_ESPERA, EN_ESPERA]
    assert asuntos(3) == ["Lista de espera", "Hay un cupo para usted"]
    # Coming back is coming last; and who changes with whom they come keeps their place.
    responder(participante=personas[0], dicho=Contestacion(ASISTE))
    responder(participante=personas[5], dicho=Contestacion(ASISTE, acompanantes=1))
    responder(participante=personas[1], dicho=Contestacion(NO_ASISTE))
    responder(participante=personas[2], dicho=Contestacion(NO_ASISTE))
    # One seat for two people: they wait for the other one, and nobody passes before them.
    assert como_quedan(actividad) == [EN_ESPERA, NO_ASISTE, NO_ASISTE, ASISTE, ASISTE, EN_ESPERA]
    responder(participante=personas[4], dicho=Contestacion(NO_ASISTE))
    assert como_quedan(actividad) == [EN_ESPERA, NO_ASISTE, NO_ASISTE, ASISTE, NO_ASISTE, ASISTE]
    llamados = Bitacora.objects.filter(accion="dar_lugar").order_by().values_list("desde", "hasta")
    assert list(llamados) == [(EN_ESPERA, ASISTE)] * 3


def test_el_mismo_instante_se_ordena_por_llegada(actividad) -> None:
    personas = [inscribir(actividad, n) for n in range(5)]
    responder(participante=personas[0], dicho=Contestacion(NO_ASISTE))
    assert como_quedan(actividad) == [NO_ASISTE, ASISTE, ASISTE, ASISTE, EN_ESPERA]


def test_con_mas_cupos_se_llama_a_quienes_caben(actividad, mundo) -> None:
    for n in range(6):
        inscribir(actividad, n)
    guardar_actividad(cuenta=actividad.cuenta, actividad=actividad, aforo=5, por=mundo["encargada"])
    assert como_quedan(actividad) == [ASISTE] * 5 + [EN_ESPERA]


def test_con_menos_cupos_nadie_pierde_el_suyo(actividad, mundo) -> None:
    for n in range(3):
        inscribir(actividad, n)
    guardar_actividad(cuenta=actividad.cuenta, actividad=actividad, aforo=1, por=mundo["encargada"])
    assert como_quedan(actividad) == [ASISTE] * 3


def test_quien_tiene_cupo_no_trae_a_mas_de_los_que_caben(actividad) -> None:
    persona = inscribir(actividad, 0)
    inscribir(actividad, 1)
    with pytest.raises(ErrorDominio) as error:
        responder(participante=persona, dicho=Contestacion(ASISTE, acompanantes=2))
    assert error.value.mensaje == (
        "No quedan cupos para tantas personas. Puede venir con 1 como máximo."
    )
    responder(participante=persona, dicho=Contestacion(ASISTE, acompanantes=1))
    inscribir(actividad, 2)
    with pytest.raises(ErrorDominio) as error:
        responder(
            participante=Participante.objects.get(nombres="Persona1"),
            dicho=Contestacion(ASISTE, acompanantes=1),
        )
    assert error.value.mensaje == ("No quedan cupos para tantas personas. Su cupo sigue reservado.")


def test_se_da_cupo_a_mano_y_se_avisa(actividad, mundo) -> None:
    for n in range(3):
        inscribir(actividad, n)
    ultima = inscribir(actividad, 3)
    dar_lugar(participante=ultima, por=mundo["encargada"])
    assert (como_quedan(actividad), asuntos(3)) == (
        [ASISTE] * 4, ["Lista de espera", "Hay un cupo para usted"],
    )  # fmt: skip
    with pytest.raises(ErrorDominio) as error:
        dar_lugar(participante=ultima, por=mundo["encargada"])
    assert error.value.mensaje == (
        "Esa persona ya no está en la lista de espera. Recargue la página."
    )


def test_el_dia_ya_no_se_da_cupo_ni_se_llama(actividad, mundo, reloj_en) -> None:
    for n in range(4):
        inscribir(actividad, n)
    reloj_en(datetime.fromisoformat("2027-05-28T13:31:00+00:00"))
    guardar_actividad(cuenta=actividad.cuenta, actividad=actividad, aforo=9, por=mundo["encargada"])
    assert como_quedan(actividad) == [ASISTE] * 3 + [EN_ESPERA]
    with pytest.raises(ErrorDominio) as error:
        dar_lugar(participante=Participante.objects.last(), por=mundo["encargada"])
    assert error.value.mensaje.startswith("La actividad ya comenzó.")


def test_quien_se_habia_retirado_y_se_inscribe_de_nuevo(actividad) -> None:
    persona = inscribir(actividad, 0)
    responder(participante=persona, dicho=Contestacion(NO_ASISTE))
    for n in (1, 2, 3):
        inscribir(actividad, n)
    de_nuevo = inscribir(actividad, 0)
    assert (de_nuevo, de_nuevo.asistencia) == (persona, EN_ESPERA)
    assert asuntos(0) == ["Inscripción recibida", "Lista de espera"]


def test_sin_correo_no_hay_carta_pero_si_enlace(actividad) -> None:
    una = inscribirse(
        actividad=actividad, nombres="Pedro", apellidos="Lagos", telefono="987654321", nonce="p"
    )
    assert (Mensaje.objects.count(), bool(una.clave)) == (0, True)


def test_solo_el_mismo_formulario_recibe_el_enlace(actividad) -> None:
    primera = inscribirse(
        actividad=actividad, nombres="Ana", apellidos="Rojas", correo="a@x.example", nonce="n"
    )
    repetida = inscribirse(
        actividad=actividad, nombres="ana", apellidos="ROJAS", correo="a@x.example", nonce="n"
    )
    ajena = inscribirse(
        actividad=actividad, nombres="Ana", apellidos="Rojas", correo="a@x.example", nonce="z"
    )
    assert [una.participante.pk for una in (repetida, ajena)] == [primera.participante.pk] * 2
    assert (bool(primera.clave), bool(repetida.clave), ajena.clave) == (True, True, "")


def test_las_paginas_lo_dicen(actividad) -> None:
    cliente = Client()
    publica = reverse("convocatorias:actividad", args=["riberas", 2026, "jornada-nacional"])
    assert "Los cupos ya se tomaron." not in cliente.get(publica).content.decode()
    for n in range(4):
        inscribir(actividad, n)
    pagina = cliente.get(publica)
    assert "Los cupos ya se tomaron." in pagina.content.decode()
    assert "Anotarme en la lista de espera" in pagina.content.decode()
    datos = {
        "nombres": "Nora", "apellidos": "Vera", "correo": "nora@correo.example",
        "acompanantes": "1", "nonce": pagina.context["form"].initial["nonce"],
    }  # fmt: skip
    suya = cliente.post(publica, datos, follow=True).content.decode()
    assert "Los cupos ya se tomaron. Le anotamos en la lista de espera." in suya
    assert "lugar 2, con 1 persona más." in suya


def test_trescientas_seguidas(escena) -> None:
    """Of three hundred, the first two hundred and fifty."""
    for n in range(300):
        inscribir(escena.actividad, n, correo="", telefono=f"9{n:08}")
    assert como_quedan(escena.actividad) == [ASISTE] * 250 + [EN_ESPERA] * 50
