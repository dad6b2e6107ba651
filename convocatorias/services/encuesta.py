"""Use cases of the prior survey: write it, open and close it, number its sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_sin_semana, miles
from comun.texto import en_una_linea, limpiar
from comun.transitions import anotar, move
from convocatorias.models import (
    MAXIMO_OPCIONES,
    MAXIMO_PREGUNTAS,
    Actividad,
    EncuestaPrevia,
    PreguntaPrevia,
    RespuestaPrevia,
)
from cuentas.models import CuentaPublica

Estado = EncuestaPrevia.Estado
Clase = PreguntaPrevia.Clase
MAXIMO_HOJAS = 200
#: Of the number that each sheet carries (its column holds up to 32,767).
MAXIMO_NUMERO = 9_999


@dataclass(frozen=True)
class Pregunta:
    """A question as somebody wrote it."""

    texto: str
    clase: str
    opciones: tuple[str, ...] = ()
    capitulo: str = ""


#: What to ask when one does not know where to begin (R21).
PROPUESTA = (
    Pregunta(
        "¿Qué temas le interesan más de esta cuenta pública?",
        Clase.VARIAS,
        (
            "Los planes y programas que se realizaron",
            "En qué se gastó el presupuesto",
            "Si se cumplió lo prometido el año anterior",
            "Lo que viene el próximo año",
        ),
    ),
    Pregunta(
        "¿En qué parte del informe quiere que nos detengamos en la exposición?",
        Clase.UNA,
        (
            "Políticas",
            "Planes",
            "Programas",
            "Presupuesto",
            "Proyecciones",
            "Compromisos cumplidos",
        ),
    ),
    Pregunta(
        "¿Cuánto sabe de cómo se usó el presupuesto este año? 1 es nada y 5 es mucho.",
        Clase.ESCALA,
        capitulo="presupuesto",
    ),
    Pregunta(
        "¿Cómo prefiere participar?",
        Clase.UNA,
        (
            "Conversando en un grupo pequeño",
            "Preguntando ante todas las personas",
            "Escribiendo mi opinión",
            "Por internet, desde mi casa",
        ),
    ),
    Pregunta(
        "¿Qué compromiso debería tomar el servicio para el próximo año?",
        Clase.TEXTO,
        capitulo="proyecciones",
    ),
)


@transaction.atomic
def guardar_encuesta(
    *,
    actividad: Actividad,
    titulo: str,
    introduccion: str,
    abre: date,
    cierra: date,
    preguntas: Sequence[Pregunta],
    por: Any,
) -> EncuestaPrevia:
    """Write the survey of an activity, or write it again while it is in preparation (R21).

    Raises:
        ErrorDominio: it was opened already, a date is wrong, or a question is incomplete.
    """
    exigir_cuenta_abierta(actividad)
    actual = EncuestaPrevia.objects.select_for_update().filter(actividad=actividad).first()
    if actual is not None and actual.estado != Estado.BORRADOR:
        raise ErrorDominio(
            "La encuesta ya se abrió y sus preguntas no cambian. Si nadie ha respondido, vuelva "
            "a prepararla."
        )
    _exigir_fechas(actividad, abre, cierra)
    limpias = [_pregunta(numero, una) for numero, una in enumerate(preguntas, start=1)]
    _exigir_pocas(limpias)
    encuesta = actual or EncuestaPrevia(actividad=actividad)
    encuesta.titulo = en_una_linea(titulo)
    encuesta.introduccion = limpiar(introduccion).strip()
    encuesta.abre, encuesta.cierra = abre, cierra
    encuesta.save()
    encuesta.preguntas.all().delete()
    PreguntaPrevia.objects.bulk_create(
        PreguntaPrevia(
            encuesta=encuesta,
            orden=orden,
            texto=una.texto,
            clase=una.clase,
            opciones="\n".join(una.opciones),
            capitulo=una.capitulo,
        )
        for orden, una in enumerate(limpias, start=1)
    )
    anotar(encuesta, "guardar_encuesta", por=por, datos={"preguntas": len(limpias)})
    return encuesta


def exigir_cuenta_abierta(actividad: Actividad) -> None:
    """Refuse work on what is over.

    Raises:
        ErrorDominio: the account is closed or annulled, or the activity was called off.
    """
    if actividad.cuenta.estado in (CuentaPublica.Estado.CERRADA, CuentaPublica.Estado.ANULADA):
        raise ErrorDominio("Esta cuenta pública ya terminó: aquí no se cambia nada más.")
    if actividad.estado == Actividad.Estado.ANULADA:
        raise ErrorDominio("La actividad se anuló: aquí no se cambia nada más.")


def _exigir_fechas(actividad: Actividad, abre: date, cierra: date) -> None:
    if cierra < abre:
        raise ErrorDominio("El último día no puede ser anterior al primero.", "cierra")
    if actividad.fecha and cierra > actividad.fecha:
        raise ErrorDominio(
            f"La actividad es el {fecha_sin_semana(actividad.fecha)}: la encuesta debe cerrar ese "
            "día o antes, para alcanzar a usar lo que diga.",
            "cierra",
        )


def _exigir_pocas(preguntas: Sequence[Pregunta]) -> None:
    if not preguntas:
        raise ErrorDominio("Escriba al menos una pregunta.")
    if len(preguntas) > MAXIMO_PREGUNTAS:
        raise ErrorDominio(
            f"Una encuesta previa lleva hasta {MAXIMO_PREGUNTAS} preguntas. Quite "
            f"{len(preguntas) - MAXIMO_PREGUNTAS}."
        )


def _pregunta(numero: int, escrita: Pregunta) -> Pregunta:
    texto = en_una_linea(escrita.texto)
    if not texto:
        raise ErrorDominio(f"Escriba la pregunta {numero}.")
    opciones: tuple[str, ...] = ()
    if escrita.clase in (Clase.UNA, Clase.VARIAS):
        opciones = tuple(dict.fromkeys(o for o in map(en_una_linea, escrita.opciones) if o))
        if not 2 <= len(opciones) <= MAXIMO_OPCIONES:
            raise ErrorDominio(
                f"La pregunta {numero} necesita entre 2 y {MAXIMO_OPCIONES} opciones distintas, "
                "una en cada línea."
            )
    return Pregunta(texto, Clase(escrita.clase), opciones, escrita.capitulo)


@transaction.atomic
def fijar_dias_de_encuesta(*, encuesta: EncuestaPrevia, abre: date, cierra: date, por: Any) -> None:
    """Change the days of a survey that was opened; its questions stay.

    Raises:
        ErrorDominio: the dates are wrong, or the account is over.
    """
    exigir_cuenta_abierta(encuesta.actividad)
    _exigir_fechas(encuesta.actividad, abre, cierra)
    encuesta.abre, encuesta.cierra = abre, cierra
    encuesta.save(update_fields=["abre", "cierra"])
    dias = {"abre": abre.isoformat(), "cierra": cierra.isoformat()}
    anotar(encuesta, "fijar_dias_de_encuesta", por=por, datos=dias)


def abrir_encuesta(*, encuesta: EncuestaPrevia, por: Any) -> None:
    """From now on it is answered; also again, after it was closed.

    Raises:
        ErrorDominio: it has no questions, its last day is past, or its activity is over.
    """
    actividad = encuesta.actividad
    exigir_cuenta_abierta(actividad)
    if not encuesta.preguntas.exists():
        raise ErrorDominio("La encuesta no tiene preguntas. Escríbalas primero.")
    if encuesta.cierra < reloj.hoy(actividad.zona):
        raise ErrorDominio(
            f"El último día de la encuesta, el {fecha_sin_semana(encuesta.cierra)}, ya pasó. "
            "Cambie los días y ábrala."
        )
    move(encuesta, Estado.ABIERTA, accion="abrir_encuesta", por=por)


def cerrar_encuesta(*, encuesta: EncuestaPrevia, por: Any) -> None:
    """No more answers by internet; what was left on paper may still be typed.

    Raises:
        TransicionInvalida: it is not open.
    """
    move(encuesta, Estado.CERRADA, accion="cerrar_encuesta", por=por)


@transaction.atomic
def volver_a_preparar_encuesta(*, encuesta: EncuestaPrevia, por: Any) -> None:
    """Back to preparation, to change its questions, while nobody answered.

    Raises:
        ErrorDominio: somebody answered.
    """
    EncuestaPrevia.objects.select_for_update().get(pk=encuesta.pk)
    cuantas = RespuestaPrevia.objects.filter(encuesta=encuesta).count()
    if cuantas:
        hay = "Ya hay 1 respuesta" if cuantas == 1 else f"Ya hay {miles(cuantas)} respuestas"
        raise ErrorDominio(
            f"{hay}: las preguntas no se pueden cambiar, porque lo respondido dejaría de "
            "corresponder. Si ya no sirve, cierre la encuesta."
        )
    move(encuesta, Estado.BORRADOR, accion="volver_a_preparar_encuesta", por=por)


@transaction.atomic
def numerar_hojas(*, encuesta: EncuestaPrevia, cuantas: int, por: Any) -> range:
    """Reserve numbers for `cuantas` sheets to print: each is typed once.

    Raises:
        ErrorDominio: the survey is in preparation, or they are too many.
    """
    encuesta = EncuestaPrevia.objects.select_for_update().get(pk=encuesta.pk)
    if encuesta.estado == Estado.BORRADOR:
        raise ErrorDominio("Abra la encuesta antes de imprimirla: así sus preguntas ya no cambian.")
    if not 1 <= cuantas <= MAXIMO_HOJAS:
        raise ErrorDominio(f"Imprima entre 1 y {MAXIMO_HOJAS} hojas cada vez.", "cuantas")
    if encuesta.hojas + cuantas > MAXIMO_NUMERO:
        raise ErrorDominio(f"Una encuesta lleva hasta {miles(MAXIMO_NUMERO)} hojas.", "cuantas")
    numeros = range(encuesta.hojas + 1, encuesta.hojas + cuantas + 1)
    encuesta.hojas += cuantas
    encuesta.save(update_fields=["hojas"])
    anotar(encuesta, "numerar_hojas", por=por, datos={"hasta": encuesta.hojas})
    return numeros
