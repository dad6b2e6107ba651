"""The directory: organisations, contacts, and who can be called."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from convocatorias.models import Contacto, Organizacion
from correos.models import Supresion


def con_silencio(contactos: QuerySet[Contacto]) -> QuerySet:
    """Those contacts, each with `no_invitar`: asked the service for no more invitations."""
    pedidas = Supresion.objects.vigentes().filter(
        servicio=OuterRef("servicio"), direccion=Lower(OuterRef("correo"))
    )
    return contactos.annotate(no_invitar=Exists(pedidas))


def organizaciones_por_tipo(organizaciones: Q) -> dict[str, int]:
    """How many of the organisations that meet that condition of each kind (T7)."""
    filas = Organizacion.objects.filter(organizaciones, tipos__isnull=False).order_by()
    por_tipo = filas.values("tipos").annotate(n=Count("pk", distinct=True))
    return dict(por_tipo.values_list("tipos", "n"))
