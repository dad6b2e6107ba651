"""The use cases of the contributions, by family."""

from respuestas.services.cierre import cerrar_cuenta
from respuestas.services.documento import (
    devolver_documento,
    enviar_documento_a_revision,
    guardar_presentacion,
    preparar_documento,
    publicar_respuestas,
    reabrir_documento,
    registrar_entrega,
)
from respuestas.services.recepcion import (
    Datos,
    Recibo,
    clave_de_seguimiento,
    ingresar_consulta,
    nonce_nuevo,
    recoger,
    registrar_consulta,
)
from respuestas.services.redaccion import (
    aprobar_respuesta,
    descartar_borrador,
    devolver,
    enviar_a_revision,
    reabrir_respuesta,
    redactar_respuesta,
)
from respuestas.services.sistematizacion import (
    agregar_a_grupo,
    crear_grupo,
    declarar_fuera_de_competencia,
    derivar,
    quitar_redaccion,
    reabrir_consulta,
    redactar_version_publica,
    renombrar_grupo,
    sacar_de_grupo,
)

__all__ = [
    "Datos",
    "Recibo",
    "agregar_a_grupo",
    "aprobar_respuesta",
    "cerrar_cuenta",
    "clave_de_seguimiento",
    "crear_grupo",
    "declarar_fuera_de_competencia",
    "derivar",
    "descartar_borrador",
    "devolver",
    "devolver_documento",
    "enviar_a_revision",
    "enviar_documento_a_revision",
    "guardar_presentacion",
    "ingresar_consulta",
    "nonce_nuevo",
    "preparar_documento",
    "publicar_respuestas",
    "quitar_redaccion",
    "reabrir_consulta",
    "reabrir_documento",
    "reabrir_respuesta",
    "recoger",
    "redactar_respuesta",
    "redactar_version_publica",
    "registrar_consulta",
    "registrar_entrega",
    "renombrar_grupo",
    "sacar_de_grupo",
]
