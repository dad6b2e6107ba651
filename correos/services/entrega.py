"""Out of the outbox: claim a batch, send it, and write down how each mail ended.

A worker may die at any instruction. What it leaves is a row in `tomado` whose lease runs out:

- without `punto_en` the final dot was never written, the server delivered nothing, and the mail
  goes back to `reintento`;
- with `punto_en` the server may or may not have accepted it. Nobody can know from here, so it
  becomes `incierto`: the relay's log or a person settles it; a machine never sends it twice.

Two workers cannot send the same mail: the claim locks the rows (SKIP LOCKED on PostgreSQL, an
IMMEDIATE transaction on SQLite), and `punto_en` is only written by the owner of a live lease.
No transaction is open while the server is spoken to.
"""

import logging
import os
import random
import secrets
import socket
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from email.errors import MessageError
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from comun import reloj
from comun.errores import TransicionInvalida
from comun.transitions import move, move_lote
from correos import emails
from correos.models import PIDIO_NO_RECIBIR, SIN_CONEXION, Mensaje, Remitente
from correos.services import limites
from correos.services.cola import despertar
from correos.services.pulsos import ENVIO, Latido, marcar, marcar_sin_servidor
from correos.services.smtp import LoteAjeno, Resultado, Sesion, SinConexion
from correos.services.supresion import calladas
from servicios.alcance import todos_los_servicios

logger = logging.getLogger(__name__)

Estado = Mensaje.Estado
LOTE = 50
#: A drain stops here and wakes the next one: well under the task's time limit.
SEGUNDOS_POR_VUELTA = 240
ESPERA_MINIMA = 60
ESPERA_MAXIMA = 6 * 3600
#: How often a campaign looks whether somebody's own mail is waiting behind it.
SEGUNDOS_ENTRE_MIRADAS = 1
#: Some five days of refusals: then a person must look, as mail servers themselves give up.
MAXIMO_INTENTOS = 30
#: What building a mail raises over its own data; none of it may hold the others back.
NO_SE_ARMA = (ValueError, TypeError, LookupError, AttributeError, MessageError)


@dataclass(frozen=True)
class Entrega:
    """What one batch came to. `tomados` is 0 when nothing was due."""

    tomados: int = 0
    enviados: int = 0
    sin_conexion: bool = False


def vaciar(segundos: float = SEGUNDOS_POR_VUELTA) -> Entrega:
    """Deliver batch after batch until nothing is due, the server is away, or time is up.

    Each drain that has work for another one calls it, once: a campaign is sent by every process
    of the worker, and goes on when this one's time is up.
    """
    limite = time.monotonic() + segundos
    tomados = enviados = 0
    llamo = False
    while True:
        barrer()
        entrega = entregar(segundos=limite - time.monotonic())
        tomados, enviados = tomados + entrega.tomados, enviados + entrega.enviados
        if entrega.sin_conexion or not entrega.tomados:
            return Entrega(tomados, enviados, entrega.sin_conexion)
        se_acabo = time.monotonic() >= limite
        if not llamo and (se_acabo or (entrega.tomados == LOTE and _caben_dos())):
            llamo = True
            despertar()
        if se_acabo:
            return Entrega(tomados, enviados)


def _caben_dos() -> bool:
    """SQLite has one writer: a second drain there would only wait for the first one."""
    return connection.features.has_select_for_update_skip_locked


def entregar(limite: int = LOTE, segundos: float = SEGUNDOS_POR_VUELTA) -> Entrega:
    """Claim up to `limite` mails that are due and send them through one connection.

    What is not sent within `segundos` is handed back.

    To be called outside a transaction: each state is committed as soon as it is known.
    """
    with todos_los_servicios():
        lote = Lote(limite, segundos)
        if not lote.mensajes:
            marcar(ENVIO)
            return Entrega()
        with Sesion() as sesion:
            return lote.enviar(sesion)


def barrer() -> int:
    """Settle the mails that a dead worker left half way; the module's docstring says how."""
    with todos_los_servicios(), transaction.atomic():
        abandonados = list(
            Mensaje.objects.abandonados().select_for_update(skip_locked=True)[: LOTE * 2]
        )
        for mensaje in abandonados:
            if mensaje.punto_en is None:
                move(mensaje, Estado.REINTENTO, accion="", bitacora=False, no_antes_de=Now())
            else:
                move(
                    mensaje,
                    Estado.INCIERTO,
                    accion="correo_incierto",
                    ultimo_codigo=None,
                    ultimo_texto="El envío se interrumpió justo al final",
                )
    return len(abandonados)


class Lote:
    """The mails that this worker owns for a while."""

    def __init__(self, limite: int, segundos: float) -> None:
        self.duenio = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}"
        # A silent server is waited for EMAIL_TIMEOUT at each step; the dot renews the lease.
        self.plazo = timedelta(seconds=settings.EMAIL_TIMEOUT + 60)
        self._fin = time.monotonic() + segundos
        self.mensajes = self._tomar(limite)
        self.remitentes = self._remitentes() if self.mensajes else {}
        #: Asked for no more after the mail was decided, and too late to find it waiting.
        self.callados = calladas(self.mensajes) if self.mensajes else set()
        self._renovado = self._mirado = time.monotonic()
        self._latido = Latido()

    def _tomar(self, limite: int) -> list[Mensaje]:
        with transaction.atomic():
            ids = limites.elegir(Mensaje.objects.vencidos(), limite)
            if not ids:
                return []
            move_lote(
                Mensaje.objects.filter(pk__in=ids),
                {Estado.PENDIENTE, Estado.REINTENTO},
                Estado.TOMADO,
                tomado_por=self.duenio,
                tomado_hasta=Now() + self.plazo,
                punto_en=None,
            )
        return list(
            Mensaje.objects.filter(pk__in=ids, tomado_por=self.duenio)
            .order_by("prioridad", "id")
            .select_related("servicio")
            .prefetch_related("adjuntos__archivo")
        )

    def _remitentes(self) -> dict[int | None, Remitente]:
        """The services' own addresses, of the domains that are verified now."""
        filas = Remitente.objects.filter(
            servicio__in={m.servicio_id for m in self.mensajes},
            dominio__verificado_en__isnull=False,
        )
        return {fila.servicio_id: fila for fila in filas}

    def enviar(self, sesion: Sesion) -> Entrega:
        """Send each mail; when the connection cannot be had, hand back the ones that are left."""
        enviados = 0
        for i, mensaje in enumerate(self.mensajes):
            if time.monotonic() >= self._fin or self._alguien_espera(mensaje):
                self._devolver(self.mensajes[i:])
                break
            self._renovar(self.mensajes[i:])
            try:
                resultado = self._uno(sesion, mensaje)
            except SinConexion as error:
                logger.warning("The mail server cannot be reached: %s.", error)
                self._posponer(self.mensajes[i:], f"{SIN_CONEXION}: {error}")
                marcar_sin_servidor()
                return Entrega(len(self.mensajes), enviados, sin_conexion=True)
            except LoteAjeno:
                continue
            self._anotar(mensaje, resultado)
            self._latido.avanza()
            enviados += resultado.estado == Estado.ENVIADO
        return Entrega(len(self.mensajes), enviados)

    def _uno(self, sesion: Sesion, mensaje: Mensaje) -> Resultado:
        if mensaje.pk in self.callados:
            return Resultado(Estado.ANULADO, None, PIDIO_NO_RECIBIR)
        if mensaje.calcular_huella() != mensaje.huella:
            return Resultado(Estado.RECHAZADO, None, "Su texto no es el que se decidió enviar")
        try:
            contenido = emails.en_bytes(mensaje, self.remitentes.get(mensaje.servicio_id))
            de, para = emails.retorno(mensaje), emails.destinatario(mensaje)
        except NO_SE_ARMA as error:  # BadHeaderError and bad addresses among them
            return Resultado(
                Estado.RECHAZADO, None, f"El correo no se pudo armar: {type(error).__name__}"
            )
        return sesion.enviar(
            de=de,
            para=para,
            contenido=contenido,
            anunciar_punto=partial(self._anunciar_punto, mensaje),
        )

    def _alguien_espera(self, mensaje: Mensaje) -> bool:
        """An acknowledgement that came meanwhile goes before the rest of a campaign."""
        if mensaje.prioridad == Mensaje.Prioridad.ALTA:
            return False
        if time.monotonic() - self._mirado < SEGUNDOS_ENTRE_MIRADAS:
            return False
        self._mirado = time.monotonic()
        return Mensaje.objects.vencidos().filter(prioridad=Mensaje.Prioridad.ALTA).exists()

    def _mios(self, mensajes: list[Mensaje]) -> QuerySet[Mensaje]:
        return Mensaje.objects.filter(pk__in=[m.pk for m in mensajes], tomado_por=self.duenio)

    def _anunciar_punto(self, mensaje: Mensaje) -> bool:
        """Write ahead, committed, that the final dot is about to leave. False: no longer ours."""
        return bool(
            self._mios([mensaje])
            .filter(estado=Estado.TOMADO, tomado_hasta__gt=Now())
            .update(punto_en=Now(), tomado_hasta=Now() + self.plazo)
        )

    def _renovar(self, resto: list[Mensaje]) -> None:
        """Keep the lease of the mails still to come, when a slow server has eaten a third of it."""
        if time.monotonic() - self._renovado < self.plazo.total_seconds() / 3:
            return
        self._mios(resto).filter(estado=Estado.TOMADO, tomado_hasta__gt=Now()).update(
            tomado_hasta=Now() + self.plazo
        )
        self._renovado = time.monotonic()

    def _devolver(self, resto: list[Mensaje]) -> None:
        """None of `resto` was tried: another turn takes them at once."""
        move_lote(self._mios(resto), {Estado.TOMADO}, Estado.REINTENTO, no_antes_de=Now())

    def _posponer(self, resto: list[Mensaje], motivo: str) -> None:
        """The server is away: nobody was asked about `resto`, so it is no attempt of theirs."""
        move_lote(
            self._mios(resto),
            {Estado.TOMADO},
            Estado.REINTENTO,
            ultimo_codigo=None,
            ultimo_texto=motivo[:300],
            no_antes_de=Now() + espera(1),
        )

    def _anotar(self, mensaje: Mensaje, resultado: Resultado) -> None:
        """Commit how it ended. What a person must look at is logged, with the server's code."""
        intentos = mensaje.intentos + 1
        if (
            resultado.codigo
            and resultado.estado == Estado.REINTENTO
            and intentos >= MAXIMO_INTENTOS
        ):
            resultado = replace(resultado, estado=Estado.RECHAZADO)
        campos: dict[str, Any] = {
            "intentos": intentos,
            "ultimo_codigo": resultado.codigo,
            "ultimo_texto": resultado.texto[:300],
        }
        if resultado.estado == Estado.ENVIADO:
            campos["enviado_en"] = reloj.ahora()
        elif resultado.estado == Estado.REINTENTO:
            campos["punto_en"] = None  # refused in so many words: nobody has it
            campos["no_antes_de"] = Now() + espera(intentos)
        try:
            move(
                mensaje,
                resultado.estado,
                accion=f"correo_{resultado.estado}",
                datos={"codigo": resultado.codigo},
                bitacora=resultado.estado in (Estado.RECHAZADO, Estado.INCIERTO),
                si={"tomado_por": self.duenio},
                **campos,
            )
        except TransicionInvalida:
            self._llego_tarde(mensaje, resultado, campos)

    def _llego_tarde(self, mensaje: Mensaje, resultado: Resultado, campos: dict[str, Any]) -> None:
        """The lease ran out while the server thought; a late yes still settles the doubt."""
        mensaje.refresh_from_db(fields=["estado"])
        if (mensaje.estado, resultado.estado) != (Estado.INCIERTO, Estado.ENVIADO):
            return
        try:
            move(
                mensaje,
                Estado.CONCILIADO,
                accion="correo_conciliado",
                datos={"codigo": resultado.codigo},
                si={"tomado_por": self.duenio},
                evidencia=f"El servidor lo aceptó, tarde: {resultado.texto}"[:300],
                **campos,
            )
        except TransicionInvalida:
            logger.info("Mail %s was decided by a person meanwhile.", mensaje.pk)


def espera(intentos: int) -> timedelta:
    """Back-off: doubled at each attempt up to a limit, ±20 % so that they do not come at once."""
    segundos = min(ESPERA_MINIMA * 2 ** min(intentos - 1, 12), ESPERA_MAXIMA)
    return timedelta(seconds=segundos * random.uniform(0.8, 1.2))  # noqa: S311 (not a secret)
