"""The real processes of a scenario, each in a group of its own that can be killed whole."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.caos.servidores import esperar
from tests.caos.sumidero import Regla
from tests.caos.vivero import Nacimiento


@dataclass(frozen=True)
class Grupo:
    """A worker with its children, or a scheduler."""

    pid: int

    @property
    def vivo(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def matar(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        if not esperar(lambda: not self.vivo, 10, 0.005):
            raise RuntimeError(f"Process {self.pid} outlives its kill -9.")


class Vivero:
    """Where the workers and schedulers of one base are born (vivero.py)."""

    def __init__(self) -> None:
        self._proceso = _iniciar("tests.caos.vivero", stdin=subprocess.PIPE)

    def nacer(self, orden: Nacimiento) -> Grupo:
        self._proceso.stdin.write(json.dumps(asdict(orden)) + "\n")
        self._proceso.stdin.flush()
        return Grupo(int(self._proceso.stdout.readline()))

    def cerrar(self) -> None:
        self._proceso.communicate(timeout=30)


# The checks of the system take longer than the rest of the birth.
def obrero(pozo: str) -> list[str]:
    """Celery's arguments for a worker of two processes, or threads."""
    return [
        "--skip-checks", "-A", "cpp_portal", "worker", "--pool", pozo, "--concurrency", "2",
        "--loglevel", "INFO", "--without-mingle", "--without-gossip",
    ]  # fmt: skip


def agenda(archivo: Path) -> list[str]:
    """Celery's arguments for a scheduler."""
    return [
        "--skip-checks", "-A", "cpp_portal", "beat", "--schedule", str(archivo), "--pidfile=",
        "--max-interval", "1", "--loglevel", "INFO",
    ]  # fmt: skip


class Buzon:
    """The mail server (sumidero.py), and what its log says so far."""

    def __init__(self, carpeta: Path, guion: list[Regla], demora: float) -> None:
        self._bitacora = carpeta / "sumidero.jsonl"
        self._leido = 0
        self.lineas: list[dict[str, Any]] = []
        archivo = carpeta / "guion.json"
        archivo.write_text(json.dumps([asdict(regla) for regla in guion]))
        self._proceso = _iniciar(
            "tests.caos.sumidero", "--bitacora", str(self._bitacora), "--guion", str(archivo),
            "--demora", str(demora),
        )  # fmt: skip
        self.puerto = int(self._proceso.stdout.readline())

    def aceptados(self) -> list[dict[str, Any]]:
        with self._bitacora.open(encoding="utf-8") as archivo:
            archivo.seek(self._leido)
            while (linea := archivo.readline()).endswith("\n"):
                self.lineas.append(json.loads(linea))
                self._leido = archivo.tell()
        return [linea for linea in self.lineas if linea["hecho"] == "aceptado"]

    def cerrar(self) -> None:
        self._proceso.terminate()
        self._proceso.communicate(timeout=30)


def _iniciar(
    modulo: str, *argumentos: str, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", modulo, *argumentos],
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
