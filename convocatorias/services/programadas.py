"""Use cases of the sending that waits for its hour: schedule it, take it back, let it go."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio, ReglaIncumplida, TransicionInvalida
from comun.transitions import anotar, move
from comun.variables import exigir_conocidas
from convocatorias import emails, selectors
from convocatorias.models import Actividad, Contacto, Convocatoria
from convocatorias.services.convocatorias import (
    bloquear,
    dejar_programada,
    enviar_convocatoria,
    revisar_envio,
)
from convocatorias.services.destinatarios import poner_lista
from convocatorias.services.preparacion import ESTA_PROGRAMADA, escribir, exigir_complementaria
from correos.services import pedir_tarea
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Usuario

logger = logging.getLogger(__name__)

Estado = Convocatoria.Estado
#: What there is to take back a call after pressing the button.
ESPERA = timedelta(seconds=60)


@transaction.atomic
def programar_envio(
    *,
    convocatoria: Convocatoria,
    contactos: Iterable[Contacto] | None = None,
    enviar_en: datetime,
    por: Usuario,
    motivo_tardanza: str = "",
    motivo_complementaria: str = "",
) -> Convocatoria:
    """Leave a call ready to go out by itself, to those on its list. The same twice does nothing.

    With `contactos`, the list is made of them first. The rules are asked for the day on which it
    goes, by the clock of the activity; and asked again at the hour.

    Raises:
        ReglaIncumplida, SinPermiso: as `enviar_convocatoria`, on that day (R133, fuente 000).
        ErrorDominio: the moment is past, or the activity will have begun; the call is already
            scheduled for another moment, or to other people; or it is complementary without why.
    """
    convocatoria = bloquear(convocatoria)
    if convocatoria.estado == Estado.PROGRAMADA:
        if _es_la_misma(convocatoria, enviar_en, contactos):
            return convocatoria
        raise ErrorDominio(ESTA_PROGRAMADA)
    actividad = convocatoria.actividad
    if enviar_en <= reloj.ahora():
        raise ErrorDominio("Ese momento ya pasó. Elija un día y una hora por venir.")
    dia = enviar_en.astimezone(actividad.zona).date()
    if actividad.inicio is not None and enviar_en >= actividad.inicio:
        raise ErrorDominio("A esa hora la actividad ya habrá comenzado. Elija un momento anterior.")
    if contactos is not None:
        poner_lista(convocatoria, contactos)
    exigir_complementaria(convocatoria, motivo_complementaria)
    invitados = selectors.elegidos(convocatoria)
    revisar_envio(convocatoria, invitados, dia, motivo_tardanza, por)
    dejar_programada(convocatoria, enviar_en, invitados.count(), por)
    return convocatoria


def _es_la_misma(
    convocatoria: Convocatoria, enviar_en: datetime, contactos: Iterable[Contacto] | None
) -> bool:
    """Pressed twice; and not somebody else's call to other people at the same hour."""
    if convocatoria.enviar_en != enviar_en:
        return False
    antes = set(convocatoria.destinatarios.values_list("pk", flat=True))
    return contactos is None or antes == {contacto.pk for contacto in contactos}


@transaction.atomic
@reloj.un_instante()
def encargar_envio(
    *,
    convocatoria: Convocatoria,
    por: Usuario,
    motivo_tardanza: str = "",
    motivo_complementaria: str = "",
) -> Convocatoria:
    """Let a call go in `ESPERA`, so that whoever pressed can still take it back.

    One scheduled for later is brought forward; one about to leave, or that left, stays as it is.
    One whose hour passed long ago, because nobody asks for it, goes at once.

    Raises:
        ReglaIncumplida, SinPermiso, ErrorDominio: as `programar_envio`.
    """
    convocatoria, sale = bloquear(convocatoria), reloj.ahora() + ESPERA
    if convocatoria.estado == Estado.PROGRAMADA:
        return _adelantar(convocatoria, sale, por)
    if convocatoria.estado == Estado.ENVIADA:
        return convocatoria
    convocatoria = programar_envio(
        convocatoria=convocatoria,
        enviar_en=sale,
        por=por,
        motivo_tardanza=motivo_tardanza,
        motivo_complementaria=motivo_complementaria,
    )
    transaction.on_commit(_despertar)
    return convocatoria


def _adelantar(convocatoria: Convocatoria, sale: datetime, por: Usuario) -> Convocatoria:
    if convocatoria.atrasada(reloj.ahora()):
        return enviar_convocatoria(convocatoria=convocatoria, por=por)
    if convocatoria.enviar_en is not None and convocatoria.enviar_en <= sale:
        return convocatoria
    dia = sale.astimezone(convocatoria.actividad.zona).date()
    revisar_envio(convocatoria, selectors.elegidos(convocatoria), dia, "", por)
    convocatoria.enviar_en, convocatoria.programada_por = sale, por
    convocatoria.save(update_fields=["enviar_en", "programada_por"])
    anotar(convocatoria, "adelantar_envio", por=por, datos={"enviar_en": sale.isoformat()})
    transaction.on_commit(_despertar)
    return convocatoria


def _despertar() -> None:
    """It leaves when its seconds are over, and not at the beat's next round."""
    pedir_tarea("convocatorias.enviar_programadas", en=ESPERA + timedelta(seconds=1))


def impedimento(convocatoria: Convocatoria, invitados: Iterable[Contacto]) -> str:
    """Why a scheduled call would not go out if its hour came with things as they are; "" if so."""
    por, dia = convocatoria.programada_por, convocatoria.sale_el
    if por is None or dia is None:
        return ""
    try:
        revisar_envio(convocatoria, invitados, dia, "", por)
    except ErrorDominio as error:
        return error.mensaje
    return ""


@transaction.atomic
def desprogramar_envio(
    *, convocatoria: Convocatoria, por: Usuario | None, mensaje: str | None = None
) -> None:
    """Take a scheduled call back to preparation, with its recipients; and, if given, another text.

    Raises:
        TransicionInvalida: it already went out, or was given up.
        ErrorDominio: the text asks for a variable that does not exist.
    """
    exigir_conocidas(mensaje or "", emails.VARIABLES)
    convocatoria = bloquear(convocatoria)
    if convocatoria.estado == Estado.ENVIADA:
        raise TransicionInvalida("Las invitaciones ya salieron: no se pueden detener.")
    if convocatoria.estado != Estado.BORRADOR:
        move(convocatoria, Estado.BORRADOR, accion="desprogramar_envio", por=por)
    if mensaje is not None:
        escribir(convocatoria, mensaje, por)


def detener_envio(*, actividad: Actividad, porque: str, por: Usuario | None) -> None:
    """What was scheduled for an activity that changed goes back to preparation, and says why."""
    filas = Convocatoria.objects.select_for_update()
    convocatoria = filas.filter(actividad=actividad, estado=Estado.PROGRAMADA).first()
    if convocatoria is not None:
        _volver(convocatoria, porque, por=por)


def _volver(
    convocatoria: Convocatoria, porque: str, *, por: Usuario | None, reglas: Iterable[str] = ()
) -> None:
    move(
        convocatoria,
        Estado.BORRADOR,
        accion="detener_envio",
        por=por,
        datos={
            "enviar_en": f"{convocatoria.enviar_en:%Y-%m-%dT%H:%M%z}",
            "reglas": list(reglas),
            "portal": por is None,
        },
        fallo_programado=porque,
    )


def enviar_programadas(*, ahora: datetime | None = None) -> int:
    """Send the calls whose hour came, each in its own transaction. How many went out.

    Safe to run any number of times at once: each call is locked and looked at again. The one
    that the rules refuse at its hour goes back to preparation with the sentence that says why.
    """
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        filas = Convocatoria.objects.filter(estado=Estado.PROGRAMADA, enviar_en__lte=ahora)
        vencidas = list(filas.order_by("enviar_en", "pk").values_list("pk", flat=True))
    return sum(_enviar_una(pk, ahora) for pk in vencidas)


def _enviar_una(pk: int, ahora: datetime) -> bool:
    try:
        with transaction.atomic(), todos_los_servicios():
            filas = Convocatoria.objects.filter(
                pk=pk, estado=Estado.PROGRAMADA, enviar_en__lte=ahora
            )
            # The activity first, as whoever moves it does: one order, so that nobody waits in a
            # ring. Who is changing it now goes before; the next sweep looks again.
            planes = Actividad.objects.select_for_update(skip_locked=True, no_key=True)
            if not planes.filter(pk__in=filas.values("actividad")):
                return False
            con_llave = filas.select_for_update(skip_locked=True, of=("self",))
            fila = con_llave.select_related("servicio", "programada_por").first()
            if fila is None:
                return False
            with alcance(fila.servicio):
                return _enviar_o_volver(fila)
    except Exception:  # one call that breaks must not hold back the others: the next sweep tries
        logger.exception("The scheduled call %s did not go out.", pk)
        return False


def _enviar_o_volver(convocatoria: Convocatoria) -> bool:
    por = convocatoria.programada_por
    assert por is not None  # noqa: S101 - a constraint of the table
    try:
        enviar_convocatoria(convocatoria=convocatoria, por=por)
    except ErrorDominio as error:
        faltas = (
            [regla.id for regla, _ in error.reglas] if isinstance(error, ReglaIncumplida) else []
        )
        _volver(convocatoria, error.mensaje, por=None, reglas=faltas)
        return False
    return True
