"""Nouns without a tenant: counters, the log, holidays, stored files, and two abstract models."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from comun.limites import FECHA_CREIBLE
from comun.plazos import feriados_chile

#: The country (nothing), a region (two figures) or a comuna (five).
CODIGO_CUT = r"^([0-9]{2}([0-9]{3})?)?$"


class DesfaseReloj(models.Model):
    """How far the portal's clock is moved from real time, in seconds (row 1; demo only)."""

    segundos = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "desfase del reloj"
        verbose_name_plural = "desfase del reloj"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="desfase_fila_unica")]

    def __str__(self) -> str:
        return f"{self.segundos} s"


class Correlativo(models.Model):
    """A counter row: the lock that gives gapless folios (ARCHITECTURE, trap 1)."""

    ambito = models.CharField("ámbito", max_length=60)
    anio = models.PositiveSmallIntegerField("año")
    ultimo = models.PositiveIntegerField("último número", default=0)

    class Meta:
        verbose_name = "correlativo"
        verbose_name_plural = "correlativos"
        constraints = [
            models.UniqueConstraint(fields=["ambito", "anio"], name="correlativo_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.ambito} {self.anio}: {self.ultimo}"


class Balde(models.Model):
    """A token bucket: how many attempts are left to whom a keyed hash names, and since when.

    In the database and not in the cache, so that losing Redis does not open the door
    (RELIABILITY P23). The key is a keyed hash: no address is stored.
    """

    clave = models.CharField("clave", max_length=64, primary_key=True)
    fichas = models.FloatField("fichas que quedan")
    actualizado_en = models.DateTimeField("actualizado", db_index=True)

    class Meta:
        verbose_name = "balde de fichas"
        verbose_name_plural = "baldes de fichas"

    def __str__(self) -> str:
        return f"{self.clave[:8]}: {self.fichas:.1f}"


class Bitacora(models.Model):
    """Append-only log of who did what to which object. No personal data, no foreign keys.

    The database refuses UPDATE and DELETE (triggers in the first migration).
    """

    momento = models.DateTimeField("momento")
    servicio_id = models.BigIntegerField("servicio", null=True, blank=True)
    actor_id = models.BigIntegerField("persona", null=True, blank=True)
    accion = models.CharField("acción", max_length=60)
    objeto_tipo = models.CharField("tipo de objeto", max_length=60)
    objeto_id = models.BigIntegerField("objeto", null=True, blank=True)
    desde = models.CharField("estado anterior", max_length=30, blank=True)
    hasta = models.CharField("estado nuevo", max_length=30, blank=True)
    datos = models.JSONField("datos", default=dict, blank=True)

    class Meta:
        verbose_name = "registro de la bitácora"
        verbose_name_plural = "bitácora"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["objeto_tipo", "objeto_id"], name="bitacora_objeto"),
            models.Index(fields=["servicio_id", "-id"], name="bitacora_servicio"),
        ]

    def __str__(self) -> str:
        return f"{self.momento:%Y-%m-%d %H:%M} {self.accion} {self.objeto_tipo} {self.objeto_id}"


class Eslabon(models.Model):
    """A link of the chain that seals the bitácora (`comun.bitacora`). Append-only, as its rows."""

    posicion = models.PositiveBigIntegerField("posición", primary_key=True)
    bitacora_id = models.BigIntegerField("registro", unique=True)
    huella = models.CharField("huella SHA-256", max_length=64)
    sellado_en = models.DateTimeField("sellado")

    class Meta:
        verbose_name = "eslabón de la bitácora"
        verbose_name_plural = "eslabones de la bitácora"
        ordering = ["-posicion"]

    def __str__(self) -> str:
        return f"{self.posicion} {self.huella[:12]}"


class Feriado(models.Model):
    """A holiday that the library does not know: elections, regional, local and ad-hoc ones."""

    fecha = models.DateField("fecha", validators=FECHA_CREIBLE)
    nombre = models.CharField("nombre", max_length=120)
    codigo_cut = models.CharField(
        "territorio (código CUT)",
        max_length=5,
        blank=True,
        validators=[RegexValidator(CODIGO_CUT, "Son 2 cifras (región) o 5 (comuna), o ninguna.")],
        help_text="Vacío: todo el país. Dos cifras: una región. Cinco cifras: una comuna.",
    )
    fuente = models.CharField("norma que lo establece", max_length=200, blank=True)

    class Meta:
        verbose_name = "feriado adicional"
        verbose_name_plural = "feriados adicionales"
        ordering = ["fecha", "codigo_cut"]
        constraints = [
            models.UniqueConstraint(
                fields=["fecha", "codigo_cut"],
                name="feriado_unico",
                violation_error_message=(
                    "Ese día ya está entre los feriados adicionales de ese territorio. Búsquelo "
                    "en la lista y cámbielo ahí."
                ),
            ),
            models.CheckConstraint(
                condition=Q(codigo_cut__regex=CODIGO_CUT),
                name="feriado_territorio",
                violation_error_message="El territorio es el código CUT de una región o comuna.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fecha:%d/%m/%Y} {self.nombre}"

    def clean(self) -> None:
        """What the law already gives is not entered again."""
        super().clean()
        if self.fecha is None:
            return
        por_ley = feriados_chile(self.fecha.year, self.fecha.year, comuna=self.codigo_cut)
        if nombre := por_ley.get(self.fecha):
            raise ValidationError(
                {"fecha": f"El {self.fecha:%d/%m/%Y} ya es feriado por ley: {nombre}."}
            )


class Archivo(models.Model):
    """Bytes stored once, known by their SHA-256. Kept in the database with what cites them."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    tipo = models.CharField("tipo de contenido", max_length=100)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    contenido = models.BinaryField("contenido")

    class Meta:
        verbose_name = "archivo"
        verbose_name_plural = "archivos"

    def __str__(self) -> str:
        return f"{self.tipo} {self.sha256[:12]}"


class DatosPersona(models.Model):
    """Who a person is and how to reach them. At least one means of contact is the form's care."""

    nombres = models.CharField("nombres", max_length=100)
    apellidos = models.CharField("apellidos", max_length=100, blank=True)
    correo = models.EmailField("correo electrónico", blank=True)
    telefono = models.CharField("teléfono", max_length=20, blank=True)
    direccion = models.CharField("dirección postal", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def nombre_completo(self) -> str:
        return f"{self.nombres} {self.apellidos}".strip()


class Publicacion(models.Model):
    """A published version: append-only, with its bytes and two different people behind it."""

    version = models.PositiveSmallIntegerField("versión")
    publicada_en = models.DateTimeField("publicada")
    contenido = models.JSONField("contenido publicado")
    pdf = models.ForeignKey(Archivo, models.PROTECT, verbose_name="PDF", related_name="+")
    redactada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="redactada por", related_name="+"
    )
    aprobada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="aprobada por", related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(redactada_por=F("aprobada_por")),
                name="%(class)s_dos_personas",
                violation_error_message="Quien redacta no puede aprobar (R100).",
            ),
        ]

    @property
    def sha256(self) -> str:
        return self.pdf.sha256
