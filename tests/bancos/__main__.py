"""`bin/bench [NAME…] [--rondas N] [--filas N]`: one JSON line per figure, or a table for people.

A name is a figure (`correo.lotes`) or the beginning of several (`correo`). Exit 1 if a goal fails.
"""

import argparse
import math
import os
import signal
import sys
from contextlib import ExitStack

from tests.bancos import procesos
from tests.bancos.cifras import Cifra, tabla
from tests.bancos.importacion import FILAS, importacion
from tests.bancos.importacion import NOMBRES as IMPORTACION
from tests.bancos.participar import NOMBRES as PARTICIPAR

ENVIO = ("correo.lotes", "correo.por-tarea", "correo.adjunto")
FORMULARIO = ("correo.formulario", "correo.formulario-leer")
TABLERO = ("tablero.inicio", "tablero.cuenta")
DIRECTORIO = (
    "directorio.primera", "directorio.busqueda", "directorio.honda", "directorio.fondo",
)  # fmt: skip
NOMBRES = (*ENVIO, *FORMULARIO, *PARTICIPAR, *TABLERO, *DIRECTORIO, *IMPORTACION)


def decir(texto: str) -> None:
    print(texto, file=sys.stderr, flush=True)


def pedidas(nombres: list[str]) -> set[str]:
    """The figures that those names mean.

    Raises:
        SystemExit: a name that means none.
    """
    elegidas = set()
    for nombre in nombres or NOMBRES:
        suyas = {c for c in NOMBRES if c == nombre or c.startswith(f"{nombre}.")}
        if not suyas:
            raise SystemExit(f"No existe la cifra «{nombre}». Hay: {', '.join(NOMBRES)}.")
        elegidas |= suyas
    return elegidas


def medir(elegidas: set[str], dadas: argparse.Namespace) -> list[Cifra]:
    """Start everything, run the rounds, and take it all down."""
    cifras = []
    if elegidas & {*ENVIO, *FORMULARIO}:
        cifras += _del_correo(elegidas, dadas.rondas, dadas.correos, dadas.campania)
    if elegidas & set(PARTICIPAR):
        cifras += _del_formulario(elegidas, dadas.rondas, dadas.segundos, dadas.con_ruido)
    if elegidas & set(TABLERO):
        cifras += _de_los_tableros(dadas.rondas)
    if elegidas & set(DIRECTORIO):
        cifras += _del_directorio(dadas.rondas)
    if elegidas & set(IMPORTACION):
        cifras += _de_la_importacion(dadas.rondas, dadas.filas)
    return [cifra for cifra in cifras if cifra.nombre in elegidas]


def _del_formulario(
    elegidas: set[str], rondas: int, segundos: float, con_ruido: bool
) -> list[Cifra]:
    from tests.bancos.participar import RUIDO, participar

    servidor = os.environ["DATABASE_URL"]
    with ExitStack() as pila:
        pila.callback(os.environ.update, DATABASE_URL=servidor)
        procesos.preparar_ambiente(servidor, pila.enter_context(procesos.sumidero()))
        ruido = math.inf if con_ruido else RUIDO
        return participar(servidor, rondas, segundos, elegidas, decir, ruido)


def _de_los_tableros(rondas: int) -> list[Cifra]:
    from tests.bancos.tablero import tablero

    servidor = os.environ["DATABASE_URL"]
    with ExitStack() as pila:
        procesos.preparar_ambiente(servidor, pila.enter_context(procesos.sumidero()))
        return tablero(servidor, rondas, decir)


def _del_directorio(rondas: int) -> list[Cifra]:
    from tests.bancos.directorio import directorio

    servidor = os.environ["DATABASE_URL"]
    with ExitStack() as pila:
        pila.callback(os.environ.update, DATABASE_URL=servidor)
        procesos.preparar_ambiente(servidor, pila.enter_context(procesos.sumidero()))
        return directorio(servidor, rondas, decir)


def _de_la_importacion(rondas: int, filas: int) -> list[Cifra]:
    servidor = os.environ["DATABASE_URL"]
    with ExitStack() as pila:
        pila.callback(os.environ.update, DATABASE_URL=servidor)
        base = pila.enter_context(procesos.base_propia(servidor, "_importacion"))
        procesos.preparar_ambiente(base, pila.enter_context(procesos.sumidero()))
        with procesos.proceso("tests.bancos.poblacion", "1") as hijo:
            assert hijo.stdout is not None
            hijo.stdout.readline()
        return importacion(rondas, filas, decir)


def _del_correo(elegidas: set[str], rondas: int, cuantos: int, campania: int) -> list[Cifra]:
    servidor = os.environ["DATABASE_URL"]
    with ExitStack() as pila:
        pila.callback(os.environ.update, DATABASE_URL=servidor)
        base = pila.enter_context(procesos.base_propia(servidor))
        procesos.preparar_ambiente(base, pila.enter_context(procesos.sumidero()))
        import django

        django.setup()
        from tests.bancos import correo, escenario, formulario

        pila.callback(escenario.soltar)
        servicio = escenario.montar()
        obrero = pila.enter_context(procesos.obrero())
        cifras = []
        if elegidas & set(ENVIO):
            correo.envio(servicio, 1, correo.LOTE * 4, lambda _: None)  # a warm-up round, dropped
            cifras += correo.envio(servicio, rondas, cuantos, decir)
        if elegidas & set(FORMULARIO):
            url = pila.enter_context(procesos.web(procesos.puerto_libre()))
            cifras += formulario.formulario(url, obrero, servicio, rondas, campania, decir)
        return cifras


def main() -> int:
    opciones = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    opciones.add_argument("nombres", nargs="*", metavar="NOMBRE", help=", ".join(NOMBRES))
    opciones.add_argument("--rondas", type=int, default=5)
    opciones.add_argument("--correos", type=int, default=1500, help="mails per round")
    opciones.add_argument("--campania", type=int, default=20_000, help="mails behind the form")
    opciones.add_argument("--filas", type=int, default=FILAS, help="rows of the import")
    opciones.add_argument("--segundos", type=float, default=2, help="of each bare run of the form")
    opciones.add_argument(
        "--con-ruido", action="store_true", help="count the rounds of the form that are not quiet"
    )
    opciones.add_argument("--json", action="store_true", help="JSON also on a terminal")
    dadas = opciones.parse_args()
    # Ended from outside, it takes down what it started all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cifras = medir(pedidas(dadas.nombres), dadas)
    if sys.stdout.isatty() and not dadas.json:
        print(tabla(cifras))
    else:
        print("\n".join(cifra.en_json() for cifra in cifras))
    return 0 if all(cifra.bien for cifra in cifras) else 1


if __name__ == "__main__":
    sys.exit(main())
