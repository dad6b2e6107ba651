"""What became of a call that went out: each person, how they were told, and what they answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from comun.formato import fecha_sin_semana
from comun.texto import plegar
from convocatorias.models import Convocatoria, Invitacion, Participante
from convocatorias.selectors.avisos import DE_CAMBIO
from correos.models import AVISADO, Mensaje

_ASISTENCIA = Participante.Asistencia
_CANAL = Invitacion.Canal
#: What invites, or invites again to what changed: one of each person in a call.
LLAMAN = (Invitacion.Clase.INVITACION, Invitacion.Clase.CAMBIO)

#: Where each person of a call is: told, on its way, it did not arrive, somebody must tell them, or
#: nobody must, since a later notice says how things stand.
ENTREGADA, EN_CAMINO, NO_LLEGO, POR_HACER, REEMPLAZADA = (
    "entregada", "en_camino", "no_llego", "por_hacer", "reemplazada",
)  # fmt: skip

#: Saved views of the invitations of a call: name and condition.
VISTAS_DE_INVITACIONES: dict[str, tuple[str, Q]] = {
    "todas": ("Todas", Q()),
    "no_llegaron": ("No llegaron", Q(destino=NO_LLEGO)),
    "otro_medio": ("Por otro medio", ~Q(canal=_CANAL.CORREO) | Q(con_otro_medio=True)),
    "vendran": ("Vendrán", Q(participante__asistencia=_ASISTENCIA.ASISTE)),
    "no_vendran": ("No vendrán", Q(participante__asistencia=_ASISTENCIA.NO_ASISTE)),
    "delegan": ("Envían a otra persona", Q(participante__asistencia=_ASISTENCIA.DELEGA)),
    "sin_respuesta": ("Sin respuesta", Q(participante__asistencia=_ASISTENCIA.SIN_RESPUESTA)),
}

#: How each channel is told: still to be done, and done.
_POR_HACER = {
    _CANAL.CARTA: "Carta por enviar",
    _CANAL.TELEFONO: "Llamada por hacer",
    _CANAL.VISITA: "Visita por hacer",
}
_HECHA = {
    _CANAL.CARTA: "Carta enviada",
    _CANAL.TELEFONO: "Se le llamó",
    _CANAL.VISITA: "Se le visitó",
}


def con_reemplazo(filas: QuerySet[Invitacion]) -> QuerySet[Any, Any]:
    """Each with `reemplazada`: it waited for a letter, a call or a visit when the activity
    changed, and the notice of the change takes its place: both would say different things."""
    posterior = Invitacion.objects.filter(
        participante=OuterRef("participante"), clase__in=DE_CAMBIO, pk__gt=OuterRef("pk")
    )
    espera = ~Q(canal=_CANAL.CORREO) & Q(hecha_en=None)
    return filas.annotate(
        reemplazada=ExpressionWrapper(espera & Exists(posterior), output_field=BooleanField())
    )


def con_destino(convocatoria: Convocatoria) -> QuerySet[Invitacion]:
    """Who was called, each with `destino`; what was sent again counts for its person."""
    de_nuevo = Invitacion.objects.filter(
        convocatoria=OuterRef("convocatoria"),
        participante=OuterRef("participante"),
        clase=Invitacion.Clase.REENVIO,
    )
    por_otro_medio = de_nuevo.exclude(canal=_CANAL.CORREO)
    hecho = Q(hecha_en__isnull=False) | Q(mensaje__estado__in=Mensaje.LLEGARON)
    avisado = Q(mensaje__estado=Mensaje.Estado.ANULADO, mensaje__ultimo_texto=AVISADO)
    en_espera = con_reemplazo(por_otro_medio.filter(hecha_en=None)).filter(reemplazada=False)
    filas = con_reemplazo(Invitacion.objects.filter(convocatoria=convocatoria, clase__in=LLAMAN))
    return filas.annotate(
        con_otro_medio=Exists(por_otro_medio),
        destino=Case(
            When(hecho | avisado | Exists(de_nuevo.filter(hecho)), then=Value(ENTREGADA)),
            When(reemplazada=True, then=Value(REEMPLAZADA)),
            When(~Q(canal=_CANAL.CORREO) | Exists(en_espera), then=Value(POR_HACER)),
            When(mensaje__estado__in=Mensaje.NO_LLEGARON, then=Value(NO_LLEGO)),
            default=Value(EN_CAMINO),
            output_field=CharField(),
        ),
    )


def invitaciones(
    convocatoria: Convocatoria,
    vista: str = "todas",
    texto: str = "",
    tipo: str = "",
    comuna: str = "",
    persona: str = "",
) -> QuerySet[Invitacion]:
    """The invitations of a call, the ones that need a decision first.

    `texto` is a part of the organisation's name: it may stand in an address. `persona`, of a
    person's: it comes by POST.
    """
    filas = con_destino(convocatoria).filter(VISTAS_DE_INVITACIONES[vista][1])
    if texto:
        filas = filas.filter(participante__organizacion__nombre_plegado__contains=plegar(texto))
    if tipo:
        filas = filas.filter(participante__organizacion__tipos=tipo)
    if comuna:
        filas = filas.filter(participante__organizacion__comuna=comuna)
    if persona:
        filas = filas.filter(participante__nombre_plegado__contains=plegar(persona))
    primero = Case(
        When(destino=NO_LLEGO, then=Value(0)), When(destino=POR_HACER, then=Value(1)),
        default=Value(2),
    )  # fmt: skip
    return (
        filas.select_related("participante__organizacion", "mensaje")
        .defer("mensaje__texto", "mensaje__html")
        .order_by(primero, "participante__nombre_plegado", "pk")
    )


def cuentas_de_invitaciones(convocatoria: Convocatoria) -> dict[str, int]:
    """How many in each saved view, and where they are, in one statement."""
    conteos = {
        vista: Count("pk", filter=condicion) if condicion else Count("pk")
        for vista, (_, condicion) in VISTAS_DE_INVITACIONES.items()
    }
    return con_destino(convocatoria).aggregate(
        **conteos,
        entregadas=Count("pk", filter=Q(destino=ENTREGADA)),
        en_camino=Count("pk", filter=Q(destino=EN_CAMINO)),
        por_hacer=Count("pk", filter=Q(destino=POR_HACER)),
        reemplazadas=Count("pk", filter=Q(destino=REEMPLAZADA)),
    )


def otros_avisos(convocatoria: Convocatoria) -> list[dict[str, Any]]:
    """What else was told of this call, by class: reminders, notices. How many, and how many of
    them wait for a letter, a call or a visit."""
    filas = (
        con_reemplazo(Invitacion.objects.filter(convocatoria=convocatoria))
        .exclude(clase__in=LLAMAN)
        .values("clase")
        .annotate(
            total=Count("pk"),
            por_hacer=Count(
                "pk", filter=~Q(canal=_CANAL.CORREO) & Q(hecha_en=None, reemplazada=False)
            ),
        )
        .order_by("clase")
    )
    clases = dict(Invitacion.Clase.choices)
    return [{**fila, "nombre": clases[fila["clase"]]} for fila in filas]


def por_hacer(convocatoria: Convocatoria) -> QuerySet[Invitacion]:
    """What somebody has to print, say by telephone or tell in a visit, of any class, by name.

    Less what a later notice takes the place of.
    """
    return (
        con_reemplazo(Invitacion.objects.filter(convocatoria=convocatoria, hecha_en=None))
        .filter(reemplazada=False)
        .exclude(canal=_CANAL.CORREO)
        .select_related("participante__organizacion__comuna", "participante__contacto")
        .order_by("participante__nombre_plegado", "pk")
    )


def por_hacer_por_canal(convocatoria: Convocatoria) -> dict[str, int]:
    """How many of them by each channel."""
    filas = por_hacer(convocatoria).order_by().values_list("canal").annotate(n=Count("pk"))
    return dict.fromkeys(_CANAL.values, 0) | dict(filas)


def con_carta(convocatoria: Convocatoria) -> QuerySet[Invitacion]:
    """Who has a letter of a call, posted or not: it can be printed again."""
    filas = Invitacion.objects.filter(convocatoria=convocatoria, canal=_CANAL.CARTA)
    return con_reemplazo(filas).select_related(
        "participante__organizacion__comuna", "participante__contacto"
    )


def avisos_a(participante: Participante) -> list[dict[str, Any]]:
    """All that one person was told of the activity, in any call, the first one first."""
    filas = (
        con_reemplazo(Invitacion.objects.filter(participante=participante))
        .select_related("convocatoria", "mensaje", "hecha_por")
        .defer("mensaje__texto", "mensaje__html")
        .order_by("pk")
    )
    return [{"fila": fila, "marca": marca_de(fila), "texto": como_va(fila)} for fila in filas]


def puede_avisarse_de_nuevo(fila: Invitacion) -> bool:
    """Whether its mail did not arrive and nobody has decided yet on another channel."""
    if fila.mensaje is None or fila.mensaje.estado not in Mensaje.NO_LLEGARON:
        return False
    if fila.mensaje.avisado:
        return False
    return not reenvios_en_espera(fila).exists()


def reenvios_en_espera(fila: Invitacion) -> QuerySet[Invitacion]:
    """What was decided to tell that person again by another channel, and is still to be done."""
    filas = Invitacion.objects.filter(
        convocatoria=fila.convocatoria_id,
        participante=fila.participante_id,
        clase=Invitacion.Clase.REENVIO,
        hecha_en=None,
    ).exclude(canal=_CANAL.CORREO)
    return con_reemplazo(filas).filter(reemplazada=False)


@dataclass(frozen=True)
class Renglon:
    """One person of a call, as the page tells it."""

    invitacion: Invitacion
    #: The last thing they were told, which says how they are.
    ultima: Invitacion
    marca: str
    texto: str
    otras: list[Invitacion] = field(default_factory=list)

    @property
    def destino(self) -> str:
        return self.invitacion.destino  # type: ignore[attr-defined]


def renglones(filas: Iterable[Invitacion]) -> list[Renglon]:
    """Those invitations with what was sent again to each person, in one statement more."""
    lista = list(filas)
    de_nuevo: dict[tuple[int, int], list[Invitacion]] = defaultdict(list)
    otras = con_reemplazo(Invitacion.objects.all()).filter(
        convocatoria__in={fila.convocatoria_id for fila in lista},
        participante__in=[fila.participante_id for fila in lista],
        clase=Invitacion.Clase.REENVIO,
    )
    for otra in otras.select_related("mensaje").defer("mensaje__texto", "mensaje__html"):
        de_nuevo[otra.convocatoria_id, otra.participante_id].append(otra)
    return [_renglon(fila, de_nuevo[fila.convocatoria_id, fila.participante_id]) for fila in lista]


def _renglon(fila: Invitacion, otras: list[Invitacion]) -> Renglon:
    ultima = max([fila, *otras], key=lambda una: una.pk)
    return Renglon(fila, ultima, marca_de(ultima), como_va(ultima), otras)


def como_va(fila: Invitacion) -> str:
    """`Carta enviada el 11 de mayo`; of a mail, what its row of the outbox says."""
    if fila.mensaje is not None:
        return fila.mensaje.en_palabras
    canal = _CANAL(fila.canal)
    if fue_reemplazada(fila):
        return "No se hizo: la reemplaza un aviso posterior"
    if fila.hecha_en is None:
        return _POR_HACER[canal]
    return f"{_HECHA[canal]} el {_dia(fila.hecha_en)}"


def fue_reemplazada(fila: Invitacion) -> bool:
    """Whether a later notice takes its place, of a row that `con_reemplazo` read."""
    return bool(getattr(fila, "reemplazada", False))


def marca_de(fila: Invitacion) -> str:
    """The mark that goes with the words (components/estado.html)."""
    if fila.mensaje is not None:
        return fila.mensaje.marca
    return "pronto" if fila.hecha_en is None else "listo"


def direccion_postal(fila: Invitacion) -> list[str]:
    """Where a letter goes, in lines: the person's own address, or that of the organisation."""
    persona = fila.participante
    if persona.direccion:
        return [persona.direccion]
    organizacion = persona.organizacion
    if organizacion is None:
        return []
    comuna = organizacion.comuna.nombre if organizacion.comuna else ""
    return [linea for linea in (organizacion.direccion, comuna) if linea]


def _dia(instante: datetime) -> str:
    return fecha_sin_semana(instante)
