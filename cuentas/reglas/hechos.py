"""What the rules of an account look at. `cuentas.selectors` loads it, for many accounts at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cuentas.models import CuentaPublica, NormaParticipacion

GUIA = "000"


@dataclass(frozen=True)
class HechosDelPlazo:
    """When the answers were promised, and when they were published (R107, R108).

    Who only plans knows nothing of a publication. `sin_publicar` is for who knows that there is
    none yet: then the days run. `motivo_tardanza` is why they come late, in somebody's words.
    """

    norma: NormaParticipacion | None = None
    ancla: date | None = None
    feriados: Mapping[date, str] = field(default_factory=dict)
    respuesta_virtual: date | None = None
    respuesta_presencial: date | None = None
    publicadas_el: date | None = None
    sin_publicar: bool = False
    motivo_tardanza: str = ""

    @property
    def ultima_comprometida(self) -> date | None:
        fechas = [f for f in (self.respuesta_virtual, self.respuesta_presencial) if f]
        return max(fechas, default=None)


@dataclass(frozen=True)
class Hechos(HechosDelPlazo):
    """One account: who answers for it, its report, its norm, its dates."""

    anio_gestion: int = 0
    existe_otra: bool = False
    modalidad: str = CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL
    motivo_modalidad: str = ""
    responsable: Mapping[str, str] = field(default_factory=dict)
    integrantes: int = 0
    vacias: frozenset[str] = frozenset()
    informe_publicado: bool = False

    @property
    def hay_jornada(self) -> bool:
        return self.modalidad != CuentaPublica.Modalidad.VIRTUAL
