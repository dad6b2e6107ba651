"""What was answered on paper: typed sheet by sheet, or a whole spreadsheet or nothing (R22)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun import hojas
from comun.errores import ErrorDominio
from convocatorias import documents, services
from convocatorias.models import RespuestaPrevia, ValorPrevio, codigo_de_hoja
from tests.convocatorias.conftest import crear_encuesta

NONCE = "un-formulario-de-prueba"


@pytest.fixture
def hoja(encuesta, mundo):
    """Three sheets printed; `hoja(2)` is the code of the second one."""
    services.numerar_hojas(encuesta=encuesta, cuantas=3, por=mundo["encargada"])
    return codigo_de_hoja


def ingresar(encuesta, mundo, **otros):
    datos = {"dicho": {2: [1]}, "nonce": NONCE, "por": mundo["equipo"]} | otros
    return services.ingresar_en_papel(encuesta=encuesta, **datos)


def mensaje_de(caso) -> str:
    with pytest.raises(ErrorDominio) as error:
        caso()
    return error.value.mensaje


def test_una_hoja_se_ingresa_una_vez(encuesta, mundo, hoja):
    respuesta = ingresar(encuesta, mundo, hoja=hoja(2))
    assert (respuesta.canal, respuesta.ingresada_por) == ("papel", mundo["equipo"])
    assert mensaje_de(lambda: ingresar(encuesta, mundo, hoja=hoja(2), nonce="otro")) == (
        f"La hoja {hoja(2)} ya se ingresó. Si es una fotocopia, deje el código en blanco."
    )
    assert RespuestaPrevia.objects.count() == 1


def test_el_mismo_formulario_con_codigo_dos_veces_es_una(encuesta, mundo, hoja):
    """Also when its code is taken away: nobody stores it twice for doing as they were told."""
    primera = ingresar(encuesta, mundo, hoja=hoja(2))
    assert ingresar(encuesta, mundo, hoja=hoja(2)).pk == primera.pk
    assert ingresar(encuesta, mundo).pk == primera.pk
    assert list(valores_de(primera)) == [(2, 1, "")]
    assert RespuestaPrevia.objects.count() == 1


@pytest.mark.parametrize("otro", ["dicho", "nonce", "por"])
def test_con_el_mismo_codigo_y_algo_distinto_se_dice(encuesta, mundo, hoja, otro):
    """A photocopy with the same answers comes in a form of its own: it is not the same answer."""
    primera = ingresar(encuesta, mundo, hoja=hoja(2))
    distinto = {
        "dicho": {2: [1], 4: "Luz"}, "nonce": "otro-formulario-distinto",
        "por": mundo["encargada"],
    }  # fmt: skip
    dicho = mensaje_de(lambda: ingresar(encuesta, mundo, hoja=hoja(2), **{otro: distinto[otro]}))
    assert dicho.startswith(f"La hoja {hoja(2)} ya se ingresó. Si es una fotocopia")
    otra = ingresar(encuesta, mundo, **{otro: distinto[otro]})
    assert otra.pk != primera.pk
    assert RespuestaPrevia.objects.count() == 2


def test_una_hoja_que_llego_en_una_planilla_no_se_ingresa_otra_vez(encuesta, mundo, hoja):
    cargar(encuesta, mundo, planilla(encuesta, (hoja(1), "1", "", "", "")))
    assert mensaje_de(lambda: ingresar(encuesta, mundo, hoja=hoja(1), dicho={1: [1]})).startswith(
        f"La hoja {hoja(1)} ya se ingresó."
    )
    assert RespuestaPrevia.objects.count() == 1


def valores_de(respuesta):
    return respuesta.valores.values_list("pregunta__orden", "opcion", "texto")


def test_sin_codigo_el_mismo_formulario_dos_veces_es_una(encuesta, mundo):
    primera = ingresar(encuesta, mundo)
    assert ingresar(encuesta, mundo).pk == primera.pk
    ingresar(encuesta, mundo, nonce="otro-formulario-distinto")
    assert RespuestaPrevia.objects.count() == 2


@pytest.mark.parametrize("codigo", ["H2", "2-0", "x", "H99999-1", "\x00", "H" * 500])
def test_un_codigo_mal_copiado_se_nota(encuesta, mundo, hoja, codigo):
    dicho = mensaje_de(lambda: ingresar(encuesta, mundo, hoja=codigo))
    assert dicho.startswith("Ese código de hoja no existe. Cópielo como está impreso")
    assert RespuestaPrevia.objects.count() == 0


def test_una_hoja_que_no_se_ha_impreso(encuesta, mundo, hoja):
    assert mensaje_de(lambda: ingresar(encuesta, mundo, hoja=hoja(4))) == (
        "Esa hoja no es de esta encuesta: todavía no se imprime ese número."
    )


def test_se_ingresa_tambien_cerrada_pero_no_en_preparacion(escena, mundo):
    por = mundo["encargada"]
    encuesta = crear_encuesta(escena, por, abierta=False)
    assert mensaje_de(lambda: ingresar(encuesta, mundo)) == (
        "La encuesta está en preparación. Ábrala antes de ingresar respuestas."
    )
    services.abrir_encuesta(encuesta=encuesta, por=por)
    services.cerrar_encuesta(encuesta=encuesta, por=por)
    assert ingresar(encuesta, mundo).pk


# ── A whole sheet ──


def planilla(encuesta, *filas, formato="csv") -> bytes:
    columnas = documents.columnas_de_encuesta(list(encuesta.preguntas.all()))
    titulos = [columna.titulo for columna in columnas]
    escribir = hojas.escribir_xlsx if formato == "xlsx" else hojas.escribir_csv
    return escribir(filas, titulos)


def cargar(encuesta, mundo, contenido, nombre="respuestas.csv"):
    return services.cargar_respuestas(
        encuesta=encuesta, nombre=nombre, contenido=contenido, por=mundo["equipo"]
    )


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_carga_todas_con_numeros_o_con_palabras(encuesta, mundo, hoja, formato):
    contenido = planilla(
        encuesta,
        (hoja(1), "1, 3", "Grupo", "5", "=Que el agua no falte"),
        ("", "plata;agua", "2", "", ""),
        formato=formato,
    )
    assert cargar(encuesta, mundo, contenido, f"respuestas.{formato}") == 2
    valores = ValorPrevio.objects.order_by("respuesta", "pregunta__orden", "opcion")
    assert list(valores.values_list("pregunta__orden", "opcion", "texto")) == [
        (1, 1, ""),
        (1, 3, ""),
        (2, 1, ""),
        (3, 5, ""),
        (4, None, "=Que el agua no falte"),
        (1, 2, ""),
        (1, 3, ""),
        (2, 2, ""),
    ]
    assert set(RespuestaPrevia.objects.values_list("canal", flat=True)) == {"papel"}


def test_con_un_error_no_guarda_nada_y_dice_cada_fila(encuesta, mundo, hoja):
    ingresar(encuesta, mundo, hoja=hoja(3))
    contenido = planilla(
        encuesta,
        ("", "1", "1", "1", "Bien"),
        (hoja(3), "1", "", "", ""),
        (hoja(1), "1", "", "", ""),
        (hoja(1), "1", "", "", ""),
        ("", "9", "", "", ""),
        ("", "", "Sentados", "", ""),
        ("H1-X", "1", "", "", ""),
    )
    with pytest.raises(services.CargaDeEncuestaConErrores) as error:
        cargar(encuesta, mundo, contenido)
    assert error.value.mensaje == "La planilla tiene 5 errores por corregir. No se guardó nada."
    assert [(e.numero, e.mensaje) for e in error.value.errores] == [
        (3, f"La hoja {hoja(3)} ya se ingresó."),
        (5, f"La hoja {hoja(1)} ya se ingresó."),
        (6, "La pregunta 1 no tiene esa opción. Elija otra."),
        (7, "En la pregunta 2, «Sentados» no es una de sus opciones. Escriba su número."),
        (
            8,
            "Ese código de hoja no existe. Cópielo como está impreso, por ejemplo H17-5.",
        ),
    ]
    assert RespuestaPrevia.objects.count() == 1


def test_la_misma_planilla_dos_veces_no_duplica(encuesta, mundo):
    contenido = planilla(encuesta, ("", "1", "", "", ""))
    cargar(encuesta, mundo, contenido)
    assert mensaje_de(lambda: cargar(encuesta, mundo, contenido)) == (
        "Esa misma planilla ya se cargó. Suba solo las respuestas nuevas."
    )
    assert RespuestaPrevia.objects.count() == 1


def test_una_planilla_sin_filas_o_que_no_lo_es(encuesta, mundo):
    assert mensaje_de(lambda: cargar(encuesta, mundo, planilla(encuesta))) == (
        "La planilla no tiene respuestas. Escriba una por fila."
    )
    assert "vacío" in mensaje_de(lambda: cargar(encuesta, mundo, b"\x00\x00"))


def test_mil_respuestas_no_cuestan_mil_sentencias(encuesta, mundo):
    def con(cuantas: int, letra: str) -> bytes:
        return planilla(encuesta, *[("", "1", "2", "3", f"{letra} {n}") for n in range(cuantas)])

    with CaptureQueriesContext(connection) as diez:
        cargar(encuesta, mundo, con(10, "a"))
    with CaptureQueriesContext(connection) as mil:
        cargar(encuesta, mundo, con(1000, "b"))
    # 1.000 answers and 4.000 values: in batches of 500, which SQLite may split in two.
    assert (len(diez), len(mil) <= len(diez) + 30) == (12, True), len(mil)
