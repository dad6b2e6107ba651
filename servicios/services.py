"""Use cases about people, who enter and leave with a role; and the web sites of a service."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from comun import reloj
from comun.errores import ErrorDominio
from comun.hosts import DEL_PORTAL, es_del_portal, normalizar_host
from comun.transitions import anotar
from servicios.acceso import exigir
from servicios.models import Membresia, Servicio, SitioWeb, Usuario
from servicios.permissions import ROLES_TRANSVERSALES, Permiso, Rol


def enlace_de_acceso(usuario: Usuario) -> str:
    """A one-time absolute address where the person sets their password (valid 3 days)."""
    ruta = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(usuario),
            "key": default_token_generator.make_token(usuario),
        },
    )
    return f"{settings.BASE_URL}{ruta}"


@transaction.atomic
def crear_persona(*, correo: str, nombre: str, cargo: str = "", por: Usuario | None) -> Usuario:
    """A person without a password: they get in by the one-time link.

    Raises:
        ErrorDominio: somebody already has that address.
    """
    correo = correo.strip().lower()
    if Usuario.objects.filter(email=correo).exists():
        raise ErrorDominio(
            "Ya hay una persona con ese correo. Búsquela y déle el rol que necesita."
        )
    usuario = Usuario.objects.create_user(_username_libre(correo), correo, nombre.strip())
    if cargo:
        usuario.cargo = cargo
        usuario.save(update_fields=["cargo"])
    anotar(usuario, "crear_persona", por=por)
    return usuario


def _username_libre(correo: str) -> str:
    base = slugify(correo.partition("@")[0])[:50] or "persona"
    ocupados = set(
        Usuario.objects.filter(username__startswith=base).values_list("username", flat=True)
    )
    if base not in ocupados:
        return base
    return next(f"{base}{n}" for n in range(2, 10_000) if f"{base}{n}" not in ocupados)


@transaction.atomic
def invitar_persona(
    *,
    servicio: Servicio,
    correo: str,
    nombre: str,
    rol: str,
    por: Usuario,
    cargo: str = "",
) -> Usuario:
    """Give a role in a service to a person, known or new, and write to them.

    A new person receives the one-time link; a known one, the news of their role.

    Raises:
        SinPermiso: `por` may not add people to this service.
        ErrorDominio: the role crosses services, or a person gives it to themself.
    """
    exigir(por, Permiso.GESTIONAR_EQUIPO, servicio.pk)
    usuario = Usuario.objects.filter(email=correo.strip().lower()).first()
    if usuario == por:
        raise ErrorDominio("Nadie se da un rol a sí mismo. Pídalo a otra persona encargada.")
    if rol in ROLES_TRANSVERSALES:
        raise ErrorDominio("Ese rol lo otorga la administración del portal.")
    usuario = usuario or crear_persona(correo=correo, nombre=nombre, cargo=cargo, por=por)
    otorgar_rol(usuario=usuario, servicio=servicio, rol=rol, por=por)
    enviar_invitacion(usuario=usuario, servicio=servicio, rol=rol, por=por)
    return usuario


@transaction.atomic
def otorgar_rol(
    *, usuario: Usuario, servicio: Servicio | None, rol: str, por: Usuario | None
) -> Membresia:
    """Give a role (again: nothing changes if the person has it)."""
    membresia, nueva = Membresia.objects.get_or_create(
        usuario=usuario,
        servicio=servicio,
        rol=rol,
        retirada_en=None,
        defaults={"otorgada_por": por},
    )
    if nueva:
        anotar(membresia, "otorgar_rol", por=por, datos={"rol": rol, "persona": usuario.pk})
    return membresia


def enviar_invitacion(
    *, usuario: Usuario, servicio: Servicio | None, rol: str, por: Usuario | None
) -> None:
    """Write to a person about their role; with the one-time link if they have no password yet."""
    contexto: dict[str, Any] = {
        "nombre": usuario.get_short_name(),
        "rol": Rol(rol).label,
        "servicio": servicio.nombre if servicio else "",
        "enlace": "" if usuario.has_usable_password() else enlace_de_acceso(usuario),
        "entrada": f"{settings.BASE_URL}{reverse('account_login')}",
        "quien": por.nombre if por else "",
    }
    get_adapter().send_mail("account/email/invitacion", usuario.email, contexto)


@transaction.atomic
def retirar_rol(*, membresia: Membresia, por: Usuario) -> None:
    """End a role; the row stays, with its date.

    Raises:
        SinPermiso: `por` may not manage the people of that service.
        ErrorDominio: it is one's own role, which would leave the service without a hand.
    """
    exigir(por, Permiso.GESTIONAR_EQUIPO, membresia.servicio_id)
    if membresia.usuario_id == por.pk:
        raise ErrorDominio("No puede retirarse su propio rol. Pídalo a otra persona encargada.")
    filas = Membresia.objects.vigentes().filter(pk=membresia.pk)
    if filas.update(retirada_en=reloj.ahora()):
        anotar(membresia, "retirar_rol", por=por, datos={"rol": membresia.rol})


@transaction.atomic
def iniciar_portal(*, correo: str, nombre: str) -> Usuario:
    """The first administrator (or the same one again, while they have not come in).

    Raises:
        ErrorDominio: an administrator already works here: they invite the others.
    """
    vigentes = Membresia.objects.vigentes().filter(rol=Rol.ADMINISTRACION).select_related("usuario")
    if any(m.usuario.has_usable_password() and m.usuario.is_active for m in vigentes):
        raise ErrorDominio(
            "El portal ya tiene una persona administradora. Ella invita a las demás en /admin/."
        )
    usuario = Usuario.objects.filter(email=correo.strip().lower()).first()
    usuario = usuario or crear_persona(correo=correo, nombre=nombre, por=None)
    otorgar_rol(usuario=usuario, servicio=None, rol=Rol.ADMINISTRACION, por=None)
    return usuario


@transaction.atomic
def agregar_sitio(*, servicio: Servicio, host: str, por: Usuario) -> SitioWeb:
    """Let the pages of that exact host frame the form of the service; again, one that had left.

    Raises:
        SinPermiso: `por` may not arrange the virtual participation of the service.
        ErrorDominio: it is no exact public host, it is the portal's own, or it is listed already.
    """
    exigir(por, Permiso.GESTIONAR_VENTANA, servicio.pk)
    host = normalizar_host(host, local=settings.CPP_DEMO)
    if es_del_portal(host):
        raise ErrorDominio(DEL_PORTAL, "host")
    ahora = reloj.ahora()
    sitio, nuevo = SitioWeb.objects.get_or_create(
        servicio=servicio, host=host, defaults={"agregado_en": ahora, "agregado_por": por}
    )
    if not nuevo:
        retirado = SitioWeb.objects.filter(pk=sitio.pk, retirado_en__isnull=False)
        if not retirado.update(agregado_en=ahora, agregado_por=por, retirado_en=None):
            raise ErrorDominio("Ese sitio ya está en la lista.", "host")
        sitio.refresh_from_db()
    anotar(sitio, "agregar_sitio", por=por, datos={"host": host})
    return sitio


@transaction.atomic
def retirar_sitio(*, sitio: SitioWeb, por: Usuario) -> None:
    """From now on no page of that host frames the form. Again: nothing changes.

    Raises:
        SinPermiso: `por` may not arrange the virtual participation of the service.
    """
    exigir(por, Permiso.GESTIONAR_VENTANA, sitio.servicio_id)
    filas = SitioWeb.objects.filter(pk=sitio.pk, retirado_en=None)
    if filas.update(retirado_en=reloj.ahora()):
        anotar(sitio, "retirar_sitio", por=por, datos={"host": sitio.host})
