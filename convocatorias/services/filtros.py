"""The filters that each person keeps by name."""

from django.db import IntegrityError, transaction

from comun.errores import ErrorDominio
from comun.texto import en_una_linea
from convocatorias.models import FiltroGuardado
from servicios.models import Servicio, Usuario

#: Of one person in one list: beyond, nobody finds any.
MAXIMO_FILTROS = 20


@transaction.atomic
def guardar_filtro(
    *, servicio: Servicio, nombre: str, consulta: str, por: Usuario
) -> FiltroGuardado:
    """Keep the filters of the directory under a name; the same name again replaces them.

    Raises:
        ErrorDominio: there is nothing to keep, or the person keeps too many.
    """
    if not consulta:
        raise ErrorDominio("Elija al menos un filtro antes de guardarlo.")
    suyos = FiltroGuardado.objects.filter(usuario=por, lista=FiltroGuardado.Lista.DIRECTORIO)
    nombre = en_una_linea(nombre)
    if suyos.exclude(nombre=nombre).count() >= MAXIMO_FILTROS:
        raise ErrorDominio("Ya tiene 20 filtros guardados. Borre uno para guardar otro.")
    filtro, _ = FiltroGuardado.objects.update_or_create(
        servicio=servicio,
        usuario=por,
        lista=FiltroGuardado.Lista.DIRECTORIO,
        nombre=nombre,
        defaults={"consulta": consulta},
    )
    return filtro


@transaction.atomic
def renombrar_filtro(*, filtro: FiltroGuardado, nombre: str) -> None:
    """Give another name to a filter.

    Raises:
        ErrorDominio: the person has another one with that name.
    """
    filtro.nombre = en_una_linea(nombre)
    try:
        with transaction.atomic():
            filtro.save(update_fields=["nombre"])
    except IntegrityError:
        raise ErrorDominio("Usted ya tiene un filtro con ese nombre. Elija otro.") from None


def borrar_filtro(*, filtro: FiltroGuardado) -> None:
    """Forget a filter."""
    filtro.delete()
