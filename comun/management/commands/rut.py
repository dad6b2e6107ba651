"""`manage.py rut NUMERO`: checks a RUN by hand."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comun import rut


class Command(BaseCommand):
    help = "Dice si un RUT es válido."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numero", nargs="+", help="el RUT, con o sin puntos y guion")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            numero = rut.normalizar(" ".join(options["numero"]))
        except rut.RutInvalido as error:
            self.stdout.write(str(error))
            sys.exit(1)
        self.stdout.write(f"válido {rut.formatear(numero)}")
