"""`manage.py bitacora`: checks the chain that seals the bitácora, or seals what waits."""

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comun import bitacora
from comun.management.progreso import Progreso


class Command(BaseCommand):
    help = "Comprueba que nadie cambió la bitácora, o sella lo que falta."

    def add_arguments(self, parser: CommandParser) -> None:
        que = parser.add_mutually_exclusive_group(required=True)
        que.add_argument("--verificar", action="store_true", help="recorre toda la cadena")
        que.add_argument("--sellar", action="store_true", help="sella ahora lo que falta")
        parser.add_argument(
            "--ancla",
            default="",
            metavar="HUELLA",
            help="una huella anotada antes, que debe seguir",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ancla = options["ancla"].lower()
        if ancla and (options["sellar"] or not re.fullmatch("[0-9a-f]{64}", ancla)):
            raise CommandError(
                "El ancla es una huella de 64 letras y números, y va junto a --verificar."
            )
        if options["sellar"]:
            self._sellar()
        else:
            self._verificar(ancla)

    def _sellar(self) -> None:
        progreso = Progreso(self.stderr, "Sellando la bitácora")
        sellados = bitacora.sellar(progreso)
        progreso.terminar()
        ultimo = bitacora.ultima_huella() or "ninguno"
        self.stdout.write(f"Registros sellados: {sellados}; último eslabón {ultimo}")

    def _verificar(self, ancla: str) -> None:
        progreso = Progreso(self.stderr, "Recorriendo la bitácora")
        revision = bitacora.verificar(ancla, progreso)
        progreso.terminar()
        for frase in revision.frases:
            self.stdout.write(frase)
        if revision.fallas > len(revision.frases):
            self.stdout.write(f"Y {revision.fallas - len(revision.frases)} fallas más.")
        perdida = bool(ancla) and not revision.ancla_vista
        if perdida:
            self.stdout.write(
                f"La huella {ancla} no está en la cadena: la cortaron o la rehicieron."
            )
        if revision.fallas or perdida:
            sys.exit(1)
        self.stdout.write(
            f"Bitácora íntegra: {revision.registros} registros, {revision.por_sellar} por sellar; "
            f"último eslabón {revision.ultimo or 'ninguno'}"
        )
