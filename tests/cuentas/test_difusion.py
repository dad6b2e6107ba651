"""Where something of the account was made known: written down, and taken back."""

from datetime import date

import pytest

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import services
from cuentas.models import CuentaPublica, Difusion
from tests import mundo as m

URL = "https://riberas.example/respuestas"


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def anotar(cuenta, persona, **otros):
    datos = {"objeto": "respuestas", "canal": "web", "fecha": m.HOY, "url": URL}
    return services.anotar_difusion(cuenta=cuenta, por=persona, **(datos | otros))


def test_se_anota(cuenta, en_riberas):
    una = anotar(cuenta, en_riberas["comunicaciones"], evidencia=" Nota ", archivo=b"%PDF-1 x")
    assert (una.evidencia, una.archivo.tipo) == ("Nota", "application/pdf")
    assert (una.registrada_por, una.registrada_en.date()) == (
        en_riberas["comunicaciones"],
        m.HOY,
    )
    assert Bitacora.objects.get(accion="anotar_difusion").datos == {
        "objeto": "respuestas",
        "canal": "web",
        "fecha": "2027-05-17",
    }


@pytest.mark.parametrize(
    ("datos", "campo", "frase"),
    [
        ({"fecha": date(2027, 5, 18)}, "fecha", "aún no llega"),
        ({"fecha": date(2025, 1, 1)}, "fecha", "anterior a ese año"),
        ({"url": "", "evidencia": " "}, "evidencia", "Escriba la dirección web"),
        ({"archivo": b"MZ"}, "archivo", "no es PDF"),
    ],
)
def test_lo_que_no_se_acepta(cuenta, en_riberas, datos, campo, frase):
    with pytest.raises(ErrorDominio, match=frase) as error:
        anotar(cuenta, en_riberas["comunicaciones"], **datos)
    assert error.value.campo == campo
    assert Difusion.objects.count() == 0


def test_la_misma_pagina_no_se_anota_dos_veces(cuenta, en_riberas):
    una = anotar(cuenta, en_riberas["comunicaciones"])
    with pytest.raises(ErrorDominio, match="ya está anotada"):
        anotar(cuenta, en_riberas["equipo"])
    anotar(cuenta, en_riberas["equipo"], objeto="informe")
    services.retirar_difusion(difusion=una, por=en_riberas["equipo"])
    anotar(cuenta, en_riberas["equipo"])
    assert Difusion.objects.filter(retirada_en=None).count() == 2


def test_se_retira_y_la_fila_queda(cuenta, en_riberas):
    una = anotar(cuenta, en_riberas["comunicaciones"])
    services.retirar_difusion(difusion=una, por=en_riberas["equipo"])
    assert Difusion.objects.get().retirada_en.date() == m.HOY
    assert Bitacora.objects.get(accion="retirar_difusion").actor_id == en_riberas["equipo"].pk
    with pytest.raises(ErrorDominio, match="ya retiró"):
        services.retirar_difusion(difusion=una, por=en_riberas["equipo"])


def test_en_una_cuenta_anulada_no(cuenta, en_riberas):
    cuenta.estado = CuentaPublica.Estado.ANULADA
    with pytest.raises(ErrorDominio, match="está anulada"):
        anotar(cuenta, en_riberas["equipo"])
    assert Difusion.objects.count() == 0
