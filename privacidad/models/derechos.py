"""A request about one's own data, its clock and what was decided (Ley 19.628, arts. 4 to 11)."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from comun.campos import TextoCifrado
from servicios.models import DeServicio, Servicio


class SolicitudDerechos(DeServicio):
    """One request of one person to one service.

    The person is only what they gave: an address, whose keyed hash finds their data, and a code
    sent there proves that it is theirs. Both, and their words, are ciphertext.
    """

    class Derecho(models.TextChoices):
        ACCESO = "acceso", "acceso: saber qué datos suyos hay"
        RECTIFICACION = "rectificacion", "rectificación: corregirlos"
        SUPRESION = "supresion", "supresión: borrarlos"
        OPOSICION = "oposicion", "oposición: que no se usen para algo"
        PORTABILIDAD = "portabilidad", "portabilidad: recibir una copia para llevarla"
        BLOQUEO = "bloqueo", "bloqueo: que no se usen mientras se resuelve"

    class Estado(models.TextChoices):
        POR_VERIFICAR = "por_verificar", "falta el código"
        RECIBIDA = "recibida", "recibida"
        PRORROGADA = "prorrogada", "con plazo extendido"
        ACOGIDA = "acogida", "acogida"
        ACOGIDA_EN_PARTE = "acogida_en_parte", "acogida en parte"
        RECHAZADA = "rechazada", "rechazada"
        DESISTIDA = "desistida", "retirada por la persona"

    RESUELTAS = ("acogida", "acogida_en_parte", "rechazada", "desistida")
    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "por_verificar": {"recibida", "desistida"},
        "recibida": {"prorrogada", *RESUELTAS},
        "prorrogada": set(RESUELTAS),
        "acogida": set(),
        "acogida_en_parte": set(),
        "rechazada": set(),
        "desistida": set(),
    }

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    folio_anio = models.PositiveSmallIntegerField("año del folio")
    folio_numero = models.PositiveIntegerField("número del folio")
    derecho = models.CharField("derecho", max_length=15, choices=Derecho)
    estado = models.CharField("estado", max_length=16, choices=Estado, default=Estado.POR_VERIFICAR)
    nombre = TextoCifrado("nombre")
    correo = TextoCifrado("correo", blank=True)
    correo_hmac = models.CharField(max_length=64, db_index=True, editable=False, blank=True)
    detalle = TextoCifrado("qué pide", blank=True)
    clave_hash = models.CharField(max_length=64, unique=True, editable=False)
    codigo_hash = models.CharField(max_length=64, blank=True, editable=False)
    codigo_vence_en = models.DateTimeField(null=True, blank=True, editable=False)
    codigo_intentos = models.PositiveSmallIntegerField(default=0, editable=False)
    iniciada_en = models.DateTimeField("iniciada")
    #: When the code proved who asks: the term runs from here.
    recibida_en = models.DateTimeField("recibida", null=True, blank=True)
    vence_el = models.DateField("vence", null=True, blank=True)
    prorrogada_en = models.DateTimeField("extendida", null=True, blank=True)
    prorroga_motivo = models.TextField("por qué se extendió", blank=True)
    resuelta_en = models.DateTimeField("resuelta", null=True, blank=True)
    fundamento = TextoCifrado("fundamento", blank=True)
    resuelta_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="resuelta por",
        null=True,
        blank=True,
        related_name="+",
    )
    ingresada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="ingresada por",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "solicitud de derechos"
        verbose_name_plural = "solicitudes de derechos"
        ordering = ["vence_el", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "folio_anio", "folio_numero"], name="solicitud_folio_unico"
            ),
            models.CheckConstraint(
                condition=Q(estado__in=("por_verificar", "desistida"))
                | Q(recibida_en__isnull=False, vence_el__isnull=False),
                name="solicitud_recibida_con_plazo",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=("acogida", "acogida_en_parte", "rechazada"))
                | Q(resuelta_en__isnull=False, resuelta_por__isnull=False),
                name="solicitud_resuelta_por_alguien",
            ),
        ]
        indexes = [
            models.Index(fields=["servicio", "estado", "vence_el"], name="solicitud_por_vencer")
        ]

    def __str__(self) -> str:
        return self.folio

    @property
    def folio(self) -> str:
        """`D-2027-0003`: for people to quote. It opens nothing."""
        return f"D-{self.folio_anio}-{self.folio_numero:04d}"

    @property
    def nombre_del_derecho(self) -> str:
        """One word, to go inside a sentence: `acceso`, `bloqueo`."""
        return str(self.get_derecho_display()).partition(":")[0]

    @property
    def estado_en_palabras(self) -> str:
        """Its state; what ended before anybody proved who asked was no decision of anyone."""
        if self.estado == self.Estado.DESISTIDA and self.recibida_en is None:
            return "cerrada sin comprobar quién pide"
        return str(self.get_estado_display())

    @property
    def campania(self) -> str:
        """Where its mails are kept together with those of the year: one line of the console."""
        return f"derechos:{self.folio_anio}"

    @property
    def prefijo(self) -> str:
        """How the deduplication key of each of its mails begins."""
        return f"derechos:{self.pk}:"

    @property
    def con_copia(self) -> bool:
        """Whether the person may take their copy away: it was asked, and granted."""
        pide_copia = self.derecho in (self.Derecho.ACCESO, self.Derecho.PORTABILIDAD)
        return pide_copia and self.estado in (self.Estado.ACOGIDA, self.Estado.ACOGIDA_EN_PARTE)

    @property
    def resuelta_el(self) -> date | None:
        """The civil day on which it was closed, by the clock of its service."""
        return self.resuelta_en.astimezone(self.servicio.zona).date() if self.resuelta_en else None

    @property
    def a_tiempo(self) -> bool:
        """Whether it was decided in its term."""
        dia = self.resuelta_el
        return bool(dia and self.vence_el and dia <= self.vence_el)

    @property
    def abierta(self) -> bool:
        """Its term runs and nobody has decided."""
        return self.estado in (self.Estado.RECIBIDA, self.Estado.PRORROGADA)
