"""What can be done on the day."""

from jornadas.services.dia import abrir_jornada, cerrar_jornada, no_realizada, preparar_jornada
from jornadas.services.plenario import (
    iniciar_turno,
    preparar_plenario,
    registrar_pregunta,
    responder_en_acto,
    terminar_turno,
)
from jornadas.services.puerta import (
    DatosFicha,
    YaAcreditada,
    acreditar,
    corregir_contacto,
    documento_normal,
    entregar_carpeta,
)

__all__ = [
    "DatosFicha",
    "YaAcreditada",
    "abrir_jornada",
    "acreditar",
    "cerrar_jornada",
    "corregir_contacto",
    "documento_normal",
    "entregar_carpeta",
    "iniciar_turno",
    "no_realizada",
    "preparar_jornada",
    "preparar_plenario",
    "registrar_pregunta",
    "responder_en_acto",
    "terminar_turno",
]
