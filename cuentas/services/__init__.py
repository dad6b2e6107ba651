"""Use cases of the account of a year: its team, tasks, attestations and base report."""

from cuentas.services.constancias import (
    ConstanciaInvalida,
    Dicho,
    dejar_constancia,
    dejar_constancias,
)
from cuentas.services.cuenta import (
    abrir_cuenta,
    anular_cuenta,
    cerrar_cuenta,
    configurar_cuenta,
    fijar_plazos,
    publicar_cuenta,
    reabrir_cuenta,
)
from cuentas.services.difusion import anotar_difusion, retirar_difusion
from cuentas.services.equipo import agregar_integrante, retirar_integrante
from cuentas.services.hechos_previos import anotar_hecho_previo, revisar_hecho_previo
from cuentas.services.informe import (
    EdicionEnConflicto,
    devolver_informe,
    enviar_a_revision,
    guardar_capitulo,
    guardar_resumen,
    huella_de,
    publicar_informe,
    reabrir_informe,
)
from cuentas.services.interrupciones import (
    exigir_sin_suspension,
    reanudar_cuenta,
    replanificar_cuenta,
    suspender_cuenta,
)
from cuentas.services.norma import (
    ajustar_regla,
    configurar_norma,
    retirar_ajuste,
    validar_norma,
)
from cuentas.services.tareas import (
    agregar_tarea,
    asignar_tarea,
    asignar_tareas,
    borrar_tarea,
    crear_tareas,
    deshacer_tarea,
    editar_tarea,
    hacer_tarea,
)

__all__ = [
    "ConstanciaInvalida",
    "Dicho",
    "EdicionEnConflicto",
    "abrir_cuenta",
    "agregar_integrante",
    "agregar_tarea",
    "ajustar_regla",
    "anotar_difusion",
    "anotar_hecho_previo",
    "anular_cuenta",
    "asignar_tarea",
    "asignar_tareas",
    "borrar_tarea",
    "cerrar_cuenta",
    "configurar_cuenta",
    "configurar_norma",
    "crear_tareas",
    "dejar_constancia",
    "dejar_constancias",
    "deshacer_tarea",
    "devolver_informe",
    "editar_tarea",
    "enviar_a_revision",
    "exigir_sin_suspension",
    "fijar_plazos",
    "guardar_capitulo",
    "guardar_resumen",
    "hacer_tarea",
    "huella_de",
    "publicar_cuenta",
    "publicar_informe",
    "reabrir_cuenta",
    "reabrir_informe",
    "reanudar_cuenta",
    "replanificar_cuenta",
    "retirar_ajuste",
    "retirar_difusion",
    "retirar_integrante",
    "revisar_hecho_previo",
    "suspender_cuenta",
    "validar_norma",
]
