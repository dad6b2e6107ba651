"""P10: reminders are rows that are due; how many schedulers ask for them changes nothing."""

import time
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from comun import reloj
from correos.models import Mensaje
from seguimiento.services import recordar_plazos
from servicios.alcance import alcance
from servicios.models import Membresia, Usuario
from servicios.permissions import Rol
from tests import mundo as m
from tests.caos.banco import Banco, Lugar
from tests.caos.promesas import Corrida, Encargo, Promesa

PACIENCIA = 90
#: The invitations are due on 13 May: notices at 7, 3, 1 and 0 days.
ANTES = datetime(2027, 5, 5, 10, 0, tzinfo=reloj.ZONA_POR_OMISION)
AVISO_DE_7 = ANTES + timedelta(hours=26)
AVISO_DE_3 = ANTES + timedelta(days=5)
#: Seconds: two ticks more than it takes to ask, to see that nothing else comes.
OTRA_VUELTA = 3
#: Seconds for the order that a worker had in its hands.
ULTIMA_ORDEN = 1.5


def agendas(lugar: Lugar, encargo: Encargo) -> Corrida:
    """No scheduler over the date, then three at once, then one that dies every 5 s."""
    personas, muertes = (30, 2) if encargo.rapido else (150, 12)
    tareas = "correos.entregar,correos.revisar,seguimiento"
    with Banco(lugar, sin=encargo.sin, tareas=tareas, con_agenda=False) as banco:
        banco.consultar(lambda: _poblar(personas))
        agenda, solos = Agenda(banco, encargo), 0
        if not encargo.es_control:
            agenda.pasar(ANTES, cuantas=1)
            solos = agenda.ninguna(AVISO_DE_7)
        agenda.pasar(AVISO_DE_7, cuantas=3)
        agenda.pasar(AVISO_DE_3, cuantas=1, muertes=muertes)
        veredicto = banco.juzgar()
        hay = banco.consultar(lambda: set(Mensaje.objects.values_list("clave", flat=True)))
        return Corrida(
            veredicto,
            agenda.fallas,
            bien=not solos and hay == agenda.debidas and len(hay) > 2 * personas,
            medido={
                "due": len(agenda.debidas),
                "issued": len(hay),
                "issued_without_beat": solos,
                "people": personas,
            },
        )


class Agenda:
    """The beats of one scenario, and the keys of the reminders that the days have made due."""

    def __init__(self, banco: Banco, encargo: Encargo) -> None:
        self.banco, self.encargo = banco, encargo
        self.debidas: set[str] = set()
        self.fallas: Counter[str] = Counter()

    def pasar(self, instante: datetime, *, cuantas: int, muertes: int = 0) -> None:
        """It is `instante`, with so many schedulers, which die so many times."""
        if self._danado():
            return
        self._es(instante)
        self._iniciar(cuantas)
        self.banco.esperar(self._todo_salio, PACIENCIA)
        for _ in range(muertes):
            self._dormir(5)
            self.banco.matar_agendas()
            self.fallas["beat_restart"] += 1
            self._iniciar(cuantas)
        self._dormir(OTRA_VUELTA)
        self.banco.esperar(lambda: self._danado() or not self.banco.quedan(), PACIENCIA)
        self._detener()
        self.fallas["extra_beats"] += cuantas - 1

    def ninguna(self, instante: datetime) -> int:
        """The date passes without a scheduler. How many reminders were issued all the same."""
        antes = self._cuantos()
        self._es(instante)
        self._dormir(OTRA_VUELTA)
        self.fallas["beat_stopped_over_the_date"] += 1
        return self._cuantos() - antes

    def _es(self, instante: datetime) -> None:
        self.banco.consultar(lambda: reloj.mover_a(instante))
        self.debidas |= self.banco.consultar(_por_avisar)

    def _iniciar(self, cuantas: int) -> None:
        self.banco.agendas = [self.banco.nacer_agenda(i) for i in range(cuantas)]

    def _detener(self) -> None:
        """No scheduler, and nothing that one ordered is left to be done."""
        self.banco.matar_agendas()
        self.banco.lugar.vaciar_cola()
        self._dormir(ULTIMA_ORDEN)

    def _dormir(self, segundos: float) -> None:
        limite = time.monotonic() + segundos
        self.banco.esperar(lambda: self._danado() or time.monotonic() > limite, segundos + 1)

    def _todo_salio(self) -> bool:
        if self._danado():
            return True
        return self._cuantos() >= len(self.debidas) and not self.banco.quedan()

    def _danado(self) -> bool:
        return self.encargo.es_control and self.banco.repetidos() > 0

    def _cuantos(self) -> int:
        return self.banco.consultar(Mensaje.objects.count)


@transaction.atomic
def _por_avisar() -> set[str]:
    """The reminders of this instant, as one single scheduler would issue them; none is issued."""
    recordar_plazos()
    claves = set(Mensaje.objects.values_list("clave", flat=True))
    transaction.set_rollback(True)
    return claves


@transaction.atomic
def _poblar(personas: int) -> None:
    """An account that has everything but its invitations, and a large team."""
    servicio = m.crear_servicio("riberas", "Servicio Nacional de Riberas", "07101")
    encargada = m.crear_persona("encargada", Rol.ENCARGADO, servicio)
    autoridad = m.crear_persona("autoridad", Rol.AUTORIDAD, servicio)
    equipo = Usuario.objects.bulk_create(
        Usuario(
            username=f"equipo{i}",
            email=f"equipo{i}@riberas.example",
            nombre=f"Persona {i} del Equipo",
            password="!",
        )
        for i in range(personas)
    )
    for persona in equipo:
        Membresia.objects.create(usuario=persona, rol=Rol.EQUIPO, servicio=servicio)
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, encargada)
        m.publicar_informe(m.crear_informe(cuenta), encargada, autoridad)
        m.crear_proceso(cuenta)
        m.crear_organizacion(servicio)
        m.crear_actividad(cuenta)


PROMESAS = (Promesa("agendas", agendas, sin="clave", dano="doubled"),)
