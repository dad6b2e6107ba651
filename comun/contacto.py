"""How people are reached: telephones as stored, contacts as compared, contacts half hidden."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from comun.texto import plegar

MAL_ESCRITO = "El teléfono lleva 9 cifras. Ejemplo: 9 1234 5678."
CORREO_INCOMPLETO = "El correo no está completo. Ejemplo: rosa@correo.cl"

_PREFIJO_CHILE = "56"
_ADORNOS = re.compile(r"[\s().\-\u2010-\u2015]")
_CIFRAS = re.compile(r"\+?[0-9]{8,15}")


class TelefonoInvalido(ValueError):
    """What was typed is not a telephone. Its text is the sentence for the person."""


def normalizar_correo(texto: str) -> str:
    """An address as it is written to, one for each mailbox, with its domain in ASCII.

    `Rosa@ｇmail.com` is `rosa@gmail.com`, whose mail server would receive it; `rosa@gmaíl.com` is
    somebody else's, and it shows (`xn--gmal-xpa.com`).

    Raises:
        ValidationError: nothing could be written to it. Its message is for the person.
    """
    plano = unicodedata.normalize("NFKC", texto).strip().lower()
    if "@" not in plano:
        raise ValidationError("Al correo le falta el signo @. Ejemplo: rosa@correo.cl")
    buzon, _, dominio = plano.rpartition("@")
    try:
        correo = f"{buzon}@{dominio.encode('idna').decode()}"
        validate_email(correo)
    except (UnicodeError, ValidationError):
        raise ValidationError(CORREO_INCOMPLETO) from None
    return correo


def buzon_de(texto: str) -> str:
    """One mailbox, one name: `Rosa+a@x.cl` and `rosa@x.cl` are read by the same person.

    Only to count by it: with some providers they are two, and it is never written to. What is no
    address comes back in small letters.
    """
    buzon, arroba, dominio = texto.strip().lower().rpartition("@")
    return f"{buzon.partition('+')[0]}{arroba}{dominio}"


def normalizar_telefono(texto: str) -> str:
    """A telephone as `+56912345678`; foreign numbers keep their own prefix (DOMAIN 3.3).

    Raises:
        TelefonoInvalido: it has not the figures of a telephone.
    """
    plano = unicodedata.normalize("NFKC", texto).strip()
    cifras = _ADORNOS.sub("", plano)
    if not _CIFRAS.fullmatch(cifras):
        raise TelefonoInvalido(MAL_ESCRITO)
    if cifras.startswith(("+", "00")):
        internacional = "+" + cifras.lstrip("+0")
        if internacional.startswith("+56") and len(internacional) != 12:
            raise TelefonoInvalido(MAL_ESCRITO)
        return internacional
    nacional = cifras.lstrip("0")
    if nacional.startswith(_PREFIJO_CHILE) and len(nacional) == 11:
        nacional = nacional[2:]
    if len(nacional) == 8:  # the numbers of before 2013, without the 9 of the mobiles
        nacional = "9" + nacional
    if len(nacional) != 9:
        raise TelefonoInvalido(MAL_ESCRITO)
    return f"+56{nacional}"


def contacto_plegado(*, correo: str = "", telefono: str = "", direccion: str = "") -> str:
    """The contact by which the same person is known again: the first there is.

    An accent more in an address of mail is the mailbox of somebody else: it is not folded.
    """
    return (correo.strip().lower() or plegar(telefono or direccion))[:220]


def ocultar(*, correo: str = "", telefono: str = "", direccion: str = "") -> str:
    """Enough of a contact for its owner to know it: `ro•••@ejemplo.cl`, `•••• 5678`."""
    if correo:
        nombre, _, dominio = correo.partition("@")
        return f"{nombre[: 2 if len(nombre) > 3 else 1]}•••@{dominio}"
    if telefono:
        return f"•••• {telefono[-4:]}"
    return f"{direccion[:3]}•••" if direccion else ""
