"""Use cases of the directory, one organisation or contact at a time."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from comun.contacto import TelefonoInvalido, normalizar_telefono
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, plegar
from comun.transitions import anotar
from convocatorias.models import Contacto, Organizacion, TipoOrganizacion
from servicios.models import Comuna, Servicio, Usuario


@transaction.atomic
def guardar_organizacion(
    *,
    servicio: Servicio,
    nombre: str,
    tipos: Iterable[TipoOrganizacion],
    comuna: Comuna | None = None,
    organizacion: Organizacion | None = None,
    por: Usuario | None,
) -> Organizacion:
    """Create an organisation, or change the one given.

    Raises:
        ErrorDominio: the service already has one with that name.
    """
    nueva = organizacion is None
    organizacion = organizacion or Organizacion(servicio=servicio)
    organizacion.nombre = en_una_linea(nombre)
    organizacion.nombre_plegado = plegar(nombre)
    organizacion.comuna = comuna
    try:
        with transaction.atomic():
            organizacion.save()
    except IntegrityError:
        raise ErrorDominio(
            "Ya existe una organización con ese nombre. Búsquela en el directorio y edítela."
        ) from None
    organizacion.tipos.set(tipos)
    anotar(organizacion, "agregar_organizacion" if nueva else "editar_organizacion", por=por)
    return organizacion


@transaction.atomic
def guardar_contacto(
    *,
    organizacion: Organizacion,
    nombres: str,
    apellidos: str = "",
    cargo: str = "",
    correo: str = "",
    telefono: str = "",
    contacto: Contacto | None = None,
    por: Usuario | None,
) -> Contacto:
    """Add a person to an organisation, or change the one given.

    Raises:
        ErrorDominio: without address and telephone, with a wrong one, or with an address that
            another contact of the organisation has.
    """
    datos = {
        "nombres": en_una_linea(nombres),
        "apellidos": en_una_linea(apellidos),
        "cargo": en_una_linea(cargo),
        "correo": correo.strip().lower(),
        "telefono": telefono_normal(telefono),
    }
    if not (datos["correo"] or datos["telefono"]):
        raise ErrorDominio("Escriba un correo o un teléfono para poder comunicarse.")
    nuevo = contacto is None
    contacto = contacto or Contacto(organizacion=organizacion)
    for campo, valor in datos.items():
        setattr(contacto, campo, valor)
    try:
        with transaction.atomic():
            contacto.save()
    except IntegrityError:
        raise ErrorDominio(
            "Otra persona de esta organización ya tiene ese correo. Edite a esa persona."
        ) from None
    anotar(contacto, "agregar_contacto" if nuevo else "editar_contacto", por=por)
    return contacto


@transaction.atomic
def quitar_contacto(*, contacto: Contacto, por: Usuario | None) -> None:
    """Take a person out of the directory; the invitations already sent stay."""
    anotar(contacto, "quitar_contacto", por=por, datos={"organizacion": contacto.organizacion_id})
    contacto.delete()


def telefono_normal(texto: str) -> str:
    """The telephone as it is stored, or nothing.

    Raises:
        ErrorDominio: it is not one.
    """
    try:
        return normalizar_telefono(texto) if texto.strip() else ""
    except TelefonoInvalido as error:
        raise ErrorDominio(str(error)) from None


def datos_de_contacto(contacto: Any) -> dict[str, str]:
    """Who a contact is and how to reach them, as a participant is given them."""
    return {
        "nombres": contacto.nombres,
        "apellidos": contacto.apellidos,
        "correo": contacto.correo,
        "telefono": contacto.telefono,
        "nombre_plegado": plegar(contacto.nombre_completo),
    }
