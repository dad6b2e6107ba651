"""The page that commits the dates of the answers: counted from the activity that stands."""

from datetime import date

import pytest
from django.urls import reverse

from cuentas.models import CuentaPublica
from tests import mundo as m


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(
        en_riberas.riberas,
        en_riberas["encargada"],
        respuesta_virtual=None,
        respuesta_presencial=None,
    )


RUTA = "convocatorias_gestion:plazos"


def test_la_pagina_calcula_desde_la_fecha_pedida(entrar, cuenta):
    pagina = entrar("encargada").get(reverse(RUTA, args=["riberas", 2026]), {"ancla": "2027-05-28"})
    texto = pagina.content.decode()
    assert "lunes 12 de julio de 2027" in texto
    assert "domingo 27 de junio de 2027" in texto


def test_una_fecha_mal_escrita_en_la_direccion_no_rompe(entrar, cuenta):
    pagina = entrar("encargada").get(reverse(RUTA, args=["riberas", 2026]), {"ancla": "ayer"})
    assert pagina.status_code == 200


def test_guarda_y_avisa_que_pasa_del_sugerido(entrar, cuenta):
    ruta = reverse(RUTA, args=["riberas", 2026])
    datos = {
        "ancla": "2027-05-28",
        "respuesta_virtual": "2027-07-12",
        "respuesta_presencial": "2027-07-12",
    }
    respuesta = entrar("encargada").post(ruta, datos, follow=True)
    assert "pasa del plazo sugerido" in respuesta.content.decode()
    assert CuentaPublica.objects.get().respuesta_presencial == date(2027, 7, 12)


def test_pasado_el_maximo_vuelve_con_lo_escrito(entrar, cuenta):
    ruta = reverse(RUTA, args=["riberas", 2026])
    datos = {
        "ancla": "2027-05-28",
        "respuesta_virtual": "2027-07-13",
        "respuesta_presencial": "2027-07-12",
    }
    respuesta = entrar("encargada").post(ruta, datos)
    assert respuesta.status_code == 422
    texto = respuesta.content.decode()
    assert "La última fecha posible es el lunes 12 de julio de 2027." in texto
    assert 'value="2027-07-13"' in texto
    assert CuentaPublica.objects.get().respuesta_virtual is None


@pytest.mark.parametrize("lejos", ["9999-12-31", "0001-01-01"])
def test_una_fecha_de_otro_siglo_se_revisa(entrar, cuenta, lejos):
    ruta = reverse(RUTA, args=["riberas", 2026])
    assert entrar("encargada").get(ruta, {"ancla": lejos}).status_code == 200
    datos = {"ancla": lejos, "respuesta_virtual": lejos, "respuesta_presencial": lejos}
    respuesta = entrar("encargada").post(ruta, datos)
    assert respuesta.status_code == 422
    assert respuesta.content.decode().count("Revise el año: va de 1980 a 2100.") >= 3
    assert CuentaPublica.objects.get().respuesta_virtual is None


# ── With an activity nobody types from when it is counted ──


def test_con_actividad_se_cuenta_desde_ella(entrar, cuenta):
    m.crear_actividad(cuenta)
    texto = entrar("encargada").get(reverse(RUTA, args=["riberas", 2026])).content.decode()
    assert "Con la actividad del viernes 28 de mayo de 2027" in texto
    assert 'name="ancla"' not in texto


def test_un_dia_supuesto_no_alarga_el_plazo_de_la_actividad(entrar, cuenta):
    """R108: a later day, typed or in the address, does not let the answers pass the maximum."""
    m.crear_actividad(cuenta)
    ruta = reverse(RUTA, args=["riberas", 2026])
    tarde = {"respuesta_virtual": "2027-07-13", "respuesta_presencial": "2027-07-13"}
    for datos in (tarde, tarde | {"ancla": "2027-08-01"}):
        respuesta = entrar("encargada").post(f"{ruta}?ancla=2027-08-01", datos)
        assert respuesta.status_code == 422
        assert "lunes 12 de julio de 2027" in respuesta.content.decode()
    assert CuentaPublica.objects.get().respuesta_virtual is None
    a_tiempo = {"respuesta_virtual": "2027-07-12", "respuesta_presencial": "2027-07-12"}
    assert entrar("encargada").post(ruta, a_tiempo).status_code == 302
    assert CuentaPublica.objects.get().respuesta_virtual == date(2027, 7, 12)


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, cuenta, persona):
    esperado = {"encargada": 200, "encargada-otro": 404}.get(persona, 403)
    assert entrar(persona).get(reverse(RUTA, args=["riberas", 2026])).status_code == esperado
