"""What can be done on the day."""

from jornadas.services.dia import (
    abrir_jornada,
    cerrar_jornada,
    decir_del_dia,
    no_realizada,
    preparar_jornada,
)
from jornadas.services.exposicion import (
    DatosExposicion,
    empezar_exposicion,
    registrar_exposicion,
    terminar_exposicion,
)
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
    "DatosExposicion",
    "DatosFicha",
    "YaAcreditada",
    "abrir_jornada",
    "acreditar",
    "cerrar_jornada",
    "corregir_contacto",
    "decir_del_dia",
    "documento_normal",
    "empezar_exposicion",
    "entregar_carpeta",
    "iniciar_turno",
    "no_realizada",
    "preparar_jornada",
    "preparar_plenario",
    "registrar_exposicion",
    "registrar_pregunta",
    "responder_en_acto",
    "terminar_exposicion",
    "terminar_turno",
]
