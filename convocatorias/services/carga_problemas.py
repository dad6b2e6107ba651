"""The errors of a sheet put together: the main problem first, in a sentence, with what to do."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from comun.formato import miles
from convocatorias.services.carga_lectura import ErrorCarga

#: Of each kind of problem: one row, several rows, and what to do.
GRUPOS = {
    "comuna": (
        "con una comuna que no existe",
        "Corrija el nombre en la planilla. Si el error se repite, use «Reemplazar todo».",
    ),
    "tipo": (
        "con un tipo de organización que no existe",
        "Use los tipos de la plantilla. Puede escribir varios, separados por coma.",
    ),
    "sin_tipo": (
        "de organizaciones nuevas que no dicen su tipo",
        "Escriba al menos un tipo en la columna «Tipos», o revise qué columna lo tiene.",
    ),
    "sin_nombre": (
        "sin el nombre de la organización",
        "Escriba el nombre en cada fila, o borre las filas que sobran.",
    ),
    "sin_persona": (
        "con un contacto sin nombre",
        "Escriba el nombre de la persona, o deje en blanco todo el contacto.",
    ),
    "sin_medio": (
        "con un contacto sin correo ni teléfono",
        "Escriba al menos uno de los dos para poder comunicarse.",
    ),
    "correo": (
        "con un correo mal escrito",
        "Si son muchas, puede que la columna elegida como correo sea otra: revise las columnas.",
    ),
    "telefono": (
        "con un teléfono mal escrito",
        "Lleva 9 cifras. Si son muchas, puede que la columna elegida sea otra: revise las "
        "columnas.",
    ),
    "rut": (
        "con un RUT mal escrito",
        "Revise los números y el dígito verificador, o deje la celda en blanco.",
    ),
    "run": (
        "con el RUN de una persona en vez del RUT de la organización",
        "Borre esos números: de las personas solo se guarda cómo comunicarse.",
    ),
    "rut_ajeno": ("con un RUT de otra organización del directorio", "Corrija el RUT o el nombre."),
    "rut_repetido": ("con un RUT repetido", "Deje un solo RUT por organización."),
    "correo_repetido": (
        "con el mismo correo para dos personas de una organización",
        "Deje el correo en una sola de las dos personas.",
    ),
    "si_no": ("que no dicen sí o no en «Representante legal»", "Escriba sí, no, o nada."),
    "largo": ("con un texto demasiado largo", "Acórtelo: cada fila dice cuánto cabe."),
    "celdas": (
        "con celdas fuera de las columnas con título",
        "Puede que los datos se hayan corrido de columna, o que falte un título.",
    ),
    "combinadas": (
        "con celdas combinadas",
        "En la planilla, elija toda la hoja, separe las celdas y escriba el dato en cada fila.",
    ),
    "formula": (
        "con una fórmula sin su resultado",
        "Ábrala y guárdela de nuevo; o copie la columna y péguela solo con sus valores.",
    ),
}
VALORES_A_LA_VISTA = 3


def problemas(errores: Iterable[ErrorCarga]) -> list[dict[str, Any]]:
    """One entry per kind of problem, the one of most rows first: `filas`, `frase`, `que_hacer`."""
    por_grupo: dict[str, list[ErrorCarga]] = defaultdict(list)
    for error in errores:
        por_grupo[error.grupo].append(error)
    lista = [_problema(grupo, suyos) for grupo, suyos in por_grupo.items()]
    return sorted(lista, key=lambda p: (-p["filas"], p["frase"]))


def _problema(grupo: str, errores: list[ErrorCarga]) -> dict[str, Any]:
    cuantas = len({error.fila for error in errores})
    que, hacer = GRUPOS.get(grupo, ("con algo que corregir", "Vea cada fila más abajo."))
    filas = "1 fila" if cuantas == 1 else f"{miles(cuantas)} filas"
    return {
        "grupo": grupo,
        "filas": cuantas,
        "frase": f"{filas} {que}{_valores(errores)}.",
        "que_hacer": hacer,
    }


def _valores(errores: list[ErrorCarga]) -> str:
    """`: «Tlaca» (200), «Santigo» (100) y 3 más`."""
    cuentas = Counter(error.valor for error in errores if error.valor)
    if not cuentas:
        return ""
    vistos = [f"«{v}» ({miles(n)})" for v, n in cuentas.most_common(VALORES_A_LA_VISTA)]
    otros = len(cuentas) - len(vistos)
    if otros:
        return f": {', '.join(vistos)} y {miles(otros)} más"
    return f": {' y '.join([', '.join(vistos[:-1]), vistos[-1]]) if vistos[1:] else vistos[0]}"
