"""Who runs an account: services, people, roles; and the country's regions and comunas."""

from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from comun.hosts import validar_host
from comun.plazos import zona_de_comuna
from comun.preparadas import insertar
from servicios.permissions import ROLES_TRANSVERSALES, Rol


def validar_red(valor: str) -> None:
    """An IPv4 or IPv6 network: the whole Internet is none that a venue has."""
    try:
        red = ip_network(valor)
    except ValueError:
        raise ValidationError("Escriba una red, por ejemplo 200.12.34.0/24.") from None
    if red.prefixlen < (16 if red.version == 4 else 32):
        raise ValidationError("Esa red es demasiado grande para ser la de un lugar.")


class Region(models.Model):
    """A region, with its CUT code as text and its place from north to south."""

    codigo = models.CharField("código CUT", max_length=2, primary_key=True)
    nombre = models.CharField("nombre", max_length=60)
    abreviatura = models.CharField("abreviatura", max_length=5)
    orden = models.PositiveSmallIntegerField("orden de norte a sur", unique=True)

    class Meta:
        verbose_name = "región"
        verbose_name_plural = "regiones"
        ordering = ["orden"]

    def __str__(self) -> str:
        return self.nombre


class Comuna(models.Model):
    """A comuna; its CUT code is text, with its leading zero (DOMAIN 3.2)."""

    codigo = models.CharField("código CUT", max_length=5, primary_key=True)
    nombre = models.CharField("nombre", max_length=60)
    provincia = models.CharField("provincia", max_length=60)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="región", related_name="comunas"
    )

    class Meta:
        verbose_name = "comuna"
        verbose_name_plural = "comunas"
        ordering = ["region__orden", "nombre"]

    def __str__(self) -> str:
        return self.nombre

    @property
    def zona(self) -> ZoneInfo:
        return zona_de_comuna(self.codigo)


class Servicio(models.Model):
    """A public service (a node of the tree of the State). Rights are not inherited."""

    class Ambito(models.TextChoices):
        NACIONAL = "nacional", "nacional"
        REGIONAL = "regional", "regional"

    nombre = models.CharField("nombre", max_length=160)
    nombre_corto = models.CharField("nombre corto", max_length=40)
    slug = models.SlugField("dirección en el portal", max_length=60, unique=True)
    ambito = models.CharField("ámbito", max_length=10, choices=Ambito, default=Ambito.NACIONAL)
    depende_de = models.ForeignKey(
        "self", models.PROTECT, verbose_name="depende de", null=True, blank=True, related_name="+"
    )
    comuna = models.ForeignKey(
        Comuna, models.PROTECT, verbose_name="comuna de la sede", related_name="+"
    )
    correo = models.EmailField("correo de contacto")
    telefono = models.CharField("teléfono de contacto", max_length=20, blank=True)
    horario = models.CharField("horario de atención", max_length=120, blank=True)
    sitio_web = models.URLField("sitio web institucional", blank=True)
    activo = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "servicio"
        verbose_name_plural = "servicios"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre

    @property
    def zona(self) -> ZoneInfo:
        return zona_de_comuna(self.comuna_id)


class DeServicioQuerySet(models.QuerySet):
    """Rows of one service: bulk inserts keep the same rule as `save`."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objetos = list(objs)
        for objeto in objetos:
            objeto.heredar_servicio()
        return super().bulk_create(objetos, *args, **kwargs)


def con_alcance(clase: type[models.QuerySet] = DeServicioQuerySet) -> Any:
    """A manager that raises when it is asked outside a service's scope."""
    return ScopedManager(servicio="servicio", _manager_class=models.Manager.from_queryset(clase))


class DeServicio(models.Model):
    """Abstract: what belongs to one service, guarded by scope.

    `PADRES` names the foreign keys whose service must be the same one; the first gives it.
    """

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+", editable=False
    )

    PADRES: ClassVar[tuple[str, ...]] = ()

    objects = con_alcance()

    class Meta:
        abstract = True

    def heredar_servicio(self) -> None:
        """Take the parents' service.

        Raises:
            ValueError: a parent belongs to another service.
        """
        for nombre in self.PADRES:
            padre = getattr(self, nombre)
            if padre is None:
                continue
            if self.servicio_id is None:
                self.servicio_id = padre.servicio_id
            if self.servicio_id != padre.servicio_id:
                raise ValueError(f"{self._meta.label}: {nombre} belongs to another service.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        campos = kwargs.get("update_fields")
        if campos is None or set(campos) & {*self.PADRES, "servicio"}:
            self.heredar_servicio()
        super().save(*args, **kwargs)

    def insertar(self, **como: Any) -> None:
        """`save()` of a new row, where many people wait for it (`comun.preparadas.insertar`)."""
        self.heredar_servicio()
        insertar(self, **como)


class UsuarioManager(BaseUserManager["Usuario"]):
    def create_user(self, username: str, email: str, nombre: str, password: str | None = None):
        """A person who may sign in; without `password` they must first open a one-time link."""
        usuario = self.model(
            username=self.model.normalize_username(username),
            email=self.normalize_email(email).lower(),
            nombre=nombre,
        )
        usuario.set_password(password)
        usuario.save(using=self._db)
        return usuario

    def get_by_natural_key(self, username: str | None) -> "Usuario":
        return self.get(username=username)


class Usuario(AbstractBaseUser):
    """A functionary. What they may do is in `Membresia`; there are no Django groups."""

    username = models.CharField(
        "nombre de usuario",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Ya existe una persona con ese nombre de usuario."},
    )
    email = models.EmailField("correo", unique=True)
    nombre = models.CharField("nombre y apellidos", max_length=120)
    cargo = models.CharField("cargo", max_length=120, blank=True)
    telefono = models.CharField("teléfono", max_length=20, blank=True)
    is_active = models.BooleanField("activo", default=True)
    date_joined = models.DateTimeField("desde", auto_now_add=True)

    objects = UsuarioManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "nombre"]

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre or self.username

    @property
    def iniciales(self) -> str:
        partes = [p for p in self.nombre.split() if p]
        return "".join(p[0] for p in (partes[:1] + partes[1:][-1:])).upper()

    def get_full_name(self) -> str:
        return self.nombre

    def get_short_name(self) -> str:
        return self.nombre.split()[0] if self.nombre else self.username

    # What Django's admin asks of a user: one role answers all of it.
    @property
    def is_staff(self) -> bool:
        return self.is_active and self.membresias.vigentes().filter(rol=Rol.ADMINISTRACION).exists()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class MembresiaQuerySet(models.QuerySet["Membresia"]):
    def vigentes(self) -> "MembresiaQuerySet":
        return self.filter(retirada_en=None)


class Membresia(models.Model):
    """One role of one person in one service (or, for three roles, across services)."""

    usuario = models.ForeignKey(
        Usuario, models.PROTECT, verbose_name="persona", related_name="membresias"
    )
    servicio = models.ForeignKey(
        Servicio,
        models.PROTECT,
        verbose_name="servicio",
        null=True,
        blank=True,
        related_name="membresias",
    )
    rol = models.CharField("rol", max_length=30, choices=Rol)
    otorgada_en = models.DateTimeField("otorgada", auto_now_add=True)
    otorgada_por = models.ForeignKey(
        Usuario,
        models.PROTECT,
        verbose_name="otorgada por",
        null=True,
        blank=True,
        related_name="+",
    )
    retirada_en = models.DateTimeField("retirada", null=True, blank=True)

    objects = MembresiaQuerySet.as_manager()

    class Meta:
        verbose_name = "rol de una persona"
        verbose_name_plural = "roles de las personas"
        ordering = ["usuario__nombre", "rol"]
        constraints = [
            models.UniqueConstraint(
                fields=["usuario", "servicio", "rol"],
                condition=Q(retirada_en=None),
                name="membresia_vigente_unica",
                violation_error_message="Esta persona ya tiene ese rol.",
            ),
            # SQLite takes two rows without a service for different ones.
            models.UniqueConstraint(
                fields=["usuario", "rol"],
                condition=Q(retirada_en=None, servicio=None),
                name="membresia_transversal_unica",
                violation_error_message="Esta persona ya tiene ese rol.",
            ),
            models.CheckConstraint(
                condition=Q(servicio=None, rol__in=ROLES_TRANSVERSALES)
                | (Q(servicio__isnull=False) & ~Q(rol__in=ROLES_TRANSVERSALES)),
                name="membresia_transversal_sin_servicio",
                violation_error_message=(
                    "Los roles de administración, analista DOS y auditoría no llevan servicio; "
                    "los demás sí."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usuario}: {self.get_rol_display()}"


class Autoridad(DeServicio):
    """The highest authority of a service in a period, or who stands in for them."""

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    cargo = models.CharField("cargo", max_length=120)
    nombre = models.CharField("nombre", max_length=120)
    desde = models.DateField("desde")
    hasta = models.DateField("hasta", null=True, blank=True)
    subrogante = models.BooleanField("subrogante", default=False)

    class Meta:
        verbose_name = "autoridad"
        verbose_name_plural = "autoridades"
        ordering = ["-desde"]

    def __str__(self) -> str:
        return f"{self.nombre}, {self.cargo}"


class AvisoPrivacidad(DeServicio):
    """The privacy notice of a service, by version (art. 14 ter, Ley 19.628)."""

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    version = models.PositiveSmallIntegerField("versión")
    vigente_desde = models.DateField("vigente desde")
    texto = models.TextField("texto (Markdown)")

    class Meta:
        verbose_name = "aviso de privacidad"
        verbose_name_plural = "avisos de privacidad"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["servicio", "version"], name="aviso_version_unica"),
        ]

    def __str__(self) -> str:
        return f"Aviso de privacidad, versión {self.version}"


class RedPermitida(DeServicio):
    """The network of a venue, from which many people write at once: its limits do not apply."""

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    nombre = models.CharField("lugar", max_length=120)
    red = models.CharField(
        "red", max_length=43, validators=[validar_red], help_text="Ejemplo: 200.12.34.0/24"
    )
    desde = models.DateTimeField("desde")
    hasta = models.DateTimeField("hasta")

    class Meta:
        verbose_name = "red permitida"
        verbose_name_plural = "redes permitidas"
        ordering = ["-desde"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__gt=models.F("desde")),
                name="redpermitida_en_orden",
                violation_error_message="Termina antes de empezar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nombre}: {self.red}"


class SitioWeb(DeServicio):
    """An exact host whose pages may show the service's form inside them, while it is listed."""

    servicio = models.ForeignKey(
        Servicio, models.PROTECT, verbose_name="servicio", related_name="+"
    )
    host = models.CharField("sitio", max_length=253, validators=[validar_host])
    agregado_en = models.DateTimeField("agregado")
    agregado_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")
    retirado_en = models.DateTimeField("retirado", null=True, blank=True)

    class Meta:
        verbose_name = "sitio web"
        verbose_name_plural = "sitios web"
        ordering = ["host"]
        constraints = [
            models.UniqueConstraint(fields=["servicio", "host"], name="sitioweb_unico"),
        ]

    def __str__(self) -> str:
        return self.host
