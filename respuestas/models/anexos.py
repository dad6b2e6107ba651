"""What goes with a contribution: its files, and what its author allowed."""

from django.db import models
from django.db.models import Q

from comun.campos import BytesCifrados
from respuestas.models.mensajes import Consulta, Consultante
from servicios.models import DeServicio


class AdjuntoConsulta(DeServicio):
    """A file that came with a contribution, as ciphertext: it may show anybody or anything."""

    class Clase(models.TextChoices):
        ADJUNTO = "adjunto", "archivo de la persona"
        ORIGINAL = "original", "hoja original"

    consulta = models.ForeignKey(Consulta, models.CASCADE, related_name="adjuntos")
    clase = models.CharField("qué es", max_length=10, choices=Clase)
    tipo = models.CharField("tipo", max_length=60)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    contenido = BytesCifrados("contenido")
    agregado_en = models.DateTimeField("agregado")

    PADRES = ("consulta",)

    class Meta:
        verbose_name = "archivo de un mensaje"
        verbose_name_plural = "archivos de mensajes"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consulta", "clase"], name="adjuntoconsulta_unico"),
        ]

    def __str__(self) -> str:
        return f"archivo {self.pk}"


class Consentimiento(DeServicio):
    """What a person allowed, with the text that they read and when; kept when taken back.

    Separate and optional, never the basis of the answer (art. 12, Ley 19.628; RELIABILITY 4.4).
    """

    class Clase(models.TextChoices):
        PUBLICAR_NOMBRE = "publicar_nombre", "publicar su nombre junto a su mensaje"
        INVITAR = "invitar", "recibir invitaciones a futuras instancias de participación"

    consultante = models.ForeignKey(Consultante, models.CASCADE, related_name="consentimientos")
    consulta = models.ForeignKey(Consulta, models.CASCADE, related_name="consentimientos")
    clase = models.CharField("para qué", max_length=20, choices=Clase)
    version = models.PositiveSmallIntegerField("versión del texto")
    huella = models.CharField("SHA-256 del texto", max_length=64)
    canal = models.CharField("por dónde", max_length=15, choices=Consulta.Canal)
    dado_en = models.DateTimeField("lo dio")
    retirado_en = models.DateTimeField("lo retiró", null=True, blank=True)

    PADRES = ("consultante", "consulta")

    class Meta:
        verbose_name = "consentimiento"
        verbose_name_plural = "consentimientos"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consulta", "clase"],
                condition=Q(retirado_en=None),
                name="consentimiento_vigente_unico",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(huella=""), name="consentimiento_con_texto"
            ),
        ]

    def __str__(self) -> str:
        return f"consentimiento {self.pk}"
