"""`manage.py buzon`: the demo's mail server. It accepts and counts; it keeps nothing."""

import asyncio
import logging
import signal
from argparse import ArgumentParser
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management.base import BaseCommand, CommandError, OutputWrapper


class Contador:
    """Counts what arrives and writes one line per mail, without names or addresses."""

    def __init__(self, salida: OutputWrapper) -> None:
        self.salida = salida
        self.recibidos = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.recibidos += 1
        kilos = len(envelope.content or b"") / 1024
        self.salida.write(f"correo {self.recibidos}: {kilos:.1f} kB")
        self.salida.flush()
        return "250 Recibido"


class Command(BaseCommand):
    help = "Servidor de correo local de la demostración: recibe, cuenta y no guarda nada."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--puerto", type=int, default=8025)

    def handle(self, *args: Any, puerto: int, **options: Any) -> None:
        # aiosmtpd writes the whole dialogue there, addresses included.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        contador = Contador(self.stdout)
        try:
            asyncio.run(self._servir(contador, puerto))
        except OSError as error:
            raise CommandError(
                f"No se pudo abrir el puerto {puerto}: {error.strerror}. Elija otro con --puerto."
            ) from error
        self.stdout.write(f"{contador.recibidos} correos recibidos")

    async def _servir(self, contador: Contador, puerto: int) -> None:
        bucle = asyncio.get_running_loop()
        fin = asyncio.Event()
        for senial in (signal.SIGINT, signal.SIGTERM):
            bucle.add_signal_handler(senial, fin.set)
        servidor = await bucle.create_server(
            lambda: SMTP(contador, hostname="localhost", loop=bucle), "127.0.0.1", puerto
        )
        self.stdout.write(f"Buzón de la demostración en 127.0.0.1:{puerto}")
        self.stdout.flush()
        async with servidor:
            await fin.wait()
