"""`manage.py plazo`: a date and how it is computed, day by day."""

import json
import re
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comun import plazos

MAXIMO_DIAS = 3660


def _fecha(texto: str) -> date:
    try:
        return date.fromisoformat(texto)
    except ValueError:
        raise CommandError("La fecha se escribe AAAA-MM-DD. Ejemplo: 2027-05-28.") from None


def _feriados(comuna: str, anio: int) -> plazos.Feriados:
    from comun.models import Feriado

    filas = Feriado.objects.filter(codigo_cut__in={"", comuna[:2], comuna})
    extras = plazos.extras_de(filas.values_list("fecha", "codigo_cut", "nombre"), comuna)
    return plazos.feriados_chile(anio, anio, extras, comuna)


class Command(BaseCommand):
    help = "Calcula un plazo y muestra qué días cuenta."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--desde", required=True, help="AAAA-MM-DD; ese día no se cuenta")
        parser.add_argument("--dias", required=True, type=int, help="cuántos días")
        parser.add_argument("--tipo", required=True, choices=["corridos", "habiles"])
        parser.add_argument("--antes", action="store_true", help="cuenta hacia atrás")
        parser.add_argument("--comuna", default="", help="código CUT, por sus feriados propios")
        parser.add_argument("--json", action="store_true", help="la respuesta como JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        desde = _fecha(options["desde"])
        if not 0 <= options["dias"] <= MAXIMO_DIAS:
            raise CommandError(f"Los días van de 0 a {MAXIMO_DIAS}.")
        if not re.fullmatch(r"([0-9]{2}|[0-9]{5})?", options["comuna"]):
            raise CommandError("La comuna se escribe con su código CUT. Ejemplo: 07101.")
        feriados = _feriados(options["comuna"], desde.year)
        try:
            computo = plazos.contar(
                desde, options["dias"], options["tipo"], feriados, antes=options["antes"]
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self._escribir(computo, como_json=options["json"])

    def _escribir(self, computo: plazos.Computo, *, como_json: bool) -> None:
        if como_json:
            self.stdout.write(json.dumps(_como_datos(computo), ensure_ascii=False))
            return
        numero = 0
        for dia in computo.dias:
            numero += dia.cuenta
            orden = f"{numero:>4}" if dia.cuenta else "    "
            self.stdout.write(f"{dia.fecha:%d/%m/%Y} {orden}  {dia.motivo}")
        self.stdout.write(f"{computo.fecha:%d/%m/%Y}")


def _como_datos(computo: plazos.Computo) -> dict[str, Any]:
    dias = [
        {"fecha": dia.fecha.isoformat(), "cuenta": dia.cuenta, "motivo": dia.motivo}
        for dia in computo.dias
    ]
    return {"fecha": computo.fecha.isoformat(), "dias": dias}
