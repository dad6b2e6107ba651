"""What can be done with the workshops of an activity."""

from talleres.services.asientos import asignar, mover_a, sentar, sugerir_taller
from talleres.services.preparacion import (
    asignar_equipo,
    crear_talleres,
    descartar_taller,
    editar_taller,
)
from talleres.services.registro import (
    anular_acuerdo,
    anular_intervencion,
    cerrar_taller,
    exigir_registro,
    generar_presentacion,
    iniciar_taller,
    priorizar,
    reabrir_taller,
    registrar_acuerdo,
    registrar_intervencion,
)

__all__ = [
    "anular_acuerdo",
    "anular_intervencion",
    "asignar",
    "asignar_equipo",
    "cerrar_taller",
    "crear_talleres",
    "descartar_taller",
    "editar_taller",
    "exigir_registro",
    "generar_presentacion",
    "iniciar_taller",
    "mover_a",
    "priorizar",
    "reabrir_taller",
    "registrar_acuerdo",
    "registrar_intervencion",
    "sentar",
    "sugerir_taller",
]
