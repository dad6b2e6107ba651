"""The proof of an activity in figures, and who took it away."""

from typing import Any

from django.db.models import Count, Q

from comun.models import Bitacora
from convocatorias.models import Actividad, Invitacion
from convocatorias.selectors.enviada import con_reemplazo
from convocatorias.selectors.prueba import invitaciones_de
from correos.models import AVISADO, Mensaje
from servicios.models import Usuario


def totales_de_la_prueba(actividad: Actividad) -> dict[str, int]:
    """How many things were told, and how each one stands, as `estado_de` says it: in one
    statement."""
    por_mano = Q(mensaje=None)
    llego = Q(mensaje__estado__in=Mensaje.LLEGARON) | Q(mensaje__ultimo_texto=AVISADO)
    no_llego = Q(mensaje__estado__in=Mensaje.NO_LLEGARON) & ~Q(mensaje__ultimo_texto=AVISADO)
    return con_reemplazo(invitaciones_de(actividad)).aggregate(
        total=Count("pk"),
        entregadas=Count("pk", filter=Q(hecha_en__isnull=False) & por_mano | llego),
        pendientes=Count("pk", filter=Q(hecha_en=None, reemplazada=False) & por_mano),
        reemplazadas=Count("pk", filter=Q(reemplazada=True)),
        no_llegaron=Count("pk", filter=no_llego),
        en_camino=Count(
            "pk",
            filter=~por_mano & ~Q(mensaje__estado__in=(*Mensaje.LLEGARON, *Mensaje.NO_LLEGARON)),
        ),
        borradas=Count("pk", filter=Q(mensaje__purgado_en__isnull=False)),
    )


def hechas_tarde(actividad: Actividad) -> list[Invitacion]:
    """Letters, calls and visits noted late with their reason: the first hundred."""
    filas = invitaciones_de(actividad).exclude(motivo_tardanza="")
    return list(filas.select_related("participante", "hecha_por").order_by("hecha_en", "pk")[:100])


def entregas_de(actividad: Actividad, accion: str) -> list[dict[str, Any]]:
    """Who took the proof away, when, and the SHA-256 of what they took: the last ten."""
    filas = list(
        Bitacora.objects.filter(
            objeto_tipo=Actividad._meta.label_lower, objeto_id=actividad.pk, accion=accion
        ).order_by("-pk")[:10]
    )
    nombres = dict(
        Usuario.objects.filter(pk__in={f.actor_id for f in filas}).values_list("pk", "nombre")
    )
    return [
        {
            "cuando": fila.momento,
            "quien": nombres.get(fila.actor_id or 0, ""),
            "sha256": fila.datos.get("sha256", ""),
        }
        for fila in filas
    ]
