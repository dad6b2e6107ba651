"""The prior survey on paper and as a sheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from comun import hojas, pdf
from convocatorias.models import EncuestaPrevia, PreguntaPrevia, codigo_de_hoja

Clase = PreguntaPrevia.Clase
TITULOS = ("Capítulo del informe", "Pregunta", "Opción", "Respuestas", "De cada 100")
TITULOS_PUBLICOS = ("Capítulo del informe", "Pregunta", "Opción", "Respuestas")
MUY_POCAS = "menos de 5 o no publicable"


def hojas_de_encuesta(
    encuesta: EncuestaPrevia, preguntas: Sequence[PreguntaPrevia], numeros: Iterable[int]
) -> bytes:
    """The questionnaire to print, one sheet for each number, with its code."""
    actividad = encuesta.actividad
    return pdf.render(
        "convocatorias/documentos/encuesta.html",
        {
            "servicio_nombre": encuesta.servicio.nombre,
            "encabezado": "Encuesta previa",
            "encuesta": encuesta,
            "actividad": actividad,
            "preguntas": preguntas,
            "codigos": [codigo_de_hoja(numero) for numero in numeros],
            "fecha_documento": encuesta.abre,
        },
        titulo=encuesta.titulo,
    )


def columnas_de_encuesta(preguntas: Sequence[PreguntaPrevia]) -> list[hojas.Columna]:
    """The columns of the sheet of paper answers: the code, and one for each question."""
    return [
        hojas.Columna("hoja", "Hoja", obligatoria=False),
        *(
            hojas.Columna(
                str(p.orden), f"{p.orden}. {p.texto}", obligatoria=False, alias=(f"P{p.orden}",)
            )
            for p in preguntas
        ),
    ]


def plantilla_de_encuesta(preguntas: Sequence[PreguntaPrevia], formato: str) -> bytes:
    """The sheet to fill in, without a row: an example could be taken for an answer."""
    titulos = [columna.titulo for columna in columnas_de_encuesta(preguntas)]
    return _escribir([], titulos, formato, "Respuestas")


def resultados_de_encuesta(resultados: Any, formato: str) -> bytes:
    """Every figure and every text, for the team."""
    return _escribir(_filas(resultados), TITULOS, formato, "Resultados")


def resultados_publicos(resultados: Any, formato: str) -> bytes:
    """Only what speaks of five people or more, and no text: to publish."""
    return _escribir(_filas_publicas(resultados), TITULOS_PUBLICOS, formato, "Resultados")


def _filas(resultados: Any) -> Iterator[Sequence[Any]]:
    for uno in resultados.todos:
        cabeza = (uno.pregunta.get_capitulo_display(), uno.pregunta.texto)
        for conteo in uno.conteos:
            yield (*cabeza, conteo.texto, conteo.n, conteo.porcentaje)
        for texto in uno.textos:
            yield (*cabeza, "".join(pieza for pieza, _ in texto.piezas), 1, "")


def _filas_publicas(resultados: Any) -> Iterator[Sequence[Any]]:
    yield ("", "Personas que respondieron", "", resultados.total)
    for uno in resultados.todos:
        cabeza = (uno.pregunta.get_capitulo_display(), uno.pregunta.texto)
        for conteo in uno.conteos:
            yield (*cabeza, conteo.texto, MUY_POCAS if conteo.publico is None else conteo.publico)


def _escribir(
    filas: Iterable[Sequence[Any]], titulos: Sequence[str], formato: str, nombre: str
) -> bytes:
    if formato == "xlsx":
        return hojas.escribir_xlsx(filas, titulos, nombre)
    return hojas.escribir_csv(filas, titulos)
