"""What the guide asks of the day: registration, folder and plenary (R58 to R66, R85 to R89)."""

from dataclasses import dataclass
from datetime import date

from comun.reglas import Nivel, Regla, Resultado, Veredicto, regla

GUIA = "000"
EL_DIA = "3. El día de ejecución"
PLENARIO = "6. Plenario"


@dataclass(frozen=True)
class HechosFicha:
    """What the rules look at in one registration card."""

    nombres: str = ""
    apellidos: str = ""
    con_documento: bool = False
    organizacion: str = ""
    a_titulo_personal: bool = False
    con_firma: bool = False
    firma_en_papel: bool = False
    motivo_sin_firma: str = ""
    contactos: int = 0
    con_taller: bool = True


@dataclass(frozen=True)
class HechosJornada:
    """What the rules look at in the whole day."""

    fichas: int = 0
    asistentes_max: int = 250
    aforo: int = 250


@dataclass(frozen=True)
class HechosTurno:
    """What the rules look at in one turn of the plenary."""

    con_presentacion: bool = False
    minutos: int | None = None
    minimo: int = 5
    maximo: int = 10


def _cumple(evidencia: str) -> Resultado:
    return Resultado(Veredicto.CUMPLE, evidencia)


def _falta(evidencia: str, sugerencia: str = "") -> Resultado:
    return Resultado(Veredicto.NO_CUMPLE, evidencia, sugerencia)


@regla(
    id="R58",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="Quienes asisten quedan registrados en una ficha.",
)
def R58(hechos: HechosJornada, hoy: date) -> Resultado:
    """A day without a single card did not take place, or was not registered."""
    if hechos.fichas:
        return _cumple(f"Fichas: {hechos.fichas}.")
    return _falta(
        "No hay ninguna persona acreditada.",
        "Acredite a quienes asistieron, o indique que la jornada no se realizó.",
    )


@regla(
    id="R34",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se recomienda la presencia de hasta 250 personas. A nadie se le niega la entrada.",
)
def R34(hechos: HechosJornada, hoy: date) -> Resultado:
    """Warns when the place or the recommendation is exceeded; never turns anybody away (K6)."""
    limite = min(hechos.asistentes_max, hechos.aforo)
    if hechos.fichas <= limite:
        return _cumple(f"Personas: {hechos.fichas}.")
    return _falta(
        f"Hay {hechos.fichas} personas acreditadas y el lugar se preparó para {limite}.",
        "Siga acreditando y avise a quien dirige la jornada.",
    )


@regla(
    id="R59",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva nombre y apellidos.",
)
def R59(hechos: HechosFicha, hoy: date) -> Resultado:
    """Names and last names."""
    if hechos.nombres and hechos.apellidos:
        return _cumple("Nombre y apellidos anotados.")
    return _falta("Faltan el nombre o los apellidos.", "Escríbalos como los dice la persona.")


@regla(
    id="R60",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva el RUN u otro documento, o dice que no lo hay.",
)
def R60(hechos: HechosFicha, hoy: date) -> Resultado:
    """The RUN, another document, or the explicit absence of one (K8)."""
    if hechos.con_documento:
        return _cumple("Documento anotado.")
    return _falta("Falta el número del documento.", "Escríbalo, o elija «sin documento».")


@regla(
    id="R61",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha dice la organización, o que la persona asiste a título personal.",
)
def R61(hechos: HechosFicha, hoy: date) -> Resultado:
    """One of both, and not both."""
    if bool(hechos.organizacion) is not hechos.a_titulo_personal:
        return _cumple("Organización anotada, o a título personal.")
    if hechos.organizacion:
        return _falta("Anotó una organización y también «a título personal».", "Deje solo una.")
    return _falta("Falta la organización.", "Escríbala, o marque «a título personal».")


@regla(
    id="R62",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva la firma, o el motivo de que no la haya.",
)
def R62(hechos: HechosFicha, hoy: date) -> Resultado:
    """Drawn, on paper, or the reason."""
    if hechos.con_firma or hechos.firma_en_papel or hechos.motivo_sin_firma:
        return _cumple("Firma, o motivo, anotado.")
    return _falta(
        "Falta la firma.", "Pida que firme en la pantalla o en la hoja, o escriba por qué no firma."
    )


@regla(
    id="R63",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva al menos un dato de contacto, para poder responder (R64).",
)
def R63(hechos: HechosFicha, hoy: date) -> Resultado:
    """At least one means of contact: without it there is no answer (R64)."""
    if hechos.contactos:
        return _cumple(f"Datos de contacto: {hechos.contactos}.")
    return _falta(
        "Falta cómo responderle.", "Anote un correo, un teléfono o una dirección: basta uno."
    )


@regla(
    id="R66",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La carpeta indica el número del taller en que se participa.",
)
def R66(hechos: HechosFicha, hoy: date) -> Resultado:
    """The folder (R65) is handed over with a workshop number on it."""
    if hechos.con_taller:
        return _cumple("La persona tiene su taller.")
    return _falta(
        "La carpeta lleva el número del taller y esta persona todavía no tiene taller.",
        "Asígnele uno y después entregue la carpeta.",
    )


@regla(
    id="R85",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=PLENARIO,
    texto="Cada taller expone con su presentación.",
)
def R85(hechos: HechosTurno, hoy: date) -> Resultado:
    """A turn needs its slides, made beforehand."""
    if hechos.con_presentacion:
        return _cumple("El taller tiene su presentación.")
    return _falta(
        "El taller todavía no tiene presentación.",
        "Prepare de nuevo el plenario: la presentación se genera de los acuerdos.",
    )


@regla(
    id="R86",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=PLENARIO,
    texto="Se recomienda que cada taller exponga entre 5 y 10 minutos.",
)
def R86(hechos: HechosTurno, hoy: date) -> Resultado:
    """Warns about a turn that was too short or too long."""
    if hechos.minutos is None or hechos.minimo <= hechos.minutos <= hechos.maximo:
        return _cumple("Duró lo recomendado.")
    return _falta(
        f"El turno duró {hechos.minutos} minutos y se recomiendan entre {hechos.minimo} y "
        f"{hechos.maximo}."
    )


#: The rules of the card and the field of its form that each one speaks about.
DE_LA_FICHA: dict[Regla, str] = {
    R59: "nombres",
    R60: "documento",
    R61: "organizacion",
    R62: "firma_modo",
    R63: "correo",
}
AL_ENTREGAR_CARPETA = (R66,)
AL_CERRAR = (R58,)
DE_AFORO = (R34,)
AL_EXPONER = (R85,)
DE_DURACION = (R86,)
