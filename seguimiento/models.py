"""Projections of the account that lists and reminders read, and what was told to whom."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from correos.models import Mensaje
from cuentas.models import Capitulo, CuentaPublica
from servicios.models import DeServicio, DeServicioQuerySet, con_alcance


class Plazo(DeServicio):
    """A legal date of an account, with how it was computed. Rebuilt while it is open.

    A date that was met keeps the rule's version and the holidays that it was computed with.
    """

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="+")
    clave = models.CharField("clave", max_length=60)
    nombre = models.CharField("nombre", max_length=200)
    regla = models.CharField("regla", max_length=6)
    fecha = models.DateField("fecha")
    ancla = models.CharField("desde qué se cuenta", max_length=200, blank=True)
    #: {"desde", "dias", "tipo", "antes", "feriados": [[date, name]…], "version", "version_regla"};
    #: empty where the date was chosen by a person instead of counted.
    computo = models.JSONField("cómo se calcula", default=dict, blank=True)
    secuencia = models.PositiveIntegerField("cambios de fecha", default=0)
    vigente = models.BooleanField("vigente", default=True)
    publico = models.BooleanField("a la vista de todos", default=False)
    cumplido_en = models.DateField("cumplido", null=True, blank=True)
    actualizado_en = models.DateTimeField("actualizado")

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "plazo"
        verbose_name_plural = "plazos"
        ordering = ["fecha", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cuenta", "clave"], name="plazo_clave_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre}: {self.fecha:%d/%m/%Y}"

    def vencido(self, hoy: date) -> bool:
        return self.vigente and self.cumplido_en is None and self.fecha < hoy


class CambioPlazo(DeServicio):
    """An open date that became another: a new holiday, a moved activity, another norm."""

    plazo = models.ForeignKey(Plazo, models.PROTECT, related_name="cambios")
    antes = models.DateField("antes")
    ahora = models.DateField("ahora")
    causa = models.CharField("por qué", max_length=300)
    detectado_en = models.DateTimeField("detectado")
    avisado_en = models.DateTimeField("avisado", null=True, blank=True)

    PADRES = ("plazo",)

    class Meta:
        verbose_name = "cambio de plazo"
        verbose_name_plural = "cambios de plazos"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.antes:%d/%m/%Y} → {self.ahora:%d/%m/%Y}"


class PendienteQuerySet(DeServicioQuerySet):
    def por_fecha(self) -> "PendienteQuerySet":
        """The most urgent first; what has no date, last."""
        return self.order_by(models.F("fecha").asc(nulls_last=True), "orden", "pk")


class Pendiente(DeServicio):
    """One line of the board: what is to be done, by when, why, and where. What is done leaves."""

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="+")
    clave = models.CharField("clave", max_length=120)
    fecha = models.DateField("fecha", null=True, blank=True)
    que = models.CharField("qué", max_length=300)
    porque = models.TextField("por qué")
    regla = models.CharField("regla", max_length=6)
    permiso = models.CharField("permiso", max_length=40)
    donde = models.CharField("página", max_length=80)
    argumentos = models.JSONField("argumentos de la página", default=list)
    boton = models.CharField("botón", max_length=60)
    duenio = models.CharField("de quién es", max_length=150, blank=True)
    #: The task has a name on it; without it, whoever's role lets them do it.
    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="persona",
        null=True,
        blank=True,
        related_name="+",
    )
    recordar = models.BooleanField("se recuerda", default=True)
    orden = models.PositiveSmallIntegerField("orden", default=0)

    PADRES = ("cuenta",)

    objects = con_alcance(PendienteQuerySet)

    class Meta:
        verbose_name = "pendiente"
        verbose_name_plural = "pendientes"
        constraints = [
            models.UniqueConstraint(fields=["cuenta", "clave"], name="pendiente_clave_unica"),
        ]
        indexes = [
            models.Index(fields=["servicio", "fecha"], name="pendiente_fecha"),
            # The board of who sees every service reads the first lines, in this order.
            models.Index(fields=["fecha", "orden", "id"], name="pendiente_en_orden"),
        ]

    def __str__(self) -> str:
        return self.que

    def dias(self, hoy: date) -> int:
        """Days left; negative when it is overdue, zero without a date."""
        return (self.fecha - hoy).days if self.fecha else 0


class Proyeccion(DeServicio):
    """Up to what the projections of an account were made, and what they say in few words.

    Stale when the bitácora of its service has a later row, the local day is another, or the
    extra holidays are others.
    """

    cuenta = models.OneToOneField(CuentaPublica, models.PROTECT, related_name="+")
    bitacora_id = models.BigIntegerField("última fila de la bitácora")
    dia = models.DateField("día local")
    feriados = models.CharField("huella de los feriados adicionales", max_length=64)
    hecha_en = models.DateTimeField("hecha")
    etapa = models.CharField("etapa", max_length=20)
    #: One object per rule: regla, etapa, nivel, veredicto, evidencia, sugerencia, explicado.
    cumplimiento = models.JSONField("cumplimiento", default=list)
    #: What the board shows besides its lines, ready to draw.
    resumen = models.JSONField("resumen", default=dict)

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "proyección"
        verbose_name_plural = "proyecciones"

    def __str__(self) -> str:
        return f"{self.etapa} al {self.dia:%d/%m/%Y}"


class Recordatorio(DeServicio):
    """A notice that was due and was issued: one per rule, account, person, date and notice."""

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="+")
    clave = models.CharField("pendiente", max_length=120)
    regla = models.CharField("regla", max_length=6)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="persona", related_name="+"
    )
    vence = models.DateField("vence")
    #: Days before the date (15, 7, 3, 1, 0) or, negative, days after it.
    aviso = models.SmallIntegerField("aviso")
    #: It should have gone on an earlier day.
    tarde = models.BooleanField("salió con atraso", default=False)
    mensaje = models.ForeignKey(Mensaje, models.PROTECT, verbose_name="correo", related_name="+")
    emitido_en = models.DateTimeField("emitido")

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "recordatorio"
        verbose_name_plural = "recordatorios"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta", "clave", "usuario", "vence", "aviso"],
                name="recordatorio_unico",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regla} {self.vence:%d/%m/%Y} ({self.aviso})"


class Ronda(DeServicio):
    """The last working day on which the reminders of a service were issued; also their lock.

    A notice whose day came after it, and is past, was missed by nobody's fault but the clock's:
    it goes out marked as late.
    """

    dia = models.DateField("último día en que se avisó", null=True, blank=True)

    class Meta:
        verbose_name = "ronda de recordatorios"
        verbose_name_plural = "rondas de recordatorios"
        constraints = [
            models.UniqueConstraint(fields=["servicio"], name="ronda_una_por_servicio"),
        ]

    def __str__(self) -> str:
        return f"{self.dia:%d/%m/%Y}" if self.dia else "sin rondas"


class Calendario(models.Model):
    """The private address at which a person's calendar reads their dates. Of a person: no scope."""

    usuario = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="persona", related_name="+"
    )
    clave_hash = models.CharField(max_length=64, unique=True, editable=False)
    creado_en = models.DateTimeField("creado")
    leido_en = models.DateTimeField("leído por última vez", null=True, blank=True)

    class Meta:
        verbose_name = "calendario privado"
        verbose_name_plural = "calendarios privados"

    def __str__(self) -> str:
        return f"Calendario desde {self.creado_en:%d/%m/%Y}"


class Novedad(DeServicio):
    """A public fact of an account, numbered when it was first seen.

    What each follower was told is a number: only what comes after it is new for them.
    """

    cuenta = models.ForeignKey(CuentaPublica, models.PROTECT, related_name="+")
    clave = models.CharField("hecho", max_length=60)
    vista_en = models.DateTimeField("vista")

    PADRES = ("cuenta",)

    class Meta:
        verbose_name = "novedad"
        verbose_name_plural = "novedades"
        constraints = [
            models.UniqueConstraint(fields=["cuenta", "clave"], name="novedad_unica"),
        ]

    def __str__(self) -> str:
        return self.clave


class SuscripcionQuerySet(DeServicioQuerySet):
    def confirmadas(self) -> "SuscripcionQuerySet":
        """Those that are told of what is new."""
        return self.filter(confirmada_en__isnull=False, retirada_en=None)


class Suscripcion(DeServicio):
    """An address that is told of what is new, once whoever reads it said so.

    Nothing but the mail that asks it is sent before. Who says goodbye leaves no address: the row
    stays some days, so that the link of a mail says what became of it.
    """

    class Alcance(models.TextChoices):
        CUENTA = "cuenta", "esta cuenta"
        TEMA = "tema", "un tema del informe"
        SERVICIO = "servicio", "todas las cuentas del servicio"

    correo = models.EmailField("correo", blank=True)
    alcance = models.CharField("qué sigue", max_length=10, choices=Alcance)
    cuenta = models.ForeignKey(
        CuentaPublica, models.PROTECT, null=True, blank=True, related_name="+"
    )
    capitulo = models.CharField("tema", max_length=24, choices=Capitulo.Tipo, blank=True)
    #: From it, and from a secret that is not in the base, comes the key of the private page.
    nonce = models.CharField(max_length=40, editable=False)
    clave_hash = models.CharField(max_length=64, unique=True, editable=False)
    pedida_en = models.DateTimeField("pedida")
    confirmada_en = models.DateTimeField("confirmada", null=True, blank=True)
    retirada_en = models.DateTimeField("retirada", null=True, blank=True)
    #: The number of the last `Novedad` that is not new for them, and the day of their last mail.
    avisada_hasta = models.BigIntegerField(default=0, editable=False)
    avisada_el = models.DateField("último aviso", null=True, blank=True)
    #: The numbers before that one that wait for their account not to be suspended.
    aplazadas = models.JSONField(default=list, editable=False)
    #: Of an address that had not asked for them, once it said so: it is not asked again.
    huella = models.CharField(max_length=64, blank=True, editable=False)

    PADRES = ("cuenta",)

    objects = con_alcance(SuscripcionQuerySet)

    class Meta:
        verbose_name = "suscripción a avisos"
        verbose_name_plural = "suscripciones a avisos"
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "correo", "alcance", "capitulo"],
                condition=Q(cuenta=None, retirada_en=None),
                name="suscripcion_unica_del_servicio",
            ),
            models.UniqueConstraint(
                fields=["cuenta", "correo"],
                condition=Q(retirada_en=None, cuenta__isnull=False),
                name="suscripcion_unica_de_la_cuenta",
            ),
            models.CheckConstraint(
                condition=Q(alcance="cuenta", cuenta__isnull=False, capitulo="")
                | (Q(alcance="tema", cuenta=None) & ~Q(capitulo=""))
                | Q(alcance="servicio", cuenta=None, capitulo=""),
                name="suscripcion_de_una_cosa",
            ),
            models.CheckConstraint(
                condition=Q(retirada_en=None) & ~Q(correo="")
                | Q(retirada_en__isnull=False, correo=""),
                name="suscripcion_retirada_sin_correo",
            ),
        ]
        indexes = [models.Index(fields=["servicio", "correo"], name="suscripcion_correo")]

    def __str__(self) -> str:
        return f"{self.get_alcance_display()} ({self.pk})"

    @property
    def que(self) -> str:
        """What it is about, as one says it: the account of 2026, a topic, every account."""
        if self.cuenta is not None:
            return f"la cuenta pública de {self.cuenta.anio_gestion}"
        if self.capitulo:
            return f"el tema «{self.get_capitulo_display()}»"
        return "todas sus cuentas públicas"
