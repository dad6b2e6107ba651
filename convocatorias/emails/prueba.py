"""The copy that the team sends itself before the button: as one of the invited would read it."""

from datetime import timedelta
from typing import Any

from comun import reloj
from comun.models import Archivo
from convocatorias.emails.comunes import ICS, adjunto_de_calendario
from convocatorias.emails.invitacion import adjuntos_de, contexto_de_invitacion, invitacion
from convocatorias.models import Contacto, Convocatoria
from correos.models import Mensaje
from correos.services import enqueue
from cuentas.selectors import informe_vigente

TIPO = "copia_de_prueba"
MARCA = "[Copia de prueba]"
#: One at most in this time, for each person.
CADA = timedelta(seconds=30)


def hubo_hace_poco(para: str) -> bool:
    """Whether a test copy went to that address less than `CADA` ago."""
    return Mensaje.objects.filter(tipo=TIPO, para=para, creado_en__gt=reloj.ahora() - CADA).exists()


def copia_de_prueba(convocatoria: Convocatoria, persona: Contacto, por: Any) -> Mensaje:
    """The mail of that person, to who asks. Its link is a sample; it invites nobody."""
    cuerpo = invitacion(contexto_de_invitacion(convocatoria), persona)
    # Pressed twice at once, it is one.
    vez = int(reloj.ahora().timestamp() // CADA.total_seconds())
    return enqueue(
        servicio=convocatoria.servicio,
        tipo=TIPO,
        clave=f"{TIPO}:{convocatoria.pk}:{por.pk}:{vez}",
        para=por.email,
        nombre=por.nombre,
        asunto=f"{MARCA} {cuerpo.asunto}",
        texto=cuerpo.texto,
        html=cuerpo.html,
        adjuntos=_adjuntos(convocatoria),
        prioridad=Mensaje.Prioridad.ALTA,
        por=por,
    )


def _adjuntos(convocatoria: Convocatoria) -> list[tuple[Archivo, str]]:
    """The same as each invitation; while there is no report published, the calendar alone."""
    informe = convocatoria.informe or informe_vigente(convocatoria.actividad.cuenta)
    if informe is None:
        return [(adjunto_de_calendario(convocatoria.actividad), ICS)]
    return adjuntos_de(convocatoria, informe)
