"""One conversation with the mail server, told step by step, so that its failures can be classified.

What RFC 5321 promises: a server does not deliver a mail whose final dot it never got. So every
failure before the dot is safe to repeat, and only what fails between the dot and its answer is
in doubt (RFC 1047).
"""

import re
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from correos.models import Mensaje

Estado = Mensaje.Estado
_PUNTO_INICIAL = re.compile(rb"(?m)^\.")


class SinConexion(Exception):
    """The mail server does not answer, hangs, or refuses our credentials."""


class LoteAjeno(Exception):
    """The claim over the mail was lost before its final dot: nothing was sent."""


@dataclass(frozen=True)
class Resultado:
    """How the conversation about one mail ended: its new state, and what the server said."""

    estado: str
    codigo: int | None = None
    texto: str = ""


class Sesion:
    """One connection for a batch; opened when needed, and again after it breaks."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Sesion":
        return self

    def __exit__(self, tipo: type[BaseException] | None, *error: object) -> None:
        if tipo is None:
            self.cerrar()
        else:
            # Perhaps in the middle of a body: a goodbye there would be one more line of it.
            self.cortar()

    def abrir(self) -> smtplib.SMTP:
        """The open connection.

        Raises:
            SinConexion: it could not be opened within the timeout.
        """
        if self._smtp is None:
            # Always SMTP: what the tests send goes through a real socket too.
            backend: Any = EmailBackend()
            try:
                backend.open()
                backend.connection.ehlo_or_helo_if_needed()
            except (OSError, smtplib.SMTPException) as error:
                if backend.connection is not None:
                    backend.connection.close()
                raise SinConexion(type(error).__name__) from error
            # The dot leaves by itself, after the body: Nagle would hold it back until the server
            # acknowledges the body, which it delays by 40 ms and more.
            backend.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._smtp = backend.connection
        return self._smtp

    def cerrar(self) -> None:
        """Say goodbye, if the server still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def cortar(self) -> None:
        """Drop the connection without a word: the server discards the mail without its dot."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def enviar(
        self, *, de: str, para: str, contenido: bytes, anunciar_punto: Callable[[], bool]
    ) -> Resultado:
        """Send one mail to one person. `anunciar_punto` must be committed before the dot leaves.

        Raises:
            SinConexion: there is no connection to send through.
            LoteAjeno: `anunciar_punto` said that the mail is somebody else's by now.
        """
        smtp = self.abrir()
        try:
            rechazo = self._sobre(smtp, de, para) or self._cuerpo(smtp, contenido)
        except (OSError, smtplib.SMTPException) as error:
            self.cortar()
            return Resultado(Estado.REINTENTO, None, f"Se cortó la conexión: {_nombre(error)}")
        if rechazo:
            self._tras_rechazo(smtp, rechazo)
            return rechazo
        if not anunciar_punto():
            self.cortar()
            raise LoteAjeno
        return self._punto(smtp)

    def _sobre(self, smtp: smtplib.SMTP, de: str, para: str) -> Resultado | None:
        opciones = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
        codigo, texto = smtp.mail(de, opciones)
        if codigo != 250:
            # It is about us (sender, session), not about the person: it must not cost them theirs.
            return Resultado(Estado.REINTENTO, codigo, _legible(texto))
        codigo, texto = smtp.rcpt(para)
        return None if codigo in (250, 251) else _clasificar(codigo, texto)

    @staticmethod
    def _cuerpo(smtp: smtplib.SMTP, contenido: bytes) -> Resultado | None:
        codigo, texto = smtp.docmd("DATA")
        if codigo != 354:
            return _clasificar(codigo, texto)
        if not contenido.endswith(b"\r\n"):
            contenido += b"\r\n"
        if b"\n." in contenido or contenido.startswith(b"."):
            contenido = _PUNTO_INICIAL.sub(b"..", contenido)
        smtp.send(contenido)
        return None

    def _punto(self, smtp: smtplib.SMTP) -> Resultado:
        try:
            smtp.send(b".\r\n")
            codigo, texto = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.cortar()
            return Resultado(Estado.INCIERTO, None, f"No contestó al final: {_nombre(error)}")
        if 200 <= codigo < 300:
            return Resultado(Estado.ENVIADO, codigo, _legible(texto))
        if not 400 <= codigo < 600:
            self.cortar()
            return Resultado(Estado.INCIERTO, None, "Contestó algo que no es SMTP")
        resultado = _clasificar(codigo, texto)
        self._tras_rechazo(smtp, resultado)
        return resultado

    def _tras_rechazo(self, smtp: smtplib.SMTP, resultado: Resultado) -> None:
        """Ready for the next mail: 421 ends the session, the others only this mail."""
        if resultado.codigo == 421:
            self.cortar()
            return
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.cortar()


def _clasificar(codigo: int, texto: bytes) -> Resultado:
    estado = Estado.RECHAZADO if 500 <= codigo < 600 else Estado.REINTENTO
    return Resultado(estado, codigo if codigo > 0 else None, _legible(texto))


def _legible(texto: bytes) -> str:
    return " ".join(texto.decode("utf-8", "replace").split())[:300]


def _nombre(error: Exception) -> str:
    return type(error).__name__
