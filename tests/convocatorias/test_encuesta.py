"""The prior survey is written, opened and closed; answered, its questions stay (R21)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from comun.errores import ErrorDominio, TransicionInvalida
from comun.models import Bitacora
from convocatorias import selectors, services
from convocatorias.models import EncuestaPrevia, PreguntaPrevia
from tests.convocatorias.conftest import crear_encuesta

UNA = services.Pregunta("¿Cómo prefiere participar?", "una", ("Grupo", "Internet"))


def mensaje_de(caso) -> str:
    with pytest.raises(ErrorDominio) as error:
        caso()
    return error.value.mensaje


def test_se_escriben_las_preguntas_en_orden(escena, mundo):
    encuesta = crear_encuesta(escena, mundo["encargada"], abierta=False)
    filas = encuesta.preguntas.values_list("orden", "clase", "opciones", "capitulo")
    assert list(filas) == [
        (1, "varias", "Obras\nPlata\nAgua", ""),
        (2, "una", "Grupo\nInternet", ""),
        (3, "escala", "", "presupuesto"),
        (4, "texto", "", "proyecciones"),
    ]
    assert encuesta.estado == "borrador"
    registro = Bitacora.objects.get(accion="guardar_encuesta")
    assert (registro.actor_id, registro.datos) == (mundo["encargada"].pk, {"preguntas": 4})


def test_escribirla_otra_vez_la_reemplaza(escena, mundo):
    crear_encuesta(escena, mundo["encargada"], abierta=False)
    encuesta = crear_encuesta(
        escena, mundo["encargada"], abierta=False, titulo=" Otra \n vez ", preguntas=[UNA]
    )
    assert EncuestaPrevia.objects.count() == 1
    assert encuesta.titulo == "Otra vez"
    assert [p.texto for p in encuesta.preguntas.all()] == [UNA.texto]


def test_la_propuesta_tiene_cinco_preguntas_que_se_pueden_guardar(escena, mundo):
    encuesta = crear_encuesta(escena, mundo["encargada"], preguntas=services.PROPUESTA)
    assert encuesta.preguntas.count() == 5
    assert encuesta.estado == "abierta"


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        ({"preguntas": []}, "Escriba al menos una pregunta."),
        ({"preguntas": [UNA] * 11}, "Una encuesta previa lleva hasta 10 preguntas. Quite 1."),
        ({"preguntas": [replace(UNA, texto=" ")]}, "Escriba la pregunta 1."),
        (
            {"preguntas": [replace(UNA, opciones=("Grupo", "Grupo", ""))]},
            "La pregunta 1 necesita entre 2 y 12 opciones distintas, una en cada línea.",
        ),
        (
            {"cierra": date(2027, 5, 9)},
            "El último día no puede ser anterior al primero.",
        ),
        (
            {"cierra": date(2027, 5, 29)},
            "La actividad es el 28 de mayo: la encuesta debe cerrar ese día o antes, para alcanzar "
            "a usar lo que diga.",
        ),
    ],
    ids=["sin-preguntas", "once", "en-blanco", "una-opcion", "al-reves", "despues"],
)
def test_lo_que_no_se_guarda(escena, mundo, cambio, dicho):
    assert mensaje_de(lambda: crear_encuesta(escena, mundo["encargada"], **cambio)) == dicho
    assert EncuestaPrevia.objects.count() == 0


def test_abierta_ya_no_se_escribe(escena, encuesta, mundo):
    dicho = mensaje_de(lambda: crear_encuesta(escena, mundo["encargada"]))
    assert dicho == (
        "La encuesta ya se abrió y sus preguntas no cambian. Si nadie ha respondido, vuelva a "
        "prepararla."
    )
    assert encuesta.preguntas.count() == 4


def test_vuelve_a_preparacion_solo_si_nadie_respondio(encuesta, invitar, mundo):
    por = mundo["encargada"]
    services.volver_a_preparar_encuesta(encuesta=encuesta, por=por)
    assert encuesta.estado == "borrador"
    services.abrir_encuesta(encuesta=encuesta, por=por)
    fila, _ = invitar()
    services.responder_encuesta(encuesta=encuesta, participante=fila.participante, dicho={2: [1]})
    dicho = mensaje_de(lambda: services.volver_a_preparar_encuesta(encuesta=encuesta, por=por))
    assert dicho == (
        "Ya hay 1 respuesta: las preguntas no se pueden cambiar, porque lo respondido dejaría de "
        "corresponder. Si ya no sirve, cierre la encuesta."
    )
    encuesta.refresh_from_db()
    assert encuesta.estado == "abierta"


def test_se_cierra_y_se_abre_de_nuevo(encuesta, mundo):
    por = mundo["encargada"]
    services.cerrar_encuesta(encuesta=encuesta, por=por)
    with pytest.raises(TransicionInvalida):
        services.cerrar_encuesta(encuesta=encuesta, por=por)
    services.abrir_encuesta(encuesta=encuesta, por=por)
    assert encuesta.estado == "abierta"
    acciones = Bitacora.objects.filter(objeto_tipo="convocatorias.encuestaprevia")
    assert list(acciones.order_by("pk").values_list("accion", flat=True)) == [
        "guardar_encuesta",
        "abrir_encuesta",
        "cerrar_encuesta",
        "abrir_encuesta",
    ]


def test_no_se_abre_cuando_su_ultimo_dia_paso(escena, mundo, reloj_en):
    encuesta = crear_encuesta(escena, mundo["encargada"], abierta=False)
    reloj_en(datetime(2027, 5, 28, 14, 0, tzinfo=UTC))
    abrir = lambda: services.abrir_encuesta(encuesta=encuesta, por=mundo["encargada"])  # noqa: E731
    assert mensaje_de(abrir) == (
        "El último día de la encuesta, el 27 de mayo, ya pasó. Cambie los días y ábrala."
    )
    services.fijar_dias_de_encuesta(
        encuesta=encuesta, abre=date(2027, 5, 10), cierra=date(2027, 5, 28), por=mundo["encargada"]
    )
    abrir()
    assert encuesta.estado == "abierta"


def test_en_una_cuenta_cerrada_no_se_toca(escena, encuesta, mundo):
    escena.cuenta.__class__.objects.filter(pk=escena.cuenta.pk).update(estado="cerrada")
    escena.cuenta.refresh_from_db()
    dicho = mensaje_de(lambda: crear_encuesta(escena, mundo["encargada"]))
    assert dicho == "Esta cuenta pública ya terminó: aquí no se cambia nada más."


def test_se_responde_entre_sus_dias_y_mientras_la_actividad_se_haga(escena, encuesta):
    def abierta(dia: int):
        return selectors.encuesta_abierta(
            escena.actividad, datetime(2027, 5, dia, 12, 0, tzinfo=UTC)
        )

    assert [dia for dia in (9, 10, 27, 28) if abierta(dia)] == [10, 27]
    escena.actividad.estado = "suspendida"
    assert abierta(20) is None


def test_las_hojas_se_numeran_sin_repetir(encuesta, mundo):
    por = mundo["encargada"]
    assert services.numerar_hojas(encuesta=encuesta, cuantas=50, por=por) == range(1, 51)
    assert services.numerar_hojas(encuesta=encuesta, cuantas=2, por=por) == range(51, 53)
    numerar = lambda n: lambda: services.numerar_hojas(encuesta=encuesta, cuantas=n, por=por)  # noqa: E731
    assert mensaje_de(numerar(0)) == "Imprima entre 1 y 200 hojas cada vez."
    assert mensaje_de(numerar(201)) == "Imprima entre 1 y 200 hojas cada vez."
    EncuestaPrevia.objects.filter(pk=encuesta.pk).update(hojas=9_990)
    assert mensaje_de(numerar(10)) == "Una encuesta lleva hasta 9.999 hojas."


def test_en_preparacion_no_se_numeran_hojas(escena, mundo):
    encuesta = crear_encuesta(escena, mundo["encargada"], abierta=False)
    dicho = mensaje_de(
        lambda: services.numerar_hojas(encuesta=encuesta, cuantas=1, por=mundo["encargada"])
    )
    assert dicho == "Abra la encuesta antes de imprimirla: así sus preguntas ya no cambian."


@pytest.mark.parametrize(
    "mala",
    [
        {"orden": 11, "clase": "texto"},
        {"orden": 5, "clase": "una", "opciones": ""},
        {"orden": 5, "clase": "texto", "opciones": "Sí"},
        {"orden": 4, "clase": "texto"},
    ],
    ids=["once", "sin-opciones", "texto-con-opciones", "mismo-orden"],
)
def test_la_base_no_guarda_una_pregunta_imposible(encuesta, mala):
    with pytest.raises(IntegrityError), transaction.atomic():
        PreguntaPrevia.objects.create(encuesta=encuesta, texto="¿Y?", **mala)
