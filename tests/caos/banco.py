"""The ground of one scenario: its database, its mail server, its processes and who watches them."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

from correos.models import Mensaje
from servicios.alcance import todos_los_servicios
from tests.caos.juez import Decidido, Veredicto, juzgar
from tests.caos.procesos import Buzon, Grupo, Vivero, agenda, obrero
from tests.caos.servidores import Postgres, Redis, esperar
from tests.caos.sumidero import Regla
from tests.caos.vivero import Nacimiento

T = TypeVar("T")
#: As bin/demo and docker-compose.yml start it.
POZOS = {"sqlite": "threads", "postgres": "prefork"}
#: Seconds without a new mail, when some are due, after which the supervisor restarts the worker.
QUIETUD = 20


@dataclass
class Lugar:
    """Where a scenario runs: one of the two bases, with its servers if it has any."""

    base: str
    carpeta: Path
    cola: Path
    plantilla: str
    vivero: Vivero
    postgres: Postgres | None = None
    redis: Redis | None = None
    escenarios: int = 0

    def estrenar(self) -> str:
        """A new database, a copy of the one that is migrated. Its name."""
        self.escenarios += 1
        connection.close()
        self.vaciar_cola()
        if self.postgres:
            nombre = f"caos_{self.escenarios}"
            self.postgres.crear(nombre, self.plantilla)
        else:
            nombre = str(self.carpeta / f"caos_{self.escenarios}.sqlite3")
            shutil.copy(self.plantilla, nombre)
        connection.settings_dict["NAME"] = nombre
        return nombre

    def vaciar_cola(self) -> None:
        """Nobody's orders are left in the broker."""
        if self.redis:
            self.redis.vaciar()
        for resto in self.cola.iterdir():
            resto.unlink(missing_ok=True)


@dataclass
class Banco:
    """`sin` is the mechanism taken away, for the negative control."""

    lugar: Lugar
    sin: str = ""
    guion: list[Regla] = field(default_factory=list)
    demora: float = 0.0
    con_agenda: bool = True
    tareas: str = "correos.entregar,correos.revisar"
    reinicios: int = 0
    obrero: Grupo | None = None
    agendas: list[Grupo] = field(default_factory=list)
    _visto: tuple[int, float] = (0, 0.0)

    def __enter__(self) -> "Banco":
        self._nombre = self.lugar.estrenar()
        self.carpeta = self.lugar.carpeta / f"escenario_{self.lugar.escenarios}"
        self.carpeta.mkdir()
        self.buzon = Buzon(self.carpeta, self.guion, self.demora)
        return self

    def __exit__(self, tipo: type[BaseException] | None, *error: object) -> None:
        self.matar_obrero()
        self.matar_agendas()
        self.buzon.cerrar()
        connection.close()
        if guardar := os.environ.get("CPP_CAOS_GUARDAR"):
            nombre = f"{self.lugar.base}-{self.lugar.escenarios}-{self.sin or 'entero'}"
            shutil.copytree(self.carpeta, Path(guardar) / nombre, dirs_exist_ok=True)

    # ── The processes ──

    def supervisar(self) -> None:
        """What a service manager does: whoever died, or stands still with mails due, is born."""
        if self.obrero is None or not self.obrero.vivo:
            self.obrero = self._nacer(obrero(POZOS[self.lugar.base]))
            self._visto = (len(self.buzon.aceptados()), time.monotonic())
        if self.con_agenda and not (self.agendas and self.agendas[0].vivo):
            self.agendas[:1] = [self.nacer_agenda()]

    def nacer_agenda(self, numero: int = 0) -> Grupo:
        return self._nacer(agenda(self.carpeta / f"agenda_{numero}"))

    def _nacer(self, argumentos: list[str]) -> Grupo:
        return self.lugar.vivero.nacer(
            Nacimiento(
                argumentos=argumentos,
                base=self._nombre,
                puerto_correo=self.buzon.puerto,
                registro=str(self.carpeta / "procesos.log"),
                tareas=self.tareas,
                sin=self.sin,
            )
        )

    def matar_obrero(self) -> None:
        if self.obrero:
            self.obrero.matar()

    def matar_agendas(self) -> None:
        for una in self.agendas:
            una.matar()

    def _mirar_quietud(self, paciencia: float) -> None:
        aceptados = len(self.buzon.aceptados())
        if aceptados != self._visto[0]:
            self._visto = (aceptados, time.monotonic())
        elif time.monotonic() - self._visto[1] > paciencia and self.quedan():
            self.reinicios += 1
            self.matar_obrero()

    def esperar(self, condicion: Callable[[], bool], segundos: float) -> bool:
        """Whether it came true in time, with the supervisor at work."""

        def paso() -> bool:
            self.supervisar()
            if not self.sin:
                self._mirar_quietud(QUIETUD)
            return condicion()

        return esperar(paso, segundos)

    # ── What is known ──

    def consultar(self, pregunta: Callable[[], T]) -> T:
        """Ask the database, which may be starting again."""
        for intento in range(40):
            try:
                with todos_los_servicios():
                    return pregunta()
            except (OperationalError, InterfaceError):
                connection.close()
                if intento == 39:
                    raise
                time.sleep(0.25)
        raise AssertionError

    def quedan(self) -> int:
        """How many mails are neither settled nor in a person's hands."""
        vivos = (*Mensaje.ESPERAN, Mensaje.Estado.TOMADO)
        return self.consultar(lambda: Mensaje.objects.filter(estado__in=vivos).count())

    def en_estado(self, estado: str) -> int:
        return self.consultar(lambda: Mensaje.objects.filter(estado=estado).count())

    def decididos(self) -> list[Decidido]:
        campos = ("message_id", "para", "huella", "estado")
        filas = self.consultar(lambda: list(Mensaje.objects.values_list(*campos)))
        return [Decidido(*fila) for fila in filas]

    def juzgar(self, decididos: list[Decidido] | None = None) -> Veredicto:
        return juzgar(decididos or self.decididos(), self.buzon.aceptados())

    def repetidos(self) -> int:
        """Copies too many so far: everybody's words are their own."""
        huellas = [linea["huella"] for linea in self.buzon.aceptados()]
        return len(huellas) - len(set(huellas))
