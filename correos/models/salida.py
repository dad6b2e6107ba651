"""Who may send, to whom no more, how fast, and the sign of life of whoever sends."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from servicios.models import Servicio, con_alcance


class DominioRemitente(models.Model):
    """A domain that mails may leave from, once its owner proved it with a TXT record.

    The record is `_cpp.<dominio>` with the value `cpp-verificacion=<ficha>`.
    """

    dominio = models.CharField("dominio", max_length=254, unique=True)
    ficha = models.CharField("ficha de verificación", max_length=64, editable=False)
    verificado_en = models.DateTimeField("verificado", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "dominio de envío"
        verbose_name_plural = "dominios de envío"
        ordering = ["dominio"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(dominio="") & ~Q(dominio__contains="@"), name="dominio_sin_arroba"
            ),
        ]

    def __str__(self) -> str:
        return self.dominio

    @property
    def registro(self) -> str:
        """The name of the TXT record that proves it."""
        return f"_cpp.{self.dominio}"

    @property
    def valor(self) -> str:
        """What that record must say."""
        return f"cpp-verificacion={self.ficha}"


class Remitente(models.Model):
    """The address that a service writes from, and the one that reads the answers."""

    servicio = models.OneToOneField(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    direccion = models.EmailField("dirección de envío")
    dominio = models.ForeignKey(
        DominioRemitente, models.PROTECT, verbose_name="dominio", related_name="+", editable=False
    )
    responder_a = models.EmailField("dirección que recibe las respuestas", blank=True)

    class Meta:
        verbose_name = "remitente"
        verbose_name_plural = "remitentes"
        ordering = ["servicio__nombre"]

    def __str__(self) -> str:
        return f"{self.servicio}: {self.direccion}"


class Limite(models.Model):
    """How many mails a minute may leave for one domain, or from one service."""

    dominio = models.CharField("dominio de destino", max_length=254, blank=True)
    servicio = models.ForeignKey(
        Servicio, models.CASCADE, verbose_name="servicio", null=True, blank=True, related_name="+"
    )
    por_minuto = models.PositiveIntegerField("correos por minuto")

    class Meta:
        verbose_name = "límite de envío"
        verbose_name_plural = "límites de envío"
        ordering = ["dominio", "servicio_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(servicio__isnull=True) & ~Q(dominio="")
                | Q(servicio__isnull=False, dominio=""),
                name="limite_de_dominio_o_servicio",
                violation_error_message="Indique un dominio o un servicio, no los dos.",
            ),
            models.CheckConstraint(condition=Q(por_minuto__gt=0), name="limite_positivo"),
            models.UniqueConstraint(
                fields=["dominio"], condition=~Q(dominio=""), name="limite_dominio_unico"
            ),
            models.UniqueConstraint(
                fields=["servicio"],
                condition=Q(servicio__isnull=False),
                name="limite_servicio_unico",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dominio or self.servicio}: {self.por_minuto} por minuto"


class SupresionQuerySet(models.QuerySet):
    def vigentes(self) -> "SupresionQuerySet":
        return self.filter(levantada_en__isnull=True)


class Supresion(models.Model):
    """A person asked one service not to write to them: what is not legally due, or anything."""

    class Alcance(models.TextChoices):
        RENUNCIABLES = "renunciables", "invitaciones y avisos"
        TODO = "todo", "todos los correos"

    class Origen(models.TextChoices):
        ENLACE = "enlace", "lo pidió desde un correo"
        PERSONA = "persona", "lo pidió al servicio"

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    direccion = models.EmailField("dirección")
    alcance = models.CharField("qué no quiere recibir", max_length=15, choices=Alcance)
    origen = models.CharField("cómo lo pidió", max_length=10, choices=Origen)
    creada_en = models.DateTimeField("desde")
    levantada_en = models.DateTimeField("hasta", null=True, blank=True)

    objects = con_alcance(SupresionQuerySet)

    class Meta:
        verbose_name = "dirección que no quiere correos"
        verbose_name_plural = "direcciones que no quieren correos"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "direccion"],
                condition=Q(levantada_en__isnull=True),
                name="supresion_vigente_unica",
            ),
        ]

    def __str__(self) -> str:
        return f"supresión {self.pk}"


class Pulso(models.Model):
    """When each process that must be alive was last seen, by the database's clock."""

    nombre = models.CharField("proceso", max_length=40, primary_key=True)
    visto_en = models.DateTimeField("visto", db_default=Now())

    class Meta:
        verbose_name = "señal de vida"
        verbose_name_plural = "señales de vida"

    def __str__(self) -> str:
        return self.nombre
