"""What one account of the demo carries from stage to stage."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from convocatorias.models import Actividad, Participante
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from seguimiento.demo.agenda import Agenda
from seguimiento.demo.mensajes import Escrito
from seguimiento.demo.personas import Vecina
from servicios.models import Servicio, Usuario
from talleres.models import Taller


@dataclass
class Obra:
    """An account being built: its people, its calendar and what was made so far."""

    nombre: str
    servicio: Servicio
    gente: dict[str, Usuario]
    agenda: Agenda
    escala: int
    vecinas: Iterator[Vecina]
    escritos: tuple[Escrito, ...] = ()
    informe: dict[str, str] = field(default_factory=dict)
    #: The account that replays Renca also has the two other meetings.
    con_encuentros: bool = True
    cuenta: CuentaPublica = field(init=False)
    central: Actividad = field(init=False)
    jornada: Jornada = field(init=False)
    talleres: list[Taller] = field(default_factory=list)
    sentadas: dict[int, list[Participante]] = field(default_factory=dict)

    @property
    def anio_ejercicio(self) -> int:
        return self.agenda.dia.year

    def quien(self, usuario: str) -> Usuario:
        return self.gente[usuario]

    def nonce(self, *partes: object) -> str:
        """The key that makes one form one row: the same in every run."""
        return "-".join(["demo", self.nombre, *map(str, partes)])[:40]
