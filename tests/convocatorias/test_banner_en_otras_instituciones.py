"""R142: the banner is on the site of each institution that takes part."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from comun.reglas import Veredicto
from convocatorias import selectors
from convocatorias.models import PaginaBanner
from cuentas.models import Constancia
from tests import mundo as m
from tests.convocatorias.paginas_del_banner import crear_pagina, leer

HOY = date(2027, 5, 10)
CUMPLE, NO_CUMPLE = Veredicto.CUMPLE, Veredicto.NO_CUMPLE
POR_CUMPLIR, NO_APLICA = Veredicto.POR_CUMPLIR, Veredicto.NO_APLICA


@pytest.fixture
def anotar_pagina(escena, mundo):
    def _anotar(institucion: str, ruta: str = "", **otros) -> PaginaBanner:
        ruta = ruta or f"/{PaginaBanner.objects.count()}"
        return crear_pagina(
            escena.proceso, mundo["comunicaciones"], ruta, institucion=institucion, **otros
        )

    return _anotar


def juzgar(escena, hoy: date = HOY, **cambios):
    """As the whole account is judged, and as its own page does: they agree."""
    [asunto, *_] = selectors.asuntos([escena.cuenta])[escena.cuenta.pk]
    r142 = {una.id: una for una in asunto.reglas}["R142"]
    dicho = r142.evaluar(replace(asunto.hechos, **cambios), hoy)
    escena.proceso.refresh_from_db()
    if not cambios:
        assert r142.evaluar(selectors.hechos_de_banner(escena.proceso), hoy) == dicho
    return dicho


def test_sin_otra_institucion_no_aplica(escena, anotar_pagina):
    nada = (NO_APLICA, "Ninguna de las páginas anotadas es de otra institución.")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.evidencia) == nada
    leer(anotar_pagina(""), HOY, "no_esta")
    # Its own name, however written, is not another institution.
    anotar_pagina("servicio  nacional de RIBERAS")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.evidencia) == nada


def test_dice_en_cuales_falta(escena, anotar_pagina):
    leer(anotar_pagina("SEREMI Sur"), HOY, "no_esta", "esta")
    leer(anotar_pagina("Municipalidad de Maule"), HOY, "no_esta", "no_esta", "no_esta")
    leer(anotar_pagina("Intendencia"), HOY, "sin_leer")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.evidencia, dicho.explicado) == (
        NO_CUMPLE,
        "El portal no ha visto el banner en el sitio de Municipalidad de Maule e Intendencia.",
        False,
    )


def test_cumple_si_se_vio_en_todas(escena, anotar_pagina):
    leer(anotar_pagina("SEREMI Sur"), HOY, "esta")
    # Two pages of one institution, whatever its capitals and accents: one is enough.
    anotar_pagina("Dirección del Río")
    leer(anotar_pagina("DIRECCION DEL RIO"), HOY - timedelta(days=3), "esta")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.evidencia) == (
        CUMPLE, "El portal vio el banner en el sitio de SEREMI Sur y Dirección del Río.",
    )  # fmt: skip


def test_hasta_que_se_abre_falta_y_no_es_falta(escena, anotar_pagina):
    anotar_pagina("SEREMI Sur")
    inicio = escena.proceso.inicio
    assert juzgar(escena, inicio - timedelta(days=1)).veredicto is POR_CUMPLIR
    assert juzgar(escena, inicio).veredicto is NO_CUMPLE
    assert juzgar(escena, proceso_publicado=False).veredicto is POR_CUMPLIR
    assert juzgar(escena, exigible=False).veredicto is POR_CUMPLIR


def test_lo_visto_antes_de_que_se_abra_vale(escena, anotar_pagina):
    leer(anotar_pagina("SEREMI Sur"), escena.proceso.inicio - timedelta(days=2), "esta")
    assert juzgar(escena, escena.proceso.inicio).veredicto is CUMPLE


def test_una_pagina_retirada_vale_por_lo_que_se_vio(escena, anotar_pagina, mundo):
    retirada = {"retirada_en": m.AHORA, "retirada_por": mundo["encargada"]}
    anotar_pagina("Anotada por error", **retirada)
    assert juzgar(escena).veredicto is NO_APLICA
    leer(anotar_pagina("SEREMI Sur", **retirada), HOY, "esta")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.evidencia) == (
        CUMPLE, "El portal vio el banner en el sitio de SEREMI Sur.",
    )  # fmt: skip


# ── What somebody attests, as for R46 ──


def test_una_constancia_vale_por_lo_que_no_se_vio(escena, anotar_pagina, mundo):
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R46")
    anotar_pagina("SEREMI Sur")
    assert juzgar(escena).veredicto is NO_CUMPLE  # that of R46 is of its own site
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R142")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.evidencia) == (
        CUMPLE,
        "Comunicaciones Prueba dejó constancia el 17/05/2027: Consta en el acta. El portal no ha "
        "visto el banner en el sitio de SEREMI Sur.",
    )


def test_un_motivo_explica_y_no_libera(escena, anotar_pagina, mundo):
    Constancia.objects.create(
        cuenta=escena.cuenta,
        regla="R142",
        cumplida=False,
        fecha=m.HOY,
        texto="Cambian de sitio.",
        dada_por=mundo["comunicaciones"],
        registrada_en=m.AHORA,
    )
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.explicado) == (NO_CUMPLE, False)
    pagina = anotar_pagina("SEREMI Sur")
    dicho = juzgar(escena)
    assert (dicho.veredicto, dicho.explicado) == (NO_CUMPLE, False)
    assert "por qué no se hizo: Cambian de sitio. El portal no ha visto" in dicho.evidencia
    leer(pagina, HOY, "esta")  # what was seen is stronger than what was said
    assert juzgar(escena).veredicto is CUMPLE


def constancias(entrar) -> str:
    """What its row says on the page where people leave word."""
    pagina = entrar("encargada").get("/gestion/cuentas/riberas/2026/constancias/").content.decode()
    [fila] = re.findall(r'<section class="constancia" id="R142".*?</section>', pagina, re.S)
    return fila


def test_donde_se_deja_constancia_dice_lo_que_vio_el_portal(
    escena, anotar_pagina, entrar, mundo, reloj_en
):
    reloj_en(datetime(2027, 5, 10, 14, tzinfo=UTC))
    fila = constancias(entrar)
    assert "Ninguna de las páginas anotadas es de otra institución." in fila
    assert ("Nadie ha dejado constancia" in fila, "<details open" in fila.replace(
        ' class="como no-imprimir"', "")) == (True, True)  # fmt: skip
    pagina = anotar_pagina("SEREMI Sur")
    assert "El portal no ha visto el banner en el sitio de SEREMI Sur." in constancias(entrar)
    leer(pagina, HOY, "esta")
    fila = constancias(entrar)
    assert "El portal vio el banner en el sitio de SEREMI Sur." in fila
    assert "El portal lo vio: no hace falta constancia" in fila
    assert ("Nadie ha dejado constancia" in fila, "<details open" in fila.replace(
        ' class="como no-imprimir"', "")) == (False, False)  # fmt: skip
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R142")
    fila = constancias(entrar)
    assert ("Se hizo" in fila, "no hace falta" in fila) == (True, False)
    assert "El portal vio el banner en el sitio de SEREMI Sur." in fila


def test_la_pagina_del_banner_la_dice(escena, anotar_pagina, entrar, mundo, reloj_en):
    camino = "/gestion/cuentas/riberas/2026/participacion-virtual/banner/"
    assert "R142" not in entrar("encargada").get(camino).content.decode()
    reloj_en(datetime(2027, 5, 10, 14, tzinfo=UTC))
    anotar_pagina("SEREMI Sur")
    pagina = entrar("encargada").get(camino).content.decode()
    assert "El portal no ha visto el banner en el sitio de SEREMI Sur." in pagina
    assert "Regla R142" in pagina
    assert 'constancias/#R46">Dejar constancia' in pagina
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R46")
    pagina = entrar("encargada").get(camino).content.decode()
    assert 'constancias/#R142">Dejar constancia' in pagina
