"""The slides: what was agreed and asked, and nothing that was annulled."""

import io

import pytest
from pptx import Presentation

from comun.errores import ErrorDominio
from talleres import services


def textos(contenido: bytes) -> list[str]:
    """Every text of every slide, in order."""
    return [
        parrafo.text
        for lamina in Presentation(io.BytesIO(contenido)).slides
        for forma in lamina.shapes
        if forma.has_text_frame
        for parrafo in forma.text_frame.paragraphs
        if parrafo.text
    ]


def test_la_presentacion_trae_acuerdos_y_preguntas(escena):
    taller, secretaria = escena.en_curso(), escena["secretaria"]
    services.registrar_acuerdo(taller=taller, texto="Limpiar el estero", por=secretaria)
    services.registrar_acuerdo(
        taller=taller, texto="Defensa de El Molino", prioritario=True, por=secretaria
    )
    nulo = services.registrar_acuerdo(taller=taller, texto="Acuerdo nulo", por=secretaria)
    services.anular_acuerdo(acuerdo=nulo, motivo="Error", por=secretaria)
    for n, (tipo, texto) in enumerate(
        [("pregunta", "¿Cuándo empieza la obra?"), ("opinion", "La cuadrilla trabajó bien")]
    ):
        services.registrar_intervencion(
            taller=taller, tipo=tipo, texto=texto, nonce=str(n), por=secretaria
        )
    presentacion = services.generar_presentacion(taller=taller, por=secretaria)
    todo = textos(bytes(presentacion.archivo.contenido))
    dichos = [
        "Taller 1: Riberas y barrios",
        "Defensa de El Molino",
        "Limpiar el estero",
        "¿Cuándo empieza la obra?",
    ]
    assert [texto for texto in todo if texto in dichos] == dichos
    assert "Acuerdo nulo" not in todo
    assert "La cuadrilla trabajó bien" not in todo


def test_cada_vez_es_una_version(escena):
    taller, secretaria = escena.en_curso(), escena["secretaria"]
    versiones = [
        services.generar_presentacion(taller=taller, por=secretaria).version for _ in range(2)
    ]
    assert versiones == [1, 2]


def test_antes_de_empezar_no_hay_que_presentar(escena):
    with pytest.raises(ErrorDominio) as error:
        services.generar_presentacion(taller=escena.taller, por=escena["secretaria"])
    assert error.value.mensaje == "El taller todavía no empieza: no hay qué presentar."
