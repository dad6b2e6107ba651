"""Three beats remind at once, and a move at the same time: on PostgreSQL, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from convocatorias.models import Actividad, Invitacion
from convocatorias.services import (
    enviar_convocatoria,
    preparar_convocatoria,
    recordar_asistencia,
    suspender,
)
from correos.models import Mensaje
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.convocatorias.conftest import A_TIEMPO, con_programa, crear_contacto

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

CINCO_ANTES = datetime(2027, 5, 23, 13, 0, tzinfo=UTC)


@pytest.fixture
def convocada(transactional_db, mundo, reloj_en) -> Actividad:
    reloj_en(A_TIEMPO)
    with alcance(mundo.riberas):
        cuenta = el_mundo.crear_cuenta(mundo.riberas, mundo["encargada"])
        el_mundo.publicar_informe(
            el_mundo.crear_informe(cuenta), mundo["encargada"], mundo["autoridad"]
        )
        el_mundo.crear_proceso(cuenta)
        actividad = con_programa(el_mundo.crear_actividad(cuenta))
        convocatoria = preparar_convocatoria(
            actividad=actividad, mensaje="", por=mundo["encargada"]
        )
        contactos = [
            crear_contacto(mundo.riberas, tipo, tipo, correo=f"{tipo}@correo.example")
            for tipo in ("territorial", "funcional", "mujeres")
        ]
        enviar_convocatoria(convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"])
        return Actividad.objects.get(pk=actividad.pk)


def _barrer(_: int) -> int:
    try:
        return recordar_asistencia()
    finally:
        connections.close_all()


def test_tres_agendas_a_la_vez_recuerdan_una_vez(convocada, mundo, reloj_en) -> None:
    reloj_en(CINCO_ANTES)
    with ThreadPoolExecutor(3) as hilos:
        enviados = list(hilos.map(_barrer, range(3)))
    assert sum(enviados) == 3
    with alcance(mundo.riberas):
        assert Invitacion.objects.filter(clase="recordatorio").count() == 3
        assert Mensaje.objects.filter(tipo="recordatorio_de_invitacion").count() == 3


def test_quien_la_esta_suspendiendo_va_primero(convocada, mundo, reloj_en) -> None:
    """Nobody is reminded of what is being put off at that instant."""
    reloj_en(CINCO_ANTES)
    with ThreadPoolExecutor(1) as hilos, alcance(mundo.riberas):
        with transaction.atomic():
            suspender(actividad=convocada, motivo="Lluvia.", por=mundo["encargada"])
            assert hilos.submit(_barrer, 0).result(timeout=10) == 0
        assert hilos.submit(_barrer, 0).result(timeout=10) == 0
        assert Mensaje.objects.filter(tipo="recordatorio_de_invitacion").count() == 0
