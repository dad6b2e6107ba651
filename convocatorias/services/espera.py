"""Seats: who has one, who waits, and who is called when one is left.

Whoever counts or gives seats holds the row of the activity: of three hundred people at once,
each sees what the ones before did.
"""

from django.db import transaction

from comun import reloj
from comun.campos import clave_nueva
from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias import emails, selectors
from convocatorias.models import Actividad, Enlace, Participante
from servicios.models import Usuario

Asistencia = Participante.Asistencia
#: How many people somebody may bring.
MAX_ACOMPANANTES = 5


def bloquear_actividad(pk: int) -> Actividad:
    """The activity as it is now, for this transaction alone."""
    return (
        Actividad.objects.select_for_update(of=("self",), no_key=True)
        .select_related("comuna__region", "cuenta__servicio", "servicio")
        .get(pk=pk)
    )


def exigir_por_responder(actividad: Actividad) -> None:
    """While the activity stands and has not begun.

    Raises:
        ErrorDominio: with what to do instead.
    """
    if not actividad.vigente:
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}: no necesita responder."
        )
    if actividad.inicio is not None and actividad.inicio <= reloj.ahora():
        raise ErrorDominio("La actividad ya comenzó. Si viene en camino, preséntese en la entrada.")


def libres(actividad: Actividad) -> int:
    """Seats that nobody has. Less than none when more people come than there are seats."""
    return actividad.aforo - selectors.personas_que_vendran(actividad)


def lugar_para(actividad: Actividad, personas: int) -> str:
    """What somebody who enrolls now gets: a seat, or a place behind those who wait."""
    if libres(actividad) < personas or selectors.en_espera(actividad).exists():
        return Asistencia.EN_ESPERA
    return Asistencia.ASISTE


def enlace_nuevo(participante: Participante) -> str:
    """A key that opens the page of this participant; only its hash is kept."""
    clave, huella = clave_nueva()
    Enlace.objects.create(participante=participante, clave_hash=huella, creado_en=reloj.ahora())
    return clave


def llamar_a_la_espera(actividad: Actividad) -> list[Participante]:
    """Give the free seats to who waits, the first one first, and tell each by mail.

    In the caller's transaction, with the activity locked. Who does not fit with the people that
    they bring keeps the first place, and nobody passes before them.
    """
    if not actividad.vigente or actividad.inicio is None or actividad.inicio <= reloj.ahora():
        return []
    quedan = libres(actividad)
    llamados = []
    if quedan <= 0:
        return []
    # Each takes one seat at least: no more rows than seats are read.
    for fila in selectors.en_espera(actividad)[:quedan]:
        if fila.personas > quedan:
            break
        quedan -= fila.personas
        fila.actividad = actividad
        _dar_lugar(fila, por=None)
        llamados.append(fila)
    return llamados


def _dar_lugar(participante: Participante, por: Usuario | None) -> None:
    participante.asistencia = Asistencia.ASISTE
    participante.save(update_fields=["asistencia"])
    anotar(
        participante,
        "dar_lugar",
        por=por,
        desde=Asistencia.EN_ESPERA,
        hasta=Asistencia.ASISTE,
    )
    if participante.correo:
        emails.hay_lugar(participante, enlace_nuevo(participante))


@transaction.atomic
def dar_lugar(*, participante: Participante, por: Usuario) -> None:
    """Confirm somebody who waits, also past the seats: the page warned of it (R34).

    Raises:
        ErrorDominio: they do not wait any more, or the activity began or does not stand.
    """
    actividad = bloquear_actividad(participante.actividad_id)
    exigir_por_responder(actividad)
    participante.refresh_from_db(fields=["asistencia"])
    participante.actividad = actividad
    if participante.asistencia != Asistencia.EN_ESPERA:
        raise ErrorDominio("Esa persona ya no está en la lista de espera. Recargue la página.")
    _dar_lugar(participante, por)
