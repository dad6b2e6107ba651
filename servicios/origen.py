"""Where a request comes from, and how often it may come (RELIABILITY P23).

Whoever asks too often is asked to wait, never refused for good. What is kept of them is a keyed
hash of their network, for a day (`comun.baldes`).
"""

from contextlib import nullcontext
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import get_default_timezone

from comun import baldes, reloj
from comun.campos import hmac_de
from comun.contacto import buzon_de
from comun.cuotas import Uso
from comun.errores import ErrorDominio
from comun.formato import hora
from servicios import selectors
from servicios.alcance import todos_los_servicios
from servicios.models import Servicio

#: What one household, office or library has: less would let it count as many.
PREFIJO = {4: 24, 6: 56}


class DemasiadosEnvios(ErrorDominio):
    """Too many came from one network or with one address. `espera`: how long until the next."""

    def __init__(self, espera: timedelta, servicio: Servicio | None) -> None:
        self.espera = espera
        minutos = ceil(espera / timedelta(minutes=1)) or 1
        zona = servicio.zona if servicio else get_default_timezone()
        vuelve = (reloj.ahora() + timedelta(minutes=minutos)).astimezone(zona)
        super().__init__(
            "Llegaron muchos envíos seguidos desde su red o con ese correo. Envíe este de nuevo en "
            f"{minutos} minuto{'s' * (minutos > 1)}, desde la{'' if vuelve.hour == 1 else 's'} "
            f"{hora(vuelve.time())}."
        )


def tomar_turno(request: HttpRequest, servicio: Servicio | None, uso: Uso, *personas: str) -> None:
    """Count one attempt at `uso` in `servicio`, before doing it. Inside the scope of the service.

    Without a service it is counted for the portal, where the venues are those of all of them.

    `personas` names who it is about: an e-mail address, and the private link if there is one (as
    `f"participante:{pk}"`); empty ones do not count. Whoever comes from the network of a venue
    (`RedPermitida`), between its dates, is counted by their own address alone.

    It is one statement when there is room. Call it outside a transaction and only when the form
    is valid; answer `con_espera(page, error)`, with everything that was typed, if it raises::

        try:
            tomar_turno(request, servicio, cuotas.ENLACE_PERDIDO, form.cleaned_data["correo"])
        except DemasiadosEnvios as error:
            form.add_error(None, error.mensaje)
            return con_espera(_pagina(request, form), error)

    Raises:
        DemasiadosEnvios: there is no room now; nothing was counted.
    """
    direccion = direccion_de(request)
    red = _clave(servicio, uso, f"red:{red_de(direccion)}") if direccion else ""
    cuotas = {
        _clave(servicio, uso, f"persona:{buzon_de(persona)}"): uso.por_persona
        for persona in personas
        if persona.strip()
    }
    if red:
        cuotas[red] = uso.por_red
    vacios = baldes.tomar(cuotas)
    tomados = cuotas.keys() - vacios
    if direccion and red in vacios and _de_una_sede(servicio, direccion):
        vacios.discard(red)
    if vacios:
        baldes.devolver(tomados)
        espera = baldes.espera({clave: cuotas[clave] for clave in vacios})
        raise DemasiadosEnvios(espera, servicio)


def le_quedan(request: HttpRequest, servicio: Servicio | None, uso: Uso) -> int:
    """How many attempts at `uso` its network has left, after its turn was taken."""
    direccion = direccion_de(request)
    clave = _clave(servicio, uso, f"red:{red_de(direccion)}") if direccion else ""
    fichas = baldes.quedan(clave) if clave else None
    return uso.por_red if fichas is None else fichas


def _de_una_sede(servicio: Servicio | None, direccion: IPv4Address | IPv6Address) -> bool:
    with nullcontext() if servicio else todos_los_servicios():
        return selectors.red_permitida(direccion)


def con_espera(respuesta: HttpResponse, error: DemasiadosEnvios) -> HttpResponse:
    """The page that says when to try again, as programs also understand it: 429."""
    respuesta.status_code = 429
    respuesta["Retry-After"] = str(max(1, ceil(error.espera.total_seconds())))
    return respuesta


def direccion_de(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The address of whoever asks, which they cannot choose; None if the server tells none.

    Behind our proxy it is the last one of X-Forwarded-For, which the proxy wrote: those before it
    are what the client says of itself. Elsewhere the header is not read.
    """
    vista = _direccion(request.META.get("REMOTE_ADDR", ""))
    if settings.DETRAS_DE_PROXY:
        dicha = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        return _direccion(dicha) or vista
    return vista


def red_de(direccion: IPv4Address | IPv6Address) -> str:
    """Its network: /24 of IPv4, /56 of IPv6. Who has one address may have all of those."""
    return str(ip_network((direccion, PREFIJO[direccion.version]), strict=False))


def _direccion(texto: str) -> IPv4Address | IPv6Address | None:
    try:
        direccion = ip_address(texto.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(direccion, IPv6Address) and direccion.ipv4_mapped:
        return direccion.ipv4_mapped
    return direccion


def _clave(servicio: Servicio | None, uso: Uso, valor: str) -> str:
    return hmac_de(servicio.pk if servicio else 0, f"{uso.nombre}:{valor}")
