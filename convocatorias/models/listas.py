"""What each person keeps of the lists, and what was changed in many rows at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from convocatorias.models.directorio import Organizacion
from servicios.models import DeServicio


class FiltroGuardado(DeServicio):
    """The filters of a list that one person uses again, by the name that they gave them."""

    class Lista(models.TextChoices):
        DIRECTORIO = "directorio", "directorio"

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="de quién", related_name="+"
    )
    lista = models.CharField("lista", max_length=20, choices=Lista, default=Lista.DIRECTORIO)
    nombre = models.CharField("nombre", max_length=60)
    #: What stands in the address: codes of catalogues, never what was searched for.
    consulta = models.CharField("filtros", max_length=300)

    class Meta:
        verbose_name = "filtro guardado"
        verbose_name_plural = "filtros guardados"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(
                fields=["servicio", "usuario", "lista", "nombre"],
                name="filtro_guardado_unico",
                violation_error_message="Usted ya tiene un filtro con ese nombre.",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre


class CambioEnBloque(DeServicio):
    """One change of many organisations, with what each one had before, so that it is undone."""

    class Accion(models.TextChoices):
        AGREGAR_TIPO = "agregar_tipo", "agregar un tipo"
        QUITAR_TIPO = "quitar_tipo", "quitar un tipo"
        AGREGAR_TEMA = "agregar_tema", "agregar un tema"
        QUITAR_TEMA = "quitar_tema", "quitar un tema"
        CAMBIAR_COMUNA = "cambiar_comuna", "cambiar la comuna"
        ARCHIVAR = "archivar", "archivar"
        RECUPERAR = "recuperar", "traer de vuelta del archivo"

    accion = models.CharField("acción", max_length=15, choices=Accion)
    #: The kind, the topic or the comuna, by its key; empty for the two of the archive.
    valor = models.CharField("valor", max_length=30, blank=True)
    #: What `valor` was called then.
    valor_nombre = models.CharField("valor en palabras", max_length=80, blank=True)
    #: Pairs: the key of an organisation, and what it had (null where it had nothing).
    antes = models.JSONField("lo que había", default=list)
    cambiadas = models.PositiveIntegerField("organizaciones cambiadas")
    hecho_en = models.DateTimeField("hecho")
    hecho_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="hecho por", related_name="+"
    )
    deshecho_en = models.DateTimeField("deshecho", null=True, blank=True)
    deshecho_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="deshecho por",
        null=True,
        blank=True,
        related_name="+",
    )
    #: Those that somebody changed in between: undoing left them as they were.
    intactas = models.JSONField("no se tocaron al deshacer", default=list)

    class Meta:
        verbose_name = "cambio en bloque"
        verbose_name_plural = "cambios en bloque"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deshecho_en=None, deshecho_por=None)
                | Q(deshecho_en__isnull=False, deshecho_por__isnull=False),
                name="cambio_en_bloque_deshecho_completo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_accion_display()} {self.valor_nombre}".strip()


class PosibleDuplicado(DeServicio):
    """Two organisations that may be the same one, and why it seems so."""

    class Motivo(models.TextChoices):
        CORREO = "correo", "comparten un correo"
        TELEFONO = "telefono", "comparten un teléfono"
        NOMBRE = "nombre", "es el mismo nombre, escrito de otra manera"
        PARECIDO = "parecido", "los nombres se parecen y la comuna es la misma"

    una = models.ForeignKey(Organizacion, models.CASCADE, related_name="+")
    otra = models.ForeignKey(Organizacion, models.CASCADE, related_name="+")
    motivo = models.CharField("por qué", max_length=10, choices=Motivo)
    parecido = models.PositiveSmallIntegerField("parecido, de 0 a 100")
    descartado_en = models.DateTimeField("descartado", null=True, blank=True)
    descartado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="descartado por",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("una", "otra")

    class Meta:
        verbose_name = "posible duplicado"
        verbose_name_plural = "posibles duplicados"
        ordering = ["-parecido", "id"]
        constraints = [
            models.UniqueConstraint(fields=["una", "otra"], name="posible_duplicado_unico"),
            models.CheckConstraint(
                condition=Q(una__lt=models.F("otra")), name="posible_duplicado_en_orden"
            ),
            models.CheckConstraint(
                condition=Q(parecido__lte=100), name="posible_duplicado_parecido"
            ),
            models.CheckConstraint(
                condition=Q(descartado_en=None, descartado_por=None)
                | Q(descartado_en__isnull=False, descartado_por__isnull=False),
                name="posible_duplicado_descartado_completo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.una_id} y {self.otra_id}"


class FusionOrganizaciones(DeServicio):
    """One organisation joined to another: who did it, and every row that it moved."""

    absorbida = models.ForeignKey(
        Organizacion, models.PROTECT, verbose_name="se unió", related_name="+"
    )
    sobreviviente = models.ForeignKey(
        Organizacion, models.PROTECT, verbose_name="quedó", related_name="+"
    )
    #: Keys of what was moved, copied and filled in; no data of persons.
    movido = models.JSONField("lo que se movió", default=dict)
    hecha_en = models.DateTimeField("hecha")
    hecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="hecha por", related_name="+"
    )
    deshecha_en = models.DateTimeField("deshecha", null=True, blank=True)
    deshecha_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="deshecha por",
        null=True,
        blank=True,
        related_name="+",
    )

    PADRES = ("absorbida", "sobreviviente")

    class Meta:
        verbose_name = "unión de organizaciones"
        verbose_name_plural = "uniones de organizaciones"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbida"],
                condition=Q(deshecha_en=None),
                name="fusion_una_vigente_por_absorbida",
            ),
            models.CheckConstraint(
                condition=~Q(absorbida=models.F("sobreviviente")), name="fusion_de_dos"
            ),
            models.CheckConstraint(
                condition=Q(deshecha_en=None, deshecha_por=None)
                | Q(deshecha_en__isnull=False, deshecha_por__isnull=False),
                name="fusion_deshecha_completa",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbida_id} en {self.sobreviviente_id}"
