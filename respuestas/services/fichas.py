"""The token of a form that has no cookie: it says which form it is, signed, and is good once.

Good once because the nonce that it carries is that of the message: sent again it gives the same
folio (`registrar_consulta`).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.core import signing

from comun.campos import nonce_nuevo
from cuentas.models import CuentaPublica
from respuestas.catalogos import VERSION_DE_LOS_CONSENTIMIENTOS

#: By the machine's clock, not the portal's: moving the demo's date makes no page old.
VIDA = timedelta(hours=2)
SAL = "respuestas.incrustar"
#: Of the questions of the form; the words of its permissions have their own.
VERSION = 1


class Estado(Enum):
    VIGENTE = "vigente"
    VENCIDA = "vencida"
    AJENA = "ajena"


@dataclass(frozen=True)
class Ficha:
    """What came in the place of a token, and the nonce to go on with."""

    estado: Estado
    nonce: str


def sellar(cuenta: CuentaPublica, nonce: str) -> str:
    """A token for the form of that account, valid for two hours."""
    return signing.dumps([*_formulario(cuenta), nonce], salt=SAL)


def abrir(texto: str, cuenta: CuentaPublica) -> Ficha:
    """Whether a token is of this form and in time.

    One that is only old keeps its nonce: who sent it already, and lost the answer, gets the folio
    of that. One that is not ours, or of another service, account or version, gets another nonce.
    """
    try:
        contenido = signing.loads(texto, salt=SAL, max_age=VIDA)
        estado = Estado.VIGENTE
    except signing.SignatureExpired:
        contenido = signing.loads(texto, salt=SAL)
        estado = Estado.VENCIDA
    except signing.BadSignature:
        contenido = None
    if not contenido or contenido[:-1] != _formulario(cuenta):
        return Ficha(Estado.AJENA, nonce_nuevo())
    return Ficha(estado, contenido[-1])


def _formulario(cuenta: CuentaPublica) -> list[Any]:
    return [cuenta.servicio_id, cuenta.pk, VERSION, VERSION_DE_LOS_CONSENTIMIENTOS]
