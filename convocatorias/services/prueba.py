"""Handing over the proof of an activity, which leaves word of who took it away."""

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db import transaction

from comun.transitions import anotar
from convocatorias import reglas, selectors
from convocatorias.documents import prueba as papel
from convocatorias.models import Actividad
from servicios.acceso import exigir
from servicios.models import Usuario
from servicios.permissions import Permiso

ENTREGA = "descargar_prueba"


@transaction.atomic
def entregar_prueba(*, actividad: Actividad, por: Usuario) -> tuple[IO[bytes], str]:
    """The ZIP that proves who was invited and when, and its SHA-256. The bitácora says who has it.

    The same facts give the same bytes, whoever asks.

    Raises:
        SinPermiso: the role does not call to activities, or does not see contacts.
    """
    exigir(por, Permiso.CONVOCAR, actividad.servicio_id)
    exigir(por, Permiso.VER_CONTACTOS, actividad.servicio_id)
    prueba = selectors.prueba_de(actividad)
    salida: Any = SpooledTemporaryFile(max_size=papel.EN_MEMORIA)  # noqa: SIM115 - the view closes it
    dicho = papel.escribir_prueba(
        prueba,
        selectors.constancias_de_invitacion(prueba),
        selectors.contenido_de,
        reglas.R133,
        salida,
    )
    anotar(actividad, ENTREGA, por=por, datos=dicho)
    return salida, dicho["sha256"]
