"""`manage.py conciliar_correos`: settles the mails in doubt by the log of Postfix."""

import gzip
import json
import sys
import zlib
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import miles
from comun.management.progreso import Progreso
from correos import services
from correos.services import Conciliacion
from correos.services.conciliacion import MARGEN

LINEA_MAXIMA = 64 * 1024
LINEAS_POR_AVISO = 20_000
GZIP = b"\x1f\x8b"
POR_DECIDIR = "el registro no alcanza a decirlo. Pruebe con más archivos, o decida en Correos"


class Command(BaseCommand):
    help = "Resuelve, con el registro de Postfix, los correos que no sabemos si llegaron."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "archivos",
            nargs="*",
            default=["-"],
            help="archivos del registro, del más antiguo al más nuevo, también .gz; «-» es la "
            "entrada estándar",
        )
        parser.add_argument(
            "--reenviar-ausentes",
            action="store_true",
            help="vuelve a enviar los que el servidor nunca recibió",
        )
        parser.add_argument(
            "--zona",
            type=_zona,
            default=reloj.ZONA_POR_OMISION,
            help="zona horaria de las fechas del registro que no la traen",
        )
        parser.add_argument("--anio", type=int, help="año de la primera línea, si no lo trae")
        parser.add_argument(
            "--margen",
            type=_minutos,
            default=MARGEN // timedelta(minutes=1),
            help="minutos antes y después del envío que el registro debe abarcar",
        )
        parser.add_argument("--json", action="store_true", help="el resultado, en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        progreso = Progreso(self.stderr, "Registro leído")
        try:
            resultado = services.conciliar_registro(
                archivos=_archivos(options["archivos"], progreso),
                reenviar_ausentes=options["reenviar_ausentes"],
                zona=options["zona"],
                anio=options["anio"],
                margen=timedelta(minutes=options["margen"]),
            )
        except ErrorDominio as error:
            raise CommandError(error.mensaje) from error
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise CommandError(
                "Un archivo comprimido está cortado o dañado. Descomprímalo con gunzip para ver "
                "hasta dónde se puede leer."
            ) from error
        except OSError as error:
            raise CommandError(
                f"No se pudo leer {error.filename or 'el registro'}: {error.strerror}."
            ) from error
        finally:
            progreso.terminar()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(resultado), default=str))
        else:
            self.stdout.write("\n".join(_en_palabras(resultado)))


def _zona(nombre: str) -> ZoneInfo:
    try:
        return ZoneInfo(nombre)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentTypeError(
            f"no existe la zona horaria «{nombre}». Ejemplo: America/Santiago"
        ) from error


def _minutos(texto: str) -> int:
    if not texto.isdecimal() or int(texto) > 24 * 60:
        raise ArgumentTypeError("escriba los minutos con un número, hasta 1440")
    return int(texto)


def _archivos(nombres: list[str], avisar: Callable[[int, int], None]) -> Iterator[Iterator[bytes]]:
    """The lines of each file, plain or compressed; only one is open at a time."""
    for nombre in nombres:
        with ExitStack() as abiertos:
            if nombre == "-":
                crudo: Any = sys.stdin.buffer
                total = 0
            else:
                crudo = abiertos.enter_context(Path(nombre).open("rb"))
                total = Path(nombre).stat().st_size
            contenido: Any = crudo
            if crudo.peek(2)[:2] == GZIP:
                contenido = abiertos.enter_context(gzip.GzipFile(fileobj=crudo))
            yield _lineas(contenido, crudo, total, avisar)


def _lineas(
    contenido: IO[bytes], crudo: IO[bytes], total: int, avisar: Callable[[int, int], None]
) -> Iterator[bytes]:
    """Line by line, and no line longer than memory can hold."""
    for n, linea in enumerate(iter(lambda: contenido.readline(LINEA_MAXIMA), b"")):
        if total and n % LINEAS_POR_AVISO == 0:
            avisar(crudo.tell(), total)
        yield linea


def _en_palabras(resultado: Conciliacion) -> list[str]:
    if resultado.desde is None or resultado.hasta is None:
        return ["Ahí no hay ninguna línea con fecha: revise que sea el registro de Postfix."]
    desde, hasta = (f"{x:%d/%m/%Y %H:%M}" for x in (resultado.desde, resultado.hasta))
    lineas = [f"{miles(resultado.lineas)} líneas leídas, del {desde} al {hasta}."]
    ausentes = resultado.ausentes - resultado.reenviados
    for cuantos, uno, varios in (
        (resultado.comprobados, "estaba en duda y llegó", "estaban en duda y llegaron"),
        (
            resultado.devueltos,
            "estaba en duda y el destino lo devolvió",
            "estaban en duda y el destino los devolvió",
        ),
        (
            resultado.devueltos_enviados,
            "constaba como enviado y el destino lo devolvió",
            "constaban como enviados y el destino los devolvió",
        ),
        (
            resultado.en_cola,
            "sigue en duda: el servidor lo recibió y aún no lo entrega",
            "siguen en duda: el servidor los recibió y aún no los entrega",
        ),
        (
            resultado.reenviados,
            "nunca entró al servidor: sale de nuevo",
            "nunca entraron al servidor: salen de nuevo",
        ),
        (
            ausentes,
            "nunca entró al servidor. Para enviarlo de nuevo: --reenviar-ausentes",
            "nunca entraron al servidor. Para enviarlos de nuevo: --reenviar-ausentes",
        ),
        (resultado.por_decidir, f"sigue en duda: {POR_DECIDIR}", f"siguen en duda: {POR_DECIDIR}"),
    ):
        if cuantos:
            lineas.append(f"{miles(cuantos)} {uno if cuantos == 1 else varios}.")
    if not resultado.completo:
        lineas.append("Al registro le faltan líneas: no prueba que un correo no haya entrado.")
    return lineas if len(lineas) > 1 else [*lineas, "Ningún correo cambió."]
