"""The exposition of the authority: a fact of the day, recorded as it was and corrected at will."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comun import archivos, reloj
from comun.errores import ErrorDominio
from comun.texto import limpiar
from comun.transitions import anotar
from jornadas import selectors
from jornadas.models import Exposicion, Jornada
from servicios import acceso
from servicios.models import Usuario
from servicios.permissions import Permiso
from servicios.selectors import autoridad_vigente

_Calidad = Exposicion.Calidad


@dataclass(frozen=True)
class DatosExposicion:
    """Who presented, when, and where it could be seen (R67, R71, R72)."""

    expositor: str
    cargo: str
    calidad: str = _Calidad.TITULAR
    inicio: datetime | None = None
    termino: datetime | None = None
    url_transmision: str = ""
    presentacion: bytes | None = None


@transaction.atomic
def registrar_exposicion(*, jornada: Jornada, datos: DatosExposicion, por: Usuario) -> Exposicion:
    """Write down who presented, with which post and when (R67, R71, R72). Facts are not blocked.

    What was handed in before stays unless another file comes.

    Raises:
        ErrorDominio: the day has not begun, somebody has no name or post, or an hour is wrong.
    """
    exposicion = _la_de(jornada, por)
    expositor, cargo = limpiar(datos.expositor).strip(), limpiar(datos.cargo).strip()
    if not expositor:
        raise ErrorDominio("Escriba quién expuso.", "expositor")
    if not cargo:
        raise ErrorDominio("Escriba su cargo.", "cargo")
    _exigir_horas(datos)
    exposicion.expositor, exposicion.cargo = expositor, cargo
    exposicion.calidad = _Calidad(datos.calidad)
    exposicion.inicio, exposicion.termino = datos.inicio, datos.termino
    exposicion.url_transmision = datos.url_transmision.strip()
    if datos.presentacion is not None:
        exposicion.presentacion = archivos.guardar_evidencia(datos.presentacion)
    _guardar(exposicion, "registrar_exposicion", por)
    return exposicion


def _exigir_horas(datos: DatosExposicion) -> None:
    if datos.termino and not datos.inicio:
        raise ErrorDominio("Escriba también a qué hora empezó.", "inicio")
    if datos.termino and datos.inicio and datos.termino < datos.inicio:
        raise ErrorDominio("La hora de término debe ser posterior a la de inicio.", "termino")
    ultima = datos.termino or datos.inicio
    if ultima and ultima > reloj.ahora():
        campo = "termino" if datos.termino else "inicio"
        raise ErrorDominio("Esa hora aún no llega. Anote la exposición cuando ocurra.", campo)


@transaction.atomic
def empezar_exposicion(*, jornada: Jornada, por: Usuario) -> Exposicion:
    """The authority begins to speak: their name is the one that the service has today.

    Raises:
        ErrorDominio: the day is not open, or it began before.
    """
    exposicion = _la_de(jornada, por)
    if jornada.estado != Jornada.Estado.ABIERTA:
        raise ErrorDominio("La jornada no está abierta. Anote las horas en la exposición.")
    if exposicion.inicio:
        raise ErrorDominio("La exposición ya empezó. Si la hora está mal, corríjala.")
    exposicion.inicio = reloj.ahora()
    autoridad = autoridad_vigente()
    if autoridad and not exposicion.expositor:
        exposicion.expositor, exposicion.cargo = autoridad.nombre, autoridad.cargo
        exposicion.calidad = _Calidad.SUBROGANTE if autoridad.subrogante else _Calidad.TITULAR
    _guardar(exposicion, "empezar_exposicion", por)
    return exposicion


@transaction.atomic
def terminar_exposicion(*, jornada: Jornada, por: Usuario) -> Exposicion:
    """The exposition ends.

    Raises:
        ErrorDominio: the day is not open, or it is not under way.
    """
    exposicion = _la_de(jornada, por)
    if jornada.estado != Jornada.Estado.ABIERTA:
        raise ErrorDominio("La jornada no está abierta. Anote las horas en la exposición.")
    if exposicion.inicio is None or exposicion.termino:
        raise ErrorDominio("La exposición no está en curso. Recargue la página.")
    exposicion.termino = reloj.ahora()
    _guardar(exposicion, "terminar_exposicion", por)
    return exposicion


def _la_de(jornada: Jornada, por: Usuario) -> Exposicion:
    """The exposition of the day, or a new one; the day stays locked, so that there is one."""
    acceso.exigir(por, Permiso.DIRIGIR_JORNADA, jornada.servicio_id)
    Jornada.objects.select_for_update(no_key=True).get(pk=jornada.pk)
    if jornada.estado not in (Jornada.Estado.ABIERTA, Jornada.Estado.CERRADA):
        raise ErrorDominio(
            f"La jornada está {jornada.get_estado_display()}: todavía no hay exposición que anotar."
            if jornada.estado == Jornada.Estado.PREPARADA
            else "La jornada no se realizó: no hubo exposición que anotar."
        )
    return selectors.exposicion_de(jornada) or Exposicion(jornada=jornada)


def _guardar(exposicion: Exposicion, accion: str, por: Usuario) -> None:
    """Store and log it. The name of who presented is not for the log."""
    exposicion.registrada_por, exposicion.registrada_en = por, reloj.ahora()
    exposicion.save()
    datos = {"calidad": exposicion.calidad, "minutos": exposicion.minutos}
    anotar(exposicion, accion, por=por, datos=datos)
