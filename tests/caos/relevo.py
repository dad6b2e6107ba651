"""The relay's word about what it accepted, which settles the mails in doubt."""

from django.db import transaction

from correos.models import Mensaje
from correos.services import dar_por_enviado, reintentar
from servicios.models import Usuario
from tests.caos.banco import Banco


def conciliar(banco: Banco) -> tuple[int, int]:
    """Accepted: it arrived. Absent: it is sent again. How many of each."""
    aceptados = {linea["id"] for linea in banco.buzon.aceptados()}
    return banco.consultar(lambda: _decidir(aceptados))


@transaction.atomic
def _decidir(aceptados: set[str]) -> tuple[int, int]:
    por = Usuario.objects.get(username="encargada")
    inciertos = list(Mensaje.objects.filter(estado=Mensaje.Estado.INCIERTO))
    llegaron = [mensaje for mensaje in inciertos if mensaje.message_id in aceptados]
    faltan = [mensaje for mensaje in inciertos if mensaje.message_id not in aceptados]
    for mensaje in llegaron:
        dar_por_enviado(mensaje=mensaje, por=por)
    for mensaje in faltan:
        reintentar(mensaje=mensaje, por=por)
    return len(llegaron), len(faltan)
