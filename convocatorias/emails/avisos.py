"""What the people called to an activity are told after their invitation: changes and reminders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from comun.formato import fecha_larga, fecha_sin_semana, hora
from comun.models import Archivo
from convocatorias.emails.comunes import (
    ICS,
    adjunto_de_calendario,
    adjunto_de_cancelacion,
    contexto_de_actividad,
)
from convocatorias.models import Actividad, Convocatoria, Invitacion, Participante
from correos.emails import absoluta, renderizar
from correos.models import TIPO_RECORDATORIO_DE_INVITACION, Mensaje
from correos.services import Correo, enqueue_muchos

Clase = Invitacion.Clase
CANCELADA = "cita-anterior.ics"
#: Nobody may refuse to know that what they were called to has changed, or is tomorrow.
TIPOS = {
    Clase.CAMBIO: "aviso",
    Clase.SUSPENSION: "aviso",
    Clase.ANULACION: "aviso",
    Clase.RECORDATORIO: TIPO_RECORDATORIO_DE_INVITACION,
    Clase.VISPERA: "vispera",
}
PLANTILLAS = {
    Clase.CAMBIO: "convocatorias/cambio",
    Clase.SUSPENSION: "convocatorias/suspension",
    Clase.ANULACION: "convocatorias/suspension",
    Clase.RECORDATORIO: "convocatorias/recordatorio",
    Clase.VISPERA: "convocatorias/vispera",
}
#: A change overtakes the campaigns that wait; asking again does not.
PRIORIDADES = {Clase.RECORDATORIO: Mensaje.Prioridad.CAMPANIA}
Adjuntos = Sequence[tuple[Archivo, str]]


@dataclass(frozen=True)
class Aviso:
    """One notice, written once for everybody: of what kind, under which call, with what in it.

    Without a call (nobody was invited, only enrolled) `convocatoria` is None.
    """

    clase: Invitacion.Clase
    actividad: Actividad
    convocatoria: Convocatoria | None
    contexto: dict[str, Any]
    adjuntos: Adjuntos

    @property
    def campania(self) -> str:
        return f"{self.clase}:{self.actividad.pk}"

    def clave_de(self, participante: Participante) -> str:
        """The same fact told to the same person is one mail, however many times it is pressed."""
        return f"{prefijo(self.clase, self.actividad, self.convocatoria)}{participante.pk}"


def prefijo(
    clase: Invitacion.Clase, actividad: Actividad, convocatoria: Convocatoria | None
) -> str:
    """What the keys of the mails of one notice begin with; the number of the person follows.

    Each change of an activity has its number; who does not answer is reminded once of each call;
    and the day before it happens once for each day.
    """
    if clase == Clase.VISPERA:
        return f"{clase}:{actividad.pk}:{actividad.fecha:%Y%m%d}:"
    if clase == Clase.RECORDATORIO and convocatoria:
        return f"{clase}:{actividad.pk}:{convocatoria.pk}:"
    return f"{clase}:{actividad.pk}:{actividad.secuencia}:"


def aviso_de_cambio(
    antes: Actividad, ahora: Actividad, convocatoria: Convocatoria | None, motivo: str
) -> Aviso:
    """It moved, or is no longer suspended: what changed comes first.

    It carries what takes the former entry out of the calendars, unless its suspension did, and
    the new one, whose number is greater.
    """
    vuelve = antes.estado == Actividad.Estado.SUSPENDIDA
    contexto = contexto_de_actividad(ahora) | {
        "motivo": motivo,
        "vuelve": vuelve,
        "cambios": cambios_entre(antes, ahora),
        "cambia_fecha": antes.fecha != ahora.fecha,
        "cambia_hora": antes.hora_inicio != ahora.hora_inicio,
        "resumen_del_cambio": en_una_frase(antes, ahora),
    }
    adjuntos = [(adjunto_de_calendario(ahora), ICS)]
    if not vuelve:
        adjuntos.insert(0, (adjunto_de_cancelacion(antes, ahora.secuencia - 1), CANCELADA))
    return Aviso(Clase.CAMBIO, ahora, convocatoria, contexto, adjuntos)


def aviso_de_que_no_se_hace(actividad: Actividad, convocatoria: Convocatoria | None) -> Aviso:
    """It is suspended, or called off: why, and how to take part all the same."""
    anulada = actividad.estado == Actividad.Estado.ANULADA
    contexto = contexto_de_actividad(actividad) | {
        "motivo": actividad.motivo_estado,
        "anulada": anulada,
    }
    return Aviso(
        Clase.ANULACION if anulada else Clase.SUSPENSION,
        actividad,
        convocatoria,
        contexto,
        [(adjunto_de_calendario(actividad), CANCELADA)],
    )


def recordatorio(convocatoria: Convocatoria, hoy: date) -> Aviso:
    """To who was invited and has not said whether they come."""
    actividad = convocatoria.actividad
    faltan = (actividad.fecha - hoy).days if actividad.fecha else 0
    contexto = contexto_de_actividad(actividad) | {"faltan": faltan}
    adjuntos = [(adjunto_de_calendario(actividad), ICS)]
    return Aviso(Clase.RECORDATORIO, actividad, convocatoria, contexto, adjuntos)


def vispera(actividad: Actividad, convocatoria: Convocatoria | None, hoy: date) -> Aviso:
    """The day before (or late, on the day itself), to who said that they come."""
    contexto = contexto_de_actividad(actividad) | {
        "programa": list(actividad.programa.all()),
        "es_hoy": actividad.fecha == hoy,
    }
    adjuntos = [(adjunto_de_calendario(actividad), ICS)]
    return Aviso(Clase.VISPERA, actividad, convocatoria, contexto, adjuntos)


def cambios_entre(antes: Actividad, ahora: Actividad) -> list[tuple[str, str, str]]:
    """What is not as it was: name, how it was and how it is, in words."""
    pares = [(nombre, decir(antes), decir(ahora)) for nombre, decir in _EN_PALABRAS]
    return [(nombre, era, es) for nombre, era, es in pares if era != es]


def _fecha(una: Actividad) -> str:
    return fecha_larga(una.fecha) if una.fecha else "sin fecha"


def _hora(una: Actividad) -> str:
    if una.hora_inicio is None:
        return "sin hora"
    hasta = f" a {hora(una.hora_termino)}" if una.hora_termino else ""
    return f"{hora(una.hora_inicio)}{hasta} horas"


def _lugar(una: Actividad) -> str:
    return ", ".join(filter(None, [una.lugar, una.direccion, str(una.comuna or "")]))


_EN_PALABRAS = (("Día", _fecha), ("Hora", _hora), ("Lugar", _lugar))


def en_una_frase(antes: Actividad, ahora: Actividad) -> str:
    """The first line of the mail: what it was, and what it is from now on."""
    nombre, fecha = ahora.nombre, _fecha(ahora)
    if antes.estado == Actividad.Estado.SUSPENDIDA:
        if antes.fecha == ahora.fecha:
            return f"{nombre} ya no está suspendida: será el {fecha}"
        return f"{nombre} ya tiene nueva fecha: será el {fecha}"
    if antes.fecha != ahora.fecha:
        era = fecha_sin_semana(antes.fecha) if antes.fecha else ""
        return f"{nombre} cambió de día: ya no será el {era}, sino el {fecha}"
    if antes.hora_inicio != ahora.hora_inicio:
        horas = [hora(h) for h in (antes.hora_inicio, ahora.hora_inicio) if h]
        return f"{nombre} cambió de hora: ya no será a las {horas[0]}, sino a las {horas[-1]}"
    if _lugar(antes) != _lugar(ahora):
        return f"{nombre} cambió de lugar: será en {_lugar(ahora)}"
    return f"{nombre} cambió de hora de término: será de {_hora(ahora)}"


def enviar_aviso(
    aviso: Aviso, destinos: Iterable[tuple[Participante, str]], por: Any
) -> list[Mensaje]:
    """Into the outbox, one mail per participant with their key ("" without one), in that order."""
    return enqueue_muchos(
        (_correo(aviso, participante, clave) for participante, clave in destinos),
        servicio=aviso.actividad.servicio,
        tipo=TIPOS[aviso.clase],
        campania=aviso.campania,
        prioridad=PRIORIDADES.get(aviso.clase, Mensaje.Prioridad.NORMAL),
        por=por,
    )


def _correo(aviso: Aviso, participante: Participante, clave: str) -> Correo:
    enlace = absoluta(reverse("convocatorias:invitacion", args=[clave])) if clave else ""
    propios = {"persona": participante, "invitacion_url": enlace}
    cuerpo = renderizar(PLANTILLAS[aviso.clase], aviso.contexto | propios)
    return Correo(
        clave=aviso.clave_de(participante),
        para=participante.correo,
        nombre=participante.nombre_completo,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        adjuntos=aviso.adjuntos,
    )
