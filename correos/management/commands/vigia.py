"""`manage.py vigia`: the watchdog, outside Celery. It says when nothing moves, and starts it again.

manage.py vigia                     looks every 15 s, and tells in the log
manage.py vigia --una-vez           looks once; exit code 1 when it is stuck (for cron)
manage.py vigia -- celery … worker  runs that command too, and keeps it running
"""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as ErrorDeBase
from django.db import connection, connections

from correos import services
from correos.management.supervisor import (
    ESPERA_AL_CERRAR,
    ESPERA_ATASCADO,
    FIN,
    Supervisado,
    bloquear_seniales,
    esperar,
)

logger = logging.getLogger("vigia")

#: Seconds. The database gives up before the watchdog itself is stuck.
ESPERA_POR_LA_BASE = 5
LIMITES_POSTGRES = "-c statement_timeout=10s -c lock_timeout=5s"


class Command(BaseCommand):
    help = "Vigila que los correos salgan; con una orden después de --, la mantiene andando."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--una-vez", action="store_true", help="mira una vez y termina")
        parser.add_argument("--cada", type=float, default=15, help="segundos entre miradas")
        parser.add_argument(
            "--pulso",
            choices=(services.ENVIO, services.AGENDA),
            default=services.ENVIO,
            help="qué señal da la orden: envio (worker) o agenda (beat)",
        )
        parser.add_argument("orden", nargs="*", help="orden que se mantiene andando")

    def handle(
        self, *args: Any, una_vez: bool, cada: float, pulso: str, orden: list[str], **options: Any
    ) -> None:
        opciones = connection.settings_dict["OPTIONS"]
        if connection.vendor == "postgresql":
            opciones["connect_timeout"] = ESPERA_POR_LA_BASE
            opciones["options"] = f"{opciones.get('options', '')} {LIMITES_POSTGRES}".strip()
        else:
            opciones["timeout"] = ESPERA_POR_LA_BASE
        if una_vez:
            return self._una_vez()
        bloquear_seniales()
        codigo = Vigia(cada, pulso, Supervisado(orden) if orden else None).correr()
        raise SystemExit(codigo)

    def _una_vez(self) -> None:
        try:
            services.barrer()
            esta = services.situacion()
        except ErrorDeBase as error:
            raise CommandError("La base de datos no contesta.") from error
        if esta.detenida:
            raise CommandError(f"{esta.que_pasa} {esta.que_hacer}")
        self.stdout.write(esta.que_pasa or "El envío de correos está al día.")


class Vigia:
    """The loop: looks at the outbox every `cada` seconds, and at its child all the time."""

    def __init__(self, cada: float, pulso: str, hijo: Supervisado | None) -> None:
        self.cada, self.pulso, self.hijo = cada, pulso, hijo
        self.inicio = time.monotonic()
        self.despertado = self.inicio
        self.detenida = self.sin_base = False
        #: After a start there is time for a first sign; more each time that it was not enough.
        self.gracia = settings.VIGIA_SILENCIO

    def correr(self) -> int:
        """Until it is told to end. The exit code of its child, or 0."""
        if self.hijo:
            try:
                self.hijo.iniciar()
            except OSError as error:
                raise CommandError(
                    f"No se pudo ejecutar «{self.hijo.nombre}»: {error.strerror}."
                ) from error
        ronda = time.monotonic() + self.cada
        while True:
            falta = self._cuidar()
            senial = esperar(min(ronda - time.monotonic(), falta or self.cada))
            if senial in FIN:
                return self._cerrar(senial)
            if time.monotonic() >= ronda:
                self._ronda()
                if self.hijo and self.hijo.interrumpido:
                    return self._cerrar(self.hijo.interrumpido)
                ronda = time.monotonic() + self.cada

    def _cerrar(self, senial: int) -> int:
        codigo = self.hijo.terminar(senial, ESPERA_AL_CERRAR) if self.hijo else 0
        return codigo if codigo >= 0 else 128 - codigo

    def _cuidar(self) -> float:
        """Start the child again if it died. Seconds until it may be started, 0 while it runs."""
        if self.hijo is None:
            return 0.0
        if (codigo := self.hijo.murio()) is not None:
            como = f"con la señal {-codigo}" if codigo < 0 else f"con el código {codigo}"
            logger.warning("%s terminó %s: se inicia de nuevo.", self.hijo.nombre, como)
        return self.hijo.reiniciar_si_toca()

    def _ronda(self) -> None:
        esta = self._mirar()
        if esta is None:
            return
        if esta.detenida != self.detenida and (self._ya_se_puede_juzgar() or not esta.detenida):
            self.detenida = esta.detenida
            if esta.detenida:
                logger.error("%s %s", esta.que_pasa, esta.que_hacer)
            else:
                self.gracia = settings.VIGIA_SILENCIO
                logger.info("El envío de correos avanza de nuevo.")
        if self.detenida and esta.culpable == self.pulso and self._ya_se_puede_juzgar():
            self._reanimar()

    def _mirar(self) -> services.Situacion | None:
        """With a connection of its own each time: the database may have been away.

        What is read is judged even if nothing can be written: whoever froze may hold the lock.
        """
        esta, va_bien = None, False
        try:
            esta = services.situacion()
            services.marcar(services.VIGIA)
            services.barrer()
            va_bien = True
        except ErrorDeBase as error:
            if not self.sin_base:
                que = "no deja escribir" if esta else "no contesta"
                logger.warning("La base de datos %s (%s).", que, type(error).__name__)
        finally:
            connections.close_all()
        if va_bien and self.sin_base:
            logger.info("La base de datos responde de nuevo.")
        self.sin_base = not va_bien
        if esta:
            self._despertar(esta)
        return esta

    def _despertar(self, esta: services.Situacion) -> None:
        """Whoever sends is told when nobody has looked for a while: perhaps the beat died."""
        callado = esta.vistos.get(services.ENVIO)
        if callado and callado.total_seconds() < settings.VIGIA_SILENCIO / 3:
            return
        if time.monotonic() - self.despertado >= settings.VIGIA_SILENCIO / 5:
            services.despertar()
            self.despertado = time.monotonic()

    def _ya_se_puede_juzgar(self) -> bool:
        edad = self.hijo.edad if self.hijo else time.monotonic() - self.inicio
        return edad >= self.gracia

    def _reanimar(self) -> None:
        if self.hijo is None:
            return
        logger.error("%s no da señales: se termina y se inicia de nuevo.", self.hijo.nombre)
        self.gracia = min(self.gracia * 2, settings.VIGIA_SILENCIO * 8)
        self.hijo.terminar(FIN[0], min(ESPERA_ATASCADO, settings.VIGIA_SILENCIO))
        self._cuidar()
