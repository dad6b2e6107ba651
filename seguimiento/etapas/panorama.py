"""The stages of an account, derived from its facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import TextChoices

from comun.plazos import instante_de_apertura
from convocatorias.models import Actividad, ProcesoVirtual
from cuentas.models import CuentaPublica, HechoPrevio, Interrupcion
from cuentas.selectors import FechasDeRespuesta
from jornadas.models import Jornada


class Etapa(TextChoices):
    """Where an account is. Never stored: facts and the clock say it."""

    ANULADA = "anulada", "anulada"
    PREPARACION = "preparacion", "en preparación"
    CONVOCATORIA = "convocatoria", "convocada"
    VIRTUAL = "virtual", "abierta a su opinión"
    JORNADA = "jornada", "en la jornada"
    SISTEMATIZACION = "sistematizacion", "esperando respuesta"
    RESPONDIDA = "respondida", "respondida"
    CERRADA = "cerrada", "cerrada"


@dataclass(frozen=True)
class Panorama:
    """The facts of one account that its stage, its steps and its board are read from."""

    cuenta: CuentaPublica
    informe_publicado_en: datetime | None = None
    proceso: ProcesoVirtual | None = None
    actividades: Sequence[Actividad] = ()
    convocadas: frozenset[int] = frozenset()
    jornadas: dict[int, Jornada] = field(default_factory=dict)
    destinos: dict[str, int] = field(default_factory=dict)
    publicadas_en: datetime | None = None
    fechas: FechasDeRespuesta | None = None
    interrupciones: Sequence[Interrupcion] = ()
    #: What happened before the account was kept here, by its kind.
    previos: Mapping[str, HechoPrevio] = field(default_factory=dict)

    @property
    def con_informe(self) -> bool:
        return self.informe_publicado_en is not None or "informe" in self.previos

    @property
    def respondida(self) -> bool:
        return self.respondida_en is not None

    @property
    def respondida_en(self) -> datetime | None:
        """When the answers came out, here or before the account was kept here."""
        previo = self.previos.get("respuestas")
        if self.publicadas_en is not None or previo is None:
            return self.publicadas_en
        return instante_de_apertura(previo.fecha, self.cuenta.servicio.zona)

    @property
    def interrupcion(self) -> Interrupcion | None:
        """What interrupts the account today."""
        return next((una for una in self.interrupciones if una.hasta is None), None)

    @property
    def terminadas(self) -> list[Interrupcion]:
        return [una for una in self.interrupciones if una.hasta is not None]

    @property
    def recibidas(self) -> int:
        return sum(self.destinos.values())

    @property
    def vigentes(self) -> list[Actividad]:
        return [a for a in self.actividades if a.vigente]

    @property
    def con_invitacion(self) -> list[Actividad]:
        """Those that stand and that the service calls, not people by themselves (R133)."""
        caidas = {pk for pk, j in self.jornadas.items() if j.estado == Jornada.Estado.NO_REALIZADA}
        return [
            a
            for a in self.vigentes
            if a.tipo != Actividad.Tipo.AUTOCONVOCADA and a.pk not in caidas
        ]

    @property
    def principal(self) -> Actividad | None:
        """The activity that the public page announces: the central one, or the last."""
        centrales = [a for a in self.vigentes if a.tipo == Actividad.Tipo.CENTRAL]
        candidatas = centrales or self.vigentes
        return candidatas[-1] if candidatas else None

    @property
    def limite(self) -> date | None:
        """The last day promised to answer, or the norm's."""
        if self.fechas is not None:
            return self.fechas.ultima
        return self.cuenta.respuesta_presencial or self.cuenta.respuesta_virtual

    def por_venir(self, ahora: datetime) -> bool:
        """Whether an activity that stands is today or later."""
        hoy = ahora.astimezone(self.cuenta.servicio.zona).date()
        return any(a.fecha is not None and a.fecha >= hoy for a in self.vigentes)

    def se_realizo(self) -> bool:
        cerradas = (j.estado == Jornada.Estado.CERRADA for j in self.jornadas.values())
        return "jornada" in self.previos or any(cerradas)


def etapa(panorama: Panorama, ahora: datetime) -> Etapa:
    """The stage of an account at `ahora`."""
    directa = _por_decision(panorama)
    if directa is not None:
        return directa
    if any(j.estado == Jornada.Estado.ABIERTA for j in panorama.jornadas.values()):
        return Etapa.JORNADA
    proceso = panorama.proceso
    if proceso is not None and proceso.abierto(ahora):
        return Etapa.VIRTUAL
    termino = proceso is not None and proceso.publicado_en and ahora >= proceso.cierra_en
    if panorama.se_realizo() or (termino and not panorama.por_venir(ahora)):
        return Etapa.SISTEMATIZACION
    convocada = panorama.convocadas or "convocatoria" in panorama.previos
    return Etapa.CONVOCATORIA if convocada or termino else Etapa.PREPARACION


def _por_decision(panorama: Panorama) -> Etapa | None:
    estado = panorama.cuenta.estado
    if estado == CuentaPublica.Estado.ANULADA:
        return Etapa.ANULADA
    if estado == CuentaPublica.Estado.CERRADA:
        return Etapa.CERRADA
    return Etapa.RESPONDIDA if panorama.respondida else None
