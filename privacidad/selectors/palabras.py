"""The words of a mail, as its addressee may take them away: without keys, codes nor other people.

Whoever reviews the copy reads it too, so nothing in it may open a page in the person's name.
"""

import re

from correos.models import Mensaje

#: Mails for a citizen about their own things. Any other kind goes out without its words.
PROPIOS = frozenset(
    {
        *("acuse", "aviso", "derechos", "enlace", "inscripcion", "invitacion"),
        *("novedades", "recordatorio_de_invitacion", "respuesta", "seguir", "vispera"),
    }
)
BORRADAS = "(sus palabras ya se borraron)"
CON_CODIGO = "(llevaba un código para comprobar la dirección: no se copia)"
DE_OTRAS = "(sus palabras no se copian: pueden hablar de otras personas)"

#: A part of an address so long and mixed that it is a key: a name has only small letters.
_CLAVE = re.compile(r"(?<=[/=?])(?=[\w:.=~-]*[A-Z0-9])[\w:.=~-]{20,}")
_ENLACE = re.compile(r"https?://\S+")


def palabras_de(mensaje: Mensaje) -> str:
    """What it said, while it is kept."""
    if not mensaje.texto:
        return BORRADAS
    if mensaje.tipo not in PROPIOS:
        return DE_OTRAS
    if ":codigo:" in mensaje.clave:
        return CON_CODIGO
    return _ENLACE.sub(lambda enlace: _CLAVE.sub("(clave)", enlace[0]), mensaje.texto).strip()
