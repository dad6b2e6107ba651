"""The page of what was made known: channels counted, written down and taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuentas.models import Difusion
from tests import mundo as m

RUTA = ["riberas", 2026]
DATOS = {
    "objeto": "respuestas",
    "canal": "web",
    "fecha": "2027-05-14",
    "url": "https://riberas.example/respuestas",
    "evidencia": "",
}


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def direccion(nombre="difusion", *partes):
    return reverse(f"cuentas_gestion:{nombre}", args=[*RUTA, *partes])


def anotada(cuenta, persona, **otros):
    datos = {"objeto": "respuestas", "canal": "web", "fecha": m.HOY, "evidencia": "Nota"}
    return Difusion.objects.create(
        cuenta=cuenta, registrada_por=persona, registrada_en=m.AHORA, **(datos | otros)
    )


def test_se_anota_y_se_cuenta(entrar, cuenta, mundo):
    cliente = entrar("comunicaciones")
    assert "Todavía no se anota ninguna difusión" in cliente.get(direccion()).content.decode()
    respuesta = cliente.post(direccion(), DATOS)
    assert respuesta["Location"] == f"{direccion()}?objeto=respuestas"
    anotada(cuenta, mundo["equipo"], canal="web")
    anotada(cuenta, mundo["equipo"], canal="radio")
    anotada(cuenta, mundo["equipo"], canal="mural", retirada_en=m.AHORA)
    pagina = cliente.get(direccion())
    assert pagina.context["contadas"] == [
        ("el informe", 0, 3),
        ("la participación y la jornada", 0, 3),
        ("las respuestas", 2, 1),
    ]
    assert "Falta 1" in pagina.content.decode()
    assert [d.canal for d in pagina.context["pagina"]] == ["radio", "web", "web"]


@pytest.mark.parametrize(
    ("mal", "frase"),
    [
        ({"fecha": "2027-05-18"}, "Ese día aún no llega"),
        ({"fecha": "2027-02-30"}, "Esa fecha no existe"),
        ({"canal": ""}, "Elija el canal."),
        ({"canal": "paloma"}, "paloma"),
        ({"url": ""}, "Escriba la dirección web donde se ve, o qué muestra que se difundió."),
        ({"url": "riberas punto cl"}, "Esa dirección no existe"),
    ],
)
def test_lo_invalido_se_dice_y_no_se_pierde(entrar, cuenta, mal, frase):
    respuesta = entrar("comunicaciones").post(direccion(), DATOS | mal)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert frase in texto
    assert Difusion.objects.count() == 0
    assert ("https://riberas.example/respuestas" in texto) is ("url" not in mal)


def test_se_retira(entrar, cuenta, mundo):
    una = anotada(cuenta, mundo["equipo"])
    respuesta = entrar("comunicaciones").post(direccion("retirar_difusion", una.pk))
    assert respuesta["Location"] == direccion()
    una.refresh_from_db()
    assert una.retirada_en.date() == m.HOY
    assert list(entrar("comunicaciones").get(direccion()).context["pagina"]) == []


def test_el_archivo_se_baja_como_adjunto(entrar, cuenta, mundo):
    from comun import archivos

    una = anotada(cuenta, mundo["equipo"], archivo=archivos.guardar_evidencia(b"%PDF-1.4 afiche"))
    bajada = entrar("comunicaciones").get(direccion("archivo_difusion", una.pk))
    assert (bajada.content, bajada["Content-Type"]) == (b"%PDF-1.4 afiche", "application/pdf")
    nombre = f'attachment; filename="evidencia-difusion-{una.pk}.pdf"'
    assert bajada["Content-Disposition"] == nombre
    sin = anotada(cuenta, mundo["equipo"], canal="radio")
    assert entrar("equipo").get(direccion("archivo_difusion", sin.pk)).status_code == 404


def test_cuesta_lo_mismo_con_muchas(entrar, cuenta, mundo):
    cliente = entrar("comunicaciones")

    def consultas(cuantas):
        Difusion.objects.bulk_create(
            Difusion(
                cuenta=cuenta,
                objeto="respuestas",
                canal="web",
                fecha=m.HOY,
                evidencia="Nota",
                registrada_por=mundo["equipo"],
                registrada_en=m.AHORA,
            )
            for _ in range(cuantas)
        )
        with CaptureQueriesContext(connection) as visto:
            assert cliente.get(direccion()).status_code == 200
        return len(visto)

    assert (consultas(10), consultas(990)) == (11, 11)
