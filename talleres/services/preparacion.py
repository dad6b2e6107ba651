"""Before the day: the workshops of an activity, their topics and their teams."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from comun.errores import ErrorDominio
from comun.texto import limpiar
from comun.transitions import anotar, move
from convocatorias.models import Actividad
from servicios import acceso
from servicios.models import Usuario
from servicios.permissions import Permiso
from talleres import selectors
from talleres.models import Asignacion, Taller

MAXIMO_TALLERES = 60
SIN_TEMA = "Diálogo abierto"


@transaction.atomic
def crear_talleres(
    *, actividad: Actividad, cantidad: int, temas: Sequence[str] = (), cupo: int = 0, por: Usuario
) -> list[Taller]:
    """Add workshops to an activity, numbered after the last one.

    Raises:
        ErrorDominio: the activity does not go on, or the number makes no sense.
    """
    acceso.exigir(por, Permiso.GESTIONAR_TALLERES, actividad.servicio_id)
    if actividad.estado in (Actividad.Estado.ANULADA, Actividad.Estado.SUSPENDIDA):
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}: no se le agregan talleres."
        )
    Actividad.objects.select_for_update(no_key=True).get(pk=actividad.pk)
    ultimo = Taller.objects.filter(actividad=actividad).aggregate(n=Max("numero"))["n"] or 0
    if cantidad < 1 or ultimo + cantidad > MAXIMO_TALLERES:
        raise ErrorDominio(
            f"Indique entre 1 y {MAXIMO_TALLERES} talleres en total. Ya hay {ultimo}."
        )
    propios = [limpiar(tema).strip() for tema in temas if tema.strip()]
    talleres = Taller.objects.bulk_create(
        Taller(
            actividad=actividad,
            numero=ultimo + n + 1,
            nombre=propios[n] if n < len(propios) else SIN_TEMA,
            cupo=cupo or actividad.cuenta.norma.taller_tamano_max,
        )
        for n in range(cantidad)
    )
    anotar(actividad, "crear_talleres", por=por, datos={"cantidad": cantidad, "desde": ultimo + 1})
    return talleres


@transaction.atomic
def editar_taller(*, taller: Taller, nombre: str, sala: str, cupo: int, por: Usuario) -> None:
    """Change the topic, the room and the seats of a workshop.

    Raises:
        ErrorDominio: it is closed.
    """
    acceso.exigir(por, Permiso.GESTIONAR_TALLERES, taller.servicio_id)
    if taller.estado == Taller.Estado.CERRADO:
        raise ErrorDominio("El taller está cerrado. Reábralo para cambiar sus datos.")
    taller.nombre, taller.sala, taller.cupo = limpiar(nombre).strip(), limpiar(sala).strip(), cupo
    taller.save(update_fields=["nombre", "sala", "cupo"])
    anotar(taller, "editar_taller", por=por, datos={"cupo": cupo})


@transaction.atomic
def asignar_equipo(
    *, taller: Taller, facilitador: Usuario | None, secretario: Usuario | None, por: Usuario
) -> None:
    """Say who facilitates and who records: two people of the service (R74, fuente 000).

    Raises:
        ErrorDominio: the same person twice, a person without the role, or nobody in a workshop
            that already began.
    """
    acceso.exigir(por, Permiso.GESTIONAR_TALLERES, taller.servicio_id)
    if facilitador and facilitador == secretario:
        raise ErrorDominio("Quien facilita y quien registra deben ser dos personas (R74).")
    if taller.estado in (Taller.Estado.EN_CURSO, Taller.Estado.CERRADO) and not (
        facilitador and secretario
    ):
        raise ErrorDominio("El taller ya empezó: necesita a sus dos personas (R74).")
    _exigir_tarea(taller, facilitador, selectors.PARA_FACILITAR, "Facilitación de taller")
    _exigir_tarea(taller, secretario, selectors.PARA_REGISTRAR, "Secretaría técnica de taller")
    taller.facilitador, taller.secretario = facilitador, secretario
    taller.save(update_fields=["facilitador", "secretario"])
    datos = {"facilitador": taller.facilitador_id, "secretario": taller.secretario_id}
    anotar(taller, "asignar_equipo", por=por, datos=datos)


def _exigir_tarea(
    taller: Taller, persona: Usuario | None, tarea: tuple[Permiso, ...], rol: str
) -> None:
    if persona and not selectors.cumple_tarea(persona, taller.servicio_id, tarea):
        raise ErrorDominio(
            f"{persona} no tiene el rol «{rol}» en este servicio. Déselo en la página del equipo, "
            "o elija a otra persona."
        )


@transaction.atomic
def descartar_taller(*, taller: Taller, por: Usuario) -> None:
    """A planned workshop that will not take place.

    Raises:
        ErrorDominio: somebody already has a seat in it.
    """
    acceso.exigir(por, Permiso.GESTIONAR_TALLERES, taller.servicio_id)
    Taller.objects.select_for_update(no_key=True).get(pk=taller.pk)
    personas = Asignacion.objects.filter(taller=taller).count()
    if personas:
        raise ErrorDominio(
            f"En el taller {taller.numero} hay {personas} "
            f"{'persona' if personas == 1 else 'personas'}. Cámbielas de taller primero."
        )
    move(taller, Taller.Estado.SIN_REALIZAR, accion="descartar_taller", por=por)
