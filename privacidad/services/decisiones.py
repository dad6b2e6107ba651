"""What the data officer does with a request: prove by hand, extend, decide, lift a block."""

from typing import Any

from django.db import transaction

from comun import reloj
from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.texto import limpiar
from comun.transitions import move
from cuentas.selectors import feriados_de
from privacidad import emails, reglas
from privacidad.models import SolicitudDerechos
from privacidad.services import bloqueo, solicitudes, supresion
from privacidad.services.solicitudes import Pedido
from servicios.acceso import exigir
from servicios.models import Servicio, Usuario
from servicios.permissions import Permiso

Derecho, Estado = SolicitudDerechos.Derecho, SolicitudDerechos.Estado
DECISIONES = (Estado.ACOGIDA, Estado.ACOGIDA_EN_PARTE, Estado.RECHAZADA)


def _exigir(solicitud: SolicitudDerechos, por: Usuario) -> None:
    exigir(por, Permiso.ATENDER_DERECHOS, solicitud.servicio_id)


def ingresar(*, servicio: Servicio, pedido: Pedido, nonce: str, por: Usuario) -> SolicitudDerechos:
    """Enter what somebody asked at the office or by letter; who asks is still to be proved."""
    exigir(por, Permiso.ATENDER_DERECHOS, servicio.pk)
    clave = solicitudes.presentar(servicio=servicio, pedido=pedido, nonce=nonce, por=por)
    fila: SolicitudDerechos = SolicitudDerechos.objects.get(clave_hash=hash_de_clave(clave))
    return fila


def verificar_en_persona(*, solicitud: SolicitudDerechos, por: Usuario) -> None:
    """Somebody of the staff saw who asks: the term runs from now.

    Raises:
        ErrorDominio: it is proved already, or the role does not allow it.
    """
    _exigir(solicitud, por)
    with transaction.atomic(), reloj.un_instante() as ahora:
        fila = solicitudes.bajo_llave(solicitud)
        if fila.estado != Estado.POR_VERIFICAR:
            raise ErrorDominio("Esta solicitud ya está recibida. Recargue la página.")
        solicitudes.recibir(fila, ahora, por=por, como="en_persona")
    bloqueo.aplicar(solicitud=fila, por=por)


@transaction.atomic
def prorrogar(*, solicitud: SolicitudDerechos, motivo: str, por: Usuario) -> None:
    """Give it 30 days more, once, and tell the person why (Ley 19.628, art. 11).

    Raises:
        ErrorDominio: no reason, a block, it is late already, or it was extended before.
    """
    _exigir(solicitud, por)
    fila = solicitudes.bajo_llave(solicitud)
    motivo = limpiar(motivo).strip()
    if not motivo:
        raise ErrorDominio("Escriba por qué se necesita más plazo: se le dice a la persona.")
    if fila.derecho == Derecho.BLOQUEO:
        raise ErrorDominio("El plazo de un bloqueo no se extiende: son 2 días hábiles.")
    vence = fila.vence_el
    if vence is not None and vence < reloj.hoy(fila.servicio.zona):
        raise ErrorDominio("El plazo ya venció y no se puede extender. Decida cuanto antes.")
    nueva = reglas.prorroga(vence) if vence else None
    move(
        fila,
        Estado.PRORROGADA,
        accion="prorrogar_solicitud",
        por=por,
        datos={"vence": nueva.isoformat() if nueva else ""},
        vence_el=nueva,
        prorrogada_en=reloj.ahora(),
        prorroga_motivo=motivo,
    )
    emails.prorrogada(fila)


def decidir(*, solicitud: SolicitudDerechos, decision: str, fundamento: str, por: Usuario) -> None:
    """Decide, with reasons, and tell the person; then do what the decision brings.

    Raises:
        ErrorDominio: no reasons, no such decision, or it cannot be decided in its state.
    """
    _exigir(solicitud, por)
    fila = _decidir(solicitud, decision, fundamento, por)
    if decision == Estado.RECHAZADA:
        bloqueo.levantar(solicitud=fila, por=por)
    if fila.derecho == Derecho.SUPRESION and decision != Estado.RECHAZADA:
        supresion.suprimir(solicitud=fila, por=por)


@transaction.atomic
def _decidir(
    solicitud: SolicitudDerechos, decision: str, fundamento: str, por: Any
) -> SolicitudDerechos:
    fundamento = limpiar(fundamento).strip()
    if decision not in DECISIONES:
        raise ErrorDominio("Elija si la solicitud se acoge, se acoge en parte o se rechaza.")
    if not fundamento:
        raise ErrorDominio("Escriba el fundamento: la persona lo recibe con la decisión.")
    fila = solicitudes.bajo_llave(solicitud)
    ahora = reloj.ahora()
    move(
        fila,
        decision,
        accion="decidir_solicitud",
        por=por,
        datos={"a_tiempo": _a_tiempo(fila)},
        resuelta_en=ahora,
        resuelta_por=por,
        fundamento=fundamento,
    )
    hoy = ahora.astimezone(fila.servicio.zona).date()
    emails.resuelta(fila, reglas.reclamo_hasta(hoy, feriados_de(fila.servicio, hoy)))
    return fila


@transaction.atomic
def cerrar(*, solicitud: SolicitudDerechos, motivo: str, por: Usuario) -> None:
    """End one whose author nobody proved: entered by mistake, or they never came back.

    Nobody is told: the address may be of somebody who asked for nothing.

    Raises:
        ErrorDominio: no reason, or who asks is proved, so that it must be decided.
    """
    _exigir(solicitud, por)
    motivo = limpiar(motivo).strip()
    if not motivo:
        raise ErrorDominio("Escriba por qué se cierra: queda en la solicitud como constancia.")
    fila = solicitudes.bajo_llave(solicitud)
    if fila.estado != Estado.POR_VERIFICAR:
        raise ErrorDominio("Ya se comprobó quién pide: esta solicitud se responde, no se cierra.")
    move(
        fila,
        Estado.DESISTIDA,
        accion="cerrar_solicitud",
        por=por,
        resuelta_en=reloj.ahora(),
        resuelta_por=por,
        fundamento=motivo,
        codigo_hash="",
        codigo_vence_en=None,
    )


def _a_tiempo(solicitud: SolicitudDerechos) -> bool:
    vence = solicitud.vence_el
    return vence is None or reloj.hoy(solicitud.servicio.zona) <= vence


def levantar_bloqueo(*, solicitud: SolicitudDerechos, por: Usuario) -> None:
    """A granted block ends: the person is written to again, as far as they had wanted.

    Raises:
        ErrorDominio: it does not hold.
    """
    _exigir(solicitud, por)
    if solicitud.abierta or not bloqueo.rige(solicitud):
        raise ErrorDominio("Este bloqueo no está vigente: no hay nada que levantar.")
    bloqueo.levantar(solicitud=solicitud, por=por)
