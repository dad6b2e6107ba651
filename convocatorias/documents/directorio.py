"""The directory as a sheet, and the sheet of an import with what the review said of each row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from comun import hojas
from comun.rut import formatear
from convocatorias.catalogos import COLUMNAS
from convocatorias.models import Organizacion

TITULOS_DIRECTORIO = tuple(columna.titulo for columna in COLUMNAS)
EJEMPLO = (
    "Junta de Vecinos El Ejemplo", "territorial, mujeres", "Talca", "agua, seguridad",
    "65.000.000-5", "1.234, Municipalidad de Talca", "Los Aromos 12", "Rosa Elena",
    "Quilaleo Ortiz", "Presidenta", "sí", "rosa@correo.example", "9 1234 5678",
)  # fmt: skip
_SIN_CONTACTO = ("",) * 6
_ORGANIZACION = {"n": "organización nueva", "c": "organización actualizada"}
_CONTACTO = {"n": "contacto nuevo", "c": "contacto actualizado"}


def filas_directorio(organizaciones: Iterable[Organizacion]) -> Iterator[Sequence[str]]:
    """One row per contact (or one alone, without any), with the columns of the import."""
    for fila in organizaciones:
        cabeza = (
            fila.nombre,
            ", ".join(tipo.codigo for tipo in fila.tipos.all()),
            fila.comuna.nombre if fila.comuna else "",
            ", ".join(tema.nombre for tema in fila.temas.all()),
            formatear(fila.rut) if fila.rut else "",
            fila.personalidad,
            fila.direccion,
        )
        contactos = [c for c in fila.contactos.all() if c.hasta is None]
        if not contactos:
            yield (*cabeza, *_SIN_CONTACTO)
        for c in contactos:
            si_no = "sí" if c.representante else "no"
            yield (*cabeza, c.nombres, c.apellidos, c.cargo, si_no, c.correo, c.telefono)


def directorio(organizaciones: Iterable[Organizacion], formato: str) -> IO[bytes]:
    """The directory as `csv` or `xlsx`, in a temporary file: no more than some rows in memory."""
    return _escribir(filas_directorio(organizaciones), formato)


def plantilla_directorio(formato: str) -> IO[bytes]:
    """The sheet to fill in, with an example row to write over."""
    return _escribir([EJEMPLO], formato)


def _escribir(filas: Iterable[Sequence[str]], formato: str) -> IO[bytes]:
    return hojas.escribir_en_archivo(filas, TITULOS_DIRECTORIO, formato, "Directorio")


def resultado_de_la_carga(
    tabla: hojas.Tabla, hallazgos: Mapping[str, Any], formato: str
) -> IO[bytes]:
    """The person's own rows, each with what happened to it or what to correct in it."""
    que_corregir: dict[int, list[str]] = {}
    for fila, columna, mensaje in hallazgos.get("errores", ()):
        texto = f"{columna}: {mensaje}" if columna else mensaje
        que_corregir.setdefault(fila, []).append(texto)
    estados = hallazgos.get("filas", {})
    filas = (
        (_resultado(que_corregir.get(numero), estados.get(str(numero), "")), *celdas)
        for numero, celdas in tabla.filas
    )
    return hojas.escribir_en_archivo(filas, ("Resultado", *tabla.titulos), formato, "Resultado")


def _resultado(errores: list[str] | None, estado: str) -> str:
    if errores:
        return " ".join(errores)
    if not estado:
        return ""
    partes = [_ORGANIZACION.get(estado[0], ""), _CONTACTO.get(estado[1:], "")]
    texto = " y ".join(filter(None, partes))
    return texto[:1].upper() + texto[1:] if texto else "Sin cambios"
