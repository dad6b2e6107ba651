"""Reads about a service that more than one caller needs. Inside its scope."""

from ipaddress import IPv4Address, IPv6Address, ip_network

from django.conf import settings

from comun import reloj
from servicios.models import (
    Autoridad,
    AvisoPrivacidad,
    Comuna,
    RedPermitida,
    Region,
    Servicio,
    SitioWeb,
)

FALTA_NORMA = "Escriba la norma que establece el feriado. Sin ella no cambia ningún plazo."


def aviso_vigente() -> AvisoPrivacidad | None:
    """The newest privacy notice already in force."""
    return (
        AvisoPrivacidad.objects.filter(vigente_desde__lte=reloj.hoy()).order_by("-version").first()
    )


def autoridad_vigente() -> Autoridad | None:
    """Who heads the service today, or who stands in for them."""
    hoy = reloj.hoy()
    vigentes = Autoridad.objects.filter(desde__lte=hoy).exclude(hasta__lt=hoy)
    return vigentes.order_by("-subrogante", "-desde").first()


def sin_territorio(codigo: str) -> str:
    """What is told if no region or comuna has that CUT code; "" if one has it, or it is empty."""
    if not codigo or Region.objects.filter(pk=codigo).exists():
        return ""
    if Comuna.objects.filter(pk=codigo).exists():
        return ""
    return (
        f"Ninguna región ni comuna tiene el código {codigo}. Deje el territorio vacío si el "
        "feriado rige en todo el país."
    )


def red_permitida(direccion: IPv4Address | IPv6Address) -> bool:
    """Whether the address is of a venue whose people are many, today at this hour."""
    ahora = reloj.ahora()
    redes = RedPermitida.objects.filter(desde__lte=ahora, hasta__gt=ahora)
    return any(direccion in ip_network(red) for red in redes.values_list("red", flat=True))


def sitios_de(servicio: Servicio) -> list[str]:
    """The origins ("https://www.x.cl") whose pages may frame the form of the service, by host."""
    filas = SitioWeb.objects.filter(servicio=servicio, retirado_en=None)
    hosts = filas.order_by("host").values_list("host", flat=True)
    return [_origen(host) for host in hosts if settings.CPP_DEMO or not _es_local(host)]


def _es_local(host: str) -> bool:
    """A page on one's own machine: only the demo lists it, and only there it counts."""
    return host.partition(":")[0] == "localhost"


def _origen(host: str) -> str:
    return f"http://{host}" if _es_local(host) else f"https://{host}"
