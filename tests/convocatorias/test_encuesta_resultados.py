"""What was answered, beside the chapters of the report, in as many reads as for ten answers."""

import pytest

from comun import hojas
from convocatorias import documents, selectors
from convocatorias.models import RespuestaPrevia, ValorPrevio


@pytest.fixture
def responden(encuesta, mundo):
    """`responden(10)`: as many answers, each one after the other one's pattern."""
    preguntas = {p.orden: p for p in encuesta.preguntas.all()}

    def _responden(cuantas: int) -> None:
        desde = encuesta.respuestas.count()
        filas = RespuestaPrevia.objects.bulk_create(
            RespuestaPrevia(
                encuesta=encuesta,
                canal="papel" if n % 5 == 0 else "internet",
                dia=encuesta.abre,
                nonce=f"prueba:{n}",
                ingresada_por=mundo["equipo"] if n % 5 == 0 else None,
            )
            for n in range(desde, desde + cuantas)
        )
        valores = []
        for n, fila in enumerate(filas, start=desde):
            valores.append(ValorPrevio(respuesta=fila, pregunta=preguntas[1], opcion=1))
            if n % 2:
                valores.append(ValorPrevio(respuesta=fila, pregunta=preguntas[1], opcion=3))
            valores.append(
                ValorPrevio(respuesta=fila, pregunta=preguntas[2], opcion=1 if n % 10 < 3 else 2)
            )
            if n % 10:
                valores.append(ValorPrevio(respuesta=fila, pregunta=preguntas[3], opcion=1 + n % 5))
            if n % 4 == 0:
                texto = f"Idea {n:04}" if n else "Llame a rosa@correo.cl por el agua"
                valores.append(ValorPrevio(respuesta=fila, pregunta=preguntas[4], texto=texto))
        ValorPrevio.objects.bulk_create(valores, batch_size=500)

    return _responden


def test_cuenta_cada_opcion_y_cada_texto(encuesta, responden):
    responden(10)
    resultados = selectors.resultados_de(encuesta)
    assert (resultados.total, resultados.en_papel) == (10, 2)
    temas, medio, presupuesto, pedido = resultados.todos
    assert [(c.texto, c.n, c.porcentaje) for c in temas.conteos] == [
        ("Obras", 10, 100),
        ("Plata", 0, 0),
        ("Agua", 5, 50),
    ]
    assert [(c.texto, c.n, c.porcentaje) for c in medio.conteos] == [
        ("Grupo", 3, 30),
        ("Internet", 7, 70),
    ]
    assert [c.n for c in presupuesto.conteos] == [1, 2, 2, 2, 2]
    assert (presupuesto.respondieron, presupuesto.promedio) == (9, "3,2")
    assert [texto.piezas for texto in pedido.textos] == [
        (("Idea 0004", ""),),
        (("Idea 0008", ""),),
        (("Llame a ", ""), ("rosa@correo.cl", "correo"), (" por el agua", "")),
    ]
    assert [texto.por_ocultar for texto in pedido.textos] == [False, False, True]


def test_van_junto_a_los_capitulos_del_informe(encuesta, responden):
    responden(10)
    resultados = selectors.resultados_de(encuesta)
    assert [(c.titulo, [r.pregunta.orden for r in c.resultados]) for c in resultados.capitulos] == [
        ("Políticas", []),
        ("Planes", []),
        ("Programas", []),
        ("Presupuesto", [3]),
        ("Proyecciones", [4]),
        ("Compromisos cumplidos", []),
    ]
    assert {c.comienzo for c in resultados.capitulos} == {"Se hizo lo comprometido."}
    assert [r.pregunta.orden for r in resultados.sin_capitulo] == [1, 2]


def test_con_un_informe_sin_ese_capitulo_ninguna_pregunta_se_pierde(encuesta, responden, escena):
    responden(5)
    escena.informe.informe.capitulos.exclude(tipo="planes").delete()
    resultados = selectors.resultados_de(encuesta)
    assert [r.pregunta.orden for r in resultados.sin_capitulo] == [1, 2, 3, 4]


def test_lee_lo_mismo_con_diez_que_con_mil(encuesta, responden, django_assert_num_queries):
    responden(10)
    with django_assert_num_queries(6):
        selectors.resultados_de(encuesta)
    responden(990)
    with django_assert_num_queries(6):
        resultados = selectors.resultados_de(encuesta)
    assert resultados.total == 1000
    assert [c.n for c in resultados.todos[1].conteos] == [300, 700]
    assert len(resultados.todos[3].textos) == 100
    assert resultados.todos[3].respondieron == 250
    todos = selectors.resultados_de(encuesta, textos=None)
    assert len(todos.todos[3].textos) == 250


def test_lo_publico_no_habla_de_menos_de_cinco(encuesta, responden):
    responden(4)
    assert selectors.resultados_de(encuesta).publicable is False
    responden(6)
    resultados = selectors.resultados_de(encuesta)
    assert resultados.publicable is True
    temas, medio, presupuesto, _ = resultados.todos
    assert [c.publico for c in temas.conteos] == [10, 0, 5]
    assert [c.publico for c in medio.conteos] == [None, None]
    assert [c.publico for c in presupuesto.conteos] == [None] * 5


def test_las_planillas_no_llevan_formulas_ni_textos_al_publico(encuesta, responden):
    responden(20)
    ValorPrevio.objects.filter(texto="Idea 0004").update(texto="=1+1")
    resultados = selectors.resultados_de(encuesta, textos=None)
    completa = documents.resultados_de_encuesta(resultados, "csv").decode("utf-8-sig")
    assert "'=1+1" in completa
    assert completa.splitlines()[:3] == [
        "Capítulo del informe;Pregunta;Opción;Respuestas;De cada 100",
        ";¿Qué temas le interesan?;Obras;20;100",
        ";¿Qué temas le interesan?;Plata;0;0",
    ]
    publica = documents.resultados_publicos(resultados, "csv").decode("utf-8-sig")
    assert "1+1" not in publica
    assert publica.splitlines()[1] == ";Personas que respondieron;;20"
    assert publica.splitlines()[-1].endswith(";5;menos de 5 o no publicable")
    assert documents.resultados_publicos(resultados, "xlsx").startswith(b"PK")


def test_la_plantilla_se_llena_y_se_vuelve_a_leer(encuesta):
    preguntas = list(encuesta.preguntas.all())
    plantilla = documents.plantilla_de_encuesta(preguntas, "xlsx")
    leida = hojas.leer("p.xlsx", plantilla, documents.columnas_de_encuesta(preguntas))
    assert (leida.filas, leida.errores) == ([], [])


def test_cada_capitulo_dice_cuantas_personas_lo_eligieron(escena, mundo, invitar):
    from convocatorias import services
    from tests.convocatorias.conftest import crear_encuesta

    encuesta = crear_encuesta(escena, mundo["encargada"], preguntas=services.PROPUESTA)
    for nombre, opcion in (("Rosa", 4), ("Luis", 4), ("Nelly", 1)):
        fila, _ = invitar(nombre, "Soto")
        services.responder_encuesta(
            encuesta=encuesta, participante=fila.participante, dicho={2: [opcion]}
        )
    resultados = selectors.resultados_de(encuesta)
    elegido = {c.titulo: [conteo.n for _, conteo in c.elegido] for c in resultados.capitulos}
    assert elegido == {
        "Políticas": [1],
        "Planes": [0],
        "Programas": [0],
        "Presupuesto": [2],
        "Proyecciones": [0],
        "Compromisos cumplidos": [0],
    }
