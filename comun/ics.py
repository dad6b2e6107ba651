"""Calendar files (RFC 5545): one entry to keep, or a whole feed that calendars read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TIPO = "text/calendar; charset=utf-8"
#: How often a calendar that follows a feed should read it again.
CADA_CUANTO = "PT6H"


@dataclass(frozen=True, kw_only=True)
class Evento:
    """An entry. With dates it takes whole days; with instants, from one to the other.

    Calendars keep the entry with the greatest `secuencia` of each `uid`.
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
    vigente: bool = True


def escribir(eventos: Iterable[Evento], *, nombre: str = "") -> bytes:
    """The file; with a `nombre`, as a feed to follow."""
    lineas = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cuenta Publica Participativa//ES",
        "METHOD:PUBLISH",
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
