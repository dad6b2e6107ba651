"""Throwaway PostgreSQL and Redis that a scenario may crash, and start again on the same data."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg2
from redis import Redis as Cliente
from redis.exceptions import RedisError

ESPERA = 60


def puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        return oyente.getsockname()[1]


def esperar(condicion, segundos: float = ESPERA, cada: float = 0.05) -> bool:
    """Whether it came true in time."""
    limite = time.monotonic() + segundos
    while not condicion():
        if time.monotonic() > limite:
            return False
        time.sleep(cada)
    return True


class Postgres:
    """A cluster of its own with every commit on the disk, as on a real site."""

    def __init__(self, carpeta: Path) -> None:
        self.datos = carpeta / "pg"
        self.puerto = puerto_libre()
        self.clave = secrets.token_hex(16)
        self.binarios = max(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name)
        )
        self.datos.mkdir()
        secreto = self.datos.with_name("clave")
        secreto.write_text(self.clave + "\n")
        if os.getuid() == 0:
            shutil.chown(self.datos, "postgres")
            shutil.chown(secreto, "postgres")
        self._como_postgres(
            "initdb", "-D", self.datos, "-U", "cpp", f"--pwfile={secreto}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.arrancar()

    def _como_postgres(self, programa: str, *argumentos: object) -> None:
        # PostgreSQL refuses to run as root.
        quien = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        orden = [*quien, str(self.binarios / programa), *map(str, argumentos)]
        subprocess.run(orden, cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=ESPERA)

    def arrancar(self) -> None:
        opciones = f"-p {self.puerto} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        registro = self.datos / "servidor.log"
        self._como_postgres(
            "pg_ctl", "-D", self.datos, "-l", registro, "-w", "-t", ESPERA, "start",
            "-o", f"{opciones} -c max_connections=60",
        )  # fmt: skip

    def caer(self) -> None:
        """Die without a checkpoint, as in a power cut, and recover from the log."""
        self._como_postgres("pg_ctl", "-D", self.datos, "-m", "immediate", "-w", "stop")
        self.arrancar()

    def detener(self) -> None:
        self._como_postgres("pg_ctl", "-D", self.datos, "-m", "immediate", "-w", "stop")

    def url(self, base: str) -> str:
        return f"postgres://cpp:{self.clave}@127.0.0.1:{self.puerto}/{base}"

    def crear(self, base: str, plantilla: str = "template1") -> None:
        conexion = psycopg2.connect(self.url("postgres"))
        conexion.autocommit = True
        with conexion.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {base} TEMPLATE {plantilla}")
        conexion.close()


class Redis:
    """A broker without persistence: what dies with it is lost."""

    def __init__(self, carpeta: Path) -> None:
        self.puerto = puerto_libre()
        self.clave = secrets.token_hex(16)
        self._configuracion = carpeta / "redis.conf"
        self._configuracion.write_text(
            f"bind 127.0.0.1\nport {self.puerto}\nrequirepass {self.clave}\n"
            f'save ""\nappendonly no\ndir {carpeta}\n'
        )
        self.arrancar()

    def arrancar(self) -> None:
        self._proceso = subprocess.Popen(
            ["redis-server", str(self._configuracion)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        if not esperar(self._contesta):
            raise RuntimeError("Redis did not start.")

    def _contesta(self) -> bool:
        try:
            return bool(self._cliente().ping())
        except RedisError:
            return False

    def _cliente(self) -> Cliente:
        return Cliente(port=self.puerto, password=self.clave)

    def vaciar(self) -> None:
        self._cliente().flushall()

    def caer(self) -> None:
        self.detener()
        self.arrancar()

    def detener(self) -> None:
        self._proceso.send_signal(signal.SIGKILL)
        self._proceso.wait()

    @property
    def url(self) -> str:
        return f"redis://:{self.clave}@127.0.0.1:{self.puerto}"
