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
    """Where workers and schedulers are born (vivero.py)."""

    def __init__(self, ambiente: dict[str, str]) -> None:
        self._proceso = _iniciar("tests.caos.vivero", ambiente=ambiente, stdin=subprocess.PIPE)
        self._listo = False

    def _esperar(self) -> None:
        if not self._listo and self._proceso.stdout.readline().strip() != "listo":
            raise RuntimeError("The portal does not load: look at what it says above.")
        self._listo = True

    def obrero(self, pozo: str) -> Grupo:
        return self._nacer(
            "-A", "cpp_portal", "worker", "--pool", pozo, "--concurrency", "2",
            "--loglevel", "INFO", "--without-mingle", "--without-gossip",
        )  # fmt: skip

    def agenda(self, archivo: Path) -> Grupo:
        return self._nacer(
            "-A", "cpp_portal", "beat", "--schedule", str(archivo), "--pidfile=",
            "--max-interval", "1", "--loglevel", "INFO",
        )  # fmt: skip

    def _nacer(self, *argumentos: str) -> Grupo:
        self._esperar()
        orden = ["--skip-checks", *argumentos]  # they take longer than the rest of the birth
        self._proceso.stdin.write(json.dumps(orden) + "\n")
        self._proceso.stdin.flush()
        return Grupo(int(self._proceso.stdout.readline()))

    def cerrar(self) -> None:
        self._proceso.communicate(timeout=30)


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
    modulo: str, *argumentos: str, ambiente: dict[str, str] | None = None, stdin: int | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", modulo, *argumentos],
        env=os.environ | (ambiente or {}),
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
