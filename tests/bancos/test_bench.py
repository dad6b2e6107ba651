"""`bin/bench` runs from end to end. What it measures in so small a run means nothing."""

import json
import os
import subprocess
import sys

import pytest

from tests.bancos.__main__ import ENVIO, FORMULARIO, PARTICIPAR
from tests.bancos.procesos import RAIZ

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        "postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL and Redis"
    ),
]
CHICO = ("--rondas", "1", "--correos", "50", "--campania", "1500")


@pytest.fixture
def correr():
    """`bin/bench` with those arguments, and its figures."""

    def _correr(*argumentos: str):
        corrida = subprocess.run(
            [sys.executable, "-m", "tests.bancos", *argumentos, "--json"],
            cwd=RAIZ,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return corrida, [json.loads(linea) for linea in corrida.stdout.splitlines()]

    return _correr


def test_da_una_linea_por_cifra_y_no_deja_nada_atras(correr):
    corrida, cifras = correr("correo", *CHICO)
    assert [c["name"] for c in cifras] == [*ENVIO, *FORMULARIO], corrida.stderr
    assert {tuple(c) for c in cifras} == {
        ("name", "value", "unit", "goal", "ok", "min", "max", "rounds")
    }
    assert {(c["unit"], c["rounds"]) for c in cifras} == {("×", 1)}
    assert all(c["min"] == c["value"] == c["max"] > 0 for c in cifras)
    assert corrida.returncode == (0 if all(c["ok"] for c in cifras) else 1)


def test_el_formulario_se_mide_junto_a_una_vista_pelada(correr):
    """Every answer was the right one, and everything that was answered is stored."""
    corrida, cifras = correr("formulario", "--rondas", "1", "--segundos", "0.2", "--con-ruido")
    assert [c["name"] for c in cifras] == list(PARTICIPAR), corrida.stderr
    assert [(c["unit"], c["goal"]) for c in cifras] == [
        ("×", 0.2), ("×", 0.5), ("fallas", 0), ("s", None),
    ]  # fmt: skip
    assert cifras[2]["value"] == 0
    assert corrida.returncode == (0 if all(c["ok"] for c in cifras) else 1)
