"""Who enrols, or sends somebody in their place, too many times is asked to wait."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from comun import cuotas
from convocatorias.models import Participante
from correos.models import Mensaje
from tests.convocatorias.test_paginas import ACTIVIDAD, publica
from tests.convocatorias.test_responder import clave, clave_de, enviada, rosa, temas  # noqa: F401

pytestmark = pytest.mark.django_db


def cuota(monkeypatch, nombre: str, **numeros: int) -> None:
    monkeypatch.setattr(f"comun.cuotas.{nombre}", replace(getattr(cuotas, nombre), **numeros))


def inscribir(n: int, **otros: str):
    datos = {
        "nombres": f"Persona {n}",
        "apellidos": "Soto",
        "correo": f"persona{n}@correo.example",
        "acompanantes": "0",
        "nonce": f"nonce-{n}",
    }
    return Client().post(publica("actividad", *ACTIVIDAD), datos | otros)


def test_inscribirse_de_mas_pide_esperar_y_conserva_lo_escrito(escena, monkeypatch) -> None:
    cuota(monkeypatch, "INSCRIBIRSE", por_red=2)
    assert [inscribir(n).status_code for n in range(2)] == [302, 302]
    respuesta = inscribir(2, organizacion_nombre="Club El Roble")
    assert respuesta.status_code == 429
    assert 1790 < int(respuesta["Retry-After"]) <= 1800
    html = respuesta.content.decode()
    assert "con ese correo. Envíe este de nuevo en 30 minutos, desde las" in html
    assert "Todo lo que escribió sigue aquí." in html
    form = respuesta.context["form"]
    assert [form[c].value() for c in ("nombres", "organizacion_nombre", "correo", "nonce")] == [
        "Persona 2", "Club El Roble", "persona2@correo.example", "nonce-2",
    ]  # fmt: skip
    assert Participante.objects.count() == 2


def test_un_correo_no_recibe_inscripciones_sin_fin(escena, monkeypatch) -> None:
    cuota(monkeypatch, "INSCRIBIRSE", por_persona=2)
    estados = [inscribir(n, correo="rosa@correo.example").status_code for n in range(4)]
    assert estados == [302, 302, 429, 429]
    assert Mensaje.objects.filter(para="rosa@correo.example").count() == 2
    assert inscribir(5).status_code == 302


class TestDelegar:
    def delegar(self, clave: str, n: int):  # noqa: F811
        datos = {
            "respuesta": "en_mi_lugar",
            "nombres": f"Persona {n}",
            "correo": f"persona{n}@correo.example",
        }
        return Client().post(reverse("convocatorias:invitacion", args=[clave]), datos)

    def test_cambiar_sin_fin_de_delegado_pide_esperar(self, clave, rosa, monkeypatch) -> None:  # noqa: F811
        cuota(monkeypatch, "DELEGAR", por_persona=2)
        assert [self.delegar(clave, n).status_code for n in range(2)] == [302, 302]
        respuesta = self.delegar(clave, 2)
        assert respuesta.status_code == 429
        assert "Retry-After" in respuesta
        assert "Llegaron muchos envíos seguidos" in respuesta.content.decode()
        assert respuesta.context["form"]["correo"].value() == "persona2@correo.example"
        rosa.refresh_from_db()
        assert rosa.asistencia == "delega"
        assert Participante.objects.get(origen="delegado").nombres == "Persona 1"
        assert not Mensaje.objects.filter(para="persona2@correo.example").exists()

    def test_decir_si_viene_no_se_cuenta(self, clave, monkeypatch) -> None:  # noqa: F811
        cuota(monkeypatch, "DELEGAR", por_persona=1, por_red=1)
        self.delegar(clave, 0)
        direccion = reverse("convocatorias:invitacion", args=[clave])
        for dicho in ("vengo", "no_vengo", "vengo"):
            datos = {"respuesta": dicho, "acompanantes": "0"}
            assert Client().post(direccion, datos).status_code == 302
