"""The directory: kinds of organisation, organisations, and through whom each is reached."""

from django.db import models
from django.db.models import Q

from comun.models import DatosPersona
from servicios.models import Comuna, DeServicio


class TipoOrganizacion(models.Model):
    """Catalogue of kinds of social organisations (R38, R39; DOMAIN 3.5)."""

    codigo = models.SlugField("código", max_length=30, primary_key=True)
    nombre = models.CharField("nombre", max_length=80)
    orden = models.PositiveSmallIntegerField("orden", default=0)

    class Meta:
        verbose_name = "tipo de organización"
        verbose_name_plural = "tipos de organización"
        ordering = ["orden", "nombre"]

    def __str__(self) -> str:
        return self.nombre


class Organizacion(DeServicio):
    """A social organisation in the directory of one service."""

    nombre = models.CharField("nombre", max_length=160)
    nombre_plegado = models.CharField(max_length=160, editable=False)
    tipos = models.ManyToManyField(TipoOrganizacion, verbose_name="tipos", related_name="+")
    comuna = models.ForeignKey(
        Comuna, models.PROTECT, verbose_name="comuna", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "organización"
        verbose_name_plural = "organizaciones"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "nombre_plegado"],
                name="organizacion_unica",
                violation_error_message="Ya existe una organización con ese nombre.",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class Contacto(DeServicio, DatosPersona):
    """A person through whom an organisation is reached."""

    organizacion = models.ForeignKey(
        Organizacion, models.CASCADE, verbose_name="organización", related_name="contactos"
    )
    cargo = models.CharField("cargo", max_length=80, blank=True)

    PADRES = ("organizacion",)

    class Meta:
        verbose_name = "contacto"
        verbose_name_plural = "contactos"
        ordering = ["nombres", "apellidos"]
        constraints = [
            models.UniqueConstraint(
                fields=["organizacion", "correo"],
                condition=~Q(correo=""),
                name="contacto_correo_unico",
            ),
        ]

    def __str__(self) -> str:
        return f"contacto {self.pk}"
