"""The personal data of `jornadas`: the card of who attended, and who asked in the plenary."""

from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from comun.tratamiento import (
    TEXTO_SUPRIMIDO,
    P,
    S,
    Titular,
    Tratamiento,
    X,
    del_personal,
    sin_personas,
)
from cuentas.models import CuentaPublica
from jornadas.models import Ficha, PreguntaPlenario

SIN_FIRMA = "firma suprimida"
EN_CURSO = "Su ficha de asistencia acredita la jornada: se conserva hasta que la cuenta se cierre."
_EN_CURSO = (CuentaPublica.Estado.BORRADOR, CuentaPublica.Estado.ABIERTA)


def olvidar_fichas(fichas: QuerySet, ahora: datetime) -> int:
    """Erase document and signature: that somebody attended stays, and not who."""
    sin_motivo = Q(motivo_sin_firma="", firma_en_papel=False)
    return fichas.update(
        tipo_documento=Ficha.TipoDocumento.NINGUNO,
        documento="",
        documento_hmac=None,
        firma=None,
        motivo_sin_firma=Case(
            When(sin_motivo, then=Value(SIN_FIRMA)),
            When(motivo_sin_firma="", then=F("motivo_sin_firma")),
            default=Value(SIN_FIRMA),
        ),
    )


def olvidar_preguntas(preguntas: QuerySet, ahora: datetime) -> int:
    return preguntas.update(participante=None, texto=TEXTO_SUPRIMIDO)


def _fichas(titular: Titular) -> QuerySet:
    suyas = Q(participante__correo__iexact=titular.correo)
    suyas |= Q(documento_hmac__in=titular.documentos)
    return Ficha.objects.filter(suyas, servicio=titular.servicio_id)


def _fichas_en_curso(fichas: QuerySet) -> dict[int, str]:
    abiertas = fichas.filter(jornada__actividad__cuenta__estado__in=_EN_CURSO)
    return dict.fromkeys(abiertas.values_list("pk", flat=True), EN_CURSO)


def _preguntas(titular: Titular) -> QuerySet:
    return PreguntaPlenario.objects.filter(
        servicio=titular.servicio_id, participante__correo__iexact=titular.correo
    )


TRATAMIENTOS = (
    del_personal("jornadas.Exposicion", "expositor", "cargo"),
    Tratamiento(
        "jornadas.Ficha",
        personales={"documento": X, "documento_hmac": X, "firma": S, "motivo_sin_firma": P},
        publicos=("tipo_documento",),
        clase="fichas",
        exporta="qué documento mostró, a qué hora se acreditó, y su firma",
        borra="documento, hash y firma; queda que alguien asistió",
        titular=_fichas,
        borrar=olvidar_fichas,
        espera=_fichas_en_curso,
    ),
    sin_personas("jornadas.Jornada", "motivo_no_realizada"),
    Tratamiento(
        "jornadas.PreguntaPlenario",
        personales={"texto": S, "participante": P},
        publicos=("respuesta", "respondida_por"),
        clase="consultas",
        exporta="lo que preguntó y lo que se le respondió",
        borra="se desliga de la persona y el texto se reemplaza",
        titular=_preguntas,
        borrar=olvidar_preguntas,
    ),
    sin_personas("jornadas.TurnoPlenario"),
)
