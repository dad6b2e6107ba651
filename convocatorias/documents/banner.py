"""The banner that leads to the virtual window: what it says in each state, drawn by us."""

import textwrap
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from comun.formato import fecha_sin_semana
from comun.texto import en_una_linea
from convocatorias.models import EstadoBanner, ProcesoVirtual

E = EstadoBanner
#: Letters of the name of the service that fit in one line of the drawing.
DE_LARGO = 44


@dataclass(frozen=True)
class Letrero:
    """What a banner says: its title, its strip, and all of it for who does not see it."""

    estado: str
    titulo: str
    servicio: list[str]
    renglones: tuple[str, ...]
    alternativo: str

    @property
    def franja(self) -> str:
        return " ".join(self.renglones)

    @property
    def vivo(self) -> bool:
        """Whether there is something to do now: its strip is yellow."""
        return self.estado in (E.PRONTO, E.ABIERTO, E.RESPONDIDO)


def plazo_en_palabras(proceso: ProcesoVirtual) -> str:
    """`del 26 de abril al 4 de junio de 2027`."""
    desde = fecha_sin_semana(proceso.inicio)
    if proceso.inicio.year != proceso.termino.year:
        desde = f"{desde} de {proceso.inicio.year}"
    return f"del {desde} al {fecha_sin_semana(proceso.termino)} de {proceso.termino.year}"


def alternativo(proceso: ProcesoVirtual) -> str:
    """The words that are pasted with the picture: they stay true whatever its state."""
    anio, servicio = proceso.cuenta.anio_gestion, _nombre(proceso)
    return (
        f"Cuenta Pública {anio}: {servicio}. Participación por internet "
        f"{plazo_en_palabras(proceso)}, y sus respuestas."
    )


def _nombre(proceso: ProcesoVirtual) -> str:
    """Of the service, without what XML refuses: the picture would not be drawn at all."""
    return en_una_linea(proceso.servicio.nombre)


def letrero(proceso: ProcesoVirtual, estado: str, hoy: date) -> Letrero:
    """The banner in a state, on the local day `hoy`."""
    anio, servicio = proceso.cuenta.anio_gestion, _nombre(proceso)
    titulo, *renglones = _dicho(proceso, estado, hoy)
    titulo, franja = titulo.format(anio=anio), " ".join(renglones)
    return Letrero(
        estado=estado,
        titulo=titulo,
        servicio=textwrap.wrap(servicio, DE_LARGO, max_lines=2, placeholder="…"),
        renglones=tuple(renglones),
        alternativo=f"{titulo}: {servicio}. {franja}",
    )


def _dicho(proceso: ProcesoVirtual, estado: str, hoy: date) -> tuple[str, ...]:
    """The title, and one or two lines under it."""
    plazo = plazo_en_palabras(proceso)
    plazo = f"{plazo[0].upper()}{plazo[1:]}."
    if estado == E.ABIERTO:
        return "Participe en la Cuenta Pública {anio}", plazo, _quedan(proceso, hoy)
    if estado == E.CERRADO:
        cuando = proceso.cuenta.respuesta_virtual
        cuando_ = (f"Respuestas: {fecha_sin_semana(cuando)} de {cuando.year}.",) if cuando else ()
        return "Cuenta Pública {anio}", "Ya no se reciben mensajes.", *cuando_
    if estado == E.RESPONDIDO:
        return "Cuenta Pública {anio}: respuestas", "Lea lo que se respondió a cada persona."
    if estado == E.SUSPENDIDO:
        return "Cuenta Pública {anio}", "Está suspendida.", "Entre para saber por qué."
    if estado == E.ANULADO:
        return "Cuenta Pública {anio}", "Fue anulada.", "Entre para saber por qué."
    return "Pronto: Cuenta Pública {anio}", plazo


def _quedan(proceso: ProcesoVirtual, hoy: date) -> str:
    quedan = (proceso.termino - hoy).days
    if quedan == 0:
        return "Hoy es el último día."
    return f"{'Queda' if quedan == 1 else 'Quedan'} {quedan} {'día' if quedan == 1 else 'días'}."


def banner_svg(uno: Letrero) -> bytes:
    """The banner as an SVG that says the same to those who do not see it."""
    return render_to_string("convocatorias/banner.svg", {"uno": uno}).encode()
