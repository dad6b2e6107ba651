"""Use cases of the follow-up: reminding people of what is due."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db import transaction

from comun import reloj
from correos.models import Mensaje
from correos.services import RECORDATORIOS, enqueue, marcar
from cuentas.models import CuentaPublica
from seguimiento.emails import recordatorio
from seguimiento.etapas import Linea, tareas
from seguimiento.selectors import cuentas_visibles, hechos_tablero, panoramas
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Membresia, Usuario
from servicios.permissions import PERMISOS, ROLES_TRANSVERSALES, Rol

#: Days before the date at which a reminder goes out; -1 is the one for what is overdue.
AVISOS = (7, 3, 1, 0, -1)
HORA_DE_AVISO = time(8, 30)


def aviso_que_toca(dias: int) -> int | None:
    """Which notice belongs to `dias` left: the last threshold passed, so a late beat sends late."""
    if dias < 0:
        return -1
    return min((aviso for aviso in AVISOS if aviso >= dias), default=None)


def recordar_plazos(*, ahora: datetime | None = None) -> int:
    """Write to whoever can do what is due in 7, 3, 1 or 0 days, or is overdue. How many mails.

    Safe to run at any time and any number of times: each notice has its deduplication key, so it
    goes out once. Nothing is sent before 8:30 in the service's zone.
    """
    ahora = ahora or reloj.ahora()
    with todos_los_servicios():
        cuentas = list(cuentas_visibles().filter(estado__in=("borrador", "abierta")))
    cuantos = sum(_de_una_cuenta(cuenta, ahora) for cuenta in cuentas)
    marcar(RECORDATORIOS)
    return cuantos


@transaction.atomic
def _de_una_cuenta(cuenta: CuentaPublica, ahora: datetime) -> int:
    local = ahora.astimezone(cuenta.servicio.zona)
    if local.time() < HORA_DE_AVISO:
        return 0
    with alcance(cuenta.servicio):
        panorama = panoramas([cuenta])[cuenta.pk]
        lista = tareas(panorama, hechos_tablero(cuenta), ahora)
        avisos = list(_avisos(cuenta, lista, local.date()))
        ya = set(
            Mensaje.objects.filter(clave__in=[clave for clave, _, _ in avisos]).values_list(
                "clave", flat=True
            )
        )
        nuevos = [aviso for aviso in avisos if aviso[0] not in ya]
        for clave, tarea, persona in nuevos:
            _encolar(cuenta, clave, tarea, persona, local.date())
    return len(nuevos)


def _avisos(
    cuenta: CuentaPublica, lista: Iterable[Linea], hoy: date
) -> Iterator[tuple[str, Linea, Usuario]]:
    roles = _personas_por_rol(cuenta)
    for tarea in lista:
        aviso = aviso_que_toca(tarea.dias(hoy)) if tarea.fecha and tarea.recordar else None
        if aviso is None:
            continue
        for persona in _quienes(tarea, roles):
            clave = f"recordatorio:{cuenta.pk}:{tarea.clave}:{tarea.fecha}:{aviso}:{persona.pk}"
            yield clave, tarea, persona


def _personas_por_rol(cuenta: CuentaPublica) -> dict[str, list[Usuario]]:
    filas = (
        Membresia.objects.vigentes()
        .filter(servicio=cuenta.servicio, usuario__is_active=True)
        .select_related("usuario")
    )
    roles: dict[str, list[Usuario]] = {}
    for membresia in filas:
        roles.setdefault(membresia.rol, []).append(membresia.usuario)
    return roles


def _quienes(tarea: Linea, roles: dict[str, list[Usuario]]) -> set[Usuario]:
    """Whoever's role lets them do it; the person in charge only if nobody else can."""
    propios = {
        persona
        for rol, personas in roles.items()
        if rol not in ROLES_TRANSVERSALES and tarea.permiso in PERMISOS[rol]
        for persona in personas
    }
    sin_encargada = propios - set(roles.get(Rol.ENCARGADO, ()))
    especializada = tarea.duenio and sin_encargada and tarea.permiso not in PERMISOS[Rol.EQUIPO]
    return sin_encargada if especializada else propios


def _encolar(cuenta: CuentaPublica, clave: str, tarea: Linea, persona: Usuario, hoy: date) -> None:
    cuerpo = recordatorio(cuenta, tarea, persona, hoy)
    enqueue(
        servicio=cuenta.servicio,
        tipo="recordatorio",
        clave=clave,
        para=persona.email,
        nombre=persona.nombre,
        asunto=cuerpo.asunto,
        texto=cuerpo.texto,
        html=cuerpo.html,
        campania=f"recordatorios:{cuenta.anio_gestion}",
    )
