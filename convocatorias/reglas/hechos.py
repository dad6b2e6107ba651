"""What the rules of the plan, the call and the window look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from comun.reglas import ConstanciaDada, Resultado, Veredicto, segun

GUIA = "000"
REGIONAL = "consideraciones regionales, 1. Convocatoria"


@dataclass(frozen=True)
class Salida:
    """A call that went out: with how many days to go, and why so few if they were."""

    dias: int
    motivo: str = ""


def en_dias(vistos: int, dias: int) -> str:
    """`30 de 32 días`."""
    return f"{vistos} de {dias} {'día' if dias == 1 else 'días'}"


@dataclass(frozen=True)
class BannerVisto:
    """What the portal saw by itself of the banner: of how many days of the window, on how many,
    since when and until when, and whether its words tell the dates. On `sin_leer` of the others
    no page could be read; `leido`, whether one ever could."""

    dias: int
    vistos: int
    primero: date | None
    ultimo: date | None
    dice_fechas: bool | None = None
    sin_leer: int = 0
    leido: bool = True

    @property
    def frase(self) -> str:
        if not self.leido:
            return "El portal no pudo leer las páginas anotadas."
        if self.primero is None:
            return "El portal revisó las páginas anotadas y no lo vio."
        if not self.dias:
            return f"El portal lo vio el {self.primero:%d/%m/%Y}, antes de que se abriera."
        return (
            f"El portal lo vio {en_dias(self.vistos, self.dias)}, "
            f"el último el {self.ultimo:%d/%m/%Y}.{self._sin_leer}"
        )

    @property
    def _sin_leer(self) -> str:
        if not self.sin_leer:
            return ""
        cuantos = "1 día" if self.sin_leer == 1 else f"{self.sin_leer} días"
        return f" En {cuantos} no pudo leer ninguna página."


@dataclass(frozen=True)
class InstitucionVista:
    """Another institution of the account, and the last day on which its site had the banner."""

    nombre: str
    ultimo: date | None


@dataclass(frozen=True)
class Hechos:
    """What these rules look at; `selectors` loads it. What is not asked stays as it is here.

    As it is here, it asks whether something may be done now. To say how a whole account stands,
    `exigible` is false while the moment of what lacks is to come, and `no_aplica` says why the
    rules have nothing to say, where they have not.
    """

    es_regional: bool = False
    exigible: bool = True
    no_aplica: str = ""
    # The activity
    fecha: date | None = None
    hora_inicio: time | None = None
    lugar: str = ""
    comuna: str = ""
    minutos: int = 0
    bloques: int = 0
    duracion_max: int = 240
    personas: int = 0
    asistentes_max: int = 250
    #: Whether those people came, or are expected.
    llegaron: bool = False
    #: Other regional activities of that year in its comuna, as they may be told.
    en_su_comuna: tuple[str, ...] = ()
    #: Comunas near it where there is none.
    comunas_libres: tuple[str, ...] = ()
    # The call to it
    pagina_desde: date | None = None
    anticipacion: int = 15
    informe: bool = False
    organizaciones: int = 0
    tipos: Mapping[str, int] = field(default_factory=dict)
    tipos_minimo: int = 3
    salidas: tuple[Salida, ...] = ()
    por_enviar: bool = True
    respuesta: date | None = None
    # The virtual window
    hay_proceso: bool = False
    proceso_publicado: bool = False
    publicado_el: date | None = None
    inicio: date | None = None
    termino: date | None = None
    instrucciones: str = ""
    motivo_duracion: str = ""
    virtual_minimo: int = 30
    primera_actividad: date | None = None
    banner: ConstanciaDada | None = None
    #: Beside what somebody attested, what the portal saw.
    banner_visto: BannerVisto | None = None
    #: The others that take part, and what somebody attested of their sites.
    instituciones: tuple[InstitucionVista, ...] = ()
    banner_en_otras: ConstanciaDada | None = None
    # The whole account
    solo_virtual: bool = False
    actividades: int = 0
    regiones: int = 0
    # What happened before the account was kept here
    llamado_previo: date | None = None
    ventana_previa: date | None = None


def no_aplica(evidencia: str) -> Resultado:
    return Resultado(Veredicto.NO_APLICA, evidencia)


def con_lo_visto(resultado: Resultado, frase: str) -> Resultado:
    """The same verdict, with what the portal saw beside what it rests on."""
    return replace(resultado, evidencia=f"{resultado.evidencia} {frase}".strip())


def juzgar(
    hechos: Hechos, cumple: bool, evidencia: str, falta: str, sugerencia: str = ""
) -> Resultado:
    """Fulfilled; or not, or not yet, with what is missing and what to do."""
    if hechos.no_aplica:
        return no_aplica(hechos.no_aplica)
    if not cumple and not hechos.exigible:
        return Resultado(Veredicto.POR_CUMPLIR, falta, sugerencia)
    return segun(cumple, evidencia, falta, sugerencia)
