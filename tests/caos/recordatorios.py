"""P10: reminders are rows that are due; how many schedulers ask for them changes nothing."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import transaction

from comun import reloj
from correos.models import Mensaje
from cuentas.models import Tarea
from seguimiento.models import Recordatorio
from seguimiento.services import recordar_plazos
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Membresia, Usuario
from servicios.permissions import Rol
from tests import mundo as m
from tests.caos.banco import Banco, Lugar
from tests.caos.promesas import Corrida, Encargo, Promesa

PACIENCIA = 90
#: Tuesday morning: the beat is there. It stops on Wednesday at 8:00, half an hour before the
#: reminders of that day, and comes back 26 hours later.
MARTES = datetime(2027, 5, 4, 10, 0, tzinfo=reloj.ZONA_POR_OMISION)
JUEVES = MARTES + timedelta(hours=48)
HORAS_SIN_AGENDA = 26
VIERNES = JUEVES + timedelta(hours=24)
#: Seconds: two ticks more than it takes to ask, to see that nothing else comes.
OTRA_VUELTA = 3
#: Seconds for the order that a worker had in its hands.
ULTIMA_ORDEN = 1.5
#: Two drains with a batch each are the most that one mail can overtake another.
ADELANTO = 100


@dataclass(frozen=True)
class Tercio:
    """A third of the people: when what each has to do falls due, and their notice on Thursday."""

    vence: date
    aviso: int
    tarde: bool


#: Of the first, Wednesday's notice (7 days) was missed; of the second, Wednesday's (1 day) is
#: skipped, since Thursday is the day itself; of the third, Thursday's was never missed.
TERCIOS = (
    Tercio(date(2027, 5, 12), 7, True),
    Tercio(date(2027, 5, 6), 0, False),
    Tercio(date(2027, 5, 7), 1, False),
)


def recordatorios(lugar: Lugar, encargo: Encargo) -> Corrida:
    """No scheduler for 26 hours over 300 reminders, then three at once, then one that dies."""
    personas, muertes = (60, 1) if encargo.rapido else (300, 12)
    tareas = "correos.entregar,correos.revisar,seguimiento"
    with Banco(lugar, sin=encargo.sin, tareas=tareas, con_agenda=False) as banco:
        banco.consultar(lambda: _poblar(personas))
        agenda, solos, antes = Agenda(banco, encargo), 0, 0
        if not encargo.es_control:
            agenda.pasar(MARTES, cuantas=1)
            antes = agenda.cuantos()
            solos = agenda.ninguna(JUEVES)
        agenda.pasar(JUEVES, cuantas=3)
        issued = agenda.cuantos() - antes
        a_tiempo = encargo.es_control or banco.consultar(lambda: _como_debe(personas))
        en_orden = encargo.es_control or _en_orden(banco, personas)
        agenda.pasar(VIERNES, cuantas=1, muertes=muertes)
        veredicto = banco.juzgar()
        hay = banco.consultar(lambda: set(Mensaje.objects.values_list("clave", flat=True)))
        return Corrida(
            veredicto,
            agenda.fallas,
            bien=not solos
            and issued == personas
            and a_tiempo
            and en_orden
            and hay == agenda.debidas,
            medido={
                "people": personas,
                "issued_after_outage": issued,
                "issued_without_beat": solos,
                "latest_only_and_late_marked": a_tiempo,
                "oldest_first": en_orden,
                "issued": len(hay),
                "due": len(agenda.debidas),
            },
        )


def _como_debe(personas: int) -> bool:
    """Each person has one row of Thursday: the latest notice, marked if it should have gone."""
    with todos_los_servicios():
        filas = Recordatorio.objects.filter(emitido_en__date=JUEVES.date())
        vistos = Counter(filas.values_list("vence", "aviso", "tarde"))
        quienes = filas.values("usuario").distinct().count()
    esperado = {(t.vence, t.aviso, t.tarde): personas // len(TERCIOS) for t in TERCIOS}
    return vistos == esperado and quienes == personas


def _en_orden(banco: Banco, personas: int) -> bool:
    """The oldest date first, in the outbox to the last one, and at the server batch by batch."""
    en_cola = banco.consultar(_de_la_cola)
    vencen = [vence for _, vence in en_cola]
    puesto = {para: lugar for lugar, (para, _) in enumerate(en_cola)}
    llegadas = [linea["para"][0] for linea in banco.buzon.aceptados()][-personas:]
    adelantos = [abs(puesto.get(para, -ADELANTO * 9) - n) for n, para in enumerate(llegadas)]
    return all(uno <= otro for uno, otro in pairwise(vencen)) and max(adelantos) <= ADELANTO


def _de_la_cola() -> list[tuple[str, date]]:
    """Thursday's mails as they were put in the outbox: to whom, and what they tell falls due."""
    with todos_los_servicios():
        filas = Recordatorio.objects.filter(emitido_en__date=JUEVES.date())
        return list(filas.order_by("mensaje_id").values_list("mensaje__para", "vence"))


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
        antes = self.cuantos()
        self._es(instante)
        self._dormir(OTRA_VUELTA)
        self.fallas["hours_without_beat"] += HORAS_SIN_AGENDA
        return self.cuantos() - antes

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
        return self.cuantos() >= len(self.debidas) and not self.banco.quedan()

    def _danado(self) -> bool:
        return self.encargo.es_control and self.banco.repetidos() > 0

    def cuantos(self) -> int:
        return self.banco.consultar(Mensaje.objects.count)


@transaction.atomic
def _por_avisar() -> set[str]:
    """The mails of this instant, as one single scheduler would issue them; none is issued."""
    recordar_plazos()
    claves = set(Mensaje.objects.values_list("clave", flat=True))
    transaction.set_rollback(True)
    return claves


@transaction.atomic
def _poblar(personas: int) -> None:
    """An account with a task for each of so many people, and nothing else that falls due."""
    servicio = m.crear_servicio("riberas", "Servicio Nacional de Riberas", "07101")
    encargada = m.crear_persona("encargada", Rol.ENCARGADO, servicio)
    equipo = Usuario.objects.bulk_create(
        Usuario(
            username=f"persona{i}",
            email=f"persona{i}@riberas.example",
            nombre=f"Persona {i} del Equipo",
            password="!",
        )
        for i in range(personas)
    )
    Membresia.objects.bulk_create(
        Membresia(usuario=persona, rol=Rol.FACILITADOR, servicio=servicio) for persona in equipo
    )
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, encargada)
        Tarea.objects.bulk_create(
            Tarea(
                cuenta=cuenta,
                nombre=f"Preparar la sala {i}",
                responsable=persona,
                vence=TERCIOS[i % len(TERCIOS)].vence,
                orden=i,
            )
            for i, persona in enumerate(equipo)
        )


PROMESAS = (Promesa("recordatorios", recordatorios, sin="memoria", dano="doubled"),)
