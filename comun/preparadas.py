"""Queries that the ORM writes once: for the few that every person who sends the form waits for.

To turn a QuerySet into SQL takes the ORM several times what the database takes to answer it, and
comes out the same each time but for the values. The busiest paths ask it with other values::

    _DE_LA_CUENTA = Preparada(lambda: ProcesoVirtual.objects.filter(cuenta=valor("cuenta")))
    proceso = _DE_LA_CUENTA.primera(cuenta=cuenta.pk)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import RawSQL


@dataclass(frozen=True)
class _Valor:
    nombre: str


def valor(nombre: str) -> RawSQL:
    """Where a value goes that is told each time: a number, a text, a date or an instant."""
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
    its service as a value, and uses `_base_manager`.
    """

    def __init__(self, escribir: Callable[[], models.QuerySet]) -> None:
        self.escribir = escribir
        self.escritas: dict[str, tuple[type[models.Model], _Escrita]] = {}

    def filas(self, **valores: Any) -> list[tuple[Any, ...]]:
        """The columns of each row, in the order of the query."""
        base = connections[DEFAULT_DB_ALIAS]
        return list(_filas(base, self._escrita(base)[1], valores))

    def primera(self, **valores: Any) -> Any:
        """The object of the first row, with its annotations; None without rows."""
        base = connections[DEFAULT_DB_ALIAS]
        modelo, escrita = self._escrita(base)
        for fila in _filas(base, escrita, valores):
            corte = len(fila) - len(escrita.de_anotaciones)
            nombres = [nombre for nombre, _, _ in escrita.columnas[:corte]]
            objeto = modelo.from_db(base.alias, nombres, fila[:corte])
            for nombre, dato in zip(escrita.de_anotaciones, fila[corte:], strict=True):
                setattr(objeto, nombre, dato)
            return objeto
        return None

    def _escrita(self, base: Any) -> tuple[type[models.Model], _Escrita]:
        if base.vendor not in self.escritas:
            consulta = self.escribir()
            self.escritas[base.vendor] = (consulta.model, _escribir(base, consulta))
        return self.escritas[base.vendor]


def _escribir(base: Any, consulta: models.QuerySet) -> _Escrita:
    compilador = consulta.query.get_compiler(connection=base)
    sql, parametros = compilador.as_sql()
    expresiones = [columna for columna, _, _ in compilador.select]
    convertidores = compilador.get_converters(expresiones)
    columnas = tuple(
        (getattr(getattr(e, "target", None), "attname", ""), *convertidores.get(i, ([], None)))
        for i, e in enumerate(expresiones)
    )
    return _Escrita(sql, tuple(parametros), columnas, tuple(compilador.annotation_col_map or ()))


def _filas(base: Any, escrita: _Escrita, valores: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    parametros = [
        _adaptado(base, valores[p.nombre]) if isinstance(p, _Valor) else p
        for p in escrita.parametros
    ]
    with base.cursor() as cursor:
        cursor.execute(escrita.sql, parametros)
        filas = cursor.fetchall()
    for fila in filas:
        yield tuple(
            _convertido(base, dato, *columna[1:]) if columna[1] else dato
            for dato, columna in zip(fila, escrita.columnas, strict=True)
        )


def _convertido(base: Any, dato: Any, convertidores: list[Any], expresion: Any) -> Any:
    for convertir in convertidores:
        dato = convertir(dato, expresion, base)
    return dato


def _adaptado(base: Any, dato: Any) -> Any:
    if isinstance(dato, datetime):
        return base.ops.adapt_datetimefield_value(dato)
    return base.ops.adapt_datefield_value(dato) if isinstance(dato, date) else dato
