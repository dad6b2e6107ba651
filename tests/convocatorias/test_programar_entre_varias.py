"""Several people over one call, pages that stayed open, and long directories."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ErrorDominio
from convocatorias import selectors
from convocatorias.models import Contacto
from convocatorias.services import (
    enviar_convocatoria,
    preparar_convocatoria,
    programar_envio,
)
from correos.models import Mensaje
from tests.convocatorias.conftest import crear_contacto
from tests.convocatorias.test_paginas_de_envio import (
    A_LAS_NUEVE,
    convocatoria,
    programada,
)

__all__ = ["convocatoria", "programada"]


def test_a_la_misma_hora_y_a_otras_personas_no_es_lo_mismo(
    programada, contactos, mundo, entrar
) -> None:
    otra = crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    with pytest.raises(ErrorDominio) as error:
        programar_envio(
            convocatoria=programada,
            contactos=[*contactos, otra],
            enviar_en=A_LAS_NUEVE,
            por=mundo["equipo"],
        )
    assert error.value.mensaje == (
        "El envío de esta convocatoria está programado. Para cambiarla, vuélvala primero a "
        "preparación."
    )
    assert set(selectors.elegidos(programada)) == set(contactos)


def test_volver_a_invitar_no_pregunta_por_cada_organizacion(escena, contactos, mundo) -> None:
    def llamar() -> int:
        fila = preparar_convocatoria(
            actividad=escena.actividad, mensaje="A {{organizacion}}", por=mundo["encargada"]
        )
        with CaptureQueriesContext(connection) as consultas:
            enviar_convocatoria(
                convocatoria=fila, contactos=Contacto.objects.all(), por=mundo["encargada"]
            )
        return len([c for c in consultas if 'FROM "convocatorias_organizacion"' in c["sql"]])

    llamar()
    assert (llamar(), Mensaje.objects.count()) == (0, 6)
