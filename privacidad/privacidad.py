"""The personal data of `privacidad`, and of the tables that libraries bring."""

from datetime import datetime

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from comun.campos import hmac_de
from comun.transitions import move
from comun.tratamiento import (
    NOMBRE_SUPRIMIDO,
    P,
    S,
    Titular,
    Tratamiento,
    X,
    sin_personas,
)
from privacidad.models import SolicitudDerechos

#: How the place of an erased key begins: nothing hashes to it.
SUPRIMIDA = "suprimida "
EN_CURSO = "Su solicitud de derechos está en curso: hay que responderla."


def sujeto(servicio_id: int, correo: str) -> str:
    """The keyed hash by which an address is found again in the requests and in the ledger."""
    return hmac_de(servicio_id, correo.strip().lower())


def olvidar_solicitudes(solicitudes: QuerySet, ahora: datetime) -> int:
    """Erase who asked and what they wrote: what was asked, and when it was answered, stays."""
    return solicitudes.update(
        nombre=NOMBRE_SUPRIMIDO,
        correo="",
        correo_hmac="",
        detalle="",
        fundamento="",
        clave_hash=Concat(Value(SUPRIMIDA), Cast("pk", CharField())),
        codigo_hash="",
        codigo_vence_en=None,
    )


def cerrar_sin_codigo(solicitudes: QuerySet, ahora: datetime) -> int:
    """Close, and forget, those of whoever never proved who they are. Nobody is told.

    The address may be of somebody who asked for nothing. Folio and dates stay as evidence.
    """
    ids = list(solicitudes.values_list("pk", flat=True))
    for fila in SolicitudDerechos.objects.filter(pk__in=ids):
        move(
            fila,
            SolicitudDerechos.Estado.DESISTIDA,
            accion="cerrar_sin_codigo",
            datos={"portal": True},
            resuelta_en=ahora,
        )
    return olvidar_solicitudes(SolicitudDerechos.objects.filter(pk__in=ids), ahora)


def _solicitudes(titular: Titular) -> QuerySet:
    return SolicitudDerechos.objects.filter(
        servicio=titular.servicio_id, correo_hmac=sujeto(titular.servicio_id, titular.correo)
    )


def _en_curso(solicitudes: QuerySet) -> dict[int, str]:
    abiertas = solicitudes.exclude(estado__in=SolicitudDerechos.RESUELTAS)
    return dict.fromkeys(abiertas.values_list("pk", flat=True), EN_CURSO)


def _de_acceso(modelo: str, exporta: str, borra: str, **personales: int) -> Tratamiento:
    return Tratamiento(modelo, personales, clase="acceso", exporta=exporta, borra=borra)  # type: ignore[arg-type]


TRATAMIENTOS = (
    Tratamiento(
        "privacidad.ActaSupresion",
        personales={"sujeto_hmac": P},
        clase="actas",
        exporta="no se exporta: es un hash con clave",
        borra="no se borra: es la prueba, y se aplica otra vez al restaurar un respaldo",
    ),
    sin_personas("privacidad.CorridaRetencion"),
    Tratamiento(
        "privacidad.SolicitudDerechos",
        personales={
            "nombre": P,
            "correo": P,
            "correo_hmac": P,
            "detalle": S,
            "fundamento": S,
            "clave_hash": X,
            "codigo_hash": X,
        },
        publicos=("prorroga_motivo",),
        clase="solicitudes",
        exporta="lo que pidió, y lo que se le respondió",
        borra="nombre, correo y palabras; queda qué pidió y cuándo se le respondió",
        titular=_solicitudes,
        borrar=olvidar_solicitudes,
        espera=_en_curso,
    ),
    _de_acceso(
        "admin.LogEntry",
        "no se exporta: es el registro de la administración",
        "no se borra: deja constancia de quién configuró qué",
        user=P,
        object_id=P,
        object_repr=P,
        change_message=P,
    ),
    sin_personas("auth.Group"),
    sin_personas("auth.Permission"),
    sin_personas("contenttypes.ContentType"),
    Tratamiento(
        "sessions.Session",
        personales={"session_data": X, "session_key": X},
        clase="seguridad",
        exporta="no se exporta: es una llave",
        borra="se borra la fila al vencer",
    ),
    _de_acceso("account.EmailAddress", "con la cuenta de la persona", "con su cuenta", email=P),
    Tratamiento(
        "account.EmailConfirmation",
        personales={"key": X},
        clase="seguridad",
        exporta="no se exporta: es una llave",
        borra="se borra la fila al vencer",
    ),
    _de_acceso(
        "mfa.Authenticator", "no se exporta: es una llave", "cuando la persona la quita", data=X
    ),
)
