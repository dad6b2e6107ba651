"""`manage.py demo`: demo data, made by the use cases of every app."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguimiento.demo import renca
from seguimiento.demo.agenda import Parada
from seguimiento.demo.construir import construir, hay_demo

ANCHO = 30


class Command(BaseCommand):
    help = "Crea los datos de la demostración: dos servicios, sus personas y sus cuentas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--etapa",
            choices=[parada.value for parada in Parada],
            default=Parada.CERRADA.value,
            help="dónde se detiene la cuenta principal",
        )
        parser.add_argument(
            "--escala", type=int, default=1, help="cuántas veces más personas y mensajes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CPP_DEMO:
            raise CommandError(
                "Los datos de la demostración solo se crean con CPP_DEMO=1, en una base de datos "
                "que no se use para nada más."
            )
        if options["escala"] < 1:
            raise CommandError("La escala es un número desde 1.")
        if hay_demo():
            self.stdout.write(
                "Los datos de la demostración ya existen. Para crearlos de nuevo, empiece con una "
                "base de datos vacía."
            )
            return
        parada = Parada(options["etapa"])
        obra = construir(parada=parada, escala=options["escala"], avisar=self._avisar)
        self._terminar()
        self.stdout.write(
            f"Listo: {obra.servicio.nombre}, cuenta de la gestión {obra.cuenta.anio_gestion}, "
            f"jornada del {obra.agenda.dia:%d/%m/%Y} con {renca.PERSONAS * obra.escala} personas."
            if parada.llega_a(Parada.JORNADA)
            else f"Listo: {obra.servicio.nombre}, cuenta de la gestión {obra.cuenta.anio_gestion}."
        )

    def _avisar(self, hechos: int, total: int, nombre: str) -> None:
        if not self.stdout.isatty():
            self.stdout.write(f"{hechos + 1} de {total}: {nombre}")
            return
        lleno = ANCHO * hechos // total
        barra = "█" * lleno + "░" * (ANCHO - lleno)
        self.stdout.write(f"\r\x1b[2K{barra} {hechos + 1} de {total}: {nombre}", ending="")
        self.stdout.flush()

    def _terminar(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[2K", ending="")
