"""Too many at once: whoever writes is asked to wait with their text kept, or queued; never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client

from comun import cuotas
from comun.models import Balde
from correos.models import EN_FILA, Mensaje
from correos.services import entregar
from respuestas import emails
from respuestas.models import Consulta
from servicios.models import RedPermitida
from tests import mundo as m
from tests.respuestas.conftest import datos_del_formulario

CASA = "200.12.34.5"


@pytest.fixture
def enviar(url):
    """`enviar(3)` sends the form number 3, from somebody else each time."""

    def _enviar(n: int, desde: str = CASA, **otros):
        propios = {"nonce": f"nonce-de-prueba-{n:04}", "correo": f"persona{n}@correo.example"}
        datos = datos_del_formulario(**(propios | otros))
        return Client(REMOTE_ADDR=desde).post(url("respuestas:participar"), datos)

    return _enviar


@pytest.fixture
def cuota_de_dos(monkeypatch):
    """Two from a network, and one with an address."""
    corta = replace(cuotas.PARTICIPAR, por_red=2, por_persona=1)
    monkeypatch.setattr("comun.cuotas.PARTICIPAR", corta)


@pytest.fixture
def acuses_de_a_dos(monkeypatch):
    monkeypatch.setattr(emails, "ACUSES_DE_UN_SERVICIO", 2)


def test_pasada_la_cuota_pide_esperar_y_conserva_todo(cuenta, cuota_de_dos, enviar):
    assert [enviar(n).status_code for n in range(3)] == [302, 302, 429]
    respuesta = enviar(3, mensaje="¿Y el puente de Los Boldos?", publica_nombre="on")
    html = respuesta.content.decode()
    assert respuesta.status_code == 429
    assert 1790 < int(respuesta["Retry-After"]) <= 1800
    assert "con ese correo. Envíe este de nuevo en 30 minutos, desde las 10:30." in html
    assert "Todo lo que escribió sigue aquí." in html
    form = respuesta.context["escrito"]
    assert form["mensaje"].value() == "¿Y el puente de Los Boldos?"
    assert (form["correo"].value(), form["nombres"].value()) == (
        "persona3@correo.example",
        "Rosa Elena",
    )
    assert form["publica_nombre"].value()
    assert form["nonce"].value() == "nonce-de-prueba-0003"
    assert Consulta.objects.count() == 2
    Balde.objects.update(actualizado_en=F("actualizado_en") - timedelta(minutes=31))
    assert enviar(3, mensaje="¿Y el puente de Los Boldos?").status_code == 302
    assert [c.folio_numero for c in Consulta.objects.order_by("pk")] == [1, 2, 3]


def test_un_formulario_con_errores_no_gasta_la_cuota(cuenta, cuota_de_dos, enviar):
    assert [enviar(0, nombres="").status_code for _ in range(4)] == [422] * 4
    assert enviar(0).status_code == 302


def test_lo_que_ya_llego_da_su_comprobante_aunque_no_quede_cuota(cuenta, cuota_de_dos, enviar):
    """The answer got lost on its way: whoever insists must not be told that it did not arrive."""
    primera = enviar(0)
    enviar(1)
    assert enviar(2).status_code == 429
    assert enviar(0)["Location"] == primera["Location"]
    assert Consulta.objects.count() == 2


def test_el_mismo_correo_desde_otra_red_tambien_espera(cuenta, cuota_de_dos, enviar):
    assert enviar(0, correo="rosa@correo.example").status_code == 302
    assert enviar(1, "9.9.9.9", correo="Rosa@correo.example").status_code == 429
    assert enviar(2, "9.9.9.9").status_code == 302


def test_por_telefono_cuenta_solo_la_red(cuenta, cuota_de_dos, enviar):
    por_telefono = {"medio": "telefono", "telefono": "912345678", "correo": ""}
    estados = [enviar(n, **por_telefono).status_code for n in range(3)]
    assert estados == [302, 302, 429]


def test_desde_el_recinto_escriben_todas(cuenta, cuota_de_dos, enviar):
    RedPermitida.objects.create(
        servicio=cuenta.servicio,
        nombre="Gimnasio",
        red="200.12.34.0/24",
        desde=m.AHORA - timedelta(hours=1),
        hasta=m.AHORA + timedelta(hours=1),
    )
    assert [enviar(n).status_code for n in range(6)] == [302] * 6


def test_pasada_la_cuota_del_servicio_se_recibe_y_el_acuse_sale_despues(
    cuenta, acuses_de_a_dos, enviar
):
    assert [enviar(n).status_code for n in range(4)] == [302] * 4
    assert [c.folio_numero for c in Consulta.objects.order_by("pk")] == [1, 2, 3, 4]
    acuses = Mensaje.objects.order_by("pk").annotate(espera=F("no_antes_de") - Now())
    assert [round(a.espera / timedelta(minutes=1)) for a in acuses] == [0, 0, 30, 60]
    assert [a.ultimo_texto for a in acuses] == ["", "", EN_FILA, EN_FILA]
    assert [a.pk for a in Mensaje.objects.vencidos().order_by("pk")] == [a.pk for a in acuses[:2]]


def test_lo_que_se_repite_no_gasta_turno(cuenta, acuses_de_a_dos, enviar):
    lugares = {enviar(0)["Location"] for _ in range(5)}
    assert len(lugares) == 1
    enviar(1)
    assert not Mensaje.objects.en_fila().exists()


@pytest.mark.django_db
def test_el_acuse_sale_solo_cuando_llega_su_turno(cuenta, acuses_de_a_dos, enviar, buzon):
    for n in range(3):
        enviar(n)
    entregar()
    assert len(buzon.mensajes) == 2
    Mensaje.objects.en_fila().update(no_antes_de=Now())
    entregar()
    assert len(buzon.mensajes) == 3


def test_el_equipo_ve_que_los_acuses_esperan(cuenta, acuses_de_a_dos, enviar, entrar, url):
    lista = url("respuestas_gestion:consultas")
    enviar(0)
    assert "Están llegando muchos mensajes" not in entrar("encargada").get(lista).content.decode()
    for n in range(1, 4):
        enviar(n)
    html = " ".join(entrar("encargada").get(lista).content.decode().split())
    assert "2 acuses de recibo esperan su turno y saldrán solos." in html
    correos = f"/gestion/correos/?campania=acuse:{cuenta.pk}"
    assert f'href="{correos}"' in html
    consola = entrar("encargada").get(correos).content.decode()
    assert consola.count("Saldrá hoy a las 10:30: llegaron muchos a la vez") == 1
    assert consola.count("Saldrá hoy a las 11:00: llegaron muchos a la vez") == 1
