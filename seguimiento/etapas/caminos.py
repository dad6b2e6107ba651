"""Where each requirement is put right: the page, who may, and the words on its button."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from seguimiento.etapas.constancias import DE_LA_CUENTA, DEL_DIA
from seguimiento.etapas.panorama import Panorama
from servicios.permissions import Permiso


class Camino(NamedTuple):
    """`donde` is a url name that takes the service and the year."""

    donde: str
    permiso: Permiso
    boton: str


CONSTANCIA = Camino("seguimiento_gestion:constancias", Permiso.DEJAR_CONSTANCIA, "Dejar constancia")
#: The same, of what belongs to the day of an activity, which its address names.
CONSTANCIA_DEL_DIA = CONSTANCIA._replace(donde="seguimiento_gestion:constancias_del_dia")
TAREAS = Camino("seguimiento_gestion:tareas", Permiso.HACER_TAREAS, "Ver tareas")
_DATOS = Camino("cuentas_gestion:configurar", Permiso.ABRIR_CUENTA, "Completar datos")
_PLAZOS = Camino("convocatorias_gestion:plazos", Permiso.ABRIR_CUENTA, "Fijar fechas")
_EQUIPO = Camino("cuentas_gestion:equipo", Permiso.GESTIONAR_EQUIPO, "Ver equipo")
_INFORME = Camino("cuentas_gestion:informe", Permiso.REDACTAR_INFORME, "Ver informe")
_PLAN = Camino("convocatorias_gestion:actividades", Permiso.PLANIFICAR_ACTIVIDAD, "Ver actividades")
_DIRECTORIO = Camino(
    "convocatorias_gestion:directorio", Permiso.GESTIONAR_DIRECTORIO, "Ver directorio"
)
_VENTANA = Camino(
    "convocatorias_gestion:proceso_virtual", Permiso.GESTIONAR_VENTANA, "Ver participación"
)
_TALLERES = Camino("talleres_gestion:talleres", Permiso.GESTIONAR_TALLERES, "Ver talleres")
_MENSAJES = Camino("respuestas_gestion:consultas", Permiso.SISTEMATIZAR, "Ver mensajes")
_RESPONDER = Camino("respuestas_gestion:escritorio", Permiso.REDACTAR_RESPUESTA, "Responder")
_DOCUMENTO = Camino("respuestas_gestion:documento", Permiso.PREPARAR_RESPUESTAS, "Ver documento")
_ENVIOS = Camino("respuestas_gestion:envios", Permiso.PREPARAR_RESPUESTAS, "Ver envíos")
_DIFUSION = Camino("cuentas_gestion:difusion", Permiso.ANOTAR_DIFUSION, "Anotar difusión")

_DE_LA_ETAPA: Mapping[str, Camino] = MappingProxyType(
    {
        "E0": _DATOS,
        "E1": _DATOS,
        "E2": _INFORME,
        "E3": _PLAN,
        "E4": _VENTANA,
        "E5": _PLAN,
        "E6": _PLAN,
        "E7": _TALLERES,
        "E8": _PLAN,
        "E9": _MENSAJES,
        "E10": _DOCUMENTO,
        "E12": _PLAN,
    }
)
_DE_LA_REGLA: Mapping[str, Camino] = MappingProxyType(
    {
        **dict.fromkeys(("R8", "R97"), _EQUIPO),
        **dict.fromkeys(("R52", "R104", "R105", "R107"), _PLAZOS),
        **dict.fromkeys(("R29", "R37", "R40", "R132"), _DIRECTORIO),
        **dict.fromkeys(("R5", "R11", "R12"), _PLAN),
        **dict.fromkeys(("R4", "R27", "R30"), _VENTANA),
        **dict.fromkeys(("R113", "R114", "R115", "R119", "R120"), _RESPONDER),
        **dict.fromkeys(("R106", "R111", "R112"), _DIFUSION),
        **dict.fromkeys(("R109", "R110"), _ENVIOS),
        "R9": TAREAS,
        "R100": _RESPONDER,
    }
)


#: While the answers are not public, that is what these wait for.
_SIN_PUBLICAR = frozenset({"R93", "R106", "R109", "R110", "R111", "R112", "R119"})


def camino(regla: str, etapa: str, *, publicadas: bool) -> Camino | None:
    """Where that rule is put right; None for a stage without a page yet.

    `publicadas`: whether the answers are public, in the portal or before it.
    """
    if not publicadas and regla in _SIN_PUBLICAR:
        return _DOCUMENTO
    if regla in DEL_DIA:
        return CONSTANCIA_DEL_DIA
    if regla in DE_LA_CUENTA:
        return CONSTANCIA
    return _DE_LA_REGLA.get(regla) or _DE_LA_ETAPA.get(etapa)


def argumentos(camino: Camino, panorama: Panorama) -> tuple[object, ...] | None:
    """What its address takes; None where the day it belongs to has no activity."""
    base = (panorama.cuenta.servicio.slug, panorama.cuenta.anio_gestion)
    if camino is not CONSTANCIA_DEL_DIA:
        return base
    return (*base, panorama.principal.slug) if panorama.principal else None
