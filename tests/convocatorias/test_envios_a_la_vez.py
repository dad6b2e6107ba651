"""Three beats at the same hour: on PostgreSQL, with real transactions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from convocatorias.models import Actividad, Convocatoria, Invitacion
from convocatorias.services import (
    desprogramar_envio,
    enviar_programadas,
    preparar_convocatoria,
    programar_envio,
    quitar_destinatarios,
    sumar_destinatarios,
)
from convocatorias.services.programadas import detener_envio
from correos.models import Mensaje
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.convocatorias.conftest import A_TIEMPO, con_programa, crear_contacto

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

A_LAS_NUEVE = datetime(2027, 5, 12, 13, 0, tzinfo=UTC)


@pytest.fixture
def programada(transactional_db, mundo, reloj_en) -> Convocatoria:
    reloj_en(A_TIEMPO)
    with alcance(mundo.riberas):
        cuenta = el_mundo.crear_cuenta(mundo.riberas, mundo["encargada"])
        el_mundo.publicar_informe(
            el_mundo.crear_informe(cuenta), mundo["encargada"], mundo["autoridad"]
        )
        el_mundo.crear_proceso(cuenta)
        convocatoria = preparar_convocatoria(
            actividad=con_programa(el_mundo.crear_actividad(cuenta)),
            mensaje="",
            por=mundo["encargada"],
        )
        contactos = [
            crear_contacto(mundo.riberas, tipo, tipo, correo=f"{tipo}@correo.example")
            for tipo in ("territorial", "funcional", "mujeres")
        ]
        return programar_envio(
            convocatoria=convocatoria,
            contactos=contactos,
            enviar_en=A_LAS_NUEVE,
            por=mundo["encargada"],
        )


def _barrer(_: int) -> int:
    try:
        return enviar_programadas()
    finally:
        connections.close_all()


def test_tres_agendas_a_la_vez_la_envian_una_vez(programada, mundo, reloj_en) -> None:
    reloj_en(A_LAS_NUEVE)
    with ThreadPoolExecutor(3) as hilos:
        enviadas = list(hilos.map(_barrer, range(3)))
    assert sum(enviadas) == 1
    with alcance(mundo.riberas):
        assert (Invitacion.objects.count(), Mensaje.objects.count()) == (3, 3)


def test_quien_esta_moviendo_la_actividad_va_primero(programada, mundo, reloj_en) -> None:
    """The beat takes the activity before the call, as `mover` does: no ring, and no old date."""
    reloj_en(A_LAS_NUEVE)
    with ThreadPoolExecutor(1) as hilos, alcance(mundo.riberas):
        with transaction.atomic():
            Actividad.objects.select_for_update().get()
            assert hilos.submit(_barrer, 0).result(timeout=10) == 0
            detener_envio(actividad=Actividad.objects.get(), porque="Se movió.", por=None)
        programada.refresh_from_db()
        assert (programada.estado, programada.fallo_programado) == ("borrador", "Se movió.")
        assert (hilos.submit(_barrer, 0).result(timeout=10), Mensaje.objects.count()) == (0, 0)


def test_dos_del_equipo_editan_la_lista_a_la_vez(programada, mundo) -> None:
    """One adds while the other takes off, from pages drawn before: both changes stand."""
    with alcance(mundo.riberas):
        desprogramar_envio(convocatoria=programada, por=mundo["encargada"])
        nuevos = [
            crear_contacto(mundo.riberas, f"Nueva {n}", "gremial", correo=f"n{n}@correo.example")
            for n in range(20)
        ]
        fuera = list(programada.destinatarios.all())

    def editar(n: int) -> int:
        try:
            with alcance(mundo.riberas):
                caso = quitar_destinatarios if n == 0 else sumar_destinatarios
                quienes = fuera if n == 0 else nuevos[n - 1 :: 2]
                return caso(convocatoria=programada, contactos=quienes, por=mundo["equipo"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as hilos:
        assert list(hilos.map(editar, range(3))) == [3, 10, 10]
    with alcance(mundo.riberas):
        assert set(programada.destinatarios.all()) == set(nuevos)
