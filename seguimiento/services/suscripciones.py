"""Who wants to be told of what is new: asked, and confirmed from the mail itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from comun import reloj
from comun.conservacion import CLASES
from comun.errores import ErrorDominio
from comun.transitions import anotar
from correos.models import Mensaje
from correos.services import enqueue
from cuentas.models import CuentaPublica
from seguimiento import emails
from seguimiento.models import Suscripcion
from seguimiento.services.claves import clave_de, nonce_y_huella
from seguimiento.services.despedidas import bajo_llave, callada, las_de
from seguimiento.services.novedades import asentar, ultima

#: How long the link of the mail that asks for the confirmation is good for.
PLAZO = timedelta(days=CLASES["avisos_sin_confirmar"].dias)
VENCIO = "Este enlace venció. Pida los avisos otra vez: le enviaremos uno nuevo."
YA_SE_FUE = "Estos avisos ya se cancelaron. Si los quiere de nuevo, pídalos otra vez."


def vencida(suscripcion: Suscripcion, ahora: datetime) -> bool:
    """Whether it waited too long for its confirmation."""
    return suscripcion.confirmada_en is None and suscripcion.pedida_en + PLAZO <= ahora


@transaction.atomic
def pedir_avisos(
    *, cuenta: CuentaPublica, correo: str, alcance: str, capitulo: str = "", nonce: str
) -> None:
    """Send to an address the link by which it will be told of what is new.

    Whoever asks cannot tell whether it was told already: a mail leaves in both cases. The same
    form sent twice is one mail. Nothing leaves for who answered lately that they had not asked
    for it. `correo` comes normalised (`normalizar_correo`).
    """
    if callada(cuenta.servicio, correo):
        return
    fila = _la_de(cuenta, correo, alcance, capitulo)
    cuerpo = emails.confirmar_avisos(fila, clave_de(fila))
    enqueue(
        servicio=cuenta.servicio,
        tipo=emails.TIPO_SEGUIR,
        clave=f"seguir:{fila.pk}:{nonce}",
        para=fila.correo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        prioridad=Mensaje.Prioridad.ALTA,
    )


def _la_de(cuenta: CuentaPublica, correo: str, alcance: str, capitulo: str) -> Suscripcion:
    """Its row, new or the one that there is; asked again, what waits has its whole term again."""
    ahora = reloj.ahora()
    propia = alcance == Suscripcion.Alcance.CUENTA
    fila, nueva = Suscripcion.objects.get_or_create(
        servicio=cuenta.servicio,
        correo=correo,
        alcance=alcance,
        cuenta=cuenta if propia else None,
        capitulo=capitulo if alcance == Suscripcion.Alcance.TEMA else "",
        retirada_en=None,
        defaults={**nonce_y_huella(cuenta.servicio_id), "pedida_en": ahora},
    )
    if not nueva and fila.confirmada_en is None:
        fila.pedida_en = ahora
        fila.save(update_fields=["pedida_en"])
    return fila


@transaction.atomic
@reloj.un_instante()
def confirmar_avisos(*, suscripcion: Suscripcion) -> None:
    """Whoever reads the address wants them: from now on, of what is new after this moment.

    Confirmed twice it changes nothing.

    Raises:
        ErrorDominio: it was given up, or its term is over.
    """
    bajo_llave(suscripcion.servicio)
    fila = Suscripcion.objects.select_for_update().get(pk=suscripcion.pk)
    ahora = reloj.ahora()
    if fila.retirada_en is not None:
        raise ErrorDominio(YA_SE_FUE)
    if fila.confirmada_en is not None:
        return
    if vencida(fila, ahora):
        raise ErrorDominio(VENCIO)
    asentar(suscripcion.servicio, ahora)
    fila.confirmada_en, fila.avisada_hasta = ahora, ultima(suscripcion.servicio)
    # One mail a day for each address, whatever it follows.
    fila.avisada_el = las_de(fila).aggregate(el=Max("avisada_el"))["el"]
    fila.save(update_fields=["confirmada_en", "avisada_hasta", "avisada_el"])
    anotar(fila, "confirmar_avisos", datos={"alcance": fila.alcance})


def lo_que_sigue(suscripcion: Suscripcion) -> QuerySet[Suscripcion]:
    """Everything that its address is told of, of the same service."""
    return las_de(suscripcion).confirmadas().select_related("cuenta").order_by("pk")
