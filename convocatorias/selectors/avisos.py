"""Whom a change or a reminder must reach, and what became of each notice."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat, Lower

from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante
from correos.models import AVISADO, Mensaje, Supresion

_CLASE = Invitacion.Clase
_ORIGEN = Participante.Origen
_ASISTENCIA = Participante.Asistencia
DE_CAMBIO = (_CLASE.CAMBIO, _CLASE.SUSPENSION, _CLASE.ANULACION)
#: What the destination said no to: writing there again reaches nobody.
SIN_DESTINO = (Mensaje.Estado.RECHAZADO, Mensaje.Estado.REBOTADO, Mensaje.Estado.ANULADO)

#: Nobody told them: they have no address, or the mail did not arrive, and no word was left.
_A_MANO = Q(mensaje=None, hecha_en=None) | Q(
    Q(mensaje__estado__in=SIN_DESTINO, hecha_en=None) & ~Q(mensaje__ultimo_texto=AVISADO)
)
#: Saved views of the notices of a change: name and condition.
VISTAS_DE_AVISOS: dict[str, tuple[str, Q]] = {
    "todas": ("Todas", Q()),
    "a_mano": ("Hay que avisarles", _A_MANO),
    "avisadas": ("Avisadas o en camino", ~_A_MANO),
}


def por_avisar(actividad: Actividad) -> QuerySet[Participante]:
    """Who must know that the activity changed: everybody who was told of it, or enrolled.

    Also who answered that they would not come, who goes in place of another, who waits for a
    place, and who asked for no more invitations after this one.
    """
    avisados = Invitacion.objects.filter(participante=OuterRef("pk"))
    return (
        Participante.objects.filter(actividad=actividad)
        .filter(Q(origen__in=(_ORIGEN.INSCRITO, _ORIGEN.DELEGADO)) | Exists(avisados))
        .select_related("organizacion")
        .order_by("pk")
    )


def hay_invitados(actividad: Actividad) -> bool:
    """Whether anybody was called to it, in any of its calls."""
    return Invitacion.objects.filter(participante__actividad=actividad).exists()


def cuantos_avisos(actividad: Actividad) -> dict[str, int]:
    """How many people a change would tell, how many of them by mail, and how many by hand."""
    con_correo = ~Q(correo="")
    return (
        por_avisar(actividad)
        .order_by()
        .aggregate(
            todas=Count("pk"),
            por_correo=Count("pk", filter=con_correo),
            a_mano=Count("pk", filter=Q(correo="")),
        )
    )


def ultimo_aviso(actividad: Actividad) -> Invitacion | None:
    """One of the notices of the last change that was told, with its call."""
    filas = Invitacion.objects.filter(participante__actividad=actividad, clase__in=DE_CAMBIO)
    return filas.select_related("convocatoria").order_by("-pk").first()


def avisos(de: Invitacion, vista: str = "todas") -> QuerySet[Invitacion]:
    """The notices of one change, those that somebody must give by hand first."""
    filas = Invitacion.objects.filter(
        VISTAS_DE_AVISOS[vista][1], convocatoria=de.convocatoria_id, clase=de.clase
    )
    return (
        filas.select_related("participante", "mensaje", "hecha_por")
        .defer("mensaje__texto", "mensaje__html")
        .order_by(
            ExpressionWrapper(_A_MANO, output_field=BooleanField()).desc(),
            "participante__nombre_plegado",
            "pk",
        )
    )


def cuentas_de_avisos(de: Invitacion) -> dict[str, int]:
    """How many in each saved view, in one statement."""
    conteos = {
        vista: Count("pk", filter=condicion) if condicion else Count("pk")
        for vista, (_, condicion) in VISTAS_DE_AVISOS.items()
    }
    filas = Invitacion.objects.filter(convocatoria=de.convocatoria_id, clase=de.clase)
    return filas.aggregate(**conteos)


def sin_constancia(actividad: Actividad) -> QuerySet[Participante]:
    """The enrolled without an address of an activity that called nobody: no row tells of them."""
    avisados = Invitacion.objects.filter(participante=OuterRef("pk"))
    filas = Participante.objects.filter(actividad=actividad, correo="")
    return filas.filter(
        ~Exists(avisados), origen__in=(_ORIGEN.INSCRITO, _ORIGEN.DELEGADO)
    ).order_by("nombre_plegado", "pk")


# ── Which calls are of the present date ──


def salidas_vigentes(actividades: Mapping[int, Actividad]) -> dict[int, list[Convocatoria]]:
    """The calls that count for the day on which each activity stands now, the oldest first.

    A call was for the day that came so many days after it went out. Once the activity moves to
    another day, those of before no longer count and the notice of the change takes their place;
    the notice of another hour or place on the same day is no call.
    """
    filas = (
        Convocatoria.objects.filter(
            actividad__in=list(actividades), estado=Convocatoria.Estado.ENVIADA
        )
        .order_by("enviada_en", "pk")
        .only("actividad", "clase", "enviada_en", "dias_anticipacion", "motivo_tardanza")
    )
    resultado: dict[int, list[Convocatoria]] = {}
    for fila in filas:
        actividad = actividades[fila.actividad_id]
        propias = resultado.setdefault(actividad.pk, [])
        if _para(fila, actividad) != actividad.fecha:
            propias.clear()
        elif not (propias and fila.clase == Convocatoria.Clase.CAMBIO):
            propias.append(fila)
    return {pk: propias for pk, propias in resultado.items() if propias}


def _para(fila: Convocatoria, actividad: Actividad) -> date | None:
    """The day to which a call was sent."""
    if fila.enviada_en is None or fila.dias_anticipacion is None:
        return None
    salio = fila.enviada_en.astimezone(actividad.zona).date()
    return salio + timedelta(days=fila.dias_anticipacion)


# ── Reminders ──


def por_recordar(actividad: Actividad, antes_de: datetime) -> list[Invitacion]:
    """The last call of each person who was invited before that instant and has not answered.

    Less those who asked for no more invitations, those whose mail came back and those who were
    reminded under that call.
    """
    filas = (
        Invitacion.objects.filter(
            clase__in=(_CLASE.INVITACION, _CLASE.CAMBIO),
            participante__actividad=actividad,
            participante__asistencia=_ASISTENCIA.SIN_RESPUESTA,
        )
        .exclude(participante__correo="")
        .exclude(participante__origen=_ORIGEN.INSCRITO)
        .select_related("participante__organizacion", "convocatoria")
        .annotate(
            silencio=Exists(_callan("participante__correo")),
            sin_destino=Exists(
                Mensaje.objects.filter(pk=OuterRef("mensaje"), estado__in=SIN_DESTINO)
            ),
            recordada=Exists(_de_clase(_CLASE.RECORDATORIO)),
        )
        .order_by("pk")
    )
    ultimas = {fila.participante_id: fila for fila in filas}
    return [fila for fila in ultimas.values() if _toca(fila, antes_de)]


def _toca(fila: Any, antes_de: datetime) -> bool:
    a_tiempo = fila.creada_en is None or fila.creada_en < antes_de
    return a_tiempo and not (fila.silencio or fila.sin_destino or fila.recordada)


def _callan(correo: str) -> QuerySet[Supresion]:
    return Supresion.objects.vigentes().filter(
        servicio=OuterRef("servicio"),
        direccion=Lower(OuterRef(correo)),
    )


def _de_clase(clase: str) -> QuerySet[Invitacion]:
    return Invitacion.objects.filter(
        participante=OuterRef("participante"), convocatoria=OuterRef("convocatoria"), clase=clase
    )


def vendran_por_avisar(
    actividad: Actividad, antes_de: datetime, prefijo: str
) -> QuerySet[Participante]:
    """Who said before that instant that they come, with an address, and has no mail whose key is
    `prefijo` and their number: that is how the one of the day before is called."""
    clave = Concat(Value(prefijo), Cast(OuterRef("pk"), CharField()))
    return (
        Participante.objects.filter(actividad=actividad, asistencia=_ASISTENCIA.ASISTE)
        .filter(Q(respondio_en=None) | Q(respondio_en__lt=antes_de))
        .exclude(correo="")
        .exclude(Exists(Mensaje.objects.filter(clave=clave)))
        .select_related("organizacion")
        .order_by("pk")
    )


def _ultima_enviada(actividad: Actividad) -> QuerySet[Any, Any]:
    filas = Convocatoria.objects.filter(
        actividad=actividad, estado=Convocatoria.Estado.ENVIADA
    ).order_by("-enviada_en", "-pk")
    return filas.values("pk")[:1]


def ultima_enviada(actividad: Actividad) -> Convocatoria | None:
    """The last call that went out, under which what follows is told."""
    filas = Convocatoria.objects.filter(pk__in=_ultima_enviada(actividad))
    fila = filas.select_related("informe__pdf").defer("informe__pdf__contenido").first()
    if fila is not None:
        fila.actividad = actividad
    return fila
