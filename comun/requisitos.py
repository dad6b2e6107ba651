"""The requirements of the sources, R1 to R182, as data: what each `reglas.py` is held against."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from comun.reglas import FUENTES

ARCHIVO = Path(__file__).parent / "requisitos.csv"

#: What the portal offers and no rule has to watch. The other levels are those of `reglas.Nivel`.
FUNCION = "funcion"

ETAPAS: Mapping[str, str] = MappingProxyType(
    {
        "E0": "Configuración del año",
        "E1": "Preparación",
        "E2": "Informe",
        "E3": "Convocatoria",
        "E4": "Participación virtual",
        "E5": "Acreditación",
        "E6": "Exposición",
        "E7": "Talleres",
        "E8": "Plenario",
        "E9": "Sistematización",
        "E10": "Respuestas",
        "E11": "Evaluación y cierre",
        "E12": "Cuenta regional",
        "E13": "Seguimiento y compromisos",
        "E14": "Presupuestos participativos",
    }
)


@dataclass(frozen=True)
class Requisito:
    """One requirement: its stage, how hard it is, the words of the source and ours for a person."""

    id: str
    etapa: str
    nivel: str
    fuente: str
    cita: str
    texto: str

    @property
    def nombre_etapa(self) -> str:
        return ETAPAS[self.etapa]

    @property
    def nombre_fuente(self) -> str:
        return FUENTES[self.fuente]


def _leer() -> dict[str, Requisito]:
    with ARCHIVO.open(encoding="utf-8", newline="") as archivo:
        return {fila["id"]: Requisito(**fila) for fila in csv.DictReader(archivo, strict=True)}


#: By id, in the order of the year: R1 to R182.
REQUISITOS: Mapping[str, Requisito] = MappingProxyType(_leer())

_ETAPAS_CON_REGLAS = tuple(ETAPAS)[: tuple(ETAPAS).index("E10") + 1]
#: Three requirements of the regional account that bind the call, plan and banner of any account.
_REGIONALES = ("R133", "R142", "R145")

#: The requirements that must each be one declared rule.
EN_ALCANCE: frozenset[str] = frozenset(
    uno.id
    for uno in REQUISITOS.values()
    if (uno.etapa in _ETAPAS_CON_REGLAS and uno.nivel != FUNCION) or uno.id in _REGIONALES
)
