"""What the guide demands of the call to an activity."""

from datetime import date, timedelta

from comun.formato import enumerar, fecha_sin_semana
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun
from convocatorias.catalogos import TIPOS
from convocatorias.reglas.hechos import GUIA, REGIONAL, Hechos, Salida, juzgar, no_aplica

TIPOS_REGIONALES = ("territorial", "funcional", "interes_publico")
TIPOS_PRIORITARIOS = ("mujeres", "jovenes", "migrantes", "pueblos_originarios", "discapacidad")


def _juzgar(
    hechos: Hechos, cumple: bool, evidencia: str, falta: str, sugerencia: str = ""
) -> Resultado:
    """As `juzgar`; of a call that went out before the account was kept here, nothing is known."""
    if hechos.llamado_previo and not cumple:
        return no_aplica(
            f"Se convocó el {hechos.llamado_previo:%d/%m/%Y}, antes de llevar la cuenta aquí."
        )
    return juzgar(hechos, cumple, evidencia, falta, sugerencia)


@regla(
    id="R4",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="Cada actividad presencial se apoya en un proceso virtual.",
    mira="Si la cuenta tiene fechas de participación virtual.",
)
def R4(hechos: Hechos, hoy: date) -> Resultado:
    return juzgar(
        hechos,
        hechos.hay_proceso,
        "La cuenta tiene participación virtual.",
        "La cuenta aún no tiene fechas de participación virtual.",
        "Fíjelas en «Participación virtual» antes de convocar.",
    )


@regla(
    id="R12",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="La convocatoria lleva invitación, ficha de inscripción, informe base y programa.",
    mira="El informe publicado y los bloques del programa. La invitación y la ficha las hace el "
    "portal.",
)
def R12(hechos: Hechos, hoy: date) -> Resultado:
    artefactos = {"el informe base": hechos.informe, "el programa": hechos.bloques}
    faltan = [nombre for nombre, esta in artefactos.items() if not esta]
    return _juzgar(
        hechos,
        not faltan,
        "La invitación lleva la ficha de inscripción, el informe base y el programa.",
        f"A la convocatoria le falta{'n' if len(faltan) > 1 else ''} {enumerar(faltan)}.",
        "Agregue al menos un bloque al editar la actividad." if not hechos.bloques else "",
    )


@regla(
    id="R15",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="actividades, 1. Preparación",
    texto="La página pública de la cuenta está publicada antes de la actividad.",
    mira="El día en que se publicó la cuenta y el de la actividad.",
)
def R15(hechos: Hechos, hoy: date) -> Resultado:
    desde = hechos.pagina_desde
    if desde and hechos.fecha and desde > hechos.fecha:
        return juzgar(
            hechos,
            False,
            "",
            f"La página se publicó el {desde:%d/%m/%Y}, después de la actividad.",
        )
    return juzgar(
        hechos,
        desde is not None,
        f"La página es pública desde el {desde:%d/%m/%Y}." if desde else "",
        "La página pública de la cuenta aún no se publica.",
        "Publique la cuenta antes de convocar.",
    )


@regla(
    id="R29",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se identifican las organizaciones ligadas a los temas del servicio.",
    mira="Cuántas organizaciones están invitadas.",
)
def R29(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.llamado_previo and not hechos.organizaciones:
        return Resultado(Veredicto.CUMPLE, f"Se convocó el {hechos.llamado_previo:%d/%m/%Y}.")
    return juzgar(
        hechos,
        hechos.organizaciones > 0,
        f"Organizaciones invitadas: {hechos.organizaciones}.",
        "No hay ninguna organización por invitar en la lista.",
        "Súmelas desde el directorio.",
    )


@regla(
    id="R30",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="La invitación ofrece también participar por internet, antes y después.",
    mira="Si la participación virtual a la que lleva la invitación está publicada, con sus fechas.",
)
def R30(hechos: Hechos, hoy: date) -> Resultado:
    return _juzgar(
        hechos,
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
    mira="La fecha y la hora de inicio de la actividad.",
)
def R31(hechos: Hechos, hoy: date) -> Resultado:
    return _juzgar(
        hechos,
        bool(hechos.fecha and hechos.hora_inicio),
        "La invitación indica la fecha y la hora.",
        "La invitación no puede indicar la fecha y la hora, porque no están fijadas.",
        "Escríbalas en la actividad.",
    )


def _informe(hechos: Hechos) -> Resultado:
    return _juzgar(
        hechos,
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
    mira="Si el informe de la cuenta está publicado.",
)
def R32(hechos: Hechos, hoy: date) -> Resultado:
    return no_aplica("Rige la regla R134.") if hechos.es_regional else _informe(hechos)


@regla(
    id="R134",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL,
    texto="La convocatoria regional adjunta el documento base.",
    mira="Si el informe de una cuenta regional está publicado.",
)
def R134(hechos: Hechos, hoy: date) -> Resultado:
    return _informe(hechos) if hechos.es_regional else no_aplica("Rige la regla R32.")


@regla(
    id="R37",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="2. Convocatoria",
    texto="Se asegura la presencia de organizaciones diversas y plurales.",
    mira="Cuántos tipos de organización hay entre las invitadas, y cuántos pide la norma.",
)
def R37(hechos: Hechos, hoy: date) -> Resultado:
    cuantos = len(hechos.tipos)
    return _juzgar(
        hechos,
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
    mira="Si en una cuenta regional hay invitadas de los tres tipos.",
)
def R132(hechos: Hechos, hoy: date) -> Resultado:
    if not hechos.es_regional:
        return no_aplica("La cuenta es nacional.")
    faltan = [TIPOS[codigo].lower() for codigo in TIPOS_REGIONALES if codigo not in hechos.tipos]
    return _juzgar(
        hechos,
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
    mira="Si hay alguna organización invitada de cada uno de esos grupos.",
)
def R40(hechos: Hechos, hoy: date) -> Resultado:
    faltan = [TIPOS[c].removeprefix("De ") for c in TIPOS_PRIORITARIOS if c not in hechos.tipos]
    return _juzgar(
        hechos,
        not faltan,
        "Los grupos prioritarios tienen organizaciones invitadas.",
        f"Falta invitar a organizaciones de {enumerar(faltan)}.",
        "Búsquelas en su directorio.",
    )


@regla(
    id="R41",
    nivel=Nivel.BLOQUEA,
    fuente="002",
    lugar="convocatoria",
    texto="La convocatoria lleva un cronograma con las fases, las fechas clave y las formas de "
    "participar.",
    mira="Las fechas que muestra la invitación: participación virtual, actividad y respuestas.",
)
def R41(hechos: Hechos, hoy: date) -> Resultado:
    fechas = {
        "las de participación virtual": hechos.inicio or hechos.ventana_previa,
        "la de la actividad": hechos.fecha,
        "la de las respuestas": hechos.respuesta,
    }
    faltan = [nombre for nombre, valor in fechas.items() if not valor]
    return _juzgar(
        hechos,
        not faltan,
        "La invitación lleva las fechas clave y las formas de participar.",
        f"Al cronograma de la invitación le falta{'n' if len(faltan) > 1 else ''}: "
        f"{enumerar(faltan)}.",
        "Fíjelas antes de convocar.",
    )


@regla(
    id="R133",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=REGIONAL,
    texto="La convocatoria se envía al menos 15 días antes.",
    mira="El día en que se envió, o se enviaría hoy, y los días corridos que faltan para la "
    "actividad.",
)
def R133(hechos: Hechos, hoy: date) -> Resultado:
    if salidas := _salidas(hechos):
        return _ya_salio(hechos, min(salidas, key=lambda salida: salida.dias))
    if hechos.no_aplica:
        return no_aplica(hechos.no_aplica)
    if hechos.fecha is None:
        return Resultado(Veredicto.POR_CUMPLIR, "La actividad no tiene fecha.")
    quedan = (hechos.fecha - hoy).days
    evidencia = f"Faltan {quedan} días corridos y se piden {hechos.anticipacion}."
    if quedan >= hechos.anticipacion:
        veredicto = Veredicto.CUMPLE if hechos.por_enviar else Veredicto.POR_CUMPLIR
        return Resultado(veredicto, evidencia)
    cercana = hoy + timedelta(days=hechos.anticipacion)
    quien = "la autoridad" if hechos.es_regional else "la persona encargada"
    queda = "queda" if quedan == 1 else "quedan"
    if quedan < 0:
        return Resultado(Veredicto.NO_CUMPLE, "La actividad ya pasó y no se convocó a nadie.")
    return segun(
        False,
        "",
        f"Ya no se puede invitar para el {fecha_sin_semana(hechos.fecha)}: se piden "
        f"{hechos.anticipacion} días corridos y {queda} {quedan}. La fecha más cercana posible es "
        f"el {fecha_sin_semana(cercana)}.",
        f"Mueva la actividad, o pida que {quien} anote el motivo de la tardanza.",
    )


def _salidas(hechos: Hechos) -> tuple[Salida, ...]:
    """The calls that went out: those sent from here, or the one that was sent before."""
    if hechos.salidas or not (hechos.llamado_previo and hechos.fecha):
        return hechos.salidas
    dias = (hechos.fecha - hechos.llamado_previo).days
    return (Salida(dias, f"se convocó el {hechos.llamado_previo:%d/%m/%Y}, fuera del portal."),)


def _ya_salio(hechos: Hechos, salida: Salida) -> Resultado:
    con = f"Se envió con {salida.dias} {'día' if salida.dias == 1 else 'días'} de anticipación"
    if salida.dias >= hechos.anticipacion:
        return Resultado(Veredicto.CUMPLE, f"{con}.")
    evidencia = f"{con} y se piden {hechos.anticipacion}."
    if not salida.motivo:
        return Resultado(Veredicto.NO_CUMPLE, evidencia)
    return Resultado(Veredicto.NO_CUMPLE, f"{evidencia} Motivo: {salida.motivo}", explicado=True)
