"""The staff's list: who comes, who waits, by hand, on paper and as a sheet; and the day after."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from comun.texto import plegar
from convocatorias.documents import TITULOS_ASISTENTES
from convocatorias.models import Participante, Tema
from convocatorias.selectors import asistencia_anunciada, asistentes
from convocatorias.services import Contestacion, Delegado, inscribirse, responder
from jornadas.selectors import esperados, lista_de_asistencia
from tests import mundo as el_mundo

ARGUMENTOS = ("riberas", 2026, "jornada-nacional")


def gestion(nombre: str, *mas) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=[*ARGUMENTOS, *mas])


@pytest.fixture
def todos(escena, mundo) -> dict[str, Participante]:
    """Seven people: a delegate, one with company, one who declines, and two who wait."""
    actividad = escena.actividad
    actividad.aforo = 4
    actividad.save()
    tema = Tema.objects.create(servicio=mundo.riberas, nombre="Aguas", nombre_plegado="aguas")
    actividad.temas.add(tema)
    junta = el_mundo.crear_organizacion(mundo.riberas)
    rosa = el_mundo.crear_participante(actividad, "Rosa", "Quilaleo", organizacion=junta)
    luis = el_mundo.crear_participante(actividad, "Luis", "Soto")
    el_mundo.crear_participante(actividad, "Sin", "Respuesta")
    delegado = Delegado("Sonia", "Meza", telefono="987654321")
    responder(participante=rosa, dicho=Contestacion("delega", temas=[tema], delegado=delegado))
    responder(participante=luis, dicho=Contestacion("no_asiste"))
    for nombre, acompanantes in (("Ana", 2), ("Berta", 0), ("Celia", 1)):
        inscribirse(
            actividad=actividad, nombres=nombre, apellidos="Díaz", acompanantes=acompanantes,
            organizacion_nombre="=Club de Ana", temas=[tema], nonce=nombre,
            correo=f"{plegar(nombre)}@correo.example",
        )  # fmt: skip
    return {fila.nombres: fila for fila in Participante.objects.all()}


def test_cada_vista_dice_a_quienes(todos, entrar) -> None:
    cliente = entrar("encargada")
    vistas = {}
    for vista in ("vendran", "en_espera", "no_vendran", "sin_respuesta"):
        pagina = cliente.get(gestion("asistentes"), {"vista": vista}).context["pagina"]
        vistas[vista] = [persona.nombres for persona in pagina]
    assert vistas == {
        "vendran": ["Sonia", "Ana"],
        "en_espera": ["Berta", "Celia"],
        "no_vendran": ["Rosa", "Luis"],
        "sin_respuesta": ["Sin"],
    }


def test_las_cifras_cuentan_acompanantes(todos, entrar) -> None:
    contexto = entrar("encargada").get(gestion("asistentes")).context
    assert contexto["cuentas"] == {
        "vendran": 2, "en_espera": 2, "no_vendran": 2, "sin_respuesta": 1,
        "personas": 4, "personas_en_espera": 3, "acompanantes": 2,
    }  # fmt: skip
    assert contexto["temas"] == [{"tema__nombre": "Aguas", "primera": 2, "todas": 2}]
    assert asistencia_anunciada(todos["Rosa"].actividad) == {
        "invitados": 3, "inscritos": 3, "vendran": 2, "acompanantes": 2, "en_espera": 2,
    }  # fmt: skip


def test_se_filtra_por_organizacion_y_no_por_persona(todos, entrar) -> None:
    cliente = entrar("encargada")
    for texto, nombres in (("molino", ["Sonia"]), ("club de", ["Ana"]), ("sonia", [])):
        pagina = cliente.get(gestion("asistentes"), {"organizacion": texto}).context["pagina"]
        assert [persona.nombres for persona in pagina] == nombres


@pytest.mark.parametrize("raro", ["\x00", "nada", "9" * 5000])
def test_lo_raro_en_la_direccion_no_rompe(todos, entrar, raro: str) -> None:
    datos = {"vista": raro, "organizacion": raro, "pagina": raro}
    assert entrar("encargada").get(gestion("asistentes"), datos).status_code == 200


def test_r34_avisa_y_no_cierra(todos, entrar) -> None:
    actividad = todos["Rosa"].actividad
    norma = actividad.cuenta.norma
    assert not entrar("encargada").get(gestion("asistentes")).context["avisos"]
    Participante.objects.filter(nombres="Ana").update(acompanantes=norma.asistentes_max)
    [(regla, resultado)] = entrar("encargada").get(gestion("asistentes")).context["avisos"]
    assert (regla.id, str(norma.asistentes_max) in resultado.mensaje) == ("R34", True)


def test_se_da_cupo_desde_la_lista(todos, entrar) -> None:
    cliente = entrar("equipo")
    respuesta = cliente.post(gestion("dar_lugar", todos["Celia"].pk), follow=True)
    assert "Celia Díaz tiene cupo. Le avisamos por correo." in respuesta.content.decode()
    assert Participante.objects.get(nombres="Celia").asistencia == "asiste"
    assert cliente.get(gestion("dar_lugar", todos["Celia"].pk)).status_code == 405
    repetida = cliente.post(gestion("dar_lugar", todos["Celia"].pk), follow=True)
    assert "Esa persona ya no está en la lista de espera." in repetida.content.decode()


def test_se_inscribe_a_quien_llama_por_telefono(todos, entrar) -> None:
    cliente = entrar("equipo")
    pagina = cliente.get(gestion("inscribir"))
    assert "quedará en la lista de espera" in pagina.content.decode()
    assert "apoyos" not in pagina.context["form"].fields
    datos = {
        "nombres": "Pedro", "apellidos": "Lagos", "telefono": "9 8765 0000",
        "nonce": pagina.context["form"].initial["nonce"],
    }  # fmt: skip
    mala = cliente.post(gestion("inscribir"), datos | {"telefono": ""})
    assert mala.status_code == 422
    hecha = cliente.post(gestion("inscribir"), datos, follow=True)
    assert "Pedro Lagos quedó en la lista de espera: no hay cupos." in hecha.content.decode()
    cliente.post(gestion("inscribir"), datos)
    assert Participante.objects.filter(nombres="Pedro").count() == 1


def test_la_planilla_lleva_contactos_y_ninguna_formula(todos, entrar) -> None:
    cliente = entrar("encargada")
    respuesta = cliente.get(gestion("descargar_asistentes", "xlsx"))
    filas = list(load_workbook(io.BytesIO(respuesta.content)).active.values)
    assert filas[0] == TITULOS_ASISTENTES
    assert [(fila[0], fila[1], fila[4], fila[6], fila[7]) for fila in filas[1:]] == [
        ("Junta de Vecinos El Molino", "Sonia", 0, "Rosa Quilaleo", "Aguas"),
        ("'=Club de Ana", "Ana", 2, None, "Aguas"),
        ("'=Club de Ana", "Berta", 0, None, "Aguas"),
        ("'=Club de Ana", "Celia", 1, None, "Aguas"),
    ]
    csv = cliente.get(gestion("descargar_asistentes", "csv")).content.decode("utf-8-sig")
    assert len(csv.splitlines()) == 5
    assert cliente.get(gestion("descargar_asistentes", "exe")).status_code == 404
    assert entrar("comunicaciones").get(gestion("descargar_asistentes", "csv")).status_code == 403


def test_la_lista_para_imprimir(todos, entrar) -> None:
    respuesta = entrar("encargada").get(gestion("descargar_asistentes", "pdf"))
    assert respuesta.content.startswith(b"%PDF-")
    assert respuesta["Content-Disposition"] == 'inline; filename="asistentes-jornada-nacional.pdf"'


@pytest.mark.parametrize(("vista", "sentencias"), [("vendran", 15), ("en_espera", 15)])
def test_cuantas_sentencias(escena, entrar, vista: str, sentencias: int) -> None:
    """The same with ten people and with a thousand."""
    cliente = entrar("encargada")
    asistencia = {"vendran": "asiste", "en_espera": "en_espera"}[vista]
    cuentas = []
    for hasta in (10, 1000):
        desde = Participante.objects.count()
        Participante.objects.bulk_create(
            Participante(
                actividad=escena.actividad, nombres=f"P{n}", nombre_plegado=f"p{n:04}",
                origen="inscrito", asistencia=asistencia, respondio_en=el_mundo.AHORA,
            )
            for n in range(desde, hasta)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as consultas:
            cliente.get(gestion("asistentes"), {"vista": vista})
        cuentas.append(len(consultas))
    assert cuentas == [sentencias] * 2


def test_la_pagina_de_la_actividad_las_cuenta(todos, entrar) -> None:
    html = entrar("encargada").get(gestion("actividad")).content.decode()
    assert "Con ellas, acompañantes" in html
    assert "En lista de espera" in html
    assert gestion("asistentes") in html


def test_en_la_puerta_estan_quienes_vienen_o_esperan(todos) -> None:
    """Who declined or sends somebody else is not on the printed list; who waits may come in."""
    jornada = el_mundo.crear_jornada(todos["Rosa"].actividad)
    assert [persona.nombres for persona in lista_de_asistencia(jornada)] == [
        "Ana", "Berta", "Celia", "Sin", "Sonia",
    ]  # fmt: skip
    # Ana with two, Berta, Celia with one, Sonia, and who has not answered.
    assert esperados(jornada) == 8


def test_la_lista_se_ordena_por_organizacion(todos) -> None:
    filas = asistentes(todos["Rosa"].actividad, "en_espera")
    assert [fila.nombres for fila in filas] == ["Berta", "Celia"]
