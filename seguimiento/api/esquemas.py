"""The schema of the API's answers and questions, out of the declared tables."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from seguimiento.datos import SERVICIOS, TABLAS, Columna, Tabla

POR_OMISION, MAXIMO = 50, 200
_TIPOS: dict[str, type] = {"integer": int, "boolean": bool}
_FORMATOS = {"datetime": "date-time", "date": "date", "uri": "uri"}
#: What was not asked. The contract tells no default for it: absent is not null.
_AUSENTE: Any = None
_CERRADO = ConfigDict(json_schema_extra={"additionalProperties": False})


def _campo(columna: Columna) -> Any:
    """Its type; whoever has no value there finds null."""
    restricciones = {
        "format": _FORMATOS.get(columna.tipo),
        "enum": list(columna.valores or ()),
        "pattern": columna.patron,
        "minimum": columna.minimo,
    }
    extra: Any = {clave: valor for clave, valor in restricciones.items() if valor}
    tipo: Any = Annotated[_TIPOS.get(columna.tipo, str), Field(json_schema_extra=extra)]
    descripcion = Field(title=columna.titulo, description=columna.descripcion)
    return (tipo if columna.requerida else tipo | None, descripcion)


def _fila(nombre: str, columnas: tuple[Columna, ...]) -> type[Schema]:
    campos = {columna.nombre: _campo(columna) for columna in columnas}
    return create_model(nombre, __base__=_Cerrado, **campos)


def _pagina(nombre: str, fila: type[Schema]) -> type[Schema]:
    siguiente = Annotated[str, Field(json_schema_extra={"format": "uri"})]
    return create_model(
        nombre,
        __base__=_Cerrado,
        datos=(list[fila], Field(description="Las filas de esta página.")),  # type: ignore[valid-type]
        siguiente=(
            siguiente | None,
            Field(description="Dirección de la página que sigue; nula si es la última."),
        ),
    )


class _Cerrado(Schema):
    model_config = _CERRADO


class Recorrido(Schema):
    """What every list may be asked."""

    despues: str = Field(
        "",
        max_length=300,
        pattern=r"^[A-Za-z0-9_-]*$",
        description="Desde dónde seguir: se copia de `siguiente`.",
    )
    limite: int = Field(POR_OMISION, ge=1, le=MAXIMO, description="Cuántas filas, a lo más.")


class DeUnaCuenta(Recorrido):
    servicio: str = Field(
        "",
        max_length=60,
        pattern=r"^[A-Za-z0-9_-]*$",
        description="Identificador de un servicio público.",
    )
    anio: int = Field(_AUSENTE, ge=2011, le=2100, description="Año de gestión.")


def filtros_de(tabla: Tabla) -> type[DeUnaCuenta]:
    """Those of any table, and the codes of its own column."""
    if not tabla.filtro:
        return DeUnaCuenta
    columna = tabla.columna(tabla.filtro)
    tipo: Any = str
    texto = Field("", max_length=30, pattern=r"^[a-z0-9_-]*$", description=columna.titulo)
    campo: Any = (tipo, texto)
    if columna.valores:
        tipo = Literal[tuple(columna.valores)]
        campo = (tipo, Field(_AUSENTE, description=columna.descripcion))
    return create_model(f"Filtros{tabla.nombre}", __base__=DeUnaCuenta, **{tabla.filtro: campo})


class Dato(Schema):
    """What was wrong with one parameter."""

    campo: str
    mensaje: str


class Problema(Schema):
    """An error, as RFC 9457 tells it."""

    type: str = Field(json_schema_extra={"format": "uri"})
    title: str
    status: int
    detail: str
    errores: list[Dato] = []


SERVICIO = _fila("Servicio", SERVICIOS)
PAGINA_DE_SERVICIOS = _pagina("PaginaDeServicios", SERVICIO)
FILAS = {t.nombre: _fila(t.nombre.capitalize(), t.columnas) for t in TABLAS.values()}
PAGINAS = {n: _pagina(f"PaginaDe{n.capitalize()}", fila) for n, fila in FILAS.items()}
