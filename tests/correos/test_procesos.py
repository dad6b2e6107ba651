"""Real processes: a Celery worker that wakes and sends, and two drains that never send twice."""

import os
import subprocess
import sys

import pytest

from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos
from tests.correos.procesos import OBRERO, ambiente, cola, esperar, proceso

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def obrero(buzon, cola_en, tmp_path):
    """A Celery worker on the queue that this process writes to."""
    variables = ambiente(buzon.puerto, **cola(tmp_path, cola_en))
    with proceso(OBRERO, variables, tmp_path / "obrero.log") as hijo:
        yield hijo


def test_un_obrero_de_verdad_envia_lo_que_se_confirma(encolar, buzon, obrero):
    mensajes = [encolar("rosa"), encolar("luis")]
    esperar(lambda: len(buzon.mensajes) == 2)
    esperar(lambda: not Mensaje.objects.exclude(estado="enviado").exists())
    assert sorted(buzon.ids) == sorted(m.message_id for m in mensajes)


SOLO_POSTGRES = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL"
)


@pytest.mark.parametrize(
    "cuantos",
    [pytest.param(200, marks=[pytest.mark.postgres, SOLO_POSTGRES]), 60],
    ids=["postgres", "aqui"],
)
def test_dos_procesos_envian_cada_correo_una_vez(mundo, buzon, cuantos):
    mensajes = enqueue_muchos(
        [
            Correo(clave=f"c:{i}", para=f"p{i}@correo.example", asunto="Jornada", texto="Hola.")
            for i in range(cuantos)
        ],
        servicio=mundo.riberas,
        tipo="invitacion",
        campania="Jornada",
    )
    orden = [sys.executable, "manage.py", "entregar_correos"]
    variables = ambiente(buzon.puerto)
    procesos = [
        subprocess.Popen(orden, env=variables, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    salidas = [proceso.communicate(timeout=60)[0] for proceso in procesos]
    assert [proceso.returncode for proceso in procesos] == [0, 0]
    assert sum(int(salida.split()[0]) for salida in salidas) == cuantos
    assert sorted(buzon.ids) == sorted(m.message_id for m in mensajes)
    assert set(Mensaje.objects.values_list("estado", flat=True)) == {"enviado"}
