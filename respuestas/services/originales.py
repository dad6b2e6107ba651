"""The sheet itself, as it came, beside its transcription."""

from typing import Any

from django.db import transaction

from comun import reloj
from comun.errores import ErrorDominio
from comun.transitions import anotar
from respuestas.models import AdjuntoConsulta, Consulta
from respuestas.services.adjuntos import revisar_original
from respuestas.services.ingreso import CANALES_A_MANO


def admite_original(consulta: Consulta) -> bool:
    """Whether it came on something that can be scanned, and its words are still its author's."""
    return consulta.canal in CANALES_A_MANO and consulta.suprimida_en is None


@transaction.atomic
def guardar_original(*, consulta: Consulta, contenido: bytes, por: Any) -> AdjuntoConsulta:
    """Keep the scanned sheet, encrypted. There is one: another takes its place, and it is noted.

    Raises:
        ErrorDominio: it did not come on paper, it was erased, or as `revisar_original`.
    """
    if not admite_original(consulta):
        raise ErrorDominio("Este mensaje no llegó en una hoja: no lleva original.", "archivo")
    hoja = revisar_original(contenido)
    original, nuevo = AdjuntoConsulta.objects.update_or_create(
        consulta=consulta,
        clase=AdjuntoConsulta.Clase.ORIGINAL,
        defaults={
            "tipo": hoja.tipo,
            "tamano": len(hoja.contenido),
            "contenido": hoja.contenido,
            "agregado_en": reloj.ahora(),
        },
    )
    verbo = "guardar_original" if nuevo else "reemplazar_original"
    anotar(consulta, verbo, por=por, datos={"tipo": hoja.tipo, "tamano": original.tamano})
    return original
