"""Calendar files (RFC 5545, RFC 5546): one entry to keep, the word that takes it away, or a whole
feed that calendars read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TIPO = "text/calendar; charset=utf-8"
PUBLICA, CANCELA = "PUBLISH", "CANCEL"
#: How often a calendar that follows a feed should read it again.
CADA_CUANTO = "PT6H"


@dataclass(frozen=True, kw_only=True)
class Evento:
    """An entry. With dates it takes whole days; with instants, from one to the other.

    Calendars keep the entry with the greatest `secuencia` of each `uid`. `organizador` is a name
    and an address: who publishes an entry must say who it is (RFC 5546, 3.2.1 and 3.2.5).
    """

    uid: str
    resumen: str
    inicio: date | datetime
    termino: date | datetime | None = None
    secuencia: int = 0
    sellado_en: datetime
    lugar: str = ""
    descripcion: str = ""
    url: str = ""
    organizador: tuple[str, str] | None = None
    vigente: bool = True


def tipo(metodo: str = PUBLICA) -> str:
    """The content type of a file with that method, which must name it too (RFC 5545, 8.1)."""
    return f"{TIPO}; method={metodo}"


def escribir(eventos: Iterable[Evento], *, nombre: str = "", metodo: str = PUBLICA) -> bytes:
    """The file; with a `nombre`, as a feed to follow; with `CANCELA`, to take entries away.

    Raises:
        ValueError: an entry that stands would be taken away.
    """
    eventos = list(eventos)
    if metodo == CANCELA and any(evento.vigente for evento in eventos):
        raise ValueError("What is cancelled says so (RFC 5546, 3.2.5).")
    lineas = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cuenta Publica Participativa//ES",
        f"METHOD:{metodo}",
        *(_de_fuente(nombre) if nombre else ()),
        *(linea for evento in eventos for linea in _lineas(evento)),
        "END:VCALENDAR",
    ]
    return b"".join(trozo for linea in lineas for trozo in _plegada(linea))


def _de_fuente(nombre: str) -> Iterator[str]:
    yield f"NAME:{_escapar(nombre)}"
    yield f"X-WR-CALNAME:{_escapar(nombre)}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{CADA_CUANTO}"
    yield f"X-PUBLISHED-TTL:{CADA_CUANTO}"


def _lineas(evento: Evento) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{evento.uid}"
    yield f"DTSTAMP:{_utc(evento.sellado_en)}"
    yield f"SEQUENCE:{evento.secuencia}"
    yield from _cuando(evento)
    for campo, texto in (
        ("SUMMARY", evento.resumen),
        ("LOCATION", evento.lugar),
        ("DESCRIPTION", evento.descripcion),
    ):
        if texto:
            yield f"{campo}:{_escapar(texto)}"
    if evento.organizador and evento.organizador[1]:
        yield _organiza(*evento.organizador)
    if evento.url:
        yield f"URL:{evento.url}"
    yield f"STATUS:{'CONFIRMED' if evento.vigente else 'CANCELLED'}"
    yield "END:VEVENT"


def _cuando(evento: Evento) -> Iterator[str]:
    if isinstance(evento.inicio, datetime):
        termino = evento.termino
        yield f"DTSTART:{_utc(evento.inicio)}"
        if isinstance(termino, datetime):
            yield f"DTEND:{_utc(termino)}"
        return
    # The end of a whole day is the day after, and a due date makes nobody busy.
    yield f"DTSTART;VALUE=DATE:{evento.inicio:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{(evento.termino or evento.inicio) + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"


def _organiza(nombre: str, correo: str) -> str:
    """A parameter between quotes takes any letter but quotes and line ends (RFC 5545, 3.2)."""
    limpio = " ".join(nombre.replace('"', "'").split())
    return f'ORGANIZER;CN="{limpio}":mailto:{correo}'


def _utc(instante: datetime) -> str:
    return f"{instante.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escapar(texto: str) -> str:
    limpio = texto.replace("\r", "").replace("\\", "\\\\").replace("\n", "\\n")
    return limpio.replace(";", "\\;").replace(",", "\\,")


def _plegada(linea: str) -> Iterator[bytes]:
    """Lines of 75 bytes at most, never cut inside a letter."""
    trozo = b""
    for letra in linea:
        bytes_letra = letra.encode()
        if len(trozo) + len(bytes_letra) > 74:
            yield trozo + b"\r\n"
            trozo = b" "
        trozo += bytes_letra
    yield trozo + b"\r\n"
