"""Drawing the letters of a call, and their labels: it changes nothing that is stored."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from comun import reloj
from comun.errores import ErrorDominio
from convocatorias import emails, selectors
from convocatorias.documents import cartas as papel
from convocatorias.emails.carta import direccion_privada, texto_de_carta
from convocatorias.models import Convocatoria, Invitacion


def imprimir_cartas(*, convocatoria: Convocatoria, invitaciones: Iterable[Invitacion]) -> bytes:
    """One letter for each of those people, as one tagged PDF.

    Raises:
        ErrorDominio: nobody waits for a letter; they are too many for one file; or they invite to
            an activity that does not stand.
    """
    contexto, cartas = _cartas(convocatoria, invitaciones)
    with timezone.override(convocatoria.actividad.zona):
        return papel.cartas_pdf(contexto, cartas, reloj.hoy(convocatoria.actividad.zona))


def imprimir_etiquetas(*, convocatoria: Convocatoria, invitaciones: Iterable[Invitacion]) -> bytes:
    """The address labels of those letters, in their order.

    Raises:
        ErrorDominio: as `imprimir_cartas`.
    """
    contexto, cartas = _cartas(convocatoria, invitaciones)
    return papel.etiquetas_pdf(contexto, cartas, reloj.hoy(convocatoria.actividad.zona))


def _cartas(
    convocatoria: Convocatoria, invitaciones: Iterable[Invitacion]
) -> tuple[dict[str, Any], list[papel.Carta]]:
    actividad = convocatoria.actividad
    filas = [fila for fila in invitaciones if fila.canal == Invitacion.Canal.CARTA]
    if not filas:
        raise ErrorDominio("Nadie espera una carta de esta convocatoria.")
    if all(selectors.fue_reemplazada(fila) for fila in filas):
        raise ErrorDominio(
            "La actividad cambió antes de que saliera esta carta: la reemplaza el aviso del "
            "cambio. Imprima la carta de ese aviso."
        )
    # A letter that invites to what will not be done would bring somebody for nothing.
    con_clase = [(fila, papel.clase_de_carta(fila, convocatoria)) for fila in filas]
    con_clase = [par for par in con_clase if actividad.vigente or par[1] in papel.NO_INVITAN]
    if not con_clase:
        raise ErrorDominio(
            f"La actividad está {actividad.get_estado_display()}: ya no se invita a ella. "
            "Imprima las cartas que avisan del cambio."
        )
    if len(filas) > papel.CARTAS_POR_TANDA:
        raise ErrorDominio(f"Imprima hasta {papel.CARTAS_POR_TANDA} cartas de una vez.")
    contexto = emails.contexto_de_invitacion(convocatoria)
    cartas = [
        papel.Carta(
            invitacion=fila,
            clase=clase,
            lineas=selectors.direccion_postal(fila),
            texto=texto_de_carta(contexto, fila),
            url=direccion_privada(fila.clave) if fila.clave else "",
        )
        for fila, clase in con_clase
    ]
    return contexto, cartas
