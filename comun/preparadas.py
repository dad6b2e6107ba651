"""Statements that are written once: for the few that every person who sends the form waits for.

To turn a QuerySet or a row into SQL takes the ORM several times what the database takes to answer
it, and comes out the same each time but for the values. The busiest paths ask it with other
values::

    _DE_LA_CUENTA = Preparada(lambda: ProcesoVirtual.objects.filter(cuenta=valor("cuenta")))
    proceso = _DE_LA_CUENTA.primera(cuenta=cuenta.pk)

PostgreSQL plans each of them once per connection too (`ejecutar`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

from django.db import (
    DEFAULT_DB_ALIAS,
    NotSupportedError,
    connection,
    connections,
    models,
    transaction,
)
from django.db.models.expressions import DatabaseDefault, RawSQL


@dataclass(frozen=True)
class _Valor:
    nombre: str


def valor(nombre: str) -> RawSQL:
    """Where a value goes that is told each time: a number, a text, a date or an instant.

    It must fit its column: PostgreSQL refuses a larger number, where the ORM would find nothing.
    """
    return RawSQL("%s", [_Valor(nombre)])


@dataclass(frozen=True)
class _Escrita:
    """The statement, its parameters, and how each column becomes what a model holds."""

    sql: str
    parametros: tuple[Any, ...]
    columnas: tuple[tuple[str, list[Any], Any], ...]
    de_anotaciones: tuple[str, ...]


class Preparada:
    """A QuerySet without `select_related`, and without limits of its own.

    It is written when it is first asked, so `escribir` runs in whatever scope that is: it names
    its service as a value, and uses `_base_manager`. With `crece`, its tables grow by the second
    when everybody writes, and the plan of when they were empty would not do: PostgreSQL makes
    another each time.
    """

    def __init__(self, escribir: Callable[[], models.QuerySet], *, crece: bool = False) -> None:
        self.escribir = escribir
        self.crece = crece
        self.escritas: dict[str, tuple[type[models.Model], _Escrita]] = {}

    def filas(self, *, a_solas: str = "", **valores: Any) -> list[tuple[Any, ...]]:
        """The columns of each row, in the order of the query.

        With `a_solas`, inside a transaction: whoever asks with the same text waits until this one
        ends, and then sees what it wrote: both go in one journey, and the query begins after the
        wait. On SQLite there is one writer already.
        """
        base = connections[DEFAULT_DB_ALIAS]
        antes = f"{_candado(a_solas)}; " if a_solas and base.vendor == "postgresql" else ""
        return list(self._filas(base, self._escrita(base)[1], valores, antes))

    def primera(self, **valores: Any) -> Any:
        """The object of the first row, with its annotations; None without rows."""
        base = connections[DEFAULT_DB_ALIAS]
        modelo, escrita = self._escrita(base)
        for fila in self._filas(base, escrita, valores):
            corte = len(fila) - len(escrita.de_anotaciones)
            nombres = [nombre for nombre, _, _ in escrita.columnas[:corte]]
            objeto = modelo.from_db(base.alias, nombres, fila[:corte])
            for nombre, dato in zip(escrita.de_anotaciones, fila[corte:], strict=True):
                setattr(objeto, nombre, dato)
            return objeto
        return None

    def _filas(
        self, base: Any, escrita: _Escrita, valores: dict[str, Any], antes: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        parametros = [
            _adaptado(base, valores[p.nombre]) if isinstance(p, _Valor) else p
            for p in escrita.parametros
        ]
        for fila in ejecutar(escrita.sql, parametros, antes=antes, planear=not self.crece):
            yield tuple(
                _convertido(base, dato, *columna[1:]) if columna[1] else dato
                for dato, columna in zip(fila, escrita.columnas, strict=True)
            )

    def _escrita(self, base: Any) -> tuple[type[models.Model], _Escrita]:
        if base.vendor not in self.escritas:
            consulta = self.escribir()
            self.escritas[base.vendor] = (consulta.model, _escribir(base, consulta))
        return self.escritas[base.vendor]


def _escribir(base: Any, consulta: models.QuerySet) -> _Escrita:
    compilador = consulta.query.get_compiler(connection=base)
    sql, parametros = compilador.as_sql()
    if base.vendor == "postgresql":
        sql, parametros = _con_lo_fijo(base, sql, parametros)
    expresiones = [columna for columna, _, _ in compilador.select]
    convertidores = compilador.get_converters(expresiones)
    columnas = tuple(
        (getattr(getattr(e, "target", None), "attname", ""), *convertidores.get(i, ([], None)))
        for i, e in enumerate(expresiones)
    )
    return _Escrita(sql, tuple(parametros), columnas, tuple(compilador.annotation_col_map or ()))


def _con_lo_fijo(base: Any, sql: str, parametros: Sequence[Any]) -> tuple[str, list[Any]]:
    """What is the same each time, inside the statement: a partial index is chosen by it."""
    trozos = [
        "%s" if isinstance(p, _Valor) else base.ops.compose_sql("%s", [p]).replace("%", "%%")
        for p in parametros
    ]
    return sql.replace("%%", "%%%%") % tuple(trozos), [
        p for p in parametros if isinstance(p, _Valor)
    ]


def _convertido(base: Any, dato: Any, convertidores: list[Any], expresion: Any) -> Any:
    for convertir in convertidores:
        dato = convertir(dato, expresion, base)
    return dato


def _adaptado(base: Any, dato: Any) -> Any:
    if isinstance(dato, datetime):
        return base.ops.adapt_datetimefield_value(dato)
    return base.ops.adapt_datefield_value(dato) if isinstance(dato, date) else dato


def esperar_turno(de: str) -> None:
    """`a_solas` without a query: who asks for the same turn waits until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_candado(de))


def _candado(texto: str) -> str:
    # In 64 bits, as PostgreSQL names its locks.
    numero = int.from_bytes(blake2b(texto.encode(), digest_size=8).digest(), signed=True)
    return f"SELECT pg_advisory_xact_lock({numero})"


# ── Rows ──


def insertar(
    objeto: models.Model, *, clave: tuple[str, ...] = (), cambia: tuple[str, ...] = ()
) -> None:
    """Store a new row as `save()` does, without signals.

    With `clave`, the columns of a unique constraint: whoever is there keeps their row, and takes
    of this one what `cambia` names (at least one). What the base computes is read when it is asked
    for.

    Raises:
        IntegrityError: as `save()`.
        ValueError: a related object is not stored.
    """
    base = connections[DEFAULT_DB_ALIAS]
    meta: Any = objeto._meta
    objeto._prepare_related_fields_for_save(operation_name="insertar")  # type: ignore[attr-defined]
    columnas: list[tuple[str, str]] = []
    valores: list[Any] = []
    calculados: list[str] = []
    for campo in meta.local_concrete_fields:
        dato = campo.pre_save(objeto, True)
        if hasattr(dato, "resolve_expression"):
            calculados.append(campo.attname)
            if not isinstance(dato, DatabaseDefault):
                sql, datos = _calculo(base, objeto, dato)
                columnas.append((campo.column, sql))
                valores.extend(datos)
        elif dato is not None or not campo.primary_key:
            columnas.append((campo.column, "%s"))
            valores.append(campo.get_db_prep_save(dato, base))
    nombres = [tuple(meta.get_field(n).column for n in cuales) for cuales in (clave, cambia)]
    sql = _alta(meta.db_table, meta.pk.column, tuple(columnas), *nombres)
    with transaction.mark_for_rollback_on_error(base.alias):
        [(objeto.pk,)] = ejecutar(sql, valores)
    for nombre in calculados:
        del objeto.__dict__[nombre]
    objeto._state.adding, objeto._state.db = False, base.alias


def _calculo(base: Any, objeto: models.Model, expresion: Any) -> tuple[str, Sequence[Any]]:
    consulta = models.sql.Query(type(objeto))
    resuelta = expresion.resolve_expression(consulta, allow_joins=False, for_save=True)
    return consulta.get_compiler(connection=base).compile(resuelta)


@lru_cache(maxsize=64)
def _alta(
    tabla: str,
    pk: str,
    columnas: tuple[tuple[str, str], ...],
    clave: tuple[str, ...],
    cambia: tuple[str, ...],
) -> str:
    citar = connections[DEFAULT_DB_ALIAS].ops.quote_name
    nombres = ", ".join(citar(nombre) for nombre, _ in columnas)
    huecos = ", ".join(hueco for _, hueco in columnas)
    sql = f"INSERT INTO {citar(tabla)} ({nombres}) VALUES ({huecos})"  # noqa: S608
    if clave:
        nuevas = ", ".join(f"{citar(c)} = excluded.{citar(c)}" for c in cambia)
        sql += f" ON CONFLICT ({', '.join(map(citar, clave))}) DO UPDATE SET {nuevas}"
    return f"{sql} RETURNING {citar(pk)}"


# ── What PostgreSQL plans once ──

_TABLA = re.compile(r'(?:FROM|INTO) "?(\w+)')
#: The statements that each connection has planned.
_PLANEADAS: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def ejecutar(
    sql: str, parametros: Sequence[Any], *, antes: str = "", planear: bool = True
) -> list[tuple[Any, ...]]:
    """The rows of a statement whose text is always the same, with other parameters each time.

    `antes` goes in the same journey. Only for texts that are few: each stays planned in every
    connection, which lives a minute (CONN_MAX_AGE).

    Raises:
        NotSupportedError: a migration changed the type of a column under a plan; the next request
            of this thread opens another connection.
    """
    base = connections[DEFAULT_DB_ALIAS]
    with base.cursor() as cursor:
        if planear and base.vendor == "postgresql":
            sql = _planear(base, sql, len(parametros))
        try:
            cursor.execute(antes + sql, parametros)
        except NotSupportedError:
            base.close_at = 0
            raise
        return cursor.fetchall()


def _planear(base: Any, sql: str, parametros: int) -> str:
    nombre, declarar, llamar = _palabras(sql, parametros)
    planeadas = _PLANEADAS.setdefault(base.connection, set())
    if nombre not in planeadas:
        with base.wrap_database_errors, base.connection.cursor() as cursor:
            cursor.execute(declarar)
        planeadas.add(nombre)
    return llamar


@lru_cache(maxsize=128)
def _palabras(sql: str, parametros: int) -> tuple[str, str, str]:
    tabla = _TABLA.search(sql)  # for whoever reads a log; the hash tells it from others
    huella = blake2b(sql.encode(), digest_size=10).hexdigest()
    nombre = f"{tabla[1][:40] if tabla else 'sql'}_{huella}"
    declarar = sql % tuple(f"${n}" for n in range(1, parametros + 1))
    huecos = f" ({', '.join(['%s'] * parametros)})" if parametros else ""
    return nombre, f"PREPARE {nombre} AS {declarar}", f"EXECUTE {nombre}{huecos}"
