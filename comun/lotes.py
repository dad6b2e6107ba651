"""Many rows in one statement, from lists and without a model object for each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models

POR_SENTENCIA = 5000


def insertar(modelo: type[models.Model], columnas: Mapping[str, Sequence[Any]]) -> list[int]:
    """Store rows given by columns (`attname` → one value per row); their ids, in that order.

    For imports of tens of thousands: whoever calls has cleaned the values and set the service,
    since neither `save` nor the defaults of the model take part. It is half the work of
    `bulk_create` on PostgreSQL, where the columns travel as arrays; elsewhere it is that.
    """
    total = len(next(iter(columnas.values()), ()))
    ids: list[int] = []
    for inicio in range(0, total, POR_SENTENCIA):
        lote = {c: valores[inicio : inicio + POR_SENTENCIA] for c, valores in columnas.items()}
        insertar_lote = _con_listas if connection.vendor == "postgresql" else _con_objetos
        ids += insertar_lote(modelo, lote)
    return ids


def _con_listas(modelo: Any, columnas: Mapping[str, Sequence[Any]]) -> list[int]:
    campos: dict[str, Any] = {c.attname: c for c in modelo._meta.concrete_fields}
    citar = connection.ops.quote_name
    nombres = ", ".join(citar(campos[columna].column) for columna in columnas)
    tipos = ", ".join(f"%s::{_tipo(campos[columna])}[]" for columna in columnas)
    tabla, clave = citar(modelo._meta.db_table), citar(modelo._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tabla} ({nombres}) SELECT * FROM UNNEST({tipos}) "  # noqa: S608
            f"RETURNING {clave}",
            [_arreglo(valores) for valores in columnas.values()],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _arreglo(valores: Sequence[Any]) -> Any:
    """The values as the literal of one array: the server reads it much faster than as many
    constants. What is neither text, number nor yes or no goes as the driver writes it."""
    clases = {type(valor) for valor in valores}
    if clases in ({int}, {bool}):
        return f"{{{','.join(map(str, valores))}}}"
    if clases == {str}:
        return f'{{"{_protegidos(valores)}"}}'
    if clases == {str, type(None)}:
        return f"{{{','.join('NULL' if v is None else _entre_comillas(v) for v in valores)}}}"
    return list(valores)


def _protegidos(textos: Sequence[str]) -> str:
    """Them all with what an array's literal gives a meaning to, in one go.

    Raises:
        ValueError: one has a NUL, which no text of the database can hold.
    """
    juntos = "\0".join(textos)
    if juntos.count("\0") != len(textos) - 1:
        raise ValueError("A text has a NUL.")
    return juntos.replace("\\", "\\\\").replace('"', '\\"').replace("\0", '","')


def _entre_comillas(texto: str) -> str:
    return f'"{_protegidos([texto])}"'


def _tipo(campo: Any) -> str:
    """Without its length, so that what does not fit is refused and not cut."""
    tipo = campo.rel_db_type(connection) if campo.is_relation else campo.db_type(connection)
    return str(tipo).partition("(")[0]


def _con_objetos(modelo: type[models.Model], columnas: Mapping[str, Sequence[Any]]) -> list[int]:
    objetos = list(_objetos(modelo, columnas))
    return [objeto.pk for objeto in modelo._base_manager.bulk_create(objetos)]


def _objetos(
    modelo: type[models.Model], columnas: Mapping[str, Sequence[Any]]
) -> Iterator[models.Model]:
    for valores in zip(*columnas.values(), strict=True):
        yield modelo(**dict(zip(columnas, valores, strict=True)))
