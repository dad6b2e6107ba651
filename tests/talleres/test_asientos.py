"""Seats: balanced, never over the seats while one is left, and nobody is turned away (K6)."""

from collections import Counter

import pytest

from comun.errores import ErrorDominio
from comun.models import Bitacora
from talleres import services
from talleres.models import Asignacion, Taller
from tests import mundo as m


def _llegan(escena, cuantas: int) -> list[int]:
    """The workshop numbers that so many people get, one after another."""
    numeros = []
    for n in range(cuantas):
        persona = m.crear_participante(escena.actividad, f"Persona {n}", "Soto")
        numeros.append(services.asignar(participante=persona, por=escena["equipo"]).taller.numero)
    return numeros


def test_ochenta_y_dos_personas_en_ocho_talleres(escena):
    services.crear_talleres(actividad=escena.actividad, cantidad=7, por=escena["equipo"])
    tamanos = Counter(_llegan(escena, 82))
    assert tamanos == {1: 11, 2: 11, 3: 10, 4: 10, 5: 10, 6: 10, 7: 10, 8: 10}


def test_en_empate_el_numero_mas_bajo(escena):
    m.crear_taller(escena.actividad, 2)
    assert _llegan(escena, 3) == [1, 2, 1]


def test_el_cupo_se_respeta_mientras_quede_alguno(escena):
    Taller.objects.filter(pk=escena.taller.pk).update(cupo=1)
    m.crear_taller(escena.actividad, 2, cupo=3)
    assert _llegan(escena, 6) == [1, 2, 2, 2, 1, 1]


def test_un_taller_cerrado_no_recibe(escena):
    m.crear_taller(escena.actividad, 2)
    Taller.objects.filter(pk=escena.taller.pk).update(estado=Taller.Estado.CERRADO)
    assert _llegan(escena, 2) == [2, 2]


def test_sin_talleres_abiertos_no_hay_asiento(escena):
    Taller.objects.filter(pk=escena.taller.pk).update(estado=Taller.Estado.CERRADO)
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    assert services.asignar(participante=persona, por=escena["equipo"]) is None
    assert Asignacion.objects.count() == 0


def test_quien_tiene_asiento_lo_conserva(escena):
    otro = m.crear_taller(escena.actividad, 2)
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    services.asignar(participante=persona, por=escena["equipo"], taller=otro)
    assert services.asignar(participante=persona, por=escena["equipo"]).taller == otro
    assert Asignacion.objects.count() == 1


def test_mover_a_otro_taller_aunque_este_lleno(escena):
    lleno = m.crear_taller(escena.actividad, 2, cupo=0)
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    services.asignar(participante=persona, por=escena["equipo"])
    services.mover_a(participante=persona, taller=lleno, por=escena["equipo"])
    assert Asignacion.objects.get(participante=persona).taller == lleno
    assert Bitacora.objects.get(accion="mover_a").datos == {"desde": 1, "hasta": 2}


def test_mover_a_un_taller_de_otra_actividad(escena):
    ajeno = m.crear_taller(m.crear_actividad(escena.cuenta, slug="otra"), 1)
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    with pytest.raises(ErrorDominio) as error:
        services.mover_a(participante=persona, taller=ajeno, por=escena["equipo"])
    assert error.value.mensaje == "Ese taller es de otra actividad. Elija uno de esta."


def test_mover_a_un_taller_cerrado(escena):
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    cerrado = m.crear_taller(
        escena.actividad,
        2,
        estado=Taller.Estado.CERRADO,
        facilitador=escena["facilitadora"],
        secretario=escena["secretaria"],
    )
    with pytest.raises(ErrorDominio) as error:
        services.mover_a(participante=persona, taller=cerrado, por=escena["equipo"])
    assert error.value.mensaje == "El taller 2 está cerrado. Elija otro."


@pytest.mark.parametrize("personas", [1, 30])
def test_sugerir_cuesta_lo_mismo_con_mas_gente(escena, personas, django_assert_num_queries):
    _llegan(escena, personas)
    with django_assert_num_queries(2):
        services.sugerir_taller(actividad=escena.actividad)
