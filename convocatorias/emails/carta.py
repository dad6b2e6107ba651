"""The same words as the mail, for whoever is told on paper."""

from typing import Any

from django.urls import reverse

from comun.variables import rellenar
from convocatorias.emails.invitacion import _valores
from convocatorias.models import Invitacion
from correos.emails import absoluta


def texto_de_carta(contexto: dict[str, Any], fila: Invitacion) -> str:
    """The text of the call with its variables filled for one person."""
    return rellenar(contexto["convocatoria"].mensaje, _valores(contexto, fila.participante))


def direccion_privada(clave: str) -> str:
    """Where a person answers: what the code of the letter says, and what is printed beside it."""
    return absoluta(reverse("convocatorias:invitacion", args=[clave]))
