"""The directory: organisations, contacts, and who can be called."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Lower

from comun.texto import plegar
from convocatorias.models import Actividad, Contacto, Convocatoria, Organizacion, Participante
from correos.models import Supresion


def buscar_organizaciones(texto: str = "", tipo: str = "", comuna: str = "") -> QuerySet:
    """Organisations by a part of their name, their kind and their comuna."""
    contactos = Prefetch("contactos", con_silencio(Contacto.objects.all()))
    filas = Organizacion.objects.select_related("comuna").prefetch_related("tipos", contactos)
    if texto:
        filas = filas.filter(nombre_plegado__contains=plegar(texto))
    if tipo:
        filas = filas.filter(tipos=tipo)
    return filas.filter(comuna=comuna) if comuna else filas


def con_silencio(contactos: QuerySet[Contacto]) -> QuerySet:
    """Those contacts, each with `no_invitar`: asked the service for no more invitations."""
    pedidas = Supresion.objects.vigentes().filter(
        servicio=OuterRef("servicio"), direccion=Lower(OuterRef("correo"))
    )
    return contactos.annotate(no_invitar=Exists(pedidas))


def con_correo(
    actividad: Actividad, tipo: str = "", comuna: str = "", solo_nuevos: bool = False
) -> QuerySet:
    """The contacts with an address, of that kind and comuna, each with `no_invitar`."""
    filas = con_silencio(Contacto.objects.exclude(correo="")).select_related("organizacion__comuna")
    if tipo:
        filas = filas.filter(organizacion__tipos=tipo)
    if comuna:
        filas = filas.filter(organizacion__comuna=comuna)
    if solo_nuevos:
        invitados = Participante.objects.filter(actividad=actividad, contacto__isnull=False)
        filas = filas.exclude(pk__in=invitados.values("contacto"))
    return filas.order_by("organizacion__nombre_plegado", "nombres", "apellidos", "pk")


def destinatarios(actividad: Actividad, **criterio: Any) -> QuerySet[Contacto]:
    """Who can be called: `con_correo`, less those who asked not to be invited."""
    return con_correo(actividad, **criterio).filter(no_invitar=False)


def elegidos(convocatoria: Convocatoria) -> QuerySet[Contacto]:
    """Whom a scheduled call goes to: those chosen then who can still be called."""
    filas = con_silencio(convocatoria.destinatarios.exclude(correo="")).filter(no_invitar=False)
    return filas.select_related("organizacion__comuna").order_by(
        "organizacion__nombre_plegado", "nombres", "apellidos", "pk"
    )


def organizaciones_por_tipo(organizaciones: Iterable[int]) -> Counter[str]:
    """How many of those organisations of each kind; one may be of several (T7)."""
    filas = Organizacion.tipos.through.objects.filter(organizacion_id__in=list(organizaciones))
    return Counter(filas.values_list("tipoorganizacion_id", flat=True))
