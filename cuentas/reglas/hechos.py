"""What the rules of an account look at. `cuentas.selectors` loads it, for many accounts at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from comun.formato import fecha_larga
from comun.reglas import ConstanciaDada, Resultado, Veredicto
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
class Previo:
    """What somebody recorded that happened outside the portal, and why it was not here."""

    fecha: date
    evidencia: str
    motivo: str

    @property
    def frase(self) -> str:
        return f"fuera del portal el {fecha_larga(self.fecha)} ({self.evidencia})."


@dataclass(frozen=True)
class Hechos(HechosDelPlazo):
    """One account: who answers for it, its report, its norm, its dates.

    The last three say whether the moment of a requirement has come. Who is about to publish
    takes it for come; who looks at the whole account tells what is still to be fulfilled.
    """

    anio_gestion: int = 0
    existe_otra: bool = False
    modalidad: str = CuentaPublica.Modalidad.PRESENCIAL_VIRTUAL
    motivo_modalidad: str = ""
    responsable: Mapping[str, str] = field(default_factory=dict)
    integrantes: int = 0
    tareas: int = 0
    tareas_sin_responsable: tuple[str, ...] = ()
    estrategia: ConstanciaDada | None = None
    vacias: frozenset[str] = frozenset()
    lenguaje_claro: ConstanciaDada | None = None
    resumen: bool = False
    informe_publicado: bool = False
    previos: Mapping[str, Previo] = field(default_factory=dict)
    al_publicar_cuenta: bool = True
    al_publicar_informe: bool = True
    al_abrir_participacion: bool = True

    @property
    def hay_jornada(self) -> bool:
        return self.modalidad != CuentaPublica.Modalidad.VIRTUAL

    @property
    def informe_previo(self) -> Previo | None:
        """The report that was published elsewhere, while there is none in the portal."""
        return None if self.informe_publicado else self.previos.get("informe")


def a_su_tiempo(resultado: Resultado, ya: bool) -> Resultado:
    """Before its moment, what lacks is no fault: it is still to be fulfilled."""
    if ya or resultado.explicado or resultado.veredicto is not Veredicto.NO_CUMPLE:
        return resultado
    return replace(resultado, veredicto=Veredicto.POR_CUMPLIR)
