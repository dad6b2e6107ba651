"""The account of a year: its norm, team, tasks and attestations, and its base report."""

from cuentas.models.cuenta import (
    CuentaPublica,
    CuentaPublicaQuerySet,
    Integrante,
    Interrupcion,
)
from cuentas.models.cumplimiento import (
    AjusteRegla,
    Constancia,
    Difusion,
    HechoPrevio,
    Tarea,
)
from cuentas.models.informe import Capitulo, InformeCuenta, PublicacionInforme
from cuentas.models.norma import GUIA, RETENCION_MAXIMA, NormaParticipacion

__all__ = [
    "GUIA",
    "RETENCION_MAXIMA",
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
