"""One line of the board, and what the board counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from convocatorias.models import Convocatoria
from cuentas.models import InformeCuenta
from respuestas.models import InformeRespuestas
from servicios.permissions import Permiso


@dataclass(frozen=True)
class HechosTablero:
    """What the board counts besides the panorama."""

    integrantes: int = 0
    secciones_vacias: int = 0
    informe_estado: str = InformeCuenta.Estado.BORRADOR
    organizaciones: int = 0
    por_salir: Mapping[int, Convocatoria] = field(default_factory=dict)
    talleres: int = 0
    talleres_sin_equipo: int = 0
    por_recoger: int = 0
    en_revision: int = 0
    por_responder: int = 0
    documento_estado: str = InformeRespuestas.Estado.EN_PREPARACION
    por_entregar: int = 0
    correos_por_decidir: int = 0


@dataclass(frozen=True)
class Linea:
    """One line of the board. `donde` is a url name; `permiso` says who gets the button."""

    fecha: date | None
    que: str
    porque: str
    regla: str
    permiso: Permiso
    donde: str
    boton: str
    duenio: str = ""
    argumentos: tuple[object, ...] = ()
    objeto: str = ""
    #: What happens by itself stands on the board, and nobody is reminded of it.
    recordar: bool = True
    #: The key of the person whose name it has; without it, of whoever may.
    persona: int | None = None

    @property
    def clave(self) -> str:
        """Tells this line from the others of its account, whatever it counts today."""
        return f"{self.regla}-{self.donde.partition(':')[2]}-{self.objeto}"

    def dias(self, hoy: date) -> int:
        return (self.fecha - hoy).days if self.fecha else 0


def contar(n: int, singular: str, plural: str) -> str:
    """`1 taller`, `3 talleres`."""
    return f"{n} {singular if n == 1 else plural}"
