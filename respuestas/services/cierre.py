"""The end of an account: its answers are public, made known, and sent (R106, R110 to R112)."""

from typing import Any

from django.db import transaction

from comun import reloj
from comun.reglas import exigir_asuntos
from cuentas import services as cuentas
from cuentas.models import CuentaPublica
from cuentas.selectors import rebajadas
from respuestas import selectors


@transaction.atomic
def cerrar_cuenta(*, cuenta: CuentaPublica, por: Any) -> CuentaPublica:
    """End the account; it stays public.

    Raises:
        ReglaIncumplida: the answers are not public or not made known, or somebody with a pending
            question has not been answered (R106, R110, R111, R112, fuente 000).
        ErrorDominio: it is suspended or being planned anew.
    """
    hoy = reloj.hoy(cuenta.servicio.zona)
    exigir_asuntos(selectors.asuntos_del_cierre(cuenta), hoy, rebajadas(cuenta))
    return cuentas.cerrar_cuenta(cuenta=cuenta, por=por)
