"""Whom a call goes to: the list that the team makes, and what becomes of each one in it.

Everything is said by the database in a fixed number of statements, whatever the directory holds.
"""

from typing import Any

from django.db.models import Case, CharField, Count, Max, Min, Q, QuerySet, Value, When
from django.db.models.enums import TextChoices
from django.db.models.functions import Lower

from comun.texto import plegar
from convocatorias.catalogos import TEXTO_DE_CONVOCATORIA
from convocatorias.models import (
    Actividad,
    Contacto,
    Convocatoria,
    Invitacion,
    TextoConvocatoria,
)
from correos.models import Supresion


class Destino(TextChoices):
    """What becomes of somebody on the list when the call goes out."""

    CORREO = "correo", "por correo"
    CARTA = "carta", "por carta o teléfono"
    REPETIDA = "repetida", "misma dirección que otra persona: no recibe otra"
    SILENCIO = "silencio", "pidió no ser invitada"
    INVITADA = "invitada", "ya invitada a esta actividad"
    FUERA = "fuera", "ya no está en el directorio"


#: Those who are invited when it goes out.
QUE_VAN = (Destino.CORREO, Destino.CARTA)
#: Saved views of the list: name, and what becomes of those in it.
VISTAS_DE_DESTINATARIOS: dict[str, tuple[str, tuple[str, ...]]] = {
    "todas": ("Todas", tuple(Destino.values)),
    "correo": ("Por correo", (Destino.CORREO,)),
    "carta": ("Por carta o teléfono", (Destino.CARTA,)),
    "no_van": ("No reciben esta", tuple(d for d in Destino.values if d not in QUE_VAN)),
}
EN_ORDEN = ("organizacion__nombre_plegado", "nombres", "apellidos", "pk")


def lista(convocatoria: Convocatoria, texto: str = "") -> QuerySet:
    """Everybody on the list of a call, each with `destino` (a value of `Destino`).

    Of several with one address only the first one goes: the others are `repetida`.
    """
    puestos = Contacto.objects.filter(pk__in=_puestos(convocatoria).values("contacto"))
    filas = puestos.annotate(dirigida=Lower("correo"))
    filas = filas.annotate(destino=_destino(convocatoria))
    if texto:
        # By organisation only: the search stands in the address, where no person's name goes.
        filas = filas.filter(organizacion__nombre_plegado__contains=plegar(texto))
    return filas.select_related("organizacion__comuna").order_by(*EN_ORDEN)


def _puestos(convocatoria: Convocatoria) -> QuerySet[Any]:
    return Convocatoria.destinatarios.through.objects.filter(convocatoria=convocatoria)


def _destino(convocatoria: Convocatoria) -> Case:
    """The questions are made of whole sets, which the database reads once, not row by row."""
    invitadas = Invitacion.objects.filter(
        clase=Invitacion.Clase.INVITACION, participante__actividad=convocatoria.actividad_id
    )
    ya = invitadas.exclude(participante__contacto=None).values("participante__contacto")
    vigente = Q(hasta=None, organizacion__archivada_en=None, organizacion__fusionada_en=None)
    primeras = (
        _puestos(convocatoria)
        .exclude(contacto__in=ya)
        .filter(contacto__hasta=None, contacto__organizacion__archivada_en=None,
                contacto__organizacion__fusionada_en=None)
        .exclude(contacto__correo="")
        .values(dirigida=Lower("contacto__correo"))
        .annotate(primera=Min("contacto"))
    )  # fmt: skip
    direcciones = invitadas.exclude(participante__correo="").values(
        dirigida=Lower("participante__correo")
    )
    calladas = Supresion.objects.vigentes().filter(servicio=convocatoria.servicio_id)
    return Case(
        When(~vigente, then=Value(Destino.FUERA.value)),
        When(
            Q(pk__in=ya) | Q(dirigida__in=direcciones),
            then=Value(Destino.INVITADA.value),
        ),
        When(dirigida__in=calladas.values("direccion"), then=Value(Destino.SILENCIO.value)),
        When(correo="", then=Value(Destino.CARTA.value)),
        When(pk__in=primeras.values("primera"), then=Value(Destino.CORREO.value)),
        default=Value(Destino.REPETIDA.value),
        output_field=CharField(),
    )


def elegidos(convocatoria: Convocatoria) -> QuerySet[Contacto]:
    """Whom a call goes to if it leaves now: those on its list who are to be invited."""
    return lista(convocatoria).filter(destino__in=QUE_VAN)


def resumen_de_destinatarios(convocatoria: Convocatoria) -> dict[str, int]:
    """How many of each `Destino`, how many in all (`todas`) and how many go (`van`)."""
    filas = lista(convocatoria).order_by().values("destino").annotate(n=Count("pk"))
    cuentas = dict.fromkeys(Destino.values, 0) | dict(filas.values_list("destino", "n"))
    van = sum(cuentas[destino] for destino in QUE_VAN)
    return cuentas | {"todas": sum(cuentas.values()), "van": van}


def candidatos(
    actividad: Actividad,
    convocatoria: Convocatoria | None = None,
    *,
    tipo: str = "",
    comuna: str = "",
    region: str = "",
    tema: int | None = None,
    solo_nuevos: bool = False,
    organizaciones: Any = None,
) -> QuerySet[Contacto]:
    """Whom of the directory one may add to a call: of that kind, place and topic, and not on it.

    `solo_nuevos` leaves out whom the activity invited before; `organizaciones` keeps to those.
    """
    filas = Contacto.objects.vigentes()
    criterio = {
        "organizacion__tipos": tipo,
        "organizacion__comuna": comuna,
        "organizacion__comuna__region": region,
        "organizacion__temas": tema,
    }
    filas = filas.filter(**{campo: valor for campo, valor in criterio.items() if valor})
    if organizaciones is not None:
        filas = filas.filter(organizacion__in=organizaciones)
    if convocatoria is not None:
        filas = filas.exclude(pk__in=_puestos(convocatoria).values("contacto"))
    if solo_nuevos:
        antes = Invitacion.objects.filter(
            clase=Invitacion.Clase.INVITACION,
            participante__actividad=actividad,
            participante__contacto__isnull=False,
        )
        filas = filas.exclude(pk__in=antes.values("participante__contacto"))
    return filas.order_by(*EN_ORDEN)


def cuantos(contactos: QuerySet[Contacto]) -> dict[str, int]:
    """How many people, and of how many organisations."""
    return contactos.order_by().aggregate(
        personas=Count("pk"), organizaciones=Count("organizacion", distinct=True)
    )


def versiones(convocatoria: Convocatoria) -> QuerySet[TextoConvocatoria]:
    """The versions of its text, the one that stands first."""
    return TextoConvocatoria.objects.filter(convocatoria=convocatoria).select_related("escrito_por")


def version_vigente(convocatoria: Convocatoria) -> int:
    """Which version of its text stands; once it was sent, the one that went."""
    filas = TextoConvocatoria.objects.filter(convocatoria=convocatoria)
    return filas.aggregate(n=Max("version"))["n"] or 0


def texto_de_partida(actividad: Actividad) -> str:
    """The words to start from: of the last call to it that went out; else, of the service's last
    one; or some to begin with. The notice of a change says why, and invites nobody."""
    filas = Convocatoria.objects.filter(
        servicio=actividad.servicio_id, estado=Convocatoria.Estado.ENVIADA
    )
    antes = filas.exclude(clase=Convocatoria.Clase.CAMBIO).order_by("-enviada_en", "-pk")
    textos = antes.values_list("mensaje", flat=True)
    suyo = textos.filter(actividad=actividad).first()
    if suyo is not None:
        return suyo
    return textos.exclude(mensaje="").first() or TEXTO_DE_CONVOCATORIA
