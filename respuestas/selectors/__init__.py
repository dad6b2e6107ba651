"""Reads of contributions and answers that more than one caller needs. Inside the scope."""

from respuestas.selectors.cumplimiento import asuntos, asuntos_del_cierre
from respuestas.selectors.documento import (
    asuntos_del_contenido,
    asuntos_para_publicar,
    consultas_del_documento,
    difusiones_publicas,
    hechos_del_plazo,
    publicacion_vigente,
    texto_publico,
)
from respuestas.selectors.envios import avance_de_envios, envios_de
from respuestas.selectors.mensajes import (
    DESTINOS,
    acuerdos_por_recoger,
    cola,
    con_todo,
    destinos,
    ecuacion,
    grupos_de,
    intervenciones_por_recoger,
    jornadas_de,
    plazo_de,
    por_recoger,
    por_responder,
    preguntas_por_recoger,
    responder_hasta,
    respuesta_de,
)

__all__ = [
    "DESTINOS", "acuerdos_por_recoger", "asuntos", "asuntos_del_cierre", "asuntos_del_contenido",
    "asuntos_para_publicar", "avance_de_envios", "cola", "con_todo", "consultas_del_documento",
    "destinos", "difusiones_publicas", "ecuacion", "envios_de", "grupos_de", "hechos_del_plazo",
    "intervenciones_por_recoger", "jornadas_de", "plazo_de", "por_recoger", "por_responder",
    "preguntas_por_recoger", "publicacion_vigente", "responder_hasta", "respuesta_de",
    "texto_publico",
]  # fmt: skip
