"""The day as it happened: it records facts and is never blocked, only marked."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comun.campos import BytesCifrados, TextoCifrado
from comun.models import Archivo
from convocatorias.models import Actividad, Participante
from servicios.models import DeServicio, DeServicioQuerySet, con_alcance
from talleres.models import Presentacion, Taller


def _minutos(inicio: datetime | None, termino: datetime | None) -> int | None:
    if inicio is None or termino is None:
        return None
    return round((termino - inicio).total_seconds() / 60)


class Jornada(DeServicio):
    """An activity on the day it took place."""

    class Estado(models.TextChoices):
        PREPARADA = "preparada", "preparada"
        ABIERTA = "abierta", "en curso"
        CERRADA = "cerrada", "cerrada"
        NO_REALIZADA = "no_realizada", "no se realizó"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "preparada": {"abierta", "no_realizada"},
        "abierta": {"cerrada", "no_realizada"},
        "cerrada": {"abierta"},
    }

    actividad = models.OneToOneField(Actividad, models.PROTECT, related_name="+")
    estado = models.CharField("estado", max_length=14, choices=Estado, default=Estado.PREPARADA)
    abierta_en = models.DateTimeField("abierta", null=True, blank=True)
    cerrada_en = models.DateTimeField("cerrada", null=True, blank=True)
    motivo_no_realizada = models.TextField("por qué no se realizó", blank=True)

    PADRES = ("actividad",)

    class Meta:
        verbose_name = "jornada"
        verbose_name_plural = "jornadas"
        constraints = [
            models.CheckConstraint(
                condition=~Q(estado="no_realizada") | ~Q(motivo_no_realizada=""),
                name="jornada_no_realizada_con_motivo",
                violation_error_message="Escriba por qué no se realizó.",
            ),
        ]

    def __str__(self) -> str:
        return f"Jornada de {self.actividad}"


class Exposicion(DeServicio):
    """Who presented the account on the day, when, and where it could be seen (R67, R71, R72)."""

    class Calidad(models.TextChoices):
        TITULAR = "titular", "es la máxima autoridad del servicio"
        SUBROGANTE = "subrogante", "subroga a la máxima autoridad"
        OTRA = "otra", "es otra persona"

    jornada = models.OneToOneField(Jornada, models.PROTECT, related_name="exposicion")
    expositor = models.CharField("quién expuso", max_length=120, blank=True)
    cargo = models.CharField("cargo", max_length=120, blank=True)
    calidad = models.CharField(
        "en qué calidad", max_length=10, choices=Calidad, default=Calidad.TITULAR
    )
    inicio = models.DateTimeField("empezó", null=True, blank=True)
    termino = models.DateTimeField("terminó", null=True, blank=True)
    url_transmision = models.URLField("dirección web de la transmisión", blank=True)
    presentacion = models.ForeignKey(
        Archivo, models.PROTECT, null=True, blank=True, related_name="+"
    )
    registrada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="registrada por", related_name="+"
    )
    registrada_en = models.DateTimeField("registrada")

    PADRES = ("jornada",)

    class Meta:
        verbose_name = "exposición"
        verbose_name_plural = "exposiciones"
        constraints = [
            models.CheckConstraint(
                condition=Q(termino=None) | Q(inicio__isnull=False, termino__gte=F("inicio")),
                name="exposicion_horas",
                violation_error_message="La hora de término debe ser posterior a la de inicio.",
            ),
        ]

    def __str__(self) -> str:
        return f"exposición {self.pk}"

    @property
    def minutos(self) -> int | None:
        """How long it took, once it ended."""
        return _minutos(self.inicio, self.termino)


class FichaQuerySet(DeServicioQuerySet):
    def en_lista(self) -> Any:
        """Rows for a list: the signature stays in the database."""
        return self.select_related("participante").defer("firma")


class Ficha(DeServicio):
    """The registration card of one person who attended (R58 to R66).

    The document is kept as ciphertext plus a keyed HMAC per service, the signature as
    ciphertext; neither is ever a search term, a file name or part of an address.
    """

    class TipoDocumento(models.TextChoices):
        RUN = "run", "RUN"
        PASAPORTE = "pasaporte", "pasaporte"
        DNI = "dni_extranjero", "documento de otro país"
        OTRO = "otro", "otro documento"
        NINGUNO = "sin_documento", "sin documento"

    jornada = models.ForeignKey(Jornada, models.PROTECT, related_name="fichas")
    participante = models.OneToOneField(Participante, models.PROTECT, related_name="+")
    tipo_documento = models.CharField("documento", max_length=15, choices=TipoDocumento)
    documento = TextoCifrado("número del documento", blank=True)
    documento_hmac = models.CharField(max_length=64, null=True, blank=True, editable=False)
    a_titulo_personal = models.BooleanField("asiste a título personal", default=False)
    firma = BytesCifrados("firma", null=True, blank=True)
    firma_en_papel = models.BooleanField("firmó en papel", default=False)
    motivo_sin_firma = models.CharField("por qué no firmó", max_length=200, blank=True)
    carpeta_entregada = models.BooleanField("recibió la carpeta", default=False)
    acreditada_en = models.DateTimeField("acreditada")
    acreditada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="acreditada por", related_name="+"
    )
    nonce = models.CharField(max_length=40, unique=True, editable=False)

    PADRES = ("jornada", "participante")

    objects = con_alcance(FichaQuerySet)

    class Meta:
        verbose_name = "ficha de participante"
        verbose_name_plural = "fichas de participantes"
        ordering = ["acreditada_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["jornada", "documento_hmac"],
                condition=Q(documento_hmac__isnull=False),
                name="ficha_documento_unico",
                violation_error_message="Esta persona ya está acreditada en la jornada.",
            ),
            models.CheckConstraint(
                condition=Q(tipo_documento="sin_documento") | Q(documento_hmac__isnull=False),
                name="ficha_documento_o_motivo",
            ),
            models.CheckConstraint(
                condition=Q(firma__isnull=False) | Q(firma_en_papel=True) | ~Q(motivo_sin_firma=""),
                name="ficha_firma_o_motivo",
                violation_error_message="Falta la firma, o el motivo de que no la haya (R62).",
            ),
        ]

    def __str__(self) -> str:
        return f"ficha {self.pk}"


class TurnoPlenario(DeServicio):
    """A workshop's turn in the plenary, with its presentation (R85, R86)."""

    jornada = models.ForeignKey(Jornada, models.PROTECT, related_name="turnos")
    taller = models.OneToOneField(Taller, models.PROTECT, related_name="+")
    orden = models.PositiveSmallIntegerField("orden")
    presentacion = models.ForeignKey(
        Presentacion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    inicio = models.DateTimeField("empezó", null=True, blank=True)
    termino = models.DateTimeField("terminó", null=True, blank=True)

    PADRES = ("jornada", "taller")

    class Meta:
        verbose_name = "turno del plenario"
        verbose_name_plural = "turnos del plenario"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(fields=["jornada", "orden"], name="turno_orden_unico"),
        ]

    def __str__(self) -> str:
        return f"turno {self.orden}"

    @property
    def minutos(self) -> int | None:
        """How long it took, once it ended."""
        return _minutos(self.inicio, self.termino)


class PreguntaPlenario(DeServicio):
    """A question asked in the plenary; answered there and then, or left pending (R87, R89)."""

    turno = models.ForeignKey(TurnoPlenario, models.PROTECT, related_name="preguntas")
    texto = models.TextField("pregunta")
    participante = models.ForeignKey(
        Participante,
        models.SET_NULL,
        verbose_name="quién pregunta",
        null=True,
        blank=True,
        related_name="+",
    )
    respuesta = models.TextField("respuesta en el acto", blank=True)
    respondida_por = models.CharField("quién respondió", max_length=120, blank=True)
    registrada_en = models.DateTimeField("registrada")
    registrada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="registrada por", related_name="+"
    )
    nonce = models.CharField(max_length=40, unique=True, editable=False)

    PADRES = ("turno",)

    class Meta:
        verbose_name = "pregunta del plenario"
        verbose_name_plural = "preguntas del plenario"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(respuesta="") | ~Q(respondida_por=""),
                name="pregunta_respondida_con_autor",
                violation_error_message="Anote quién respondió.",
            ),
        ]

    def __str__(self) -> str:
        return f"pregunta {self.pk}"
