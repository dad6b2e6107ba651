"""The demo from nothing, over a demo that is there: only where nothing is real (CPP_DEMO)."""

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from seguimiento.demo.agenda import Parada
from seguimiento.demo.construir import construir
from seguimiento.demo.obra import Obra

#: Loaded by migrations, and the same in every demo.
SE_QUEDAN = frozenset(
    {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "servicios_region",
        "servicios_comuna",
        "convocatorias_tipoorganizacion",
    }
)


@transaction.atomic
def reiniciar(*, parada: Parada) -> Obra:
    """Forget everything and tell the story again up to `parada`; the clock goes back to real time.

    Everybody who was signed in is signed out. Some ten seconds.

    Raises:
        RuntimeError: outside the demo.
    """
    if not settings.CPP_DEMO:
        raise RuntimeError("Only a demo is built anew.")
    vaciar()
    return construir(parada=parada, escala=1, avisar=lambda hechos, total, nombre: None)


def vaciar() -> None:
    """Empty every table but the catalogues, with their counters at the beginning."""
    tablas = sorted(set(connection.introspection.table_names()) - SE_QUEDAN)
    if connection.vendor == "postgresql":
        # Row triggers do not fire on TRUNCATE; who works with a row is waited for. What this
        # transaction wrote before must have had its references checked.
        _ejecutar("SET CONSTRAINTS ALL IMMEDIATE")
        nombres = ", ".join(connection.ops.quote_name(tabla) for tabla in tablas)
        _ejecutar(f"TRUNCATE {nombres} RESTART IDENTITY CASCADE")
        _ejecutar("SET CONSTRAINTS ALL DEFERRED")
        return
    disparadores = _disparadores()
    for nombre, _ in disparadores:
        _ejecutar(f"DROP TRIGGER {connection.ops.quote_name(nombre)}")
    for tabla in tablas:
        _ejecutar(f"DELETE FROM {connection.ops.quote_name(tabla)}")  # noqa: S608 - our own names
    for sentencia in connection.ops.sequence_reset_by_name_sql(
        no_style(), [{"table": tabla} for tabla in tablas]
    ):
        _ejecutar(sentencia)
    for _, definicion in disparadores:
        _ejecutar(definicion)


def _disparadores() -> list[tuple[str, str]]:
    """The triggers that refuse DELETE, as they were written: SQLite fires them row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return cursor.fetchall()


def _ejecutar(sentencia: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sentencia)
