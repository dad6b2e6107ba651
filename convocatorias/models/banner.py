"""Where the banner of the virtual window is, and what the portal saw there, day by day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from convocatorias.models.plan import ProcesoVirtual
from servicios.models import DeServicio, DeServicioQuerySet, con_alcance


class EstadoBanner(models.TextChoices):
    """What the banner says, by the dates of the window and what became of the account."""

    PRONTO = "pronto", "pronto"
    ABIERTO = "abierto", "abierto"
    CERRADO = "cerrado", "cerrado"
    RESPONDIDO = "respondido", "respuestas publicadas"
    SUSPENDIDO = "suspendido", "cuenta suspendida"
    ANULADO = "anulado", "cuenta anulada"


class PaginaBannerQuerySet(DeServicioQuerySet):
    def vigentes(self) -> "PaginaBannerQuerySet":
        """Those that the portal looks at: nobody took them off the list."""
        return self.filter(retirada_en=None)


class PaginaBanner(DeServicio):
    """A page of an institution that carries the banner of a window (R46, R142)."""

    proceso = models.ForeignKey(ProcesoVirtual, models.CASCADE, related_name="+")
    url = models.URLField("dirección de la página", max_length=500)
    institucion = models.CharField("institución", max_length=160, blank=True)
    registrada_en = models.DateTimeField("anotada")
    registrada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="la anotó", related_name="+"
    )
    retirada_en = models.DateTimeField("retirada", null=True, blank=True)
    retirada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="la retiró",
        null=True,
        blank=True,
        related_name="+",
    )
    #: When it was told that the banner is missing, until it is seen again.
    avisada_en = models.DateTimeField("aviso de que falta", null=True, blank=True, editable=False)

    PADRES = ("proceso",)

    objects = con_alcance(PaginaBannerQuerySet)

    class Meta:
        verbose_name = "página con el banner"
        verbose_name_plural = "páginas con el banner"
        ordering = ["registrada_en", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proceso", "url"],
                condition=Q(retirada_en=None),
                name="paginabanner_una_vez",
                violation_error_message="Esa página ya está anotada.",
            ),
            models.CheckConstraint(
                condition=Q(retirada_en=None, retirada_por=None)
                | Q(retirada_en__isnull=False, retirada_por__isnull=False),
                name="paginabanner_retiro_completo",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class RevisionBanner(DeServicio):
    """One reading of a page: what was there, when, and the hash of what the site answered.

    It is evidence, so it is never rewritten. Until it is seen, it is tried again that day.
    """

    class Resultado(models.TextChoices):
        ESTA = "esta", "está"
        NO_ESTA = "no_esta", "no está"
        SIN_LEER = "sin_leer", "no se pudo leer"

    pagina = models.ForeignKey(PaginaBanner, models.CASCADE, related_name="revisiones")
    dia = models.DateField("día")
    intento = models.PositiveSmallIntegerField("intento", default=1)
    momento = models.DateTimeField("momento")
    resultado = models.CharField("resultado", max_length=10, choices=Resultado)
    #: What the banner showed at that moment, to whoever saw it there.
    estado_visto = models.CharField("estado del banner", max_length=12, choices=EstadoBanner)
    #: How it is on the page: the link, the image, the frame, the element.
    piezas = models.CharField("piezas", max_length=60, blank=True)
    #: Whether its words tell the dates of the window (R47); unknown if it was not there.
    dice_fechas = models.BooleanField("dice las fechas", null=True, blank=True)
    motivo = models.CharField("qué pasó", max_length=300, blank=True)
    url_leida = models.URLField("dirección leída", max_length=1000, blank=True)
    status = models.PositiveSmallIntegerField("respuesta del sitio", null=True, blank=True)
    bytes = models.PositiveIntegerField("bytes", default=0)
    sha256 = models.CharField("huella", max_length=64, blank=True)

    PADRES = ("pagina",)

    class Meta:
        verbose_name = "revisión del banner"
        verbose_name_plural = "revisiones del banner"
        ordering = ["dia", "intento", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pagina", "dia", "intento"], name="revisionbanner_un_intento"
            ),
            models.UniqueConstraint(
                fields=["pagina", "dia"],
                condition=Q(resultado="esta"),
                name="revisionbanner_una_al_dia",
            ),
            models.CheckConstraint(
                condition=Q(resultado="sin_leer") | (~Q(sha256="") & Q(status__isnull=False)),
                name="revisionbanner_con_huella",
            ),
            models.CheckConstraint(
                condition=Q(resultado="esta") | ~Q(motivo=""), name="revisionbanner_dice_por_que"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dia:%d/%m/%Y}: {self.get_resultado_display()}"
