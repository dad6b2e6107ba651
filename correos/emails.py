"""How a mail is written: its texts from templates, its MIME from its row."""

import re
import secrets
from dataclasses import dataclass
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.policy import compat32
from email.utils import formataddr, parseaddr
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from comun.models import Archivo
from correos.models import Mensaje, Remitente

_CRLF = b"\r\n"
_POLITICA = compat32.clone(linesep="\r\n")
_LINEAS_VACIAS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Cuerpo:
    """A mail in words: subject, plain text and HTML."""

    asunto: str
    texto: str
    html: str


def renderizar(plantilla: str, contexto: dict[str, Any]) -> Cuerpo:
    """`renderizar("convocatorias/invitacion", …)` fills the three templates of that name.

    They are `templates/correos/convocatorias/invitacion.asunto.txt`, `….txt` and `….html`; only
    the last one escapes HTML. `base_url` and `demo` are always there.
    """
    datos = {"base_url": settings.BASE_URL, "demo": settings.CPP_DEMO, **contexto}
    base = f"correos/{plantilla}"
    return Cuerpo(
        asunto=" ".join(_rellenar(f"{base}.asunto.txt", datos, escapar=False).split()),
        texto=_LINEAS_VACIAS.sub(
            "\n\n", _rellenar(f"{base}.txt", datos, escapar=False).strip() + "\n"
        ),
        html=_rellenar(f"{base}.html", datos, escapar=True).strip(),
    )


def _rellenar(nombre: str, datos: dict[str, Any], *, escapar: bool) -> str:
    plantilla: Any = get_template(nombre)
    return plantilla.template.render(Context(datos, autoescape=escapar))


def absoluta(path: str) -> str:
    """The address of a page of the portal, for whoever reads it outside of it."""
    return f"{settings.BASE_URL}/{path.lstrip('/')}"


def remitente() -> str:
    """The bare address that every mail leaves from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def retorno(mensaje: Mensaje) -> str:
    """The envelope sender of one mail (VERP): whatever comes back says by its address whose it is.

    The token is the row's number and a keyed hash, so that nobody can bounce another's mail.
    """
    local, _, dominio = (settings.BOUNCE_ADDRESS or remitente()).rpartition("@")
    return f"{local}+{ficha(mensaje, 'rebote')}@{dominio}"


def ficha(mensaje: Mensaje, uso: str) -> str:
    """An unguessable token that says which mail, for one use (`rebote`, `baja`)."""
    return f"{mensaje.pk:x}-{_firma(mensaje.pk, uso)}"


def leer_ficha(texto: str, uso: str) -> int | None:
    """The number of the mail that `ficha` was made for, or None if it was not made here.

    A bounce or an unsubscription may come months later: the former keys are tried too.
    """
    numero, _, firma = texto.strip().lower().partition("-")
    if not re.fullmatch(r"[0-9a-f]{1,15}", numero):
        return None
    pk = int(numero, 16)
    claves = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    propia = any(constant_time_compare(firma, _firma(pk, uso, clave)) for clave in claves)
    return pk if propia else None


def _firma(pk: int, uso: str, clave: str | None = None) -> str:
    """128 bits in hexadecimal: relays may lower the case of an address."""
    firma = salted_hmac(f"correos.{uso}", str(pk), secret=clave, algorithm="sha256")
    return firma.hexdigest()[:32]


def baja_url(mensaje: Mensaje) -> str:
    """Where its addressee asks for no more of its kind."""
    return absoluta(reverse("correos:baja", args=[ficha(mensaje, "baja")]))


def _renuncia(mensaje: Mensaje) -> dict[str, str]:
    """The button of mail programs (RFC 2369, RFC 8058), where no norm obliges to send."""
    if mensaje.renuncia:
        donde = absoluta(mensaje.renuncia)
    elif mensaje.renunciable and mensaje.servicio_id is not None:
        donde = baja_url(mensaje)
    else:
        return {}
    return {
        "List-Unsubscribe": f"<{donde}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def destinatario(mensaje: Mensaje) -> str:
    """The bare address it goes to, its domain in ASCII.

    Raises:
        ValueError: it is not an address, or cannot be written in ASCII.
    """
    return _en_ascii(mensaje.para)


def _en_ascii(direccion: str) -> str:
    return sanitize_address(direccion, "utf-8").encode("ascii").decode()


def _firmada(nombre: str, direccion: str) -> str:
    """An address with a name before it, its domain in ASCII whatever the person typed."""
    return formataddr((nombre, _en_ascii(direccion)))


@lru_cache(maxsize=128)
def _de_la_casa(nombre: str, direccion: str) -> str:
    """`_firmada` for the addresses of the services, the same ones mail after mail."""
    return _firmada(nombre, direccion)


def en_bytes(mensaje: Mensaje, remitente_propio: Remitente | None = None) -> bytes:
    """The mail as it travels.

    Raises:
        ValueError: as `construir`.
    """
    return aplanar(construir(mensaje, remitente_propio).message())


def aplanar(parte: Message) -> bytes:
    """The same bytes as `parte.as_bytes(linesep="\\r\\n")`, at a fifth of its cost.

    The library writes line by line and folds each header anew; a campaign repeats most of them.
    """
    if isinstance(parte, ParteDeArchivo):
        return parte.plana
    return _aplanar(parte)


def _aplanar(parte: Message) -> bytes:
    if parte.get_content_maintype() == "message":
        entera: Any = parte
        return entera.as_bytes(linesep="\r\n")
    if not parte.is_multipart():
        return _cabeceras(parte) + _CRLF + _con_crlf(parte.get_payload())
    partes: Any = parte.get_payload()
    if parte.get_boundary() is None:
        parte.set_boundary(f"=={secrets.token_hex(16)}==")
    borde = f"--{parte.get_boundary()}".encode()
    trozos = [_cabeceras(parte)]
    for hija in partes:
        trozos += [_CRLF, borde, _CRLF, aplanar(hija)]
    return b"".join((*trozos, _CRLF, borde, b"--", _CRLF))


def _cabeceras(parte: Message) -> bytes:
    return b"".join(
        # A person's name is folded once, not remembered.
        _POLITICA.fold_binary(nombre, valor) if nombre == "To" else _doblada(nombre, str(valor))
        for nombre, valor in parte.raw_items()
    )


@lru_cache(maxsize=512)
def _doblada(nombre: str, valor: str) -> bytes:
    return _POLITICA.fold_binary(nombre, valor)


def _con_crlf(texto: Any) -> bytes:
    renglones = texto.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    return renglones.encode()


class ParteDeArchivo(MIMEBase):
    """A stored file as an attachment, flattened once however many mails carry it."""

    def __init__(self, archivo: Archivo, nombre: str) -> None:
        super().__init__(*archivo.tipo.split("/", 1))
        self.set_payload(bytes(archivo.contenido))
        encode_base64(self)
        en_cabecera = nombre if nombre.isascii() else ("utf-8", "", nombre)
        self.add_header("Content-Disposition", "attachment", filename=en_cabecera)
        self.plana = _aplanar(self)


#: By file, while it is in memory: a batch of a campaign holds one copy.
_PARTES: WeakKeyDictionary[Archivo, dict[str, ParteDeArchivo]] = WeakKeyDictionary()


def _adjuntar(correo: EmailMultiAlternatives, archivo: Archivo, nombre: str) -> None:
    # The parameters of its type (the method of a calendar) travel as they are stored.
    if archivo.tipo.startswith("message/"):
        correo.attach(nombre, bytes(archivo.contenido), archivo.tipo)
        return
    partes = _PARTES.setdefault(archivo, {})
    if nombre not in partes:
        partes[nombre] = ParteDeArchivo(archivo, nombre)
    correo.attach(partes[nombre])


def construir(
    mensaje: Mensaje, remitente_propio: Remitente | None = None
) -> EmailMultiAlternatives:
    """The MIME of a row of the outbox: nothing remote, nothing that tracks.

    `remitente_propio` is the service's own address, whose domain is verified; without it the mail
    leaves from the portal's.

    Raises:
        ValueError: a header would break (BadHeaderError among them) or an address is not one.
    """
    servicio = mensaje.servicio
    nombre = servicio.nombre if servicio else parseaddr(settings.DEFAULT_FROM_EMAIL)[0]
    de = remitente_propio.direccion if remitente_propio else remitente()
    responde = (remitente_propio.responder_a if remitente_propio else "") or (
        servicio.correo if servicio else ""
    )
    correo = EmailMultiAlternatives(
        subject=mensaje.asunto,
        body=mensaje.texto,
        from_email=_de_la_casa(nombre, de),
        to=[_firmada(mensaje.nombre, mensaje.para)],
        reply_to=[_de_la_casa(nombre, responde)] if responde else None,
        headers={
            "Message-ID": mensaje.message_id,
            "Auto-Submitted": "auto-generated",
            **_renuncia(mensaje),
        },
    )
    if mensaje.html:
        correo.attach_alternative(mensaje.html, "text/html")
    for adjunto in mensaje.adjuntos.all():
        _adjuntar(correo, adjunto.archivo, adjunto.nombre)
    return correo
