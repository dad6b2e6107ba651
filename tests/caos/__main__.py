"""`python -m tests.caos [--quick] [--seed N] [--base sqlite|postgres] [NAME…]`; see bin/chaos.

The two bases run at the same time, each with servers of its own. Standard output has one line of
JSON per promise and base; what it is about, as it goes, is told on standard error.
"""

import argparse
import json
import secrets
import signal
import subprocess
import sys
import threading
from typing import Any

BASES = ("sqlite", "postgres")
NOMBRES = ("correo-muertes", "correo-redis-postgres", "correo-fallas", "recordatorios")
UNA_A_LA_VEZ = threading.Lock()
EN_CURSO: list[subprocess.Popen[str]] = []


def decir(texto: str) -> None:
    print(texto, file=sys.stderr, flush=True)


def correr(base: str, opciones: argparse.Namespace, lineas: list[dict[str, Any]]) -> None:
    orden = [sys.executable, "-m", "tests.caos.base", base, str(opciones.seed)]
    orden += ["1" if opciones.quick else "0", *opciones.nombres]
    with subprocess.Popen(orden, stdout=subprocess.PIPE, text=True) as proceso:
        EN_CURSO.append(proceso)
        assert proceso.stdout
        for cruda in proceso.stdout:
            with UNA_A_LA_VEZ:
                lineas.append(contar(cruda))
    if proceso.returncode:
        lineas.append({"ok": False})
        decir(f"{base}: it stopped with code {proceso.returncode}.")


def contar(cruda: str) -> dict[str, Any]:
    linea = json.loads(cruda)
    print(cruda, end="", flush=True)
    decir(
        f"{'kept  ' if linea['ok'] else 'BROKEN'} {linea['name']} on {linea['base']}: "
        f"{linea['faults']} faults, {linea['lost']} lost, {linea['doubled']} doubled, control "
        f"{'failed as it must' if linea['control_failed'] else 'DID NOT FAIL'}, "
        f"{linea['seconds']:.0f} s"
    )
    return linea


def leer(argumentos: list[str]) -> argparse.Namespace:
    opciones = argparse.ArgumentParser(prog="bin/chaos", description=__doc__)
    opciones.add_argument("--quick", action="store_true", help="500 mails and 12 kills: for CI")
    opciones.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    opciones.add_argument("--base", choices=BASES, action="append")
    opciones.add_argument("nombres", nargs="*", metavar="NAME", help=", ".join(NOMBRES))
    dadas = opciones.parse_args(argumentos)
    for nombre in dadas.nombres:
        if not any(existe.startswith(nombre) for existe in NOMBRES):
            opciones.error(f"no promise begins with {nombre}. They are: {', '.join(NOMBRES)}.")
    return dadas


def detener(*_: object) -> None:
    for proceso in EN_CURSO:
        proceso.terminate()


def main(argumentos: list[str]) -> int:
    opciones = leer(argumentos)
    signal.signal(signal.SIGTERM, detener)
    decir(f"Seed {opciones.seed}.")
    lineas: list[dict[str, Any]] = []
    hilos = [
        threading.Thread(target=correr, args=(base, opciones, lineas))
        for base in opciones.base or BASES
    ]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    return 0 if lineas and all(linea["ok"] for linea in lineas) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
