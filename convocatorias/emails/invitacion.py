"""The invitation to an activity."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from comun import archivos, reloj
from comun.formato import fecha_larga, fecha_sin_semana, hora
from comun.models import Archivo
from comun.variables import rellenar
from convocatorias import documents, selectors
from convocatorias.emails.comunes import (
    ICS,
    adjunto_de_calendario,
    campania,
    contexto_de_actividad,
)
from convocatorias.models import Actividad, Convocatoria, Participante, ProcesoVirtual
from correos.emails import Cuerpo, absoluta, renderizar
from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos
from cuentas.models import PublicacionInforme
from cuentas.selectors import informe_vigente

CLAVE_DE_MUESTRA = "vista-previa"
#: What the text of a call may ask for, and nothing else: name, and what stands in its place.
VARIABLES = {
    "nombre": "nombre y apellidos de la persona",
    "organizacion": "su organización",
    "actividad": "nombre de la actividad",
    "fecha": "día de la actividad",
    "hora": "hora de comienzo",
    "lugar": "lugar",
    "comuna": "comuna",
    "servicio": "nombre de su servicio",
    "anio": "año de gestión de la cuenta",
}


def contexto_de_invitacion(convocatoria: Convocatoria) -> dict[str, Any]:
    """What every invitation of a call says, read once."""
    actividad = convocatoria.actividad
    contexto = contexto_de_actividad(actividad)
    return contexto | {
        "programa": list(actividad.programa.all()),
        "temas": list(actividad.temas.all()),
        "convocatoria": convocatoria,
        "con_resumen": tiene_resumen(convocatoria),
        "encuesta": selectors.encuesta_abierta(actividad, reloj.ahora()),
        "cronograma": cronograma(actividad, contexto["proceso"]),
    }


def tiene_resumen(convocatoria: Convocatoria) -> bool:
    """Whether the report that goes with it has a summary, which travels as an annex (R26)."""
    informe = convocatoria.informe or informe_vigente(convocatoria.actividad.cuenta)
    return bool(informe and informe.contenido.get("resumen"))


def cronograma(actividad: Actividad, proceso: ProcesoVirtual | None) -> list[tuple[str, str]]:
    """The phases and their dates, in the order of the days (R41, fuente 002)."""
    cuenta = actividad.cuenta
    fases: list[tuple[date | None, str, str]] = []
    if proceso is not None:
        dias = f"del {fecha_sin_semana(proceso.inicio)} al {fecha_larga(proceso.termino)}"
        fases.append((proceso.inicio, "Participación por internet", dias))
    if actividad.fecha is not None:
        fases.append((actividad.fecha, actividad.nombre, fecha_larga(actividad.fecha)))
    for dia, que in (
        (cuenta.respuesta_virtual, "Respuestas a lo recibido por internet"),
        (cuenta.respuesta_presencial, "Respuestas a lo planteado en la jornada"),
    ):
        if dia is not None:
            fases.append((dia, que, f"a más tardar el {fecha_larga(dia)}"))
    fases.sort(key=lambda fase: fase[0] or date.max)
    return [(que, cuando) for _, que, cuando in fases]


def invitacion(contexto: dict[str, Any], persona: Any, clave: str = CLAVE_DE_MUESTRA) -> Cuerpo:
    """The invitation of one person (a Participante, or a Contacto to preview it)."""
    enlace = absoluta(reverse("convocatorias:invitacion", args=[clave]))
    propios = {
        "persona": persona,
        "invitacion_url": enlace,
        "encuesta_url": f"{enlace}encuesta/",
        "mensaje": rellenar(contexto["convocatoria"].mensaje, _valores(contexto, persona)),
    }
    return renderizar("convocatorias/invitacion", contexto | propios)


def _valores(contexto: dict[str, Any], persona: Any) -> dict[str, str]:
    """What each of `VARIABLES` stands for in the letter of one person."""
    actividad: Actividad = contexto["actividad"]
    return {
        "nombre": persona.nombre_completo,
        "organizacion": persona.organizacion.nombre if persona.organizacion_id else "",
        "actividad": actividad.nombre,
        "fecha": fecha_larga(actividad.fecha) if actividad.fecha else "",
        "hora": hora(actividad.hora_inicio) if actividad.hora_inicio else "",
        "lugar": actividad.lugar,
        "comuna": str(actividad.comuna or ""),
        "servicio": contexto["servicio"].nombre,
        "anio": str(contexto["cuenta"].anio_gestion),
    }


def enviar_invitaciones(
    convocatoria: Convocatoria, destinos: Iterable[tuple[Participante, str]], por: Any
) -> list[Mensaje]:
    """Into the outbox, one invitation per participant with their key, in the order given."""
    contexto = contexto_de_invitacion(convocatoria)
    adjuntos = adjuntos_de(convocatoria)
    correos = []
    for participante, clave in destinos:
        cuerpo = invitacion(contexto, participante, clave)
        correos.append(
            Correo(
                clave=f"invitacion:{convocatoria.pk}:{participante.pk}",
                para=participante.correo,
                nombre=participante.nombre_completo,
                asunto=cuerpo.asunto,
                texto=cuerpo.texto,
                html=cuerpo.html,
                adjuntos=adjuntos,
            )
        )
    return enqueue_muchos(
        correos,
        servicio=convocatoria.servicio,
        tipo="invitacion",
        campania=campania(convocatoria),
        por=por,
    )


def adjuntos_de(
    convocatoria: Convocatoria, informe: PublicacionInforme | None = None
) -> list[tuple[Archivo, str]]:
    """What travels with each invitation of a call, made once: report, summary and calendar.

    `informe`: the one of a call that has none yet.
    """
    publicacion, actividad = informe or convocatoria.informe, convocatoria.actividad
    if publicacion is None:
        raise ValueError("A call goes with a published report.")
    anio = actividad.cuenta.anio_gestion
    adjuntos = [(publicacion.pdf, f"informe-cuenta-publica-{anio}.pdf")]
    if tiene_resumen(convocatoria):
        resumen = archivos.guardar(documents.resumen_pdf(publicacion, actividad), archivos.PDF)
        adjuntos.append((resumen, f"resumen-cuenta-publica-{anio}.pdf"))
    return [*adjuntos, (adjunto_de_calendario(actividad), ICS)]
