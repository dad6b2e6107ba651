"""When each table changed: by the bitácora, or by the version of the document that is read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Model

from comun.models import Bitacora
from convocatorias.models import Actividad, Invitacion
from cuentas.models import CuentaPublica
from respuestas import selectors


def cambios_de(cuenta: CuentaPublica, cuentas: Sequence[CuentaPublica]) -> dict[str, datetime]:
    """The last change of each table of an account, by its name; nothing where nothing is told.

    `cuentas`: all those of its service that anybody may see.
    """
    actividades = list(Actividad.objects.publicas().filter(cuenta=cuenta).order_by("pk"))
    hechas = Invitacion.objects.filter(participante__actividad__in=actividades).order_by()
    invitaciones = hechas.aggregate(creada=Max("creada_en"), hecha=Max("hecha_en"))
    publicacion = selectors.publicacion_vigente(cuenta)
    publicada = publicacion and publicacion.publicada_en
    de_actividades = _en_la_bitacora(Actividad, actividades)
    dichos = {
        "cuentas": _en_la_bitacora(CuentaPublica, cuentas),
        "actividades": de_actividades,
        "consultas": publicada,
        "respuestas": publicada,
        "pluralidad": _ultimo([de_actividades, *invitaciones.values()]),
    }
    return {nombre: momento for nombre, momento in dichos.items() if momento}


def _en_la_bitacora(modelo: type[Model], objetos: Iterable[Any]) -> datetime | None:
    hechos = Bitacora.objects.filter(
        objeto_tipo=modelo._meta.label_lower, objeto_id__in=[objeto.pk for objeto in objetos]
    )
    return hechos.aggregate(ultimo=Max("momento"))["ultimo"]


def _ultimo(momentos: Iterable[datetime | None]) -> datetime | None:
    return max((momento for momento in momentos if momento), default=None)
