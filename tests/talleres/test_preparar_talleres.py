"""Workshops are created with their topics, and get two people of the service."""

import pytest

from comun.errores import ErrorDominio, SinPermiso
from comun.models import Bitacora
from convocatorias.models import Actividad
from talleres import services
from talleres.models import Taller
from tests import mundo as m


def test_crear_talleres_numera_despues_del_ultimo(escena):
    nuevos = services.crear_talleres(
        actividad=escena.actividad, cantidad=3, temas=["Agua", " ", "Caminos"], por=escena["equipo"]
    )
    assert [(t.numero, t.nombre, t.cupo, t.estado) for t in nuevos] == [
        (2, "Agua", 12, "planificado"),
        (3, "Caminos", 12, "planificado"),
        (4, "Diálogo abierto", 12, "planificado"),
    ]
    registro = Bitacora.objects.get(accion="crear_talleres")
    assert registro.datos == {"cantidad": 3, "desde": 2}


@pytest.mark.parametrize("cantidad", [0, -1, 60])
def test_crear_talleres_pide_un_numero_posible(escena, cantidad):
    with pytest.raises(ErrorDominio) as error:
        services.crear_talleres(
            actividad=escena.actividad, cantidad=cantidad, por=escena["encargada"]
        )
    assert error.value.mensaje == "Indique entre 1 y 60 talleres en total. Ya hay 1."


def test_crear_talleres_de_una_actividad_anulada(escena):
    otra = m.crear_actividad(
        escena.cuenta, slug="otra", estado=Actividad.Estado.ANULADA, motivo_estado="Lluvia"
    )
    with pytest.raises(ErrorDominio) as error:
        services.crear_talleres(actividad=otra, cantidad=2, por=escena["encargada"])
    assert error.value.mensaje == "La actividad está anulada: no se le agregan talleres."
    assert Taller.objects.filter(actividad=otra).count() == 0


def test_crear_talleres_exige_el_permiso(escena):
    with pytest.raises(SinPermiso):
        services.crear_talleres(actividad=escena.actividad, cantidad=1, por=escena["secretaria"])


def test_editar_taller(escena):
    services.editar_taller(
        taller=escena.taller, nombre="Caminos", sala="Sala 2", cupo=10, por=escena["equipo"]
    )
    escena.taller.refresh_from_db()
    assert (escena.taller.nombre, escena.taller.sala, escena.taller.cupo) == (
        "Caminos",
        "Sala 2",
        10,
    )


def test_asignar_equipo(escena):
    taller = m.crear_taller(escena.actividad, 2)
    services.asignar_equipo(
        taller=taller,
        facilitador=escena["facilitadora"],
        secretario=escena["secretaria"],
        por=escena["encargada"],
    )
    taller.refresh_from_db()
    assert taller.facilitador == escena["facilitadora"]
    assert taller.secretario == escena["secretaria"]


def test_el_equipo_son_dos_personas(escena):
    with pytest.raises(ErrorDominio) as error:
        services.asignar_equipo(
            taller=escena.taller,
            facilitador=escena["secretaria"],
            secretario=escena["secretaria"],
            por=escena["encargada"],
        )
    assert error.value.mensaje == "Quien facilita y quien registra deben ser dos personas (R74)."


@pytest.mark.parametrize("ajena", ["encargada-otro", "acreditadora", "facilitadora"])
def test_la_secretaria_tiene_el_rol_en_el_servicio(escena, ajena):
    persona = escena[ajena]
    with pytest.raises(ErrorDominio) as error:
        services.asignar_equipo(
            taller=escena.taller,
            facilitador=escena["equipo"],
            secretario=persona,
            por=escena["encargada"],
        )
    assert error.value.mensaje == (
        f"{persona} no tiene el rol «Secretaría técnica de taller» en este servicio. "
        "Déselo en la página del equipo, o elija a otra persona."
    )


def test_un_taller_en_curso_no_se_queda_sin_equipo(escena):
    escena.en_curso()
    with pytest.raises(ErrorDominio) as error:
        services.asignar_equipo(
            taller=escena.taller, facilitador=None, secretario=None, por=escena["encargada"]
        )
    assert error.value.mensaje == "El taller ya empezó: necesita a sus dos personas (R74)."


def test_descartar_un_taller_vacio(escena):
    services.descartar_taller(taller=escena.taller, por=escena["encargada"])
    assert Taller.objects.get(pk=escena.taller.pk).estado == "sin_realizar"


def test_no_se_descarta_un_taller_con_gente(escena):
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    services.asignar(participante=persona, por=escena["equipo"])
    with pytest.raises(ErrorDominio) as error:
        services.descartar_taller(taller=escena.taller, por=escena["encargada"])
    assert error.value.mensaje == ("En el taller 1 hay 1 persona. Cámbielas de taller primero.")
