"""Every contribution, who sent it, and its systematisation."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from comun.campos import TextoCifrado
from comun.models import DatosPersona
from comun.texto import plegar
from cuentas.models import Capitulo, CuentaPublica
from jornadas.models import PreguntaPlenario
from servicios.models import AvisoPrivacidad, DeServicio, DeServicioQuerySet, con_alcance
from talleres.models import Acuerdo, Intervencion, Taller


class Consultante(DeServicio, DatosPersona):
    """One person who contributed to an account: same folded name and contact, same person."""

    class Medio(models.TextChoices):
        CORREO = "correo", "correo electrónico"
        TELEFONO = "telefono", "teléfono"
        CARTA = "carta", "carta"
        RETIRO = "retiro", "retiro en la oficina"

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
                condition=~Q(correo="") | ~Q(telefono="") | ~Q(direccion="") | Q(medio="retiro"),
                name="consultante_con_contacto",
                violation_error_message="Se necesita al menos un medio de contacto (R50).",
            ),
        ]
        # Each message asks when its address was written to for the last time, in its service; who
        # lost a link is looked for in all of them.
        indexes = [
            models.Index(fields=["contacto_plegado", "servicio"], name="consultante_contacto")
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


#: `214`, `2026-0214`: as it is quoted.
_FOLIO = re.compile(r"(?:([0-9]{4})\s*[-–/]\s*)?0*([0-9]{1,8})")


def _con_palabras(texto: str) -> Q:
    cual = Q()
    for palabra in plegar(texto).split()[:8]:
        cual &= Q(mensaje_plegado__contains=palabra)
    return cual


class ConsultaQuerySet(DeServicioQuerySet):
    def pendientes(self) -> "ConsultaQuerySet":
        return self.filter(estado=Consulta.Estado.RECIBIDA)

    def con_palabras(self, texto: str) -> "ConsultaQuerySet":
        """Those whose message has every word, whatever its case and accents."""
        return self.filter(_con_palabras(texto))

    def que_dicen(self, texto: str) -> "ConsultaQuerySet":
        """Those with its words; also the one of that folio, or of the sheet with that code."""
        cual = _con_palabras(texto)
        if folio := _FOLIO.fullmatch(texto.strip()):
            cual |= Q(folio_numero=folio[2], **({"folio_anio": folio[1]} if folio[1] else {}))
        codigo = "".join(letra for letra in texto.upper() if letra.isalnum())
        return self.filter(cual | Q(hoja=codigo)) if codigo else self.filter(cual)

    def de_la_persona(self, nombre: str) -> "ConsultaQuerySet":
        """What was written by whoever has every word of that in their name."""
        palabras = plegar(nombre).split()[:8]
        return self.filter(*(Q(consultante__nombre_plegado__contains=p) for p in palabras))


class Consulta(DeServicio):
    """One contribution. Its text is what the person said and never changes (R95)."""

    class Canal(models.TextChoices):
        VIRTUAL = "virtual", "por internet"
        TALLER = "taller", "en un taller"
        PLENARIO = "plenario", "en el plenario"
        AUTOCONVOCADA = "autoconvocada", "en un encuentro autoconvocado"
        COMPLEMENTARIA = "complementaria", "en un encuentro complementario"
        PAPEL = "papel", "en papel"
        OFICINA = "oficina", "en la oficina"
        TELEFONO = "telefono", "por teléfono"

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

    class Formato(models.TextChoices):
        LETRA_GRANDE = "letra_grande", "en letra grande"
        BRAILLE = "braille", "en braille"
        LSCH = "lsch", "en lengua de señas chilena"

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
    capitulo = models.CharField(
        "parte del informe de la que habla", max_length=24, choices=Capitulo.Tipo, blank=True
    )
    #: Whom the person speaks for; without it, for themselves. It is not published.
    organizacion = models.CharField("organización por la que habla", max_length=160, blank=True)
    formato = models.CharField(
        "formato en que pide la respuesta", max_length=12, choices=Formato, blank=True
    )
    #: A published contribution that says the same: who joins it is answered in person too.
    suma_a = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="se suma a",
        null=True,
        blank=True,
        related_name="sumadas",
    )
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
    #: Keyed hash of all that was sent with the nonce: the same nonce with another body is refused.
    huella = models.CharField(max_length=64, blank=True, editable=False)
    hoja = models.CharField("código de la hoja", max_length=12, null=True, blank=True)
    #: When its acknowledgement was written, and until when it waits to leave with others.
    acuse_en = models.DateTimeField("acuse escrito", null=True, blank=True, editable=False)
    acuse_desde = models.DateTimeField("acuse en espera", null=True, blank=True, editable=False)
    #: From here on its words are no longer those of the person (retention, or their right).
    suprimida_en = models.DateTimeField("suprimida", null=True, blank=True, editable=False)

    PADRES = ("cuenta", "consultante", "grupo", "suma_a")

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
            models.UniqueConstraint(
                fields=["servicio", "hoja"],
                condition=Q(hoja__isnull=False),
                name="consulta_hoja_unica",
                violation_error_message="Esa hoja ya se ingresó.",
            ),
            models.CheckConstraint(condition=~Q(mensaje=""), name="consulta_con_mensaje"),
            models.CheckConstraint(
                condition=Q(estado__in=("recibida", "respondida")) | ~Q(motivo_estado=""),
                name="consulta_resuelta_con_motivo",
                violation_error_message="Escriba el motivo o la respuesta.",
            ),
        ]
        indexes = [
            models.Index(fields=["cuenta", "estado"], name="consulta_estado"),
            models.Index(
                fields=["acuse_desde"],
                condition=Q(acuse_desde__isnull=False),
                name="consulta_acuse_en_espera",
            ),
        ]

    def __str__(self) -> str:
        return self.folio

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mensaje_plegado = plegar(self.mensaje)
        super().save(*args, **kwargs)

    def insertar(self, **como: Any) -> None:
        self.mensaje_plegado = plegar(self.mensaje)
        super().insertar(**como)

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
