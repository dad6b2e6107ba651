"""A promise is kept when the scenario comes out clean and its negative control does not."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from tests.caos.banco import Lugar
from tests.caos.juez import Veredicto


@dataclass(frozen=True)
class Encargo:
    """How to run a scenario: how big, by which dice, and without which mechanism."""

    rapido: bool
    azar: Random
    sin: str = ""

    @property
    def es_control(self) -> bool:
        return bool(self.sin)


@dataclass
class Corrida:
    """How it came out. `bien`: what this scenario demands beyond a clean verdict."""

    veredicto: Veredicto
    fallas: Counter[str]
    bien: bool = True
    medido: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Promesa:
    """`sin` is the mechanism that its negative control takes away, `dano` what must come of it.

    A control that is damaged enough stops there, so that only `dano` says something of it.
    """

    nombre: str
    correr: Callable[[Lugar, Encargo], Corrida]
    sin: str
    dano: Literal["lost", "doubled"]
    bases: tuple[str, ...] = ("sqlite", "postgres")

    def probar(self, lugar: Lugar, *, rapido: bool, semilla: int) -> dict[str, Any]:
        """The line of JSON of this promise on this base."""
        inicio = time.monotonic()
        corrida = self.correr(lugar, Encargo(rapido, Random(semilla)))
        medio = time.monotonic()
        control = self.correr(lugar, Encargo(rapido, Random(semilla), self.sin))
        fin = time.monotonic()
        danados = getattr(control.veredicto, self.dano)
        control_fallo = danados > 0 and control.fallas.total() > 0
        return {
            "name": self.nombre,
            "base": lugar.base,
            "faults": sum(corrida.fallas.values()),
            "lost": corrida.veredicto.lost,
            "doubled": corrida.veredicto.doubled,
            "control_failed": control_fallo,
            "ok": corrida.veredicto.limpio and corrida.bien and control_fallo,
            "wrong": corrida.veredicto.distintos,
            "misreported": corrida.veredicto.mal_contados,
            "by_fault": dict(corrida.fallas),
            **corrida.medido,
            "control": {
                "without": self.sin,
                self.dano: danados,
                "faults": dict(control.fallas),
                "seconds": round(fin - medio, 1),
            },
            "seconds": round(medio - inicio, 1),
            "seed": semilla,
        }


def en_json(linea: dict[str, Any]) -> str:
    return json.dumps(linea, ensure_ascii=False)
