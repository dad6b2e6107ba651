"""A meeting that somebody else asked for or calls: who answers for it, and their private page."""

from datetime import date

from django.db import models
from django.db.models import Q

from comun.campos import TextoCifrado
from comun.models import DatosPersona
from convocatorias.models.directorio import Organizacion
from convocatorias.models.plan import Actividad
from servicios.models import DeServicio

#: The activities that have an organiser of their own (R42, R43).
CON_ORGANIZADOR = (Actividad.Tipo.COMPLEMENTARIA, Actividad.Tipo.AUTOCONVOCADA)


class Encuentro(DeServicio, DatosPersona):
    """Who organises or asked for a meeting, and through whom it is answered.

    The key opens the page where its contributions are sent; taken away, nothing opens it.
    """

    actividad = models.OneToOneField(Actividad, models.CASCADE, related_name="+")
    organizacion = models.ForeignKey(
        Organizacion,
        models.PROTECT,
        verbose_name="organización",
        null=True,
        blank=True,
        related_name="+",
    )
    organizacion_nombre = models.CharField("quién lo organiza o lo pidió", max_length=160)
    #: The last day on which contributions come in; without it, that of the virtual window.
    cierra = models.DateField("último día para enviar aportes", null=True, blank=True)
    clave_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    #: The key itself, to print it again while it works.
    clave = TextoCifrado("clave", blank=True, editable=False, default="")
    clave_desde = models.DateTimeField("enlace entregado", null=True, blank=True)

    PADRES = ("actividad", "organizacion")

    class Meta:
        verbose_name = "encuentro"
        verbose_name_plural = "encuentros"
        constraints = [
            models.CheckConstraint(
                condition=~Q(correo="") | ~Q(telefono="") | ~Q(direccion=""),
                name="encuentro_con_contacto",
                violation_error_message="Escriba cómo responder a quien lo organiza.",
            ),
            models.CheckConstraint(
                condition=Q(clave_hash=None, clave_desde=None)
                | Q(clave_hash__isnull=False, clave_desde__isnull=False),
                name="encuentro_clave_completa",
            ),
        ]

    def __str__(self) -> str:
        return f"encuentro de {self.organizacion_nombre}"

    def ultimo_dia(self, termino_virtual: date | None) -> date | None:
        """The last day that counts, given that of the virtual window; None while there is none."""
        return self.cierra or termino_virtual
