"""Read one page of somebody else's site, trusting nothing of it.

Only by https, from a list of exact hosts; the name is asked for once, each of its addresses must
be public, and the connection goes to that very address, so that a second answer of the name
server changes nothing. Time, size and redirects are bounded, and what goes wrong is a sentence.
"""

import queue
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from io import BufferedReader, RawIOBase
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from comun.direcciones import Direccion, es_publica
from comun.errores import ErrorDominio
from comun.hosts import PUERTOS, normalizar_host
from comun.lectura import PAGINAS, Lectura

AGENTE = "CuentaPublicaParticipativa/1 (revisa el banner de la cuenta publica)"
MEGA = 1024 * 1024
TROZO = 64 * 1024
REDIRIGE = (301, 302, 303, 307, 308)
CORTADA = "El sitio cortó la respuesta antes de terminarla."
#: What a path and a query may keep as they are; the rest is written with %.
_SIN_CAMBIO = "/%:=&?~#+!$,;'@()*[]"

Resolver = Callable[[str, int], list[Direccion]]


class NoSeLeyo(Exception):
    """The page could not be read. `motivo` says why, in a sentence for whoever looks after it."""

    def __init__(self, motivo: str) -> None:
        super().__init__(motivo)
        self.motivo = motivo


@dataclass(frozen=True)
class Limites:
    """How much one reading may take in all: seconds, bytes (once unpacked) and redirects."""

    segundos: float = 10
    bytes: int = 2 * MEGA
    redirecciones: int = 3

    @property
    def peso(self) -> str:
        return f"{self.bytes // MEGA} MB" if self.bytes >= MEGA else f"{self.bytes} bytes"


def resolver_del_sistema(host: str, puerto: int) -> list[Direccion]:
    """The addresses that the system gives for a name.

    Raises:
        OSError: it has none.
    """
    filas = socket.getaddrinfo(host, puerto, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(fila[4][0]) for fila in filas))


@dataclass(frozen=True)
class Lector:
    """How pages are read. Production uses `Lector()`; `con_http` is for the demo.

    `resolver` and `publica` are parameters so that a test may read from a server of its own.
    """

    limites: Limites = field(default_factory=Limites)
    con_http: bool = False
    resolver: Resolver = resolver_del_sistema
    publica: Callable[[Direccion], bool] = es_publica
    agente: str = AGENTE

    def leer(self, url: str, hosts: Collection[str]) -> Lectura:
        """Read `url` and, up to its limit, what it redirects to. Only `hosts`, which are exact.

        Raises:
            NoSeLeyo: with the reason, whatever the site did.
        """
        fin = _Plazo(monotonic() + self.limites.segundos, self.limites.segundos)
        for _ in range(self.limites.redirecciones + 1):
            try:
                lectura, sigue = self._una(url, hosts, fin)
            except TimeoutError:
                raise NoSeLeyo(fin.frase) from None
            except ssl.SSLCertVerificationError:
                raise NoSeLeyo("El certificado del sitio no es válido o está vencido.") from None
            except (OSError, HTTPException, zlib.error, EOFError) as error:
                raise NoSeLeyo(_en_palabras(error)) from None
            if not sigue:
                return lectura
            try:
                url = urljoin(url, sigue.encode("latin-1", "replace").decode("utf-8", "replace"))
            except ValueError:
                raise NoSeLeyo("La página redirige a una dirección mal escrita.") from None
        raise NoSeLeyo(
            f"La página redirige más de {self.limites.redirecciones} veces. Anote la dirección "
            "final."
        )

    def _una(self, url: str, hosts: Collection[str], fin: "_Plazo") -> tuple[Lectura, str]:
        destino = self._destino(url, hosts)
        conexion = _Conexion(destino, self._direcciones(destino, fin), fin)
        try:
            conexion.request(
                "GET",
                destino.ruta,
                headers={
                    "User-Agent": self.agente,
                    "Accept": ",".join(PAGINAS),
                    "Accept-Encoding": "identity",
                    "Connection": "close",
                },
            )
            respuesta = conexion.getresponse()
            if respuesta.status in REDIRIGE and (sigue := respuesta.headers.get("Location")):
                return Lectura(url, respuesta.status, b""), sigue
            cuerpo = _cuerpo(respuesta, self.limites)
            tipo = respuesta.headers.get("Content-Type", "")
            return Lectura(url, respuesta.status, cuerpo, tipo), ""
        finally:
            conexion.soltar()

    def _destino(self, url: str, hosts: Collection[str]) -> "_Destino":
        """Where a request would go.

        Raises:
            NoSeLeyo: it is not an address that may be read.
        """
        try:
            partes = urlsplit(url)
            host, puerto = partes.hostname or "", partes.port
        except ValueError:
            raise NoSeLeyo("La dirección está mal escrita.") from None
        if partes.scheme != "https" and not (self.con_http and partes.scheme == "http"):
            raise NoSeLeyo("La dirección no es https. El portal solo lee páginas seguras.")
        if "@" in partes.netloc or not host:
            raise NoSeLeyo("La dirección está mal escrita.")
        host = self._host(host)
        if host not in hosts:
            raise NoSeLeyo(f"{host[:100]} no está en la lista de sitios del servicio.")
        habitual = PUERTOS[partes.scheme]
        if puerto not in (None, habitual) and not self.con_http:
            raise NoSeLeyo("La dirección usa un puerto que no es el de las páginas.")
        ruta = partes.path or "/"
        ruta += f"?{partes.query}" if partes.query else ""
        ruta = quote(ruta, safe=_SIN_CAMBIO)
        return _Destino(partes.scheme == "https", host, puerto or habitual, ruta)

    def _host(self, escrito: str) -> str:
        """As the lists keep it; what is no name of a site stays as it is, and is in no list."""
        try:
            return normalizar_host(escrito, local=self.con_http)
        except ErrorDominio:
            return escrito

    def _direcciones(self, destino: "_Destino", fin: "_Plazo") -> list[Direccion]:
        """The addresses of the name, asked for once, and all of them public.

        Raises:
            NoSeLeyo: it has none, or one of them is not.
        """
        try:
            direcciones = _con_plazo(lambda: self.resolver(destino.host, destino.puerto), fin)
        except TimeoutError:
            raise
        except (OSError, ValueError):
            direcciones = []
        if not direcciones:
            raise NoSeLeyo(f"No se encontró {destino.host}: el nombre del sitio no existe.")
        if not all(map(self.publica, direcciones)):
            raise NoSeLeyo(
                f"{destino.host} lleva a una red privada. El portal solo lee sitios públicos."
            )
        return direcciones


@dataclass(frozen=True)
class _Destino:
    seguro: bool
    host: str
    puerto: int
    ruta: str


@dataclass(frozen=True)
class _Plazo:
    """Until when everything of one reading may last, by the machine's clock."""

    hasta: float
    segundos: float

    @property
    def frase(self) -> str:
        return f"El sitio no terminó de responder en {self.segundos:g} segundos."

    def resto(self) -> float:
        """Seconds left.

        Raises:
            TimeoutError: none.
        """
        resto = self.hasta - monotonic()
        if resto <= 0:
            raise TimeoutError
        return resto


def _con_plazo(hacer: Callable[[], Any], fin: _Plazo) -> Any:
    """What `hacer` gives, which may not be told how long to take: names are asked for so."""
    salida: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def correr() -> None:
        try:
            salida.put((True, hacer()))
        except Exception as error:
            salida.put((False, error))

    threading.Thread(target=correr, daemon=True).start()
    try:
        bien, que = salida.get(timeout=fin.resto())
    except queue.Empty:
        raise TimeoutError from None
    if not bien:
        raise que
    return que


class _Bruto(RawIOBase):
    """What a socket gives, each time with what is left of the time: drop by drop does not help."""

    def __init__(self, enchufe: socket.socket, fin: _Plazo) -> None:
        self._enchufe, self._fin = enchufe, fin

    def readable(self) -> bool:
        return True

    def readinto(self, donde: Any) -> int:
        self._enchufe.settimeout(self._fin.resto())
        return self._enchufe.recv_into(donde)


class _Enchufe:
    """A socket as `http.client` uses it, with one time for everything."""

    def __init__(self, enchufe: socket.socket, fin: _Plazo) -> None:
        self._enchufe, self._fin = enchufe, fin

    def sendall(self, datos: bytes) -> None:
        self._enchufe.settimeout(self._fin.resto())
        self._enchufe.sendall(datos)

    def makefile(self, *_: Any, **__: Any) -> BufferedReader:
        return BufferedReader(_Bruto(self._enchufe, self._fin), TROZO)

    def close(self) -> None:
        """Not yet: `http.client` closes before the body is read."""


class _Conexion(HTTPConnection):
    """To one of those addresses and to no other; the name only goes inside (Host, SNI)."""

    def __init__(self, destino: _Destino, direcciones: list[Direccion], fin: _Plazo) -> None:
        super().__init__(destino.host, destino.puerto)
        self._destino, self._direcciones, self._fin = destino, direcciones, fin
        # `http.client` puts the port after the name unless it is its own.
        self.default_port = PUERTOS["https" if destino.seguro else "http"]
        self._enchufe: socket.socket | None = None

    def connect(self) -> None:
        enchufe = self._tocar()
        if self._destino.seguro:
            enchufe.settimeout(self._fin.resto())
            contexto = ssl.create_default_context()
            try:
                enchufe = contexto.wrap_socket(enchufe, server_hostname=self._destino.host)
            except BaseException:
                enchufe.close()
                raise
        self._enchufe = enchufe
        self.sock: Any = _Enchufe(enchufe, self._fin)

    def soltar(self) -> None:
        """Close it for good, whatever was left unread."""
        if self._enchufe is not None:
            self._enchufe.close()

    def _tocar(self) -> socket.socket:
        """The first address that answers."""
        ultimo: OSError = OSError()
        for direccion in self._direcciones:
            try:
                # A written address: nothing is asked of any name server.
                return socket.create_connection(
                    (str(direccion), self._destino.puerto), timeout=self._fin.resto()
                )
            except TimeoutError:
                raise
            except OSError as error:
                ultimo = error
        raise ultimo


def _cuerpo(respuesta: HTTPResponse, limites: Limites) -> bytes:
    """Its bytes, unpacked if the site packed them unasked, and never more than the limit."""
    muy_pesada = NoSeLeyo(f"La página pesa más de {limites.peso}. Ponga el banner en una liviana.")
    if (respuesta.length or 0) > limites.bytes:
        raise muy_pesada
    abrir = _abridor(respuesta.headers.get("Content-Encoding", ""))
    cuerpo, recibidos = bytearray(), 0
    while trozo := respuesta.read(TROZO):
        recibidos += len(trozo)
        cuerpo += abrir.decompress(trozo, limites.bytes + 1 - len(cuerpo)) if abrir else trozo
        if max(recibidos, len(cuerpo)) > limites.bytes:
            raise muy_pesada
    if respuesta.length or (abrir and not abrir.eof):
        raise NoSeLeyo(CORTADA)
    return bytes(cuerpo)


def _abridor(como: str) -> Any:
    como = como.strip().lower()
    if como in ("", "identity"):
        return None
    if como in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    raise NoSeLeyo("El sitio envió la página comprimida de una forma que el portal no lee.")


def _en_palabras(error: BaseException) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "El sitio no aceptó la conexión."
    if isinstance(error, ssl.SSLError):
        return "No se pudo abrir una conexión segura con el sitio."
    if isinstance(error, zlib.error):
        return "El sitio envió la página comprimida y dañada."
    if isinstance(error, IncompleteRead):
        return CORTADA
    if isinstance(error, HTTPException):
        return "El sitio respondió algo que no es una página."
    return "La conexión con el sitio se cortó."
