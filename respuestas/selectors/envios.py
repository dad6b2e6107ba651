"""The personal replies of a published version, and how they go."""

from django.db.models import Count, Q, QuerySet

from correos.models import Mensaje
from cuentas.models import CuentaPublica
from respuestas.models import EnvioRespuesta, PublicacionRespuestas


def avance_de_envios(publicacion: PublicacionRespuestas) -> dict[str, int]:
    """How many replies there are, got there, wait to leave, or need a person; one statement."""
    llegadas = Q(entregado_en__isnull=False) | Q(mensaje__estado__in=Mensaje.LLEGARON)
    no_llego = Mensaje.NO_LLEGARON
    por_hacer = Q(mensaje=None) | Q(mensaje__estado__in=no_llego)
    avance = EnvioRespuesta.objects.filter(publicacion=publicacion).aggregate(
        total=Count("pk"),
        llegadas=Count("pk", filter=llegadas),
        por_hacer=Count("pk", filter=por_hacer & Q(entregado_en=None)),
    )
    return {**avance, "en_espera": avance["total"] - avance["llegadas"] - avance["por_hacer"]}


def acuses_en_fila(cuenta: CuentaPublica) -> int:
    """How many acknowledgements wait their turn; what they acknowledge is received already."""
    return Mensaje.objects.de_campania(f"acuse:{cuenta.pk}").en_fila().count()


def envios_de(publicacion: PublicacionRespuestas) -> QuerySet[EnvioRespuesta]:
    return (
        EnvioRespuesta.objects.filter(publicacion=publicacion)
        .select_related("consultante", "mensaje", "entregado_por")
        .defer("mensaje__texto", "mensaje__html")
        .order_by("pk")
    )
