"""Who answers for the account is told that the banner is missing, and that it is back."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.urls import reverse

from convocatorias.models import ProcesoVirtual, RevisionBanner
from correos.emails import absoluta, renderizar
from correos.models import Mensaje
from correos.services import enqueue


class NoticiaDelBanner(StrEnum):
    """What became of the banner on some pages."""

    FALTA = "falta"
    SIN_LEER = "sin_leer"
    VUELVE = "vuelve"


def aviso_del_banner(
    proceso: ProcesoVirtual,
    noticia: NoticiaDelBanner,
    revisiones: Sequence[RevisionBanner],
    dias: str,
    persona: Any,
) -> Mensaje | None:
    """One mail for each person, with every page of that news and the days on which it was seen."""
    if not persona.email:
        return None
    cuenta = proceso.cuenta
    suya = [cuenta.servicio.slug, cuenta.anio_gestion]
    volvio = noticia is NoticiaDelBanner.VUELVE
    cuerpo = renderizar(
        "convocatorias/banner_vuelve" if volvio else "convocatorias/banner_falta",
        {
            "servicio": cuenta.servicio,
            "cuenta": cuenta,
            "nombre": persona.get_short_name(),
            "sin_leer": noticia is NoticiaDelBanner.SIN_LEER,
            "dia": revisiones[0].dia,
            "revisiones": revisiones,
            "dias": dias,
            "enlace": absoluta(reverse("convocatorias_gestion:banner_prueba", args=suya)),
            "lineas": absoluta(reverse("convocatorias_gestion:banner", args=suya)),
        },
    )
    ultima = max(una.pk for una in revisiones)
    return enqueue(
        servicio=cuenta.servicio,
        tipo="recordatorio",
        clave=f"banner:{noticia}:{proceso.pk}:{ultima}:{persona.pk}",
        para=persona.email,
        nombre=persona.nombre,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        campania=f"banner:{proceso.pk}",
        prioridad=Mensaje.Prioridad.NORMAL,
    )
