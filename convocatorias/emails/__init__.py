"""The mails of the call, of its changes and reminders, and of the enrolment."""

from convocatorias.emails.avisos import (
    Aviso,
    aviso_de_cambio,
    aviso_de_que_no_se_hace,
    cambios_entre,
    en_una_frase,
    enviar_aviso,
    prefijo,
    recordatorio,
    vispera,
)
from convocatorias.emails.banner import NoticiaDelBanner, aviso_del_banner
from convocatorias.emails.comunes import (
    adjunto_de_calendario,
    campania,
    mapa_de,
    pagina_de,
    pagina_de_actividad,
)
from convocatorias.emails.encuentro import aportes_de_encuentro, pagina_de_encuentro
from convocatorias.emails.inscripcion import delegacion, delegacion_retirada, hay_lugar, inscripcion
from convocatorias.emails.invitacion import (
    CLAVE_DE_MUESTRA,
    VARIABLES,
    adjuntos_de,
    contexto_de_invitacion,
    cronograma,
    enviar_invitaciones,
    invitacion,
    tiene_resumen,
)
from convocatorias.emails.prueba import copia_de_prueba, hubo_hace_poco

__all__ = [
    "CLAVE_DE_MUESTRA",
    "VARIABLES",
    "Aviso",
    "NoticiaDelBanner",
    "adjunto_de_calendario",
    "adjuntos_de",
    "aportes_de_encuentro",
    "aviso_de_cambio",
    "aviso_de_que_no_se_hace",
    "aviso_del_banner",
    "cambios_entre",
    "campania",
    "contexto_de_invitacion",
    "copia_de_prueba",
    "cronograma",
    "delegacion",
    "delegacion_retirada",
    "en_una_frase",
    "enviar_aviso",
    "enviar_invitaciones",
    "hay_lugar",
    "hubo_hace_poco",
    "inscripcion",
    "invitacion",
    "mapa_de",
    "pagina_de",
    "pagina_de_actividad",
    "pagina_de_encuentro",
    "prefijo",
    "recordatorio",
    "tiene_resumen",
    "vispera",
]
