"""The page of tasks: grouped by urgency, shared out, done with what shows it, taken away."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cuentas.catalogos import TAREAS
from cuentas.models import CuentaPublica, HechoPrevio, Tarea
from seguimiento.selectors.tareas import Anclas, Tramo, anclas_de, tareas_con_fecha
from tests import mundo as m

RUTA = ["riberas", 2026]


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def lista(cuenta, en_riberas):
    """Four tasks around 17 May 2027, and one that is done; the activity is on the 28th."""
    m.crear_actividad(cuenta)
    datos = [
        ("Atrasada", {"vence": date(2027, 5, 14), "responsable": en_riberas["equipo"]}),
        ("De esta semana", {"dias_antes": 8}),
        ("Para después", {"dias_antes": -3, "responsable": en_riberas["facilitadora"]}),
        ("Sin fecha", {}),
        ("Terminada", {"hecha_en": m.AHORA, "hecha_por": en_riberas["equipo"]}),
    ]
    return [
        Tarea.objects.create(
            cuenta=cuenta,
            nombre=nombre,
            orden=orden,
            evidencia="Acta" if "hecha_en" in otros else "",
            **otros,
        )
        for orden, (nombre, otros) in enumerate(datos)
    ]


def pedir(cliente, *partes, nombre="tareas", **consulta):
    return cliente.get(reverse(f"seguimiento_gestion:{nombre}", args=[*RUTA, *partes]), consulta)


def pagina(cliente, *partes, **consulta):
    respuesta = pedir(cliente, *partes, **consulta)
    return respuesta, respuesta.content.decode()


def mandar(cliente, ruta, *partes, **datos):
    return cliente.post(reverse(f"seguimiento_gestion:{ruta}", args=[*RUTA, *partes]), datos)


def test_en_orden_de_urgencia(cuenta, lista):
    filas = tareas_con_fecha(cuenta, m.HOY)
    assert [(f.tramo, f.tarea.nombre, f.vence, f.dias, f.como) for f in filas] == [
        (Tramo.VENCIDAS, "Atrasada", date(2027, 5, 14), -3, "Fecha fijada por el equipo"),
        (Tramo.SEMANA, "De esta semana", date(2027, 5, 20), 3, "8 días antes de la actividad"),
        (Tramo.DESPUES, "Para después", date(2027, 5, 31), 14, "3 días después de la actividad"),
        (Tramo.SIN_FECHA, "Sin fecha", None, None, "Sin fecha ni días anotados"),
        (Tramo.HECHAS, "Terminada", None, None, "Sin fecha ni días anotados"),
    ]


def test_sin_actividad_no_hay_fechas(cuenta):
    Tarea.objects.create(cuenta=cuenta, nombre="Una", dias_antes=0)
    (fila,) = tareas_con_fecha(cuenta, m.HOY)
    assert (fila.vence, fila.como) == (None, "El día de la actividad, que aún no tiene fecha")


def test_desde_que_dia_se_cuentan(cuenta, en_riberas):
    def anclas():
        return anclas_de([cuenta])[cuenta.pk]

    assert anclas() == Anclas()
    m.crear_proceso(cuenta)
    assert anclas() == Anclas()
    cuenta.modalidad = CuentaPublica.Modalidad.VIRTUAL
    assert anclas() == Anclas(date(2027, 4, 26), date(2027, 6, 4))
    HechoPrevio.objects.create(
        cuenta=cuenta,
        tipo="jornada",
        fecha=date(2027, 5, 3),
        evidencia="Acta",
        motivo="Comenzó fuera",
        registrado_por=en_riberas["encargada"],
        registrado_en=m.AHORA,
    )
    assert anclas() == Anclas(date(2027, 5, 3), date(2027, 5, 3))
    m.crear_actividad(cuenta, slug="plan", fecha=date(2027, 6, 2), estado="borrador")
    assert anclas() == Anclas(date(2027, 6, 2), date(2027, 6, 2))
    m.crear_actividad(cuenta, slug="otra", fecha=date(2027, 6, 1), tipo="complementaria")
    m.crear_actividad(cuenta)
    assert anclas() == Anclas(m.DIA, date(2027, 6, 1))
    assert anclas().de(Tarea(dias_antes=0)) == m.DIA
    assert anclas().de(Tarea(dias_antes=-1)) == date(2027, 6, 1)


def test_la_pagina_agrupa_y_dice_cuantas_vencen(entrar, lista):
    respuesta, texto = pagina(entrar("equipo"))
    assert respuesta.status_code == 200
    assert [(n, [f.tarea.nombre for f in filas]) for n, filas in respuesta.context["tramos"]] == [
        ("Vencidas", ["Atrasada"]),
        ("Esta semana", ["De esta semana"]),
        ("Después", ["Para después"]),
        ("Sin fecha", ["Sin fecha"]),
        ("Hechas", ["Terminada"]),
    ]
    assert "<strong>1 vencida</strong>, 1 de 5 hecha" in " ".join(texto.split())


@pytest.mark.parametrize(
    ("consulta", "nombres"),
    [
        ({"de": "mias"}, ["Atrasada"]),
        ({"de": "nadie"}, ["De esta semana", "Sin fecha"]),
        ({"q": "SEMANA"}, ["De esta semana"]),
        ({"q": "facilitadora"}, ["Para después"]),
        ({"q": "nada de eso"}, []),
    ],
)
def test_buscar_y_ver_las_propias(entrar, lista, consulta, nombres):
    respuesta, _ = pagina(entrar("equipo"), **consulta)
    assert [f.tarea.nombre for f in respuesta.context["pagina"]] == nombres


def test_vacia_ensena_y_ofrece_traerlas(entrar, cuenta):
    _, texto = pagina(entrar("equipo"))
    assert "Traiga las que enumera la guía" in texto
    _, texto = pagina(entrar("facilitadora"))
    assert "Traer las tareas" not in texto
    assert mandar(entrar("equipo"), "crear_tareas").status_code == 302
    assert Tarea.objects.filter(cuenta=cuenta).count() == len(TAREAS)


def test_se_reparten_las_marcadas(entrar, lista, mundo):
    cliente = entrar("equipo")
    respuesta = mandar(
        cliente,
        "asignar_tareas",
        tareas=[lista[1].pk, lista[3].pk, lista[4].pk],
        responsable=mundo["sistematizadora"].pk,
        vence="2027-05-25",
    )
    assert respuesta.status_code == 302
    suyas = Tarea.objects.filter(responsable=mundo["sistematizadora"])
    assert list(suyas.values_list("nombre", "vence")) == [
        ("De esta semana", date(2027, 5, 25)),
        ("Sin fecha", date(2027, 5, 25)),
    ]


def test_repartir_mal_no_pierde_las_marcas(entrar, lista):
    respuesta = mandar(entrar("equipo"), "asignar_tareas", tareas=[lista[1].pk], vence="31/02/2027")
    assert respuesta.status_code == 422
    texto = respuesta.content.decode()
    assert f'value="{lista[1].pk}" id="tarea-{lista[1].pk}" checked' in texto
    assert "Esa fecha no existe" in texto
    respuesta = mandar(entrar("equipo"), "asignar_tareas", tareas=["x"], vence="2027-05-25")
    assert respuesta.status_code == 422
    assert "Marque al menos una tarea" in respuesta.content.decode()
    assert not Tarea.objects.filter(vence=date(2027, 5, 25)).exists()


def test_repartir_un_numero_que_ninguna_tarea_puede_tener(entrar, lista, mundo):
    datos = {"tareas": ["9" * 40], "responsable": mundo["sistematizadora"].pk}
    respuesta = mandar(entrar("equipo"), "asignar_tareas", **datos)
    assert respuesta.status_code == 422
    assert "Marque al menos una tarea" in respuesta.content.decode()


def test_quien_la_tiene_la_hace_con_su_archivo(entrar, lista):
    suya = lista[2]
    archivo = SimpleUploadedFile("acta de maria.pdf", b"%PDF-1.7 acta", "text/html")
    cliente = entrar("facilitadora")
    respuesta = mandar(cliente, "hacer_tarea", suya.pk, evidencia="Acta firmada", archivo=archivo)
    assert respuesta.status_code == 302
    suya.refresh_from_db()
    assert (suya.evidencia, suya.hecha_por.username) == ("Acta firmada", "facilitadora")
    bajada = pedir(cliente, suya.pk, nombre="archivo_tarea")
    assert bajada.content == b"%PDF-1.7 acta"
    assert bajada["Content-Type"] == "application/pdf"
    assert bajada["Content-Disposition"] == f'attachment; filename="evidencia-tarea-{suya.pk}.pdf"'
    assert (bajada["X-Content-Type-Options"], bajada["Cache-Control"]) == ("nosniff", "no-store")


def test_la_de_otra_persona_no(entrar, lista):
    ajena = lista[2]
    respuesta = mandar(entrar("secretaria"), "hacer_tarea", ajena.pk, evidencia="Yo la hice")
    assert respuesta.status_code == 403
    _, texto = pagina(entrar("secretaria"), ajena.pk, nombre="tarea")
    assert "La da por hecha Facilitadora Prueba" in texto
    assert "Está hecha" not in texto
    ajena.refresh_from_db()
    assert ajena.hecha_en is None


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"<html>", "no es PDF, PNG, JPG, DOCX ni XLSX"),
        (b"", "El archivo está vacío"),
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), "pesa más de 5 MB"),
    ],
)
def test_un_archivo_que_no_sirve(entrar, lista, contenido, frase):
    archivo = SimpleUploadedFile("nota.pdf", contenido)
    respuesta = mandar(
        entrar("equipo"), "hacer_tarea", lista[0].pk, evidencia="Lo que escribí", archivo=archivo
    )
    assert respuesta.status_code == 422
    assert frase in respuesta.content.decode()
    assert "Lo que escribí" in respuesta.content.decode()


def test_sin_evidencia(entrar, lista):
    respuesta = mandar(entrar("equipo"), "hacer_tarea", lista[0].pk, evidencia=" ")
    assert respuesta.status_code == 422
    assert "Escriba qué muestra que la tarea está hecha." in respuesta.content.decode()


def test_se_deshace(entrar, lista):
    assert mandar(entrar("equipo"), "deshacer_tarea", lista[4].pk).status_code == 302
    lista[4].refresh_from_db()
    assert (lista[4].hecha_en, lista[4].evidencia) == (None, "Acta")
    _, texto = pagina(entrar("equipo"), lista[4].pk, nombre="tarea")
    assert "Acta</textarea>" in texto


def test_se_agrega_y_se_edita(entrar, lista, mundo):
    cliente = entrar("equipo")
    datos = {"nombre": "Arrendar toldos", "dias": 4, "momento": "despues"}
    assert mandar(cliente, "tarea_nueva", **datos).status_code == 302
    nueva = Tarea.objects.get(nombre="Arrendar toldos")
    assert (nueva.dias_antes, nueva.responsable) == (-4, None)
    _, texto = pagina(cliente, nueva.pk, nombre="editar_tarea")
    assert 'value="despues" selected' in texto
    cambios = {"nombre": "Arrendar carpas", "dias": "", "momento": "antes", "vence": "2027-05-20"}
    cambios["responsable"] = mundo["equipo"].pk
    assert mandar(cliente, "editar_tarea", nueva.pk, **cambios).status_code == 302
    nueva.refresh_from_db()
    assert (nueva.nombre, nueva.dias_antes, nueva.vence, nueva.responsable) == (
        "Arrendar carpas",
        None,
        date(2027, 5, 20),
        mundo["equipo"],
    )


def test_lo_mal_escrito_sigue_ahi(entrar, lista):
    datos = {"nombre": "Sin fecha", "dias": 4, "momento": "antes"}
    for nombre, partes in (("tarea_nueva", []), ("editar_tarea", [lista[0].pk])):
        respuesta = mandar(entrar("equipo"), nombre, *partes, **datos)
        assert respuesta.status_code == 422
        assert "Esa tarea ya está en la lista." in respuesta.content.decode()
        assert 'value="Sin fecha"' in respuesta.content.decode()


def test_se_borra_solo_lo_propio(entrar, lista, cuenta):
    de_la_guia = Tarea.objects.create(cuenta=cuenta, codigo="equipo", nombre="De la guía")
    cliente = entrar("equipo")
    assert mandar(cliente, "borrar_tarea", lista[0].pk)["Location"] == reverse(
        "seguimiento_gestion:tareas", args=RUTA
    )
    mandar(cliente, "borrar_tarea", de_la_guia.pk)
    assert set(Tarea.objects.values_list("nombre", flat=True)) == {
        "De la guía", "De esta semana", "Para después", "Sin fecha", "Terminada",
    }  # fmt: skip


def test_la_planilla(entrar, lista):
    respuesta = pedir(entrar("facilitadora"), nombre="planilla_tareas")
    hoja = load_workbook(io.BytesIO(respuesta.content)).active
    filas = [[celda.value for celda in fila] for fila in hoja.iter_rows(min_row=2)]
    assert filas[0][0] == "Atrasada"
    assert filas[0][3] == "Equipo Prueba"
    assert filas[0][6] == "Vencidas"
    assert [fila[8] for fila in filas] == [None, None, None, None, "Acta"]
    assert respuesta["Content-Disposition"] == 'attachment; filename="tareas-riberas-2026.xlsx"'


def test_de_otra_cuenta_es_404(entrar, cuenta, mundo, lista):
    from servicios.alcance import alcance

    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        ajena = Tarea.objects.create(cuenta=otra, nombre="Ajena")
    respuesta, _ = pagina(entrar("encargada"), ajena.pk, nombre="tarea")
    assert respuesta.status_code == 404


def test_cuesta_lo_mismo_con_muchas(entrar, cuenta, mundo):
    m.crear_actividad(cuenta)
    cliente = entrar("equipo")

    def consultas(cuantas):
        Tarea.objects.bulk_create(
            Tarea(cuenta=cuenta, nombre=f"T {n}", responsable=mundo["equipo"], dias_antes=n % 90)
            for n in range(cuantas)
        )
        with CaptureQueriesContext(
            connection,
        ) as visto:
            assert pagina(cliente)[0].status_code == 200
        return len(visto)

    assert (consultas(10), consultas(990)) == (13, 13)
