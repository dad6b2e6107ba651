"""Several people over one call, pages that stayed open, and long directories."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ErrorDominio
from convocatorias import selectors
from convocatorias.models import Actividad, Contacto, Convocatoria, Participante
from convocatorias.services import (
    ESPERA,
    enviar_convocatoria,
    enviar_programadas,
    guardar_actividad,
    preparar_convocatoria,
    programar_envio,
)
from correos.models import Mensaje
from tests import mundo as el_mundo
from tests.convocatorias.conftest import crear_contacto
from tests.convocatorias.test_paginas_de_envio import (
    A_LAS_NUEVE,
    BUENA,
    convocatoria,
    programada,
    texto,
    url,
)

__all__ = ["convocatoria", "programada"]


def test_a_la_misma_hora_y_a_otras_personas_no_es_lo_mismo(
    programada, contactos, mundo, entrar
) -> None:
    otra = crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    with pytest.raises(ErrorDominio) as error:
        programar_envio(
            convocatoria=programada,
            contactos=[*contactos, otra],
            enviar_en=A_LAS_NUEVE,
            por=mundo["equipo"],
        )
    assert error.value.mensaje == (
        "El envío de esta convocatoria está programado. Para cambiarla, vuélvala primero a "
        "preparación."
    )
    assert set(selectors.elegidos(programada)) == set(contactos)


def test_quien_ya_estaba_inscrita_no_cuesta_una_pregunta(escena, contactos, mundo) -> None:
    """Whoever had a row before is read with the others."""
    for contacto in contactos:
        el_mundo.crear_participante(
            escena.actividad,
            contacto.nombres,
            "",
            contacto=contacto,
            organizacion=contacto.organizacion,
            correo="",
        )
    fila = preparar_convocatoria(
        actividad=escena.actividad, mensaje="A {{organizacion}}", por=mundo["encargada"]
    )
    fila.destinatarios.set(contactos)
    with CaptureQueriesContext(connection) as consultas:
        enviar_convocatoria(convocatoria=fila, por=mundo["encargada"])
    de_a_una = [c for c in consultas if 'convocatorias_organizacion"."id" = ' in c["sql"]]
    assert [c for c in de_a_una if "LIMIT 21" in c["sql"]] == []
    assert (Mensaje.objects.count(), Participante.objects.count()) == (3, 3)


def test_si_ya_no_esta_ninguna_de_las_elegidas_no_se_ofrece_el_directorio_entero(
    programada, contactos, mundo, entrar
) -> None:
    crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="otra@x.example")
    Contacto.objects.filter(pk__in=[c.pk for c in contactos]).delete()
    cliente = entrar("encargada")
    assert "Ya no queda nadie a quien invitar" in texto(cliente)
    cliente.post(url("desprogramar_envio"))
    assert cliente.get(url("convocatoria")).context["invitados"] == 0
    assert "Sumar todo el directorio (1)" in texto(cliente)


def test_cada_dia_con_sus_palabras(convocatoria, entrar, reloj_en) -> None:
    """Of a day to come nobody says that it is late already; of a day that is not, nothing."""
    cliente = entrar("encargada")
    tarde = cliente.post(url("programar_envio"), BUENA | {"dia": "2027-05-20"}).content.decode()
    assert "Ya no se puede invitar" not in tarde
    assert tarde.count("Si se envía el jueves 20 de mayo de 2027 faltarán 8 días corridos") == 2
    for dia in ("2027-05-09", "2027-06-20"):
        ajena = cliente.post(url("programar_envio"), BUENA | {"dia": dia}).content.decode()
        assert "Si se envía" not in ajena
        assert "Faltan 18 días corridos y se piden 15." in ajena
    assert "a más tardar el jueves 13 de mayo de 2027" in texto(cliente)
    reloj_en(datetime(2027, 5, 14, 14, 0, tzinfo=UTC))
    assert "a más tardar" not in texto(cliente)


def test_la_autoridad_lee_los_dias_del_dia_elegido(convocatoria, escena, entrar, reloj_en) -> None:
    autoridad = entrar("autoridad")
    assert (
        "Faltan 18 días corridos y se piden 15. Para invitar a tiempo, el último día es el jueves "
        "13 de mayo de 2027: si se envía después, hace falta su motivo."
    ) in texto(autoridad, "tardanza")
    Convocatoria.objects.update(enviar_en=datetime(2027, 5, 20, 13, 0, tzinfo=UTC))
    assert (
        "Si se envía el jueves 20 de mayo de 2027 faltarán 8 días corridos para la actividad y se "
        "piden 15."
    ) in texto(autoridad, "tardanza")
    reloj_en(datetime(2027, 5, 21, 14, 0, tzinfo=UTC))
    pagina = texto(autoridad, "tardanza")
    assert "quedan 7. La fecha más cercana posible" in pagina
    assert "Para invitar a tiempo" not in pagina


def test_el_mismo_dia_de_la_actividad_se_dice_asi(convocatoria, contactos, mundo, entrar) -> None:
    programar_envio(
        convocatoria=convocatoria,
        contactos=contactos,
        enviar_en=datetime(2027, 5, 28, 11, 0, tzinfo=UTC),
        motivo_tardanza="Lluvias.",
        por=mundo["encargada"],
    )
    assert "a las 7:00</strong>, el mismo día de la actividad." in texto(entrar("encargada"))


def test_los_botones_de_una_pagina_vieja_no_tocan_la_convocatoria_siguiente(
    programada, contactos, mundo, entrar, reloj_en
) -> None:
    cliente = entrar("encargada")
    vieja = {"sello": re.search(r'name="sello" value="([\d-]+)"', texto(cliente))[1]}
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 1
    siguiente = preparar_convocatoria(
        actividad=programada.actividad, mensaje="", por=mundo["encargada"]
    )
    programar_envio(
        convocatoria=siguiente,
        contactos=[crear_contacto(mundo.riberas, "Otra", "territorial", correo="otra@x.example")],
        enviar_en=A_LAS_NUEVE + timedelta(hours=3),
        motivo_complementaria="Faltaba.",
        por=mundo["encargada"],
    )
    for boton in ("enviar_ahora", "desprogramar_envio"):
        respuesta = cliente.post(url(boton), vieja, follow=True)
        assert "cambió mientras usted la miraba" in respuesta.content.decode()
        siguiente.refresh_from_db()
        assert siguiente.estado == "programada"
    cliente.post(url("enviar_ahora"), {"sello": siguiente.sello})
    siguiente.refresh_from_db()
    assert siguiente.enviar_en < A_LAS_NUEVE + 2 * ESPERA


@pytest.mark.parametrize(
    ("mensaje", "frase"),
    [
        ("á" * 100_000, "tenga menos de 3000 caracteres (tiene 100000)"),
        ("Hola {{rut}}", "El texto pide «{{rut}}», que no existe."),
    ],
)
def test_un_texto_que_no_sirve_no_se_pierde_ni_saca_de_la_hora(
    programada, entrar, mensaje: str, frase: str
) -> None:
    respuesta = entrar("encargada").post(url("desprogramar_envio"), {"mensaje": mensaje})
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert frase in pagina
    assert f"{mensaje}</textarea>" in pagina
    programada.refresh_from_db()
    assert (programada.estado, programada.mensaje) == ("programada", "Contamos con usted.")


def test_el_texto_escrito_queda_a_la_vista_si_ya_salio(programada, entrar, reloj_en) -> None:
    reloj_en(A_LAS_NUEVE)
    enviar_programadas()
    respuesta = entrar("encargada").post(url("desprogramar_envio"), {"mensaje": "Traiga su carné."})
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "Las invitaciones ya salieron: no se pueden detener." in pagina
    assert "Traiga su carné.</textarea>" in pagina


def test_quien_edita_mientras_salen_no_devuelve_la_actividad_atras(
    programada, mundo, reloj_en
) -> None:
    """The plan was read before the hour and is saved after it: it was called meanwhile."""
    leida = Actividad.objects.get()
    reloj_en(A_LAS_NUEVE)
    assert enviar_programadas() == 1
    with pytest.raises(ErrorDominio) as error:
        guardar_actividad(
            cuenta=leida.cuenta, actividad=leida, fecha=date(2027, 6, 2), por=mundo["encargada"]
        )
    assert error.value.mensaje.startswith("Ya se convocó a esta actividad.")
    leida = Actividad.objects.get()
    guardar_actividad(cuenta=leida.cuenta, actividad=leida, aforo=90, por=mundo["encargada"])
    assert list(Actividad.objects.values_list("estado", "fecha", "aforo")) == [
        ("convocada", date(2027, 5, 28), 90)
    ]
