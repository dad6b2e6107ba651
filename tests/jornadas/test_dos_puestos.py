"""Several desks at once: the database decides, and the seats stay balanced."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jornadas.models import Ficha, Jornada
from jornadas.services import DatosFicha, YaAcreditada, acreditar
from servicios.alcance import alcance
from talleres.models import Asignacion
from talleres.services import crear_talleres
from tests import mundo as m

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def puerta(mundo) -> tuple[m.Mundo, int]:
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        actividad = m.crear_actividad(cuenta)
        crear_talleres(actividad=actividad, cantidad=4, por=mundo["equipo"])
        return mundo, m.crear_jornada(actividad).pk


def llega(puerta, nonce: str, **datos) -> str:
    """One desk, in its own thread and connection: the id of the card, or who it already was."""
    mundo, pk = puerta
    persona = {"nombres": "Ana", "apellidos": "Soto", "organizacion": "Club", "telefono": "9"}
    try:
        with alcance(mundo.riberas):
            jornada = Jornada.objects.select_related("servicio", "actividad__comuna").get(pk=pk)
            ficha = acreditar(
                jornada=jornada,
                datos=DatosFicha(**persona, firma_en_papel=True, **datos),
                nonce=nonce,
                por=mundo["acreditadora"],
            )
            return str(ficha.pk)
    except YaAcreditada:
        return "ya"
    finally:
        connection.close()


def a_la_vez(puerta, casos: list[dict]) -> list[str]:
    with ThreadPoolExecutor(max_workers=8) as puestos:
        return list(puestos.map(lambda caso: llega(puerta, **caso), casos))


def test_la_misma_persona_en_ocho_puestos_es_una_ficha(puerta):
    dichos = a_la_vez(puerta, [{"nonce": f"n{n}", "documento": "11.111.111-1"} for n in range(8)])
    assert dichos.count("ya") == 7
    with alcance(puerta[0].riberas):
        assert Ficha.objects.count() == 1


def test_el_mismo_envio_ocho_veces_es_una_ficha(puerta):
    dichos = a_la_vez(puerta, [{"nonce": "n", "documento": "11.111.111-1"}] * 8)
    assert (len(set(dichos)), "ya" in dichos) == (1, False)


def test_cuarenta_personas_a_la_vez_quedan_repartidas(puerta):
    casos = [{"nonce": f"n{n}", "tipo_documento": "sin_documento"} for n in range(40)]
    assert len(set(a_la_vez(puerta, casos))) == 40
    with alcance(puerta[0].riberas):
        numeros = Counter(Asignacion.objects.values_list("taller__numero", flat=True))
    assert numeros == {1: 10, 2: 10, 3: 10, 4: 10}
