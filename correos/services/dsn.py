"""What a mail that came back says: reports of RFC 3464, and the plain ones of old Exim.

Whoever knows the address may write to it: this is hostile input. Nothing here raises, and only
the first megabyte is looked at (a report goes before the mail that it returns).
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser

logger = logging.getLogger(__name__)

MAXIMO = 1024 * 1024
FALLO, DEMORA = "failed", "delayed"
#: Actions that say that it arrived, or went on to somebody who does not report.
LLEGO = frozenset({"delivered", "relayed", "expanded"})
#: Several recipients in one report: the worst news counts.
_PEOR = (FALLO, DEMORA, "delivered", "relayed", "expanded")
#: Where servers leave the address that a mail came to, the surest first.
_CABECERAS = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")
_INFORMES = ("message/delivery-status", "message/global-delivery-status")
_MAXIMO_BLOQUES = 50
_MAXIMO_TEXTO = 2000
_ESTADO = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\d)")
_CODIGO = r"([245]\d\d)(?:[- ]#?([245]\.\d{1,3}\.\d{1,3})(?!\d))?(?!\d)[- ]?"
_RESPUESTA = re.compile(rf"(?:^|said: ){_CODIGO}")
_EN_EL_TEXTO = re.compile(r"(?<![\d.])([45]\d\d)[- ]#?([45]\.\d{1,3}\.\d{1,3})(?!\d)")
_MAQUINA = re.compile(r"[A-Za-z0-9.-]{1,100}")


@dataclass(frozen=True)
class Informe:
    """What a server tells: `accion` of RFC 3464, enhanced code, SMTP code, words, and who says it.

    `huella` is the same for the same report delivered twice.
    """

    accion: str
    estado: str
    codigo: int | None
    texto: str
    servidor: str
    huella: str


@dataclass(frozen=True)
class Aviso:
    """A mail that came to the address of returns. Without `informe` it is no server's report."""

    direcciones: tuple[str, ...] = ()
    informe: Informe | None = None


def leer(contenido: bytes) -> Aviso:
    """Read a mail that came back, whatever is in it."""
    try:
        correo = message_from_bytes(contenido[:MAXIMO])
        return Aviso(_direcciones(correo), _informe(correo))
    except Exception as error:  # whatever the parser trips over; nested parts exhaust the stack
        logger.info("A returned mail cannot be read: %s.", type(error).__name__)
        return Aviso()


def respuesta(texto: str) -> tuple[int | None, str, str]:
    """`550 5.1.1 User unknown` → (550, "5.1.1", "User unknown"), also after `host x said: `."""
    texto = legible(texto)
    hallado = _RESPUESTA.search(texto)
    if hallado is None:
        return None, "", texto
    codigo, estado = hallado[1], hallado[2] or ""
    # Each line of a long answer repeats its codes.
    repetido = (
        rf"(?<!\S){codigo}[- ](?:{re.escape(estado)}\s?)?" if estado else rf"(?<!\S){codigo}-"
    )
    return int(codigo), estado, re.sub(repetido, "", texto[hallado.end() :]).strip()


def legible(texto: str) -> str:
    """In one line and of bounded length; nothing that cannot be printed, nor stored."""
    en_linea = " ".join(texto[:_MAXIMO_TEXTO].split())
    return "".join(letra for letra in en_linea if letra.isprintable())


def _direcciones(correo: Message) -> tuple[str, ...]:
    return tuple(
        str(valor)[:_MAXIMO_TEXTO]
        for cabecera in _CABECERAS
        for valor in correo.get_all(cabecera, [])[:5]
    )


def _informe(correo: Message) -> Informe | None:
    reporte = _reporte(correo)
    if reporte is None:
        return _de_exim_antiguo(correo)
    estado = next((p for p in _partes(reporte) if p.get_content_type() in _INFORMES), None)
    bloques = _bloques(estado) if estado is not None else []
    personas = [b for b in bloques if _accion(b) in _PEOR]
    if not personas:
        return None
    peor = min(personas, key=lambda b: _PEOR.index(_accion(b)))
    tipo, _, dicho = str(peor.get("Diagnostic-Code", "")).partition(";")
    codigo, mejorado, texto = respuesta(dicho or tipo)
    return Informe(
        accion=_accion(peor),
        estado=_mas_preciso(str(peor.get("Status", "")), mejorado, codigo),
        codigo=codigo,
        texto=texto,
        servidor=_servidor(bloques[0]),
        huella=_huella(correo, *(b.as_string() for b in bloques)),
    )


def _reporte(correo: Message) -> Message | None:
    """The report, also one wrapped by a gateway that adds its footer; never a forwarded one."""
    for parte in (correo, *_partes(correo)):
        if parte.get_content_type() == "multipart/report":
            tipo = str(parte.get_param("report-type", "delivery-status"))
            return parte if tipo.lower() == "delivery-status" else None
    return None


def _partes(correo: Message) -> list[Message]:
    contenido = correo.get_payload()
    if correo.get_content_maintype() != "multipart" or not isinstance(contenido, list):
        return []
    return [parte for parte in contenido[:_MAXIMO_BLOQUES] if isinstance(parte, Message)]


def _bloques(estado: Message) -> list[Message]:
    """The groups of fields: first the ones of the mail, then the ones of each recipient."""
    contenido = estado.get_payload()
    if not isinstance(contenido, list):
        return []
    bloques = [parte for parte in contenido[:_MAXIMO_BLOQUES] if isinstance(parte, Message)]
    if estado.get_content_type() == _INFORMES[0]:
        return bloques
    return list(_bloques_internacionales(bloques[0]))


def _bloques_internacionales(primero: Message) -> Iterator[Message]:
    """RFC 6533: the parser takes it for a mail, whose body is the groups that follow."""
    yield primero
    resto = primero.get_payload()
    if isinstance(resto, str):
        for texto in re.split(r"\n\r?\n", resto)[:_MAXIMO_BLOQUES]:
            yield HeaderParser().parsestr(texto.strip("\r\n"))


def _accion(bloque: Message) -> str:
    # Some add a comment: `failed (unknown user)`.
    return str(bloque.get("Action", "")).strip().lower().partition(" ")[0]


def _mas_preciso(estado: str, dicho: str, codigo: int | None) -> str:
    """The code of the report, unless it says nothing (`5.0.0`) and the server's answer does."""
    hallado = _ESTADO.match(estado.strip())
    declarado = hallado[0] if hallado else ""
    if dicho and (not declarado or declarado.endswith(".0.0")):
        return dicho
    return declarado or ("4.0.0" if codigo and codigo < 500 else "5.0.0")


def _servidor(general: Message) -> str:
    nombre = str(general.get("Reporting-MTA", "")).rpartition(";")[2].strip()
    return nombre if _MAQUINA.fullmatch(nombre) else ""


def _huella(correo: Message, *textos: str) -> str:
    propio = str(correo.get("Message-ID", "")).strip()
    partes = (propio,) if propio else (str(correo.get("Date", "")), *textos)
    return hashlib.sha256("\0".join(partes).encode("utf-8", "replace")).hexdigest()[:32]


def _de_exim_antiguo(correo: Message) -> Informe | None:
    """Before 4.8x it returned mails as plain text, with the failed address in a header."""
    if "X-Failed-Recipients" not in correo or correo.is_multipart():
        return None
    texto = correo.get_payload()
    # What follows is the mail that is returned, with words of anybody.
    explicacion = re.split(r"(?m)^-{3,}", str(texto)[:_MAXIMO_TEXTO], maxsplit=1)[0]
    dicho = _EN_EL_TEXTO.search(explicacion)
    return Informe(
        accion=FALLO,
        estado=dicho[2] if dicho else "5.0.0",
        codigo=int(dicho[1]) if dicho else None,
        texto=respuesta(explicacion[dicho.start() :])[2] if dicho else "",
        servidor="",
        huella=_huella(correo, explicacion),
    )
