"""The account of a year: its team, and when it did not run."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from comun.formato import fecha_larga
from cuentas.models.norma import NormaParticipacion
from servicios.models import DeServicio, DeServicioQuerySet, Servicio, con_alcance


class CuentaPublicaQuerySet(DeServicioQuerySet):
    def publicas(self) -> "CuentaPublicaQuerySet":
        """Accounts that anybody may see."""
        return self.filter(estado__in=(CuentaPublica.Estado.ABIERTA, CuentaPublica.Estado.CERRADA))

    def anuladas_a_la_vista(self) -> "CuentaPublicaQuerySet":
        """Accounts that people had seen, and whose annulment they must be told."""
        return self.filter(estado=CuentaPublica.Estado.ANULADA, abierta_en__isnull=False)


class CuentaPublica(DeServicio):
    """The account that a service gives of one year. Stages are derived, decisions stored."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "en preparación"
        ABIERTA = "abierta", "abierta"
        CERRADA = "cerrada", "cerrada"
        ANULADA = "anulada", "anulada"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "borrador": {"abierta", "anulada"},
        "abierta": {"cerrada", "anulada"},
        "cerrada": {"abierta"},
    }

    class Modalidad(models.TextChoices):
        PRESENCIAL_VIRTUAL = "presencial_con_apoyo_virtual", "presencial con apoyo virtual"
        VIRTUAL = "virtual", "solo virtual"

    anio_gestion = models.PositiveSmallIntegerField(
        "año de gestión",
        help_text="El año del que se rinde cuenta.",
        validators=[MinValueValidator(2011), MaxValueValidator(2100)],
    )
    anio_ejercicio = models.PositiveSmallIntegerField(
        "año de ejercicio",
        help_text="El año en que se realiza.",
        validators=[MinValueValidator(2011), MaxValueValidator(2100)],
    )
    ambito = models.CharField(
        "ámbito", max_length=10, choices=Servicio.Ambito, default=Servicio.Ambito.NACIONAL
    )
    modalidad = models.CharField(
        "modalidad", max_length=30, choices=Modalidad, default=Modalidad.PRESENCIAL_VIRTUAL
    )
    motivo_modalidad = models.TextField("por qué otra modalidad", blank=True)
    norma = models.ForeignKey(
        NormaParticipacion, models.PROTECT, verbose_name="norma", related_name="cuentas"
    )
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="responsable ante la DOS",
        related_name="+",
    )
    respuesta_virtual = models.DateField(
        "fecha comprometida para responder lo recibido por internet", null=True, blank=True
    )
    respuesta_presencial = models.DateField(
        "fecha comprometida para responder lo planteado en la jornada", null=True, blank=True
    )
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.BORRADOR)
    motivo_anulacion = models.TextField("motivo de la anulación", blank=True)
    abierta_en = models.DateTimeField("abierta", null=True, blank=True)
    cerrada_en = models.DateTimeField("cerrada", null=True, blank=True)

    PADRES = ("norma",)

    objects = con_alcance(CuentaPublicaQuerySet)

    class Meta:
        verbose_name = "cuenta pública"
        verbose_name_plural = "cuentas públicas"
        ordering = ["-anio_gestion"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "anio_gestion"],
                name="cuenta_servicio_anio",
                violation_error_message="Ya existe la cuenta pública de ese año (R1).",
            ),
            models.CheckConstraint(
                condition=Q(anio_ejercicio__gte=F("anio_gestion")),
                name="cuenta_ejercicio_desde_gestion",
                violation_error_message="La cuenta no puede realizarse antes del año que informa.",
            ),
            models.CheckConstraint(
                condition=Q(modalidad="presencial_con_apoyo_virtual") | ~Q(motivo_modalidad=""),
                name="cuenta_modalidad_con_motivo",
                violation_error_message=(
                    "Se recomienda la modalidad presencial con apoyo virtual. Si elige otra, "
                    "escriba por qué (R2)."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Cuenta Pública Participativa {self.anio_gestion}"

    @property
    def es_regional(self) -> bool:
        return self.ambito == Servicio.Ambito.REGIONAL


class Integrante(DeServicio):
    """A person of the account's team and what they do in it."""

    cuenta = models.ForeignKey(CuentaPublica, models.CASCADE, related_name="integrantes")
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="persona", related_name="+"
    )
    funcion = models.CharField("función en la cuenta", max_length=120)

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "integrante del equipo"
        verbose_name_plural = "integrantes del equipo"
        ordering = ["usuario__nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta", "usuario"],
                name="integrante_unico",
                violation_error_message="Esta persona ya está en el equipo.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usuario}, {self.funcion}"


class InterrupcionQuerySet(DeServicioQuerySet):
    def vigentes(self) -> "InterrupcionQuerySet":
        """Those that still last."""
        return self.filter(hasta=None)


class Interrupcion(DeServicio):
    """A time in which the account did not run as announced, told with its reason (R174).

    A dated fact beside the state: the account stays open and its terms keep running. What was
    said stays; ending it writes the last day once.
    """

    class Tipo(models.TextChoices):
        SUSPENDIDA = "suspendida", "suspendida"
        EN_REPLANIFICACION = "en_replanificacion", "en replanificación"

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="interrupciones")
    tipo = models.CharField("qué le pasa a la cuenta", max_length=20, choices=Tipo)
    motivo = models.TextField("motivo, que se publica")
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)
    registrada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="la anotó", related_name="+"
    )
    terminada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="anotó su término",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("cuenta",)

    objects = con_alcance(InterrupcionQuerySet)

    class Meta:
        verbose_name = "interrupción de la cuenta"
        verbose_name_plural = "interrupciones de la cuenta"
        ordering = ["-desde", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motivo=""),
                name="interrupcion_con_motivo",
                violation_error_message="Escriba el motivo: se publica.",
            ),
            models.CheckConstraint(
                condition=Q(hasta=None, terminada_por=None)
                | Q(hasta__isnull=False, hasta__gte=F("desde"), terminada_por__isnull=False),
                name="interrupcion_termina_despues",
                violation_error_message="Una interrupción no termina antes de empezar.",
            ),
            models.UniqueConstraint(
                fields=["cuenta"],
                condition=Q(hasta=None),
                name="interrupcion_una_vigente",
                violation_error_message="La cuenta ya está interrumpida.",
            ),
        ]

    def __str__(self) -> str:
        if self.hasta == self.desde:
            return f"{self.get_tipo_display()} el {fecha_larga(self.desde)}"
        hasta = f" hasta el {fecha_larga(self.hasta)}" if self.hasta else ""
        return f"{self.get_tipo_display()} desde el {fecha_larga(self.desde)}{hasta}"

    @property
    def suspende(self) -> bool:
        return self.tipo == self.Tipo.SUSPENDIDA
