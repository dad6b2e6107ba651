"""The outbox: a mail is a row written with the fact that it announces."""

import hashlib
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now

from comun.formato import fecha_sin_semana, hora
from comun.models import Archivo
from comun.texto import plegar
from servicios.models import Servicio, con_alcance

#: A campaign is named `family:number`; what people call each family.
FAMILIAS = {
    "acuse": "Acuses de recibo",
    "anulacion": "Avisos de que no se realizará",
    "cambio": "Avisos de cambio",
    "convocatoria": "Invitaciones",
    "derechos": "Solicitudes sobre datos personales",
    "inscripcion": "Inscripciones",
    "novedades": "Avisos a quienes siguen la cuenta",
    "recordatorio": "Recordatorios a quienes no responden",
    "recordatorios": "Recordatorios al equipo",
    "respuesta": "Respuestas",
    "suspension": "Avisos de suspensión",
    "vispera": "Recordatorios de la víspera",
}


def campania_en_palabras(campania: str) -> str:
    """`convocatoria:7` → `Invitaciones`; a campaign with a name of its own keeps it."""
    familia, dos_puntos, _ = campania.partition(":")
    return FAMILIAS.get(familia, familia.capitalize()) if dos_puntos else campania


#: What a mail says of a decision about it, where it is told apart from what a server said.
DADO_POR_ENVIADO = "Lo dio por enviado una persona del equipo"
AVISADO = "Se le avisó por otro medio"
SIN_CONEXION = "Sin conexión con el servidor"
EN_FILA = "Espera su turno: llegaron muchos mensajes a la vez"
PIDIO_NO_RECIBIR = "La persona pidió no recibir estos correos"
ENVIO_DETENIDO = "Se detuvo el envío antes de que saliera"
#: Mails of sign-in: invitations to the portal, new passwords, warnings about the account.
TIPO_ACCESO = "acceso"
#: Asks again whoever was invited and did not answer.
TIPO_RECORDATORIO_DE_INVITACION = "recordatorio_de_invitacion"
#: What a person is told of their own request about their data: it leaves whatever else they asked.
TIPO_DERECHOS = "derechos"
#: Kinds that a person may refuse: no norm obliges the service to send them to that person.
TIPOS_RENUNCIABLES = frozenset({"invitacion", TIPO_RECORDATORIO_DE_INVITACION})

#: Mails of who follows an account: staff see how many there are, never to whom.
TIPOS_RESERVADOS = frozenset({"novedades", "seguir"})
A_QUIEN_SIGUE = "Una persona que pidió avisos"

#: What the service owes to who wrote to it.
TIPOS_DEBIDOS = ("acuse", "encuentro", "respuesta")


class MensajeQuerySet(models.QuerySet["Mensaje"]):
    def por_enviar(self) -> "MensajeQuerySet":
        return self.filter(estado__in=Mensaje.ESPERAN)

    def vencidos(self) -> "MensajeQuerySet":
        """Waiting, their words still there, and their time has come by the database's clock."""
        return self.por_enviar().filter(no_antes_de__lte=Now(), purgado_en__isnull=True)

    def en_fila(self) -> "MensajeQuerySet":
        """Those that wait only because too many of their kind were decided at once."""
        return self.filter(
            estado=Mensaje.Estado.PENDIENTE, ultimo_texto=EN_FILA, no_antes_de__gt=Now()
        )

    def abandonados(self) -> "MensajeQuerySet":
        """Claimed by somebody whose lease ran out."""
        return self.filter(estado=Mensaje.Estado.TOMADO, tomado_hasta__lt=Now())

    def anulables(self) -> "MensajeQuerySet":
        """Those whose final dot was not announced: nobody can have them yet."""
        sin_punto = Q(estado=Mensaje.Estado.TOMADO, punto_en__isnull=True)
        return self.filter(sin_punto | Q(estado__in=Mensaje.ESPERAN))

    def detenidos(self) -> "MensajeQuerySet":
        """Those that `Mensaje.detenido` tells."""
        return self.filter(
            tipo__in=TIPOS_DEBIDOS,
            estado=Mensaje.Estado.ANULADO,
            ultimo_texto=PIDIO_NO_RECIBIR,
            purgado_en=None,
        )

    def por_purgar(self, hoy: date) -> "MensajeQuerySet":
        """Not on their way, and their words were kept as long as they had to be.

        Also what nobody decided about: after the term there is no reason to keep it (Ley 21.719).
        """
        return self.filter(purgar_desde__lte=hoy, purgado_en__isnull=True).exclude(
            estado__in=(*Mensaje.ESPERAN, Mensaje.Estado.TOMADO)
        )

    def de_campania(self, campania: str) -> "MensajeQuerySet":
        return self.filter(campania=campania)

    def buscar(self, texto: str) -> "MensajeQuerySet":
        """By name, whatever its accents, or by address; nobody is found by what they follow."""
        plegado = plegar(texto)
        quien = Q(nombre_plegado__contains=plegado) | Q(para__icontains=texto.strip())
        return self.filter(quien).exclude(tipo__in=TIPOS_RESERVADOS)

    def por_estado(self) -> dict[str, int]:
        """How many in each state, in one statement."""
        filas = self.order_by().values_list("estado").annotate(n=Count("pk"))
        return dict.fromkeys(Mensaje.Estado.values, 0) | dict(filas)


class Mensaje(models.Model):
    """One mail to one person. Rendered and hashed when it was decided; sent by whoever claims it.

    `tomado_hasta`, `punto_en` and `no_antes_de` are instants of the database's real clock, not of
    the portal's. `punto_en` is written before the SMTP final dot: without it the mail cannot have
    been accepted; with it and without an answer nobody knows (RFC 1047).
    """

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "en espera de salir"
        TOMADO = "tomado", "saliendo"
        ENVIADO = "enviado", "enviado"
        REINTENTO = "reintento", "se intentará de nuevo"
        RECHAZADO = "rechazado", "rechazado por el correo de destino"
        INCIERTO = "incierto", "no sabemos si llegó"
        CONCILIADO = "conciliado", "comprobado: llegó"
        REBOTADO = "rebotado", "devuelto por el correo de destino"
        ANULADO = "anulado", "anulado antes de salir"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "pendiente": {"tomado", "anulado"},
        # Only a claim whose final dot was never written goes back to `reintento`, or is annulled.
        "tomado": {"enviado", "reintento", "rechazado", "incierto", "anulado"},
        "reintento": {"tomado", "anulado"},
        "enviado": {"rebotado"},
        # Told by another way: there is nothing left to decide about the mail.
        "rechazado": {"pendiente", "anulado"},
        "incierto": {"pendiente", "conciliado", "rebotado"},
        "conciliado": {"rebotado"},
        "rebotado": {"pendiente", "anulado"},
        # Only what was owed and stopped because its addressee asked so, once they let it leave.
        "anulado": {"pendiente"},
    }
    #: Waiting to be claimed · the destination has them · a person must look at them.
    ESPERAN: ClassVar[tuple[str, ...]] = ("pendiente", "reintento")
    LLEGARON: ClassVar[tuple[str, ...]] = ("enviado", "conciliado")
    PIDEN_DECISION: ClassVar[tuple[str, ...]] = ("rechazado", "incierto", "rebotado")
    NO_LLEGARON: ClassVar[tuple[str, ...]] = (*PIDEN_DECISION, "anulado")

    class Prioridad(models.IntegerChoices):
        ALTA = 1, "alta"
        NORMAL = 5, "normal"
        CAMPANIA = 9, "campaña"

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", null=True, blank=True, related_name="+"
    )
    tipo = models.CharField("tipo", max_length=40)
    campania = models.CharField("campaña", max_length=80, blank=True)
    clave = models.CharField("clave de deduplicación", max_length=160, unique=True)
    nombre = models.CharField("nombre de la persona", max_length=200, blank=True)
    nombre_plegado = models.CharField("nombre para buscar", max_length=200, blank=True)
    para = models.EmailField("dirección")
    dominio = models.CharField("dominio de destino", max_length=254, editable=False)
    asunto = models.CharField("asunto", max_length=200)
    texto = models.TextField("cuerpo en texto")
    html = models.TextField("cuerpo en HTML", blank=True)
    huella = models.CharField("SHA-256 de lo decidido", max_length=64, editable=False)
    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    prioridad = models.PositiveSmallIntegerField(
        "prioridad", choices=Prioridad, default=Prioridad.NORMAL
    )
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.PENDIENTE)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    tomado_por = models.CharField("tomado por", max_length=80, blank=True)
    tomado_hasta = models.DateTimeField("tomado hasta", null=True, blank=True)
    punto_en = models.DateTimeField("punto final anunciado", null=True, blank=True)
    no_antes_de = models.DateTimeField("no sale antes de", db_default=Now())
    ultimo_codigo = models.PositiveSmallIntegerField("último código SMTP", null=True, blank=True)
    ultimo_texto = models.CharField("última respuesta del correo", max_length=300, blank=True)
    creado_en = models.DateTimeField("creado")
    enviado_en = models.DateTimeField("enviado", null=True, blank=True)
    evidencia = models.CharField("cómo se supo", max_length=300, blank=True)
    purgar_desde = models.DateField("sus palabras se borran desde", null=True, blank=True)
    purgado_en = models.DateTimeField("palabras borradas", null=True, blank=True)
    #: The path of the page where its addressee gives up its kind, when an app above knows it. It
    #: carries a key, as the words do, and is erased with them.
    renuncia = models.CharField("página en que se renuncia", max_length=200, blank=True)

    objects = con_alcance(MensajeQuerySet)

    class Meta:
        verbose_name = "mensaje de correo"
        verbose_name_plural = "mensajes de correo"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(estado="tomado") | Q(tomado_hasta__isnull=False),
                name="mensaje_tomado_con_plazo",
            ),
            models.CheckConstraint(
                condition=~Q(estado="enviado") | Q(enviado_en__isnull=False),
                name="mensaje_enviado_con_fecha",
            ),
            models.CheckConstraint(
                condition=~Q(estado="conciliado")
                | (Q(enviado_en__isnull=False) & ~Q(evidencia="")),
                name="mensaje_conciliado_con_evidencia",
            ),
        ]
        indexes = [
            models.Index(
                fields=["prioridad", "id"],
                condition=Q(estado__in=("pendiente", "reintento", "tomado")),
                name="mensaje_por_enviar",
            ),
            # SQLite cannot use the one above, whose condition its parameters hide; without this
            # one each look at the outbox reads it whole, bodies included.
            models.Index(fields=["estado", "prioridad", "no_antes_de"], name="mensaje_por_estado"),
            models.Index(fields=["servicio", "campania", "-id"], name="mensaje_campania"),
            models.Index(fields=["dominio", "punto_en"], name="mensaje_por_dominio"),
            models.Index(fields=["servicio", "punto_en"], name="mensaje_por_servicio"),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.pk}: {self.get_estado_display()}"

    @property
    def campania_en_palabras(self) -> str:
        return campania_en_palabras(self.campania)

    def calcular_huella(self) -> str:
        """SHA-256 of what was decided: to whom, and each word. It must equal `huella`."""
        partes = (self.para, self.asunto, self.texto, self.html)
        return hashlib.sha256("\0".join(partes).encode()).hexdigest()

    @property
    def en_palabras(self) -> str:
        """How it is, as one says it to the person who sent it."""
        if self.estado in self.LLEGARON and self.enviado_en:
            return f"{self._como} el {fecha_sin_semana(self.enviado_en)}, {hora(self.enviado_en)}"
        if self.no_llego:
            return self._por_que_no()
        if self.estado == self.Estado.ANULADO and self.ultimo_texto:
            return self.ultimo_texto
        etiqueta = self.get_estado_display()
        if self.estado == self.Estado.REINTENTO and not self.intentos:
            etiqueta = self.Estado.PENDIENTE.label  # its turn passed: nobody has tried it yet
        return etiqueta[:1].upper() + etiqueta[1:]

    @property
    def _como(self) -> str:
        if self.estado == self.Estado.ENVIADO:
            return "Enviado"
        return "Dado por enviado" if self.dado_por_enviado else "Comprobado: llegó"

    def _por_que_no(self) -> str:
        """By the enhanced code of RFC 3463, where the server gave one."""
        if self.ultimo_texto.startswith("5.1.3"):
            return "La dirección está mal escrita"
        if self.ultimo_texto.startswith(("5.1.1", "5.1.2", "5.1.10")):
            return "La dirección no existe"
        if self.ultimo_texto.startswith(("5.3.4", "5.2.3")):
            return "El correo de destino no acepta mensajes tan grandes"
        if self.ultimo_texto.startswith(("5.2.2", "4.2.2")) or self.ultimo_codigo == 552:
            return "El buzón está lleno"
        if self.ultimo_texto.startswith("4.4"):
            return "El correo de destino no contestó en varios días"
        if self.estado == self.Estado.REBOTADO:
            return "Lo devolvió el correo de destino"
        return "Lo rechazó el correo de destino"

    @property
    def marca(self) -> str:
        """The mark of state that goes with the words (components/estado.html)."""
        if self.avisado:
            return "listo"
        return {
            self.Estado.ENVIADO: "listo",
            self.Estado.CONCILIADO: "listo",
            self.Estado.TOMADO: "curso",
            self.Estado.RECHAZADO: "tarde",
            self.Estado.REBOTADO: "tarde",
            self.Estado.INCIERTO: "pronto",
            self.Estado.ANULADO: "anulado",
        }.get(self.Estado(self.estado), "espera")

    @property
    def abre_el_portal(self) -> bool:
        """It carries a link or a code that proves who one is: for its addressee alone."""
        return self.tipo in (TIPO_ACCESO, TIPO_DERECHOS)

    @property
    def reservado(self) -> bool:
        """Who it goes to is not for staff, nor what a server said of their address."""
        return self.tipo in TIPOS_RESERVADOS

    @property
    def destino(self) -> str:
        """The address, as staff may see it."""
        return A_QUIEN_SIGUE if self.reservado else self.para

    @property
    def dado_por_enviado(self) -> bool:
        """Its doubt was settled by a person's word: no server said that it arrived."""
        return self.evidencia == DADO_POR_ENVIADO

    @property
    def avisado(self) -> bool:
        """It did not arrive, and somebody told the person by another way."""
        return self.estado == self.Estado.ANULADO and self.ultimo_texto == AVISADO

    @property
    def detenido(self) -> bool:
        """It is owed, and leaves if its addressee lets the service write again."""
        return (
            self.estado == self.Estado.ANULADO
            and self.ultimo_texto == PIDIO_NO_RECIBIR
            and self.tipo in TIPOS_DEBIDOS
            and self.purgado_en is None
        )

    @property
    def sin_conexion(self) -> bool:
        """Its turn came while the mail server was away: it was no attempt of its own."""
        return self.estado == self.Estado.REINTENTO and self.ultimo_texto.startswith(SIN_CONEXION)

    @property
    def pide_decision(self) -> bool:
        return self.estado in self.PIDEN_DECISION

    @property
    def no_llego(self) -> bool:
        """The destination said no: another address, or another channel."""
        return self.estado in (self.Estado.RECHAZADO, self.Estado.REBOTADO)

    @property
    def puede_anularse(self) -> bool:
        """Nobody can have it yet: a mail that is leaving can be stopped until its final dot."""
        return self.estado in self.ESPERAN or (
            self.estado == self.Estado.TOMADO and self.punto_en is None
        )

    @property
    def purgado(self) -> bool:
        """Its words were erased at the end of their term; its fingerprint and dates stay."""
        return self.purgado_en is not None

    @property
    def renunciable(self) -> bool:
        """Its addressee may ask for no more of its kind."""
        return self.tipo in TIPOS_RENUNCIABLES


class Adjunto(models.Model):
    """A stored file that travels with a mail."""

    mensaje = models.ForeignKey(Mensaje, models.CASCADE, related_name="adjuntos")
    archivo = models.ForeignKey(Archivo, models.PROTECT, related_name="+")
    nombre = models.CharField("nombre del archivo", max_length=120)

    class Meta:
        # They travel in the order in which they were given: what cancels goes before what is new.
        ordering = ["id"]
        verbose_name = "adjunto"
        verbose_name_plural = "adjuntos"

    def __str__(self) -> str:
        return self.nombre
