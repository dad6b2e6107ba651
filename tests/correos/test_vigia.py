"""The watchdog: what it says, and what it keeps running. Real processes, real signals."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.functions import Now

from correos.models import Mensaje, Pulso
from correos.services import AGENDA, ENVIO, VIGIA, marcar
from correos.services.entrega import Lote
from correos.services.pulsos import SIN_SERVIDOR
from tests.correos.procesos import OBRERO, RAIZ, ambiente, cola, esperar, proceso

pytestmark = pytest.mark.django_db(transaction=True)

VIGIAR = [sys.executable, "manage.py", "vigia", "--cada", "0.2"]
#: Writes its number and its child's on a line, and stays.
ANOTARSE = """
import os, subprocess, sys, time
nieto = subprocess.Popen(["sleep", "600"])
with open(sys.argv[1], "a") as f:
    print(os.getpid(), nieto.pid, file=f)
time.sleep(600)
"""


#: Opens a transaction that writes, and freezes in it.
TOMAR_LA_BASE = """
import sqlite3, sys, time
base = sqlite3.connect(sys.argv[2], isolation_level=None)
base.execute("BEGIN IMMEDIATE")
with open(sys.argv[1], "a") as f:
    print(1, 1, file=f)
time.sleep(600)
"""


def vencer(minutos):
    Mensaje.objects.update(no_antes_de=Now() - timedelta(minutes=minutos))


def vive(pid):
    """Neither gone nor a zombie that its new parent has not collected yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def corridas(archivo):
    """The pairs (process, its child) that were started so far."""
    lineas = archivo.read_text().splitlines() if archivo.exists() else []
    return [tuple(map(int, linea.split())) for linea in lineas]


@pytest.fixture
def vigiado(buzon, cola_en, tmp_path):
    """`vigiado(silencio=…)`: the watchdog over a process that notes down its start."""
    variables = cola(tmp_path, cola_en)

    def _vigiado(*opciones, silencio=300):
        orden = [*VIGIAR, *opciones, "--", sys.executable, "-c", ANOTARSE, str(tmp_path / "pids")]
        entorno = ambiente(buzon.puerto, VIGIA_SILENCIO=str(silencio), **variables)
        return proceso(orden, entorno, tmp_path / "vigia.log")

    return _vigiado


@pytest.fixture
def pids(tmp_path):
    return tmp_path / "pids"


@pytest.fixture
def registro(tmp_path):
    """What the watchdog said: level and sentence of each line."""

    def _leer():
        lineas = (tmp_path / "vigia.log").read_text().splitlines()
        return [m.groups() for x in lineas if (m := re.search(r" (\w+) vigia: (.*)", x))]

    return _leer


# ── Once ──


@pytest.fixture
def opciones_intactas():
    antes = dict(connection.settings_dict["OPTIONS"])
    yield
    connection.settings_dict["OPTIONS"] = antes


@pytest.mark.usefixtures("opciones_intactas")
class TestUnaVez:
    def test_al_dia(self, mundo, capsys):
        call_command("vigia", "--una-vez")
        assert capsys.readouterr().out == "El envío de correos está al día.\n"

    def test_detenido_es_un_error_que_dice_que_hacer(self, encolar):
        encolar()
        vencer(30)
        with pytest.raises(CommandError, match=r"no están saliendo desde .*quien administra"):
            call_command("vigia", "--una-vez")

    def test_un_servidor_de_correo_ausente_no_es_un_error(self, encolar, capsys):
        encolar()
        marcar(ENVIO, SIN_SERVIDOR)
        call_command("vigia", "--una-vez")
        assert capsys.readouterr().out.startswith("El servidor de correo no contesta desde ")

    def test_barre_lo_que_dejo_un_proceso_muerto(self, encolar, capsys):
        encolar()
        Lote(10, 60)
        Mensaje.objects.update(tomado_hasta=Now() - timedelta(seconds=1))
        call_command("vigia", "--una-vez")
        assert Mensaje.objects.get().estado == "reintento"


# ── The process that it keeps ──


def test_lo_que_muere_vuelve_a_andar_y_al_cerrar_no_queda_nadie(vigiado, pids, registro):
    with vigiado() as vigia:
        [(primero, nieto)] = esperar(lambda: corridas(pids))
        os.kill(primero, signal.SIGKILL)
        esperar(lambda: len(corridas(pids)) == 2)
        assert [vive(primero), vive(nieto)] == [False, False]
        segundo = corridas(pids)[1]
        assert [vive(p) for p in segundo] == [True, True]
        vigia.send_signal(signal.SIGTERM)
        assert vigia.wait(10) == 128 + signal.SIGTERM
    assert [vive(p) for p in segundo] == [False, False]
    programa = os.path.basename(sys.executable)
    assert registro() == [
        ("WARNING", f"{programa} terminó con la señal 9: se inicia de nuevo."),
    ]


def test_ctrl_c_llega_al_proceso(vigiado, pids):
    with vigiado() as vigia:
        [(hijo, nieto)] = esperar(lambda: corridas(pids))
        vigia.send_signal(signal.SIGINT)
        assert vigia.wait(10) == 128 + signal.SIGINT
    assert [vive(hijo), vive(nieto)] == [False, False]


def test_si_muere_el_vigia_su_proceso_no_queda_suelto(vigiado, pids):
    with vigiado() as vigia:
        [(hijo, nieto)] = esperar(lambda: corridas(pids))
        vigia.kill()
        esperar(lambda: not vive(hijo), 5)
    os.kill(nieto, signal.SIGKILL)  # a worker's children leave by themselves; a `sleep` does not


def test_la_pausa_crece_si_no_dura(buzon, tmp_path):
    veces = tmp_path / "veces"
    orden = [*VIGIAR, "--", "sh", "-c", f"date +%s.%N >>{veces}; exit 3"]
    with proceso(orden, ambiente(buzon.puerto), tmp_path / "vigia.log"):
        esperar(lambda: veces.exists() and len(veces.read_text().split()) == 3)
    primera, segunda, tercera = map(float, veces.read_text().split())
    assert 1 <= segunda - primera < 2 <= tercera - segunda < 4


def test_una_orden_que_no_existe_se_dice(mundo, buzon):
    hecho = subprocess.run(
        [*VIGIAR, "--", "celerry"],
        cwd=RAIZ,
        env=ambiente(buzon.puerto),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert hecho.returncode == 1
    assert hecho.stderr.endswith("No se pudo ejecutar «celerry»: No such file or directory.\n")


# ── Stuck ──


def test_lo_que_no_da_seniales_se_inicia_de_nuevo_y_se_dice(encolar, vigiado, pids, registro):
    encolar()
    vencer(5)
    with vigiado(silencio=2):
        esperar(lambda: len(corridas(pids)) == 2)
        vencer(-60)
        esperar(lambda: len(registro()) == 3)
    (primero, nieto), _ = corridas(pids)
    assert [vive(primero), vive(nieto)] == [False, False]
    programa = os.path.basename(sys.executable)
    (grave, que_pasa), *otras = registro()
    assert (grave, que_pasa.partition(" desde")[0]) == ("ERROR", "Los correos no están saliendo")
    assert otras == [
        ("ERROR", f"{programa} no da señales: se termina y se inicia de nuevo."),
        ("INFO", "El envío de correos avanza de nuevo."),
    ]
    assert Pulso.objects.filter(nombre=VIGIA).count() == 1


@pytest.mark.parametrize(
    ("pulso", "segundos", "veces"),
    [("agenda", 30, 2), ("envio", 4, 1)],
    ids=["quien_cuida_la_agenda", "otro"],
)
def test_por_la_agenda_se_reinicia_solo_a_la_agenda(mundo, vigiado, pids, pulso, segundos, veces):
    marcar(AGENDA)
    Pulso.objects.update(visto_en=Now() - timedelta(minutes=5))
    with vigiado("--pulso", pulso, silencio=2):
        esperar(lambda: corridas(pids))
        limite = time.monotonic() + segundos
        while time.monotonic() < limite and len(corridas(pids)) < 2:
            marcar(ENVIO)
            time.sleep(0.2)
    assert len(corridas(pids)) == veces


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one lock for all")
def test_quien_se_congela_con_la_base_tomada_tambien_se_reinicia(
    encolar, buzon, tmp_path, pids, registro
):
    """The watchdog cannot write either: what it reads is enough."""
    encolar()
    vencer(5)
    orden = [*VIGIAR, "--", sys.executable, "-c", TOMAR_LA_BASE, str(pids)]
    orden.append(connection.settings_dict["NAME"])
    with proceso(orden, ambiente(buzon.puerto, VIGIA_SILENCIO="2"), tmp_path / "vigia.log"):
        esperar(lambda: len(corridas(pids)) == 2, 60)
    niveles = [nivel for nivel, _ in registro()]
    assert niveles[:3] == ["WARNING", "ERROR", "ERROR"]
    assert registro()[0][1] == "La base de datos no deja escribir (OperationalError)."


# ── A real worker ──


@pytest.fixture
def obrero(buzon, cola_en, tmp_path):
    """`obrero(*prefix)`: a Celery worker, alone or behind a prefix that supervises it."""
    variables = ambiente(buzon.puerto, VIGIA_SILENCIO="15", **cola(tmp_path, cola_en))

    def _obrero(*prefijo):
        return proceso([*prefijo, *OBRERO], variables, tmp_path / "vigia.log")

    return _obrero


def pid_del_obrero(padre):
    """The worker's process: the one started, or the child of the watchdog."""
    hijos = Path(f"/proc/{padre}/task/{padre}/children").read_text().split()
    return int(hijos[0]) if hijos else padre


@pytest.mark.parametrize("senial", [signal.SIGKILL, signal.SIGSTOP], ids=["muerto", "congelado"])
def test_un_obrero_vigilado_vuelve_y_el_correo_sale(encolar, buzon, obrero, senial):
    encolar("rosa")
    with obrero(*VIGIAR, "--") as vigia:
        esperar(lambda: Mensaje.objects.filter(estado="enviado").exists(), 90)
        time.sleep(1)  # idle by now: frozen in a transaction it would stop this test's own writes
        caido = pid_del_obrero(vigia.pid)
        os.kill(caido, senial)
        encolar("luis")
        esperar(lambda: len(buzon.mensajes) == 2, 120)
        assert pid_del_obrero(vigia.pid) != caido
    esperar(lambda: not Mensaje.objects.exclude(estado="enviado").exists())
    assert buzon.destinos == ["rosa@correo.example", "luis@correo.example"]


def test_sin_vigia_el_obrero_muerto_no_vuelve(encolar, buzon, obrero):
    """The control of the test above: what it shows is the watchdog's doing."""
    encolar("rosa")
    with obrero() as solo:
        esperar(lambda: len(buzon.mensajes) == 1, 90)
        os.kill(solo.pid, signal.SIGKILL)
        encolar("luis")
        time.sleep(8)
        assert buzon.destinos == ["rosa@correo.example"]
    assert Mensaje.objects.get(para="luis@correo.example").estado == "pendiente"
