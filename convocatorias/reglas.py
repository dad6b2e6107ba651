"""What the guide demands of the virtual window, of an activity and of the call to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from comun.formato import enumerar, fecha_sin_semana
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun
from convocatorias.catalogos import TIPOS
from cuentas.reglas import R27, R52, R104, R105, R107, R108

GUIA = "000"
REGIONAL = "consideraciones regionales, 1. Convocatoria"
TIPOS_REGIONALES = ("territorial", "funcional", "interes_publico")
TIPOS_PRIORITARIOS = ("mujeres", "jovenes", "migrantes", "pueblos_originarios", "discapacidad")


@dataclass(frozen=True)
class Hechos:
    """What these rules look at; `selectors` loads it. What is not asked stays as it is here."""

    es_regional: bool = False
    # The activity
    fecha: date | None = None
    hora_inicio: time | None = None
    lugar: str = ""
    comuna: str = ""
    minutos: int = 0
    duracion_max: int = 240
    personas: int = 0
    asistentes_max: int = 250
    # The call to it
    anticipacion: int = 15
    informe: bool = False
    organizaciones: int = 0
    tipos: Mapping[str, int] = field(default_factory=dict)
    tipos_minimo: int = 3
    # The virtual window
    hay_proceso: bool = False
    proceso_publicado: bool = False
    inicio: date | None = None
    termino: date | None = None
    instrucciones: str = ""
    virtual_minimo: int = 30
    primera_actividad: date | None = None


def _no_aplica(evidencia: str) -> Resultado:
    return Resultado(Veredicto.NO_APLICA, evidencia)


# ── The activity ──


@regla(
    id="R11",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="La actividad tiene lugar, hora y fecha.",
)
def R11(hechos: Hechos, hoy: date) -> Resultado:
    datos = {
        "la fecha": hechos.fecha,
        "la hora de inicio": hechos.hora_inicio,
        "el lugar": hechos.lugar,
        "la comuna": hechos.comuna,
    }
    faltan = [nombre for nombre, dato in datos.items() if not dato]
    return segun(
        not faltan,
        f"{hechos.lugar}, {hechos.comuna}.",
        f"A la actividad le falta{'n' if len(faltan) > 1 else ''} {enumerar(faltan)}.",
        "Complete sus datos antes de anunciarla.",
    )


@regla(
    id="R33",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se recomiendan actividades de 4 horas como máximo.",
)
def R33(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.minutos <= hechos.duracion_max,
        f"El programa suma {hechos.minutos} minutos.",
        f"El programa suma {hechos.minutos} minutos y se recomienda un máximo de "
        f"{hechos.duracion_max}.",
        "Acorte los bloques si puede.",
    )


@regla(
    id="R34",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se recomienda la presencia de hasta 250 personas.",
)
def R34(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.personas <= hechos.asistentes_max,
        f"Se esperan hasta {hechos.personas} personas.",
        f"Se esperan {hechos.personas} personas y se recomienda un máximo de "
        f"{hechos.asistentes_max}.",
        "Considere otra actividad. A nadie se le niega la entrada.",
    )


# ── The call ──


@regla(
    id="R4",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Cada actividad presencial se apoya en un proceso virtual.",
)
def R4(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.hay_proceso,
        "La cuenta tiene participación virtual.",
        "La cuenta aún no tiene fechas de participación virtual.",
        "Fíjelas en «Participación virtual» antes de convocar.",
    )


@regla(
    id="R29",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se identifican las organizaciones ligadas a los temas del servicio.",
)
def R29(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.organizaciones > 0,
        f"Organizaciones invitadas: {hechos.organizaciones}.",
        "No hay ninguna organización con correo entre las elegidas.",
        "Cargue el directorio o cambie los filtros.",
    )


@regla(
    id="R30",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="La invitación ofrece también participar por internet, antes y después.",
)
def R30(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        hechos.proceso_publicado,
        "La invitación lleva el enlace a la participación virtual, ya publicada.",
        "La invitación lleva el enlace a la participación virtual, que aún no se publica.",
        "Publíquela antes de enviar.",
    )


@regla(
    id="R31",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="La invitación indica la fecha y la hora.",
)
def R31(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        bool(hechos.fecha and hechos.hora_inicio),
        "La invitación indica la fecha y la hora.",
        "La invitación no puede indicar la fecha y la hora, porque no están fijadas.",
        "Escríbalas en la actividad.",
    )


def _informe(hechos: Hechos) -> Resultado:
    return segun(
        hechos.informe,
        "El informe publicado va adjunto y enlazado.",
        "El informe de la cuenta aún no se publica y la invitación debe llevarlo.",
        "Publíquelo antes de convocar.",
    )


@regla(
    id="R32",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="La invitación va acompañada del informe base.",
)
def R32(hechos: Hechos, hoy: date) -> Resultado:
    return _no_aplica("Rige la regla R134.") if hechos.es_regional else _informe(hechos)


@regla(
    id="R134",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL,
    texto="La convocatoria regional adjunta el documento base.",
)
def R134(hechos: Hechos, hoy: date) -> Resultado:
    return _informe(hechos) if hechos.es_regional else _no_aplica("Rige la regla R32.")


@regla(
    id="R37",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se asegura la presencia de organizaciones diversas y plurales.",
)
def R37(hechos: Hechos, hoy: date) -> Resultado:
    cuantos = len(hechos.tipos)
    return segun(
        cuantos >= hechos.tipos_minimo,
        f"Hay {cuantos} tipos de organización entre las invitadas.",
        f"Hay organizaciones de {cuantos} {'tipo' if cuantos == 1 else 'tipos'} entre las "
        f"invitadas y se piden al menos {hechos.tipos_minimo}.",
        "Sume organizaciones de otros tipos o complete sus tipos en el directorio.",
    )


@regla(
    id="R132",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL,
    texto="Se garantizan organizaciones territoriales, funcionales y de interés público.",
)
def R132(hechos: Hechos, hoy: date) -> Resultado:
    if not hechos.es_regional:
        return _no_aplica("La cuenta es nacional.")
    faltan = [TIPOS[codigo].lower() for codigo in TIPOS_REGIONALES if codigo not in hechos.tipos]
    return segun(
        not faltan,
        "Hay organizaciones territoriales, funcionales y de interés público.",
        f"Falta invitar a alguna organización de tipo {enumerar(faltan)}.",
        "Súmela desde el directorio.",
    )


@regla(
    id="R40",
    nivel=Nivel.ADVIERTE,
    fuente="002",
    lugar="convocatoria",
    texto="Se invita directamente a mujeres, jóvenes, migrantes, pueblos originarios y personas "
    "con discapacidad.",
)
def R40(hechos: Hechos, hoy: date) -> Resultado:
    faltan = [TIPOS[c].removeprefix("De ") for c in TIPOS_PRIORITARIOS if c not in hechos.tipos]
    return segun(
        not faltan,
        "Los grupos prioritarios tienen organizaciones invitadas.",
        f"Falta invitar a organizaciones de {enumerar(faltan)}.",
        "Búsquelas en su directorio.",
    )


@regla(
    id="R133",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL,
    texto="La convocatoria se envía al menos 15 días antes.",
)
def R133(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.fecha is None:
        return Resultado(Veredicto.POR_CUMPLIR, "La actividad no tiene fecha.")
    quedan = (hechos.fecha - hoy).days
    cercana = hoy + timedelta(days=hechos.anticipacion)
    quien = "la autoridad" if hechos.es_regional else "la persona encargada"
    queda = "queda" if quedan == 1 else "quedan"
    return segun(
        quedan >= hechos.anticipacion,
        f"Faltan {quedan} días corridos y se piden {hechos.anticipacion}.",
        f"Ya no se puede invitar para el {fecha_sin_semana(hechos.fecha)}: se piden "
        f"{hechos.anticipacion} días corridos y {queda} {quedan}. La fecha más cercana posible es "
        f"el {fecha_sin_semana(cercana)}.",
        f"Mueva la actividad, o pida que {quien} anote el motivo de la tardanza.",
    )


# ── The virtual window ──


@regla(
    id="R45",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="La participación virtual comienza con la convocatoria o con la jornada, no después.",
)
def R45(hechos: Hechos, hoy: date) -> Resultado:
    actividad = hechos.primera_actividad
    if hechos.inicio is None or actividad is None:
        return _no_aplica("Aún no hay una actividad con fecha.")
    return segun(
        hechos.inicio <= actividad,
        "La participación virtual comienza a tiempo.",
        f"La participación virtual comienza el {fecha_sin_semana(hechos.inicio)}, después de la "
        f"actividad del {fecha_sin_semana(actividad)}.",
        "Elija un primer día igual o anterior a la actividad.",
    )


@regla(
    id="R47",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="El banner indica la forma y los plazos en que se participa.",
)
def R47(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        bool(hechos.instrucciones.strip()),
        "Está escrito cómo se participa.",
        "Falta explicar cómo se participa.",
        "Escríbalo en «Cómo participar».",
    )


@regla(
    id="R48",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Se recomienda que dure al menos 30 días.",
)
def R48(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.inicio is None or hechos.termino is None:
        return Resultado(Veredicto.POR_CUMPLIR, "Faltan las fechas.")
    dias = (hechos.termino - hechos.inicio).days + 1
    return segun(
        dias >= hechos.virtual_minimo,
        f"Dura {dias} días.",
        f"La participación virtual dura {dias} {'día' if dias == 1 else 'días'} y se recomiendan "
        f"al menos {hechos.virtual_minimo}.",
        "Alárguela, o escriba el motivo para seguir.",
    )


@regla(
    id="R51",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Se informan las fechas de inicio y término.",
)
def R51(hechos: Hechos, hoy: date) -> Resultado:
    return segun(
        bool(hechos.inicio and hechos.termino),
        "Están las fechas de inicio y término.",
        "Faltan las fechas de inicio o de término.",
        "Escríbalas antes de publicar.",
    )


PARA_PROGRAMAR = (R11,)
DEL_PROGRAMA = (R33, R34)
PARA_ENVIAR = (R11, R31, R4, R32, R134, R29, R37, R132)
AL_ENVIAR = (R30, R40, R34)
DE_LA_VENTANA = (R51, R47, R45)
#: Over the facts of the account (`cuentas.selectors.hechos`).
DE_LA_CUENTA = (R27, R52, R105, R108)
TODAS = (
    R4, R11, R27, R29, R30, R31, R32, R33, R34, R37, R40, R45, R47, R48, R51, R52,
    R104, R105, R107, R108, R132, R133, R134,
)  # fmt: skip
