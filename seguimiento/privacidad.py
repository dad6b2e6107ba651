"""The personal data of `seguimiento`: whose task each one is, who was reminded of it, and the
addresses that are told of what is new."""

from datetime import datetime

from django.db.models import QuerySet

from comun.tratamiento import P, Titular, Tratamiento, X, del_personal, sin_personas
from seguimiento.models import Suscripcion


def _suscripciones(titular: Titular) -> QuerySet:
    return Suscripcion.objects.filter(servicio=titular.servicio_id, correo__iexact=titular.correo)


def borrar_filas(filas: QuerySet, ahora: datetime) -> int:
    return filas.delete()[0]


TRATAMIENTOS: tuple[Tratamiento, ...] = (
    del_personal("seguimiento.Calendario", "usuario"),
    sin_personas("seguimiento.CambioPlazo"),
    sin_personas("seguimiento.Novedad"),
    del_personal("seguimiento.Pendiente", "duenio", "persona", publicos=("porque",)),
    sin_personas("seguimiento.Plazo", "nombre"),
    sin_personas("seguimiento.Proyeccion"),
    del_personal("seguimiento.Recordatorio", "usuario"),
    sin_personas("seguimiento.Ronda"),
    Tratamiento(
        "seguimiento.Suscripcion",
        personales={"correo": P, "clave_hash": X},
        clase="avisos",
        exporta="qué sigue, desde cuándo, y el día del último aviso",
        borra="se borra la fila",
        titular=_suscripciones,
        borrar=borrar_filas,
    ),
)
