"""Use cases of a meeting with its own organiser: who they are, and the key of their page."""

from datetime import date
from typing import Any

from django.db import transaction

from comun import reloj
from comun.campos import clave_nueva
from comun.errores import ErrorDominio
from comun.texto import en_una_linea, plegar
from comun.transitions import anotar
from convocatorias import emails, selectors
from convocatorias.models import CON_ORGANIZADOR, Actividad, Encuentro, Organizacion
from convocatorias.services.directorio import telefono_normal
from convocatorias.services.encuesta import exigir_cuenta_abierta


@transaction.atomic
def guardar_encuentro(
    *,
    actividad: Actividad,
    organizacion_nombre: str,
    nombres: str,
    apellidos: str = "",
    correo: str = "",
    telefono: str = "",
    direccion: str = "",
    cierra: date | None = None,
    por: Any,
) -> Encuentro:
    """Note who organises a meeting or asked for it, and how they are answered (R42, R43).

    An organisation of the directory with that name is joined to it.

    Raises:
        ErrorDominio: the activity is the service's own, or there is no way to answer them.
    """
    exigir_cuenta_abierta(actividad)
    if actividad.tipo not in CON_ORGANIZADOR:
        raise ErrorDominio(
            "La jornada principal la organiza el servicio. Solo los encuentros complementarios y "
            "autoconvocados tienen otro organizador."
        )
    encuentro = selectors.encuentro_de(actividad) or Encuentro(actividad=actividad)
    encuentro.organizacion_nombre = en_una_linea(organizacion_nombre)
    encuentro.organizacion = (
        Organizacion.objects.vigentes()
        .filter(servicio=actividad.servicio_id, nombre_plegado=plegar(organizacion_nombre))
        .first()
    )
    encuentro.nombres = en_una_linea(nombres)
    encuentro.apellidos = en_una_linea(apellidos)
    encuentro.correo = correo.strip().lower()
    encuentro.telefono = telefono_normal(telefono)
    encuentro.direccion = en_una_linea(direccion)
    encuentro.cierra = cierra
    if not (encuentro.correo or encuentro.telefono or encuentro.direccion):
        raise ErrorDominio(
            "Escriba un correo, un teléfono o una dirección: ahí se responderá a lo que envíen."
        )
    encuentro.save()
    anotar(encuentro, "guardar_encuentro", por=por)
    return encuentro


@transaction.atomic
def crear_clave_de_encuentro(*, encuentro: Encuentro, por: Any) -> str:
    """A new private address for who organises it, sent by mail if they have one.

    The former one stops working at once. Returns the key.

    Raises:
        ErrorDominio: the activity is not announced, or is over.
    """
    actividad = encuentro.actividad
    exigir_cuenta_abierta(actividad)
    if not actividad.vigente:
        raise ErrorDominio("Programe el encuentro antes de entregar el enlace de sus aportes.")
    encuentro.clave, encuentro.clave_hash = clave_nueva()
    encuentro.clave_desde = reloj.ahora()
    encuentro.save(update_fields=["clave", "clave_hash", "clave_desde"])
    anotar(encuentro, "crear_clave_de_encuentro", por=por)
    emails.aportes_de_encuentro(encuentro, por)
    return encuentro.clave


@transaction.atomic
def quitar_clave_de_encuentro(*, encuentro: Encuentro, por: Any) -> None:
    """Nothing opens the page from now on; what was sent stays."""
    encuentro.clave, encuentro.clave_hash, encuentro.clave_desde = "", None, None
    encuentro.save(update_fields=["clave", "clave_hash", "clave_desde"])
    anotar(encuentro, "quitar_clave_de_encuentro", por=por)
