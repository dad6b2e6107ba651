"""Joining a question that is answered already, instead of asking it again."""

from typing import Any

from comun.errores import ErrorDominio
from cuentas.models import CuentaPublica
from respuestas import selectors
from respuestas.services.participar import Recibo, registrar_consulta


class NoPublicada(ErrorDominio):
    """What somebody wants to join is not published."""


def sumarse(*, cuenta: CuentaPublica, sello: str, **enviado: Any) -> Recibo:
    """Receive a contribution that says the same as a published one.

    It is one more contribution of this account: its own folio, key and acknowledgement, and a
    personal answer (R50, R109). `sello` is that of the answer shown (`selectors.parecidas`);
    `enviado`, what `registrar_consulta` takes.

    Raises:
        NoPublicada: what it joins is not published.
        ErrorDominio: whatever `registrar_consulta` refuses.
    """
    original = selectors.publicada(cuenta, sello)
    if original is None:
        raise NoPublicada(
            "No encontramos la pregunta publicada a la que quiere sumarse. Su mensaje sigue aquí: "
            "presione Enviar y se lo responderemos igual."
        )
    return registrar_consulta(cuenta=cuenta, suma_a=original, **enviado)
