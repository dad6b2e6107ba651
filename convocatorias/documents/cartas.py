"""Letters and address labels, as tagged PDF: one page or two for each person, in one batch."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import segno

from comun import pdf
from convocatorias.models import Actividad, Convocatoria, Invitacion

#: A sheet of labels of the common kind (5162): 2 × 7 on Carta paper, 101.6 × 33.9 mm each.
COLUMNAS, FILAS = 2, 7
ETIQUETAS_POR_HOJA = COLUMNAS * FILAS
#: How many letters in one file: what is drawn while somebody waits (see docs/guia).
CARTAS_POR_TANDA = 50

#: What each class of letter says it is.
ASUNTOS = {
    Invitacion.Clase.INVITACION: "Le invitamos",
    Invitacion.Clase.CAMBIO: "Cambió una actividad a la que le invitamos",
    Invitacion.Clase.SUSPENSION: "Se suspendió una actividad a la que le invitamos",
    Invitacion.Clase.ANULACION: "No se realizará una actividad a la que le invitamos",
    Invitacion.Clase.RECORDATORIO: "Le recordamos que está invitada o invitado",
    Invitacion.Clase.VISPERA: "Le recordamos la actividad de mañana",
}
#: Those that tell that there is nothing to come to.
NO_INVITAN = (Invitacion.Clase.SUSPENSION, Invitacion.Clase.ANULACION)


@dataclass(frozen=True)
class Carta:
    """One letter: to whom, what it says, and the private address that answers it."""

    invitacion: Invitacion
    clase: str
    lineas: Sequence[str]
    texto: str
    url: str

    @property
    def persona(self) -> Any:
        return self.invitacion.participante

    @property
    def asunto(self) -> str:
        return ASUNTOS[Invitacion.Clase(self.clase)]

    @property
    def invita(self) -> bool:
        """Whether there is still something to answer."""
        return self.clase not in NO_INVITAN

    @property
    def escrita(self) -> tuple[str, str]:
        """The address as a person copies it: without its scheme, and the key on its own line."""
        cabeza, _, clave = self.url.partition("://")[2].rstrip("/").rpartition("/")
        return f"{cabeza}/", f"{clave}/"

    @property
    def qr(self) -> str:
        return codigo_qr(self.url) if self.url else ""


def clase_de_carta(fila: Invitacion, convocatoria: Convocatoria) -> str:
    """What a letter has to say: what is sent again says how things stand today."""
    if fila.clase != Invitacion.Clase.REENVIO:
        return fila.clase
    de_hoy = {
        Actividad.Estado.SUSPENDIDA: Invitacion.Clase.SUSPENSION,
        Actividad.Estado.ANULADA: Invitacion.Clase.ANULACION,
    }
    if clase := de_hoy.get(Actividad.Estado(convocatoria.actividad.estado)):
        return clase
    cambio = convocatoria.clase == Convocatoria.Clase.CAMBIO
    return Invitacion.Clase.CAMBIO if cambio else Invitacion.Clase.INVITACION


def codigo_qr(url: str) -> str:
    """A code that any telephone reads, to draw inside a document."""
    salida = io.BytesIO()
    segno.make(url, error="m", micro=False).save(salida, kind="png", scale=6, border=2)
    return pdf.data_uri(salida.getvalue())


def cartas_pdf(contexto: dict[str, Any], cartas: Iterable[Carta], dia: date) -> bytes:
    """The letters of one batch, each from a new page. The same ones on the same day, same bytes."""
    propio = {
        "cartas": list(cartas),
        "dia": dia,
        "servicio_nombre": contexto["servicio"].nombre,
        "encabezado": f"Cuenta Pública Participativa, gestión {contexto['cuenta'].anio_gestion}",
        "fecha_documento": dia,
    }
    return pdf.render(
        "convocatorias/documentos/carta.html", contexto | propio, titulo="Cartas de invitación"
    )


def etiquetas_pdf(contexto: dict[str, Any], cartas: Iterable[Carta], dia: date) -> bytes:
    """The address labels of those letters, in the same order, sheet by sheet."""
    propio = {
        "hojas": list(_hojas(cartas)),
        "servicio_nombre": contexto["servicio"].nombre,
        "fecha_documento": dia,
    }
    return pdf.render(
        "convocatorias/documentos/etiquetas.html",
        contexto | propio,
        titulo="Etiquetas de dirección",
    )


def _hojas(cartas: Iterable[Carta]) -> Iterator[Sequence[Carta]]:
    quedan = iter(cartas)
    while hoja := list(islice(quedan, ETIQUETAS_POR_HOJA)):
        yield hoja
