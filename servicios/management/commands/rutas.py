"""`manage.py rutas`: every route and its policy."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from servicios.rutas import todas


class Command(BaseCommand):
    help = "Lista todas las direcciones del portal con la política que las protege."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="en JSON: name, path, policy")

    def handle(self, *args: Any, **options: Any) -> None:
        rutas = todas()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(r) for r in rutas], ensure_ascii=False, indent=1))
            return
        for ruta in rutas:
            self.stdout.write(f"{ruta.policy:40} {ruta.path}  ({ruta.name})")
