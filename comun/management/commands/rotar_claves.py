"""`manage.py rotar_claves`: encrypts everything again under the first key of FIELD_KEYS."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from comun.campos import BytesCifrados, Indescifrable, TextoCifrado

LOTE = 500


class Command(BaseCommand):
    help = "Vuelve a cifrar todos los datos reservados con la primera clave de DJANGO_FIELD_KEYS."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for modelo in apps.get_models():
            campos = [
                campo.name
                for campo in modelo._meta.local_concrete_fields
                if isinstance(campo, TextoCifrado | BytesCifrados)
            ]
            if campos and modelo._meta.managed and not modelo._meta.proxy:
                self._rotar(modelo, campos)
        self.stdout.write("Listo. Las claves antiguas ya se pueden quitar.")

    def _rotar(self, modelo: type[models.Model], campos: list[str]) -> None:
        # A plain QuerySet: rows of every service, deleted ones included.
        filas: models.QuerySet = models.QuerySet(modelo).only("pk", *campos).order_by("pk")
        nombre, total, hechas, ultimo = modelo._meta.label, filas.count(), 0, None
        while True:
            pendientes = filas if ultimo is None else filas.filter(pk__gt=ultimo)
            try:
                ultimo, cuantas = _volver_a_cifrar(pendientes, campos)
            except Indescifrable as error:
                raise CommandError(
                    f"{nombre}: hay un dato que ninguna clave abre. Agregue a DJANGO_FIELD_KEYS "
                    "la clave con que se guardó."
                ) from error
            if not cuantas:
                break
            hechas += cuantas
            if self.stdout.isatty():
                self.stdout.write(f"\r{nombre}: {hechas} de {total}", ending="")
        fin = "\r" if self.stdout.isatty() else ""
        self.stdout.write(f"{fin}{nombre}: {hechas} de {total}")


@transaction.atomic
def _volver_a_cifrar(pendientes: models.QuerySet, campos: list[str]) -> tuple[Any, int]:
    lote = list(pendientes.select_for_update()[:LOTE])
    if lote:
        models.QuerySet(type(lote[0])).bulk_update(lote, campos)
    return (lote[-1].pk if lote else None), len(lote)
