"""What the guide asks of the whole day: who came, what was prepared, who presented (E1, E5, E6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from comun.formato import fecha_larga
from comun.reglas import (
    ConstanciaDada,
    Nivel,
    Regla,
    Resultado,
    Veredicto,
    regla,
    segun_constancia,
)
from jornadas.reglas.puerta import EL_DIA, GUIA

PREPARACION = "actividades, 1. Preparación"
DESARROLLO = "actividades, 2. Desarrollo"
EXPOSICION = "4. Exposición"
EN_LA_PAGINA = "Anótelo en la página de la exposición."


@dataclass(frozen=True)
class HechosDia:
    """What the rules look at in one day."""

    #: The day of the activity: until it ends, what lacks may still be done. None: it is closing.
    dia: date | None = None
    no_aplica: str = ""
    #: Complementary meetings have no exposition of the authority.
    principal: bool = True
    abierta: bool = True
    fichas: int = 0
    #: The day was held outside the portal: when, and what shows it.
    previa: date | None = None
    evidencia_previa: str = ""
    #: What was left word of, by rule.
    constancias: Mapping[str, ConstanciaDada] = field(default_factory=dict)
    #: What R77 looks at.
    talleres: tuple[int, ...] = ()
    respeto: ConstanciaDada | None = None
    # The exposition
    expositor: str = ""
    cargo: str = ""
    subrogante: bool = False
    es_autoridad: bool = True
    url_transmision: str = ""
    minutos: int | None = None
    minutos_planeados: int = 0
    minutos_max: int = 60

    @property
    def desde(self) -> date | None:
        """The first day on which somebody could see what belongs to it."""
        return min(self.dia, self.previa) if self.dia and self.previa else self.dia


def _ya_paso(hechos: HechosDia, hoy: date) -> bool:
    return hechos.dia is None or hoy > hechos.dia


def _falta(hechos: HechosDia, hoy: date, evidencia: str, sugerencia: str = "") -> Resultado:
    veredicto = Veredicto.NO_CUMPLE if _ya_paso(hechos, hoy) else Veredicto.POR_CUMPLIR
    return Resultado(veredicto, evidencia, sugerencia)


def _ajena(hechos: HechosDia) -> Resultado | None:
    """What is asked of the main day only, and of one that took place."""
    if hechos.no_aplica:
        return Resultado(Veredicto.NO_APLICA, hechos.no_aplica)
    if not hechos.principal:
        return Resultado(Veredicto.NO_APLICA, "Se pide en la jornada principal.")
    return None


@regla(
    id="R58",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="Quienes asisten quedan registrados en una ficha.",
    mira="Cuántas fichas hay, o que la jornada se realizó fuera del portal.",
)
def R58(hechos: HechosDia, hoy: date) -> Resultado:
    """A day without a single card did not take place, or was not registered."""
    if hechos.no_aplica:
        return Resultado(Veredicto.NO_APLICA, hechos.no_aplica)
    if hechos.fichas:
        return Resultado(Veredicto.CUMPLE, f"Fichas: {hechos.fichas}.")
    if hechos.previa:
        return Resultado(
            Veredicto.CUMPLE,
            f"La jornada fue el {fecha_larga(hechos.previa)}, fuera del portal: "
            f"{hechos.evidencia_previa}",
        )
    if not hechos.principal and not hechos.abierta:
        return Resultado(Veredicto.NO_APLICA, "Es un encuentro sin puerta de acreditación.")
    return _falta(
        hechos,
        hoy,
        "No hay ninguna persona acreditada.",
        "Acredite a quienes asistieron, o indique que la jornada no se realizó.",
    )


@regla(
    id="R67",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EXPOSICION,
    texto="La máxima autoridad del servicio expone un extracto del informe.",
    mira="Quién expuso, con qué cargo, y si es la máxima autoridad o quien la subroga.",
)
def R67(hechos: HechosDia, hoy: date) -> Resultado:
    """A fact of the day: it is recorded as it was, and never stops anything."""
    if ajena := _ajena(hechos):
        return ajena
    if not hechos.expositor and hechos.previa:
        return Resultado(Veredicto.NO_APLICA, "La jornada se realizó fuera del portal.")
    if not hechos.expositor:
        return _falta(hechos, hoy, "Nadie ha anotado quién expuso.", EN_LA_PAGINA)
    quien = f"Expuso {hechos.expositor}, {hechos.cargo}"
    if not hechos.es_autoridad:
        return Resultado(
            Veredicto.NO_CUMPLE, f"{quien}, que no es la máxima autoridad ni quien la subroga."
        )
    como = ", como subrogante" if hechos.subrogante else ""
    return Resultado(Veredicto.CUMPLE, f"{quien}{como}.")


@regla(
    id="R71",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=EXPOSICION,
    texto="Se sugiere transmitir la exposición en vivo por internet.",
    mira="La dirección web de la transmisión.",
)
def R71(hechos: HechosDia, hoy: date) -> Resultado:
    """Suggested, no more."""
    if ajena := _ajena(hechos):
        return ajena
    if hechos.url_transmision:
        return Resultado(Veredicto.CUMPLE, f"Se transmitió en {hechos.url_transmision}")
    return _falta(hechos, hoy, "No consta que la exposición se transmitiera.", EN_LA_PAGINA)


@regla(
    id="R72",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=EXPOSICION,
    texto="Se recomienda que la exposición no dure más de 60 minutos.",
    mira="Cuánto duró la exposición; antes, los minutos que le da el programa.",
)
def R72(hechos: HechosDia, hoy: date) -> Resultado:
    """The plan is looked at until there is a fact."""
    if ajena := _ajena(hechos):
        return ajena
    recomendado = f"y se recomiendan {hechos.minutos_max} a lo más."
    if hechos.minutos is not None and hechos.minutos > hechos.minutos_max:
        evidencia = f"La exposición duró {hechos.minutos} minutos {recomendado}"
        return Resultado(Veredicto.NO_CUMPLE, evidencia)
    if hechos.minutos is not None:
        return Resultado(Veredicto.CUMPLE, f"La exposición duró {hechos.minutos} minutos.")
    if hechos.minutos_planeados > hechos.minutos_max:
        return Resultado(
            Veredicto.NO_CUMPLE,
            f"El programa da {hechos.minutos_planeados} minutos a la exposición {recomendado}",
            "Acorte ese bloque si puede.",
        )
    return _falta(hechos, hoy, "No se ha anotado cuánto duró la exposición.", EN_LA_PAGINA)


def _constancia(
    *,
    id: str,  # noqa: A002 - as in `regla`
    lugar: str,
    texto: str,
    falta: str,
    antes: bool = False,
) -> Regla:
    """What only a person can attest of the day; `antes`, from its morning on."""

    @regla(
        id=id,
        nivel=Nivel.CONSTANCIA,
        fuente=GUIA,
        lugar=lugar,
        texto=texto,
        mira="La constancia que una persona del equipo dejó de esa jornada.",
    )
    def evaluar(hechos: HechosDia, hoy: date) -> Resultado:
        exigible = _ya_paso(hechos, hoy) or (antes and hoy == hechos.dia)
        dada, desde = hechos.constancias.get(id), None if antes else hechos.desde
        return _ajena(hechos) or segun_constancia(dada, falta, exigible=exigible, desde=desde)

    return evaluar


R14 = _constancia(
    id="R14",
    lugar=PREPARACION,
    texto="Las carpetas, los computadores, el audio y las salas están preparados.",
    falta="Nadie ha dicho si las carpetas, los computadores, el audio y las salas se prepararon.",
    antes=True,
)
R16 = _constancia(
    id="R16",
    lugar=DESARROLLO,
    texto="Se explica a quienes participan cómo se va a trabajar.",
    falta="Nadie ha dicho si se explicó a quienes participan cómo se iba a trabajar.",
)
R68 = _constancia(
    id="R68",
    lugar=EXPOSICION,
    texto="La exposición destaca los compromisos cumplidos, acciones, planes, programas, políticas "
    "y presupuesto.",
    falta="Nadie ha dicho si la exposición destacó compromisos, acciones, planes, programas, "
    "políticas y presupuesto.",
)
R69 = _constancia(
    id="R69",
    lugar=EXPOSICION,
    texto="La exposición usa material audiovisual de gobierno, elaborado por la Secretaría de "
    "Comunicaciones.",
    falta="Nadie ha dicho si se usó el material audiovisual de gobierno.",
)
R70 = _constancia(
    id="R70",
    lugar=EXPOSICION,
    texto="La exposición se apoya en imagen, audio e interpretación en lengua de señas chilena.",
    falta="Nadie ha dicho cómo fueron la imagen, el audio y la interpretación en lengua de señas "
    "chilena.",
)
R73 = _constancia(
    id="R73",
    lugar=DESARROLLO,
    texto="La autoridad expone y está presente durante la jornada.",
    falta="Nadie ha dicho si la autoridad estuvo presente durante la jornada.",
)
R88 = _constancia(
    id="R88",
    lugar="6. Plenario",
    texto="La autoridad participa en el plenario.",
    falta="Nadie ha dicho si la autoridad participó en el plenario.",
)
