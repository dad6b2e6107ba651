"""The answer to each contribution, the document of all of them, and the personal sending."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comun.models import Publicacion
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from respuestas.models.mensajes import Consulta, Consultante, Grupo
from servicios.models import DeServicio


class Respuesta(DeServicio):
    """The answer to one contribution or to one group; written by one, approved by another."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "en redacción"
        EN_REVISION = "en_revision", "en revisión"
        APROBADA = "aprobada", "aprobada"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "borrador": {"en_revision"},
        "en_revision": {"borrador", "aprobada"},
        "aprobada": {"borrador"},
    }

    class Decision(models.TextChoices):
        INFORMA = "informa", "se informa"
        ACOGIDA = "acogida", "acogida"
        PARCIAL = "acogida_parcial", "acogida en parte"
        NO_ACOGIDA = "no_acogida", "no acogida"

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="+")
    consulta = models.OneToOneField(
        Consulta, models.PROTECT, null=True, blank=True, related_name="respuesta"
    )
    grupo = models.OneToOneField(
        Grupo, models.PROTECT, null=True, blank=True, related_name="respuesta"
    )
    texto = models.TextField("respuesta", blank=True)
    decision = models.CharField(
        "decisión", max_length=16, choices=Decision, default=Decision.INFORMA
    )
    fundamento = models.TextField("fundamento de la decisión", blank=True)
    unidad = models.CharField("unidad que responde", max_length=120, blank=True)
    redactada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="redactada por", related_name="+"
    )
    aprobada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="aprobada por",
        null=True,
        blank=True,
        related_name="+",
    )
    aprobada_en = models.DateTimeField("aprobada", null=True, blank=True)
    observacion = models.TextField("observación de la revisión", blank=True)
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.BORRADOR)

    PADRES = ("cuenta", "consulta", "grupo")

    class Meta:
        verbose_name = "respuesta"
        verbose_name_plural = "respuestas"
        constraints = [
            models.CheckConstraint(
                condition=Q(consulta__isnull=False, grupo=None)
                | Q(consulta=None, grupo__isnull=False),
                name="respuesta_consulta_o_grupo",
            ),
            models.CheckConstraint(
                condition=Q(aprobada_por=None) | ~Q(aprobada_por=F("redactada_por")),
                name="respuesta_dos_personas",
                violation_error_message="Quien redacta no puede aprobar (R100).",
            ),
            models.CheckConstraint(
                condition=~Q(estado="aprobada")
                | (Q(aprobada_por__isnull=False, aprobada_en__isnull=False) & ~Q(texto="")),
                name="respuesta_aprobada_completa",
            ),
            models.CheckConstraint(
                condition=Q(estado="borrador") | Q(decision="informa") | ~Q(fundamento=""),
                name="respuesta_decision_con_fundamento",
                violation_error_message="Toda decisión lleva su fundamento (R115).",
            ),
        ]

    def __str__(self) -> str:
        return f"respuesta {self.pk}"


class InformeRespuestas(DeServicio):
    """The response document of an account, in preparation or published."""

    class Estado(models.TextChoices):
        EN_PREPARACION = "en_preparacion", "en preparación"
        EN_REVISION = "en_revision", "en revisión"
        PUBLICADO = "publicado", "publicado"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "en_preparacion": {"en_revision"},
        "en_revision": {"en_preparacion", "publicado"},
        "publicado": {"en_preparacion"},
    }

    cuenta = models.OneToOneField(CuentaPublica, models.PROTECT, related_name="+")
    presentacion = models.TextField("presentación (Markdown)", blank=True)
    enviado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="enviado a revisión por",
        null=True,
        blank=True,
        related_name="+",
    )
    observacion = models.TextField("observación de la revisión", blank=True)
    motivo_tardanza = models.TextField("por qué se publica fuera de plazo", blank=True)
    estado = models.CharField(
        "estado", max_length=15, choices=Estado, default=Estado.EN_PREPARACION
    )

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "documento de respuestas"
        verbose_name_plural = "documentos de respuestas"

    def __str__(self) -> str:
        return f"Respuestas {self.cuenta.anio_gestion}"


class PublicacionRespuestas(DeServicio, Publicacion):
    """A published version of the response document."""

    informe = models.ForeignKey(InformeRespuestas, models.PROTECT, related_name="publicaciones")
    fuera_de_plazo = models.BooleanField("publicado fuera de plazo", default=False)

    PADRES = ("informe",)

    class Meta(Publicacion.Meta):
        verbose_name = "versión publicada de las respuestas"
        verbose_name_plural = "versiones publicadas de las respuestas"
        ordering = ["-version"]
        constraints = [
            *Publicacion.Meta.constraints,
            models.UniqueConstraint(
                fields=["informe", "version"], name="publicacionrespuestas_version"
            ),
        ]

    def __str__(self) -> str:
        return f"Respuestas, versión {self.version}"


class EnvioRespuesta(DeServicio):
    """The personal reply to one person: by mail, or by hand when they chose another means."""

    consultante = models.ForeignKey(Consultante, models.PROTECT, related_name="envios")
    publicacion = models.ForeignKey(PublicacionRespuestas, models.PROTECT, related_name="envios")
    mensaje = models.OneToOneField(Mensaje, models.PROTECT, null=True, blank=True, related_name="+")
    entregado_en = models.DateTimeField("entregado por otro medio", null=True, blank=True)
    entrega_medio = models.CharField(
        "por qué medio se entregó", max_length=10, choices=Consultante.Medio, blank=True
    )
    entregado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    PADRES = ("publicacion", "consultante")

    class Meta:
        verbose_name = "envío de respuesta"
        verbose_name_plural = "envíos de respuestas"
        constraints = [
            models.UniqueConstraint(fields=["consultante", "publicacion"], name="envio_unico"),
            models.CheckConstraint(
                condition=Q(entregado_en=None)
                | (Q(entregado_por__isnull=False) & ~Q(entrega_medio="")),
                name="envio_entregado_completo",
                violation_error_message="Anote quién entregó la respuesta y por qué medio.",
            ),
        ]

    def __str__(self) -> str:
        return f"envío {self.pk}"
