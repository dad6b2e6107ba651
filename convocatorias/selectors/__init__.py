"""Reads that more than one caller needs. Inside the scope of the service."""

from convocatorias.selectors.cumplimiento import asuntos
from convocatorias.selectors.directorio import (
    buscar_organizaciones,
    con_correo,
    con_silencio,
    destinatarios,
    elegidos,
    organizaciones_por_tipo,
)
from convocatorias.selectors.hechos import (
    en_su_comuna,
    hechos_de_actividad,
    hechos_de_banner,
    hechos_de_envio,
    hechos_de_proceso,
    hechos_del_conjunto,
)
from convocatorias.selectors.llamado import (
    VISTAS_DE_INVITACIONES,
    asistencia_anunciada,
    cuentas_de_invitaciones,
    invitaciones,
    por_salir,
    ultima,
    ya_invitados,
)
from convocatorias.selectors.plan import (
    actividades_publicas,
    ancla,
    primera_actividad,
    proceso_de,
)

__all__ = [
    "VISTAS_DE_INVITACIONES", "actividades_publicas", "ancla", "asistencia_anunciada", "asuntos",
    "buscar_organizaciones", "con_correo", "con_silencio", "cuentas_de_invitaciones",
    "destinatarios", "elegidos", "en_su_comuna", "hechos_de_actividad", "hechos_de_banner",
    "hechos_de_envio", "hechos_de_proceso", "hechos_del_conjunto", "invitaciones",
    "organizaciones_por_tipo", "por_salir", "primera_actividad", "proceso_de", "ultima",
    "ya_invitados",
]  # fmt: skip
