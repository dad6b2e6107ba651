"""By when the answers are given: the dates promised, and the days that the norm allows."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from comun.formato import fecha_larga
from comun.plazos import Computo, TipoDias, contar
from comun.reglas import Nivel, Resultado, Veredicto, regla, segun
from cuentas.models import NormaParticipacion
from cuentas.reglas.hechos import GUIA, Hechos, HechosDelPlazo, a_su_tiempo

RESPUESTA = "3. Respuesta de la autoridad"


def plazo_respuesta(
    norma: NormaParticipacion, ancla: date, feriados: Mapping[date, str]
) -> tuple[Computo, Computo]:
    """The suggested and the last day to answer, day by day from `ancla` (R107, R108).

    `ancla` is the day of the last in-person activity, or the end of a virtual-only window.
    """
    tipo = cast(TipoDias, norma.tipo_dias)
    return (
        contar(ancla, norma.plazo_respuesta_sugerido_dias, tipo, feriados),
        contar(ancla, norma.plazo_respuesta_maximo_dias, tipo, feriados),
    )


@regla(
    id="R52",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar="modalidad de ejecución",
    texto="La fecha de las respuestas a lo recibido por internet es pública antes de abrir.",
    mira="La fecha comprometida para responder lo recibido por internet.",
)
def R52(hechos: Hechos, hoy: date) -> Resultado:
    resultado = segun(
        hechos.respuesta_virtual is not None,
        f"Fecha comprometida: {_fecha(hechos.respuesta_virtual)}.",
        "Falta la fecha en que se responderá lo recibido por internet.",
        "Fíjela en la configuración de la cuenta.",
    )
    return _antes_de_abrir(resultado, hechos)


@regla(
    id="R104",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=RESPUESTA,
    texto="La autoridad informa los plazos en que se compromete a responder.",
    mira="Las dos fechas comprometidas para responder.",
)
def R104(hechos: Hechos, hoy: date) -> Resultado:
    resultado = segun(
        bool(hechos.respuesta_virtual or hechos.respuesta_presencial),
        "Los plazos de respuesta están comprometidos.",
        "La autoridad aún no compromete plazos de respuesta.",
        "Fíjelos en la configuración de la cuenta.",
    )
    return _antes_de_abrir(resultado, hechos)


@regla(
    id="R105",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=RESPUESTA,
    texto="Hay un plazo para el proceso presencial además del virtual.",
    mira="La fecha comprometida para responder lo planteado en la jornada.",
)
def R105(hechos: Hechos, hoy: date) -> Resultado:
    if not hechos.hay_jornada:
        return Resultado(Veredicto.NO_APLICA, "La cuenta es solo virtual.")
    resultado = segun(
        hechos.respuesta_presencial is not None,
        f"Fecha comprometida: {_fecha(hechos.respuesta_presencial)}.",
        "Falta la fecha en que se responderá lo planteado en la jornada.",
        "Fíjela en la configuración de la cuenta.",
    )
    return _antes_de_abrir(resultado, hechos)


def _antes_de_abrir(resultado: Resultado, hechos: Hechos) -> Resultado:
    """The promise comes before the window; answers already published elsewhere need none."""
    previo = hechos.previos.get("respuestas")
    if previo and resultado.veredicto is Veredicto.NO_CUMPLE:
        return Resultado(
            Veredicto.NO_CUMPLE,
            f"{resultado.evidencia} Las respuestas se publicaron {previo.frase} "
            f"Motivo: {previo.motivo}",
            explicado=True,
        )
    return a_su_tiempo(resultado, hechos.al_abrir_participacion)


@regla(
    id="R107",
    nivel=Nivel.ADVIERTE,
    fuente=GUIA,
    lugar=RESPUESTA,
    texto="Se sugiere publicar las respuestas dentro de 30 días.",
    mira="Las fechas comprometidas y el día de la publicación, contados desde la actividad.",
)
def R107(hechos: HechosDelPlazo, hoy: date) -> Resultado:
    return _dentro_del_plazo(hechos, hoy, sugerido=True)


@regla(
    id="R108",
    nivel=Nivel.BLOQUEA,
    fuente=GUIA,
    lugar=RESPUESTA,
    texto="Se responde a más tardar 45 días después de la última actividad presencial.",
    mira="Las fechas comprometidas y el día de la publicación, contados desde la actividad.",
)
def R108(hechos: HechosDelPlazo, hoy: date) -> Resultado:
    return _dentro_del_plazo(hechos, hoy, sugerido=False)


def _dentro_del_plazo(hechos: HechosDelPlazo, hoy: date, *, sugerido: bool) -> Resultado:
    if not (hechos.ancla and hechos.norma):
        return Resultado(Veredicto.POR_CUMPLIR, "Faltan las fechas con que se calcula el plazo.")
    computos = plazo_respuesta(hechos.norma, hechos.ancla, hechos.feriados)
    limite = computos[0 if sugerido else 1].fecha
    cual = "sugerido" if sugerido else "máximo"
    if hechos.publicadas_el is not None:
        return _publicadas(hechos, limite, cual)
    if hechos.sin_publicar and hoy > limite:
        return _vencido(hechos, limite, cual)
    comprometidas = _comprometidas(hechos, hechos.norma, hechos.ancla, limite, sugerido=sugerido)
    if hechos.sin_publicar and comprometidas.veredicto is Veredicto.CUMPLE:
        return Resultado(
            Veredicto.POR_CUMPLIR,
            f"{comprometidas.evidencia} El plazo {cual} es el {fecha_larga(limite)}.",
        )
    return comprometidas


def _publicadas(hechos: HechosDelPlazo, limite: date, cual: str) -> Resultado:
    """What happened: on its day, or late, and then with a reason."""
    dia = _fecha(hechos.publicadas_el)
    if hechos.publicadas_el is not None and hechos.publicadas_el <= limite:
        return Resultado(Veredicto.CUMPLE, f"Las respuestas se publican el {dia}.")
    if not hechos.motivo_tardanza.strip():
        return _vencido(hechos, limite, cual)
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"Las respuestas se publican el {dia}, y el plazo {cual} fue el {fecha_larga(limite)}. "
        f"Motivo: {hechos.motivo_tardanza.strip()}",
        explicado=True,
    )


def _vencido(hechos: HechosDelPlazo, limite: date, cual: str) -> Resultado:
    motivo = hechos.motivo_tardanza.strip()
    verbo = "fue" if cual == "sugerido" else "venció"
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"El plazo {cual} {verbo} el {fecha_larga(limite)}."
        + (f" Motivo: {motivo}" if motivo else ""),
        ""
        if motivo or cual == "sugerido"
        else "Escriba por qué se publica fuera de plazo: se publicará junto a la fecha.",
        explicado=bool(motivo),
    )


def _comprometidas(
    hechos: HechosDelPlazo, norma: NormaParticipacion, ancla: date, limite: date, *, sugerido: bool
) -> Resultado:
    """The plan: both promises inside the term."""
    ultima = hechos.ultima_comprometida
    if ultima is None:
        return Resultado(Veredicto.POR_CUMPLIR, "Faltan las fechas con que se calcula el plazo.")
    dias = norma.plazo_respuesta_sugerido_dias if sugerido else norma.plazo_respuesta_maximo_dias
    return segun(
        ultima <= limite,
        f"La última fecha comprometida es el {fecha_larga(ultima)}.",
        f"El {fecha_larga(ultima)} pasa del plazo {'sugerido' if sugerido else 'máximo'}: {dias} "
        f"{norma.get_tipo_dias_display()} después del {fecha_larga(ancla)} ({norma.cita}).",
        f"La última fecha {'sugerida' if sugerido else 'posible'} es el {fecha_larga(limite)}.",
    )


def _fecha(valor: date | None) -> str:
    return fecha_larga(valor) if valor else ""
