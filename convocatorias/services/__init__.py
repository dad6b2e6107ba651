"""Use cases of the directory, the activities, the calls to them and the virtual window."""

from convocatorias.services.actividades import guardar_actividad, programar_actividad
from convocatorias.services.apoyos import Apoyos, borrar_apoyos_vencidos, retirar_apoyos
from convocatorias.services.asistencia import MAXIMO_DIAS, recordar_asistencia
from convocatorias.services.avisos import Avisados
from convocatorias.services.banner import MAXIMO_PAGINAS, registrar_pagina, retirar_pagina
from convocatorias.services.banner_avisos import avisar_del_banner
from convocatorias.services.banner_revision import revisar_banners, revisar_pagina
from convocatorias.services.banner_turnos import TURNOS, revisar_ahora
from convocatorias.services.bloques import MAXIMO_EN_BLOQUE, cambiar_en_bloque, deshacer_en_bloque
from convocatorias.services.cambios import anular, mover, suspender
from convocatorias.services.carga import (
    CargaConErrores,
    cargar_directorio,
    confirmar_importacion,
    descartar_importacion,
    relacionar_columnas,
    subir_importacion,
)
from convocatorias.services.carga_cotejo import Resumen
from convocatorias.services.carga_lectura import ErrorCarga
from convocatorias.services.carga_trabajo import (
    cargar_importacion,
    retomar_importaciones,
    revisar_importacion,
)
from convocatorias.services.cartas import imprimir_cartas, imprimir_etiquetas
from convocatorias.services.convocatorias import (
    autorizar_tardanza,
    enviar_convocatoria,
    hoy_en,
    permiso_de_tardanza,
    plazo_en_palabras,
)
from convocatorias.services.destinatarios import (
    complementar,
    deshacer_destinatarios,
    quitar_destinatarios,
    sumar_destinatarios,
)
from convocatorias.services.directorio import (
    archivar_organizacion,
    dejar_cargo,
    guardar_contacto,
    guardar_organizacion,
    indexar,
    indices_de,
    quitar_contacto,
    recuperar_organizacion,
    tema_de,
)
from convocatorias.services.duplicados import (
    buscar_duplicados,
    descartar_duplicado,
    pedir_duplicados,
)
from convocatorias.services.encuentros import (
    crear_clave_de_encuentro,
    guardar_encuentro,
    quitar_clave_de_encuentro,
)
from convocatorias.services.encuesta import (
    MAXIMO_HOJAS,
    PROPUESTA,
    Pregunta,
    abrir_encuesta,
    cerrar_encuesta,
    fijar_dias_de_encuesta,
    guardar_encuesta,
    numerar_hojas,
    volver_a_preparar_encuesta,
)
from convocatorias.services.encuesta_respuestas import (
    CargaDeEncuestaConErrores,
    EncuestaCerrada,
    OtraHojaEnElFormulario,
    cargar_respuestas,
    ingresar_en_papel,
    leer_celda,
    nonce_de_persona,
    por_que_no_recibe,
    responder_encuesta,
)
from convocatorias.services.espera import MAX_ACOMPANANTES, dar_lugar
from convocatorias.services.filtros import borrar_filtro, guardar_filtro, renombrar_filtro
from convocatorias.services.fusiones import deshacer_union, unir_organizaciones
from convocatorias.services.inscripcion import Inscripcion, inscribirse
from convocatorias.services.otros_medios import (
    anotar_entrega,
    anotar_entregas,
    anotar_respuesta,
    borrar_claves_de_papel,
    deshacer_entrega,
    invitar_por_otro_medio,
)
from convocatorias.services.preparacion import (
    ESTA_PROGRAMADA,
    copia_de_prueba,
    descartar_convocatoria,
    preparar_convocatoria,
    recuperar_texto,
)
from convocatorias.services.programadas import (
    ESPERA,
    desprogramar_envio,
    encargar_envio,
    enviar_programadas,
    impedimento,
    programar_envio,
)
from convocatorias.services.prueba import ENTREGA, entregar_prueba
from convocatorias.services.respuesta import Contestacion, Delegado, responder, responder_invitacion
from convocatorias.services.transmisiones import EnlaceDeVideo, guardar_transmisiones
from convocatorias.services.virtual import ampliar, guardar_proceso, publicar_proceso

__all__ = [
    "ENTREGA",
    "ESPERA",
    "ESTA_PROGRAMADA",
    "MAXIMO_DIAS",
    "MAXIMO_EN_BLOQUE",
    "MAXIMO_HOJAS",
    "MAXIMO_PAGINAS",
    "MAX_ACOMPANANTES",
    "PROPUESTA",
    "TURNOS",
    "Apoyos",
    "Avisados",
    "CargaConErrores",
    "CargaDeEncuestaConErrores",
    "Contestacion",
    "Delegado",
    "EncuestaCerrada",
    "EnlaceDeVideo",
    "ErrorCarga",
    "Inscripcion",
    "OtraHojaEnElFormulario",
    "Pregunta",
    "Resumen",
    "abrir_encuesta",
    "ampliar",
    "anotar_entrega",
    "anotar_entregas",
    "anotar_respuesta",
    "anular",
    "archivar_organizacion",
    "autorizar_tardanza",
    "avisar_del_banner",
    "borrar_apoyos_vencidos",
    "borrar_claves_de_papel",
    "borrar_filtro",
    "buscar_duplicados",
    "cambiar_en_bloque",
    "cargar_directorio",
    "cargar_importacion",
    "cargar_respuestas",
    "cerrar_encuesta",
    "complementar",
    "confirmar_importacion",
    "copia_de_prueba",
    "crear_clave_de_encuentro",
    "dar_lugar",
    "dejar_cargo",
    "descartar_convocatoria",
    "descartar_duplicado",
    "descartar_importacion",
    "deshacer_destinatarios",
    "deshacer_en_bloque",
    "deshacer_entrega",
    "deshacer_union",
    "desprogramar_envio",
    "encargar_envio",
    "entregar_prueba",
    "enviar_convocatoria",
    "enviar_programadas",
    "fijar_dias_de_encuesta",
    "guardar_actividad",
    "guardar_contacto",
    "guardar_encuentro",
    "guardar_encuesta",
    "guardar_filtro",
    "guardar_organizacion",
    "guardar_proceso",
    "guardar_transmisiones",
    "hoy_en",
    "impedimento",
    "imprimir_cartas",
    "imprimir_etiquetas",
    "indexar",
    "indices_de",
    "ingresar_en_papel",
    "inscribirse",
    "invitar_por_otro_medio",
    "leer_celda",
    "mover",
    "nonce_de_persona",
    "numerar_hojas",
    "pedir_duplicados",
    "permiso_de_tardanza",
    "plazo_en_palabras",
    "por_que_no_recibe",
    "preparar_convocatoria",
    "programar_actividad",
    "programar_envio",
    "publicar_proceso",
    "quitar_clave_de_encuentro",
    "quitar_contacto",
    "quitar_destinatarios",
    "recordar_asistencia",
    "recuperar_organizacion",
    "recuperar_texto",
    "registrar_pagina",
    "relacionar_columnas",
    "renombrar_filtro",
    "responder",
    "responder_encuesta",
    "responder_invitacion",
    "retirar_apoyos",
    "retirar_pagina",
    "retomar_importaciones",
    "revisar_ahora",
    "revisar_banners",
    "revisar_importacion",
    "revisar_pagina",
    "subir_importacion",
    "sumar_destinatarios",
    "suspender",
    "tema_de",
    "unir_organizaciones",
    "volver_a_preparar_encuesta",
]
