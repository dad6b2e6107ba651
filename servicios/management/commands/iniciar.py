"""`manage.py iniciar`: the first administrator, by a one-time link."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from comun.errores import ErrorDominio
from servicios.services import enlace_de_acceso, iniciar_portal


class Command(BaseCommand):
    help = "Crea la primera persona administradora y muestra su enlace de un solo uso."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--correo", help="correo de la persona administradora")
        parser.add_argument("--nombre", help="nombre y apellidos")

    def handle(self, *args: Any, **options: Any) -> None:
        correo = options["correo"] or input("Correo de la persona administradora: ")
        nombre = options["nombre"] or input("Nombre y apellidos: ")
        try:
            validate_email(correo)
            usuario = iniciar_portal(correo=correo, nombre=nombre)
        except ErrorDominio as error:
            raise CommandError(error.mensaje) from error
        except ValidationError as error:
            raise CommandError("El correo no es válido. Ejemplo: ana@servicio.cl") from error
        self.stdout.write("Abra este enlace una sola vez, antes de 3 días, y elija su contraseña:")
        self.stdout.write(enlace_de_acceso(usuario))
        self.stdout.write(f"Su nombre de usuario es {usuario.username}.")
