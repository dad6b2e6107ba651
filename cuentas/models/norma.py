"""The norm of a service in a year: its parameters, and where they come from."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from servicios.models import DeServicio

#: What the guide says where the norm of a service says nothing else (DOMAIN 5.2).
GUIA: dict[str, str | int] = {
    "tipo_dias": "corridos",
    "plazo_respuesta_sugerido_dias": 30,
    "plazo_respuesta_maximo_dias": 45,
    "convocatoria_anticipacion_dias": 15,
    "virtual_minimo_dias": 30,
    "tipos_organizacion_minimo": 3,
    "duracion_max_min": 240,
    "asistentes_max": 250,
    "exposicion_max_min": 60,
    "plenario_min_min": 5,
    "plenario_max_min": 10,
    "taller_tamano_min": 7,
    "taller_tamano_max": 12,
    "prioridades_por_taller": 2,
    "consulta_borrador_dias_habiles": 10,
    "ventana_regional_inicio": "18-04",
    "ventana_regional_fin": "30-04",
    # Not of the guide: values of the portal, for the lawyer of each service to review.
    "retencion_contactos_meses": 6,
    "retencion_fichas_meses": 12,
}
#: The most that the database keeps of each; with the name, a contact goes too.
RETENCION_MAXIMA = {"retencion_contactos_meses": 12, "retencion_fichas_meses": 60}


class NormaParticipacion(DeServicio):
    """The parameters of a service in a year, with the norm that sets them (DOMAIN 5.2)."""

    class TipoDias(models.TextChoices):
        CORRIDOS = "corridos", "días corridos"
        HABILES = "habiles", "días hábiles"

    #: Where the numbers come from, and the numbers.
    FUENTE: ClassVar[tuple[str, ...]] = ("nombre", "numero", "fecha", "url")
    PARAMETROS: ClassVar[tuple[str, ...]] = tuple(GUIA)

    anio = models.PositiveSmallIntegerField("año de gestión")
    nombre = models.CharField(
        "norma", max_length=160, default="Guía de la División de Organizaciones Sociales"
    )
    numero = models.CharField("número", max_length=40, blank=True)
    fecha = models.DateField("fecha de la norma", null=True, blank=True)
    url = models.URLField("dirección web de la norma", blank=True)

    tipo_dias = models.CharField(
        "días de las respuestas", max_length=10, choices=TipoDias, default=GUIA["tipo_dias"]
    )
    plazo_respuesta_sugerido_dias = models.PositiveSmallIntegerField(
        "plazo sugerido de respuesta (días)", default=GUIA["plazo_respuesta_sugerido_dias"]
    )
    plazo_respuesta_maximo_dias = models.PositiveSmallIntegerField(
        "plazo máximo de respuesta (días)", default=GUIA["plazo_respuesta_maximo_dias"]
    )
    convocatoria_anticipacion_dias = models.PositiveSmallIntegerField(
        "anticipación de la convocatoria (días corridos)",
        default=GUIA["convocatoria_anticipacion_dias"],
    )
    virtual_minimo_dias = models.PositiveSmallIntegerField(
        "duración mínima de la participación virtual (días)", default=GUIA["virtual_minimo_dias"]
    )
    tipos_organizacion_minimo = models.PositiveSmallIntegerField(
        "tipos de organización que convocar, al menos", default=GUIA["tipos_organizacion_minimo"]
    )
    duracion_max_min = models.PositiveSmallIntegerField(
        "duración máxima (minutos)", default=GUIA["duracion_max_min"]
    )
    asistentes_max = models.PositiveSmallIntegerField(
        "asistentes, a lo más", default=GUIA["asistentes_max"]
    )
    exposicion_max_min = models.PositiveSmallIntegerField(
        "exposición, a lo más (minutos)", default=GUIA["exposicion_max_min"]
    )
    plenario_min_min = models.PositiveSmallIntegerField(
        "turno de plenario, desde (min)", default=GUIA["plenario_min_min"]
    )
    plenario_max_min = models.PositiveSmallIntegerField(
        "turno de plenario, hasta (min)", default=GUIA["plenario_max_min"]
    )
    taller_tamano_min = models.PositiveSmallIntegerField(
        "personas por taller, desde", default=GUIA["taller_tamano_min"]
    )
    taller_tamano_max = models.PositiveSmallIntegerField(
        "personas por taller, hasta", default=GUIA["taller_tamano_max"]
    )
    prioridades_por_taller = models.PositiveSmallIntegerField(
        "prioridades por taller", default=GUIA["prioridades_por_taller"]
    )
    consulta_borrador_dias_habiles = models.PositiveSmallIntegerField(
        "consulta de un borrador (días hábiles)", default=GUIA["consulta_borrador_dias_habiles"]
    )
    ventana_regional_inicio = models.CharField(
        "ventana regional, desde (dd-mm)", max_length=5, default=GUIA["ventana_regional_inicio"]
    )
    ventana_regional_fin = models.CharField(
        "ventana regional, hasta (dd-mm)", max_length=5, default=GUIA["ventana_regional_fin"]
    )
    retencion_contactos_meses = models.PositiveSmallIntegerField(
        "contactos, después de responder (meses)", default=GUIA["retencion_contactos_meses"]
    )
    retencion_fichas_meses = models.PositiveSmallIntegerField(
        "documento y firma, después del cierre (meses)", default=GUIA["retencion_fichas_meses"]
    )

    class Meta:
        verbose_name = "norma de participación"
        verbose_name_plural = "normas de participación"
        ordering = ["-anio"]
        constraints = [
            models.UniqueConstraint(fields=["servicio", "anio"], name="norma_servicio_anio"),
            models.CheckConstraint(
                condition=Q(plazo_respuesta_sugerido_dias__lte=F("plazo_respuesta_maximo_dias")),
                name="norma_sugerido_hasta_maximo",
                violation_error_message="El plazo sugerido no puede pasar del máximo.",
            ),
            models.CheckConstraint(
                condition=Q(**GUIA) | (~Q(numero="") & ~Q(url="") & Q(fecha__isnull=False)),
                name="norma_cambios_con_fuente",
                violation_error_message=(
                    "Cambiar lo que dice la guía exige el número, la fecha y la dirección web de "
                    "la norma del servicio (R6)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(taller_tamano_min__lte=F("taller_tamano_max")),
                name="norma_tamano_taller",
            ),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q((f"{campo}__range", (1, maximo)))
                        for campo, maximo in RETENCION_MAXIMA.items()
                    )
                ),
                name="norma_retencion",
            ),
        ]

    def __str__(self) -> str:
        return self.cita

    @property
    def cita(self) -> str:
        """The norm as it is cited beside a date."""
        numero = f" N.º {self.numero}" if self.numero else ""
        fecha = f" de {self.fecha:%d/%m/%Y}" if self.fecha else ""
        return f"{self.nombre}{numero}{fecha}"

    @property
    def con_fuente(self) -> bool:
        """Whether it says of which norm of the service its numbers come."""
        return bool(self.numero and self.fecha and self.url)

    @property
    def retencion(self) -> dict[str, int]:
        """Months that each class of `comun.conservacion` is kept, of those that a norm may set."""
        return {
            "contactos": self.retencion_contactos_meses,
            "fichas": self.retencion_fichas_meses,
        }

    @property
    def cambiados(self) -> tuple[str, ...]:
        """The parameters that are not those of the guide."""
        return tuple(nombre for nombre, valor in GUIA.items() if getattr(self, nombre) != valor)
