"""Reminders: each notice once, on time or late, gathered in one mail per person."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from comun import reloj
from comun.models import Feriado
from comun.plazos import motivo_inhabil
from correos.models import Mensaje
from correos.services import RECORDATORIOS, Correo, enqueue_muchos, marcar
from cuentas.models import CuentaPublica
from cuentas.selectors import feriados_de
from seguimiento.emails import recordatorio
from seguimiento.etapas.avisos import aviso_que_toca, aviso_semanal, dia_de_salida, vispera
from seguimiento.models import Pendiente, Recordatorio, Ronda
from seguimiento.services.proyeccion import repasar
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Membresia, Servicio, Usuario
from servicios.permissions import PERMISOS, ROLES_TRANSVERSALES, Rol

logger = logging.getLogger(__name__)

HORA_DE_AVISO = time(8, 30)
VIVAS = (CuentaPublica.Estado.BORRADOR, CuentaPublica.Estado.ABIERTA)
Roles = Mapping[str, list[Usuario]]


@dataclass(frozen=True)
class Dia:
    """The local working day on which a service is reminded."""

    hoy: date
    hasta: date
    feriados: Mapping[date, str]
    anterior: date | None

    def tarde(self, vence: date, aviso: int) -> bool:
        """Whether that notice was due after the last round and before today."""
        salida = dia_de_salida(vence, aviso, self.feriados)
        return self.anterior is not None and self.anterior < salida < self.hoy


def recordar_plazos(*, ahora: datetime | None = None) -> int:
    """Issue what is due and was not issued, in every service. How many mails.

    Safe to run at any time, any number of times and by several at once. Nothing goes out before
    8:30 in the service's zone, nor on a day that is not a working one there.
    """
    ahora = ahora or reloj.ahora()
    repasar(ahora=ahora)
    with todos_los_servicios():
        extras = list(Feriado.objects.all())
        vivas = CuentaPublica.objects.filter(estado__in=VIVAS).order_by()
        servicios = list(Servicio.objects.filter(pk__in=vivas.values("servicio")).order_by("pk"))
    cuantos = sum(_sin_estorbar(servicio, ahora, extras) for servicio in servicios)
    marcar(RECORDATORIOS)
    return cuantos


def _sin_estorbar(servicio: Servicio, ahora: datetime, extras: list[Feriado]) -> int:
    """What goes wrong in one service must not silence the others; the next sweep tries again."""
    try:
        return _de_un_servicio(servicio, ahora, extras)
    except Exception:
        logger.exception("The reminders of service %s were not issued.", servicio.pk)
        return 0


def _de_un_servicio(servicio: Servicio, ahora: datetime, extras: list[Feriado]) -> int:
    local = ahora.astimezone(servicio.zona)
    hoy = local.date()
    feriados = feriados_de(servicio, hoy, extras)
    if local.time() < HORA_DE_AVISO or motivo_inhabil(hoy, feriados):
        return 0
    with alcance(servicio):
        return _emitir(servicio, ahora, hoy, feriados)


@transaction.atomic
def _emitir(servicio: Servicio, ahora: datetime, hoy: date, feriados: Mapping[date, str]) -> int:
    """The mails of what is due and the rows that remember it, together or not at all."""
    ronda = _ronda_bajo_llave(servicio)
    dia = Dia(hoy, vispera(hoy, feriados), feriados, ronda.dia)
    pendientes = {(p.cuenta_id, p.clave): p for p in _por_recordar()}
    roles = _personas_por_rol(servicio)
    nuevos = _sin_los_emitidos(_debidos(pendientes.values(), roles, dia, ahora))
    correos = _correos(servicio, nuevos, pendientes, dia)
    mensajes = enqueue_muchos(
        [correo for correo, _ in correos],
        servicio=servicio,
        tipo="recordatorio",
        campania=f"recordatorios:{hoy:%Y-%m-%d}",
        prioridad=Mensaje.Prioridad.NORMAL,
    )
    for mensaje, (_, suyos) in zip(mensajes, correos, strict=True):
        for fila in suyos:
            fila.mensaje = mensaje
    _anotar(nuevos)
    if ronda.dia != hoy:
        ronda.dia = hoy
        ronda.save(update_fields=["dia"])
    return len(mensajes)


def _anotar(nuevos: list[Recordatorio]) -> None:
    """The last guard against a notice given twice: the database refuses the second row."""
    Recordatorio.objects.bulk_create(nuevos, batch_size=500)


def _ronda_bajo_llave(servicio: Servicio) -> Ronda:
    """Several schedulers may ask at once: one at a time issues for a service."""
    Ronda.objects.bulk_create([Ronda(servicio=servicio)], ignore_conflicts=True)
    return Ronda.objects.select_for_update().get(servicio=servicio)


def _por_recordar() -> QuerySet[Pendiente]:
    """What is to be done by a date, in the accounts that live; the oldest first."""
    filas = Pendiente.objects.filter(
        cuenta__estado__in=VIVAS, recordar=True, fecha__isnull=False
    ).select_related("cuenta__responsable", "persona")
    return filas.por_fecha()


def _debidos(
    pendientes: Iterable[Pendiente], roles: Roles, dia: Dia, ahora: datetime
) -> Iterator[Recordatorio]:
    for pendiente in pendientes:
        vence = pendiente.fecha
        assert vence is not None  # noqa: S101 - only those with a date are read
        for persona, aviso in _avisos(pendiente, roles, dia):
            yield Recordatorio(
                cuenta=pendiente.cuenta,
                clave=pendiente.clave,
                regla=pendiente.regla,
                usuario=persona,
                vence=vence,
                aviso=aviso,
                tarde=dia.tarde(vence, aviso),
                emitido_en=ahora,
            )


def _avisos(pendiente: Pendiente, roles: Roles, dia: Dia) -> Iterator[tuple[Usuario, int]]:
    """Whom today's notice is for: whoever does it; overdue, also who answers for the account."""
    vence = pendiente.fecha
    assert vence is not None  # noqa: S101 - only those with a date are read
    aviso = aviso_que_toca(vence, dia.hoy, dia.hasta)
    if aviso is None:
        return
    personas = _quienes(pendiente, roles)
    if aviso < 0:
        personas |= _si_sigue(pendiente.cuenta.responsable, roles)
        semanal = aviso_semanal(-aviso)
        yield from ((p, semanal) for p in roles.get(Rol.AUTORIDAD, ()) if p not in personas)
    yield from ((persona, aviso) for persona in sorted(personas, key=lambda p: p.pk))


def _personas_por_rol(servicio: Servicio) -> dict[str, list[Usuario]]:
    """Who has each role in the service, today."""
    vigentes = Membresia.objects.vigentes().filter(servicio=servicio, usuario__is_active=True)
    filas = vigentes.select_related("usuario").order_by("pk")
    roles: dict[str, list[Usuario]] = defaultdict(list)
    for membresia in filas:
        roles[membresia.rol].append(membresia.usuario)
    return roles


def _quienes(pendiente: Pendiente, roles: Roles) -> set[Usuario]:
    """Whose name it has; else whose role lets them do it, and who is in charge only if alone."""
    propios = {
        persona
        for rol, personas in roles.items()
        if rol not in ROLES_TRANSVERSALES and pendiente.permiso in PERMISOS[rol]
        for persona in personas
    }
    if pendiente.persona is not None and (suya := _si_sigue(pendiente.persona, roles)):
        return suya
    sin_encargada = propios - set(roles.get(Rol.ENCARGADO, ()))
    especializada = (
        pendiente.duenio and sin_encargada and pendiente.permiso not in PERMISOS[Rol.EQUIPO]
    )
    return sin_encargada if especializada else propios


def _si_sigue(persona: Usuario, roles: Roles) -> set[Usuario]:
    """Nobody, if the person left the service or may no longer sign in."""
    return {persona} if any(persona in suyas for suyas in roles.values()) else set()


def _sin_los_emitidos(candidatos: Iterable[Recordatorio]) -> list[Recordatorio]:
    lista = list(candidatos)
    ya = set(
        Recordatorio.objects.filter(
            clave__in={fila.clave for fila in lista}, aviso__in={fila.aviso for fila in lista}
        ).values_list("cuenta", "clave", "usuario", "vence", "aviso")
    )
    return [fila for fila in lista if _identidad(fila) not in ya]


def _identidad(fila: Recordatorio) -> tuple[int, str, int, date, int]:
    return (fila.cuenta_id, fila.clave, fila.usuario_id, fila.vence, fila.aviso)


def _correos(
    servicio: Servicio,
    nuevos: list[Recordatorio],
    pendientes: Mapping[tuple[int, str], Pendiente],
    dia: Dia,
) -> list[tuple[Correo, list[Recordatorio]]]:
    """One mail per person with all that is new for them, whose oldest date is first, first."""
    por_persona: dict[Usuario, list[Recordatorio]] = defaultdict(list)
    for fila in nuevos:
        por_persona[fila.usuario].append(fila)
    resultado = []
    for persona, suyos in sorted(por_persona.items(), key=lambda par: (par[1][0].vence, par[0].pk)):
        lineas = [(pendientes[fila.cuenta_id, fila.clave], _debio(fila, dia)) for fila in suyos]
        cuerpo = recordatorio(servicio, persona, lineas, dia.hoy, dia.hasta)
        correo = Correo(
            clave=_clave(servicio, suyos),
            para=persona.email,
            nombre=persona.nombre,
            asunto=cuerpo.asunto,
            texto=cuerpo.texto,
            html=cuerpo.html,
        )
        resultado.append((correo, suyos))
    return resultado


def _clave(servicio: Servicio, suyos: list[Recordatorio]) -> str:
    """The same notices to the same person are the same mail."""
    partes = "|".join(":".join(map(str, _identidad(fila))) for fila in suyos)
    return f"recordatorios:{servicio.pk}:{sha256(partes.encode()).hexdigest()[:32]}"


def _debio(fila: Recordatorio, dia: Dia) -> date | None:
    """The day on which a late notice was due."""
    return dia_de_salida(fila.vence, fila.aviso, dia.feriados) if fila.tarde else None
