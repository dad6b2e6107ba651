"""What a person decides about a mail that did not arrive, or should not leave."""

from django.db import transaction
from django.db.models.functions import Now

from comun import reloj
from comun.errores import TransicionInvalida
from comun.transitions import move
from correos.models import Mensaje
from correos.services.cola import despertar_al_confirmar
from servicios.acceso import exigir
from servicios.models import Usuario
from servicios.permissions import Permiso


@transaction.atomic
def reintentar(*, mensaje: Mensaje, por: Usuario) -> None:
    """Send again a mail that was refused or is in doubt, with the same Message-ID.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: the mail was neither refused nor in doubt.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    move(
        mensaje,
        Mensaje.Estado.PENDIENTE,
        accion="reintentar_correo",
        por=por,
        datos={"codigo": mensaje.ultimo_codigo},
        no_antes_de=Now(),
    )
    despertar_al_confirmar()


@transaction.atomic
def anular(*, mensaje: Mensaje, por: Usuario) -> None:
    """Keep a mail from leaving. One that is leaving, or left, cannot be called back.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: the mail is no longer waiting.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    move(mensaje, Mensaje.Estado.ANULADO, accion="anular_correo", por=por)


@transaction.atomic
def dar_por_enviado(*, mensaje: Mensaje, por: Usuario) -> None:
    """Settle a doubt: the person says that it arrived.

    Raises:
        SinPermiso: the role does not manage mails.
        TransicionInvalida: the mail was not in doubt.
    """
    exigir(por, Permiso.GESTIONAR_CORREOS, mensaje.servicio_id)
    if mensaje.estado != Mensaje.Estado.INCIERTO:
        raise TransicionInvalida(
            "Solo se da por enviado un correo que no sabemos si llegó. "
            "Recargue la página para ver su estado actual."
        )
    move(
        mensaje,
        Mensaje.Estado.CONCILIADO,
        accion="dar_por_enviado_correo",
        por=por,
        enviado_en=reloj.ahora(),
        evidencia="Lo dio por enviado una persona del equipo",
    )
