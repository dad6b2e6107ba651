"""Where an activity can be followed from afar: live, and afterwards its recording."""

from django.db import models
from django.db.models import Q

from convocatorias.models.plan import Actividad
from servicios.models import DeServicio


class Transmision(DeServicio):
    """The address of a broadcast or of its recording, and who can follow it (R53, R71, R130).

    Always a plain link to another site: nothing of it is drawn inside our pages.
    """

    class Tipo(models.TextChoices):
        EN_VIVO = "en_vivo", "en vivo"
        GRABACION = "grabacion", "grabación"

    actividad = models.ForeignKey(Actividad, models.CASCADE, related_name="transmisiones")
    tipo = models.CharField("tipo", max_length=10, choices=Tipo)
    url = models.URLField("dirección web", max_length=300)
    con_lsch = models.BooleanField("con lengua de señas chilena (LSCh)", default=False)
    con_subtitulos = models.BooleanField("con subtítulos", default=False)
    nota = models.CharField("cómo se ve la lengua de señas", max_length=160, blank=True)

    PADRES = ("actividad",)

    class Meta:
        verbose_name = "transmisión"
        verbose_name_plural = "transmisiones"
        ordering = ["tipo"]
        constraints = [
            models.UniqueConstraint(fields=["actividad", "tipo"], name="transmision_una_por_tipo"),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"),
                name="transmision_https",
                violation_error_message="La dirección debe empezar con https://.",
            ),
            models.CheckConstraint(
                condition=Q(nota="") | Q(con_lsch=True),
                name="transmision_nota_con_lsch",
                violation_error_message="La nota describe la lengua de señas: marque que la tiene.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()}: {self.url}"
