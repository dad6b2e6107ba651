"""Use cases of the outbox: put mails in it, deliver them, and decide about the doubtful ones."""

from correos.services.cola import Correo, despertar, enqueue, enqueue_muchos, pedir_tarea
from correos.services.conciliacion import Conciliacion, conciliar_registro
from correos.services.consola import (
    Tanda,
    anular,
    anular_campania,
    anular_varios,
    dar_por_avisado,
    dar_por_enviado,
    por_que_no_se_repiten,
    reintentar,
    reintentar_campania,
    reintentar_varios,
)
from correos.services.dominios import (
    Comprobacion,
    agregar_dominio,
    configurar_remitente,
    dominio_para_enviar,
    en_ascii,
    fijar_limite,
    quitar_limite,
    quitar_remitente,
    verificar_dominio,
)
from correos.services.entrega import Entrega, barrer, entregar, vaciar
from correos.services.pulsos import AGENDA, ENVIO, RECORDATORIOS, VIGIA, marcar
from correos.services.purga import purgar
from correos.services.rebotes import Desenlace, registrar_rebote, revisar_buzon
from correos.services.supresion import bloquear, detenidos, levantar, soltar, supresion_vigente
from correos.services.vigilancia import Clase, Situacion, situacion

__all__ = [
    "AGENDA",
    "ENVIO",
    "RECORDATORIOS",
    "VIGIA",
    "Clase",
    "Comprobacion",
    "Conciliacion",
    "Correo",
    "Desenlace",
    "Entrega",
    "Situacion",
    "Tanda",
    "agregar_dominio",
    "anular",
    "anular_campania",
    "anular_varios",
    "barrer",
    "bloquear",
    "conciliar_registro",
    "configurar_remitente",
    "dar_por_avisado",
    "dar_por_enviado",
    "despertar",
    "detenidos",
    "dominio_para_enviar",
    "en_ascii",
    "enqueue",
    "enqueue_muchos",
    "entregar",
    "fijar_limite",
    "levantar",
    "marcar",
    "pedir_tarea",
    "por_que_no_se_repiten",
    "purgar",
    "quitar_limite",
    "quitar_remitente",
    "registrar_rebote",
    "reintentar",
    "reintentar_campania",
    "reintentar_varios",
    "revisar_buzon",
    "situacion",
    "soltar",
    "supresion_vigente",
    "vaciar",
    "verificar_dominio",
]
