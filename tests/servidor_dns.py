"""A tiny name server for the tests, on a free port of the loopback."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class Nombres:
    """`textos[name]` are its TXT records; an empty list, a name without them; None, silence.

    A name that is not there does not exist. `preguntas` keeps what was asked.
    """

    def __init__(self, puerto: int) -> None:
        self.textos: dict[str, list[str] | None] = {}
        self.falla = False
        self.preguntas: list[str] = []
        self.puerto = puerto

    def responder(self, paquete: bytes) -> bytes | None:
        pregunta = dns.message.from_wire(paquete)
        [consulta] = pregunta.question
        nombre = consulta.name.to_text(omit_final_dot=True)
        self.preguntas.append(nombre)
        respuesta = dns.message.make_response(pregunta)
        respuesta.flags |= dns.flags.AA
        if self.falla:
            respuesta.set_rcode(dns.rcode.SERVFAIL)
        elif nombre not in self.textos:
            respuesta.set_rcode(dns.rcode.NXDOMAIN)
        elif (textos := self.textos[nombre]) is None:
            return None
        elif textos and consulta.rdtype == dns.rdatatype.TXT:
            respuesta.answer.append(
                dns.rrset.from_text(consulta.name, 60, "IN", "TXT", *(f'"{t}"' for t in textos))
            )
        return respuesta.to_wire()


@contextmanager
def servidor_de_nombres() -> Iterator[Nombres]:
    """A running server; `.puerto` says where."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        enchufe.settimeout(0.1)
        nombres = Nombres(enchufe.getsockname()[1])
        fin = threading.Event()

        def atender() -> None:
            while not fin.is_set():
                try:
                    paquete, quien = enchufe.recvfrom(4096)
                except TimeoutError:
                    continue
                respuesta = nombres.responder(paquete)
                if respuesta is not None:
                    enchufe.sendto(respuesta, quien)

        hilo = threading.Thread(target=atender)
        hilo.start()
        try:
            yield nombres
        finally:
            fin.set()
            hilo.join()
