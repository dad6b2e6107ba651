"""On how many days the banner was seen: one count, and the same on the page and in the rules."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun import reloj
from convocatorias import selectors
from convocatorias.models import ProcesoVirtual
from tests import mundo as m
from tests.convocatorias.paginas_del_banner import NO_ESTABA, NO_SE_LEYO, crear_pagina, leer

SIN_REVISAR = "El portal no revisó ninguna página ese día."


@pytest.fixture
def pagina(escena, mundo):
    return crear_pagina(escena.proceso, mundo["comunicaciones"])


def dia(escena, n: int):
    """The n-th of the window, from 0."""
    return escena.proceso.inicio + timedelta(days=n)


def contar(escena, hoy):
    """What the page says and what the rules say, which must be one thing."""
    proceso = ProcesoVirtual.objects.select_related("cuenta__servicio").get()
    cuenta = selectors.recuento(proceso, selectors.miradas_de(proceso), hoy)
    ahora = datetime(hoy.year, hoy.month, hoy.day, 16, tzinfo=UTC)
    visto = selectors.banner_visto_de([proceso], ahora)[proceso.cuenta_id].visto
    assert (visto.dias, visto.vistos, visto.sin_leer) == (
        cuenta.dias, cuenta.vistos, cuenta.sin_leer,
    )  # fmt: skip
    return cuenta, visto


def faltas(cuenta) -> list[tuple]:
    return [(una.dia, una.motivo, una.leida) for una in cuenta.faltan]


def test_un_dia_sin_poder_leer_cuenta_y_se_distingue(escena, pagina):
    leer(pagina, dia(escena, 0), "esta")
    leer(pagina, dia(escena, 1), "sin_leer", "sin_leer", "sin_leer")
    leer(pagina, dia(escena, 2), "no_esta", "no_esta", "sin_leer")
    leer(pagina, dia(escena, 4), "esta")
    cuenta, visto = contar(escena, dia(escena, 4))
    assert (cuenta.frase, cuenta.sin_leer) == ("2 de 5 días", 2)
    assert faltas(cuenta) == [
        (dia(escena, 1), NO_SE_LEYO, False),
        (dia(escena, 2), NO_SE_LEYO, True),
        (dia(escena, 3), SIN_REVISAR, False),
    ]
    assert visto.frase == (
        "El portal lo vio 2 de 5 días, el último el 30/04/2027. En 2 días no pudo leer ninguna "
        "página."
    )


def test_los_ultimos_dias_sin_leer_tambien_cuentan(escena, pagina):
    """The count ends today, not with the last reading: whole days without network were lost."""
    leer(pagina, dia(escena, 0), "esta")
    for n in (1, 2, 3):
        leer(pagina, dia(escena, n), "sin_leer")
    assert contar(escena, dia(escena, 3))[0].frase == "1 de 3 días"
    assert contar(escena, dia(escena, 4))[0].frase == "1 de 4 días"


def test_si_nunca_se_pudo_leer_no_dice_que_no_estaba(escena, pagina):
    leer(pagina, dia(escena, 0), "sin_leer", "sin_leer", "sin_leer")
    cuenta, visto = contar(escena, dia(escena, 1))
    assert (cuenta.frase, visto.frase) == (
        "0 de 1 día", "El portal no pudo leer las páginas anotadas.",
    )  # fmt: skip
    leer(pagina, dia(escena, 1), "no_esta")
    visto = contar(escena, dia(escena, 2))[1]
    assert visto.frase == "El portal revisó las páginas anotadas y no lo vio."


@pytest.mark.parametrize("hasta_ahora", [["no_esta"], ["sin_leer"], ["no_esta"] * 3, []])
def test_hoy_no_falta_mientras_no_termina(escena, pagina, hasta_ahora):
    leer(pagina, dia(escena, 0), "esta")
    leer(pagina, dia(escena, 1), *hasta_ahora)
    assert faltas(contar(escena, dia(escena, 1))[0]) == []
    assert contar(escena, dia(escena, 1))[0].frase == "1 de 1 día"
    # The control: once the day is over, it is missing.
    assert contar(escena, dia(escena, 2))[0].frase == "1 de 2 días"


def test_si_a_la_segunda_se_ve_el_dia_de_hoy_cuenta(escena, pagina):
    leer(pagina, dia(escena, 0), "no_esta", "sin_leer", "esta")
    assert contar(escena, dia(escena, 0))[0].frase == "1 de 1 día"
    assert contar(escena, dia(escena, 1))[0].frase == "1 de 1 día"


def test_los_dias_seguidos_que_faltan_por_lo_mismo_van_juntos(escena, pagina):
    leer(pagina, dia(escena, 0), "no_esta")
    leer(pagina, dia(escena, 1), "no_esta")
    leer(pagina, dia(escena, 2), "sin_leer")
    leer(pagina, dia(escena, 3), "esta")
    leer(pagina, dia(escena, 4), "no_esta")
    leer(pagina, dia(escena, 6), "no_esta")
    esperados = [
        (dia(escena, 0), dia(escena, 1), 2, NO_ESTABA),
        (dia(escena, 2), dia(escena, 2), 1, NO_SE_LEYO),
        (dia(escena, 4), dia(escena, 4), 1, NO_ESTABA),
    ]
    de_la_cuenta = contar(escena, dia(escena, 7))[0].tramos
    sin_revisar = (dia(escena, 5), dia(escena, 5), 1, SIN_REVISAR)
    miradas = selectors.miradas_de(escena.proceso)
    [suya] = selectors.por_pagina([pagina], miradas, dia(escena, 7))
    ultimo = (dia(escena, 6), dia(escena, 6), 1, NO_ESTABA)
    for tramos, dichos in (
        (de_la_cuenta, [*esperados, sin_revisar, ultimo]),
        (suya.recuento.tramos, [*esperados, ultimo]),
    ):
        assert [(t.desde, t.hasta, t.dias, t.motivo) for t in tramos] == dichos


def test_tampoco_en_cada_pagina_falta_el_dia_de_hoy(escena, pagina):
    leer(pagina, dia(escena, 0), "esta")
    leer(pagina, dia(escena, 1), "no_esta")
    miradas = selectors.miradas_de(escena.proceso)
    dichas = [selectors.por_pagina([pagina], miradas, dia(escena, n))[0] for n in (1, 2)]
    assert [una.recuento.frase for una in dichas] == ["1 de 1 día", "1 de 2 días"]
    assert {una.ultima.resultado for una in dichas} == {"no_esta"}  # and still told


def test_basta_una_pagina_y_una_que_se_retiro_cuenta(escena, pagina, mundo):
    otra = crear_pagina(
        escena.proceso,
        mundo["comunicaciones"],
        "/otra",
        retirada_en=m.AHORA,
        retirada_por=mundo["encargada"],
    )
    leer(pagina, dia(escena, 0), "no_esta", "no_esta", "no_esta")
    leer(otra, dia(escena, 0), "sin_leer", "esta")
    assert contar(escena, dia(escena, 1))[0].frase == "1 de 1 día"


def test_el_dia_es_el_del_servicio(escena, pagina):
    """At 3:00 UTC it is still the day before in Talca."""
    proceso = ProcesoVirtual.objects.select_related("cuenta__servicio").get()
    leer(pagina, dia(escena, 0), "esta")
    leer(pagina, dia(escena, 1), "no_esta")
    noche = datetime(2027, 4, 28, 3, tzinfo=UTC)
    assert selectors.banner_visto_de([proceso], noche)[proceso.cuenta_id].visto.dias == 1
    noche += timedelta(hours=1)
    assert selectors.banner_visto_de([proceso], noche)[proceso.cuenta_id].visto.dias == 2


def test_antes_de_que_se_abra_no_hay_dias(escena, pagina):
    leer(pagina, dia(escena, -2), "esta")
    cuenta, visto = contar(escena, dia(escena, -1))
    assert (cuenta.dias, visto.frase) == (
        0, "El portal lo vio el 24/04/2027, antes de que se abriera.",
    )  # fmt: skip


def test_dice_las_fechas_si_las_dicen_todas_las_que_siguen(escena, pagina, mundo):
    otra = crear_pagina(escena.proceso, mundo["comunicaciones"], "/otra")
    leer(pagina, dia(escena, 0), "esta")
    assert contar(escena, dia(escena, 1))[1].dice_fechas is True
    leer(otra, dia(escena, 0), "esta", dice=False)
    assert contar(escena, dia(escena, 1))[1].dice_fechas is False
    type(otra).objects.filter(pk=otra.pk).update(
        retirada_en=m.AHORA, retirada_por=mundo["encargada"]
    )
    assert contar(escena, dia(escena, 1))[1].dice_fechas is True


def test_la_pagina_dice_la_misma_cuenta_que_la_regla(escena, pagina, entrar, reloj_en):
    reloj_en(datetime(2027, 4, 29, 14, tzinfo=UTC))
    leer(pagina, dia(escena, 0), "esta")
    leer(pagina, dia(escena, 1), "sin_leer")
    leer(pagina, dia(escena, 2), "no_esta")
    leer(pagina, dia(escena, 3), "no_esta")
    camino = "/gestion/cuentas/riberas/2026/participacion-virtual/banner/"
    prueba = entrar("auditora").get(f"{camino}prueba/").content.decode()
    assert "El banner se vio 1 de 3 días" in prueba
    assert "En 1 día no se leyó ninguna página" in prueba
    generador = entrar("encargada").get(camino).content.decode()
    assert "El portal lo vio 1 de 3 días" in generador
    [asunto, *_] = selectors.asuntos([escena.cuenta])[escena.cuenta.pk]
    r48 = {una.id: una for una in asunto.reglas}["R48"].evaluar(asunto.hechos, reloj.hoy())
    assert "El portal lo vio 1 de 3 días" in r48.evidencia


@pytest.mark.parametrize("cuantas", [1, 8])
def test_cuesta_una_sentencia(escena, mundo, cuantas):
    for n in range(cuantas):
        pagina = crear_pagina(escena.proceso, mundo["comunicaciones"], f"/{n}", f"Institución {n}")
        for d in range(cuantas):
            leer(pagina, dia(escena, d), "no_esta", "esta")
    procesos = list(ProcesoVirtual.objects.select_related("cuenta__servicio"))
    with CaptureQueriesContext(connection) as consultas:
        visto = selectors.banner_visto_de(procesos, m.AHORA)[escena.cuenta.pk]
    assert (len(consultas), len(visto.instituciones)) == (1, cuantas)
