"""The account of a year: its norm and parameters, its team, and its base report."""

from cuentas.models.cuenta import (
    MAXIMO_GUIA_DIAS,
    CuentaPublica,
    CuentaPublicaQuerySet,
    Integrante,
    Interrupcion,
    NormaParticipacion,
)
from cuentas.models.informe import Capitulo, InformeCuenta, PublicacionInforme

__all__ = [
    "MAXIMO_GUIA_DIAS",
    "Capitulo",
    "CuentaPublica",
    "CuentaPublicaQuerySet",
    "InformeCuenta",
    "Integrante",
    "Interrupcion",
    "NormaParticipacion",
    "PublicacionInforme",
]
