"""Four clients that ask without pause, or hundreds at once; each request over a new connection."""

import asyncio
import itertools
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

CLIENTES = 4
PACIENCIA = 60

_COOKIE = re.compile(rb"(?im)^set-cookie: ([^;]+)")
_FICHA = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Pedido:
    """One request: where it goes, its bytes, and what the right answer has."""

    direccion: tuple[str, int]
    datos: bytes
    debe: re.Pattern[bytes]


@dataclass
class Sitio:
    """One page with a form: how it is read and how it is sent, as a browser would.

    Every request says another network, as our proxy does: so many people are not one.
    """

    url: str
    camino: str
    #: What its page has and no error page does; where who sent the form is taken.
    leida: re.Pattern[bytes]
    recibida: re.Pattern[bytes]
    campos: Callable[[int], dict[str, str]]

    def __post_init__(self) -> None:
        self.numero = itertools.count(1)
        self.enviados = 0
        self.cookie = b""
        respuesta = pedir(self.leer())
        [self.cookie] = _COOKIE.findall(respuesta)
        [self.ficha] = {ficha.decode() for ficha in _FICHA.findall(respuesta)}

    @property
    def direccion(self) -> tuple[str, int]:
        partes = urlsplit(self.url)
        return partes.hostname or "", partes.port or 80

    def leer(self) -> Pedido:
        cabeceras = self._cabeceras("GET", next(self.numero))
        return Pedido(self.direccion, cabeceras + b"\r\n", self.leida)

    def enviar(self) -> Pedido:
        self.enviados += 1
        numero = next(self.numero)
        cuerpo = urlencode({"csrfmiddlewaretoken": self.ficha, **self.campos(numero)}).encode()
        cabeceras = self._cabeceras("POST", numero)
        cabeceras += b"Content-Type: application/x-www-form-urlencoded\r\n"
        cabeceras += b"Content-Length: %d\r\n\r\n" % len(cuerpo)
        return Pedido(self.direccion, cabeceras + cuerpo, self.recibida)

    def _cabeceras(self, metodo: str, numero: int) -> bytes:
        # Of a /24 each: the last figure is nobody's.
        red = f"{10 + (numero >> 16)}.{numero >> 8 & 255}.{numero & 255}.7"
        cabeceras = (
            f"{metodo} {self.camino} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"X-Forwarded-For: {red}\r\nX-Forwarded-Proto: https\r\nOrigin: https://127.0.0.1\r\n"
        ).encode()
        return cabeceras + (b"Cookie: " + self.cookie + b"\r\n" if self.cookie else b"")


def pedir(pedido: Pedido) -> bytes:
    """The whole answer.

    Raises:
        RuntimeError: it is not the one that was expected.
    """
    with socket.create_connection(pedido.direccion, timeout=PACIENCIA) as conexion:
        conexion.sendall(pedido.datos)
        trozos = []
        while trozo := conexion.recv(65536):
            trozos.append(trozo)
    respuesta = b"".join(trozos)
    if not pedido.debe.search(respuesta):
        raise RuntimeError(f"{pedido.datos[:60]!r} answered {respuesta[:300]!r}")
    return respuesta


def por_segundo(hacer: Callable[[], Pedido], *, segundos: float = 0, cuantos: int = 0) -> float:
    """Requests per second of the four clients, during so many seconds or until so many are done."""
    turnos = itertools.count()
    fallas: list[Exception] = []
    hechos: list[int] = []
    inicio = time.perf_counter()
    hasta = inicio + segundos

    def cliente() -> None:
        suyos = 0
        try:
            while not fallas and (
                next(turnos) < cuantos if cuantos else time.perf_counter() < hasta
            ):
                pedir(hacer())
                suyos += 1
        except Exception as error:
            fallas.append(error)
        hechos.append(suyos)

    hilos = [threading.Thread(target=cliente) for _ in range(CLIENTES)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    if fallas:
        raise fallas[0]
    return sum(hechos) / (time.perf_counter() - inicio)


def a_la_vez(sitio: Sitio, cuantas: int) -> tuple[int, list[float]]:
    """So many connections open at once, half of them to read and half to send.

    How many were not answered as they should, and the seconds that each one waited.
    """
    return asyncio.run(_a_la_vez(sitio, cuantas))


async def _a_la_vez(sitio: Sitio, cuantas: int) -> tuple[int, list[float]]:
    abiertas = await asyncio.gather(
        *(asyncio.open_connection(*sitio.direccion) for _ in range(cuantas)),
        return_exceptions=True,
    )
    listas = [conexion for conexion in abiertas if not isinstance(conexion, BaseException)]
    pedidos = [(sitio.leer, sitio.enviar)[i % 2]() for i in range(len(listas))]
    esperas = await asyncio.gather(
        *(_uno(*conexion, pedido) for conexion, pedido in zip(listas, pedidos, strict=True))
    )
    buenas = [espera for espera in esperas if espera is not None]
    return cuantas - len(buenas), buenas


async def _uno(
    leer: asyncio.StreamReader, escribir: asyncio.StreamWriter, pedido: Pedido
) -> float | None:
    inicio = time.perf_counter()
    try:
        async with asyncio.timeout(PACIENCIA):
            escribir.write(pedido.datos)
            respuesta = await leer.read()
    except OSError:
        return None
    finally:
        escribir.close()
    return time.perf_counter() - inicio if pedido.debe.search(respuesta) else None
