"""The directory: kinds of organisation, organisations, and through whom each is reached."""

from django.db import models
from django.db.models import F, Q

from comun.models import DatosPersona
from servicios.models import Comuna, DeServicio, DeServicioQuerySet, Servicio, con_alcance


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


class Tema(DeServicio):
    """A topic of the service: what organisations work on, and what a workshop is about."""

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    nombre = models.CharField("tema", max_length=80)
    nombre_plegado = models.CharField(max_length=80, editable=False)

    class Meta:
        verbose_name = "tema"
        verbose_name_plural = "temas"
        ordering = ["nombre_plegado"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "nombre_plegado"],
                name="tema_unico",
                violation_error_message="Ya existe ese tema.",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class OrganizacionQuerySet(DeServicioQuerySet):
    def vigentes(self) -> "OrganizacionQuerySet":
        """Those in use: neither archived nor joined to another one."""
        return self.filter(archivada_en=None, fusionada_en=None)


class Organizacion(DeServicio):
    """A social organisation in the directory of one service."""

    nombre = models.CharField("nombre", max_length=160)
    nombre_plegado = models.CharField(max_length=160, editable=False)
    tipos = models.ManyToManyField(TipoOrganizacion, verbose_name="tipos", related_name="+")
    temas = models.ManyToManyField(Tema, verbose_name="temas", blank=True, related_name="+")
    comuna = models.ForeignKey(
        Comuna, models.PROTECT, verbose_name="comuna", null=True, blank=True, related_name="+"
    )
    direccion = models.CharField("dirección postal", max_length=200, blank=True)
    #: Of the legal person, which is public; that of a person is never kept here.
    rut = models.CharField("RUT de la organización", max_length=12, blank=True)
    personalidad = models.CharField(
        "personalidad jurídica",
        max_length=120,
        blank=True,
        help_text="Número y registro. Por ejemplo: 1.234, Municipalidad de Talca.",
    )
    #: What a search looks in: the folded stems of its name, its comuna and its people.
    busqueda = models.TextField(editable=False, default="")
    #: Two with the same one may be the same organisation (`comun.texto`).
    senia = models.CharField(max_length=200, editable=False, default="")
    archivada_en = models.DateTimeField("archivada", null=True, blank=True)
    #: The one that took its place when both turned out to be the same.
    fusionada_en = models.ForeignKey(
        "self", models.PROTECT, verbose_name="unida a", null=True, blank=True, related_name="+"
    )

    objects = con_alcance(OrganizacionQuerySet)

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
            models.UniqueConstraint(
                fields=["servicio", "rut"],
                condition=~Q(rut="") & Q(fusionada_en=None),
                name="organizacion_rut_unico",
                violation_error_message="Otra organización del directorio tiene ese RUT.",
            ),
            models.CheckConstraint(
                condition=Q(fusionada_en=None) | ~Q(fusionada_en=F("id")),
                name="organizacion_no_unida_a_si_misma",
            ),
        ]
        indexes = [
            # The order of the lists, page by page from a key.
            models.Index(
                fields=["servicio", "nombre_plegado", "id"], name="organizacion_por_nombre"
            ),
            models.Index(fields=["servicio", "senia"], name="organizacion_por_senia"),
        ]

    def __str__(self) -> str:
        return self.nombre


class ContactoQuerySet(DeServicioQuerySet):
    def vigentes(self) -> "ContactoQuerySet":
        """Who speaks today for an organisation that is in use."""
        return self.filter(
            hasta=None, organizacion__archivada_en=None, organizacion__fusionada_en=None
        )


class Contacto(DeServicio, DatosPersona):
    """A person through whom an organisation is reached."""

    organizacion = models.ForeignKey(
        Organizacion, models.CASCADE, verbose_name="organización", related_name="contactos"
    )
    cargo = models.CharField("cargo", max_length=80, blank=True)
    representante = models.BooleanField("es representante legal", default=False)
    desde = models.DateField("desde", null=True, blank=True)
    #: The last day on which they spoke for the organisation; those of other years stay.
    hasta = models.DateField("hasta", null=True, blank=True)

    PADRES = ("organizacion",)

    objects = con_alcance(ContactoQuerySet)

    class Meta:
        verbose_name = "contacto"
        verbose_name_plural = "contactos"
        ordering = ["nombres", "apellidos"]
        constraints = [
            models.UniqueConstraint(
                fields=["organizacion", "correo"],
                condition=~Q(correo="") & Q(hasta=None),
                name="contacto_correo_unico",
            ),
            models.CheckConstraint(
                condition=Q(desde=None) | Q(hasta=None) | Q(hasta__gte=F("desde")),
                name="contacto_fechas",
                violation_error_message="El último día no puede ser anterior al primero.",
            ),
        ]

    def __str__(self) -> str:
        return f"contacto {self.pk}"
