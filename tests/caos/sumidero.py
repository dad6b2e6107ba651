"""A mail server that tells the truth: it writes each mail down before it answers 250.

    python -m tests.caos.sumidero --bitacora FILE [--puerto N] [--guion FILE] [--demora SECONDS]

The first line of its output is the port. The log has one JSON object per line: `hecho`
(`aceptado`, or `falla` for what the script did), `t`, `id` (Message-ID), `de`, `para`, `cola`
and `huella`, the SHA-256 of what the addressee reads (`Mensaje.calcular_huella`). The script is a
JSON list of the fields of `Regla`. SIGTERM ends it.
"""

import argparse
import asyncio
import hashlib
import json
import re
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TextIO

_DIRECCION = re.compile(rb"<([^>]*)>")
_PUNTOS = re.compile(rb"(?m)^\.\.")
MAXIMO = 64 * 1024 * 1024


@dataclass(frozen=True)
class Regla:
    """One fault, for the addresses that begin with `prefijo` or for every `cada`-th addressee.

    `paso` is where it happens: `rcpt`, `data` (the command), `cuerpo` (in the middle of the body)
    or `punto` (after the final dot). There it waits `segundos`, then hangs up if `cortar`, else
    answers `respuesta` (421 also hangs up), else goes on as if nothing had happened. `aceptar`:
    at `punto` the mail was written down before the fault. `veces`: only the first times that each
    address comes; 0 is always.
    """

    paso: str
    prefijo: str = ""
    cada: int = 0
    respuesta: str = ""
    segundos: float = 0
    cortar: bool = False
    aceptar: bool = False
    veces: int = 0

    def toca(self, para: str, numero: int, vistas: int) -> bool:
        if self.veces and vistas > self.veces:
            return False
        if self.cada:
            return numero % self.cada == 0
        return bool(self.prefijo) and para.startswith(self.prefijo)


class Colgar(Exception):
    """The script says that the connection ends here."""


@dataclass
class Sumidero:
    """The server: what it accepted goes to `bitacora`, what fails comes from `guion`."""

    bitacora: TextIO
    guion: list[Regla] = field(default_factory=list)
    demora: float = 0
    con_huella: bool = True
    _destinos: int = 0
    _aceptados: int = 0
    _vistas: Counter[str] = field(default_factory=Counter)

    async def atender(self, lector: asyncio.StreamReader, escritor: asyncio.StreamWriter) -> None:
        try:
            await Conversacion(self, lector, escritor).seguir()
        except (Colgar, ConnectionError, asyncio.IncompleteReadError, ValueError):
            escritor.transport.abort()
        finally:
            escritor.close()

    def empieza(self, para: str) -> tuple[int, int]:
        """The number of this addressee, and how many times that address came, this one too."""
        self._destinos += 1
        self._vistas[para] += 1
        return self._destinos, self._vistas[para]

    def regla(self, paso: str, para: str, numero: int, vistas: int) -> Regla | None:
        for regla in self.guion:
            if regla.paso == paso and regla.toca(para, numero, vistas):
                return regla
        return None

    def anotar(self, hecho: str, **datos: Any) -> None:
        linea = {"hecho": hecho, "t": round(time.time(), 3), **datos}
        self.bitacora.write(json.dumps(linea, ensure_ascii=True) + "\n")
        self.bitacora.flush()

    def aceptar(self, de: str, para: list[str], contenido: bytes) -> str:
        """Write the mail down. Its queue number."""
        self._aceptados += 1
        cola = f"{self._aceptados:010X}"
        mensaje = message_from_bytes(contenido)
        self.anotar(
            "aceptado",
            id=str(mensaje["Message-ID"] or ""),
            de=de,
            para=para,
            cola=cola,
            octetos=len(contenido),
            huella=huella_recibida(mensaje) if self.con_huella else "",
        )
        return cola


@dataclass
class Conversacion:
    """One connection."""

    servidor: Sumidero
    lector: asyncio.StreamReader
    escritor: asyncio.StreamWriter
    de: str = ""
    para: list[str] = field(default_factory=list)
    turno: tuple[int, int] = (0, 0)

    async def seguir(self) -> None:
        await self.decir("220 sumidero ESMTP")
        while linea := await self.lector.readline():
            orden = linea[:4].upper()
            if orden == b"QUIT":
                await self.decir("221 2.0.0 Hasta luego")
                return
            await self.responder(orden, linea)

    async def responder(self, orden: bytes, linea: bytes) -> None:
        if orden == b"EHLO":
            await self.decir("250-sumidero\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")
        elif orden == b"MAIL":
            self.de, self.para = direccion(linea), []
            await self.decir("250 2.1.0 OK")
        elif orden == b"RCPT":
            await self.destinatario(direccion(linea))
        elif orden == b"DATA":
            await self.datos()
        elif orden in (b"RSET", b"NOOP", b"HELO"):
            self.para = [] if orden == b"RSET" else self.para
            await self.decir("250 2.0.0 OK")
        else:
            await self.decir("502 5.5.2 Orden desconocida")

    async def destinatario(self, para: str) -> None:
        self.turno = self.servidor.empieza(para)
        if not await self.fallar("rcpt", [*self.para, para]):
            self.para.append(para)
            await self.decir("250 2.1.5 OK")

    async def datos(self) -> None:
        if not self.para:
            await self.decir("503 5.5.1 Falta RCPT")
            return
        if await self.fallar("data", self.para):
            return
        await self.decir("354 Adelante")
        contenido = await self.cuerpo()
        regla = self.servidor.regla("punto", self.para[-1], *self.turno)
        cola = ""
        if regla is None or regla.aceptar or not (regla.cortar or regla.respuesta):
            cola = self.servidor.aceptar(self.de, self.para, contenido)
        if self.servidor.demora:
            await asyncio.sleep(self.servidor.demora)
        if not await self.fallar("punto", self.para):
            await self.decir(f"250 2.0.0 Ok: queued as {cola}")
        self.para = []

    async def cuerpo(self) -> bytes:
        """Up to the final dot; a connection that ends before it leaves nothing."""
        lineas: list[bytes] = []
        while (linea := await self.lector.readline()) != b".\r\n":
            if not linea.endswith(b"\n"):
                raise Colgar
            if not lineas:
                await self.fallar("cuerpo", self.para)
            lineas.append(linea)
        return _PUNTOS.sub(b".", b"".join(lineas))

    async def fallar(self, paso: str, para: list[str]) -> bool:
        """Do what the script says about this step; True if it answered.

        Raises:
            Colgar: the script hangs up.
        """
        regla = self.servidor.regla(paso, para[-1], *self.turno)
        if regla is None:
            return False
        self.servidor.anotar("falla", para=para, paso=paso, regla=asdict(regla))
        await asyncio.sleep(regla.segundos)
        if regla.cortar:
            raise Colgar
        if regla.respuesta:
            await self.decir(regla.respuesta)
            if regla.respuesta.startswith("421"):
                await self.escritor.drain()
                self.escritor.close()
                raise Colgar
        return bool(regla.respuesta)

    async def decir(self, texto: str) -> None:
        self.escritor.write(texto.encode() + b"\r\n")
        await self.escritor.drain()


def direccion(linea: bytes) -> str:
    encontrada = _DIRECCION.search(linea)
    return encontrada[1].decode("utf-8", "replace") if encontrada else ""


def huella_recibida(mensaje: Message) -> str:
    """The same recipe as `Mensaje.calcular_huella`, from what arrived."""
    cuerpos = {"text/plain": "", "text/html": ""}
    for parte in mensaje.walk():
        if parte.get_content_type() in cuerpos and not parte.get_filename():
            crudo = parte.get_payload(decode=True)
            cuerpos[parte.get_content_type()] = (
                crudo.replace(b"\r\n", b"\n").decode("utf-8", "replace")
                if isinstance(crudo, bytes)
                else ""
            )
    para = parseaddr(desplegado(mensaje, "To"))[1]
    asunto = str(make_header(decode_header(desplegado(mensaje, "Subject"))))
    partes = (para, asunto, cuerpos["text/plain"], cuerpos["text/html"])
    return hashlib.sha256("\0".join(partes).encode()).hexdigest()


def desplegado(mensaje: Message, nombre: str) -> str:
    """A header on one line: a break before a space is only for the way."""
    return str(mensaje[nombre] or "").replace("\r", "").replace("\n", "")


async def servir(sumidero: Sumidero, puerto: int) -> None:
    fin = asyncio.Event()
    for senial in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(senial, fin.set)
    servidor = await asyncio.start_server(sumidero.atender, "127.0.0.1", puerto, limit=MAXIMO)
    print(servidor.sockets[0].getsockname()[1], flush=True)
    await fin.wait()
    servidor.close()


def main(argumentos: list[str]) -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--bitacora", type=Path, required=True)
    opciones.add_argument("--puerto", type=int, default=0)
    opciones.add_argument("--guion", type=Path)
    opciones.add_argument(
        "--demora", type=float, default=0, help="seconds between a mail written down and its 250"
    )
    opciones.add_argument("--sin-huella", action="store_true", help="for measuring speed")
    dadas = opciones.parse_args(argumentos)
    guion = json.loads(dadas.guion.read_text()) if dadas.guion else []
    with dadas.bitacora.open("a", encoding="utf-8") as bitacora:
        reglas = [Regla(**regla) for regla in guion]
        sumidero = Sumidero(bitacora, reglas, dadas.demora, not dadas.sin_huella)
        asyncio.run(servir(sumidero, dadas.puerto))


if __name__ == "__main__":
    main(sys.argv[1:])
