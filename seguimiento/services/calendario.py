"""Use cases of a person's private calendar: make its address, change it, take it away, read it."""

from datetime import datetime, timedelta

from django.db import transaction

from comun.campos import clave_nueva, hash_de_clave
from comun.transitions import anotar
from seguimiento.models import Calendario
from servicios.models import Usuario

#: A calendar reads every few hours: that it still reads is known without a write each time.
ENTRE_LECTURAS = timedelta(hours=1)


@transaction.atomic
def crear_calendario(*, por: Usuario, ahora: datetime) -> str:
    """A new private address for the person's dates. Returns its key, which is stored nowhere.

    The former address stops working at once.
    """
    clave, huella = clave_nueva()
    datos = {"clave_hash": huella, "creado_en": ahora, "leido_en": None}
    fila, nueva = Calendario.objects.update_or_create(usuario=por, defaults=datos)
    anotar(fila, "crear_calendario" if nueva else "cambiar_calendario", por=por)
    return clave


@transaction.atomic
def quitar_calendario(*, por: Usuario) -> None:
    """The address stops working. Without one, nothing happens."""
    fila = Calendario.objects.select_for_update().filter(usuario=por).first()
    if fila is not None:
        anotar(fila, "quitar_calendario", por=por)
        fila.delete()


def calendario_de(clave: str) -> Calendario | None:
    """Whose address it is; None if nobody's, or of somebody who may no longer sign in."""
    filas = Calendario.objects.select_related("usuario")
    return filas.filter(clave_hash=hash_de_clave(clave), usuario__is_active=True).first()


def marcar_leido(*, calendario: Calendario, ahora: datetime) -> None:
    """That a calendar reads this address, at most once an hour."""
    leido = calendario.leido_en
    if leido is None or ahora - leido >= ENTRE_LECTURAS:
        Calendario.objects.filter(pk=calendario.pk).update(leido_en=ahora)
