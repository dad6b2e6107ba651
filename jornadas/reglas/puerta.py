"""What the guide asks of the registration cards (R59 to R66).

The same rules look at one card at the door (`total` is 1) and at all those of a day.
"""

from dataclasses import dataclass
from datetime import date

from comun.reglas import Nivel, Regla, Resultado, Veredicto, regla

GUIA = "000"
EL_DIA = "3. El día de ejecución"


@dataclass(frozen=True)
class HechosFichas:
    """How many cards there are, and how many of them lack something."""

    total: int = 0
    sin_nombre: int = 0
    sin_documento: int = 0
    sin_organizacion: int = 0
    #: Of an organisation and "a título personal" at once.
    contradictorias: int = 0
    sin_firma: int = 0
    sin_contacto: int = 0
    sin_carpeta: int = 0
    #: With the folder and without a workshop.
    sin_numero: int = 0
    #: The day of the activity: until it ends, a folder may still be given. None: it is asked now.
    dia: date | None = None
    no_aplica: str = ""


def _juzgar(
    hechos: HechosFichas,
    cuantas: int,
    falta: tuple[str, str],
    bien: str,
    sugerencia: str = "",
    exigible: bool = True,
) -> Resultado:
    """The verdict on `cuantas` cards that lack something: said of one, or of many."""
    if hechos.no_aplica or not hechos.total:
        return Resultado(Veredicto.NO_APLICA, hechos.no_aplica or "No hay fichas.")
    if not cuantas:
        return Resultado(Veredicto.CUMPLE, f"{bien} Fichas: {hechos.total}.")
    de_una, de_muchas = falta
    frase = de_una if hechos.total == 1 else f"{de_muchas}: {cuantas} de {hechos.total}."
    veredicto = Veredicto.NO_CUMPLE if exigible else Veredicto.POR_CUMPLIR
    return Resultado(veredicto, frase, sugerencia)


@regla(
    id="R59",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva nombre y apellidos.",
    mira="El nombre y los apellidos de cada ficha.",
)
def R59(hechos: HechosFichas, hoy: date) -> Resultado:
    """Names and last names."""
    return _juzgar(
        hechos,
        hechos.sin_nombre,
        ("Faltan el nombre o los apellidos.", "Fichas sin nombre o sin apellidos"),
        "Nombre y apellidos anotados.",
        "Escríbalos como los dice la persona.",
    )


@regla(
    id="R60",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva el RUN u otro documento, o dice que no lo hay.",
    mira="El documento de cada ficha, o que dice «sin documento».",
)
def R60(hechos: HechosFichas, hoy: date) -> Resultado:
    """The RUN, another document, or the explicit absence of one (K8)."""
    return _juzgar(
        hechos,
        hechos.sin_documento,
        ("Falta el número del documento.", "Fichas sin documento y sin decirlo"),
        "Documento anotado.",
        "Escríbalo, o elija «sin documento».",
    )


@regla(
    id="R61",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha dice la organización, o que la persona asiste a título personal.",
    mira="La organización de cada ficha, o que dice «a título personal»; no las dos.",
)
def R61(hechos: HechosFichas, hoy: date) -> Resultado:
    """One of both, and not both."""
    if hechos.contradictorias:
        return _juzgar(
            hechos,
            hechos.contradictorias,
            (
                "Anotó una organización y también «a título personal».",
                "Fichas con organización y también «a título personal»",
            ),
            "",
            "Deje solo una.",
        )
    return _juzgar(
        hechos,
        hechos.sin_organizacion,
        ("Falta la organización.", "Fichas sin organización y sin decir «a título personal»"),
        "Organización anotada, o a título personal.",
        "Escríbala, o marque «a título personal».",
    )


@regla(
    id="R62",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva la firma, o el motivo de que no la haya.",
    mira="La firma de cada ficha, en la pantalla o en papel, o por qué no la hay.",
)
def R62(hechos: HechosFichas, hoy: date) -> Resultado:
    """Drawn, on paper, or the reason."""
    return _juzgar(
        hechos,
        hechos.sin_firma,
        ("Falta la firma.", "Fichas sin firma y sin motivo"),
        "Firma, o motivo, anotado.",
        "Pida que firme en la pantalla o en la hoja, o escriba por qué no firma.",
    )


@regla(
    id="R63",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La ficha lleva al menos un dato de contacto, para poder responder (R64).",
    mira="El correo, el teléfono y la dirección de cada ficha: basta uno.",
)
def R63(hechos: HechosFichas, hoy: date) -> Resultado:
    """At least one means of contact: without it there is no answer (R64)."""
    return _juzgar(
        hechos,
        hechos.sin_contacto,
        ("Falta cómo responderle.", "Fichas sin ningún dato de contacto"),
        "Contacto anotado.",
        "Anote un correo, un teléfono o una dirección: basta uno.",
    )


@regla(
    id="R64",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="Cada persona queda registrada con los datos necesarios para responderle.",
    mira="Cuántas de las personas que asistieron no tienen hoy ningún canal de respuesta.",
)
def R64(hechos: HechosFichas, hoy: date) -> Resultado:
    """What R63 is for: nobody who came is left without a way to be answered."""
    return _juzgar(
        hechos,
        hechos.sin_contacto,
        ("A esta persona no hay cómo responderle.", "Personas sin cómo recibir la respuesta"),
        "Todas tienen cómo recibir la respuesta.",
        "Busque el dato y corrija su ficha.",
    )


@regla(
    id="R65",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="Cada asistente recibe una carpeta con la presentación de la autoridad.",
    mira="Cuántas fichas no dicen que se entregó la carpeta, terminado el día.",
)
def R65(hechos: HechosFichas, hoy: date) -> Resultado:
    """A fact of the day: nothing stops for it, and it stays marked."""
    return _juzgar(
        hechos,
        hechos.sin_carpeta,
        ("La persona no recibió la carpeta.", "Personas sin carpeta"),
        "Carpetas entregadas.",
        "Si se entregó y no se anotó, anótelo en la ficha.",
        exigible=hechos.dia is None or hoy > hechos.dia,
    )


@regla(
    id="R66",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=EL_DIA,
    texto="La carpeta indica el número del taller en que se participa.",
    mira="Cuántas carpetas se entregaron a personas que no tienen taller.",
)
def R66(hechos: HechosFichas, hoy: date) -> Resultado:
    """The folder (R65) is handed over with a workshop number on it."""
    return _juzgar(
        hechos,
        hechos.sin_numero,
        (
            "La carpeta lleva el número del taller y esta persona todavía no tiene taller.",
            "Carpetas entregadas sin número de taller",
        ),
        "Cada carpeta lleva el número de su taller.",
        "Asígnele uno y después entregue la carpeta.",
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
DE_LAS_FICHAS = (R59, R60, R61, R62, R63, R64, R65, R66)
