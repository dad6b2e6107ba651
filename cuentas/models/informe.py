"""The base report of an account: its sections and its published versions."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from comun.models import Publicacion
from cuentas.models.cuenta import CuentaPublica
from servicios.models import DeServicio


class InformeCuenta(DeServicio):
    """The base report of an account: written in the portal, published by another person."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "en redacción"
        EN_REVISION = "en_revision", "en revisión"
        PUBLICADO = "publicado", "publicado"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "borrador": {"en_revision"},
        "en_revision": {"borrador", "publicado"},
        "publicado": {"borrador"},
    }

    cuenta = models.OneToOneField(CuentaPublica, models.CASCADE, related_name="informe")
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.BORRADOR)
    enviado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="enviado a revisión por",
        null=True,
        blank=True,
        related_name="+",
    )
    observacion = models.TextField("observación de la revisión", blank=True)
    resumen = models.TextField("resumen (Markdown)", blank=True)

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "informe de la cuenta"
        verbose_name_plural = "informes de las cuentas"

    def __str__(self) -> str:
        return f"Informe {self.cuenta.anio_gestion}"


class Capitulo(DeServicio):
    """One section of the report (R23, R24), in Markdown."""

    class Tipo(models.TextChoices):
        POLITICAS = "politicas", "Políticas"
        PLANES = "planes", "Planes"
        PROGRAMAS = "programas", "Programas"
        PRESUPUESTO = "presupuesto", "Presupuesto"
        PROYECCIONES = "proyecciones", "Proyecciones"
        COMPROMISOS = "compromisos_cumplidos", "Compromisos cumplidos"

    informe = models.ForeignKey(InformeCuenta, models.CASCADE, related_name="capitulos")
    tipo = models.CharField("sección", max_length=24, choices=Tipo)
    orden = models.PositiveSmallIntegerField("orden")
    texto = models.TextField("texto (Markdown)", blank=True)
    editado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    editado_en = models.DateTimeField("editado", null=True, blank=True)

    PADRES = ("informe",)

    class Meta:
        verbose_name = "sección del informe"
        verbose_name_plural = "secciones del informe"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(fields=["informe", "tipo"], name="capitulo_unico"),
        ]

    def __str__(self) -> str:
        return self.get_tipo_display()

    @property
    def vacio(self) -> bool:
        return not self.texto.strip()

    @property
    def palabras(self) -> int:
        return len(self.texto.split())

    @property
    def ruta(self) -> str:
        """The section in an address: hyphens instead of low lines."""
        return self.tipo.replace("_", "-")


class PublicacionInforme(DeServicio, Publicacion):
    """A published version of the report: its chapters as they were, and its PDF."""

    informe = models.ForeignKey(InformeCuenta, models.PROTECT, related_name="publicaciones")

    PADRES = ("informe",)

    class Meta(Publicacion.Meta):
        verbose_name = "versión publicada del informe"
        verbose_name_plural = "versiones publicadas del informe"
        ordering = ["-version"]
        constraints = [
            *Publicacion.Meta.constraints,
            models.UniqueConstraint(
                fields=["informe", "version"], name="publicacioninforme_version"
            ),
        ]

    def __str__(self) -> str:
        return f"Informe, versión {self.version}"
