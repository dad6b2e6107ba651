"""Three rounds look at the banner at once: one mail. On PostgreSQL, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from convocatorias.models import ProcesoVirtual
from convocatorias.services.banner_avisos import avisar_del_banner
from correos.models import Mensaje
from servicios.alcance import alcance
from tests import mundo as m
from tests.convocatorias.paginas_del_banner import crear_pagina, leer

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

AHORA = datetime(2027, 5, 10, 17, tzinfo=UTC)


@pytest.fixture
def proceso(transactional_db, mundo, reloj_en) -> ProcesoVirtual:
    reloj_en(AHORA)
    with alcance(mundo.riberas):
        proceso = m.crear_proceso(m.crear_cuenta(mundo.riberas, mundo["encargada"]))
        for n in range(5):
            pagina = crear_pagina(proceso, mundo["comunicaciones"], f"/{n}")
            leer(pagina, AHORA.date(), "no_esta", "no_esta", "no_esta")
    return proceso


def test_tres_rondas_a_la_vez_son_un_correo(proceso, mundo) -> None:
    def avisar(_: int) -> None:
        try:
            avisar_del_banner(proceso.pk, AHORA)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as hilos:
        list(hilos.map(avisar, range(3)))
    with alcance(mundo.riberas):
        [mensaje] = Mensaje.objects.all()
        assert [n for n in range(5) if f"/{n}\n" not in mensaje.texto] == []
