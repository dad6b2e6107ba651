"""Who sits where."""

from django.db import transaction

from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias.models import Actividad, Participante
from servicios.models import Usuario
from talleres import selectors
from talleres.models import Asignacion, Taller


def sugerir_taller(*, actividad: Actividad) -> Taller | None:
    """The open workshop with fewest people, the lowest number on ties; None without any.

    Seats are kept while one is left; when all are full it still answers: nobody is turned away
    (K6). Inside a transaction the rows stay locked, so that two desks do not take one seat.
    """
    abiertos = Taller.objects.abiertos().filter(actividad=actividad).order_by("numero")
    if transaction.get_connection().in_atomic_block:
        abiertos = abiertos.select_for_update(no_key=True)
    talleres = list(abiertos)
    if not talleres:
        return None
    filas = Taller.objects.filter(actividad=actividad).con_sentados()
    personas = dict(filas.values_list("pk", "sentados"))
    return min(talleres, key=lambda t: (personas[t.pk] >= t.cupo, personas[t.pk], t.numero))


def sentar(*, participante: Participante, taller: Taller | None = None) -> Asignacion | None:
    """Give a person a seat inside the caller's transaction, which also writes the log.

    In `taller`, or in the suggested one; who has a seat keeps it. None: no workshop is open.

    Raises:
        ErrorDominio: the workshop is of another activity or no longer open.
    """
    previa = selectors.asignacion_de(participante)
    if previa:
        return previa
    destino = taller or sugerir_taller(actividad=participante.actividad)
    if destino is None:
        return None
    _exigir_abierto(participante, destino)
    return Asignacion.objects.create(participante=participante, taller=destino)


@transaction.atomic
def asignar(
    *, participante: Participante, por: Usuario, taller: Taller | None = None
) -> Asignacion | None:
    """Give a person a seat, in `taller` or in the suggested one; who has one keeps it.

    Raises:
        ErrorDominio: the workshop is of another activity or no longer open.
    """
    asignacion = sentar(participante=participante, taller=taller)
    if asignacion:
        anotar(asignacion, "asignar", por=por, datos={"taller": asignacion.taller.numero})
    return asignacion


@transaction.atomic
def mover_a(*, participante: Participante, taller: Taller, por: Usuario) -> Asignacion | None:
    """Change a person to another workshop, also when it is full (K6).

    Raises:
        ErrorDominio: the workshop is of another activity or no longer open.
    """
    _exigir_abierto(participante, taller)
    asignacion = selectors.asignacion_de(participante)
    if asignacion is None:
        return asignar(participante=participante, taller=taller, por=por)
    desde = asignacion.taller.numero
    if asignacion.taller_id != taller.pk:
        asignacion.taller = taller
        asignacion.save(update_fields=["taller"])
        anotar(asignacion, "mover_a", por=por, datos={"desde": desde, "hasta": taller.numero})
    return asignacion


def _exigir_abierto(participante: Participante, taller: Taller) -> None:
    if participante.actividad_id != taller.actividad_id:
        raise ErrorDominio("Ese taller es de otra actividad. Elija uno de esta.")
    if taller.estado not in (Taller.Estado.PLANIFICADO, Taller.Estado.EN_CURSO):
        raise ErrorDominio(
            f"El taller {taller.numero} está {taller.get_estado_display()}. Elija otro."
        )
