"""The daily retention: each class of data, past its term, in batches and with its evidence."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailConfirmation
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from comun import reloj
from comun.conservacion import CLASES
from comun.models import Balde
from comun.transitions import anotar
from convocatorias import privacidad as de_convocatorias
from correos import privacidad as de_correos
from jornadas import privacidad as de_jornadas
from privacidad import privacidad as propia
from privacidad.models import ActaSupresion, CorridaRetencion
from privacidad.selectors import retencion as vencidas
from privacidad.selectors.retencion import Momento, corte, momento, retencion_de
from respuestas import privacidad as de_respuestas
from seguimiento import privacidad as de_seguimiento
from servicios.alcance import alcance
from servicios.models import Servicio
from talleres import privacidad as de_talleres

logger = logging.getLogger(__name__)

POR_LOTE = 500

Borrar = Callable[[QuerySet, datetime], int]


@dataclass(frozen=True)
class Paso:
    """What is erased of one class: which rows, how, and where the address of each person is.

    `como` names the step among those of its class.
    """

    clase: str
    como: str
    filas: Callable[[Momento], QuerySet]
    borrar: Borrar
    correo: str = ""


#: In this order: words and files before who wrote them, contacts before names.
PASOS: tuple[Paso, ...] = (
    Paso(
        "adjuntos",
        "archivos",
        vencidas.adjuntos,
        de_respuestas.borrar_filas,
        "consulta__consultante__correo",
    ),
    Paso(
        "consultas",
        "mensajes",
        vencidas.consultas,
        de_respuestas.olvidar_palabras,
        "consultante__correo",
    ),
    Paso("consultas", "preguntas del plenario", vencidas.preguntas, de_jornadas.olvidar_preguntas),
    Paso("intervenciones", "quién habló", vencidas.intervenciones, de_talleres.desligar),
    Paso("fichas", "fichas", vencidas.fichas, de_jornadas.olvidar_fichas, "participante__correo"),
    Paso("identidad", "personas", vencidas.identidad, de_respuestas.olvidar_persona, "correo"),
    Paso(
        "identidad",
        "organizadores",
        vencidas.encuentros,
        de_convocatorias.olvidar_encuentros,
        "correo",
    ),
    Paso(
        "participantes",
        "participantes",
        vencidas.participantes,
        de_convocatorias.olvidar_persona,
        "correo",
    ),
    Paso("contactos", "personas", vencidas.contactos, de_respuestas.olvidar_contacto, "correo"),
    Paso(
        "contactos",
        "participantes",
        vencidas.contactos_de_participantes,
        de_convocatorias.olvidar_contacto,
        "correo",
    ),
    Paso("encuestas", "textos", vencidas.encuestas, de_convocatorias.olvidar_textos),
    Paso("directorio", "contactos", vencidas.directorio, de_convocatorias.borrar_filas, "correo"),
    Paso(
        "envios_repetidos", "mensajes", vencidas.huellas, lambda filas, _: filas.update(huella="")
    ),
    Paso(
        "envios_repetidos",
        "inscripciones",
        vencidas.nonces,
        lambda filas, _: filas.update(nonce=None),
    ),
    Paso("claves", "enlaces", vencidas.enlaces, de_convocatorias.borrar_filas),
    Paso(
        "correos_direccion",
        "correos",
        vencidas.direcciones,
        de_correos.olvidar_destinatario,
        "para",
    ),
    Paso("supresiones", "direcciones", vencidas.supresiones, de_correos.borrar_filas, "direccion"),
    Paso("avisos", "direcciones", vencidas.avisos, de_seguimiento.borrar_filas, "correo"),
    Paso(
        "avisos_sin_confirmar",
        "pedidos y despedidas",
        vencidas.avisos_sin_confirmar,
        de_seguimiento.olvidar_avisos,
        "correo",
    ),
    Paso("solicitudes", "solicitudes", vencidas.solicitudes, propia.olvidar_solicitudes),
    Paso(
        "solicitudes_sin_codigo",
        "solicitudes",
        vencidas.solicitudes_sin_codigo,
        propia.cerrar_sin_codigo,
    ),
)

Avance = Callable[[int, int], None]


def _callado(hechos: int, total: int) -> None:
    """Nobody is looking."""


def retener(
    *, servicio: Servicio | None = None, en_seco: bool = False, avance: Avance = _callado
) -> int:
    """Erase what is past its term, of one service or of all; how many rows.

    `en_seco` only counts and leaves the evidence of what it would do. To be called outside a
    transaction: each batch is one, so that what a killed run did stays done, and the next one
    goes on from there. Two at once skip each other's rows. Terms: `comun.conservacion`.
    """
    servicios = [servicio] if servicio else list(Servicio.objects.order_by("pk"))
    total, hechos, cuantas = len(servicios) * len(PASOS), 0, 0
    for uno in servicios:
        with alcance(uno):
            for borradas in _de_un_servicio(uno, en_seco):
                cuantas += borradas
                hechos += 1
                avance(hechos, total)
    if servicio is None:
        cuantas += retener_plataforma(en_seco=en_seco)
    logger.info("Retention: %s rows%s.", cuantas, " would be erased" if en_seco else "")
    return cuantas


def _de_un_servicio(servicio: Servicio, en_seco: bool) -> Iterator[int]:
    hoy = reloj.hoy(servicio.zona)
    este, meses = momento(servicio, hoy), retencion_de(servicio)
    for clase, pasos in _por_clase():
        corrida = _empezar(servicio, clase, hoy, en_seco, meses.get(clase))
        borradas = 0
        for paso in pasos:
            propias = paso.filas(este).count() if en_seco else _borrar(paso, este, corrida)
            borradas += propias
            yield propias
        _terminar(corrida, borradas)


def _por_clase() -> Iterator[tuple[str, list[Paso]]]:
    """The steps by class, in the order of the first one of each."""
    for clase in dict.fromkeys(paso.clase for paso in PASOS):
        yield clase, [paso for paso in PASOS if paso.clase == clase]


def _empezar(
    servicio: Servicio, clase: str, hoy: date, en_seco: bool, meses: int | None = None
) -> CorridaRetencion:
    """The evidence of the day: a second run of the same day adds to it. `meses`, as of the last
    norm: an account of before is judged by its own."""
    suya = {"servicio": servicio, "clase": clase, "dia": hoy, "en_seco": en_seco}
    datos = {"hasta": corte(clase, hoy, meses), "iniciada_en": reloj.ahora()}
    try:
        with transaction.atomic():
            return CorridaRetencion.objects.get_or_create(**suya, defaults=datos)[0]
    except IntegrityError:  # another run of the same instant wrote it first
        return CorridaRetencion.objects.get(**suya)


def _terminar(corrida: CorridaRetencion, cuantas: int) -> None:
    filas = CorridaRetencion.objects.filter(pk=corrida.pk)
    with transaction.atomic():
        if corrida.en_seco:
            filas.update(revisadas=cuantas, borradas=0, terminada_en=reloj.ahora())
            return
        filas.update(terminada_en=reloj.ahora())
        if cuantas:
            anotar(corrida, "retener", datos={"clase": corrida.clase, "filas": cuantas})


def _borrar(paso: Paso, este: Momento, corrida: CorridaRetencion) -> int:
    cuantas, ultimo = 0, 0
    while True:
        filas = paso.filas(este).filter(pk__gt=ultimo).order_by("pk")
        ids = list(filas.values_list("pk", flat=True)[:POR_LOTE])
        if not ids:
            return cuantas
        cuantas += _un_lote(paso, este, corrida, ids)
        ultimo = ids[-1]


@transaction.atomic
def _un_lote(paso: Paso, este: Momento, corrida: CorridaRetencion, ids: list[int]) -> int:
    """Erase those rows, with their lines of the ledger and the count, or nothing of it.

    What another run has in its hands is left to it; once locked, the condition is asked again,
    since that run may have ended in between.
    """
    filas = paso.filas(este)
    modelo: Any = filas.model
    libres = modelo.objects.filter(pk__in=ids).select_for_update(skip_locked=True)
    tomadas = filas.filter(pk__in=list(libres.order_by("pk").values_list("pk", flat=True)))
    lote = list(tomadas.values_list("pk", paso.correo or "pk"))
    if not lote:
        return 0
    ahora = reloj.ahora()
    if paso.correo:
        _asentar(este.servicio, paso.clase, [correo for _, correo in lote], ahora)
    paso.borrar(modelo.objects.filter(pk__in=[pk for pk, _ in lote]), ahora)
    CorridaRetencion.objects.filter(pk=corrida.pk).update(
        revisadas=F("revisadas") + len(ids), borradas=F("borradas") + len(lote)
    )
    return len(lote)


def _asentar(
    servicio: Servicio, clase: str, correos: Iterable[str | None], ahora: datetime
) -> None:
    """A line of the ledger for each person of the batch who can be named by an address."""
    sujetos = {propia.sujeto(servicio.pk, correo) for correo in correos if correo}
    ActaSupresion.objects.bulk_create(
        [
            ActaSupresion(
                servicio=servicio,
                sujeto_hmac=uno,
                clase=clase,
                motivo=ActaSupresion.Motivo.RETENCION,
                en=ahora,
            )
            for uno in sorted(sujetos)
        ],
        ignore_conflicts=True,
    )


def retener_plataforma(*, en_seco: bool = False) -> int:
    """Erase what belongs to no service: keyed hashes against abuse, sessions and codes that ended.

    Its evidence is a row of the bitácora; there is nobody to write in the ledger.
    """
    ahora = reloj.ahora()
    hasta = datetime.combine(corte("seguridad", reloj.hoy()), datetime.min.time(), ahora.tzinfo)
    filas: tuple[QuerySet, ...] = (
        Balde.objects.filter(actualizado_en__lt=hasta),
        Session.objects.filter(expire_date__lt=ahora),
        EmailConfirmation.objects.filter(created__lt=hasta),
    )
    if en_seco:
        return sum(una.count() for una in filas)
    with transaction.atomic():
        cuantas = sum(una.delete()[0] for una in filas)
        if cuantas:
            # Of no service: the row names the class and how many.
            anotar(CorridaRetencion(clase="seguridad"), "retener", datos={"filas": cuantas})
    return cuantas


def previstas(servicio: Servicio) -> dict[str, int]:
    """How many rows of each class the next run would erase of the service, in its scope."""
    este = momento(servicio, reloj.hoy(servicio.zona))
    conteo = dict.fromkeys((c for c in CLASES if c in {p.clase for p in PASOS}), 0)
    for paso in PASOS:
        conteo[paso.clase] += paso.filas(este).count()
    return conteo
