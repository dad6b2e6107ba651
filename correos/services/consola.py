"""What a person decides about the mails that did not arrive, or should not leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Now

from comun import reloj
from comun.errores import TransicionInvalida
from comun.transitions import anotar, move, move_lote
from correos.models import AVISADO, DADO_POR_ENVIADO, ENVIO_DETENIDO, Mensaje
from correos.services.cola import despertar_al_confirmar
from correos.services.supresion import calladas
from servicios.acceso import exigir
from servicios.models import Servicio, Usuario
from servicios.permissions import Permiso

Estado = Mensaje.Estado
#: A press writes two rows for each mail that it sends again: this many take under a second.
POR_VEZ = 500
ANULADO = "Anulado antes de salir"
UNO_POR_UNO = "No sabemos si llegó: se decide de a uno, porque podría llegarle dos veces."
NO_ESPERA = "No espera ninguna decisión."
BORRADO = "Sus palabras ya se borraron: no se puede enviar de nuevo. Use otro medio."
MAL_ESCRITA = "La dirección está mal escrita: no se puede enviar a ella. Use otro medio."
NO_REVIVE = "Este correo se anuló y no se envía de nuevo. Prepare otro envío o use otro medio."
NO_QUIERE = "La persona pidió al servicio no recibir estos correos. Use otro medio."


@dataclass(frozen=True)
class Tanda:
    """What a decision about many mails came to: how many it reached, and why not the others."""

    hechos: int
    negados: dict[str, int]


def por_que_no_se_repiten(mensajes: Iterable[Mensaje]) -> dict[int, str]:
    """Of the mails that cannot be sent again, why, by their number. One statement."""
    filas = list(mensajes)
    no_quieren = calladas(filas)
    motivos = {}
    for mensaje in filas:
        if mensaje.purgado_en:
            motivos[mensaje.pk] = BORRADO
        elif not _es_direccion(mensaje.para):
            motivos[mensaje.pk] = MAL_ESCRITA
        elif mensaje.pk in no_quieren:
            motivos[mensaje.pk] = NO_QUIERE
    return motivos


def _es_direccion(texto: str) -> bool:
    try:
        validate_email(texto)
    except ValidationError:
        return False
    return True


@transaction.atomic
def reintentar(*, mensaje: Mensaje, por: Usuario) -> None:
    """Send again a mail that was refused, returned or is in doubt, with the same Message-ID.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: it is in another state, its words were erased, its address is not one,
            or the person asked for no more mails.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    if motivo := por_que_no_se_repiten([mensaje]).get(mensaje.pk):
        raise TransicionInvalida(motivo)
    _a_la_cola(mensaje, por)
    despertar_al_confirmar()


@transaction.atomic
def reintentar_varios(*, mensajes: Iterable[Mensaje], por: Usuario) -> Tanda:
    """Send again those that were refused or returned. The doubtful are decided one by one.

    Raises:
        SinPermiso: the role does not manage the mails of one of their services.
    """
    filas = list(mensajes)
    motivos = por_que_no_se_repiten(filas)
    negados: Counter[str] = Counter()
    for mensaje in filas:
        exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
        motivo = _por_que_no_en_tanda(mensaje) or motivos.get(mensaje.pk)
        try:
            if motivo:
                raise TransicionInvalida(motivo)
            _a_la_cola(mensaje, por)
        except TransicionInvalida as error:
            negados[error.mensaje] += 1
    if negados.total() < len(filas):
        despertar_al_confirmar()
    return Tanda(len(filas) - negados.total(), dict(negados))


@transaction.atomic
def reintentar_campania(*, servicio: Servicio, campania: str, por: Usuario) -> Tanda:
    """Send again what was refused or returned of a campaign; at most `POR_VEZ` mails at once.

    Raises:
        SinPermiso: the role does not manage mails.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, servicio.pk)
    filas = (
        Mensaje.objects.filter(servicio=servicio, estado__in=(Estado.RECHAZADO, Estado.REBOTADO))
        .de_campania(campania)
        .exclude(campania="")
        .defer("texto", "html")
        .order_by("intentos", "pk")[:POR_VEZ]
    )
    return reintentar_varios(mensajes=filas, por=por)


def _por_que_no_en_tanda(mensaje: Mensaje) -> str:
    if mensaje.estado == Estado.INCIERTO:
        return UNO_POR_UNO
    return "" if mensaje.no_llego else NO_ESPERA


def _a_la_cola(mensaje: Mensaje, por: Usuario) -> None:
    if mensaje.estado == Estado.ANULADO:
        raise TransicionInvalida(NO_REVIVE)
    move(
        mensaje,
        Estado.PENDIENTE,
        accion="reintentar_correo",
        por=por,
        datos={"codigo": mensaje.ultimo_codigo},
        si={"purgado_en": None},
        intentos=0,
        punto_en=None,
        no_antes_de=Now(),
    )


@transaction.atomic
def anular(*, mensaje: Mensaje, por: Usuario) -> None:
    """Keep a mail from leaving. One whose final dot was announced cannot be called back.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: the mail left, or its final dot was announced.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    if not mensaje.puede_anularse:
        raise TransicionInvalida("Este correo ya salió o está terminando: no se puede detener.")
    move(
        mensaje,
        Estado.ANULADO,
        accion="anular_correo",
        por=por,
        si={"punto_en__isnull": True} if mensaje.estado == Estado.TOMADO else None,
        ultimo_texto=ANULADO,
    )


@transaction.atomic
def anular_varios(*, mensajes: Iterable[Mensaje], por: Usuario) -> Tanda:
    """Stop the ones that can still be stopped.

    Raises:
        SinPermiso: the role does not manage the mails of one of their services.
    """
    filas = list(mensajes)
    negados: Counter[str] = Counter()
    for mensaje in filas:
        try:
            anular(mensaje=mensaje, por=por)
        except TransicionInvalida as error:
            negados[error.mensaje] += 1
    return Tanda(len(filas) - negados.total(), dict(negados))


@transaction.atomic
def anular_campania(*, servicio: Servicio, campania: str, por: Usuario) -> int:
    """Stop a campaign midway: whatever is not past its final dot will not leave. How many.

    A mail that a worker holds is stopped too: its owner may not announce the dot of a mail that
    is no longer `tomado`.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: none of its mails can be stopped any more.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, servicio.pk)
    mensajes = Mensaje.objects.filter(servicio=servicio).de_campania(campania).exclude(campania="")
    detenidos = move_lote(
        mensajes.anulables(),
        {Estado.PENDIENTE, Estado.REINTENTO, Estado.TOMADO},
        Estado.ANULADO,
        ultimo_texto=ENVIO_DETENIDO,
    )
    if not detenidos:
        raise TransicionInvalida("Este envío ya terminó: no queda ningún correo por detener.")
    anotar(
        Mensaje(servicio=servicio),
        "anular_campania",
        por=por,
        hasta=Estado.ANULADO,
        datos={"campania": campania, "detenidos": detenidos, "todos": mensajes.count()},
    )
    return detenidos


@transaction.atomic
def dar_por_enviado(*, mensaje: Mensaje, por: Usuario) -> None:
    """Settle a doubt: the person says that it arrived.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: the mail was not in doubt.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    if mensaje.estado != Estado.INCIERTO:
        raise TransicionInvalida(
            "Solo se da por enviado un correo que no sabemos si llegó. "
            "Recargue la página para ver su estado actual."
        )
    move(
        mensaje,
        Estado.CONCILIADO,
        accion="dar_por_enviado_correo",
        por=por,
        enviado_en=reloj.ahora(),
        evidencia=DADO_POR_ENVIADO,
    )


@transaction.atomic
def dar_por_avisado(*, mensaje: Mensaje, por: Usuario) -> None:
    """The person was told by another way: a mail that did not arrive asks for nothing more.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: the mail was neither refused nor returned.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    if not mensaje.no_llego:
        raise TransicionInvalida(
            "Esto se anota de un correo que no llegó. Recargue la página para ver su estado actual."
        )
    move(
        mensaje,
        Estado.ANULADO,
        accion="avisar_por_otro_medio",
        por=por,
        datos={"codigo": mensaje.ultimo_codigo},
        ultimo_texto=AVISADO,
    )
