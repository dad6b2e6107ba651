"""The log of a service: who reads it, what it shows, and that it costs the same when it grows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun import bitacora
from comun.transitions import anotar
from servicios.models import Membresia


@pytest.fixture
def direccion(mundo):
    return reverse("servicios_gestion:bitacora", args=["riberas"])


def anotar_en(mundo, persona, veces=1):
    membresia = Membresia.objects.get(usuario=mundo[persona])
    for _ in range(veces):
        anotar(membresia, "otorgar_rol", por=mundo["encargada"])


@pytest.mark.parametrize(
    ("nombre", "estado"),
    [("encargada", 200), ("datos", 200), ("auditora", 200), ("equipo", 403), ("dos", 403)],
)
def test_quien_la_lee(mundo, entrar, direccion, nombre, estado):
    assert entrar(nombre).get(direccion).status_code == estado


def test_muestra_lo_del_servicio_y_nada_de_otro(mundo, entrar, direccion):
    assert "Todavía no hay registros" in entrar("auditora").get(direccion).content.decode()
    anotar_en(mundo, "equipo")
    anotar_en(mundo, "encargada-otro", 2)
    pagina = entrar("auditora").get(direccion).content.decode()
    assert "1 registro, los más nuevos primero" in pagina
    assert "Encargada Prueba" in pagina
    assert entrar("encargada-otro").get(direccion).status_code == 404


def test_cuesta_lo_mismo_con_diez_que_con_cien(mundo, entrar, direccion):
    cliente, cuentas = entrar("auditora"), []
    for veces in (10, 90):
        anotar_en(mundo, "equipo", veces)
        with CaptureQueriesContext(connection) as consultas:
            assert cliente.get(direccion).status_code == 200
        cuentas.append(len(consultas))
    assert cuentas == [11, 11]


def test_dice_que_esta_sellado_y_con_que_huella(mundo, entrar, direccion):
    cliente = entrar("auditora")
    anotar_en(mundo, "equipo", 2)
    pagina = cliente.get(direccion).content.decode()
    assert [pagina.count(s) for s in (">Sellado<", ">Por sellar<", "sello-t")] == [0, 2, 0]
    bitacora.sellar()
    anotar_en(mundo, "equipo")
    pagina = cliente.get(direccion).content.decode()
    assert [pagina.count(s) for s in (">Sellado<", ">Por sellar<")] == [2, 1]
    assert f'<code class="enlace-largo">{bitacora.ultima_huella()}</code>' in pagina
