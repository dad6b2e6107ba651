"""Who may send: a domain that proves by the DNS that it is a service's, and who writes from it."""

import secrets
from dataclasses import dataclass

import dns.exception
import dns.nameserver
import dns.rdatatype
import dns.resolver
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar
from correos.models import DominioRemitente, Limite, Remitente
from servicios.models import Servicio, Usuario

#: Seconds that a person waits for the DNS in all.
ESPERA = 5.0
PUERTO = 53


@dataclass(frozen=True)
class Comprobacion:
    """What the DNS said of a domain, in words that say what to do."""

    probado: bool
    frase: str


@transaction.atomic
def agregar_dominio(*, dominio: str, por: Usuario) -> DominioRemitente:
    """Name a domain to send from, and make the token that its owner must publish.

    Raises:
        ErrorDominio: it is not the name of a domain, or it is there already.
    """
    nombre = en_ascii(dominio)
    fila, nueva = DominioRemitente.objects.get_or_create(
        dominio=nombre, defaults={"ficha": secrets.token_hex(16)}
    )
    if not nueva:
        raise ErrorDominio(f"El dominio {nombre} ya está en la lista. Ábralo para comprobarlo.")
    anotar(fila, "agregar_dominio", por=por, datos={"dominio": nombre})
    return fila


def verificar_dominio(*, dominio: DominioRemitente, por: Usuario | None = None) -> Comprobacion:
    """Ask the DNS for the domain's proof and write down what it answers.

    A DNS that does not answer proves nothing either way: the domain stays as it was.
    """
    try:
        textos = _textos(dominio.registro)
    except (dns.exception.DNSException, OSError):
        return Comprobacion(
            bool(dominio.verificado_en),
            f"El DNS no contestó por {dominio.dominio}. Inténtelo de nuevo en unos minutos; "
            "mientras tanto nada cambia.",
        )
    probado = dominio.valor in textos
    _anotar(dominio, probado, por)
    if probado:
        return Comprobacion(
            True, f"El dominio {dominio.dominio} quedó comprobado: ya puede enviar con él."
        )
    que_pasa = (
        f"tiene un registro TXT en {dominio.registro}, pero no dice lo que debe"
        if textos
        else f"no tiene el registro TXT en {dominio.registro}"
    )
    return Comprobacion(
        False,
        f"El dominio {dominio.dominio} {que_pasa}. Publique ahí «{dominio.valor}» y "
        "vuelva a comprobarlo; puede tardar unas horas en verse. Mientras tanto los correos "
        "salen con la dirección del portal.",
    )


@transaction.atomic
def _anotar(dominio: DominioRemitente, probado: bool, por: Usuario | None) -> None:
    era = dominio.verificado_en is not None
    dominio.verificado_en = reloj.ahora() if probado else None
    dominio.save(update_fields=["verificado_en"])
    if probado != era:
        accion = "verificar_dominio" if probado else "dominio_sin_prueba"
        anotar(dominio, accion, por=por, datos={"dominio": dominio.dominio})


def _textos(nombre: str) -> set[str]:
    """The TXT records of a name; none when it does not exist.

    Raises:
        dns.exception.DNSException, OSError: nobody answered.
    """
    try:
        respuesta = _resolutor().resolve(nombre, dns.rdatatype.TXT, lifetime=ESPERA, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return set()
    return {b"".join(dato.strings).decode("utf-8", "replace") for dato in respuesta}


def _resolutor() -> dns.resolver.Resolver:
    """The servers of `DNS_SERVERS`, or the system's."""
    if not settings.DNS_SERVERS:
        return dns.resolver.Resolver()
    resolutor = dns.resolver.Resolver(configure=False)
    resolutor.nameservers = [
        dns.nameserver.Do53Nameserver(servidor, int(puerto or PUERTO))
        for servidor, _, puerto in (s.partition("#") for s in settings.DNS_SERVERS)
    ]
    return resolutor


def en_ascii(dominio: str) -> str:
    """The name of a domain as the DNS writes it.

    Raises:
        ErrorDominio: it is not one.
    """
    try:
        nombre = dominio.strip().rstrip(".").lower().encode("idna").decode("ascii")
        DomainNameValidator()(nombre)
    except (UnicodeError, ValidationError):
        raise ErrorDominio(
            "Escriba solo el nombre del dominio, como servicio.gob.cl, sin arroba ni barras."
        ) from None
    return nombre


def dominio_para_enviar(direccion: str) -> DominioRemitente:
    """The verified domain of an address.

    Raises:
        ErrorDominio: it is not in the list, or did not prove itself.
    """
    nombre = en_ascii(direccion.rpartition("@")[2])
    fila = DominioRemitente.objects.filter(dominio=nombre).first()
    if fila is None:
        raise ErrorDominio(
            f"El dominio {nombre} no está entre los dominios de envío. Agréguelo y compruébelo "
            "antes de enviar con él."
        )
    if fila.verificado_en is None:
        raise ErrorDominio(
            f"El dominio {nombre} no está comprobado. Publique el registro TXT que muestra su "
            "página y compruebe el DNS antes de enviar con él."
        )
    return fila


@transaction.atomic
def configurar_remitente(
    *, servicio: Servicio, direccion: str, responder_a: str = "", por: Usuario
) -> Remitente:
    """Let a service write from its own address, and say who reads the answers.

    Raises:
        ErrorDominio: the address is not of a verified domain.
    """
    fila, _ = Remitente.objects.update_or_create(
        servicio=servicio,
        defaults={
            "direccion": direccion,
            "dominio": dominio_para_enviar(direccion),
            "responder_a": responder_a,
        },
    )
    anotar(fila, "configurar_remitente", por=por, datos={"dominio": fila.dominio.dominio})
    return fila


@transaction.atomic
def quitar_remitente(*, remitente: Remitente, por: Usuario) -> None:
    """Have the service's mails leave from the portal's address again."""
    anotar(remitente, "quitar_remitente", por=por)
    remitente.delete()


@transaction.atomic
def fijar_limite(
    *, por_minuto: int, dominio: str = "", servicio: Servicio | None = None, por: Usuario
) -> Limite:
    """Set how many mails a minute leave for one domain, or from one service.

    Raises:
        ErrorDominio: neither of the two, or both; or fewer than one mail.
    """
    if bool(dominio) == bool(servicio):
        raise ErrorDominio("Indique un dominio o un servicio, no los dos.")
    if por_minuto < 1:
        raise ErrorDominio("Un límite es de un correo por minuto o más.")
    cual = {"servicio": servicio} if servicio else {"dominio": en_ascii(dominio)}
    fila, _ = Limite.objects.update_or_create(**cual, defaults={"por_minuto": por_minuto})
    anotar(fila, "fijar_limite", por=por, datos={"por_minuto": por_minuto})
    return fila


@transaction.atomic
def quitar_limite(*, limite: Limite, por: Usuario) -> None:
    """Let the mails of that domain or service leave as fast as they can."""
    anotar(limite, "quitar_limite", por=por, datos={"por_minuto": limite.por_minuto})
    limite.delete()
