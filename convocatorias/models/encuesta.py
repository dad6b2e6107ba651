"""The prior survey of an activity: a short questionnaire, and anonymous answers to it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comun.rut import digito
from convocatorias.models.plan import Actividad
from cuentas.models import Capitulo
from servicios.models import DeServicio

#: "Short" (R21): more questions than these are not answered on a telephone.
MAXIMO_PREGUNTAS = 10
MAXIMO_OPCIONES = 12
ESCALA = range(1, 6)


def codigo_de_hoja(numero: int) -> str:
    """What is printed on a sheet: its number and a check figure, as `H17-5`.

    The letter keeps a spreadsheet from reading a date.
    """
    return f"H{numero}-{digito(numero)}"


class EncuestaPrevia(DeServicio):
    """What is asked before an activity, with the invitation or on paper (R21, R22)."""

    class Estado(models.TextChoices):
        BORRADOR = "borrador", "en preparación"
        ABIERTA = "abierta", "abierta"
        CERRADA = "cerrada", "cerrada"

    TRANSICIONES: ClassVar[dict[str, set[str]]] = {
        "borrador": {"abierta"},
        "abierta": {"borrador", "cerrada"},
        "cerrada": {"abierta"},
    }

    actividad = models.OneToOneField(Actividad, models.CASCADE, related_name="+")
    titulo = models.CharField("título", max_length=120)
    introduccion = models.TextField("presentación", blank=True)
    abre = models.DateField("primer día")
    cierra = models.DateField("último día")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.BORRADOR)
    #: Sheets printed so far, each with its number.
    hojas = models.PositiveSmallIntegerField("hojas impresas", default=0)

    PADRES = ("actividad",)

    class Meta:
        verbose_name = "encuesta previa"
        verbose_name_plural = "encuestas previas"
        constraints = [
            models.CheckConstraint(
                condition=Q(cierra__gte=F("abre")),
                name="encuesta_fechas",
                violation_error_message="El último día no puede ser anterior al primero.",
            ),
        ]

    def __str__(self) -> str:
        return self.titulo

    def recibe(self, hoy: date) -> bool:
        """Whether it can be answered by internet on that day of its activity's comuna."""
        return self.estado == self.Estado.ABIERTA and self.abre <= hoy <= self.ultimo_dia

    @property
    def ultimo_dia(self) -> date:
        """Its last day; or that of the activity, if it moved to one before."""
        fecha = self.actividad.fecha
        return min(self.cierra, fecha) if fecha else self.cierra


class PreguntaPrevia(DeServicio):
    """One question. Once somebody answered, the survey keeps its questions as they are."""

    class Clase(models.TextChoices):
        UNA = "una", "elegir una opción"
        VARIAS = "varias", "elegir varias opciones"
        ESCALA = "escala", "de 1 a 5"
        TEXTO = "texto", "texto breve"

    encuesta = models.ForeignKey(EncuestaPrevia, models.CASCADE, related_name="preguntas")
    orden = models.PositiveSmallIntegerField("orden")
    texto = models.CharField("pregunta", max_length=200)
    clase = models.CharField("cómo se responde", max_length=10, choices=Clase)
    #: One in each line; what is stored of an answer is the number of its line.
    opciones = models.TextField("opciones", blank=True)
    capitulo = models.CharField(
        "capítulo del informe", max_length=24, choices=Capitulo.Tipo, blank=True
    )

    PADRES = ("encuesta",)

    class Meta:
        verbose_name = "pregunta de una encuesta previa"
        verbose_name_plural = "preguntas de las encuestas previas"
        ordering = ["orden"]
        constraints = [
            models.UniqueConstraint(fields=["encuesta", "orden"], name="pregunta_previa_orden"),
            models.CheckConstraint(
                condition=Q(orden__gte=1, orden__lte=MAXIMO_PREGUNTAS),
                name="pregunta_previa_pocas",
                violation_error_message="Una encuesta previa lleva hasta 10 preguntas.",
            ),
            models.CheckConstraint(
                condition=(Q(clase__in=("una", "varias")) & ~Q(opciones=""))
                | Q(clase__in=("escala", "texto"), opciones=""),
                name="pregunta_previa_opciones",
                violation_error_message="Escriba las opciones, una en cada línea.",
            ),
        ]

    def __str__(self) -> str:
        return self.texto

    @property
    def lista(self) -> list[tuple[int, str]]:
        """What can be chosen: number and words."""
        if self.clase == self.Clase.ESCALA:
            return [(n, str(n)) for n in ESCALA]
        return list(enumerate(self.opciones.split("\n"), start=1)) if self.opciones else []


class RespuestaPrevia(DeServicio):
    """One questionnaire answered. It says nothing of who answered, and only the day.

    `nonce` makes one form one answer: the keyed hash of a personal link (which the person
    replaces until it closes), the number of a sheet (and the form it was typed in), a row of a
    file, or a form of the staff.
    """

    class Canal(models.TextChoices):
        INTERNET = "internet", "por internet"
        PAPEL = "papel", "en papel"

    encuesta = models.ForeignKey(EncuestaPrevia, models.CASCADE, related_name="respuestas")
    canal = models.CharField("canal", max_length=10, choices=Canal)
    #: A day and no hour: an instant could be matched with that of an invitation's answer.
    dia = models.DateField("día")
    nonce = models.CharField(max_length=80, editable=False)
    ingresada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="ingresada por",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("encuesta",)

    class Meta:
        verbose_name = "respuesta a una encuesta previa"
        verbose_name_plural = "respuestas a las encuestas previas"
        constraints = [
            models.UniqueConstraint(fields=["encuesta", "nonce"], name="respuesta_previa_unica"),
            models.CheckConstraint(
                condition=Q(canal="papel", ingresada_por__isnull=False)
                | Q(canal="internet", ingresada_por=None),
                name="respuesta_previa_en_papel_por_alguien",
            ),
        ]

    def __str__(self) -> str:
        return f"respuesta {self.pk}"


class ValorPrevio(DeServicio):
    """What one answer says to one question: an option (several rows if several), or a text."""

    respuesta = models.ForeignKey(RespuestaPrevia, models.CASCADE, related_name="valores")
    pregunta = models.ForeignKey(PreguntaPrevia, models.CASCADE, related_name="+")
    opcion = models.PositiveSmallIntegerField("opción", null=True, blank=True)
    texto = models.CharField("texto", max_length=300, blank=True)

    PADRES = ("respuesta", "pregunta")

    class Meta:
        verbose_name = "valor de una respuesta previa"
        verbose_name_plural = "valores de las respuestas previas"
        constraints = [
            models.UniqueConstraint(
                fields=["respuesta", "pregunta", "opcion"], name="valor_previo_unico"
            ),
            models.UniqueConstraint(
                fields=["respuesta", "pregunta"],
                condition=Q(opcion=None),
                name="valor_previo_un_texto",
            ),
            models.CheckConstraint(
                condition=Q(opcion__isnull=False, texto="") | (Q(opcion=None) & ~Q(texto="")),
                name="valor_previo_opcion_o_texto",
            ),
        ]
        indexes = [models.Index(fields=["pregunta", "opcion"], name="valor_previo_cuenta")]

    def __str__(self) -> str:
        return f"valor {self.pk}"
