"""The lines that are pasted in the institution's own site: three levels, each inside the next.

The link works alone. The frame stands after it, and where frames are not let in the link stays.
The element holds the link and, where its program runs, puts the frame in its place.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comun.enlaces import misma
from convocatorias.documents.banner import alternativo
from convocatorias.models import ProcesoVirtual

#: A version that was pasted somewhere never changes: what changes is another file.
VERSION = 1
CARPETA = Path(__file__).resolve().parent.parent / "elemento"
#: What the frame is given before it says how tall it is.
ALTO = 1400


@dataclass(frozen=True)
class Direcciones:
    """The fixed public addresses of an account that its banner is made of."""

    participar: str
    imagen: str
    marco: str
    elemento: str
    #: Where the picture was before it had its own place; what was pasted then goes on working.
    imagen_de_antes: str


def direcciones(servicio: str, anio: int) -> Direcciones:
    """Of the account of a year of a service, by its slug."""
    base, cuenta = settings.BASE_URL, f"{servicio}/{anio}"
    return Direcciones(
        participar=f"{base}/cuentas/{cuenta}/participar/",
        imagen=f"{base}/incrustar/{cuenta}/banner.svg",
        marco=f"{base}/incrustar/{cuenta}/",
        elemento=f"{base}/incrustar/cpp-participacion-{VERSION}.js",
        imagen_de_antes=f"{base}/cuentas/{cuenta}/banner.svg",
    )


#: Where the link and the frame of any account lead to.
_DE_UNA_CUENTA = re.compile(r"(/cuentas/[^/]+/\d{4}/participar|/incrustar/[^/]+/\d{4})/?")


def es_de_una_cuenta(url: str) -> bool:
    """Whether the link or the frame of some account of this portal leads there."""
    camino = urlsplit(url).path
    dicho = _DE_UNA_CUENTA.fullmatch(camino)
    return dicho is not None and misma(url, f"{settings.BASE_URL}{camino}")


@lru_cache(maxsize=8)
def programa(version: int) -> bytes | None:
    """The element's program in one version; None if there is none."""
    if not 1 <= version <= VERSION:
        return None
    return (CARPETA / f"cpp-participacion-{version}.js").read_bytes()


def integridad(version: int = VERSION) -> str:
    """What lets a site refuse a program that is not this one (SRI)."""
    huella = hashlib.sha384(programa(version) or b"").digest()
    return f"sha384-{base64.b64encode(huella).decode()}"


def enlace(proceso: ProcesoVirtual) -> SafeString:
    """First level: a link with its picture. No program, no style that a policy refuses.

    `sizes` keeps it inside a telephone's screen where the site has no style for its pictures.
    """
    d = direcciones(proceso.servicio.slug, proceso.cuenta.anio_gestion)
    return format_html(
        '<a href="{}">\n  <img src="{}" srcset="{} 600w" sizes="min(600px, 90vw)"\n'
        '    alt="{}">\n</a>',
        d.participar,
        d.imagen,
        d.imagen,
        alternativo(proceso),
    )


def marco(proceso: ProcesoVirtual) -> SafeString:
    """Second level: the link and, under it, the form in a frame."""
    d = direcciones(proceso.servicio.slug, proceso.cuenta.anio_gestion)
    return format_html(
        '{}\n<iframe src="{}" width="100%" height="{}" loading="lazy"\n'
        '  referrerpolicy="strict-origin" title="{}"></iframe>',
        enlace(proceso),
        d.marco,
        ALTO,
        f"Formulario de la Cuenta Pública {proceso.cuenta.anio_gestion}",
    )


def elemento(proceso: ProcesoVirtual) -> SafeString:
    """Third level: the link inside the element, which puts the form there if it may."""
    d = direcciones(proceso.servicio.slug, proceso.cuenta.anio_gestion)
    return format_html(
        "<cpp-participacion>\n{}\n</cpp-participacion>\n"
        '<script src="{}" async crossorigin="anonymous"\n  integrity="{}"></script>',
        enlace(proceso),
        d.elemento,
        integridad(),
    )
