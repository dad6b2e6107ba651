"""What the person does: ask, prove who they are, ask for another code, take it back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from comun import folios, reloj
from comun.campos import clave_derivada, hash_de_clave, hmac_de
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, limpiar
from comun.transitions import anotar, move
from cuentas.selectors import feriados_de
from privacidad import emails, reglas
from privacidad.models import SolicitudDerechos
from privacidad.services import bloqueo, codigos
from servicios.models import Servicio, Usuario

Estado = SolicitudDerechos.Estado
YA_VERIFICADA = "Esta solicitud ya está recibida: no hace falta otro código."


@dataclass(frozen=True)
class Pedido:
    """What a person asks, as they typed it."""

    derecho: str
    nombre: str
    correo: str
    detalle: str = ""


def clave_de(servicio_id: int, nonce: str) -> str:
    """The key of the private page of a request: the same nonce gives the same one."""
    return clave_derivada(servicio_id, "derechos", nonce)


def presentar(*, servicio: Servicio, pedido: Pedido, nonce: str, por: Any = None) -> str:
    """Take in a request and mail its folio and its code; the key of its private page.

    Nothing here depends on whether the address is known. The same nonce is the same request.
    Without an address, which only the staff may enter, no mail leaves.
    """
    clave = clave_de(servicio.pk, nonce)
    try:
        with transaction.atomic(), reloj.un_instante() as ahora:
            solicitud = _crear(servicio, pedido, clave, ahora, por)
            anotar(solicitud, "presentar_solicitud", por=por, datos={"derecho": solicitud.derecho})
            if solicitud.correo:
                codigos.emitir(solicitud, clave, ahora)
    except IntegrityError:
        if not SolicitudDerechos.objects.filter(clave_hash=hash_de_clave(clave)).exists():
            raise
    return clave


def _crear(
    servicio: Servicio, pedido: Pedido, clave: str, ahora: datetime, por: Any
) -> SolicitudDerechos:
    correo = pedido.correo.strip().lower()
    anio = ahora.astimezone(servicio.zona).year
    return SolicitudDerechos.objects.create(
        servicio=servicio,
        folio_anio=anio,
        folio_numero=folios.siguiente(f"derechos:{servicio.pk}", anio),
        derecho=pedido.derecho,
        nombre=en_una_linea(pedido.nombre),
        correo=correo,
        correo_hmac=hmac_de(servicio.pk, correo) if correo else "",
        detalle=limpiar(pedido.detalle).strip(),
        clave_hash=hash_de_clave(clave),
        iniciada_en=ahora,
        ingresada_por=por,
    )


def bajo_llave(solicitud: SolicitudDerechos) -> SolicitudDerechos:
    """The row as it is now, locked until the end of the transaction."""
    fila: SolicitudDerechos = SolicitudDerechos.objects.select_for_update(of=("self",)).get(
        pk=solicitud.pk
    )
    fila.servicio = solicitud.servicio
    return fila


@transaction.atomic
def pedir_codigo(*, solicitud: SolicitudDerechos, clave: str, por: Any = None) -> None:
    """Mail another code; the one before is void.

    Raises:
        ErrorDominio: there is nothing to prove in that state.
    """
    fila = bajo_llave(solicitud)
    if fila.estado != Estado.POR_VERIFICAR and not fila.con_copia:
        raise ErrorDominio(YA_VERIFICADA)
    codigos.emitir(fila, clave, reloj.ahora())
    anotar(fila, "pedir_codigo", por=por)


def verificar(*, solicitud: SolicitudDerechos, codigo: str, clave: str, por: Any = None) -> None:
    """The person wrote the code of their mail: the term runs from now.

    Raises:
        ErrorDominio: the code is another one, old, or tried too often; or it is proved already.
    """
    with transaction.atomic(), reloj.un_instante() as ahora:
        fila = bajo_llave(solicitud)
        if fila.estado != Estado.POR_VERIFICAR:
            raise ErrorDominio(YA_VERIFICADA)
        motivo = codigos.probar(fila, codigo, ahora)
        if not motivo:
            recibir(fila, ahora, clave=clave, por=por, como="codigo")
    if motivo:
        raise ErrorDominio(motivo, "codigo")
    bloqueo.aplicar(solicitud=fila, por=por)


def recibir(
    solicitud: SolicitudDerechos, ahora: datetime, *, por: Any, como: str, clave: str = ""
) -> None:
    """Start the clock and tell the person and the staff. The row is locked."""
    servicio = solicitud.servicio
    hoy = ahora.astimezone(servicio.zona).date()
    vence = reglas.plazo(solicitud.derecho, hoy, feriados_de(servicio, hoy)).fecha
    move(
        solicitud,
        Estado.RECIBIDA,
        accion="recibir_solicitud",
        por=por,
        datos={"vence": vence.isoformat(), "como": como},
        recibida_en=ahora,
        vence_el=vence,
        codigo_hash="",
        codigo_vence_en=None,
    )
    emails.recibida(solicitud, clave)
    emails.al_equipo(solicitud, "nueva", _a_quienes(servicio, vence, hoy))


def _a_quienes(servicio: Servicio, vence: date, hoy: date) -> list[Usuario]:
    """What already falls due soon, as a block, waits for no sweep to be told to the authority."""
    pronto = reglas.aviso_que_toca(vence, hoy) is not None
    return emails.quienes_responden(servicio) if pronto else emails.encargados(servicio)


@transaction.atomic
def _desistir(solicitud: SolicitudDerechos, por: Any) -> SolicitudDerechos:
    fila = bajo_llave(solicitud)
    move(
        fila,
        Estado.DESISTIDA,
        accion="desistir_solicitud",
        por=por,
        resuelta_en=reloj.ahora(),
        codigo_hash="",
    )
    if fila.recibida_en:  # whoever has the address of the page may have done it
        emails.retirada(fila)
    return fila


def desistir(*, solicitud: SolicitudDerechos, por: Any = None) -> None:
    """The person takes it back: nothing more is done with it, and they are told.

    Raises:
        TransicionInvalida: it is decided.
    """
    bloqueo.levantar(solicitud=_desistir(solicitud, por), por=por)
