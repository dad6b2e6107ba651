"""The commands: one drain without Celery, and the demo's mail server."""

import re
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.servidor_smtp import puerto_libre

RAIZ = Path(__file__).parents[2]


def test_entregar_correos_dice_cuantos(encolar, buzon, capsys):
    encolar("rosa")
    encolar("luis")
    call_command("entregar_correos")
    assert capsys.readouterr().out == "2 enviados de 2 por salir\n"
    assert len(buzon.mensajes) == 2


def test_entregar_correos_sin_servidor_explica(encolar, correo_en):
    encolar()
    correo_en(puerto_libre())
    with pytest.raises(CommandError, match=r"no contesta\. Los correos siguen en espera"):
        call_command("entregar_correos")


def test_el_buzon_recibe_cuenta_y_calla(db):
    puerto = puerto_libre()
    proceso = subprocess.Popen(
        [sys.executable, "manage.py", "buzon", "--puerto", str(puerto)],
        cwd=RAIZ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    primera = proceso.stdout.readline()
    with smtplib.SMTP("127.0.0.1", puerto) as smtp:
        for quien in ("rosa", "luis"):
            smtp.sendmail("a@cpp.example", f"{quien}@correo.example", f"Subject: {quien}\n\nHola.")
    proceso.send_signal(signal.SIGTERM)
    resto, _ = proceso.communicate(timeout=10)
    assert primera == f"Buzón de la demostración en 127.0.0.1:{puerto}\n"
    assert re.sub(r"\d+\.\d kB", "# kB", resto).splitlines() == [
        "correo 1: # kB",
        "correo 2: # kB",
        "2 correos recibidos",
    ]
    assert proceso.returncode == 0


def test_el_puerto_ocupado_se_explica(buzon):
    # In a process of its own: a browser test before this one leaves a loop running in this thread.
    orden = [sys.executable, "manage.py", "buzon", "--puerto", str(buzon.puerto)]
    proceso = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, timeout=60)
    assert proceso.returncode == 1
    assert f"puerto {buzon.puerto}: " in proceso.stderr
    assert "Elija otro con --puerto" in proceso.stderr
