"""What the daily retention did, and the ledger of what was erased."""

from django.db import models

from servicios.models import DeServicio, Servicio


class CorridaRetencion(DeServicio):
    """One run of the retention over one class of data of one service: evidence, no persons."""

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    clase = models.CharField("clase de datos", max_length=60)
    dia = models.DateField("día")
    en_seco = models.BooleanField("ensayo, sin borrar", default=False)
    hasta = models.DateField("lo anterior a")
    revisadas = models.PositiveIntegerField("filas revisadas", default=0)
    borradas = models.PositiveIntegerField("filas borradas o anonimizadas", default=0)
    iniciada_en = models.DateTimeField("iniciada")
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)

    class Meta:
        verbose_name = "corrida de la retención"
        verbose_name_plural = "corridas de la retención"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "clase", "dia", "en_seco"], name="corrida_unica"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clase} {self.dia:%Y-%m-%d}"


class ActaSupresion(DeServicio):
    """The ledger: that somebody's data of one class were erased. Only a keyed hash of who.

    Append-only, and replayed after a backup is restored (RELIABILITY P17, P20).
    """

    class Motivo(models.TextChoices):
        RETENCION = "retencion", "se cumplió el plazo"
        DERECHO = "derecho", "lo pidió la persona"

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    sujeto_hmac = models.CharField(max_length=64, db_index=True)
    clase = models.CharField("clase de datos", max_length=60)
    motivo = models.CharField("motivo", max_length=10, choices=Motivo)
    en = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "acta de supresión"
        verbose_name_plural = "actas de supresión"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "sujeto_hmac", "clase", "en"], name="acta_unica"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clase} {self.en:%Y-%m-%d}"
