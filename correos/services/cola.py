"""Into the outbox: a mail is a row of the transaction that decides it."""

import logging
import re
import secrets
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

from comun import reloj
from comun.models import Archivo
from comun.texto import plegar
from correos.models import Adjunto, Mensaje
from correos.services.supresion import PIDIO_NO_RECIBIR, direcciones_calladas
from servicios.alcance import todos_los_servicios
from servicios.models import Servicio

logger = logging.getLogger(__name__)

POR_LOTE = 500
MAL_ESCRITA = "5.1.3 La dirección está mal escrita"
UN_INTENTO = {"max_retries": 0, "socket_timeout": 1.5, "socket_connect_timeout": 1.5}
_SALTOS = re.compile(r"[\s\x00\x1c-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True, kw_only=True)
class Correo:
    """One mail of a campaign, already rendered. `adjuntos`: pairs (Archivo, file name)."""

    clave: str
    para: str
    asunto: str
    texto: str
    html: str = ""
    nombre: str = ""
    adjuntos: Sequence[tuple[Archivo, str]] = ()


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
    por: Any = None,
) -> Mensaje:
    """Put one mail in the outbox, in the caller's transaction, and wake the sender on commit.

    The same `clave` gives back the row that is there: a fact repeated is never a second mail.
    `por` is whoever decided the fact that the mail announces, which its use case logs.

    Raises:
        ValueError: `clave` belongs to a mail of another service.
    """
    correo = Correo(
        clave=clave,
        para=para,
        nombre=nombre,
        asunto=asunto,
        texto=texto,
        html=html,
        adjuntos=adjuntos,
    )
    [mensaje] = _guardar(
        [correo], servicio=servicio, tipo=tipo, campania=campania, prioridad=prioridad
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
    correos: list[Correo], *, servicio: Servicio | None, tipo: str, campania: str, prioridad: int
) -> list[Mensaje]:
    """Insert what is new and read back every row, by its key."""
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
        Mensaje.objects.bulk_create(nuevos.values(), ignore_conflicts=True)
        filas = {
            m.clave: m for m in Mensaje.objects.filter(clave__in=nuevos).defer("texto", "html")
        }
    if any(fila.servicio_id != (servicio and servicio.pk) for fila in filas.values()):
        raise ValueError("The deduplication key belongs to a mail of another service.")
    Adjunto.objects.bulk_create(
        Adjunto(mensaje=filas[correo.clave], archivo=archivo, nombre=una_linea(nombre)[:120])
        for correo in correos
        for archivo, nombre in correo.adjuntos
        if filas[correo.clave].message_id == nuevos[correo.clave].message_id
    )
    return [filas[correo.clave] for correo in correos]


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
        message_id=_message_id(),
        **_como_nace(correo.para, calladas),
        **comunes,
    )
    guardar = timedelta(days=settings.CORREOS_RETENCION_DIAS)
    mensaje.purgar_desde = (mensaje.creado_en + guardar).date()
    mensaje.dominio = _dominio(mensaje.para)
    mensaje.huella = mensaje.calcular_huella()
    return mensaje


def _como_nace(para: str, calladas: set[str]) -> dict[str, str]:
    """What must never leave is born settled, and its row says why."""
    try:
        validate_email(para)
        if una_linea(para)[:254] != para:  # cleaned or cut to fit, it would be another one
            raise ValidationError("")
    except ValidationError:
        return {"estado": Mensaje.Estado.RECHAZADO, "ultimo_texto": MAL_ESCRITA}
    if para.lower() in calladas:
        return {"estado": Mensaje.Estado.ANULADO, "ultimo_texto": PIDIO_NO_RECIBIR}
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


def despertar() -> None:
    """Tell a worker that there are mails. Without a broker the mail waits for the next sweep.

    The person's request must neither fail nor wait: a connection of its own that is tried once
    (the pool's keeps trying for some 6 s when Redis is down or frozen, measured).
    """
    try:
        with current_app.connection_for_write(transport_options=UN_INTENTO) as conexion:
            current_app.send_task(
                "correos.entregar", connection=conexion, retry=False, ignore_result=True
            )
    except Exception as error:  # whatever the broker's library raises, the row is safe
        logger.warning("The queue does not answer (%s): the sweep will send.", type(error).__name__)
