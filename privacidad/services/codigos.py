"""The code that proves that an address is of who asks: six figures, half an hour, used once."""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare

from comun.campos import hmac_de
from correos.models import TIPO_DERECHOS, Mensaje
from privacidad import emails
from privacidad.models import SolicitudDerechos

VIGENCIA = timedelta(minutes=30)
INTENTOS = 5
#: Codes that leave for one address in a day, whoever asks: nobody is flooded from this page.
POR_DIA = 5
UN_DIA = timedelta(days=1)

NO_SIRVE = "El código no es ese. Revise el último correo que le enviamos, o pida otro código."
SE_VENCIO = "Ese código ya no sirve: dura 30 minutos. Pida otro código y escriba el nuevo."
SE_ACABO = "Se escribió mal 5 veces y ese código ya no sirve. Pida otro código."
FALTA = "No hay un código vigente. Pida uno y escríbalo aquí."


def _huella(solicitud: SolicitudDerechos, codigo: str) -> str:
    return hmac_de(solicitud.servicio_id, f"codigo:{solicitud.pk}:{codigo}")


def emitir(solicitud: SolicitudDerechos, clave: str, ahora: datetime) -> None:
    """Draw a new code and mail it; the one before is void. The row is locked by the caller.

    Past the quota of the address nothing leaves, and whoever asks is told the same: the page says
    nothing about an address.
    """
    n = _enviados(solicitud, ahora)
    if n >= POR_DIA:
        return
    codigo = f"{secrets.randbelow(10**6):06d}"
    solicitud.codigo_hash = _huella(solicitud, codigo)
    solicitud.codigo_vence_en = ahora + VIGENCIA
    solicitud.codigo_intentos = 0
    solicitud.save(update_fields=["codigo_hash", "codigo_vence_en", "codigo_intentos"])
    emails.codigo(solicitud, codigo, clave)


def _enviados(solicitud: SolicitudDerechos, ahora: datetime) -> int:
    """Codes sent to that address since yesterday, by any of its requests."""
    anio = solicitud.folio_anio
    mensajes = Mensaje.objects.filter(
        servicio=solicitud.servicio_id,
        campania__in=[f"derechos:{a}" for a in (anio - 1, anio, anio + 1)],
        tipo=TIPO_DERECHOS,
        para=solicitud.correo,
        clave__contains=":codigo:",
        creado_en__gt=ahora - UN_DIA,
    )
    return mensajes.count()


def probar(solicitud: SolicitudDerechos, codigo: str, ahora: datetime) -> str:
    """Use up the code: "" if it is the one, else why not, in words. The row is locked.

    What was tried is counted also when it fails: the caller commits before it refuses.
    """
    if not solicitud.codigo_hash or solicitud.codigo_vence_en is None:
        return FALTA
    if ahora >= solicitud.codigo_vence_en:
        return SE_VENCIO
    if solicitud.codigo_intentos >= INTENTOS:
        return SE_ACABO
    cifras = "".join(str(int(c)) for c in codigo if c.isdecimal())
    if not constant_time_compare(_huella(solicitud, cifras or "-"), solicitud.codigo_hash):
        solicitud.codigo_intentos += 1
        solicitud.save(update_fields=["codigo_intentos"])
        return SE_ACABO if solicitud.codigo_intentos >= INTENTOS else NO_SIRVE
    solicitud.codigo_hash = ""
    solicitud.codigo_vence_en = None
    solicitud.save(update_fields=["codigo_hash", "codigo_vence_en"])
    return ""
