"""Into the outbox: a mail is a row of the transaction that decides it."""

import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Now
from kombu import Connection

from comun import reloj
from comun.models import Archivo
from comun.preparadas import insertar
from comun.texto import plegar
from correos.models import EN_FILA, PIDIO_NO_RECIBIR, Adjunto, Mensaje
from correos.services.supresion import direcciones_calladas
from servicios.alcance import todos_los_servicios
from servicios.models import Servicio

logger = logging.getLogger(__name__)

POR_LOTE = 500
MAL_ESCRITA = "5.1.3 La dirección está mal escrita"
#: Seconds between two wakes of one process.
PAUSA = 0.5
UN_INTENTO = {"max_retries": 0, "socket_timeout": 1.5, "socket_connect_timeout": 1.5}
_SALTOS = re.compile(r"[\s\x00\x1c-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True, kw_only=True)
class Correo:
    """One mail of a campaign, already rendered. `adjuntos`: pairs (Archivo, file name).

    `espera`: how long it waits its turn before it may leave. `renuncia`: the path of the page
    where its addressee gives up its kind, if it is not the one of `correos`.
    """

    clave: str
    para: str
    asunto: str
    texto: str
    html: str = ""
    nombre: str = ""
    adjuntos: Sequence[tuple[Archivo, str]] = ()
    espera: timedelta = timedelta(0)
    renuncia: str = ""


@transaction.atomic(savepoint=False)
def enqueue(
    *,
    servicio: Servicio | None,
    tipo: str,
    clave: str,
    para: str,
    nombre: str = "",
    asunto: str,
    texto: str,
    html: str,
    campania: str = "",
    adjuntos: Sequence[tuple[Archivo, str]] = (),
    prioridad: int = Mensaje.Prioridad.NORMAL,
    espera: timedelta = timedelta(0),
    nueva: bool = False,
    por: Any = None,
) -> Mensaje:
    """Put one mail in the outbox, in the caller's transaction, and wake the sender on commit.

    The same `clave` gives back the row that is there: a fact repeated is never a second mail.
    With `nueva` it is of an object made in this transaction, so that nobody can have it: the row
    is not read back.
    `por` is whoever decided the fact that the mail announces, which its use case logs. With
    `espera` it leaves that much later, of real time.

    Raises:
        ValueError: `clave` belongs to a mail of another service.
        IntegrityError: with `nueva`, somebody has it.
    """
    correo = Correo(
        clave=clave,
        para=para,
        nombre=nombre,
        asunto=asunto,
        texto=texto,
        html=html,
        adjuntos=adjuntos,
        espera=espera,
    )
    [mensaje] = _guardar(
        [correo],
        servicio=servicio,
        tipo=tipo,
        campania=campania,
        prioridad=prioridad,
        nuevas=nueva,
    )
    despertar_al_confirmar()
    return mensaje


@transaction.atomic(savepoint=False)
def enqueue_muchos(
    correos: Iterable[Correo],
    *,
    servicio: Servicio,
    tipo: str,
    campania: str,
    prioridad: int = Mensaje.Prioridad.CAMPANIA,
    por: Any = None,
) -> list[Mensaje]:
    """Put a campaign in the outbox: the rows in the order given, a fixed cost per 500 mails.

    The bodies of the rows returned are not loaded.

    Raises:
        ValueError: a `clave` belongs to a mail of another service, or comes twice.
    """
    mensajes: list[Mensaje] = []
    for lote in _lotes(correos):
        mensajes += _guardar(
            lote, servicio=servicio, tipo=tipo, campania=campania, prioridad=prioridad
        )
    if mensajes:
        despertar_al_confirmar()
    return mensajes


def _lotes(correos: Iterable[Correo]) -> Iterator[list[Correo]]:
    resto = iter(correos)
    while lote := list(islice(resto, POR_LOTE)):
        yield lote


def _guardar(
    correos: list[Correo],
    *,
    servicio: Servicio | None,
    tipo: str,
    campania: str,
    prioridad: int,
    nuevas: bool = False,
) -> list[Mensaje]:
    """Insert what is new and read back every row, by its key; no need if all keys are `nuevas`."""
    comunes = {
        "servicio": servicio,
        "tipo": tipo,
        "campania": campania,
        "prioridad": prioridad,
        "creado_en": reloj.ahora(),
    }
    with todos_los_servicios():
        calladas = direcciones_calladas(servicio, tipo, (una_linea(c.para) for c in correos))
        nuevos = {correo.clave: _fila(correo, comunes, calladas) for correo in correos}
        if len(nuevos) != len(correos):
            raise ValueError("The same deduplication key comes twice in one campaign.")
        if nuevas:
            for fila in nuevos.values():
                insertar(fila)
            filas = nuevos
        else:
            Mensaje.objects.bulk_create(nuevos.values(), ignore_conflicts=True)
            filas = _leidas(nuevos)
    if any(fila.servicio_id != (servicio and servicio.pk) for fila in filas.values()):
        raise ValueError("The deduplication key belongs to a mail of another service.")
    Adjunto.objects.bulk_create(
        Adjunto(mensaje=filas[correo.clave], archivo=archivo, nombre=una_linea(nombre)[:120])
        for correo in correos
        for archivo, nombre in correo.adjuntos
        if filas[correo.clave].message_id == nuevos[correo.clave].message_id
    )
    return [filas[correo.clave] for correo in correos]


def _leidas(claves: Iterable[str]) -> dict[str, Mensaje]:
    filas = Mensaje.objects.filter(clave__in=claves).defer("texto", "html")
    return {mensaje.clave: mensaje for mensaje in filas}


def _fila(correo: Correo, comunes: dict[str, Any], calladas: set[str]) -> Mensaje:
    """The row of one mail, frozen."""
    mensaje = Mensaje(
        clave=correo.clave,
        nombre=una_linea(correo.nombre)[:200],
        nombre_plegado=plegar(una_linea(correo.nombre))[:200],
        para=una_linea(correo.para)[:254],
        asunto=una_linea(correo.asunto)[:200],
        texto=correo.texto.replace("\0", ""),
        html=correo.html.replace("\0", ""),
        renuncia=correo.renuncia,
        message_id=_message_id(),
        **_como_nace(correo, calladas),
        **comunes,
    )
    guardar = timedelta(days=settings.CORREOS_RETENCION_DIAS)
    mensaje.purgar_desde = (mensaje.creado_en + guardar).date()
    mensaje.dominio = _dominio(mensaje.para)
    mensaje.huella = mensaje.calcular_huella()
    return mensaje


def _como_nace(correo: Correo, calladas: set[str]) -> dict[str, Any]:
    """What must never leave is born settled, what waits its turn with it; their rows say why."""
    para = correo.para
    try:
        validate_email(para)
        if una_linea(para)[:254] != para:  # cleaned or cut to fit, it would be another one
            raise ValidationError("")
    except ValidationError:
        return {"estado": Mensaje.Estado.RECHAZADO, "ultimo_texto": MAL_ESCRITA}
    if para.lower() in calladas:
        return {"estado": Mensaje.Estado.ANULADO, "ultimo_texto": PIDIO_NO_RECIBIR}
    if correo.espera:
        return {"no_antes_de": Now() + correo.espera, "ultimo_texto": EN_FILA}
    return {}


def _dominio(para: str) -> str:
    """The domain it goes to, as the DNS and the limits write it."""
    dominio = para.rpartition("@")[2].lower()
    try:
        return dominio.encode("idna").decode("ascii")[:254]
    except UnicodeError:
        return dominio


def una_linea(texto: str) -> str:
    """Fit for a mail header: no line break can end it and begin another one."""
    return _SALTOS.sub(" ", texto).strip()


def _message_id() -> str:
    """Stable, since it is stored: a mail sent again is recognised as the same one."""
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.BASE_URL).hostname}>"


def despertar_al_confirmar() -> None:
    """One wake per transaction; a savepoint rolled back takes its wake away with its rows."""
    pendientes = transaction.get_connection().run_on_commit
    if not any(funcion is despertar for _, funcion, *_ in pendientes):
        transaction.on_commit(despertar)


class _Ritmo:
    """How often one process wakes the sender: at once, and once more at the end of each pause.

    When everybody writes, a wake that leaves later finds the row of who writes now; telling the
    queue of each one would cost as much as the row.
    """

    def __init__(self, pausa: float) -> None:
        self.pausa = pausa
        self.libre = 0.0
        self.hay_otro = False
        self.candado = threading.Lock()

    def turno(self, ahora: float) -> timedelta | None:
        """How long a wake of this instant (seconds) waits; None: one that leaves later will do."""
        with self.candado:
            if ahora >= self.libre:
                self.libre, self.hay_otro = ahora + self.pausa, False
                return timedelta(0)
            if self.hay_otro:
                return None
            self.hay_otro = True
            return timedelta(seconds=self.libre - ahora)

    def no_salio(self) -> None:
        """The queue did not take a wake: whoever comes next sends another."""
        with self.candado:
            self.hay_otro = False


_RITMO = _Ritmo(PAUSA)


def despertar() -> None:
    """Tell a worker that there are mails. Without a broker the mail waits for the next sweep."""
    en = _RITMO.turno(time.monotonic())
    if en is not None and not pedir_tarea("correos.entregar", en=en):
        _RITMO.no_salio()


class _Hilo(threading.local):
    """The connection that a thread keeps to the queue: opening one costs a third of a form."""

    conexion: Connection | None = None
    de: tuple[Any, int] | None = None

    def pedir(self) -> tuple[Connection, bool]:
        """One of this process and of its application, and whether it was already open."""
        yo = (current_app.amqp, os.getpid())  # after a fork the father's is not ours
        if self.conexion is not None and self.de == yo:
            return self.conexion, True
        self.conexion = current_app.connection_for_write(transport_options=UN_INTENTO)
        self.de = yo
        return self.conexion, False

    def soltar(self) -> None:
        conexion, self.conexion = self.conexion, None
        if conexion is not None:
            conexion.release()


_HILO = _Hilo()


def pedir_tarea(nombre: str, *ids: int, en: timedelta | None = None) -> bool:
    """Ask for a task, now or in a while; if the queue does not answer, the next sweep does it.

    Whether the queue took it.

    The person's request must neither fail nor wait: a connection of its own that is tried once
    (the pool's keeps trying for some 6 s when Redis is down or frozen, measured).
    """
    try:
        conexion, usada = _HILO.pedir()
        try:
            _publicar(conexion, nombre, ids, en)
        except (OSError, *conexion.connection_errors) as error:
            _HILO.soltar()
            # Redis started again since: what was open is closed. Who is slow is not asked twice.
            if not usada or _tarda(error):
                raise
            _publicar(_HILO.pedir()[0], nombre, ids, en)
    except Exception as error:  # whatever the broker's library raises, the row is safe
        _HILO.soltar()
        logger.warning("The queue does not answer (%s): the sweep will do.", type(error).__name__)
        return False
    return True


def _publicar(
    conexion: Connection, nombre: str, ids: tuple[int, ...], en: timedelta | None
) -> None:
    current_app.send_task(
        nombre,
        args=ids,
        connection=conexion,
        retry=False,
        ignore_result=True,
        countdown=en.total_seconds() if en else None,
    )


def _tarda(error: BaseException) -> bool:
    return "Timeout" in type(error).__name__
