"""What Postfix wrote about mails of ours: its log, line by line, never the whole of it in memory.

Postfix names a mail by its queue number; the number meets our Message-ID once, in a line of
`cleanup`. That line comes while the headers arrive, before the final dot: it does not prove that
the mail was accepted. `qmgr` taking it into its queue, or an attempt to deliver it, does.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from comun.errores import ErrorDominio

MESES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
#: A log may be a little out of order, and its local hour goes back once a year.
_DESORDEN = timedelta(hours=2)
#: From the last line of a file to the first one of the next, when none is missing.
_PAUSA = timedelta(minutes=15)
_ULTIMAS = 50
_LINEA = re.compile(
    r"(?:<\d+>)?(?P<fecha>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\S+) "
    r"(?P<maquina>\S+) \S+?/(?P<demonio>[\w-]+)\[(?P<pid>\d+)\]: (?P<resto>.*)",
    re.DOTALL,
)
_FECHA = re.compile(r"(?:<\d+>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\S+) \S+ ")
_COLA = re.compile(r"([0-9A-Za-z]{5,20}): (.*)", re.DOTALL)
_MESSAGE_ID = re.compile(r"message-id=(<[^<>\s]+>)")
# An address may quote whatever it likes, `>` and commas too: it must not pass for what follows.
_DIRECCION = r'<(?:"(?:[^"\\]|\\.)*"|[^>"])*>'
_ENTREGA = re.compile(
    rf"to={_DIRECCION}, (?:orig_to={_DIRECCION}, )?relay=(?P<relay>[^\s,]+), "
    r"(?:[a-z_]+=[^\s,]+, )*dsn=(?P<dsn>[\d.]+), status=(?P<estado>\w+)(?: \((?P<texto>.*)\))?",
    re.DOTALL,
)
_VENCIDO = re.compile(rf"from={_DIRECCION}, status=(?:force-)?expired, returned to sender")
_EN_COLA = re.compile(rf"from={_DIRECCION}, size=\d+, nrcpt=\d+ \(queue active\)")
_SE_FUE = re.compile(r"(?:lost connection|timeout|too many errors) after DATA\b")
_SIGUIENTE = re.compile(r"queued as ([0-9A-Za-z]{5,20})\b")
#: A line without any of these says nothing about a mail; a line with the last ones, that others
#: were thrown away.
_INTERESAN = (
    b"message-id=",
    b"status=",
    b"queue active",
    b": removed",
    b"client=",
    b" after DATA",
    b"reject: ",
    b"hold: ",
    b"disconnect from",
)
_FALTAN = (b"due to rate-limiting", b"Suppressed ")


class Hecho(StrEnum):
    """What a line says about a mail."""

    NOMBRADO = "nombrado"
    ACEPTADO = "aceptado"
    ABANDONADO = "abandonado"
    ENTREGADO = "sent"
    DEVUELTO = "bounced"
    DEMORADO = "deferred"


@dataclass(frozen=True, slots=True)
class Suceso:
    """One line about one of our mails. `relay`, `dsn` and `texto` only where it was tried."""

    hecho: Hecho
    message_id: str
    cola: str
    momento: datetime
    relay: str = ""
    dsn: str = ""
    texto: str = ""


@dataclass(slots=True)
class _EnCola:
    """A mail of ours while Postfix has it; what the last attempt said explains its expiry."""

    message_id: str
    demora: Suceso | None = None


@dataclass
class Calendario:
    """Reads both kinds of date. The traditional one has neither zone nor year.

    The first year is `anio`, or the latest one that does not put the log in the future.
    """

    ahora: datetime
    zona: ZoneInfo
    anio: int | None = None
    _mes: int = field(default=0, init=False)

    def instante(self, texto: str) -> datetime | None:
        """The instant, or None if that is not a date."""
        try:
            if texto[0].isdigit():
                instante = datetime.fromisoformat(texto)
                return instante if instante.tzinfo else instante.replace(tzinfo=self.zona)
            return self._tradicional(texto)
        except ValueError:
            return None

    def _tradicional(self, texto: str) -> datetime:
        mes, dia = MESES.index(texto[:3]) + 1, int(texto[4:6])
        hora, minuto, segundo = (int(parte) for parte in texto[7:].split(":"))
        if self.anio is None:
            self.anio = self.ahora.astimezone(self.zona).year
            while self._fecha(self.anio, mes, dia, hora) > self.ahora + timedelta(days=1):
                self.anio -= 1
        anio = self.anio
        if self._mes and mes < self._mes - 6:
            self.anio = anio = anio + 1
        elif self._mes and mes > self._mes + 6:
            return datetime(anio - 1, mes, dia, hora, minuto, segundo, tzinfo=self.zona)
        instante = datetime(anio, mes, dia, hora, minuto, segundo, tzinfo=self.zona)
        self._mes = mes
        return instante

    def _fecha(self, anio: int, mes: int, dia: int, hora: int) -> datetime:
        return datetime(anio, mes, min(dia, 28) if mes == 2 else dia, hora, tzinfo=self.zona)


class Registro:
    """Reads the files of one log, the oldest first, and remembers what they cover.

    `es_nuestro` knows our Message-IDs; `propios` counts the times that one of them entered its
    queue. `tramos` are the stretches of time that were read; `completo` is False when lines are
    known to be missing.
    """

    def __init__(self, calendario: Calendario, es_nuestro: Callable[[str], bool]) -> None:
        self.calendario = calendario
        self.lineas = self.propios = 0
        self.completo = True
        self.tramos: list[tuple[datetime, datetime]] = []
        self._es_nuestro = es_nuestro
        self._colas: dict[tuple[str, str], _EnCola] = {}
        self._sesiones: dict[tuple[str, str], str] = {}
        self._sin_nombre: set[tuple[str, str]] = set()

    def leer(self, archivo: Iterable[bytes]) -> Iterator[Suceso]:
        """The lines of one file that are about mails of ours.

        Raises:
            ErrorDominio: the file is older than the one before it.
        """
        primero: datetime | None = None
        ultimas: deque[bytes] = deque(maxlen=_ULTIMAS)
        for linea in archivo:
            self.lineas += 1
            ultimas.append(linea)
            if primero is None:
                primero = self._momento(linea)
                if primero is not None:
                    self._en_orden(primero)
            if any(pista in linea for pista in _FALTAN):
                self.completo = False
            if any(pista in linea for pista in _INTERESAN):
                yield from self._suceso(linea.decode("utf-8", "replace").rstrip("\r\n"))
        ultimo = next((m for m in map(self._momento, reversed(ultimas)) if m is not None), None)
        if primero is not None and ultimo is not None:
            self.tramos.append((primero, max(primero, ultimo)))

    def cubre(self, desde: datetime, hasta: datetime) -> bool:
        """Whether one file, or several with no more than a pause between them, hold all of it."""
        unidos: list[tuple[datetime, datetime]] = []
        for inicio, fin in self.tramos:
            if unidos and inicio <= unidos[-1][1] + _PAUSA:
                primero, ultimo = unidos.pop()
                inicio, fin = min(primero, inicio), max(ultimo, fin)
            unidos.append((inicio, fin))
        return any(inicio <= desde and hasta <= fin for inicio, fin in unidos)

    def _momento(self, linea: bytes) -> datetime | None:
        hallado = _FECHA.match(linea[:100].decode("utf-8", "replace"))
        return self.calendario.instante(hallado[1]) if hallado else None

    def _en_orden(self, momento: datetime) -> None:
        if self.tramos and momento < self.tramos[-1][1] - _DESORDEN:
            raise ErrorDominio(
                "Los archivos del registro van del más nuevo al más antiguo. Escríbalos en el "
                "orden en que se llenaron: por ejemplo, mail.log.2.gz mail.log.1 mail.log."
            )

    def _suceso(self, linea: str) -> Iterator[Suceso]:
        partes = _LINEA.match(linea)
        if partes is None:
            return
        maquina, demonio = partes["maquina"], partes["demonio"]
        sesion = (maquina, partes["pid"])
        en_cola = _COLA.match(partes["resto"])
        if en_cola is None:
            cola, que = self._de_la_sesion(sesion, demonio, partes["resto"]), partes["resto"]
        else:
            cola, que = en_cola[1], en_cola[2]
            if demonio == "smtpd" and que.startswith("client="):
                self._sesiones[sesion] = cola
        if not cola:
            return
        momento = self.calendario.instante(partes["fecha"])
        if momento is None:
            self.completo = False
        else:
            yield from self._de_la_cola((maquina, cola), demonio, que, momento)

    def _de_la_sesion(self, sesion: tuple[str, str], demonio: str, que: str) -> str:
        """The mail that a client left half sent, if that is what the line says."""
        if demonio != "smtpd":
            return ""
        if que.startswith("disconnect from"):
            self._sesiones.pop(sesion, None)
        return self._sesiones.get(sesion, "") if _SE_FUE.match(que) else ""

    def _de_la_cola(
        self, clave: tuple[str, str], demonio: str, que: str, momento: datetime
    ) -> Iterator[Suceso]:
        if demonio == "cleanup" and (nombrado := _MESSAGE_ID.match(que)):
            yield from self._nombrar(clave, nombrado[1], momento)
            return
        correo = self._colas.get(clave)
        hecho = _otro_hecho(demonio, que)
        if correo is None:
            # Of a short mail, `cleanup` tells the name after its client is gone.
            if hecho == Hecho.ABANDONADO and demonio == "smtpd":
                self._sin_nombre.add(clave)
        elif que == "removed":
            del self._colas[clave]
        elif intento := _ENTREGA.match(que):
            yield self._intento(clave, correo, intento, momento)
        elif hecho:
            self.propios += hecho == Hecho.ACEPTADO
            if hecho == Hecho.ABANDONADO:
                del self._colas[clave]
            demora = correo.demora if hecho == Hecho.DEVUELTO else None
            sabido = (demora.relay, demora.dsn, demora.texto) if demora else ()
            yield Suceso(hecho, correo.message_id, clave[1], momento, *sabido)

    def _nombrar(
        self, clave: tuple[str, str], message_id: str, momento: datetime
    ) -> Iterator[Suceso]:
        abandonado = clave in self._sin_nombre
        self._sin_nombre.discard(clave)
        # The number may have been another mail's.
        self._colas.pop(clave, None)
        if not self._es_nuestro(message_id):
            return
        yield Suceso(Hecho.NOMBRADO, message_id, clave[1], momento)
        if abandonado:
            yield Suceso(Hecho.ABANDONADO, message_id, clave[1], momento)
        else:
            self._colas[clave] = _EnCola(message_id)

    def _intento(
        self, clave: tuple[str, str], correo: _EnCola, intento: re.Match, momento: datetime
    ) -> Suceso:
        """An attempt to deliver. Handing it to a filter that puts it back in is not one."""
        texto = intento["texto"] or ""
        hecho = {"sent": Hecho.ENTREGADO, "bounced": Hecho.DEVUELTO}.get(intento["estado"])
        if hecho == Hecho.ENTREGADO:
            siguiente = _SIGUIENTE.search(texto)
            otro = self._colas.get((clave[0], siguiente[1])) if siguiente else None
            if intento["relay"] == "none" or (otro and otro.message_id == correo.message_id):
                hecho = Hecho.ACEPTADO
        relay = intento["relay"].partition("[")[0]
        suceso = Suceso(
            hecho or Hecho.DEMORADO,
            correo.message_id,
            clave[1],
            momento,
            relay,
            intento["dsn"],
            texto,
        )
        if suceso.hecho == Hecho.DEMORADO:
            correo.demora = suceso
        return suceso


def _otro_hecho(demonio: str, que: str) -> Hecho | None:
    if demonio == "smtpd" and _SE_FUE.match(que):
        return Hecho.ABANDONADO
    if demonio == "cleanup" and que.startswith(("reject: ", "milter-reject: ")):
        return Hecho.ABANDONADO
    if que.startswith(("hold: ", "milter-hold: ")) or _EN_COLA.match(que):
        return Hecho.ACEPTADO
    return Hecho.DEVUELTO if _VENCIDO.match(que) else None
