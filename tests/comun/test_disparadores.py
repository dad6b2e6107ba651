"""The triggers that keep what must stay, on a table of their own, on either database."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from comun.disparadores import inmutable, quitar

pytestmark = pytest.mark.django_db


class Editor:
    """What `RunPython` hands over, as far as the triggers need it."""

    connection = connection

    def execute(self, sentencia: str, params: Any = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sentencia, params)


def sql(sentencia: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sentencia)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(autouse=True)
def tabla(db):
    sql("CREATE TABLE prueba (id integer, texto varchar(20), nota varchar(20), estado varchar(9))")
    sql("INSERT INTO prueba VALUES (1, 'dicho', 'borrador', 'enviada'), (2, NULL, '', 'nueva')")


def filas() -> list[tuple[Any, ...]]:
    return sql("SELECT id, texto, nota FROM prueba ORDER BY id")


def se_niega(sentencia: str) -> None:
    antes = filas()
    with pytest.raises(DatabaseError, match="prueba: registro inmutable"), transaction.atomic():
        sql(sentencia)
    assert filas() == antes


def test_unas_columnas_quedan_y_las_otras_cambian():
    inmutable("prueba", "texto")(None, Editor())
    se_niega("UPDATE prueba SET texto = 'otro' WHERE id = 1")
    se_niega("UPDATE prueba SET texto = NULL WHERE id = 1")
    se_niega("UPDATE prueba SET texto = 'algo' WHERE id = 2")
    se_niega("DELETE FROM prueba WHERE id = 2")
    sql("UPDATE prueba SET nota = 'lista', texto = 'dicho' WHERE id = 1")
    assert filas() == [(1, "dicho", "lista"), (2, None, "")]


def test_una_columna_se_escribe_una_vez():
    inmutable("prueba", "id", una_vez=("texto",))(None, Editor())
    sql("UPDATE prueba SET texto = 'al fin' WHERE id = 2")
    se_niega("UPDATE prueba SET texto = 'otro' WHERE id = 2")
    se_niega("UPDATE prueba SET texto = NULL WHERE id = 2")
    se_niega("UPDATE prueba SET id = 3 WHERE id = 2")
    sql("UPDATE prueba SET nota = 'lista', texto = 'al fin' WHERE id = 2")
    assert filas() == [(1, "dicho", "borrador"), (2, "al fin", "lista")]


def test_sin_columnas_queda_la_fila_entera():
    inmutable("prueba")(None, Editor())
    se_niega("UPDATE prueba SET nota = 'lista' WHERE id = 1")
    se_niega("DELETE FROM prueba WHERE id = 1")
    sql("INSERT INTO prueba VALUES (3, 'nuevo', '', 'nueva')")
    assert len(filas()) == 3


def test_borrar_puede_quedar_permitido():
    inmutable("prueba", "texto", borrar=False)(None, Editor())
    sql("DELETE FROM prueba WHERE id = 2")
    assert filas() == [(1, "dicho", "borrador")]


def test_desde_un_estado():
    inmutable("prueba", "texto", desde="enviada")(None, Editor())
    sql("UPDATE prueba SET texto = 'al fin', estado = 'enviada' WHERE id = 2")
    se_niega("UPDATE prueba SET texto = 'no' WHERE id = 2")
    se_niega("UPDATE prueba SET texto = 'no', estado = 'nueva' WHERE id = 1")
    se_niega("DELETE FROM prueba WHERE id = 1")
    sql("UPDATE prueba SET nota = 'leída' WHERE id = 1")
    assert filas() == [(1, "dicho", "leída"), (2, "al fin", "")]


def test_quitar_los_dos():
    inmutable("prueba")(None, Editor())
    quitar("prueba")(None, Editor())
    sql("UPDATE prueba SET texto = 'otro' WHERE id = 1")
    sql("DELETE FROM prueba WHERE id = 2")
    assert filas() == [(1, "otro", "borrador")]
