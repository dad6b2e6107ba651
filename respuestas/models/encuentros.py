"""What came of a meeting with its own organiser: each delivery, and what each message is about."""

from django.conf import settings
from django.db import models

from comun.models import Archivo
from convocatorias.models import Encuentro
from cuentas.models import Capitulo
from respuestas.models.mensajes import Consulta
from servicios.models import DeServicio


class EntregaEncuentro(DeServicio):
    """One time that the contributions of a meeting were sent: how many came, and the minutes."""

    encuentro = models.ForeignKey(Encuentro, models.PROTECT, related_name="+")
    #: The same form sent twice is one delivery.
    nonce = models.CharField(max_length=40, editable=False)
    asistentes = models.PositiveIntegerField("cuántas personas fueron")
    acta = models.ForeignKey(
        Archivo, models.PROTECT, verbose_name="acta", null=True, blank=True, related_name="+"
    )
    recibida_en = models.DateTimeField("recibida")
    ingresada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="ingresada por",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("encuentro",)

    class Meta:
        verbose_name = "entrega de un encuentro"
        verbose_name_plural = "entregas de los encuentros"
        ordering = ["-recibida_en", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["encuentro", "nonce"], name="entrega_nonce_unico"),
        ]

    def __str__(self) -> str:
        return f"entrega {self.pk}"


class Aporte(DeServicio):
    """Which contribution came in a delivery, and what of the report it is about."""

    entrega = models.ForeignKey(EntregaEncuentro, models.PROTECT, related_name="aportes")
    consulta = models.OneToOneField(Consulta, models.PROTECT, related_name="+")
    capitulo = models.CharField(
        "capítulo del informe", max_length=24, choices=Capitulo.Tipo, blank=True
    )

    PADRES = ("entrega", "consulta")

    class Meta:
        verbose_name = "aporte de un encuentro"
        verbose_name_plural = "aportes de los encuentros"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"aporte {self.pk}"
