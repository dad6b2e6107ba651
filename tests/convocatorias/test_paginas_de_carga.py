"""The pages of an import: upload, columns, progress, preview, errors, result sheet, done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun import hojas
from convocatorias import services
from convocatorias.models import Importacion, Organizacion
from servicios.alcance import alcance
from tests.convocatorias.test_importacion import CORO, MOLINO, planilla

CUENTA = ("riberas", 2026)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


def subir(cliente, contenido: bytes) -> Importacion:
    archivo = SimpleUploadedFile("directorio.csv", contenido)
    respuesta = cliente.post(url("cargar_directorio"), {"archivo": archivo})
    fila = Importacion.objects.latest("pk")
    assert respuesta["Location"] == url("importacion_columnas", fila.pk)
    return fila


def elegir(cliente, fila: Importacion):
    """Leave the columns as they are proposed."""
    pagina = cliente.get(url("importacion_columnas", fila.pk))
    return cliente.post(url("importacion_columnas", fila.pk), pagina.context["form"].initial)


def test_todo_el_camino(escena, entrar) -> None:
    cliente = entrar("encargada")
    fila = subir(cliente, planilla(MOLINO, CORO))
    assert elegir(cliente, fila)["Location"] == url("importacion", fila.pk)
    pagina = cliente.get(url("importacion", fila.pk))
    assert "Revisando la planilla" in pagina.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in pagina.content.decode()
    services.revisar_importacion(fila.pk)
    pagina = cliente.get(url("importacion", fila.pk)).content.decode()
    assert "Esto es lo que cambia" in pagina
    assert "Se agregan 2 temas nuevos: Agua, Riego." in pagina
    assert cliente.get(url("importacion_confirmar", fila.pk)).status_code == 405
    cliente.post(url("importacion_confirmar", fila.pk))
    assert "Guardando 2 filas" in cliente.get(url("importacion", fila.pk)).content.decode()
    services.cargar_importacion(fila.pk)
    pagina = cliente.get(url("importacion", fila.pk)).content.decode()
    assert "La planilla ya está en el directorio" in pagina
    assert Organizacion.objects.count() == 2


def test_los_errores_por_paginas_y_la_hoja_de_resultado(escena, entrar) -> None:
    cliente = entrar("encargada")
    malas = [(f"=Club {n}", "funcional", "Tlaca") for n in range(150)]
    fila = subir(cliente, planilla(*malas, ("Coro", "cultural", "Talca"),
                                   titulos=("Organización", "Tipos", "Comuna")))  # fmt: skip
    elegir(cliente, fila)
    services.revisar_importacion(fila.pk)
    pagina = cliente.get(url("importacion", fila.pk))
    texto = pagina.content.decode()
    assert "150 filas con una comuna que no existe: «Tlaca» (150)." in texto
    assert len(pagina.context["pagina"].object_list) == 100
    assert len(cliente.get(url("importacion", fila.pk), {"pagina": 2}).context["pagina"]) == 50
    for formato in ("csv", "xlsx"):
        hoja = cliente.get(url("importacion_resultado", fila.pk, formato))
        tabla = hojas.abrir("x", hoja.getvalue())
        filas = list(tabla.filas)
        assert tabla.titulos == ["Resultado", "Organización", "Tipos", "Comuna"]
        assert filas[0] == (
            2,
            ["Comuna: No se reconoce la comuna «Tlaca». ¿Quiso decir «Talca»?", "=Club 0",
             "funcional", "Tlaca"],
        )  # fmt: skip
        assert filas[-1][1][0] == "Organización nueva"
    cruda = cliente.get(url("importacion_resultado", fila.pk, "csv")).getvalue().decode()
    assert ";'=Club 0;" in cruda


def test_las_mismas_sentencias_con_pocas_y_muchas_filas(escena, entrar) -> None:
    cliente = entrar("encargada")
    cuantas = []
    for filas in (5, 500):
        fila = subir(cliente, planilla(*[(f"Club {n}", "x") for n in range(filas)],
                                       titulos=("Organización", "Tipos")))  # fmt: skip
        elegir(cliente, fila)
        services.revisar_importacion(fila.pk)
        with CaptureQueriesContext(connection) as consultas:
            assert cliente.get(url("importacion", fila.pk)).status_code == 200
        cuantas.append(len(consultas))
    assert cuantas[0] == cuantas[1]


def test_descartar_y_lo_que_ya_no_se_puede(escena, entrar) -> None:
    cliente = entrar("encargada")
    fila = subir(cliente, planilla(MOLINO))
    assert "directorio.csv" in cliente.get(url("cargar_directorio")).content.decode()
    cliente.post(url("importacion_descartar", fila.pk))
    fila.refresh_from_db()
    assert (fila.estado, fila.contenido) == ("descartada", None)
    assert cliente.get(url("importacion", fila.pk)).status_code == 200
    assert cliente.get(url("importacion_resultado", fila.pk, "csv")).status_code == 404
    assert cliente.get(url("importacion_columnas", fila.pk)).status_code == 302
    respuesta = cliente.post(url("importacion_confirmar", fila.pk), follow=True)
    assert "No se puede pasar de «descartada»" in respuesta.content.decode()


def test_columnas_sin_la_organizacion_se_dice_en_su_sitio(escena, entrar) -> None:
    cliente = entrar("encargada")
    fila = subir(cliente, planilla(("Club", "x"), titulos=("A", "B")))
    respuesta = cliente.post(url("importacion_columnas", fila.pk), {"tipos": 1})
    assert (respuesta.status_code, list(respuesta.context["form"].errors)) == (
        422, ["organizacion"],
    )  # fmt: skip


@pytest.mark.parametrize("nombre", ["importacion", "importacion_columnas"])
def test_quien_no_puede_y_otro_servicio(escena, mundo, entrar, nombre) -> None:
    fila = subir(entrar("encargada"), planilla(MOLINO))
    assert entrar("acreditadora").get(url(nombre, fila.pk)).status_code == 403
    from tests import mundo as el_mundo

    with alcance(mundo.otro):
        el_mundo.crear_cuenta(mundo.otro, mundo["encargada-otro"])
    ajena = reverse(f"convocatorias_gestion:{nombre}", args=("caminos", 2026, fila.pk))
    assert entrar("encargada-otro").get(ajena).status_code == 404


def test_exportar_lo_filtrado(escena, contactos, entrar) -> None:
    cliente = entrar("encargada")
    completo = hojas.abrir("x", cliente.get(url("exportar", "csv")).getvalue())
    assert len(list(completo.filas)) == 3
    filtrado = cliente.get(url("exportar", "csv"), {"tipo": "mujeres"}).getvalue()
    [(_, fila)] = hojas.abrir("x", filtrado).filas
    assert fila[0] == "Agrupación de Mujeres del Maule"
