"""Every contribution, its systematisation, its answer, the document and the sending."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comun.campos import TextoCifrado
from comun.models import DatosPersona, Publicacion
from comun.texto import plegar
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from jornadas.models import PreguntaPlenario
from servicios.models import AvisoPrivacidad, DeServicio, DeServicioQuerySet, con_alcance
from talleres.models import Acuerdo, Intervencion, Taller


class Consultante(DeServicio, DatosPersona):
    """One person who contributed to an account: same folded name and contact, same person."""

    class Medio(models.TextChoices):
        CORREO = "correo", "correo electrónico"
        TELEFONO = "telefono", "teléfono"
        CARTA = "carta", "carta"

    cuenta = models.ForeignKey(CuentaPublica, models.CASCADE, related_name="+")
    medio = models.CharField("medio preferido", max_length=10, choices=Medio)
    nombre_plegado = models.CharField(max_length=220, editable=False)
    contacto_plegado = models.CharField(max_length=220, editable=False)
    run = TextoCifrado("RUN", blank=True)
    run_hmac = models.CharField(max_length=64, null=True, blank=True, editable=False)

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "persona que participa"
        verbose_name_plural = "personas que participan"
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta", "nombre_plegado", "contacto_plegado"], name="consultante_unico"
            ),
            models.CheckConstraint(
                condition=~Q(correo="") | ~Q(telefono="") | ~Q(direccion=""),
                name="consultante_con_contacto",
                violation_error_message="Se necesita al menos un medio de contacto (R50).",
            ),
        ]

    def __str__(self) -> str:
        return f"persona {self.pk}"


class Grupo(DeServicio):
    """Contributions that say the same, under one title; each keeps its original (R98)."""

    cuenta = models.ForeignKey(CuentaPublica, models.CASCADE, related_name="+")
    titulo = models.CharField("título", max_length=200)
    orden = models.PositiveSmallIntegerField("orden")

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "grupo de mensajes"
        verbose_name_plural = "grupos de mensajes"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(fields=["cuenta", "orden"], name="grupo_orden_unico"),
        ]

    def __str__(self) -> str:
        return self.titulo


class ConsultaQuerySet(DeServicioQuerySet):
    def pendientes(self) -> "ConsultaQuerySet":
        return self.filter(estado=Consulta.Estado.RECIBIDA)

    def con_palabras(self, texto: str) -> "ConsultaQuerySet":
        """Those whose message has every word, whatever its case and accents."""
        palabras = plegar(texto).split()[:8]
        return self.filter(*(Q(mensaje_plegado__contains=palabra) for palabra in palabras))


class Consulta(DeServicio):
    """One contribution. Its text is what the person said and never changes (R95)."""

    class Canal(models.TextChoices):
        VIRTUAL = "virtual", "por internet"
        TALLER = "taller", "en un taller"
        PLENARIO = "plenario", "en el plenario"
        AUTOCONVOCADA = "autoconvocada", "en un encuentro autoconvocado"
        PAPEL = "papel", "en papel o en la oficina"

    class Tipo(models.TextChoices):
        PREGUNTA = "pregunta", "pregunta"
        OPINION = "opinion", "opinión"
        COMENTARIO = "comentario", "comentario"
        PROPUESTA = "propuesta", "propuesta"

    class Estado(models.TextChoices):
        RECIBIDA = "recibida", "recibida"
        RESPONDIDA = "respondida", "respondida"
        EN_ACTO = "respondida_en_acto", "respondida en la jornada"
        DERIVADA = "derivada", "enviada al órgano que corresponde"
        FUERA = "fuera_de_competencia", "fuera de competencia"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "recibida": {"respondida", "respondida_en_acto", "derivada", "fuera_de_competencia"},
        "respondida": {"recibida"},
        "respondida_en_acto": {"recibida"},
        "derivada": {"recibida"},
        "fuera_de_competencia": {"recibida"},
    }

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="+")
    folio_anio = models.PositiveSmallIntegerField("año del folio")
    folio_numero = models.PositiveIntegerField("número del folio")
    canal = models.CharField("canal", max_length=15, choices=Canal)
    tipo = models.CharField("tipo", max_length=12, choices=Tipo)
    mensaje = models.TextField("mensaje original")
    mensaje_plegado = models.TextField(editable=False, help_text="Para buscar sin acentos.")
    recibida_en = models.DateTimeField("recibida")
    consultante = models.ForeignKey(
        Consultante,
        models.PROTECT,
        verbose_name="persona",
        null=True,
        blank=True,
        related_name="consultas",
    )
    publica_nombre = models.BooleanField("autoriza publicar su nombre", default=False)
    aviso = models.ForeignKey(
        AvisoPrivacidad, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taller = models.ForeignKey(Taller, models.PROTECT, null=True, blank=True, related_name="+")
    intervencion = models.OneToOneField(
        Intervencion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    acuerdo = models.OneToOneField(Acuerdo, models.PROTECT, null=True, blank=True, related_name="+")
    pregunta = models.OneToOneField(
        PreguntaPlenario, models.PROTECT, null=True, blank=True, related_name="+"
    )
    grupo = models.ForeignKey(
        Grupo, models.SET_NULL, null=True, blank=True, related_name="consultas"
    )
    estado = models.CharField("estado", max_length=22, choices=Estado, default=Estado.RECIBIDA)
    motivo_estado = models.TextField("motivo o respuesta en el acto", blank=True)
    ingresada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="ingresada por",
        null=True,
        blank=True,
        related_name="+",
    )
    clave_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    nonce = models.CharField(max_length=40, null=True, blank=True, editable=False)

    PADRES = ("cuenta", "consultante", "grupo")

    objects = con_alcance(ConsultaQuerySet)

    class Meta:
        verbose_name = "consulta"
        verbose_name_plural = "consultas"
        ordering = ["folio_numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "folio_anio", "folio_numero"], name="consulta_folio_unico"
            ),
            models.UniqueConstraint(
                fields=["servicio", "nonce"],
                condition=Q(nonce__isnull=False),
                name="consulta_nonce_unico",
            ),
            models.CheckConstraint(condition=~Q(mensaje=""), name="consulta_con_mensaje"),
            models.CheckConstraint(
                condition=Q(estado__in=("recibida", "respondida")) | ~Q(motivo_estado=""),
                name="consulta_resuelta_con_motivo",
                violation_error_message="Escriba el motivo o la respuesta.",
            ),
        ]
        indexes = [models.Index(fields=["cuenta", "estado"], name="consulta_estado")]

    def __str__(self) -> str:
        return self.folio

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mensaje_plegado = plegar(self.mensaje)
        super().save(*args, **kwargs)

    @property
    def folio(self) -> str:
        """`2026-0214`: for people to quote. It opens nothing."""
        return f"{self.folio_anio}-{self.folio_numero:04d}"

    @property
    def de_donde(self) -> str:
        """How it came, in words; only a workshop has a number, the plenary gathers them all."""
        if self.canal == self.Canal.TALLER and self.taller:
            return f"en el taller {self.taller.numero}"
        return str(self.get_canal_display())


class Redaccion(DeServicio):
    """The public copy of a contribution, without what may not be published, and why."""

    consulta = models.OneToOneField(Consulta, models.CASCADE, related_name="redaccion")
    texto = models.TextField("texto público")
    motivo = models.CharField("qué se quitó y por qué", max_length=200)
    hecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="hecha por", related_name="+"
    )
    hecha_en = models.DateTimeField("hecha")

    PADRES = ("consulta",)

    class Meta:
        verbose_name = "versión pública de un mensaje"
        verbose_name_plural = "versiones públicas de mensajes"

    def __str__(self) -> str:
        return f"versión pública de {self.consulta_id}"


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
