"""Three hundred people at once, on PostgreSQL with real transactions: exactly 250 have a seat."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from convocatorias.models import Actividad, Enlace, Participante
from convocatorias.services import Contestacion, inscribirse, responder
from servicios.alcance import alcance
from tests import mundo as el_mundo
from tests.convocatorias.conftest import A_TIEMPO

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture
def actividad(transactional_db, mundo, reloj_en) -> Actividad:
    reloj_en(A_TIEMPO)
    with alcance(mundo.riberas):
        return el_mundo.crear_actividad(el_mundo.crear_cuenta(mundo.riberas, mundo["encargada"]))


def test_trescientas_a_la_vez(actividad, mundo) -> None:
    def inscribir(n: int) -> str:
        try:
            with alcance(mundo.riberas):
                una = inscribirse(
                    actividad=Actividad.objects.get(pk=actividad.pk), nombres=f"Persona{n}",
                    apellidos="Díaz", correo=f"p{n}@correo.example", nonce=f"n-{n}",
                )  # fmt: skip
            return una.participante.asistencia
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as hilos:
        dichas = list(hilos.map(inscribir, range(300)))
    assert (dichas.count("asiste"), dichas.count("en_espera")) == (250, 50)
    with alcance(mundo.riberas):
        assert Participante.objects.filter(asistencia="asiste").count() == 250


def test_el_mismo_formulario_a_la_vez_es_una_persona(actividad, mundo) -> None:
    def inscribir(_: int) -> int:
        try:
            with alcance(mundo.riberas):
                una = inscribirse(
                    actividad=Actividad.objects.get(pk=actividad.pk), nombres="Ana",
                    apellidos="Rojas", correo="ana@correo.example", nonce="n",
                )  # fmt: skip
            return una.participante.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hilos:
        assert len(set(hilos.map(inscribir, range(8)))) == 1
    with alcance(mundo.riberas):
        assert Participante.objects.count() == 1


def test_dos_que_se_retiran_a_la_vez_dejan_dos_cupos(actividad, mundo) -> None:
    with alcance(mundo.riberas):
        Actividad.objects.update(aforo=2)
        for n in range(6):
            inscribirse(
                actividad=actividad, nombres=f"Persona{n}", apellidos="Díaz",
                correo=f"p{n}@correo.example", nonce=f"n-{n}",
            )  # fmt: skip
        primeras = list(Participante.objects.order_by("pk").values_list("pk", flat=True)[:2])

    def retirar(pk: int) -> None:
        try:
            with alcance(mundo.riberas):
                persona = Participante.objects.get(pk=pk)
                responder(participante=persona, dicho=Contestacion("no_asiste"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hilos:
        list(hilos.map(retirar, primeras))
    with alcance(mundo.riberas):
        filas = Participante.objects.order_by("pk").values_list("asistencia", flat=True)
        assert list(filas) == ["no_asiste"] * 2 + ["asiste"] * 2 + ["en_espera"] * 2
        assert Enlace.objects.count() == 8
