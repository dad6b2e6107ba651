"""A campaign is sent by every process of the worker: one drain calls another one, and only one."""

import pytest
from django.db import connection

from correos.services import Correo, enqueue_muchos, vaciar
from correos.services.entrega import LOTE


@pytest.fixture
def llamadas(monkeypatch):
    """How often a drain called another one."""
    lista = []
    monkeypatch.setattr("correos.services.entrega.despertar", lambda: lista.append(1))
    return lista


@pytest.fixture
def campania(mundo):
    def _campania(cuantos):
        enqueue_muchos(
            [
                Correo(clave=f"c:{i}", para=f"p{i}@correo.example", asunto="Hola", texto="Hola.")
                for i in range(cuantos)
            ],
            servicio=mundo.riberas,
            tipo="respuesta",
            campania="respuesta:1",
        )

    return _campania


def test_con_mas_de_un_lote_llama_a_otro_una_vez_salvo_en_sqlite(campania, buzon, llamadas):
    campania(2 * LOTE + 1)
    vaciar()
    assert len(buzon.mensajes) == 2 * LOTE + 1
    assert len(llamadas) == (0 if connection.vendor == "sqlite" else 1)


def test_con_menos_de_un_lote_no_llama_a_nadie(campania, buzon, llamadas):
    campania(LOTE - 1)
    vaciar()
    assert (len(buzon.mensajes), llamadas) == (LOTE - 1, [])


def test_al_acabarse_su_tiempo_deja_el_resto_a_otro(campania, buzon, llamadas):
    campania(3)
    vaciar(segundos=0)
    assert (len(buzon.mensajes), llamadas) == (0, [1])
