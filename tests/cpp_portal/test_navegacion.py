"""The bar of the staff pages shows what the role may open, and nothing else."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from tests.mundo import REPARTO, crear_cuenta, crear_informe


def enlaces_de(html: str) -> dict[str, str]:
    """Word → address of each link of the bar."""
    nav = re.search(r'<nav class="gestion-barra__nav".*?</nav>', html, re.S)
    return (
        {n: h for h, n in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav[0])} if nav else {}
    )


def barra(usuario, servicio, cuenta, ruta: str = "/gestion/") -> str:
    peticion = RequestFactory().get(ruta)
    peticion.user = usuario
    peticion.resolver_match = resolve(ruta)
    return render_to_string(
        "components/nav_gestion.html", {"servicio": servicio, "cuenta": cuenta}, request=peticion
    )


@pytest.mark.parametrize("nombre", sorted(REPARTO))
def test_cada_enlace_de_la_barra_se_puede_abrir(nombre, en_riberas, entrar):
    cuenta = crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    crear_informe(cuenta)
    enlaces = enlaces_de(barra(en_riberas[nombre], en_riberas.riberas, cuenta))
    assert "Tablero" in enlaces
    cliente = entrar(nombre)
    assert {n: cliente.get(h).status_code for n, h in enlaces.items()} == dict.fromkeys(
        enlaces, 200
    )


def test_la_barra_de_quien_no_es_del_servicio_esta_vacia(en_riberas):
    cuenta = crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    assert enlaces_de(barra(en_riberas["encargada-otro"], en_riberas.riberas, cuenta)) == {}


def test_la_pagina_abierta_es_la_marcada(en_riberas):
    cuenta = crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    enlaces = enlaces_de(barra(en_riberas["encargada"], en_riberas.riberas, cuenta))
    for nombre, direccion in enlaces.items():
        html = barra(en_riberas["encargada"], en_riberas.riberas, cuenta, direccion)
        marcados = re.findall(r'aria-current="\w+">([^<]+)</a>', html)
        assert marcados == [nombre]
