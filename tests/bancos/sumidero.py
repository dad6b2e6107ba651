"""A mail server that accepts everything at once and keeps nothing.

    python -m tests.bancos.sumidero

Its first line is the port. It looks for the final dot and for nothing else, so that the speed that
is measured is the sender's. (The one of `tests.caos` reads and judges each mail, and is slower.)
"""

import asyncio

RESPUESTAS = {
    b"EHLO": b"250-sumidero\r\n250 8BITMIME\r\n",
    b"DATA": b"354 Adelante\r\n",
    b"QUIT": b"221 Hasta luego\r\n",
}
ACEPTADO = b"250 2.0.0 Recibido\r\n"
FIN = b"\r\n.\r\n"


class Conexion(asyncio.Protocol):
    """One conversation, command by command; a body is dropped as it comes."""

    def __init__(self) -> None:
        self.resto = b""
        self.en_cuerpo = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transporte = transport
        transport.write(b"220 sumidero\r\n")

    def data_received(self, data: bytes) -> None:
        self.resto += data
        while self.avanzar():
            pass

    def avanzar(self) -> bool:
        """Answer what is complete. False: more has to come."""
        if self.en_cuerpo:
            _, punto, despues = self.resto.partition(FIN)
            if not punto:
                self.resto = self.resto[-len(FIN) :]
                return False
            self.resto, self.en_cuerpo = despues, False
            self.transporte.write(ACEPTADO)
            return True
        linea, salto, despues = self.resto.partition(b"\r\n")
        if not salto:
            return False
        orden = linea[:4].upper()
        self.transporte.write(RESPUESTAS.get(orden, ACEPTADO))
        self.resto, self.en_cuerpo = despues, orden == b"DATA"
        if orden == b"QUIT":
            self.transporte.close()
        return True


async def servir() -> None:
    bucle = asyncio.get_running_loop()
    servidor = await bucle.create_server(Conexion, "127.0.0.1", 0)
    print(servidor.sockets[0].getsockname()[1], flush=True)
    await servidor.serve_forever()


if __name__ == "__main__":
    asyncio.run(servir())
