"""Use case: say where an activity can be followed from afar."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction

from comun.errores import ErrorDominio
from comun.texto import en_una_linea
from comun.transitions import anotar
from convocatorias.models import Actividad, Transmision
from servicios.models import Usuario


@dataclass(frozen=True)
class EnlaceDeVideo:
    """What is told of a broadcast or a recording. Without `url`, there is none."""

    url: str = ""
    con_lsch: bool = False
    con_subtitulos: bool = False
    nota: str = ""


@transaction.atomic
def guardar_transmisiones(
    *, actividad: Actividad, enlaces: Mapping[str, EnlaceDeVideo], por: Usuario
) -> None:
    """Leave the broadcast and the recording of the activity as told; what is left out goes away.

    Raises:
        ErrorDominio: the activity was called off, or an address does not begin with https://.
    """
    if actividad.estado == Actividad.Estado.ANULADA:
        raise ErrorDominio("La actividad no se realizará: no hay nada que transmitir.")
    guardadas = {fila.tipo: fila for fila in actividad.transmisiones.select_for_update()}
    for tipo in Transmision.Tipo:
        enlace = enlaces.get(tipo, EnlaceDeVideo())
        _guardar(actividad, tipo, enlace, guardadas.get(tipo))
    dichos = {tipo: bool(enlace.url) for tipo, enlace in enlaces.items()}
    anotar(actividad, "guardar_transmisiones", por=por, datos=dichos)


def _guardar(
    actividad: Actividad, tipo: Transmision.Tipo, enlace: EnlaceDeVideo, fila: Transmision | None
) -> None:
    if not enlace.url:
        if fila is not None:
            fila.delete()
        return
    if not enlace.url.startswith("https://"):
        raise ErrorDominio("La dirección debe empezar con https://.", campo=f"{tipo}_url")
    fila = fila or Transmision(actividad=actividad, tipo=tipo)
    for campo, valor in asdict(enlace).items():
        setattr(fila, campo, valor)
    fila.nota = en_una_linea(enlace.nota) if enlace.con_lsch else ""
    fila.save()
