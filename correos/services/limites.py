"""How fast: which of the mails that are due may leave in this turn."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from correos.models import Limite, Mensaje

UN_MINUTO = timedelta(minutes=1)


def elegir(vencidos: QuerySet[Mensaje], cuantos: int) -> list[int]:
    """Lock and name up to `cuantos` of `vencidos`, by priority, within every limit.

    To be called inside the transaction of the claim. The rows of the limits are locked first, so
    that two workers together do not pass one either. A mail of high priority (an acknowledgement,
    a link to sign in) is never held: it neither waits behind a campaign nor is counted out.
    """
    limites = list(Limite.objects.select_for_update().order_by("pk"))
    quedan = {limite: limite.por_minuto - _usados(limite) for limite in limites}
    agotados = Q()
    for limite, resto in quedan.items():
        if resto <= 0:
            agotados |= _de(limite)
    candidatos = vencidos.exclude(agotados & _FRENABLES) if agotados else vencidos
    filas = (
        candidatos.order_by("prioridad", "id")
        .select_for_update(skip_locked=True)
        .values_list("pk", "prioridad", "dominio", "servicio_id")[:cuantos]
    )
    return [fila[0] for fila in filas if _cabe(fila, quedan)]


def frenan() -> bool:
    """Whether some mail that is due waits now only for a limit."""
    vencidos = Mensaje.objects.vencidos().filter(_FRENABLES)
    return any(
        _usados(limite) >= limite.por_minuto and vencidos.filter(_de(limite)).exists()
        for limite in Limite.objects.order_by("pk")
    )


_FRENABLES = Q(prioridad__gt=Mensaje.Prioridad.ALTA)


def _de(limite: Limite) -> Q:
    return Q(dominio=limite.dominio) if limite.dominio else Q(servicio=limite.servicio_id)


def _usados(limite: Limite) -> int:
    """What was claimed and not yet settled, or left in the last minute."""
    en_curso = Q(estado=Mensaje.Estado.TOMADO) | Q(punto_en__gt=Now() - UN_MINUTO)
    return Mensaje.objects.filter(_de(limite), en_curso).count()


def _cabe(fila: tuple[int, int, str, int | None], quedan: dict[Limite, int]) -> bool:
    """Whether every limit that touches this mail has room; if so, it takes it."""
    _, prioridad, dominio, servicio = fila
    if prioridad == Mensaje.Prioridad.ALTA:
        return True
    tocan = [
        limite
        for limite in quedan
        if (limite.dominio and limite.dominio == dominio)
        or (limite.servicio_id and limite.servicio_id == servicio)
    ]
    if any(quedan[limite] <= 0 for limite in tocan):
        return False
    for limite in tocan:
        quedan[limite] -= 1
    return True
