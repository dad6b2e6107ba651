"""`manage.py retencion`: erases what is past its term, or says what it would erase."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comun.management.progreso import Progreso
from privacidad.services.reposicion import reponer
from privacidad.services.retencion import retener
from servicios.models import Servicio


class Command(BaseCommand):
    help = "Borra o anonimiza los datos personales cuyo plazo venció (vea docs/guia)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--en-seco", action="store_true", help="solo cuenta, sin borrar")
        parser.add_argument("--servicio", help="solo ese servicio (su dirección en el portal)")
        parser.add_argument(
            "--reponer",
            action="store_true",
            help="después de restaurar un respaldo: vuelve a borrar a quienes dice el acta",
        )

    def handle(self, *args: Any, **opciones: Any) -> None:
        servicio = self._servicio(opciones["servicio"])
        avance = Progreso(self.stderr, "retención")
        try:
            if opciones["reponer"]:
                personas = reponer(servicio=servicio, avance=avance)
                self.stdout.write(f"Personas que el acta decía y se borraron otra vez: {personas}.")
                return
            filas = retener(servicio=servicio, en_seco=opciones["en_seco"], avance=avance)
        finally:
            avance.terminar()
        que = "se borrarían o anonimizarían" if opciones["en_seco"] else "borradas o anonimizadas"
        self.stdout.write(
            f"Filas que {que}: {filas}." if opciones["en_seco"] else f"Filas {que}: {filas}."
        )

    def _servicio(self, slug: str | None) -> Servicio | None:
        if slug is None:
            return None
        try:
            return Servicio.objects.get(slug=slug)
        except Servicio.DoesNotExist:
            raise CommandError(f"No hay un servicio «{slug}» en el portal.") from None
