"""Who answers for the account is told that the banner is missing, and that it is back."""

from typing import Any

from django.urls import reverse

from convocatorias.models import PaginaBanner, RevisionBanner
from correos.emails import absoluta, renderizar
from correos.models import Mensaje
from correos.services import enqueue


def aviso_del_banner(
    pagina: PaginaBanner, revision: RevisionBanner, persona: Any
) -> Mensaje | None:
    """One mail for each person when it goes missing, and one when it is seen again."""
    if not persona.email:
        return None
    volvio = revision.resultado == RevisionBanner.Resultado.ESTA
    cuenta = pagina.proceso.cuenta
    suya = [cuenta.servicio.slug, cuenta.anio_gestion]
    cuerpo = renderizar(
        "convocatorias/banner_vuelve" if volvio else "convocatorias/banner_falta",
        {
            "servicio": cuenta.servicio,
            "cuenta": cuenta,
            "nombre": persona.get_short_name(),
            "pagina": pagina,
            "revision": revision,
            "enlace": absoluta(reverse("convocatorias_gestion:banner_prueba", args=suya)),
            "lineas": absoluta(reverse("convocatorias_gestion:banner", args=suya)),
        },
    )
    que = "vuelve" if volvio else "falta"
    return enqueue(
        servicio=cuenta.servicio,
        tipo="recordatorio",
        clave=f"banner:{que}:{pagina.pk}:{revision.dia:%Y%m%d}:{persona.pk}",
        para=persona.email,
        nombre=persona.nombre,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        campania=f"banner:{pagina.proceso_id}",
        prioridad=Mensaje.Prioridad.NORMAL,
    )
