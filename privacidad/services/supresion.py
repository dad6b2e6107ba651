"""What a granted erasure brings: the data of that person go, table by table."""

from comun.transitions import anotar
from privacidad.models import SolicitudDerechos
from privacidad.services.borrado import borrar_persona
from servicios.models import Usuario


def suprimir(*, solicitud: SolicitudDerechos, por: Usuario) -> bool:
    """Erase the data that the decision covers; False if something has to wait.

    What must still be answered, or is of an account still open, waits; the daily retention takes
    it up again (`reposicion`). Without an address there is nothing to find the person by: their
    data go by their terms.
    """
    hecho = bool(solicitud.correo) and (
        borrar_persona(
            servicio=solicitud.servicio, correo=solicitud.correo, solicitud=solicitud, por=por
        ).completa
    )
    if not hecho:
        anotar(solicitud, "suprimir_pendiente", por=por)
    return hecho
