"""The use cases of the contributions, by family."""

from comun.campos import nonce_nuevo
from respuestas.services.acuses import reunir_acuses
from respuestas.services.adjuntos import revisar_adjunto
from respuestas.services.cierre import cerrar_cuenta
from respuestas.services.correccion import admite_correccion, corregir_ingreso
from respuestas.services.documento import (
    devolver_documento,
    enviar_documento_a_revision,
    guardar_presentacion,
    preparar_documento,
    publicar_respuestas,
    reabrir_documento,
    registrar_entrega,
)
from respuestas.services.encuentros import (
    MAXIMO_APORTES,
    MAXIMO_ASISTENTES,
    AportesCerrados,
    Escrito,
    ReciboDeEntrega,
    clave_de_aporte,
    ingresar_aportes,
    por_que_no_recibe,
    recibir_aportes,
)
from respuestas.services.hojas import (
    ALFABETO_DE_HOJAS,
    MAXIMO_HOJAS,
    HojaIngresada,
    codigo_de_hoja,
    hojas_nuevas,
    leer_codigo,
    revisar_hoja,
)
from respuestas.services.ingreso import (
    CANALES_A_MANO,
    OtroIngreso,
    clave_del_comprobante,
    ingresar_consulta,
)
from respuestas.services.originales import admite_original, guardar_original
from respuestas.services.participar import (
    Recibo,
    VentanaCerrada,
    YaSeEnvio,
    guardar_consentimientos,
    registrar_consulta,
)
from respuestas.services.recepcion import (
    Datos,
    clave_de_seguimiento,
    recoger,
)
from respuestas.services.redaccion import (
    aprobar_respuesta,
    descartar_borrador,
    devolver,
    enviar_a_revision,
    reabrir_respuesta,
    redactar_respuesta,
)
from respuestas.services.seguimiento import (
    Contacto,
    corregir_contacto,
    devolver_invitaciones,
    devolver_nombre,
    pedir_enlaces,
    retirar_invitaciones,
    retirar_nombre,
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
from respuestas.services.sumarse import NoPublicada, sumarse

__all__ = [
    "ALFABETO_DE_HOJAS",
    "CANALES_A_MANO",
    "MAXIMO_APORTES",
    "MAXIMO_ASISTENTES",
    "MAXIMO_HOJAS",
    "AportesCerrados",
    "Contacto",
    "Datos",
    "Escrito",
    "HojaIngresada",
    "NoPublicada",
    "OtroIngreso",
    "Recibo",
    "ReciboDeEntrega",
    "VentanaCerrada",
    "YaSeEnvio",
    "admite_correccion",
    "admite_original",
    "agregar_a_grupo",
    "aprobar_respuesta",
    "cerrar_cuenta",
    "clave_de_aporte",
    "clave_de_seguimiento",
    "clave_del_comprobante",
    "codigo_de_hoja",
    "corregir_contacto",
    "corregir_ingreso",
    "crear_grupo",
    "declarar_fuera_de_competencia",
    "derivar",
    "descartar_borrador",
    "devolver",
    "devolver_documento",
    "devolver_invitaciones",
    "devolver_nombre",
    "enviar_a_revision",
    "enviar_documento_a_revision",
    "guardar_consentimientos",
    "guardar_original",
    "guardar_presentacion",
    "hojas_nuevas",
    "ingresar_aportes",
    "ingresar_consulta",
    "leer_codigo",
    "nonce_nuevo",
    "pedir_enlaces",
    "por_que_no_recibe",
    "preparar_documento",
    "publicar_respuestas",
    "quitar_redaccion",
    "reabrir_consulta",
    "reabrir_documento",
    "reabrir_respuesta",
    "recibir_aportes",
    "recoger",
    "redactar_respuesta",
    "redactar_version_publica",
    "registrar_consulta",
    "registrar_entrega",
    "renombrar_grupo",
    "retirar_invitaciones",
    "retirar_nombre",
    "reunir_acuses",
    "revisar_adjunto",
    "revisar_hoja",
    "sacar_de_grupo",
    "sumarse",
]
