"""What a participant tells besides whether they come: keys, preferences, and sensitive needs."""

from django.db import models
from django.db.models import Q

from comun.campos import TextoCifrado
from convocatorias.models.directorio import Tema
from convocatorias.models.llamado import Participante
from servicios.models import DeServicio

#: How many topics somebody puts in order.
PREFERENCIAS = 3


class Enlace(DeServicio):
    """The hash of a key that answers for a participant whom no invitation names.

    Who enrolled, or comes in somebody's place. One for each page or mail that carries it, so
    that a later mail leaves the former ones good.
    """

    participante = models.ForeignKey(Participante, models.CASCADE, related_name="enlaces")
    clave_hash = models.CharField(max_length=64, unique=True, editable=False)
    creado_en = models.DateTimeField("creado")

    PADRES = ("participante",)

    class Meta:
        verbose_name = "enlace personal"
        verbose_name_plural = "enlaces personales"

    def __str__(self) -> str:
        return f"enlace {self.pk}"


class Preferencia(DeServicio):
    """A topic on which a participant wants to work, and in which place they put it."""

    participante = models.ForeignKey(Participante, models.CASCADE, related_name="preferencias")
    tema = models.ForeignKey(Tema, models.CASCADE, related_name="+")
    orden = models.PositiveSmallIntegerField("orden")

    PADRES = ("participante", "tema")

    class Meta:
        verbose_name = "preferencia"
        verbose_name_plural = "preferencias"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(
                fields=["participante", "orden"], name="preferencia_un_tema_por_lugar"
            ),
            models.UniqueConstraint(
                fields=["participante", "tema"], name="preferencia_tema_una_vez"
            ),
            models.CheckConstraint(
                condition=Q(orden__gte=1, orden__lte=PREFERENCIAS), name="preferencia_orden"
            ),
        ]

    def __str__(self) -> str:
        return f"preferencia {self.orden}"


class Ajuste(DeServicio):
    """What a person needs to take part. It tells of their health (Ley 21.719, sensitive data).

    It exists only with their express consent, whose text and time are kept with it; apart from
    the rest, as ciphertext; until they take it back, or the day after the activity.
    """

    participante = models.OneToOneField(Participante, models.CASCADE, related_name="ajuste")
    #: JSON: the codes of `catalogos.APOYOS`, and what they wrote.
    necesidades = TextoCifrado("qué necesita")
    consentimiento_version = models.PositiveSmallIntegerField("versión del permiso")
    consentimiento_hash = models.CharField("SHA-256 del permiso", max_length=64)
    consentido_en = models.DateTimeField("dio su permiso")

    PADRES = ("participante",)

    class Meta:
        verbose_name = "apoyo pedido"
        verbose_name_plural = "apoyos pedidos"
        constraints = [
            models.CheckConstraint(
                condition=Q(consentimiento_version__gte=1) & ~Q(consentimiento_hash=""),
                name="ajuste_con_permiso",
                violation_error_message="Los apoyos se guardan solo con el permiso de la persona.",
            ),
        ]

    def __str__(self) -> str:
        return f"apoyo {self.pk}"
