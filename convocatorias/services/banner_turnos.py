"""When a page is looked at: some times in the day until the banner is seen, and when asked."""

from datetime import datetime, time

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.models import PaginaBanner, RevisionBanner
from correos.services import pedir_tarea
from cuentas.models import CuentaPublica
from servicios.models import Usuario

Resultado = RevisionBanner.Resultado
#: By the clock of the service. Spread, so that who mends it during the day does not lose the day.
TURNOS = (time(7), time(9), time(13), time(19))
#: A page is not read more than this in a day because somebody asks.
MAXIMO_AL_DIA = 20


def pedir_revision(pagina: PaginaBanner) -> None:
    """Look at a page as soon as a worker can, once this is committed, if it is its turn."""
    _pedir("convocatorias.revisar_pagina", pagina)


@transaction.atomic
def revisar_ahora(*, pagina: PaginaBanner, por: Usuario) -> None:
    """Look at it again out of its turn: somebody says that it is there now.

    Raises ErrorDominio when the portal cannot look, or has nothing to look for.
    """
    if not selectors.hay_salida():
        raise ErrorDominio("Este portal no sale a Internet: no puede revisar la página.")
    if not toca(pagina, reloj.ahora(), pedida=True):
        raise ErrorDominio(
            "No hay qué revisar ahora: hoy ya se vio el banner en esa página, ya se leyó "
            f"{MAXIMO_AL_DIA} veces, o la participación no está por abrirse ni abierta."
        )
    anotar(pagina, "pedir_revision_banner", por=por)
    _pedir("convocatorias.revisar_pagina_ahora", pagina)


def _pedir(tarea: str, pagina: PaginaBanner) -> None:
    pk = pagina.pk
    if selectors.hay_salida():
        transaction.on_commit(lambda: pedir_tarea(tarea, pk), robust=True)


def toca(pagina: PaginaBanner, ahora: datetime, *, pedida: bool = False) -> bool:
    """Whether a page has to be read at `ahora`: once in each turn until the banner is seen.

    `pedida`: somebody asked, so the turn does not matter.
    """
    cuenta, servicio = pagina.proceso.cuenta, pagina.servicio
    if cuenta.estado != CuentaPublica.Estado.ABIERTA or not servicio.activo:
        return False  # of what was annulled, or is gone, nobody is warned
    local = ahora.astimezone(servicio.zona)
    if not selectors.se_revisa(pagina.proceso, local.date()):
        return False
    hechas = list(pagina.revisiones.filter(dia=local.date()).values_list("momento", "resultado"))
    if any(resultado == Resultado.ESTA for _, resultado in hechas):
        return False
    if pedida:
        return len(hechas) < MAXIMO_AL_DIA
    turno = _turno(local)
    return turno is not None and all(momento < turno for momento, _ in hechas)


def _turno(local: datetime) -> datetime | None:
    """The last turn that came on that day; None before the first one."""
    llegados = [hora for hora in TURNOS if hora <= local.time()]
    return datetime.combine(local.date(), llegados[-1], local.tzinfo) if llegados else None
