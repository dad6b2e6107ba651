"""`manage.py entregar_correos`: one drain of the outbox, for cron where there is no worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from correos import services


class Command(BaseCommand):
    help = "Envía los correos que están por salir y termina."

    def handle(self, *args: Any, **options: Any) -> None:
        entrega = services.vaciar()
        self.stdout.write(f"{entrega.enviados} enviados de {entrega.tomados} por salir")
        if entrega.sin_conexion:
            raise CommandError(
                "El servidor de correo no contesta. Los correos siguen en espera: "
                "revise EMAIL_URL y vuelva a intentarlo."
            )
