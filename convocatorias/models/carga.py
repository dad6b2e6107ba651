"""The directory from a spreadsheet: one file, from its upload to what it did to the directory."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from comun.campos import BytesCifrados, TextoCifrado
from servicios.models import DeServicio, DeServicioQuerySet, Servicio, con_alcance


class ImportacionQuerySet(DeServicioQuerySet):
    def en_trabajo(self) -> "ImportacionQuerySet":
        """Those that a worker has, or should have, in its hands."""
        return self.filter(estado__in=EN_TRABAJO)

    def abiertas(self) -> "ImportacionQuerySet":
        """Those that somebody still has to end."""
        return self.filter(estado__in=ABIERTAS)


class Importacion(DeServicio):
    """One spreadsheet that somebody uploads. It is stored whole, or nothing of it is.

    What was uploaded is kept encrypted, and only until this ends.
    """

    class Estado(models.TextChoices):
        SUBIDA = "subida", "subida"
        REVISANDO = "revisando", "en revisión"
        CON_ERRORES = "con_errores", "con errores"
        REVISADA = "revisada", "por confirmar"
        CARGANDO = "cargando", "guardándose"
        CARGADA = "cargada", "cargada"
        FALLIDA = "fallida", "no se pudo cargar"
        DESCARTADA = "descartada", "descartada"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "subida": {"revisando", "descartada"},
        "revisando": {"con_errores", "revisada", "fallida", "descartada"},
        "con_errores": {"revisando", "descartada"},
        "revisada": {"revisando", "cargando", "descartada"},
        "cargando": {"cargada", "con_errores", "revisada", "fallida"},
    }

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.SUBIDA)
    #: As the person called it; it may name somebody.
    nombre = TextoCifrado("archivo")
    sha256 = models.CharField("huella SHA-256", max_length=64)
    contenido = BytesCifrados("planilla", null=True, blank=True, editable=False)
    #: Its titles, and its first rows, as JSON: what the columns are chosen by.
    titulos = models.JSONField("títulos", default=list)
    muestra = TextoCifrado(null=True, blank=True, editable=False)
    #: Which of our columns is at which place of the sheet.
    columnas = models.JSONField("columnas", default=dict)
    #: The rows understood, as compressed JSON: what the confirmation stores.
    leido = BytesCifrados(null=True, blank=True, editable=False)
    #: What the review found, as compressed JSON: by row, in groups, and a sample of the changes.
    hallazgos = BytesCifrados(null=True, blank=True, editable=False)
    filas = models.PositiveIntegerField("filas", default=0)
    avance = models.PositiveIntegerField("filas revisadas", default=0)
    #: How many organisations, contacts and topics are new, changed and the same.
    resumen = models.JSONField("resumen", default=dict)
    fallo = models.CharField("por qué no se pudo", max_length=300, blank=True)
    subida_en = models.DateTimeField("subida")
    subida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="subida por",
        null=True,
        related_name="+",
    )
    confirmada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="confirmada por",
        null=True,
        blank=True,
        related_name="+",
    )
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)
    #: The lease of whoever works on it, by the database's clock: when it runs out, another may.
    tomada_por = models.CharField(max_length=32, blank=True, editable=False)
    tomada_hasta = models.DateTimeField(null=True, blank=True, editable=False)
    intentos = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = con_alcance(ImportacionQuerySet)

    class Meta:
        verbose_name = "carga del directorio"
        verbose_name_plural = "cargas del directorio"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(estado__in=("cargada", "fallida", "descartada"))
                | Q(
                    contenido__isnull=True,
                    leido__isnull=True,
                    hallazgos__isnull=True,
                    muestra__isnull=True,
                    terminada_en__isnull=False,
                ),
                name="importacion_terminada_sin_datos",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=("subida", "revisando", "con_errores", "revisada"))
                | Q(contenido__isnull=False),
                name="importacion_abierta_con_planilla",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=("revisada", "cargando")) | Q(leido__isnull=False),
                name="importacion_revisada_con_filas",
            ),
        ]
        indexes = [
            models.Index(fields=["servicio", "-id"], name="importacion_del_servicio"),
            models.Index(
                fields=["tomada_hasta"],
                condition=Q(estado__in=("revisando", "cargando")),
                name="importacion_en_trabajo",
            ),
        ]

    def __str__(self) -> str:
        return f"carga {self.pk}"


Estado = Importacion.Estado
EN_TRABAJO = (Estado.REVISANDO, Estado.CARGANDO)
ABIERTAS = (Estado.SUBIDA, Estado.REVISANDO, Estado.CON_ERRORES, Estado.REVISADA, Estado.CARGANDO)


class MapeoColumnas(DeServicio):
    """Which title holds which of our columns, as somebody of the service said it once.

    It goes by the titles and not by their places: moved columns are still understood.
    """

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    huella = models.CharField("huella de los títulos", max_length=64)
    #: Our column → the folded title of theirs; "" when they said that there is none.
    columnas = models.JSONField("columnas", default=dict)
    usado_en = models.DateTimeField("usado")

    class Meta:
        verbose_name = "columnas de una planilla"
        verbose_name_plural = "columnas de las planillas"
        ordering = ["-usado_en"]
        constraints = [
            models.UniqueConstraint(fields=["servicio", "huella"], name="mapeo_unico"),
        ]

    def __str__(self) -> str:
        return f"columnas {self.pk}"
