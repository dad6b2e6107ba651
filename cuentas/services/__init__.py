"""Use cases of the account of a year, its team and its base report."""

from cuentas.services.cuenta import (
    abrir_cuenta,
    anular_cuenta,
    cerrar_cuenta,
    configurar_cuenta,
    configurar_norma,
    fijar_plazos,
    publicar_cuenta,
    reabrir_cuenta,
    validar_norma,
)
from cuentas.services.equipo import agregar_integrante, retirar_integrante
from cuentas.services.informe import (
    EdicionEnConflicto,
    devolver_informe,
    enviar_a_revision,
    guardar_capitulo,
    publicar_informe,
    reabrir_informe,
)
from cuentas.services.interrupciones import (
    exigir_sin_suspension,
    reanudar_cuenta,
    replanificar_cuenta,
    suspender_cuenta,
)

__all__ = [
    "EdicionEnConflicto",
    "abrir_cuenta",
    "agregar_integrante",
    "anular_cuenta",
    "cerrar_cuenta",
    "configurar_cuenta",
    "configurar_norma",
    "devolver_informe",
    "enviar_a_revision",
    "exigir_sin_suspension",
    "fijar_plazos",
    "guardar_capitulo",
    "publicar_cuenta",
    "publicar_informe",
    "reabrir_cuenta",
    "reabrir_informe",
    "reanudar_cuenta",
    "replanificar_cuenta",
    "retirar_integrante",
    "suspender_cuenta",
    "validar_norma",
]
