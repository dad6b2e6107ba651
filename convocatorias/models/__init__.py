"""Whom the account calls and to what: directory, virtual window, activities, invitations."""

from convocatorias.models.banner import EstadoBanner, PaginaBanner, RevisionBanner
from convocatorias.models.carga import Importacion, MapeoColumnas
from convocatorias.models.directorio import Contacto, Organizacion, Tema, TipoOrganizacion
from convocatorias.models.encuentro import CON_ORGANIZADOR, Encuentro
from convocatorias.models.encuesta import (
    MAXIMO_OPCIONES,
    MAXIMO_PREGUNTAS,
    EncuestaPrevia,
    PreguntaPrevia,
    RespuestaPrevia,
    ValorPrevio,
    codigo_de_hoja,
)
from convocatorias.models.listas import (
    CambioEnBloque,
    FiltroGuardado,
    FusionOrganizaciones,
    PosibleDuplicado,
)
from convocatorias.models.llamado import (
    POR_SALIR,
    Convocatoria,
    Invitacion,
    Participante,
    TextoConvocatoria,
)
from convocatorias.models.plan import (
    VIGENTES,
    Actividad,
    ActividadQuerySet,
    BloquePrograma,
    ProcesoVirtual,
)
from convocatorias.models.respuesta import PREFERENCIAS, Ajuste, Enlace, Preferencia
from convocatorias.models.transmision import Transmision

__all__ = [
    "CON_ORGANIZADOR",
    "MAXIMO_OPCIONES",
    "MAXIMO_PREGUNTAS",
    "POR_SALIR",
    "PREFERENCIAS",
    "VIGENTES",
    "Actividad",
    "ActividadQuerySet",
    "Ajuste",
    "BloquePrograma",
    "CambioEnBloque",
    "Contacto",
    "Convocatoria",
    "Encuentro",
    "EncuestaPrevia",
    "Enlace",
    "EstadoBanner",
    "FiltroGuardado",
    "FusionOrganizaciones",
    "Importacion",
    "Invitacion",
    "MapeoColumnas",
    "Organizacion",
    "PaginaBanner",
    "Participante",
    "PosibleDuplicado",
    "Preferencia",
    "PreguntaPrevia",
    "ProcesoVirtual",
    "RespuestaPrevia",
    "RevisionBanner",
    "Tema",
    "TextoConvocatoria",
    "TipoOrganizacion",
    "Transmision",
    "ValorPrevio",
    "codigo_de_hoja",
]
