"""The readings of the banner by pages of a list: the count stays whole, and the page small."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest

from convocatorias import selectors
from convocatorias.models import RevisionBanner
from tests.convocatorias.paginas_del_banner import NO_ESTABA, crear_pagina, leer

GESTION = "/gestion/cuentas/riberas/2026/participacion-virtual/banner/"
PRUEBA = f"{GESTION}prueba/"


def leer_todas(escena, mundo, paginas: int, dias: int, intentos: int) -> int:
    """Every page on every day, all its attempts in vain. How many readings."""
    filas = []
    for n in range(paginas):
        pagina = crear_pagina(escena.proceso, mundo["comunicaciones"], f"/{n}", f"Institución {n}")
        filas += [
            RevisionBanner(
                pagina=pagina,
                servicio=pagina.servicio,
                dia=escena.proceso.inicio + timedelta(days=dia),
                intento=intento + 1,
                momento=datetime(2027, 4, 26, 13 + intento, tzinfo=UTC) + timedelta(days=dia),
                resultado="no_esta",
                motivo=NO_ESTABA,
                estado_visto="abierto",
                status=200,
                sha256=f"{n:04}{dia:04}{intento:04}".ljust(64, "a"),
            )
            for dia in range(dias)
            for intento in range(intentos)
        ]
    return len(RevisionBanner.objects.bulk_create(filas))


@pytest.mark.parametrize(("paginas", "dias", "intentos"), [(1, 5, 2), (10, 34, 3)])
def test_las_mismas_sentencias_con_pocas_y_con_muchas(
    escena, mundo, entrar, reloj_en, paginas, dias, intentos, django_assert_num_queries
):
    reloj_en(datetime(2027, 6, 10, 14, tzinfo=UTC))
    assert leer_todas(escena, mundo, paginas, dias, intentos) in (10, 1020)
    cliente = entrar("encargada")
    with django_assert_num_queries(13):
        cliente.get(PRUEBA)


def test_la_ultima_pagina_dice_la_misma_cuenta(escena, mundo, entrar, reloj_en):
    reloj_en(datetime(2027, 6, 10, 14, tzinfo=UTC))
    pagina = crear_pagina(escena.proceso, mundo["comunicaciones"])
    for n in range(40):
        resultados = ["no_esta", "esta"] if n % 2 else ["no_esta", "no_esta", "sin_leer"]
        leer(pagina, escena.proceso.inicio + timedelta(days=n), *resultados)
    cliente, vistas = entrar("auditora"), []
    for n in (1, 2):
        respuesta = cliente.get(PRUEBA, {"pagina": n})
        assert respuesta.context["recuento"].frase == "20 de 40 días"
        assert "100 revisiones, la más reciente primero" in respuesta.content.decode()
        vistas += [(una.dia, una.intento) for una in respuesta.context["pagina"]]
    todas = list(selectors.revisiones_de(escena.proceso).values_list("dia", "intento"))
    assert vistas == todas[::-1]
    planilla = cliente.get(f"{GESTION}prueba.csv").content.decode("utf-8-sig")
    assert len(planilla.splitlines()) == 1 + 100


def test_la_lista_se_abre_donde_se_dejo(escena, mundo, entrar, reloj_en):
    """Without script: its link leads to the list, which is open there and closed at first."""
    reloj_en(datetime(2027, 6, 10, 14, tzinfo=UTC))
    leer_todas(escena, mundo, 1, 40, 2)
    cliente = entrar("auditora")
    primera = cliente.get(PRUEBA).content.decode()
    [siguiente] = re.findall(r'rel="next" href="([^"]+)"', primera)
    assert siguiente == "?pagina=2#revisiones"
    detalles = [
        re.findall(r'<details class="([^"]+)" id="revisiones"( open)?>', texto)
        for texto in (primera, cliente.get(f"{PRUEBA}{siguiente}").content.decode())
    ]
    assert detalles == [[("como no-imprimir", "")], [("como no-imprimir", " open")]]
    assert "planilla, una por una" in primera


def test_con_todas_las_paginas_y_todos_los_dias_pesa_poco(escena, mundo, entrar, reloj_en):
    reloj_en(datetime(2027, 6, 10, 14, tzinfo=UTC))
    assert leer_todas(escena, mundo, 30, 40, 3) == 3600
    contenido = entrar("auditora").get(PRUEBA).content
    assert contenido.count(b"<tr") == 2 + 30 + 50
    assert contenido.decode().count("Faltó 40 días, del 26/04/2027 al 04/06/2027.") == 30
    assert (len(gzip.compress(contenido)) <= 10_000, len(contenido) <= 120_000) == (True, True)
