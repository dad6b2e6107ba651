"""Acknowledgements that waited leave together: one mail for each address, with every link."""

from datetime import datetime

from django.db import transaction

from comun import reloj
from comun.preparadas import esperar_turno
from respuestas import emails
from respuestas.models import Consulta
from respuestas.services.participar import turno_del_acuse
from respuestas.services.recepcion import clave_de_seguimiento
from servicios.alcance import todos_los_servicios

#: Mails of one round; the next one goes on.
POR_RONDA = 200


def reunir_acuses() -> int:
    """Write the mails of the acknowledgements whose wait is over, and say how many.

    Each address in its own transaction, and each message once: running it again finds nothing.
    """
    ahora = reloj.ahora()
    with todos_los_servicios():
        vencidas = Consulta.objects.filter(acuse_desde__lte=ahora).order_by()
        grupos = vencidas.values_list("servicio", "consultante__correo").distinct()[:POR_RONDA]
        return sum(_reunir(servicio, correo, ahora) for servicio, correo in list(grupos))


@transaction.atomic
def _reunir(servicio_id: int, correo: str, ahora: datetime) -> bool:
    esperar_turno(turno_del_acuse(servicio_id, correo))  # who writes now sees this mail
    consultas = list(
        Consulta.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(servicio=servicio_id, acuse_desde__lte=ahora, consultante__correo=correo)
        .select_related("consultante", "cuenta__norma", "cuenta__servicio")
        .order_by("recibida_en", "pk")
    )
    if not consultas:
        return False
    Consulta.objects.filter(pk__in=[c.pk for c in consultas]).update(
        acuse_desde=None, acuse_en=ahora
    )
    vigentes = [
        (c, clave_de_seguimiento(servicio_id, c.nonce))
        for c in consultas
        if c.suprimida_en is None and c.nonce
    ]
    persona = consultas[0].consultante
    if persona is None or not vigentes:
        return False
    emails.acuses(persona, vigentes)
    return True
