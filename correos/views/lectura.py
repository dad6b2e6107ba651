"""What staff may read of a mail: its words, without what would let them act as its addressee."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import Resolver404, resolve

from correos.models import Mensaje
from servicios.acceso import puede
from servicios.middleware import politica_de
from servicios.models import Usuario
from servicios.permissions import Permiso

TAPADO = "•••"
_DIRECCION = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_PUNTUACION = ".,;:!?)]}…»”’*"
#: 128 bits take 22 characters in the alphabet of addresses, and 32 in hexadecimal.
_FICHA = re.compile(r"[A-Za-z0-9_-]{20,}")


def puede_leer(usuario: Usuario, mensaje: Mensaje) -> bool:
    """The words of a mail are its addressee's data; a link that signs in is theirs alone."""
    return puede(usuario, Permiso.VER_CONTACTOS, mensaje.servicio_id) and (
        settings.CPP_DEMO or not mensaje.abre_el_portal
    )


def sin_claves(texto: str) -> str:
    """The text with its personal keys covered; in the demo, where they are for trying, as it is.

    A key of the portal is known by its route: whatever path is opened by an unguessable key
    (policy `clave`) loses it, whoever's the host, and every address of ours that is no public or
    staff page loses whatever could be one.
    """
    return texto if settings.CPP_DEMO else _DIRECCION.sub(_tapar, texto)


def _tapar(hallazgo: re.Match[str]) -> str:
    direccion = hallazgo[0].rstrip(_PUNTUACION)
    cola = hallazgo[0][len(direccion) :]
    try:
        partes = urlsplit(direccion)
    except ValueError:
        return TAPADO + cola
    camino = unquote(partes.path)
    origen = f"{partes.scheme}://{partes.netloc}"
    clase, valores = _ruta(camino)
    if clase == "clave":
        for valor in valores:
            camino = camino.replace(valor, TAPADO)
        return f"{origen}{camino}{cola}"
    propia = partes.netloc.lower() == urlsplit(settings.BASE_URL).netloc.lower()
    if not propia:
        return hallazgo[0]
    resto = direccion[len(origen) + len(partes.path) :]
    limpio = (
        partes.path if clase in ("publica", "permiso", "sesion") else _FICHA.sub(TAPADO, camino)
    )
    return f"{origen}{limpio}{_FICHA.sub(TAPADO, resto)}{cola}"


def _ruta(camino: str) -> tuple[str, list[str]]:
    """The class of the policy of a path (empty: none, or not ours), and the values in it."""
    for intento in (camino, f"{camino}/"):
        try:
            ruta = resolve(intento)
            politica = politica_de(ruta)
        except (Resolver404, ImproperlyConfigured):
            continue
        valores = [str(valor) for valor in ruta.kwargs.values()]
        return (politica.clase if politica else ""), valores
    return "", []
