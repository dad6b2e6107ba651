"""What is planned: the window of virtual participation and the in-person activities."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from comun.plazos import instante, instante_de_apertura, instante_de_cierre
from convocatorias.models.directorio import Tema
from cuentas.models import CuentaPublica
from servicios.models import Comuna, DeServicio, DeServicioQuerySet, con_alcance


class ProcesoVirtual(DeServicio):
    """The window of virtual participation. Open or closed is derived from its dates."""

    cuenta = models.OneToOneField(CuentaPublica, models.CASCADE, related_name="+")
    inicio = models.DateField("primer día")
    termino = models.DateField("último día")
    instrucciones = models.TextField(
        "cómo participar", help_text="Lo verá quien llegue desde el banner (R47)."
    )
    motivo_duracion = models.TextField("por qué dura menos de lo recomendado", blank=True)
    publicado_en = models.DateTimeField("publicado", null=True, blank=True)

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "participación virtual"
        verbose_name_plural = "participación virtual"
        constraints = [
            models.CheckConstraint(
                condition=Q(termino__gte=F("inicio")),
                name="proceso_virtual_fechas",
                violation_error_message="El último día no puede ser anterior al primero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inicio:%d/%m/%Y} a {self.termino:%d/%m/%Y}"

    @property
    def abre_en(self) -> datetime:
        """First instant of the first day, in the service's zone."""
        return instante_de_apertura(self.inicio, self.servicio.zona)

    @property
    def cierra_en(self) -> datetime:
        """First instant after the last day, in the service's zone."""
        return instante_de_cierre(self.termino, self.servicio.zona)

    def abierto(self, ahora: datetime) -> bool:
        return self.publicado_en is not None and self.abre_en <= ahora < self.cierra_en

    @property
    def dias(self) -> int:
        """Days open, both ends counted (R48)."""
        return (self.termino - self.inicio).days + 1


class ActividadQuerySet(DeServicioQuerySet):
    def vigentes(self) -> "ActividadQuerySet":
        return self.filter(estado__in=VIGENTES)

    def publicas(self) -> "ActividadQuerySet":
        """What anybody may see: announced, and what was announced and then called off."""
        anuladas = Q(estado=Actividad.Estado.ANULADA) & ~Q(motivo_estado="")
        return self.filter(Q(estado__in=(*VIGENTES, Actividad.Estado.SUSPENDIDA)) | anuladas)


class Actividad(DeServicio):
    """The plan of an in-person activity."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "en preparación"
        PROGRAMADA = "programada", "programada"
        CONVOCADA = "convocada", "convocada"
        SUSPENDIDA = "suspendida", "suspendida"
        ANULADA = "anulada", "anulada"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "borrador": {"programada", "anulada"},
        "programada": {"borrador", "convocada", "suspendida", "anulada"},
        "convocada": {"programada", "suspendida", "anulada"},
        "suspendida": {"programada", "anulada"},
    }

    class Tipo(models.TextChoices):
        CENTRAL = "central", "jornada principal"
        COMPLEMENTARIA = "complementaria", "encuentro complementario"
        AUTOCONVOCADA = "autoconvocada", "encuentro autoconvocado"

    cuenta = models.ForeignKey(CuentaPublica, models.CASCADE, related_name="+")
    slug = models.SlugField("dirección", max_length=60)
    nombre = models.CharField("nombre", max_length=120)
    tipo = models.CharField("tipo", max_length=15, choices=Tipo, default=Tipo.CENTRAL)
    descripcion = models.TextField("qué se hará", blank=True)
    fecha = models.DateField("fecha", null=True, blank=True)
    hora_inicio = models.TimeField("hora de inicio", null=True, blank=True)
    hora_termino = models.TimeField("hora de término", null=True, blank=True)
    lugar = models.CharField("lugar", max_length=160, blank=True)
    direccion = models.CharField("dirección", max_length=160, blank=True)
    comuna = models.ForeignKey(
        Comuna, models.PROTECT, verbose_name="comuna", null=True, blank=True, related_name="+"
    )
    accesibilidad = models.CharField(
        "condiciones de accesibilidad",
        max_length=200,
        blank=True,
        help_text="Por ejemplo: intérprete de lengua de señas chilena y rampa de acceso.",
    )
    aforo = models.PositiveSmallIntegerField("cupos", default=250)
    #: What its workshops may be about: the invited order them by preference.
    temas = models.ManyToManyField(Tema, verbose_name="temas", blank=True, related_name="+")
    #: Days before it on which who has not answered is reminded; 0, nobody.
    recordar_dias = models.PositiveSmallIntegerField("días antes en que se recuerda", default=5)
    #: How many times when, where or whether it is done has changed (SEQUENCE of RFC 5545).
    secuencia = models.PositiveIntegerField(default=0, editable=False)
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.BORRADOR)
    motivo_estado = models.TextField("motivo público", blank=True)

    PADRES = ("cuenta",)

    objects = con_alcance(ActividadQuerySet)

    class Meta:
        verbose_name = "actividad"
        verbose_name_plural = "actividades"
        ordering = ["fecha", "hora_inicio"]
        constraints = [
            models.UniqueConstraint(fields=["cuenta", "slug"], name="actividad_slug_unico"),
            models.CheckConstraint(
                condition=Q(hora_termino=None)
                | Q(hora_inicio=None)
                | Q(hora_termino__gt=F("hora_inicio")),
                name="actividad_horas",
                violation_error_message="La hora de término debe ser posterior a la de inicio.",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=("borrador", "anulada"))
                | (
                    Q(fecha__isnull=False, hora_inicio__isnull=False, comuna__isnull=False)
                    & ~Q(lugar="")
                ),
                name="actividad_programada_completa",
                violation_error_message="Faltan la fecha, la hora, el lugar o la comuna (R11).",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def zona(self) -> ZoneInfo:
        """The clock of its comuna; while it has none, that of its service."""
        return self.comuna.zona if self.comuna else self.servicio.zona

    @property
    def inicio(self) -> datetime | None:
        """The instant at which it begins, by the clock of its comuna."""
        if self.fecha is None or self.hora_inicio is None or self.comuna is None:
            return None
        return instante(self.fecha, self.hora_inicio, self.zona)

    @property
    def termino(self) -> datetime | None:
        if self.fecha is None or self.hora_termino is None or self.comuna is None:
            return None
        return instante(self.fecha, self.hora_termino, self.zona)

    @property
    def vigente(self) -> bool:
        return self.estado in VIGENTES

    @property
    def completa(self) -> bool:
        """Whether it has what an announcement needs (R11)."""
        return bool(self.fecha and self.hora_inicio and self.lugar and self.comuna_id)


VIGENTES = (Actividad.Estado.PROGRAMADA, Actividad.Estado.CONVOCADA)


class BloquePrograma(DeServicio):
    """One block of the day's programme."""

    actividad = models.ForeignKey(Actividad, models.CASCADE, related_name="programa")
    orden = models.PositiveSmallIntegerField("orden")
    nombre = models.CharField("bloque", max_length=120)
    minutos = models.PositiveSmallIntegerField("minutos")

    PADRES = ("actividad",)

    class Meta:
        verbose_name = "bloque del programa"
        verbose_name_plural = "bloques del programa"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(fields=["actividad", "orden"], name="bloque_orden_unico"),
        ]

    def __str__(self) -> str:
        return self.nombre
