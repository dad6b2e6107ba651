"""Who wants to be told of what is new: asked, and confirmed from the mail itself."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from comun import baldes, cuotas, reloj
from comun.campos import hmac_de
from comun.conservacion import CLASES
from comun.contacto import buzon_de
from comun.errores import ErrorDominio
from comun.transitions import anotar
from correos.models import Mensaje
from correos.services import enqueue
from correos.services.cola import despertar_al_confirmar
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
@reloj.un_instante()
def pedir_avisos(
    *, cuenta: CuentaPublica, correo: str, alcance: str, capitulo: str = "", nonce: str
) -> None:
    """Send to an address the link by which it will be told of what is new.

    Nothing leaves for who answered lately that they had not asked for it, nor for an address that
    was sent many of these today, in any service. Whoever asks cannot tell: whether it is new,
    waits, was told already or nothing leaves, the statements are the same ones and the sender is
    woken; what may not leave is written and undone.

    The same form sent twice is one mail. `correo` comes normalised (`normalizar_correo`).
    """
    le_cabe, calla = _le_cabe_otra(correo), callada(cuenta.servicio, correo)
    despertar_al_confirmar()
    punto = transaction.savepoint()
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
    if le_cabe and not calla:
        transaction.savepoint_commit(punto)
    else:
        transaction.savepoint_rollback(punto)


def _le_cabe_otra(correo: str) -> bool:
    """Whether one more of these mails fits in its day. It is counted by mailbox, never stored."""
    clave = hmac_de(0, f"seguir:buzon:{buzon_de(correo)}")
    return not baldes.tomar({clave: cuotas.CONFIRMACIONES_A_UN_BUZON}, lleno_en=baldes.UN_DIA)


def _la_de(cuenta: CuentaPublica, correo: str, alcance: str, capitulo: str) -> Suscripcion:
    """Its row, new or the one that there is, in the same three statements; asked again, what waits
    has its whole term again."""
    ahora = reloj.ahora()
    suya: dict[str, Any] = {
        "servicio": cuenta.servicio,
        "correo": correo,
        "alcance": alcance,
        "cuenta": cuenta if alcance == Suscripcion.Alcance.CUENTA else None,
        "capitulo": capitulo if alcance == Suscripcion.Alcance.TEMA else "",
        "retirada_en": None,
    }
    nueva = Suscripcion(**suya, **nonce_y_huella(cuenta.servicio_id), pedida_en=ahora)
    Suscripcion.objects.bulk_create([nueva], ignore_conflicts=True)
    filas = Suscripcion.objects.filter(**suya)
    filas.filter(confirmada_en=None).update(pedida_en=ahora)
    fila = filas.get()
    fila.servicio, fila.cuenta = cuenta.servicio, suya["cuenta"]
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
