"""Who leaves while what is new is being told: on PostgreSQL, with real transactions."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, connections

from correos.models import Mensaje
from privacidad.services import borrado
from seguimiento.models import Suscripcion
from seguimiento.services import avisar_novedades, despedidas, despedir
from seguimiento.services import novedades as modulo
from servicios.alcance import alcance
from tests import mundo as m
from tests.seguimiento.test_novedades import ROSA, seguir

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
ANA = "ana@correo.example"


@pytest.fixture
def suya(transactional_db, mundo, reloj_en) -> Suscripcion:
    reloj_en(m.AHORA)
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        suya = seguir(cuenta)
        seguir(cuenta, correo=ANA)
        m.crear_actividad(cuenta)
    return suya


def irse(suya: Suscripcion, como: str) -> None:
    try:
        with alcance(suya.servicio), connection.cursor() as cursor:
            # Who does not wait for the round is told at once, instead of by a clock of ours.
            cursor.execute("SET application_name TO 'se-va'")
            if como == "despedirse":
                despedir(suscripcion=suya)
            else:
                borrado.borrar_persona(servicio=suya.servicio, correo=ROSA)
    finally:
        connections.close_all()


def en_medio_de_la_ronda(suya: Suscripcion, como: str, monkeypatch) -> list[tuple[str, str]]:
    """Somebody leaves when the round knows whom it will write to and has not written it."""
    de_veras = modulo.enqueue_muchos
    idas: list[Future[None]] = []
    with ThreadPoolExecutor(1) as hilo:

        def enqueue_muchos(*args, **kwargs):
            idas.append(hilo.submit(irse, suya, como))
            esperar_a_que_acabe_o_espere(idas[0])
            return de_veras(*args, **kwargs)

        monkeypatch.setattr(modulo, "enqueue_muchos", enqueue_muchos)
        avisar_novedades()
        idas[0].result(timeout=30)
    with alcance(suya.servicio):
        vivos = Mensaje.objects.filter(tipo="novedades").exclude(estado="anulado")
        return sorted(vivos.values_list("para", "estado"))


def esperar_a_que_acabe_o_espere(ida: "Future[None]") -> None:
    espera = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'se-va' AND wait_event_type = 'Lock'"
    )
    while not ida.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(espera)
            if cursor.fetchone() != (0,):
                return


@pytest.mark.parametrize("como", ["despedirse", "suprimirse"])
def test_quien_se_va_en_medio_de_la_ronda_no_recibe_su_carta(suya, como, monkeypatch):
    assert en_medio_de_la_ronda(suya, como, monkeypatch) == [(ANA, "pendiente")]


@pytest.mark.parametrize("como", ["despedirse", "suprimirse"])
def test_el_control_sin_la_llave_la_recibe(suya, como, monkeypatch):
    for lugar in (despedidas, borrado):
        monkeypatch.setattr(lugar, "bajo_llave", lambda servicio: None)
    vivos = en_medio_de_la_ronda(suya, como, monkeypatch)
    assert vivos == [(ANA, "pendiente"), (ROSA, "pendiente")]
