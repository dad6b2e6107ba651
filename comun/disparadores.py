"""Triggers that make the database refuse to rewrite what must stay: for migrations."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCION_PG = (
    "CREATE OR REPLACE FUNCTION cpp_inmutable() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION '%: registro inmutable', TG_TABLE_NAME USING ERRCODE = '23001'; "
    "END $$ LANGUAGE plpgsql"
)


def _sentencias(
    vendor: str,
    tabla: str,
    columnas: tuple[str, ...],
    una_vez: tuple[str, ...],
    borrar: bool,
    desde: str,
    salvo: str,
) -> list[str]:
    distinto = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    nunca = [f"OLD.{c} {distinto} NEW.{c}" for c in columnas]
    otra_vez = [f"OLD.{c} IS NOT NULL AND OLD.{c} {distinto} NEW.{c}" for c in una_vez]
    cambia = " OR ".join([*nunca, *otra_vez])
    if salvo:
        cambia = f"({cambia}) AND NOT (OLD.{salvo} IS NULL AND NEW.{salvo} IS NOT NULL)"
    ya = f"OLD.estado IN ('{desde}')" if desde else ""
    verbos = [("u", "UPDATE", _cuando(ya, cambia))]
    if borrar:
        verbos.append(("d", "DELETE", _cuando(ya)))
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {tabla}_inmutable_{letra} BEFORE {verbo} ON {tabla} {cuando} "
            f"BEGIN SELECT RAISE(ABORT, '{tabla}: registro inmutable'); END"
            for letra, verbo, cuando in verbos
        ]
    return [FUNCION_PG] + [
        f"CREATE TRIGGER {tabla}_inmutable_{letra} BEFORE {verbo} ON {tabla} "
        f"FOR EACH ROW {cuando} EXECUTE FUNCTION cpp_inmutable()"
        for letra, verbo, cuando in verbos
    ]


def _cuando(*condiciones: str) -> str:
    escritas = [f"({condicion})" for condicion in condiciones if condicion]
    return f"WHEN ({' AND '.join(escritas)})" if escritas else ""


def inmutable(
    tabla: str,
    *columnas: str,
    una_vez: tuple[str, ...] = (),
    borrar: bool = True,
    desde: str = "",
    salvo: str = "",
):
    """A function for `RunPython`: forbids UPDATE (of `columnas`, or of any) and DELETE of rows.

    Columns of `una_vez` are written while they are null, and stay from then on. `desde` is the
    state from which a row is so; without it, every row is from the beginning. `salvo` is the
    column whose first writing lets the others change with it, once: an erasure that says when.
    """

    def crear(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        for sentencia in _sentencias(
            editor.connection.vendor, tabla, columnas, una_vez, borrar, desde, salvo
        ):
            editor.execute(sentencia, params=None)

    return crear


def quitar(tabla: str):
    """The reverse of `inmutable`."""

    def borrar(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        en = "" if editor.connection.vendor == "sqlite" else f" ON {tabla}"
        for letra in "ud":
            editor.execute(f"DROP TRIGGER IF EXISTS {tabla}_inmutable_{letra}{en}", params=None)

    return borrar
