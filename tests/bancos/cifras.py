"""A figure: the values of its rounds, what they come to, and whether that reaches the goal."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

VECES = "×"


@dataclass(frozen=True)
class Cifra:
    """`valores` has one ratio per round, both sides measured in that round.

    Without `meta` it is told and nothing is asked of it.
    """

    nombre: str
    valores: tuple[float, ...]
    meta: float | None
    menos_es_mejor: bool = False
    unidad: str = VECES

    @property
    def valor(self) -> float:
        return statistics.median(self.valores)

    @property
    def bien(self) -> bool:
        if self.meta is None:
            return True
        return self.valor <= self.meta if self.menos_es_mejor else self.valor >= self.meta

    def en_json(self) -> str:
        return json.dumps(
            {
                "name": self.nombre,
                "value": round(self.valor, 3),
                "unit": self.unidad,
                "goal": self.meta,
                "ok": self.bien,
                "min": round(min(self.valores), 3),
                "max": round(max(self.valores), 3),
                "rounds": len(self.valores),
            },
            ensure_ascii=False,
        )


def tabla(cifras: Iterable[Cifra]) -> str:
    """For people: one line per figure, in the decimals of Chile."""
    filas = [("Cifra", "Mediana", "Rango", "Meta", "Rondas", "")]
    for c in cifras:
        signo = "≤" if c.menos_es_mejor else "≥"
        filas.append(
            (
                c.nombre,
                f"{_numero(c.valor)} {c.unidad}",
                f"{_numero(min(c.valores))} a {_numero(max(c.valores))}",
                "sin meta" if c.meta is None else f"{signo} {_numero(c.meta)}",
                str(len(c.valores)),
                "" if c.meta is None else "bien" if c.bien else "NO ALCANZA",
            )
        )
    anchos = [max(len(fila[i]) for fila in filas) for i in range(len(filas[0]))]
    return "\n".join(
        "  ".join(celda.ljust(ancho) for celda, ancho in zip(fila, anchos, strict=True)).rstrip()
        for fila in filas
    )


def _numero(valor: float) -> str:
    return f"{valor:.2f}".replace(".", ",")
