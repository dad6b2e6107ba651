"""`importacion`: a directory of fifty thousand rows from its upload until it is stored, beside
the least that storing its rows costs, in the same round; each in a process of its own."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bancos import procesos
from tests.bancos.cifras import Cifra

FILAS = 50_000
NOMBRES = ("importacion.filas", "importacion.otra-vez", "importacion.sentencias",
           "importacion.memoria")  # fmt: skip


def importacion(rondas: int, filas: int, decir: Callable[[str], None]) -> list[Cifra]:
    """One ratio per round: rows per second of the import to those of the yardstick."""
    with tempfile.TemporaryDirectory() as carpeta:
        archivo = Path(carpeta) / "directorio.xlsx"
        with procesos.proceso(
            "tests.bancos.importacion_planilla", str(filas), str(archivo)
        ) as hijo:
            _linea(hijo)
        decir(f"planilla de {filas} filas: {archivo.stat().st_size / 1024**2:.1f} MB")
        medidas = [_ronda(n + 1, rondas, archivo, filas, decir) for n in range(rondas)]
    por_mil = [1000 / filas * max(m["primera"]["sentencias"], m["otra_vez"]["sentencias"])
               for m in medidas]  # fmt: skip
    memoria = [max(m["primera"]["megas"], m["otra_vez"]["megas"]) for m in medidas]
    return [
        Cifra(NOMBRES[0], tuple(_razon(m, "primera") for m in medidas), 0.4),
        # Ours, so that it does not get worse: the documents ask it of the first one.
        Cifra(NOMBRES[1], tuple(_razon(m, "otra_vez") for m in medidas), 0.25),
        Cifra(NOMBRES[2], tuple(por_mil), 12, True, "por 1.000 filas"),
        Cifra(NOMBRES[3], tuple(memoria), 250, True, "MB"),
    ]


def _ronda(
    n: int, rondas: int, archivo: Path, filas: int, decir: Callable[[str], None]
) -> dict[str, dict[str, float]]:
    medida = {}
    for que in ("clean_bulk", "primera", "otra_vez"):
        with procesos.proceso("tests.bancos.importacion_hijo", que, str(archivo)) as hijo:
            medida[que] = json.loads(_linea(hijo))
    cifras = ", ".join(
        f"{que} {filas / m['segundos']:.0f} filas/s ({m['sentencias']} sentencias, "
        f"{m['megas']:.0f} MB)"
        for que, m in medida.items()
    )
    decir(f"ronda {n} de {rondas}: {cifras}")
    return medida


def _razon(medida: dict[str, dict[str, float]], que: str) -> float:
    return medida["clean_bulk"]["segundos"] / medida[que]["segundos"]


def _linea(hijo: "procesos.subprocess.Popen[str]") -> str:
    assert hijo.stdout is not None
    linea = hijo.stdout.readline()
    if not linea:
        raise RuntimeError("It said nothing.")
    return linea
