"""`manage.py rebotes`: reads the reports of mails that came back."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comun.errores import ErrorDominio
from comun.management.progreso import Progreso
from correos import services
from correos.services import Desenlace
from correos.services.dsn import MAXIMO

#: sysexits.h: the mail server keeps the mail and tries again later.
EX_TEMPFAIL = 75


class Command(BaseCommand):
    help = "Lee los avisos de correos devueltos: uno por la entrada estándar, o un Maildir entero."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", type=Path, help="lee todos los correos de esta carpeta")
        parser.add_argument(
            "--destinatario",
            default="",
            help="dirección a la que llegó el aviso; en Postfix, ${original_recipient}",
        )
        parser.add_argument("--json", action="store_true", help="los totales, en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["maildir"]:
            cuentas = self._del_maildir(options["maildir"])
        else:
            cuentas = self._de_la_entrada(options["destinatario"])
        totales = {desenlace.value: cuentas[desenlace] for desenlace in Desenlace}
        if options["json"]:
            self.stdout.write(json.dumps(totales))
        else:
            self.stdout.write(_en_palabras(totales))

    def _del_maildir(self, carpeta: Path) -> Counter[Desenlace]:
        progreso = Progreso(self.stderr, "Correos leídos")
        try:
            return services.revisar_buzon(carpeta=carpeta, avisar=progreso)
        except ErrorDominio as error:
            raise CommandError(error.mensaje) from error
        finally:
            progreso.terminar()

    def _de_la_entrada(self, destinatario: str) -> Counter[Desenlace]:
        contenido = sys.stdin.buffer.read(MAXIMO)
        while sys.stdin.buffer.read(MAXIMO):
            pass  # the mail server must be able to finish writing
        try:
            desenlace = services.registrar_rebote(contenido=contenido, destinatario=destinatario)
        except Exception as error:  # a report refused for good would be lost
            raise CommandError(
                f"No se pudo registrar el aviso ahora ({type(error).__name__}): reintente luego.",
                returncode=EX_TEMPFAIL,
            ) from error
        if desenlace == Desenlace.PENDIENTE:
            raise CommandError(
                "El correo de este aviso todavía está saliendo: reintente en unos minutos.",
                returncode=EX_TEMPFAIL,
            )
        return Counter([desenlace])


def _en_palabras(totales: dict[str, int]) -> str:
    """`3 devueltos, 1 demorado, 2 ignorados`; what there was none of is not said."""
    partes = [f"{n} {que}{'' if n == 1 else 's'}" for que, n in totales.items() if n]
    return ", ".join(partes) or "No había avisos"
