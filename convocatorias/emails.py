"""The mails of the call and of the enrolment."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from comun import archivos, reloj
from comun.formato import fecha_larga, fecha_sin_semana, hora
from comun.models import Archivo
from comun.variables import rellenar
from convocatorias import documents, selectors
from convocatorias.models import Actividad, Convocatoria, Participante, ProcesoVirtual
from correos.emails import Cuerpo, absoluta, renderizar
from correos.models import Mensaje
from correos.services import Correo, enqueue, enqueue_muchos
from cuentas.models import CuentaPublica

TIPO_ICS = "text/calendar; charset=utf-8; method=PUBLISH"
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


def pagina_de(cuenta: CuentaPublica, resto: str = "") -> str:
    """Absolute address of a public page of the account: fixed, whatever app draws it."""
    return absoluta(f"cuentas/{cuenta.servicio.slug}/{cuenta.anio_gestion}/{resto}")


def pagina_de_actividad(actividad: Actividad) -> str:
    """Absolute address of the public page of an activity."""
    return pagina_de(actividad.cuenta, f"jornadas/{actividad.slug}/")


def campania(convocatoria: Convocatoria) -> str:
    """The name under which the mails of one call are gathered in the console."""
    return f"convocatoria:{convocatoria.pk}"


def contexto_de_invitacion(convocatoria: Convocatoria) -> dict[str, Any]:
    """What every invitation of a call says, read once."""
    actividad = convocatoria.actividad
    cuenta = actividad.cuenta
    proceso = selectors.proceso_de(cuenta)
    return {
        "servicio": cuenta.servicio,
        "cuenta": cuenta,
        "actividad": actividad,
        "programa": list(actividad.programa.all()),
        "convocatoria": convocatoria,
        "proceso": proceso,
        "cronograma": cronograma(actividad, proceso),
        "actividad_url": pagina_de_actividad(actividad),
        "informe_url": pagina_de(cuenta, "informe/"),
        "participar_url": pagina_de(cuenta, "participar/"),
    }


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
    adjuntos = [
        (_informe(convocatoria), f"informe-cuenta-publica-{contexto['cuenta'].anio_gestion}.pdf"),
        (_calendario(convocatoria.actividad), "actividad.ics"),
    ]
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


def _informe(convocatoria: Convocatoria) -> Archivo:
    if convocatoria.informe is None:
        raise ValueError("A call goes with a published report.")
    return convocatoria.informe.pdf


def _calendario(actividad: Actividad) -> Archivo:
    contenido = documents.calendario(actividad, pagina_de_actividad(actividad), reloj.ahora())
    return archivos.guardar(contenido, TIPO_ICS)


def inscripcion(participante: Participante) -> Mensaje | None:
    """Acknowledge an enrolment, to whoever gave an address."""
    if not participante.correo:
        return None
    actividad = participante.actividad
    cuerpo = renderizar(
        "convocatorias/inscripcion",
        {
            "servicio": actividad.servicio,
            "cuenta": actividad.cuenta,
            "actividad": actividad,
            "persona": participante,
            "actividad_url": pagina_de_actividad(actividad),
        },
    )
    return enqueue(
        servicio=actividad.servicio,
        tipo="inscripcion",
        clave=f"inscripcion:{participante.pk}",
        para=participante.correo,
        nombre=participante.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        adjuntos=[(_calendario(actividad), "actividad.ics")],
        prioridad=Mensaje.Prioridad.ALTA,
    )
