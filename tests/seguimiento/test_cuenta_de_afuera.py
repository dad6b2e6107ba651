"""An account that began elsewhere: what happened before counts, with its day, everywhere."""

from datetime import date, timedelta

import pytest

from cuentas.services import anotar_hecho_previo
from seguimiento.etapas import Etapa, etapa, pasos
from seguimiento.models import Pendiente, Plazo, Proyeccion
from seguimiento.selectors import panorama_de
from seguimiento.services import poner_al_dia
from tests import mundo as m

DIA = date(2027, 5, 3)


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def ocurrio(cuenta, por, **fechas: date) -> None:
    for tipo, fecha in fechas.items():
        anotar_hecho_previo(
            cuenta=cuenta,
            tipo=tipo,
            fecha=fecha,
            evidencia="Acta de 2027",
            motivo="El portal se empezó a usar en mayo.",
            url="https://riberas.example/cuenta",
            por=por,
        )
    poner_al_dia(ahora=m.AHORA)


def lineas() -> set[str]:
    return set(Pendiente.objects.values_list("regla", flat=True))


def test_sin_lo_de_antes_todo_esta_por_hacerse(cuenta):
    poner_al_dia(ahora=m.AHORA)
    assert {"R11", "R24", "R4"} <= lineas()
    assert etapa(panorama_de(cuenta), m.AHORA) == Etapa.PREPARACION


def test_lo_que_ya_ocurrio_no_se_pide_otra_vez(cuenta, en_riberas):
    ocurrio(
        cuenta, en_riberas["encargada"], informe=date(2027, 4, 10), convocatoria=date(2027, 4, 12),
        participacion=date(2027, 4, 20), jornada=DIA,
    )  # fmt: skip
    assert lineas() & {"R11", "R23", "R24", "R4", "R133"} == set()
    panorama = panorama_de(cuenta)
    assert etapa(panorama, m.AHORA) == Etapa.SISTEMATIZACION
    estados = [(paso["nombre"], paso["estado"]) for paso in pasos(panorama, m.AHORA)]
    assert estados[:3] == [
        ("Informe publicado", "listo"),
        ("Participación virtual", "listo"),
        ("Jornada presencial", "listo"),
    ]


def test_los_plazos_de_respuesta_corren_desde_esa_jornada(cuenta, en_riberas):
    ocurrio(cuenta, en_riberas["encargada"], jornada=DIA)
    fechas = panorama_de(cuenta).fechas
    assert (fechas.ancla, fechas.maximo.fecha) == (DIA, DIA + timedelta(days=45))
    reglas = Plazo.objects.filter(fecha=DIA + timedelta(days=45)).values_list("regla", flat=True)
    assert list(reglas) == ["R108"]


def test_si_ya_se_respondio_la_cuenta_esta_respondida(cuenta, en_riberas, entrar):
    ocurrio(cuenta, en_riberas["encargada"], jornada=DIA, respuestas=date(2027, 5, 14))
    assert Proyeccion.objects.get(cuenta=cuenta).etapa == Etapa.RESPONDIDA
    assert not lineas() & {"R108"}
    tablero = entrar("encargada").get("/gestion/cuentas/riberas/2026/").content.decode()
    assert "Las respuestas se publicaron el <strong>viernes 14 de mayo de 2027</strong>" in tablero


def test_la_pagina_publica_lo_cuenta_con_su_motivo(cuenta, en_riberas, client):
    ocurrio(cuenta, en_riberas["encargada"], informe=date(2027, 4, 10))
    pagina = client.get("/cuentas/riberas/2026/").content.decode()
    assert "Antes de usar este portal se publicó el informe el 10/04/2027" in pagina
    assert "El portal se empezó a usar en mayo." in pagina
    assert 'href="https://riberas.example/cuenta"' in pagina
