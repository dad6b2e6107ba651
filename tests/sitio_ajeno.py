"""Somebody else's web site, for the tests: on a free port of the loopback, and as bad as asked."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Contestar = Callable[[socket.socket, str], None]


def http(cuerpo: bytes = b"", status: str = "200 OK", **cabeceras: str) -> Contestar:
    """An answer, with its length unless another is given (`Content_Length="9"`)."""
    dichas = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(cuerpo))}
    dichas |= {nombre.replace("_", "-"): valor for nombre, valor in cabeceras.items()}
    lineas = [f"{nombre}: {valor}" for nombre, valor in dichas.items() if valor]
    cabeza = "\r\n".join([f"HTTP/1.1 {status}", *lineas, "", ""]).encode()

    def contestar(enchufe: socket.socket, _: str) -> None:
        enchufe.sendall(cabeza + cuerpo)

    return contestar


@dataclass
class Sitio:
    """`paginas[path]` says how each is answered; `visitas` keeps what was asked, and as whom."""

    puerto: int
    paginas: dict[str, Contestar] = field(default_factory=dict)
    visitas: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    conexiones: list[str] = field(default_factory=list)
    fin: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.puerto}"


@contextmanager
def sitio_ajeno(direccion: str = "127.0.0.1", puerto: int = 0) -> Iterator[Sitio]:
    """A running server: each connection is counted, whatever it asks."""
    with socket.create_server((direccion, puerto)) as oyente:
        oyente.settimeout(0.05)
        sitio = Sitio(oyente.getsockname()[1])

        def aceptar() -> None:
            while not sitio.fin.is_set():
                try:
                    enchufe, quien = oyente.accept()
                except TimeoutError:
                    continue
                sitio.conexiones.append(quien[0])
                threading.Thread(target=_atender, args=(sitio, enchufe), daemon=True).start()

        hilo = threading.Thread(target=aceptar, daemon=True)
        hilo.start()
        try:
            yield sitio
        finally:
            sitio.fin.set()
            hilo.join()


def _atender(sitio: Sitio, enchufe: socket.socket) -> None:
    with enchufe:
        try:
            pedido = b""
            while b"\r\n\r\n" not in pedido:
                trozo = enchufe.recv(4096)
                if not trozo:
                    return
                pedido += trozo
                if not pedido.startswith(b"GET "[: len(pedido)]):
                    http(b"no", "400 Bad Request")(enchufe, "")
                    return
            cabeza = pedido.split(b"\r\n\r\n")[0].decode()
            primera, *resto = cabeza.split("\r\n")
            ruta = primera.split()[1]
            cabeceras = dict(linea.split(": ", 1) for linea in resto)
            sitio.visitas.append((cabeceras["Host"], ruta, cabeceras))
            sitio.paginas.get(ruta, http(b"no", "404 Not Found"))(enchufe, ruta)
        except OSError:
            return
