"""`bin/bench` runs from end to end. What it measures in so small a run means nothing."""

import json
import os
import subprocess
import sys

import pytest

from tests.bancos.__main__ import ENVIO, FORMULARIO
from tests.bancos.procesos import RAIZ

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        "postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL and Redis"
    ),
]
CHICO = ("--rondas", "1", "--correos", "50", "--campania", "1500", "--json")


def test_da_una_linea_por_cifra_y_no_deja_nada_atras():
    corrida = subprocess.run(
        [sys.executable, "-m", "tests.bancos", "correo", *CHICO],
        cwd=RAIZ,
        capture_output=True,
        text=True,
        timeout=300,
    )
    cifras = [json.loads(linea) for linea in corrida.stdout.splitlines()]
    assert [c["name"] for c in cifras] == [*ENVIO, *FORMULARIO], corrida.stderr
    assert {tuple(c) for c in cifras} == {
        ("name", "value", "unit", "goal", "ok", "min", "max", "rounds")
    }
    assert {(c["unit"], c["rounds"]) for c in cifras} == {("×", 1)}
    assert all(c["min"] == c["value"] == c["max"] > 0 for c in cifras)
    assert corrida.returncode == (0 if all(c["ok"] for c in cifras) else 1)
