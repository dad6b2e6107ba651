"""The team of the account, which the encargada forms without the administrator (R8)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import services
from cuentas.models import CuentaPublica, Integrante
from tests import mundo as m

RUTA = ["riberas", 2026]


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def sumar(cuenta, mundo, persona="equipo", funcion="Redacta el informe"):
    return services.agregar_integrante(
        cuenta=cuenta, usuario=mundo[persona], funcion=funcion, por=mundo["encargada"]
    )


def test_se_suma_una_persona_del_servicio(cuenta, en_riberas):
    sumar(cuenta, en_riberas, funcion=" Redacta el informe ")
    assert list(Integrante.objects.values_list("usuario__username", "funcion")) == [
        ("equipo", "Redacta el informe")
    ]
    fila = Bitacora.objects.get(accion="agregar_integrante")
    assert fila.datos == {"persona": en_riberas["equipo"].pk}


def test_no_dos_veces(cuenta, en_riberas):
    sumar(cuenta, en_riberas)
    with pytest.raises(ErrorDominio, match=r"^Equipo Prueba ya está en el equipo\.$"):
        sumar(cuenta, en_riberas)
    assert Integrante.objects.count() == 1


def test_nadie_de_otro_servicio(cuenta, en_riberas):
    with pytest.raises(ErrorDominio, match="no trabaja en Servicio Nacional de Riberas"):
        sumar(cuenta, en_riberas, "encargada-otro")
    assert Integrante.objects.count() == 0


def test_no_en_una_cuenta_terminada(cuenta, en_riberas):
    CuentaPublica.objects.update(estado="anulada")
    with pytest.raises(ErrorDominio, match="La cuenta está anulada y ya no se configura"):
        sumar(CuentaPublica.objects.get(), en_riberas)


def test_se_retira(cuenta, en_riberas):
    sumar(cuenta, en_riberas)
    otra = sumar(cuenta, en_riberas, "unidad")
    services.retirar_integrante(integrante=otra, por=en_riberas["encargada"])
    assert list(Integrante.objects.values_list("usuario__username", flat=True)) == ["equipo"]


def test_una_cuenta_abierta_no_queda_sin_equipo(cuenta, en_riberas):
    unica = sumar(cuenta, en_riberas)
    with pytest.raises(ErrorDominio) as error:
        services.retirar_integrante(integrante=unica, por=en_riberas["encargada"])
    assert error.value.mensaje == (
        "Una cuenta abierta no puede quedar sin equipo (R8). Sume primero a otra persona."
    )
    assert Integrante.objects.count() == 1


# ── The page ──


def test_por_la_pagina(entrar, cuenta, mundo):
    cliente = entrar("encargada")
    ruta = reverse("cuentas_gestion:equipo", args=RUTA)
    assert "El equipo todavía no tiene integrantes" in cliente.get(ruta).content.decode()
    datos = {"usuario": mundo["equipo"].pk, "funcion": "Redacta"}
    assert cliente.post(ruta, datos).url == ruta
    cliente.post(ruta, {"usuario": mundo["unidad"].pk, "funcion": "Revisa"})
    assert Integrante.objects.count() == 2
    uno = Integrante.objects.get(usuario=mundo["equipo"])
    retirar = reverse("cuentas_gestion:retirar", args=[*RUTA, uno.pk])
    assert cliente.get(retirar).status_code == 405
    assert cliente.post(retirar).url == ruta
    assert Integrante.objects.count() == 1


def test_lo_escrito_sigue_cuando_falta_la_persona(entrar, cuenta):
    ruta = reverse("cuentas_gestion:equipo", args=RUTA)
    respuesta = entrar("encargada").post(ruta, {"usuario": "", "funcion": "Redacta"})
    assert respuesta.status_code == 422
    assert 'value="Redacta"' in respuesta.content.decode()


def test_a_quien_ya_esta_no_se_le_ofrece(entrar, cuenta, mundo):
    sumar(cuenta, mundo)
    ruta = reverse("cuentas_gestion:equipo", args=RUTA)
    datos = {"usuario": mundo["equipo"].pk, "funcion": "Otra"}
    assert entrar("encargada").post(ruta, datos).status_code == 422


def test_un_integrante_de_otra_cuenta_es_404(entrar, cuenta, mundo):
    otra = m.crear_cuenta(mundo.riberas, mundo["encargada"], anio_gestion=2025)
    ajeno = sumar(otra, mundo)
    ruta = reverse("cuentas_gestion:retirar", args=[*RUTA, ajeno.pk])
    assert entrar("encargada").post(ruta).status_code == 404
    assert Integrante.objects.count() == 1


def test_mismas_sentencias_con_una_y_con_tres_personas(entrar, cuenta, mundo):
    cliente = entrar("encargada")
    ruta = reverse("cuentas_gestion:equipo", args=RUTA)

    def sentencias():
        with CaptureQueriesContext(
            connection,
        ) as captura:
            assert cliente.get(ruta).status_code == 200
        return len(captura)

    sumar(cuenta, mundo)
    con_una = sentencias()
    sumar(cuenta, mundo, "unidad")
    sumar(cuenta, mundo, "revisora")
    assert (con_una, sentencias()) == (SENTENCIAS, SENTENCIAS)


SENTENCIAS = 11


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, cuenta, mundo, persona):
    esperado = {"encargada": 200, "encargada-otro": 404}.get(persona, 403)
    cliente = entrar(persona)
    assert cliente.get(reverse("cuentas_gestion:equipo", args=RUTA)).status_code == esperado
    if persona != "encargada":
        uno = sumar(cuenta, mundo)
        ruta = reverse("cuentas_gestion:retirar", args=[*RUTA, uno.pk])
        assert cliente.post(ruta).status_code == esperado
        assert Integrante.objects.count() == 1
