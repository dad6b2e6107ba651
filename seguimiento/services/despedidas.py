"""Who is no longer told of what is new: their goodbye, and the addresses that are dead."""

from django.db import transaction
from django.db.models import QuerySet

from comun import reloj
from comun.campos import hmac_de
from comun.transitions import anotar
from correos.models import Mensaje
from seguimiento import emails
from seguimiento.models import Suscripcion
from seguimiento.privacidad import olvidar_correos
from servicios.models import Servicio


def bajo_llave(servicio: Servicio) -> None:
    """One at a time numbers and tells what is new in a service, and nobody leaves meanwhile.

    A number that is committed late would be behind what people were already told; and the mail
    of who says goodbye during the round would be written after the others were stopped.
    """
    Servicio.objects.select_for_update(no_key=True).get(pk=servicio.pk)


@transaction.atomic
def despedir(*, suscripcion: Suscripcion) -> int:
    """No more mails of what is new from this service to that address, which is erased, also of
    the mails that it was sent. How many things it followed.

    What waits in the outbox is stopped. Whoever never confirmed is not asked again for some days
    (`callada`). Asked again it changes nothing.
    """
    bajo_llave(suscripcion.servicio)
    fila = Suscripcion.objects.select_for_update().get(pk=suscripcion.pk)
    if fila.retirada_en is not None:
        return 0
    huella = huella_de(fila.servicio_id, fila.correo) if fila.confirmada_en is None else ""
    cuantas = _retirar(fila.servicio, fila.correo, huella)
    anotar(fila, "despedir_avisos", datos={"cuantas": cuantas})
    return cuantas


def retirar_muertas(servicio: Servicio) -> None:
    """Retire the addresses that gave back what they were told: they would be mailed for ever.

    In the scope of the service, and under `bajo_llave`. One that comes back begins anew: the
    mails that say so are of nobody from here on.
    """
    devueltos = Mensaje.objects.filter(
        servicio=servicio,
        tipo=emails.TIPO_NOVEDADES,
        estado__in=(Mensaje.Estado.REBOTADO, Mensaje.Estado.RECHAZADO),
    )
    muertas = set(devueltos.order_by().values_list("para", flat=True))
    suyas = Suscripcion.objects.confirmadas().filter(servicio=servicio, correo__in=muertas)
    primeras = {fila.correo: fila for fila in suyas.order_by("-pk")} if muertas else {}
    for correo, fila in sorted(primeras.items()):
        cuantas = _retirar(servicio, correo)
        anotar(fila, "retirar_avisos_devueltos", datos={"cuantas": cuantas})


def callada(servicio: Servicio, correo: str) -> bool:
    """Whether that address said goodbye, days ago, to what it had not asked for."""
    huella = huella_de(servicio.pk, correo)
    return Suscripcion.objects.filter(servicio=servicio, huella=huella).exists()


def huella_de(servicio_id: int, correo: str) -> str:
    """A keyed hash: it knows an address again and does not tell it."""
    return hmac_de(servicio_id, f"avisos:callada:{correo.lower()}")


def las_de(fila: Suscripcion) -> QuerySet[Suscripcion]:
    """What the address of a row follows, confirmed or not."""
    return _las_de(fila.servicio_id, fila.correo)


def _las_de(servicio_id: int, correo: str) -> QuerySet[Suscripcion]:
    return Suscripcion.objects.filter(servicio=servicio_id, correo=correo, retirada_en=None)


def _retirar(servicio: Servicio, correo: str, huella: str = "") -> int:
    ahora = reloj.ahora()
    olvidar_correos(Mensaje.objects.filter(servicio=servicio, para=correo), ahora)
    return _las_de(servicio.pk, correo).update(correo="", huella=huella, retirada_en=ahora)
