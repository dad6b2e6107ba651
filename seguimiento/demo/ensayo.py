"""The rehearsal: a whole year in minutes, by the use cases and sweeps that a real year runs.

Two ways to move: the clock, day by day, with what the scheduler would do each morning; and the
chapters of the story, told on the account that is in preparation.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Min

from comun import reloj
from comun.errores import ErrorDominio
from comun.formato import fecha_larga
from comun.plazos import local
from convocatorias.models import Actividad, ProcesoVirtual
from convocatorias.services import enviar_programadas, recordar_asistencia
from correos.models import Mensaje
from correos.services import despertar, purgar
from cuentas.models import CuentaPublica, PublicacionInforme
from jornadas.models import Jornada
from respuestas.models import Consulta
from seguimiento.demo import personas, renca
from seguimiento.demo.agenda import Agenda
from seguimiento.demo.etapas import convocatoria, jornada, preparacion, respuestas
from seguimiento.demo.mensajes import VIRTUALES
from seguimiento.demo.obra import Obra
from seguimiento.etapas import Etapa
from seguimiento.models import Pendiente, Plazo, Proyeccion
from seguimiento.services import recordar_plazos
from servicios.alcance import alcance, todos_los_servicios
from servicios.models import Usuario
from talleres.models import Taller

#: After the hour of the reminders in every zone but Easter's, which is two hours behind.
MANIANA = time(11)
MAXIMO_DIAS = 400
#: People of the story that each chapter leaves to the ones before it.
VECINAS_POR_CAPITULO = 400
UN_DIA = timedelta(days=1)
TIPOS = {
    "acceso": ("enlace para entrar", "enlaces para entrar"),
    "acuse": ("acuse de recibo", "acuses de recibo"),
    "aviso": ("aviso de que la actividad cambió", "avisos de que la actividad cambió"),
    "cambio_de_plazos": ("aviso de un plazo que cambió", "avisos de plazos que cambiaron"),
    "encuentro": ("correo sobre un encuentro", "correos sobre encuentros"),
    "enlace": ("enlace privado a un mensaje", "enlaces privados a mensajes"),
    "inscripcion": ("confirmación de inscripción", "confirmaciones de inscripción"),
    "invitacion": ("invitación", "invitaciones"),
    "recordatorio": ("recordatorio", "recordatorios"),
    "recordatorio_de_invitacion": (
        "recordatorio a quien no responde",
        "recordatorios a quienes no responden",
    ),
    "respuesta": ("respuesta personal", "respuestas personales"),
    "vispera": ("recordatorio de la víspera", "recordatorios de la víspera"),
}


@dataclass(frozen=True)
class Suceso:
    """Something that happened on a day of the rehearsal, in words."""

    dia: date
    texto: str
    tarde: bool = False


@dataclass(frozen=True)
class Episodio:
    """A chapter of the story: its button, what it tells, and how it is done on an account."""

    nombre: str
    texto: str
    hacer: Callable[[Obra], None]


class AgendaDeEnsayo(Agenda):
    """The story's calendar on a clock that only goes forwards."""

    def ir(self, dias: int, hora: int = 10, minutos: float = 0) -> None:
        instante = self.instante(dias, time(hora), minutos)
        if instante > reloj.ahora():
            reloj.mover_a(instante)


# ── The clock, day by day ──


def mover(hasta: date, hora: time) -> None:
    """Move the clock there at once: the days between are as those of an outage.

    Raises:
        ErrorDominio: that is in the past of the portal.
    """
    reloj.mover_a(_destino(hasta, hora))


def _destino(hasta: date, hora: time) -> datetime:
    destino = local(hasta, hora, reloj.ZONA_POR_OMISION)
    if destino < reloj.ahora():
        raise ErrorDominio(
            f"Para el portal ya es {fecha_larga(reloj.hoy())}: hacia atrás no se puede, porque lo "
            "ya ocurrido quedaría en el futuro. Use «Volver al principio»."
        )
    return destino


def avanzar(hasta: date, hora: time = MANIANA) -> list[Suceso]:
    """Live each day up to `hasta`, as the scheduler would, and tell what happened.

    Raises:
        ErrorDominio: `hasta` is in the past of the portal, or too far.
    """
    zona = reloj.ZONA_POR_OMISION
    hoy = reloj.hoy(zona)
    destino = _destino(hasta, hora)
    if (hasta - hoy).days > MAXIMO_DIAS:
        raise ErrorDominio(f"Avance a lo más {MAXIMO_DIAS} días por vez.")
    antes = _foto()
    sucesos: list[Suceso] = []
    for puesto in range((hasta - hoy).days):
        dia = hoy + (puesto + 1) * UN_DIA
        reloj.mover_a(min(local(dia, MANIANA, zona), destino))
        antes = _vivir(antes, dia, sucesos)
    reloj.mover_a(destino)
    _vivir(antes, hasta, sucesos)
    despertar()
    return sucesos


def proximo_hecho() -> date | None:
    """The next day on which something falls due, opens, closes or takes place."""
    hoy = reloj.hoy()
    with todos_los_servicios():
        fechas = [
            *Pendiente.objects.filter(fecha__gt=hoy).aggregate(Min("fecha")).values(),
            *Plazo.objects.filter(vigente=True, cumplido_en=None, fecha__gt=hoy)
            .aggregate(Min("fecha"))
            .values(),
            *Actividad.objects.vigentes().filter(fecha__gt=hoy).aggregate(Min("fecha")).values(),
            *ProcesoVirtual.objects.filter(inicio__gt=hoy).aggregate(Min("inicio")).values(),
        ]
        cierre = ProcesoVirtual.objects.filter(termino__gte=hoy).aggregate(Min("termino"))
    fechas += [dia + UN_DIA for dia in cierre.values() if dia]
    return min((dia for dia in fechas if dia), default=None)


@dataclass(frozen=True)
class _Foto:
    """What is compared from one day to the next."""

    ultimo_correo: int
    etapas: dict[int, str]
    vencidos: frozenset[int]


def _vivir(antes: _Foto, dia: date, sucesos: list[Suceso]) -> _Foto:
    """What the scheduler does in a day; `sucesos` grows with what came of it."""
    enviar_programadas()
    recordar_asistencia()
    recordar_plazos()
    purgar()
    ahora = _foto()
    sucesos += _comparar(antes, ahora, dia)
    return ahora


def _foto() -> _Foto:
    with todos_los_servicios():
        plazos = Plazo.objects.filter(vigente=True, cumplido_en=None, fecha__lt=reloj.hoy())
        return _Foto(
            Mensaje.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
            dict(Proyeccion.objects.values_list("cuenta", "etapa")),
            frozenset(plazos.values_list("pk", flat=True)),
        )


def _comparar(antes: _Foto, ahora: _Foto, dia: date) -> Iterator[Suceso]:
    with todos_los_servicios():
        tipos = Counter(
            Mensaje.objects.filter(pk__gt=antes.ultimo_correo).values_list("tipo", flat=True)
        )
        cuentas = CuentaPublica.objects.select_related("servicio").in_bulk(ahora.etapas)
        nuevos = Plazo.objects.filter(pk__in=ahora.vencidos - antes.vencidos)
        plazos = list(nuevos.select_related("cuenta__servicio"))
    for tipo, cuantos in sorted(tipos.items()):
        singular, plural = TIPOS.get(tipo, ("correo", "correos"))
        yield Suceso(dia, f"Sale{'n' if cuantos > 1 else ''} {cuantos} "
                          f"{singular if cuantos == 1 else plural}.")  # fmt: skip
    for pk, etapa in sorted(ahora.etapas.items()):
        if pk in antes.etapas and antes.etapas[pk] != etapa:
            yield Suceso(dia, f"{_de(cuentas[pk])}: ahora está {Etapa(etapa).label}.")
    for plazo in plazos:
        yield Suceso(dia, f"{_de(plazo.cuenta)}: venció sin cumplirse ({plazo.nombre}).", True)


def _de(cuenta: CuentaPublica) -> str:
    return f"{cuenta.servicio.nombre_corto}, gestión {cuenta.anio_gestion}"


# ── The chapters of the story ──


def _convocar(obra: Obra) -> None:
    preparacion.redactar_informe(obra, entero=True)
    preparacion.publicar_informe(obra)
    convocatoria.programar(obra)
    convocatoria.anunciar_ventana(obra)
    convocatoria.convocar(obra)
    convocatoria.recibir_mensajes(obra)


def _realizar(obra: Obra) -> None:
    jornada.preparar_talleres(obra)
    jornada.acreditar(obra)
    jornada.trabajar_en_talleres(obra, hasta_cerrar=True)
    jornada.hacer_plenario(obra)


def _responder(obra: Obra) -> None:
    respuestas.recoger(obra)
    respuestas.agrupar(obra)
    respuestas.responder_grupos(obra, todo=True)
    respuestas.responder_mensajes(obra, todo=True)


def _publicar(obra: Obra) -> None:
    respuestas.publicar(obra)
    respuestas.cerrar(obra)


EPISODIOS = (
    Episodio(
        "Convocar",
        "Se publica el informe, se anuncia la participación, salen las invitaciones y llegan los "
        "primeros mensajes.",
        _convocar,
    ),
    Episodio(
        "Realizar la jornada",
        "Se acredita a quienes llegan, trabajan los talleres y exponen en el plenario.",
        _realizar,
    ),
    Episodio(
        "Responder",
        "Se recoge lo dicho, se agrupan las propuestas, se redactan y aprueban las respuestas.",
        _responder,
    ),
    Episodio(
        "Publicar y cerrar",
        "Se publica el documento, sale una respuesta a cada persona y se cierra la cuenta.",
        _publicar,
    ),
)


def siguiente_episodio() -> Episodio | None:
    """The chapter that the account in course has before it, if it is at the end of another."""
    cuenta = _en_curso()
    if cuenta is None:
        return None
    with alcance(cuenta.servicio):
        if not PublicacionInforme.objects.filter(informe__cuenta=cuenta).exists():
            return EPISODIOS[0]
        jornada_ = Jornada.objects.filter(actividad=_central(cuenta)).first()
        if jornada_ is None:
            return EPISODIOS[1]
        if jornada_.estado != Jornada.Estado.CERRADA:
            return None
        recogido = Consulta.objects.filter(cuenta=cuenta, canal=Consulta.Canal.TALLER).exists()
        return EPISODIOS[3] if recogido else EPISODIOS[2]


def contar(episodio: Episodio) -> list[Suceso]:
    """Tell that chapter on the account in course; the clock ends where the chapter does."""
    cuenta = _en_curso()
    if cuenta is None or siguiente_episodio() != episodio:
        raise ErrorDominio(
            "Ese capítulo ya se contó, o no es el que sigue. Recargue la página para ver cuál es."
        )
    antes = _foto()
    with alcance(cuenta.servicio), transaction.atomic():
        episodio.hacer(_obra(cuenta, EPISODIOS.index(episodio)))
    sucesos: list[Suceso] = []
    _vivir(antes, reloj.hoy(), sucesos)
    despertar()
    return sucesos


def _en_curso() -> CuentaPublica | None:
    """The account of the story that is being rehearsed."""
    with todos_los_servicios():
        vivas = CuentaPublica.objects.filter(
            servicio__slug=renca.SERVICIO["slug"], estado=CuentaPublica.Estado.ABIERTA
        )
        return vivas.select_related("servicio", "norma").order_by("-anio_gestion").first()


def _central(cuenta: CuentaPublica) -> Actividad:
    return Actividad.objects.select_related("comuna__region").get(
        cuenta=cuenta, tipo=Actividad.Tipo.CENTRAL
    )


def _obra(cuenta: CuentaPublica, capitulo: int) -> Obra:
    """The account as it stands, with people of the story that no chapter before has used."""
    central = _central(cuenta)
    central.cuenta = cuenta
    assert central.fecha is not None  # noqa: S101 - the story always dates it
    agenda = AgendaDeEnsayo(central.fecha, date.max, cuenta.servicio.zona)
    obra = Obra(
        "ensayo",
        cuenta.servicio,
        {persona.username: persona for persona in Usuario.objects.all()},
        agenda,
        1,
        islice(personas.vecinas(2019), VECINAS_POR_CAPITULO * (capitulo + 1), None),
        escritos=VIRTUALES,
        informe=renca.INFORME,
    )
    obra.cuenta, obra.central = cuenta, central
    obra.talleres = list(Taller.objects.filter(actividad=central).order_by("numero"))
    hecha = Jornada.objects.filter(actividad=central).first()
    if hecha is not None:
        hecha.actividad = central
        obra.jornada = hecha
    return obra
