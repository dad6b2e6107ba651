"""What people do and leave word of: tasks, attestations, dissemination, facts from elsewhere."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from comun.models import Archivo
from cuentas.models.cuenta import CuentaPublica
from cuentas.models.norma import NormaParticipacion
from servicios.models import DeServicio, DeServicioQuerySet, con_alcance


def _persona(nombre: str, **opciones: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=nombre,
        related_name="+",
        **opciones,
    )


def _archivo() -> models.ForeignKey:
    return models.ForeignKey(
        Archivo, models.PROTECT, verbose_name="archivo", null=True, blank=True, related_name="+"
    )


#: What the guide only lists, without a verb of obligation (fuente 000, actividades y tareas).
AJUSTABLES = (*(f"R{numero}" for numero in range(7, 17)), "R73", "R97", "R101", "R112")


class AjusteRegla(DeServicio):
    """A rule that the norm of a service lowers to a warning (the bare list items of the guide)."""

    AJUSTABLES: ClassVar[tuple[str, ...]] = AJUSTABLES

    norma = models.ForeignKey(NormaParticipacion, models.PROTECT, related_name="ajustes")
    regla = models.CharField("regla", max_length=6)
    motivo = models.TextField("qué dice la norma del servicio")
    ajustada_por = _persona("la ajustó")
    ajustada_en = models.DateTimeField("ajustada")
    retirada_por = _persona("retiró el ajuste", null=True, blank=True)
    retirada_en = models.DateTimeField("ajuste retirado", null=True, blank=True)

    PADRES = ("norma",)

    class Meta:
        verbose_name = "ajuste de regla"
        verbose_name_plural = "ajustes de reglas"
        ordering = ["regla", "-ajustada_en"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motivo=""),
                name="ajuste_con_motivo",
                violation_error_message="Escriba qué dice la norma del servicio.",
            ),
            models.CheckConstraint(
                condition=Q(regla__in=AJUSTABLES),
                name="ajuste_de_regla_ajustable",
                violation_error_message="La guía exige esa regla: la norma no la puede rebajar.",
            ),
            models.UniqueConstraint(
                fields=["norma", "regla"],
                condition=Q(retirada_en=None),
                name="ajuste_uno_vigente",
                violation_error_message="Esa regla ya está ajustada.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regla}: solo advierte"


class TareaQuerySet(DeServicioQuerySet):
    def pendientes(self) -> "TareaQuerySet":
        return self.filter(hecha_en=None)


class Tarea(DeServicio):
    """Something to do for the account: whose it is, by when, and what shows that it was done.

    `vence` is a date somebody chose; without it, it is `dias_antes` days before the activity
    (after it, where they are negative).
    """

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="tareas")
    codigo = models.CharField("código de la guía", max_length=40, blank=True)
    nombre = models.CharField("tarea", max_length=160)
    regla = models.CharField("regla que la pide", max_length=6, blank=True)
    obligatoria = models.BooleanField("obligatoria", default=False)
    responsable = _persona("responsable", null=True, blank=True)
    dias_antes = models.SmallIntegerField("días antes de la actividad", null=True, blank=True)
    vence = models.DateField("vence", null=True, blank=True)
    orden = models.PositiveSmallIntegerField("orden", default=0)
    hecha_en = models.DateTimeField("hecha", null=True, blank=True)
    hecha_por = _persona("la dio por hecha", null=True, blank=True)
    evidencia = models.TextField("evidencia", blank=True)
    archivo = _archivo()

    PADRES = ("cuenta",)

    objects = con_alcance(TareaQuerySet)

    class Meta:
        verbose_name = "tarea"
        verbose_name_plural = "tareas"
        ordering = ["orden", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta", "codigo"], condition=~Q(codigo=""), name="tarea_codigo_unico"
            ),
            models.CheckConstraint(
                condition=Q(hecha_en=None, hecha_por=None)
                | Q(hecha_en__isnull=False, hecha_por__isnull=False) & ~Q(evidencia=""),
                name="tarea_hecha_con_evidencia",
                violation_error_message="Escriba qué muestra que la tarea está hecha.",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    def vence_el(self, ancla: date | None) -> date | None:
        """By when: the date that somebody chose, or the days from the activity (`ancla`)."""
        if self.vence is not None or self.dias_antes is None or ancla is None:
            return self.vence
        return ancla - timedelta(days=self.dias_antes)


class Constancia(DeServicio):
    """Word that a named person leaves of what the portal cannot see (level A of the guide).

    Append-only: the last one of a rule and an object stands.
    """

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="constancias")
    regla = models.CharField("regla", max_length=6)
    #: "" for the whole account; the primary key of the activity for what belongs to its day.
    objeto = models.CharField("de qué actividad", max_length=20, blank=True)
    cumplida = models.BooleanField("se hizo")
    fecha = models.DateField("fecha")
    texto = models.TextField("evidencia, o por qué no se hizo")
    url = models.URLField("dirección web de la evidencia", blank=True)
    archivo = _archivo()
    dada_por = _persona("la dio")
    registrada_en = models.DateTimeField("registrada")

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "constancia"
        verbose_name_plural = "constancias"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cuenta", "regla", "objeto"], name="constancia_regla")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(texto=""),
                name="constancia_con_texto",
                violation_error_message="Escriba la evidencia, o por qué no se hizo.",
            ),
        ]

    def __str__(self) -> str:
        return f"Constancia {self.regla}"


class Difusion(DeServicio):
    """Where something of the account was made known, when, and what shows it (R106, R111)."""

    class Canal(models.TextChoices):
        WEB = "web", "sitio web del servicio"
        REDES = "redes", "redes sociales"
        CORREO = "correo", "correo electrónico"
        PRENSA = "prensa", "diario o medio digital"
        RADIO = "radio", "radio o televisión"
        MURAL = "mural", "diario mural o afiche"
        OFICINA = "oficina", "oficina de atención"
        REUNION = "reunion", "reunión con organizaciones"
        OTRO = "otro", "otro canal"

    class Objeto(models.TextChoices):
        INFORME = "informe", "el informe"
        PARTICIPACION = "participacion", "la participación y la jornada"
        RESPUESTAS = "respuestas", "las respuestas"

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="difusiones")
    objeto = models.CharField("qué se difundió", max_length=14, choices=Objeto)
    canal = models.CharField("canal", max_length=8, choices=Canal)
    fecha = models.DateField("fecha")
    url = models.URLField("dirección web", blank=True)
    evidencia = models.CharField("evidencia", max_length=300, blank=True)
    archivo = _archivo()
    registrada_por = _persona("la anotó")
    registrada_en = models.DateTimeField("anotada")
    retirada_en = models.DateTimeField("retirada", null=True, blank=True)

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "difusión"
        verbose_name_plural = "difusiones"
        ordering = ["-fecha", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="", evidencia=""),
                name="difusion_con_evidencia",
                violation_error_message="Escriba la dirección web o qué lo muestra.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_objeto_display()}: {self.get_canal_display()}"


class HechoPrevio(DeServicio):
    """What already happened outside the portal in an account that began elsewhere.

    A plan may be refused; a fact is recorded, with its day, what shows it and why it is not here.
    """

    class Tipo(models.TextChoices):
        INFORME = "informe", "se publicó el informe"
        CONVOCATORIA = "convocatoria", "se enviaron las invitaciones"
        PARTICIPACION = "participacion", "se abrió la participación virtual"
        JORNADA = "jornada", "se realizó la jornada presencial"
        RESPUESTAS = "respuestas", "se publicaron las respuestas"

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="hechos_previos")
    tipo = models.CharField("qué ocurrió", max_length=14, choices=Tipo)
    fecha = models.DateField("fecha")
    evidencia = models.CharField("qué lo muestra", max_length=300)
    url = models.URLField("dirección web", blank=True)
    motivo = models.TextField("por qué no se hizo en el portal")
    registrado_por = _persona("lo anotó")
    registrado_en = models.DateTimeField("anotado")

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "hecho previo"
        verbose_name_plural = "hechos previos"
        ordering = ["fecha", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta", "tipo"],
                name="hecho_previo_unico",
                violation_error_message="Ese hecho ya está anotado.",
            ),
            models.CheckConstraint(
                condition=~Q(motivo="") & ~Q(evidencia=""),
                name="hecho_previo_con_motivo",
                violation_error_message="Escriba qué lo muestra y por qué no se hizo aquí.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} el {self.fecha:%d/%m/%Y}"
