"""What somebody who enrolled, or comes in another's place, is told by mail."""

from typing import Any

from django.urls import reverse

from convocatorias.emails.comunes import adjunto_de_calendario, mapa_de, pagina_de_actividad
from convocatorias.models import Participante
from correos.emails import absoluta, renderizar
from correos.models import Mensaje
from correos.services import enqueue


def inscripcion(participante: Participante, clave: str) -> Mensaje:
    """Acknowledge an enrolment: with a seat, or in the waiting list."""
    if participante.asistencia == Participante.Asistencia.EN_ESPERA:
        return _enviar("convocatorias/en_espera", participante, clave, con_calendario=False)
    return _enviar("convocatorias/inscripcion", participante, clave)


def hay_lugar(participante: Participante, clave: str) -> Mensaje:
    """A seat was left, and it is theirs."""
    return _enviar("convocatorias/hay_lugar", participante, clave)


def delegacion(participante: Participante, clave: str) -> Mensaje:
    """Somebody who was invited said that this person comes in their place."""
    return _enviar("convocatorias/delegacion", participante, clave)


def delegacion_retirada(participante: Participante) -> Mensaje:
    """They do not come in another's place any more; they may still come."""
    return _enviar("convocatorias/delegacion_retirada", participante, con_calendario=False)


def _enviar(
    plantilla: str, participante: Participante, clave: str = "", *, con_calendario: bool = True
) -> Mensaje:
    actividad = participante.actividad
    contexto: dict[str, Any] = {
        "servicio": actividad.servicio,
        "cuenta": actividad.cuenta,
        "actividad": actividad,
        "persona": participante,
        "actividad_url": pagina_de_actividad(actividad),
        "mapa_url": mapa_de(actividad),
        "enlace_url": absoluta(reverse("convocatorias:invitacion", args=[clave])) if clave else "",
    }
    cuerpo = renderizar(plantilla, contexto)
    # Each time that it is decided has a key of its own: coming back is told again.
    ultimo = participante.enlaces.order_by("-pk").values_list("pk", flat=True).first() or 0
    return enqueue(
        servicio=actividad.servicio,
        tipo="inscripcion",
        clave=f"{plantilla.rpartition('/')[2]}:{participante.pk}:{ultimo}",
        para=participante.correo,
        nombre=participante.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        adjuntos=[(adjunto_de_calendario(actividad), "actividad.ics")] if con_calendario else [],
        prioridad=Mensaje.Prioridad.ALTA,
    )
