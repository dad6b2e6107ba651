"""Whom the account calls and to what: directory, virtual window, activities, invitations."""

from convocatorias.models.directorio import Contacto, Organizacion, TipoOrganizacion
from convocatorias.models.llamado import POR_SALIR, Convocatoria, Invitacion, Participante
from convocatorias.models.plan import (
    VIGENTES,
    Actividad,
    ActividadQuerySet,
    BloquePrograma,
    ProcesoVirtual,
)

__all__ = [
    "POR_SALIR",
    "VIGENTES",
    "Actividad",
    "ActividadQuerySet",
    "BloquePrograma",
    "Contacto",
    "Convocatoria",
    "Invitacion",
    "Organizacion",
    "Participante",
    "ProcesoVirtual",
    "TipoOrganizacion",
]
