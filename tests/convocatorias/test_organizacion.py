"""The page of an organisation: its data, its people of today and of before, its history."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from comun.rut import digito
from convocatorias.models import Contacto, Convocatoria, Invitacion, Organizacion, Tema
from convocatorias.services import (
    archivar_organizacion,
    dejar_cargo,
    guardar_contacto,
    guardar_organizacion,
    recuperar_organizacion,
)
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto

CUENTA = ("riberas", 2026)
AHORA = datetime(2027, 5, 10, 15, 0, tzinfo=UTC)


def url(nombre: str, *args) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=(*CUENTA, *args))


@pytest.fixture
def molino(escena, mundo) -> Organizacion:
    contacto = crear_contacto(
        mundo.riberas, "Junta de Vecinos El Molino", "territorial", correo="rosa@correo.example"
    )
    return contacto.organizacion


def test_guardar_con_todos_sus_datos(escena, mundo, entrar):
    datos = {
        "nombre": " Junta  de Vecinos  El Molino ",
        "tipos": ["territorial", "mujeres"],
        "comuna": "07101",
        "tema_nuevo": "Agua potable",
        "direccion": "Calle 1 Norte 123",
        "rut": "65.123.456 - 4",
        "personalidad": "1.234, Municipalidad de Talca",
    }
    cliente = entrar("encargada")
    malo = cliente.post(url("organizacion_nueva"), datos | {"rut": "65.123.456-1"})
    texto = malo.content.decode()
    assert (malo.status_code, "Ese RUT no existe" in texto, "1 Norte 123" in texto) == (
        422, True, True,
    )  # fmt: skip
    datos["rut"] = f"65.123.456 - {digito(65123456)}"
    cliente.post(url("organizacion_nueva"), datos)
    fila = Organizacion.objects.get()
    assert (fila.nombre, fila.rut) == (
        "Junta de Vecinos El Molino",
        f"65123456-{digito(65123456)}",
    )
    assert [t.nombre for t in fila.temas.all()] == ["Agua potable"]
    assert (fila.busqueda, fila.senia) == (" junt de vecin el molin talc ", "junt molin vecin")
    pagina = cliente.get(url("organizacion", fila.pk)).content.decode()
    assert 'value="1.234, Municipalidad de Talca"' in pagina
    # The topic is one of the list by now, and the same words again are the same one.
    guardar_organizacion(
        servicio=mundo.riberas, nombre="Club", tipos=["cultural"], tema_nuevo="AGUA potable",
        por=mundo["encargada"],
    )  # fmt: skip
    assert Tema.objects.count() == 1


def test_el_rut_de_otra_se_dice_de_cual(escena, mundo):
    rut = f"65123456-{digito(65123456)}"
    comun = {"servicio": mundo.riberas, "tipos": ["cultural"], "por": mundo["encargada"]}
    guardar_organizacion(nombre="Coro", rut=rut, **comun)
    with pytest.raises(ErrorDominio, match="«Coro» tiene ese RUT") as rechazo:
        guardar_organizacion(nombre="Banda", rut=rut, **comun)
    assert rechazo.value.campo == "rut"


def test_un_nombre_que_esta_en_el_archivo(mundo, molino):
    archivar_organizacion(organizacion=molino, ahora=AHORA, por=mundo["encargada"])
    with pytest.raises(ErrorDominio, match=r"en el archivo\. Búsquela entre las archivadas"):
        guardar_organizacion(
            servicio=mundo.riberas, nombre=molino.nombre, tipos=[], por=mundo["encargada"]
        )


def test_archivar_y_traer_de_vuelta(mundo, molino, entrar):
    cliente = entrar("encargada")
    pagina = cliente.post(url("archivar_organizacion", molino.pk), follow=True).content.decode()
    assert "Traer de vuelta" in pagina
    assert list(Contacto.objects.vigentes()) == []
    assert cliente.get(url("directorio")).context["hoja"].total == 0
    pagina = cliente.post(url("recuperar_organizacion", molino.pk), follow=True).content.decode()
    assert "está otra vez en uso" in pagina
    with pytest.raises(ErrorDominio, match="no está en el archivo"):
        recuperar_organizacion(organizacion=molino, por=mundo["encargada"])
    archivar_organizacion(organizacion=molino, ahora=AHORA, por=mundo["encargada"])
    with pytest.raises(ErrorDominio, match="ya no está en uso"):
        archivar_organizacion(organizacion=molino, ahora=AHORA, por=mundo["encargada"])
    acciones = Bitacora.objects.filter(objeto_id=molino.pk, accion__contains="organizacion")
    assert list(acciones.order_by("pk").values_list("accion", flat=True)) == [
        "archivar_organizacion",
        "recuperar_organizacion",
        "archivar_organizacion",
    ]


def test_no_se_archiva_si_una_programada_va_a_ella(escena, mundo, molino):
    convocatoria = Convocatoria.objects.create(
        actividad=escena.actividad, estado=Convocatoria.Estado.PROGRAMADA, enviar_en=AHORA,
        programada_por=mundo["encargada"],
    )  # fmt: skip
    convocatoria.destinatarios.set(molino.contactos.all())
    with pytest.raises(ErrorDominio, match="Una convocatoria programada va a esta organización"):
        archivar_organizacion(organizacion=molino, ahora=AHORA, por=mundo["encargada"])


def test_quien_deja_el_cargo_queda_en_la_historia(mundo, molino, entrar):
    rosa = molino.contactos.get()
    Contacto.objects.filter(pk=rosa.pk).update(desde=date(2024, 3, 1), representante=True)
    cliente = entrar("encargada")
    ruta = url("dejar_cargo", molino.pk, rosa.pk)
    assert 'value="2027-05-10"' in cliente.get(ruta).content.decode()
    mala = cliente.post(ruta, {"hasta": "2024-02-01"})
    assert "El último día no puede ser anterior al primero." in mala.content.decode()
    assert mala.status_code == 422
    pagina = cliente.post(ruta, {"hasta": "2027-04-30"}, follow=True).content.decode()
    assert "Personas de antes" in pagina
    assert "Falta saber a quién avisar" in pagina
    molino.refresh_from_db()
    assert (molino.busqueda, list(Contacto.objects.vigentes())) == (
        " junt de vecin el molin talc ",
        [],
    )
    rosa.refresh_from_db()
    with pytest.raises(ErrorDominio, match="ya había dejado el cargo"):
        dejar_cargo(contacto=rosa, hasta=date(2027, 5, 1), por=mundo["encargada"])
    # Somebody new may come with the same address, and the old one is changed by hand.
    guardar_contacto(
        organizacion=molino, nombres="Luz", correo="rosa@correo.example", por=mundo["encargada"]
    )
    assert molino.contactos.count() == 2


def test_borrar_para_siempre_se_pregunta(mundo, molino, entrar):
    rosa = molino.contactos.get()
    cliente = entrar("encargada")
    ruta = url("quitar_contacto", molino.pk, rosa.pk)
    pregunta = cliente.get(ruta).content.decode()
    assert "no se pueden recuperar" in pregunta
    assert url("dejar_cargo", molino.pk, rosa.pk) in pregunta
    assert molino.contactos.count() == 1
    cliente.post(ruta)
    molino.refresh_from_db()
    assert (molino.contactos.count(), molino.busqueda) == (0, " junt de vecin el molin talc ")


def test_un_contacto_con_sus_fechas(mundo, molino, entrar):
    cliente = entrar("encargada")
    ruta = url("contacto_nuevo", molino.pk)
    datos = {"nombres": "Luis", "telefono": "9 8765 4321", "representante": "on"}
    datos |= {"desde": "2025-01-01", "hasta": "2024-01-01", "direccion": "Calle  2"}
    mala = cliente.post(ruta, datos)
    assert "El último día no puede ser anterior al primero." in mala.content.decode()
    cliente.post(ruta, datos | {"hasta": ""})
    luis = molino.contactos.get(nombres="Luis")
    assert (luis.representante, luis.desde, luis.hasta) == (True, date(2025, 1, 1), None)
    assert (luis.direccion, luis.telefono) == ("Calle 2", "+56987654321")
    molino.refresh_from_db()
    assert " luis " in molino.busqueda
    texto = cliente.get(url("organizacion", molino.pk)).content.decode()
    assert texto.count("Representante") == 1


def test_la_historia_de_varios_anios(escena, mundo, molino, entrar):
    rosa = molino.contactos.get()
    pasada = el_mundo.crear_cuenta(
        mundo.riberas, mundo["encargada"], anio_gestion=2025, anio_ejercicio=2026
    )
    antes = el_mundo.crear_actividad(pasada, slug="vieja", nombre="Jornada vieja")
    antigua = Convocatoria.objects.create(actividad=antes)
    for actividad, asistencia in ((antes, "no_asiste"), (escena.actividad, "asiste")):
        persona = el_mundo.crear_participante(
            actividad, "Rosa", "Quilaleo", contacto=rosa, organizacion=molino,
            asistencia=asistencia,
        )  # fmt: skip
        if actividad == antes:
            Invitacion.objects.create(
                convocatoria=antigua, participante=persona, canal="carta", clave_hash="x"
            )
    respuesta = entrar("encargada").get(url("organizacion", molino.pk))
    assert [
        (p.actividad.cuenta.anio_gestion, p.canal, p.asistencia)
        for p in respuesta.context["historia"]
    ] == [(2026, None, "asiste"), (2025, "carta", "no_asiste")]
    texto = respuesta.content.decode()
    assert "Por invitación, por carta" in texto
    assert "Cuenta 2025" in texto


def test_la_pagina_hace_las_mismas_sentencias(escena, mundo, molino, entrar):
    cliente = entrar("encargada")

    def sentencias() -> int:
        with CaptureQueriesContext(connection) as hechas:
            assert cliente.get(url("organizacion", molino.pk)).status_code == 200
        return len(hechas)

    rosa = molino.contactos.get()
    el_mundo.crear_participante(escena.actividad, "Rosa", "Q", contacto=rosa, organizacion=molino)
    pocas = sentencias()
    for n in range(20):
        crear_contacto(
            mundo.riberas, molino.nombre, nombres=f"Persona {n}", correo=f"p{n}@x.example"
        )
        el_mundo.crear_participante(escena.actividad, f"Persona {n}", "Q", organizacion=molino)
    assert pocas == sentencias()
