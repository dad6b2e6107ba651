"""Use cases of the pages that carry the banner: say which they are, and take one off the list."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.hosts import DEL_PORTAL, PUERTOS, es_del_portal, normalizar_host
from comun.texto import en_una_linea
from comun.transitions import anotar
from convocatorias import selectors
from convocatorias.models import PaginaBanner, ProcesoVirtual
from convocatorias.services.banner_turnos import pedir_revision
from cuentas.models import CuentaPublica
from servicios.models import Usuario

#: So many pages are read each day for one account.
MAXIMO_PAGINAS = 30
#: Letters of an address, as it is stored.
MAXIMO_LETRAS = 500

CON_USUARIO = (
    "La dirección lleva un nombre de usuario: lo que está antes de la @. Bórrelo, con la @."
)
CON_PUERTO = (
    "La dirección lleva un número después de los dos puntos. Bórrelo, con los dos puntos: el "
    "portal solo lee la página que ve todo el mundo."
)


@transaction.atomic
def registrar_pagina(
    *, proceso: ProcesoVirtual, url: str, institucion: str = "", por: Usuario
) -> PaginaBanner:
    """Say that a page carries the banner: from now on the portal looks at it each day.

    Raises:
        ErrorDominio: the window is not published, the account is not open, the address is not of a
            listed site or is of the portal, or it is there already.
    """
    if proceso.publicado_en is None:
        raise ErrorDominio("Publique primero la participación virtual: el banner dice sus fechas.")
    if proceso.cuenta.estado != CuentaPublica.Estado.ABIERTA:
        raise ErrorDominio("Esta cuenta ya no recibe mensajes: no hay un banner que revisar.")
    url = _limpia(url, selectors.hosts_de(proceso.servicio))
    if selectors.paginas_del_banner(proceso).vigentes().count() >= MAXIMO_PAGINAS:
        raise ErrorDominio(
            f"Ya hay {MAXIMO_PAGINAS} páginas anotadas. Retire las que ya no lo llevan.", "url"
        )
    pagina = PaginaBanner(
        proceso=proceso,
        url=url,
        institucion=en_una_linea(institucion),
        registrada_en=reloj.ahora(),
        registrada_por=por,
    )
    try:
        with transaction.atomic():
            pagina.save()
    except IntegrityError:
        raise ErrorDominio("Esa página ya está anotada.", "url") from None
    anotar(pagina, "registrar_pagina_banner", por=por)
    pedir_revision(pagina)
    return pagina


def _limpia(url: str, hosts: list[str]) -> str:
    """The address in the one way in which it is stored: its host as in the list (ASCII, small
    letters, no last dot), without the port of every page, and without the fragment."""
    try:
        partes = urlsplit(url.strip())
        puerto = partes.port
    except ValueError:
        raise ErrorDominio("La dirección está mal escrita.", "url") from None
    host = _host(partes.hostname or "")
    local = settings.CPP_DEMO and host == "localhost" and partes.scheme == "http"
    if partes.scheme != "https" and not local:
        raise ErrorDominio("La dirección debe empezar con https://.", "url")
    if "@" in partes.netloc:
        raise ErrorDominio(CON_USUARIO, "url")
    donde = host if puerto in (None, PUERTOS[partes.scheme]) else f"{host}:{puerto}"
    if es_del_portal(donde if local else host):
        raise ErrorDominio(DEL_PORTAL, "url")
    if host in hosts and donde != host:
        raise ErrorDominio(CON_PUERTO, "url")
    if donde not in hosts:
        raise ErrorDominio(
            f"{host[:100]} no está en la lista de sitios del servicio. Agréguelo primero a la "
            "lista.",
            "url",
        )
    limpia = urlunsplit((partes.scheme, donde, partes.path or "/", partes.query, ""))
    if len(limpia) > MAXIMO_LETRAS:
        raise ErrorDominio("La dirección es demasiado larga: use una más corta.", "url")
    return limpia


def _host(escrito: str) -> str:
    """As the list keeps it; what is no host of a site stays as it is, and is not in the list."""
    try:
        return normalizar_host(escrito, local=settings.CPP_DEMO)
    except ErrorDominio:
        return escrito


@transaction.atomic
def retirar_pagina(*, pagina: PaginaBanner, por: Usuario) -> None:
    """The page carries it no more, and is looked at no more; what was seen there stays."""
    filas = PaginaBanner.objects.vigentes().filter(pk=pagina.pk)
    if filas.update(retirada_en=reloj.ahora(), retirada_por=por):
        anotar(pagina, "retirar_pagina_banner", por=por)
