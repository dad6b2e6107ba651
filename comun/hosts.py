"""The exact name of a web site, as a header of security can carry it: no pattern, no address."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from comun.errores import ErrorDominio

#: Those that an address need not write.
PUERTOS = {"https": 443, "http": 80}
EJEMPLO = "Ejemplo: www.servicio.cl"
SOLO_EL_NOMBRE = f"Escriba solo el nombre del sitio, sin https:// ni barras. {EJEMPLO}"
SIN_ASTERISCO = (
    f"Escriba cada sitio con su nombre entero: el asterisco dejaría entrar a otros. {EJEMPLO}"
)
SIN_NUMEROS = f"Escriba el nombre del sitio y no su dirección de números. {EJEMPLO}"
SIN_PUERTO = f"Escriba el sitio sin los dos puntos ni lo que sigue. {EJEMPLO}"
SIN_DOMINIO = f"A ese nombre le falta el dominio. {EJEMPLO}"
DEL_PORTAL = "Esa es la página del portal; anote la del sitio de su servicio."
MAL_ESCRITO = f"Así no se llama un sitio web: use letras, números, guiones y puntos. {EJEMPLO}"

_ETIQUETA = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
#: Names that never leave a building: no reader on the Internet comes from a page of theirs.
_DE_ADENTRO = {"localhost", "local", "internal", "invalid"}
_LOCAL = re.compile(r"localhost(:[1-9]\d{0,4})?")


def normalizar_host(texto: str, *, local: bool = False) -> str:
    """The host as it is stored and sent: lower case, ASCII (IDNA), no trailing dot.

    `local` also takes `localhost` with its port: the host pages of the demo and of the tests.

    Raises:
        ErrorDominio: it is no exact public host; the sentence says how to write it.
    """
    host = texto.strip().lower()
    if local and _LOCAL.fullmatch(host):
        return host
    if "*" in host:
        raise ErrorDominio(SIN_ASTERISCO, "host")
    if re.search(r"[/\\?#@]", host):
        raise ErrorDominio(SOLO_EL_NOMBRE, "host")
    if _es_direccion(host):
        raise ErrorDominio(SIN_NUMEROS, "host")
    if ":" in host:
        raise ErrorDominio(SIN_PUERTO, "host")
    return _con_dominio(_en_ascii(host))


def es_del_portal(host: str) -> bool:
    """Whether a normalised host is the portal's own: its pages prove nothing of anybody's site.

    The port tells two sites apart only on the same machine, in the demo.
    """
    propio = urlsplit(settings.BASE_URL)
    if _LOCAL.fullmatch(host):
        return host == propio.netloc.lower()
    try:
        return host == normalizar_host(propio.hostname or "")
    except ErrorDominio:
        return False  # an address of numbers, or of this machine: no list takes one


def validar_host(valor: str) -> None:
    """Of a field: a host in the one way in which it is stored."""
    try:
        host = normalizar_host(valor, local=settings.CPP_DEMO)
    except ErrorDominio as error:
        raise ValidationError(error.mensaje) from None
    if host != valor:
        raise ValidationError(f"Escríbalo así: {host}")


def _con_dominio(host: str) -> str:
    etiquetas = host.split(".")
    if not all(map(_ETIQUETA.fullmatch, etiquetas)) or len(host) > 253:
        raise ErrorDominio(MAL_ESCRITO, "host")
    # Browsers read a name that ends in a number as an address, however it is written.
    if etiquetas[-1][0].isdigit():
        raise ErrorDominio(SIN_NUMEROS, "host")
    if len(etiquetas) < 2 or len(etiquetas[-1]) < 2 or etiquetas[-1] in _DE_ADENTRO:
        raise ErrorDominio(SIN_DOMINIO, "host")
    return host


def _en_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise ErrorDominio(MAL_ESCRITO, "host") from None


def _es_direccion(host: str) -> bool:
    try:
        ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return host.startswith("[")
    return True
