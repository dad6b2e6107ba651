"""What the log and the error reports may tell: routes, never the keys that open a page."""

import logging
import re
from typing import Any

_CON_CLAVE = re.compile(
    r"(/(?:invitacion|encuentro|mi-consulta|correos/baja|seguir"
    r"|privacidad/solicitud|privacidad/consulta|password/reset/key)/)[^/\s?\"']+"
    r"|(/calendario/)[^/\s?\"']+(?=\.ics)"
)


def sin_claves(texto: str) -> str:
    """`texto` with the private part of its addresses hidden."""
    return _CON_CLAVE.sub(r"\1\2•••", texto)


class SinClaves(logging.Filter):
    """Django writes the address of every answer from 400 on, a form to correct included."""

    def filter(self, record: logging.LogRecord) -> bool:
        mensaje = record.getMessage()
        if mensaje != (limpio := sin_claves(mensaje)):
            record.msg, record.args = limpio, ()
        return True


def informe_sin_claves(evento: Any, pista: Any = None) -> Any:
    """An error report (or a part of one) with no key in any of its texts."""
    if isinstance(evento, str):
        return sin_claves(evento)
    if isinstance(evento, dict):
        return {clave: informe_sin_claves(valor) for clave, valor in evento.items()}
    if isinstance(evento, list):
        return [informe_sin_claves(valor) for valor in evento]
    return evento
