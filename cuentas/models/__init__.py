"""The account of a year: its norm, team, tasks and attestations, and its base report."""

from cuentas.models.cuenta import (
    MAXIMO_GUIA_DIAS,
    CuentaPublica,
    CuentaPublicaQuerySet,
    Integrante,
    Interrupcion,
    NormaParticipacion,
)
from cuentas.models.cumplimiento import (
    AjusteRegla,
    Constancia,
    Difusion,
    HechoPrevio,
    Tarea,
)
from cuentas.models.informe import Capitulo, InformeCuenta, PublicacionInforme

__all__ = [
    "MAXIMO_GUIA_DIAS",
    "AjusteRegla",
    "Capitulo",
    "Constancia",
    "CuentaPublica",
    "CuentaPublicaQuerySet",
    "Difusion",
    "HechoPrevio",
    "InformeCuenta",
    "Integrante",
    "Interrupcion",
    "NormaParticipacion",
    "PublicacionInforme",
    "Tarea",
]
