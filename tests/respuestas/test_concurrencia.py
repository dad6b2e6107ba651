"""Two hundred people at once: on PostgreSQL, with real transactions."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from correos.models import Mensaje
from respuestas import services
from respuestas.models import Consulta
from servicios.alcance import alcance
from tests import mundo as m

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

PERSONAS = 200


@pytest.fixture
def cuenta(transactional_db, mundo):
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
        yield cuenta


def _enviar(cuenta, n: int, nonce: str) -> str:
    try:
        with alcance(cuenta.servicio):
            recibo = services.registrar_consulta(
                cuenta=cuenta,
                tipo="pregunta",
                mensaje=f"Pregunta {n % 1000}",
                datos=services.Datos(
                    f"Persona {n}", "Soto", "correo", correo=f"persona{n}@correo.example"
                ),
                nonce=nonce,
            )
            return recibo.clave
    finally:
        connections.close_all()


def test_doscientos_envios_dan_doscientos_folios_seguidos(cuenta):
    with ThreadPoolExecutor(20) as hilos:
        claves = list(
            hilos.map(lambda n: _enviar(cuenta, n, services.nonce_nuevo()), range(PERSONAS))
        )
    assert len(set(claves)) == PERSONAS
    folios = Consulta.objects.order_by("folio_numero").values_list("folio_numero", flat=True)
    assert list(folios) == list(range(1, PERSONAS + 1))
    acuses = Mensaje.objects.filter(tipo="acuse")
    assert acuses.count() == PERSONAS
    assert acuses.values("para").distinct().count() == PERSONAS


def test_el_mismo_envio_a_la_vez_es_uno_y_no_deja_huecos(cuenta):
    nonce = services.nonce_nuevo()
    with ThreadPoolExecutor(20) as hilos:
        claves = set(hilos.map(lambda _: _enviar(cuenta, 0, nonce), range(40)))
    assert len(claves) == 1
    _enviar(cuenta, 1, services.nonce_nuevo())
    assert list(Consulta.objects.values_list("folio_numero", flat=True)) == [1, 2]
    assert Mensaje.objects.count() == 2
