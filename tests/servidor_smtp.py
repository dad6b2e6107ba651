"""A real SMTP server for the tests, on a free port of the loopback. The fixture is `buzon`."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

#: Seconds. The portal gives a silent Redis 2; the rest is a busy machine. Celery's own pool, which
#: it does without, would take 6.
ESPERA_TOLERADA = 4.5


class Buzon:
    """Keeps what it accepts: `mensajes` (parsed) and, beside them, `destinos` (addresses).

    `rcpt[address]` and `data[address]` answer something else than 250; `silencio[address]` is how
    many seconds pass between a mail received whole and its answer (None: the connection is cut).
    """

    def __init__(self) -> None:
        self.mensajes: list[EmailMessage] = []
        self.destinos: list[str] = []
        self.conexiones = 0
        self.rcpt: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.silencio: dict[str, float | None] = {}
        self.puerto = 0

    @property
    def ids(self) -> list[str]:
        return [mensaje["Message-ID"] for mensaje in self.mensajes]

    def para(self, direccion: str) -> list[EmailMessage]:
        """The mails that reached one address."""
        return [m for m, d in zip(self.mensajes, self.destinos, strict=True) if d == direccion]

    # ── What aiosmtpd calls ──

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list
    ) -> list:
        self.conexiones += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [destino] = envelope.rcpt_tos
        if destino in self.data:
            return self.data[destino]
        # Compared in the tests as it was written, not as it travels.
        contenido = envelope.content.replace(b"\r\n", b"\n")
        self.mensajes.append(message_from_bytes(contenido, policy=policy.default))
        self.destinos.append(destino)
        if destino in self.silencio:
            segundos = self.silencio[destino]
            if segundos is None:
                server.transport.abort()
            else:
                await asyncio.sleep(segundos)
        return "250 Recibido"


@contextmanager
def servidor() -> Iterator[Buzon]:
    """A running server; `.puerto` says where."""
    buzon = Buzon()
    controlador = Controller(buzon, hostname="127.0.0.1", port=puerto_libre())
    controlador.start()
    buzon.puerto = controlador.port
    try:
        yield buzon
    finally:
        controlador.stop()


def puerto_libre() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        return oyente.getsockname()[1]


@contextmanager
def servidor_mudo() -> Iterator[int]:
    """The port of a server that accepts the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        yield oyente.getsockname()[1]


@pytest.fixture
def correo_en(settings) -> Callable[[int], None]:
    """`correo_en(port)` points the portal's mail at a local port."""

    def _apuntar(puerto: int) -> None:
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = puerto
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5

    return _apuntar


@pytest.fixture
def buzon(correo_en) -> Iterator[Buzon]:
    """The mail server that the portal's outbox sends to in this test."""
    with servidor() as el_buzon:
        correo_en(el_buzon.puerto)
        yield el_buzon
