"""Public pages are written so that most people understand them at once (INFLESZ of 60 or more)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from servicios.alcance import alcance
from servicios.rutas import todas
from tests.cpp_portal.paginas import ARCHIVOS, BOTONES, PAGINAS, publicado  # noqa: F401
from tests.legibilidad import leer, silabas, texto_principal
from tests.matriz.objetos import poblar
from tests.matriz.test_matriz import direccion

MINIMO = 60
#: Names and addresses are not ours to make plainer.
NOMBRES = (
    "Servicio Nacional de Riberas",
    "Servicio de Caminos",
    "Cuentas públicas participativas",
    "Cuenta Pública Participativa",
    "Gimnasio Liceo El Sauce",
    "Jornada nacional y talleres",
    "Calle 1 Norte 123",
    "Talca",
    "Maule",
)
#: What has no text of its own, and the same form of a request for who comes from their question.
SIN_TEXTO = ARCHIVOS | BOTONES | {"privacidad:desde_consulta"}
FALTAS = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


@pytest.mark.parametrize(
    ("palabra", "cuantas"),
    [
        ("cuenta", 2), ("pública", 3), ("participación", 5), ("país", 2), ("aéreo", 4),
        ("quiere", 2), ("guitarra", 3), ("pingüino", 3), ("ahora", 3), ("hoy", 1), ("y", 1),
        ("oír", 2), ("viuda", 2), ("leer", 2), ("construya", 3), ("averigüéis", 4), ("día", 2),
        ("prohíbe", 3), ("ley", 1), ("yo", 1), ("deshacer", 3),
    ],
)  # fmt: skip
def test_cuenta_las_silabas(palabra, cuantas):
    assert silabas(palabra) == cuantas


def test_lo_facil_se_distingue_de_lo_dificil():
    facil = "Lea el informe y diga lo que piensa. Le vamos a responder por carta o por correo."
    dificil = (
        "La institucionalidad correspondiente implementará mecanismos participativos conducentes "
        "a la sistematización de las consideraciones ciudadanas recepcionadas oportunamente."
    )
    assert leer(facil).indice > 75
    assert leer(dificil).indice < 30
    assert leer("Inicio\nInforme\nActividades").frases == []


def test_del_documento_solo_lee_lo_principal():
    pagina = (
        "<header><p>No se lee esto de arriba.</p></header><main><nav><a>Ni esto de aquí</a></nav>"
        "<h1>Lo que hizo el servicio</h1><p>Lea <time>4 may</time> el informe.</p></main>"
    )
    assert texto_principal(pagina) == "Lo que hizo el servicio\nLea  el informe."


def dificil(html: str) -> tuple[float, list[str]] | None:
    """Its index and its hardest sentences, where a page is hard to read."""
    lectura = leer(texto_principal(html), NOMBRES)
    if lectura.indice >= MINIMO:
        return None
    peores = sorted(lectura.frases, key=lambda frase: leer(frase).indice)
    return round(lectura.indice, 1), peores[:8]


@pytest.mark.usefixtures("publicado")
def test_las_paginas_publicas_se_leen_con_facilidad():
    paginas = {donde: Client().get(donde).content.decode() for donde in PAGINAS}
    assert {donde: mal for donde, html in paginas.items() if (mal := dificil(html))} == {}
    cortas = [d for d, html in paginas.items() if len(leer(texto_principal(html)).frases) < 3]
    assert cortas == []


def test_ninguna_ruta_publica_se_queda_sin_leer(mundo):
    """Each route that asks nobody to sign in, with an object of its own; and the pages of faults.

    What a page says with its key alone is read too: it is somebody's own.
    """
    with alcance(mundo.riberas):
        ids = poblar(mundo.riberas, mundo.personas)
    abiertas = [r for r in todas() if r.policy in ("publica", "clave")]
    respuestas = {ruta.name: Client().get(direccion(ruta, ids)) for ruta in abiertas}
    leidas = {
        nombre: una.content.decode()
        for nombre, una in respuestas.items()
        if una.status_code == 200 and una["Content-Type"].startswith("text/html")
    }
    assert set(respuestas) - set(leidas) == SIN_TEXTO
    peticion = RequestFactory().get("/")
    peticion.user, peticion.servicio = AnonymousUser(), None
    leidas |= {falta: render_to_string(falta, request=peticion) for falta in FALTAS}
    assert {nombre: mal for nombre, html in leidas.items() if (mal := dificil(html))} == {}
