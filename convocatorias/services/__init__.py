"""Use cases of the directory, the activities, the calls to them and the virtual window."""

from convocatorias.services.actividades import (
    anular,
    guardar_actividad,
    inscribirse,
    mover,
    programar_actividad,
    suspender,
)
from convocatorias.services.carga import CargaConErrores, ErrorCarga, Resumen, cargar_directorio
from convocatorias.services.convocatorias import (
    ESTA_PROGRAMADA,
    autorizar_tardanza,
    descartar_convocatoria,
    enviar_convocatoria,
    hoy_en,
    plazo_en_palabras,
    preparar_convocatoria,
    responder_invitacion,
)
from convocatorias.services.directorio import (
    guardar_contacto,
    guardar_organizacion,
    quitar_contacto,
)
from convocatorias.services.programadas import (
    desprogramar_envio,
    enviar_programadas,
    impedimento,
    programar_envio,
)
from convocatorias.services.virtual import ampliar, guardar_proceso, publicar_proceso

__all__ = [
    "ESTA_PROGRAMADA",
    "CargaConErrores",
    "ErrorCarga",
    "Resumen",
    "ampliar",
    "anular",
    "autorizar_tardanza",
    "cargar_directorio",
    "descartar_convocatoria",
    "desprogramar_envio",
    "enviar_convocatoria",
    "enviar_programadas",
    "guardar_actividad",
    "guardar_contacto",
    "guardar_organizacion",
    "guardar_proceso",
    "hoy_en",
    "impedimento",
    "inscribirse",
    "mover",
    "plazo_en_palabras",
    "preparar_convocatoria",
    "programar_actividad",
    "programar_envio",
    "publicar_proceso",
    "quitar_contacto",
    "responder_invitacion",
    "suspender",
]
