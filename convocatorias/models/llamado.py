"""Whom the account calls: the call, who takes part, and what each was sent."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from comun.campos import TextoCifrado
from comun.models import DatosPersona
from convocatorias.models.directorio import Contacto, Organizacion
from convocatorias.models.plan import Actividad
from correos.models import Mensaje
from cuentas.models import PublicacionInforme
from servicios.models import DeServicio

#: The beat asks each minute; past this, a call that did not go is news.
MARGEN = timedelta(minutes=10)


class Convocatoria(DeServicio):
    """One call to an activity: its text, its report, when it went out and whether late."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "en preparación"
        PROGRAMADA = "programada", "programada"
        ENVIADA = "enviada", "enviada"
        ANULADA = "anulada", "anulada"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "borrador": {"programada", "anulada"},
        "programada": {"borrador", "enviada"},
    }

    class Clase(models.TextChoices):
        PRIMERA = "primera", "convocatoria"
        COMPLEMENTARIA = "complementaria", "convocatoria complementaria"
        CAMBIO = "cambio", "aviso de cambio"

    actividad = models.ForeignKey(Actividad, models.CASCADE, related_name="convocatorias")
    clase = models.CharField("clase", max_length=14, choices=Clase, default=Clase.PRIMERA)
    motivo_complementaria = models.TextField("por qué se complementa", blank=True)
    mensaje = models.TextField("texto de la invitación", blank=True)
    informe = models.ForeignKey(
        PublicacionInforme,
        models.PROTECT,
        verbose_name="informe que acompaña",
        null=True,
        blank=True,
        related_name="+",
    )
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.BORRADOR)
    enviar_en = models.DateTimeField("se envía", null=True, blank=True)
    programada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="programada por",
        null=True,
        blank=True,
        related_name="+",
    )
    #: Whom it goes to. Once sent, the invitations say who, and this is empty.
    destinatarios = models.ManyToManyField(
        Contacto, verbose_name="a quiénes", blank=True, related_name="+"
    )
    fallo_programado = models.TextField("por qué no salió a su hora", blank=True)
    enviada_en = models.DateTimeField("enviada", null=True, blank=True)
    dias_anticipacion = models.SmallIntegerField(
        "días de anticipación con que se envió", null=True, blank=True
    )
    tardia = models.BooleanField("enviada tarde", default=False)
    motivo_tardanza = models.TextField("motivo de la tardanza", blank=True)
    tardanza_autorizada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="tardanza autorizada por",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("actividad",)

    class Meta:
        verbose_name = "convocatoria"
        verbose_name_plural = "convocatorias"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["actividad"],
                # The notice of a change leaves at once, also while another call is written.
                condition=Q(estado__in=("borrador", "programada")) & ~Q(clase="cambio"),
                name="convocatoria_una_por_salir",
                violation_error_message="Esta actividad ya tiene una convocatoria sin enviar.",
            ),
            models.CheckConstraint(
                condition=~Q(estado="programada")
                | Q(enviar_en__isnull=False, programada_por__isnull=False),
                name="convocatoria_programada_completa",
            ),
            models.CheckConstraint(
                condition=~Q(estado="enviada")
                | Q(
                    enviada_en__isnull=False, informe__isnull=False, dias_anticipacion__isnull=False
                ),
                name="convocatoria_enviada_completa",
            ),
            models.CheckConstraint(
                condition=~Q(estado="enviada", clase="complementaria")
                | ~Q(motivo_complementaria=""),
                name="convocatoria_complementaria_con_motivo",
                violation_error_message="Una convocatoria complementaria exige el motivo.",
            ),
            models.CheckConstraint(
                condition=Q(tardia=False)
                | (~Q(motivo_tardanza="") & Q(tardanza_autorizada_por__isnull=False)),
                name="convocatoria_tardia_con_motivo",
                violation_error_message=(
                    "Una convocatoria tardía exige el motivo y quién la autoriza."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Convocatoria {self.pk} a {self.actividad}"

    @property
    def sale_en(self) -> datetime | None:
        """The instant chosen to send it, by the clock of the activity's comuna."""
        return self.enviar_en.astimezone(self.actividad.zona) if self.enviar_en else None

    @property
    def sale_el(self) -> date | None:
        return self.sale_en.date() if self.sale_en else None

    @property
    def sale_a_las(self) -> time | None:
        return self.sale_en.time() if self.sale_en else None

    @property
    def sello(self) -> str:
        """Names this call as it is scheduled, for a page that stays open while others change it."""
        return f"{self.pk}-{self.enviar_en.timestamp():.0f}" if self.enviar_en else f"{self.pk}"

    def atrasada(self, ahora: datetime) -> bool:
        """Whether its hour is past and it did not go: nobody is asking, or something breaks."""
        if self.estado != self.Estado.PROGRAMADA or self.enviar_en is None:
            return False
        return self.enviar_en + MARGEN < ahora

    @property
    def dias_antes(self) -> int | None:
        """Days from the one chosen to that of the activity."""
        fecha, dia = self.actividad.fecha, self.sale_el
        return (fecha - dia).days if fecha and dia else None


#: Still to be sent: an activity has one at most.
POR_SALIR = (Convocatoria.Estado.BORRADOR, Convocatoria.Estado.PROGRAMADA)


class TextoConvocatoria(DeServicio):
    """A version of the words of a call: each change is another one, and none is rewritten."""

    convocatoria = models.ForeignKey(Convocatoria, models.CASCADE, related_name="textos")
    version = models.PositiveSmallIntegerField("versión")
    texto = models.TextField("texto", blank=True)
    escrito_en = models.DateTimeField("escrito")
    escrito_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="escrito por",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("convocatoria",)

    class Meta:
        verbose_name = "texto de convocatoria"
        verbose_name_plural = "textos de convocatoria"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["convocatoria", "version"], name="texto_version_unica"),
        ]

    def __str__(self) -> str:
        return f"versión {self.version}"


class Participante(DeServicio, DatosPersona):
    """A person called to, enrolled in, or arrived at one activity. Contact lives here."""

    class Origen(models.TextChoices):
        INVITADO = "invitado", "por invitación"
        INSCRITO = "inscrito", "se inscribió"
        DELEGADO = "delegado", "en lugar de otra persona"
        PUERTA = "puerta", "llegó sin inscripción"

    class Asistencia(models.TextChoices):
        SIN_RESPUESTA = "sin_respuesta", "sin respuesta"
        ASISTE = "asiste", "asistirá"
        NO_ASISTE = "no_asiste", "no asistirá"
        DELEGA = "delega", "enviará a otra persona"
        EN_ESPERA = "en_espera", "en lista de espera"

    EN_PALABRAS: ClassVar[dict[str, str]] = {
        "sin_respuesta": "Sin respuesta",
        "asiste": "Vendrá",
        "no_asiste": "No vendrá",
        "delega": "Envía a otra persona",
        "en_espera": "En lista de espera",
    }
    #: Whoever comes along counts only with them.
    CON_LUGAR: ClassVar[tuple[str, ...]] = ("asiste", "en_espera")

    actividad = models.ForeignKey(Actividad, models.CASCADE, related_name="participantes")
    contacto = models.ForeignKey(Contacto, models.SET_NULL, null=True, blank=True, related_name="+")
    organizacion = models.ForeignKey(
        Organizacion,
        models.PROTECT,
        verbose_name="organización",
        null=True,
        blank=True,
        related_name="+",
    )
    organizacion_nombre = models.CharField("organización", max_length=160, blank=True)
    nombre_plegado = models.CharField(max_length=220, editable=False)
    origen = models.CharField("origen", max_length=10, choices=Origen)
    asistencia = models.CharField(
        "asistencia anunciada",
        max_length=15,
        choices=Asistencia,
        default=Asistencia.SIN_RESPUESTA,
    )
    respondio_en = models.DateTimeField("respondió", null=True, blank=True)
    acompanantes = models.PositiveSmallIntegerField("acompañantes", default=0)
    en_lugar_de = models.OneToOneField(
        "self",
        models.CASCADE,
        verbose_name="en lugar de",
        null=True,
        blank=True,
        related_name="delegado",
    )
    nonce = models.CharField(max_length=40, null=True, blank=True, editable=False)

    PADRES = ("actividad",)

    class Meta:
        verbose_name = "participante"
        verbose_name_plural = "participantes"
        ordering = ["nombre_plegado"]
        constraints = [
            models.UniqueConstraint(
                fields=["actividad", "contacto"],
                condition=Q(contacto__isnull=False),
                name="participante_contacto_unico",
            ),
            # The same form sent twice is one person; with another name, somebody else.
            models.UniqueConstraint(
                fields=["actividad", "nonce", "nombre_plegado"], name="participante_nonce_unico"
            ),
            models.CheckConstraint(
                condition=Q(origen="delegado", en_lugar_de__isnull=False)
                | (~Q(origen="delegado") & Q(en_lugar_de=None)),
                name="participante_delegado_de_alguien",
            ),
        ]
        indexes = [
            models.Index(fields=["actividad", "nombre_plegado"], name="participante_nombre"),
        ]

    def __str__(self) -> str:
        return f"participante {self.pk}"

    @property
    def personas(self) -> int:
        """How many seats they take: theirs, and those of whoever comes along."""
        return 1 + self.acompanantes

    @property
    def respuesta_en_palabras(self) -> str:
        """What they announced, in a sentence of the page: "Vendrá con 1 persona"."""
        frase = self.EN_PALABRAS[self.asistencia]
        if not self.acompanantes or self.asistencia not in self.CON_LUGAR:
            return frase
        personas = "persona" if self.acompanantes == 1 else "personas"
        return f"{frase} con {self.acompanantes} {personas}"


class Invitacion(DeServicio):
    """What one participant was told of an activity, by which channel, and the hash of the key
    that answers for them.

    One of the class `invitacion` for each participant, ever: what follows is of another class.
    By mail the row of the outbox says when it left. By another channel it waits (`hecha_en` is
    null) until somebody leaves word of when it was done.
    """

    class Clase(models.TextChoices):
        INVITACION = "invitacion", "invitación"
        CAMBIO = "cambio", "aviso de cambio"
        SUSPENSION = "suspension", "aviso de suspensión"
        ANULACION = "anulacion", "aviso de que no se realizará"
        RECORDATORIO = "recordatorio", "recordatorio"
        VISPERA = "vispera", "recordatorio de la víspera"
        REENVIO = "reenvio", "reenvío con motivo"

    class Canal(models.TextChoices):
        CORREO = "correo", "correo electrónico"
        CARTA = "carta", "carta"
        TELEFONO = "telefono", "teléfono"
        VISITA = "visita", "visita"

    convocatoria = models.ForeignKey(Convocatoria, models.PROTECT, related_name="invitaciones")
    participante = models.ForeignKey(Participante, models.CASCADE, related_name="invitaciones")
    clase = models.CharField("clase", max_length=12, choices=Clase, default=Clase.INVITACION)
    canal = models.CharField("medio", max_length=10, choices=Canal, default=Canal.CORREO)
    mensaje = models.OneToOneField(Mensaje, models.PROTECT, null=True, blank=True, related_name="+")
    clave_hash = models.CharField(max_length=64, unique=True, editable=False)
    #: The key itself, only while a letter may have to be printed with it.
    clave = TextoCifrado("clave", blank=True, editable=False, default="")
    creada_en = models.DateTimeField("decidida", null=True, blank=True)
    hecha_en = models.DateTimeField("hecha", null=True, blank=True)
    hecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="hecha por",
        null=True,
        blank=True,
        related_name="+",
    )
    #: Why it was sent again.
    motivo = models.CharField("motivo", max_length=300, blank=True)
    #: What somebody noted of a letter, a call or a visit: who answered, the number of the post.
    detalle = models.CharField("detalle", max_length=300, blank=True)
    motivo_tardanza = models.CharField("por qué se hizo tarde", max_length=300, blank=True)

    PADRES = ("convocatoria", "participante")

    class Meta:
        verbose_name = "invitación"
        verbose_name_plural = "invitaciones"
        constraints = [
            models.UniqueConstraint(
                fields=["participante"],
                condition=Q(clase="invitacion"),
                name="invitacion_una_por_persona",
                violation_error_message="Esa persona ya fue invitada a esta actividad.",
            ),
            models.UniqueConstraint(
                fields=["convocatoria", "participante", "clase"],
                condition=~Q(clase="reenvio"),
                name="invitacion_unica",
            ),
            models.CheckConstraint(
                condition=Q(canal="correo", mensaje__isnull=False)
                | (~Q(canal="correo") & Q(mensaje=None)),
                name="invitacion_por_correo_con_mensaje",
            ),
            models.CheckConstraint(
                condition=~Q(clase="reenvio") | ~Q(motivo=""),
                name="invitacion_reenvio_con_motivo",
                violation_error_message="Escriba por qué se envía de nuevo.",
            ),
            models.CheckConstraint(
                condition=Q(hecha_en=None, hecha_por=None) | Q(hecha_en__isnull=False),
                name="invitacion_hecha_completa",
            ),
        ]

    def __str__(self) -> str:
        return f"invitación {self.pk}"
