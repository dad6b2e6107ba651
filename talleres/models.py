"""The workshops of an activity: who sits where, what was said, what was agreed."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comun.models import Archivo
from convocatorias.models import Actividad, Participante
from servicios.models import DeServicio, DeServicioQuerySet, con_alcance


class TallerQuerySet(DeServicioQuerySet):
    def de_persona(self, usuario: Any) -> "TallerQuerySet":
        """The workshops that a person runs."""
        return self.filter(Q(facilitador=usuario) | Q(secretario=usuario))

    def abiertos(self) -> "TallerQuerySet":
        """Those in which a person may still sit down."""
        return self.filter(estado__in=(Taller.Estado.PLANIFICADO, Taller.Estado.EN_CURSO))

    def con_sentados(self) -> "TallerQuerySet":
        """Each with `sentados`: how many people it has."""
        return self.annotate(sentados=models.Count("asignaciones"))


class Taller(DeServicio):
    """A small group with a facilitator and a technical secretary: two people (R74)."""

    class Estado(models.TextChoices):
        PLANIFICADO = "planificado", "planificado"
        EN_CURSO = "en_curso", "en curso"
        CERRADO = "cerrado", "cerrado"
        SIN_REALIZAR = "sin_realizar", "no se realizó"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "planificado": {"en_curso", "sin_realizar"},
        "en_curso": {"cerrado"},
        "cerrado": {"en_curso"},
    }

    actividad = models.ForeignKey(Actividad, models.CASCADE, related_name="+")
    numero = models.PositiveSmallIntegerField("número")
    nombre = models.CharField("tema", max_length=120)
    sala = models.CharField("sala", max_length=80, blank=True)
    cupo = models.PositiveSmallIntegerField("cupo", default=12)
    facilitador = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="facilita",
        null=True,
        blank=True,
        related_name="+",
    )
    secretario = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="secretaría técnica",
        null=True,
        blank=True,
        related_name="+",
    )
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.PLANIFICADO)
    sin_acuerdos_motivo = models.TextField("por qué no hubo acuerdos", blank=True)
    sin_notas_motivo = models.TextField("por qué no hay notas", blank=True)
    abierto_en = models.DateTimeField("abierto", null=True, blank=True)
    cerrado_en = models.DateTimeField("cerrado", null=True, blank=True)

    PADRES = ("actividad",)

    objects = con_alcance(TallerQuerySet)

    class Meta:
        verbose_name = "taller"
        verbose_name_plural = "talleres"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["actividad", "numero"],
                name="taller_numero_unico",
                violation_error_message="Ya hay un taller con ese número.",
            ),
            models.CheckConstraint(
                condition=Q(facilitador=None)
                | Q(secretario=None)
                | ~Q(facilitador=F("secretario")),
                name="taller_dos_personas",
                violation_error_message=(
                    "Quien facilita y quien registra deben ser dos personas (R74)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(estado__in=("planificado", "sin_realizar"))
                | Q(facilitador__isnull=False, secretario__isnull=False),
                name="taller_en_curso_con_equipo",
            ),
        ]

    def __str__(self) -> str:
        return f"Taller {self.numero}: {self.nombre}"


class Asignacion(DeServicio):
    """The workshop in which one participant sits."""

    participante = models.OneToOneField(Participante, models.CASCADE, related_name="+")
    taller = models.ForeignKey(Taller, models.PROTECT, related_name="asignaciones")

    PADRES = ("taller", "participante")

    class Meta:
        verbose_name = "asignación a un taller"
        verbose_name_plural = "asignaciones a talleres"

    def __str__(self) -> str:
        return f"participante {self.participante_id} en taller {self.taller_id}"


class Intervencion(DeServicio):
    """What somebody said, as it was said. Never rewritten: annulled with a reason (R78)."""

    class Tipo(models.TextChoices):
        OPINION = "opinion", "opinión"
        PREGUNTA = "pregunta", "pregunta"
        PROPUESTA = "propuesta", "propuesta"
        DESACUERDO = "desacuerdo", "desacuerdo"

    taller = models.ForeignKey(Taller, models.PROTECT, related_name="intervenciones")
    tipo = models.CharField("tipo", max_length=12, choices=Tipo)
    texto = models.TextField("lo que se dijo")
    participante = models.ForeignKey(
        Participante,
        models.SET_NULL,
        verbose_name="quién lo dijo",
        null=True,
        blank=True,
        related_name="+",
    )
    registrada_en = models.DateTimeField("registrada")
    registrada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="registrada por", related_name="+"
    )
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)
    motivo_anulacion = models.CharField("motivo de la anulación", max_length=200, blank=True)
    nonce = models.CharField(max_length=40, unique=True, editable=False)

    PADRES = ("taller",)

    class Meta:
        verbose_name = "intervención"
        verbose_name_plural = "intervenciones"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(anulada_en=None) | ~Q(motivo_anulacion=""),
                name="intervencion_anulada_con_motivo",
                violation_error_message="Escriba por qué se anula.",
            ),
        ]

    def __str__(self) -> str:
        return f"intervención {self.pk}"


class Acuerdo(DeServicio):
    """What a workshop agreed to bring to the plenary (R76); some are its priorities (R83)."""

    taller = models.ForeignKey(Taller, models.PROTECT, related_name="acuerdos")
    orden = models.PositiveSmallIntegerField("orden")
    texto = models.TextField("acuerdo")
    prioritario = models.BooleanField("prioritario", default=False)
    registrado_en = models.DateTimeField("registrado")
    registrado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="registrado por", related_name="+"
    )
    anulado_en = models.DateTimeField("anulado", null=True, blank=True)
    motivo_anulacion = models.CharField("motivo de la anulación", max_length=200, blank=True)
    nonce = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)

    PADRES = ("taller",)

    class Meta:
        verbose_name = "acuerdo"
        verbose_name_plural = "acuerdos"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(fields=["taller", "orden"], name="acuerdo_orden_unico"),
            models.CheckConstraint(
                condition=Q(anulado_en=None) | ~Q(motivo_anulacion=""),
                name="acuerdo_anulado_con_motivo",
                violation_error_message="Escriba por qué se anula.",
            ),
        ]

    def __str__(self) -> str:
        return f"acuerdo {self.orden} del taller {self.taller_id}"


class Presentacion(DeServicio):
    """The slides of a workshop for the plenary (R85)."""

    taller = models.ForeignKey(Taller, models.PROTECT, related_name="presentaciones")
    version = models.PositiveSmallIntegerField("versión")
    archivo = models.ForeignKey(Archivo, models.PROTECT, related_name="+")
    generada_en = models.DateTimeField("generada")
    generada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="generada por", related_name="+"
    )

    PADRES = ("taller",)

    class Meta:
        verbose_name = "presentación del taller"
        verbose_name_plural = "presentaciones de los talleres"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["taller", "version"], name="presentacion_version_unica"
            ),
        ]

    def __str__(self) -> str:
        return f"presentación {self.version} del taller {self.taller_id}"
