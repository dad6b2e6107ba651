"""While a block is asked or granted, nothing is sent to that address but about the request."""

from typing import Any

from comun.models import Bitacora
from comun.transitions import anotar
from correos.models import Supresion
from correos.services import bloquear, detenidos, soltar, supresion_vigente
from correos.services import levantar as levantar_supresion
from privacidad.models import SolicitudDerechos
from privacidad.reglas import CONCEDIDAS, LEVANTAR
from servicios.models import Servicio

Derecho, Estado = SolicitudDerechos.Derecho, SolicitudDerechos.Estado
Alcance = Supresion.Alcance
#: What each right silences from the moment that who asks is proved.
ALCANCES = {
    Derecho.BLOQUEO: Alcance.TODO,
    Derecho.OPOSICION: Alcance.RENUNCIABLES,
}
RIGEN = (Estado.RECIBIDA, Estado.PRORROGADA, *CONCEDIDAS)
APLICAR = "aplicar_bloqueo"


def _hechos(solicitud: SolicitudDerechos, accion: str) -> Any:
    return Bitacora.objects.filter(
        objeto_tipo=solicitud._meta.label_lower, objeto_id=solicitud.pk, accion=accion
    )


def rige(solicitud: SolicitudDerechos) -> bool:
    """Whether this request silences its address now."""
    return (
        solicitud.derecho in ALCANCES
        and _hechos(solicitud, APLICAR).exists()
        and not _hechos(solicitud, LEVANTAR).exists()
    )


def que_esperan(solicitud: SolicitudDerechos) -> int:
    """How many mails that are owed to the person wait for the end of their block."""
    if not solicitud.correo:
        return 0
    return detenidos(solicitud.servicio, solicitud.correo).count()


def sin_aplicar(servicio: Servicio) -> list[SolicitudDerechos]:
    """The open requests that should silence their address and do not: the machine died before."""
    filas: list[SolicitudDerechos] = list(
        SolicitudDerechos.objects.filter(
            servicio=servicio,
            derecho__in=ALCANCES,
            estado__in=(Estado.RECIBIDA, Estado.PRORROGADA),
        ).exclude(correo_hmac="")
    )
    hechas = Bitacora.objects.filter(
        objeto_tipo=SolicitudDerechos._meta.label_lower,
        objeto_id__in=[fila.pk for fila in filas],
        accion=APLICAR,
    )
    ya = set(hechas.values_list("objeto_id", flat=True))
    faltan = [fila for fila in filas if fila.pk not in ya]
    for fila in faltan:
        fila.servicio = servicio
    return faltan


def aplicar(*, solicitud: SolicitudDerechos, por: Any = None) -> None:
    """Silence the address, once; what it had asked before is remembered to give it back.

    Outside the transaction that proved the person on purpose: `bloquear` commits before it looks
    for the mails that wait. If the machine dies in between, the next sweep does it.
    """
    alcance = ALCANCES.get(Derecho(solicitud.derecho))
    if alcance is None or not solicitud.correo or _hechos(solicitud, APLICAR).exists():
        return
    servicio = solicitud.servicio
    antes = _lo_que_habia(solicitud)
    bloquear(
        servicio=servicio,
        direccion=solicitud.correo,
        alcance=alcance,
        origen=Supresion.Origen.PERSONA,
        por=por,
    )
    anotar(solicitud, APLICAR, por=por, datos={"antes": antes})


def _lo_que_habia(solicitud: SolicitudDerechos) -> str:
    """What the address had asked by itself, before any of its requests silenced it."""
    if otras := _otras_que_rigen(solicitud):
        return _antes(otras[0])
    previa = supresion_vigente(solicitud.servicio, solicitud.correo)
    return previa.alcance if previa else ""


def _antes(solicitud: SolicitudDerechos) -> str:
    return str(_hechos(solicitud, APLICAR).latest("pk").datos["antes"])


def levantar(*, solicitud: SolicitudDerechos, por: Any = None) -> None:
    """Leave in force what the address asked by itself and what its other requests still ask.

    What was owed to the person and was stopped meanwhile leaves now, if nothing else stops it.
    """
    if not rige(solicitud):
        return
    quedan = {_antes(solicitud)} | {
        ALCANCES[Derecho(otra.derecho)] for otra in _otras_que_rigen(solicitud)
    }
    queda = next((a for a in (Alcance.TODO, Alcance.RENUNCIABLES) if a in quedan), None)
    anotar(solicitud, LEVANTAR, por=por)
    _dejar(solicitud, queda, por)
    soltar(servicio=solicitud.servicio, direccion=solicitud.correo, por=por)


def _dejar(solicitud: SolicitudDerechos, queda: str | None, por: Any) -> None:
    servicio = solicitud.servicio
    vigente = supresion_vigente(servicio, solicitud.correo)
    if vigente is None or vigente.alcance == queda:
        return
    levantar_supresion(supresion=vigente, por=por)
    if queda:
        bloquear(
            servicio=servicio,
            direccion=solicitud.correo,
            alcance=queda,
            origen=Supresion.Origen.PERSONA,
            por=por,
        )


def _otras_que_rigen(solicitud: SolicitudDerechos) -> list[SolicitudDerechos]:
    otras = SolicitudDerechos.objects.filter(
        servicio=solicitud.servicio_id,
        correo_hmac=solicitud.correo_hmac,
        derecho__in=ALCANCES,
        estado__in=RIGEN,
    ).exclude(pk=solicitud.pk)
    return [otra for otra in otras if rige(otra)]
