"""The stage of an account is read from its facts and the clock; the steps say it in public."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from convocatorias.models import Convocatoria
from cuentas.models import CuentaPublica
from jornadas.models import Jornada
from seguimiento.etapas import Etapa, etapa, pasos, plazo_explicado
from seguimiento.selectors import cuentas_visibles, en_etapa, panorama_de
from tests import mundo as m


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def leer(cuenta):
    return panorama_de(cuentas_visibles().get(pk=cuenta.pk))


def test_de_la_preparacion_a_la_espera(cuenta, en_riberas):
    assert etapa(leer(cuenta), m.AHORA) == Etapa.PREPARACION
    publicacion = m.publicar_informe(
        m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"]
    )
    actividad = m.crear_actividad(cuenta)
    Convocatoria.objects.create(
        actividad=actividad,
        informe=publicacion,
        estado="enviada",
        enviada_en=m.AHORA,
        dias_anticipacion=15,
    )
    assert etapa(leer(cuenta), m.AHORA) == Etapa.CONVOCATORIA
    m.crear_proceso(cuenta)
    assert etapa(leer(cuenta), m.AHORA) == Etapa.VIRTUAL
    jornada = m.crear_jornada(actividad)
    assert etapa(leer(cuenta), m.AHORA) == Etapa.JORNADA
    Jornada.objects.filter(pk=jornada.pk).update(estado="cerrada", cerrada_en=m.AHORA)
    assert etapa(leer(cuenta), m.AHORA) == Etapa.VIRTUAL
    despues = datetime(2027, 6, 6, 12, tzinfo=UTC)
    assert etapa(leer(cuenta), despues) == Etapa.SISTEMATIZACION


def test_pasado_su_dia_espera_respuesta_aunque_nadie_la_cierre(cuenta):
    """A day that nobody marked as held is over all the same, for who reads the page."""
    proceso = m.crear_proceso(cuenta, inicio=date(2027, 4, 12), termino=date(2027, 5, 21))
    m.crear_actividad(cuenta)
    despues = m.DIA + timedelta(days=1)
    for hoy, espera in ((proceso.termino, False), (m.DIA, False), (despues, True)):
        ahora = datetime.combine(hoy, time(16), UTC)
        vistas = en_etapa(CuentaPublica.objects.all(), Etapa.SISTEMATIZACION, hoy)
        assert (etapa(leer(cuenta), ahora) == Etapa.SISTEMATIZACION) is espera
        assert vistas.exists() is espera


def test_lo_que_se_decide_manda(cuenta):
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="cerrada")
    assert etapa(leer(cuenta), m.AHORA) == Etapa.CERRADA
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="anulada")
    assert etapa(leer(cuenta), m.AHORA) == Etapa.ANULADA


def test_la_ventana_cierra_en_el_primer_instante_del_dia_siguiente(cuenta):
    proceso = m.crear_proceso(cuenta)
    ultimo = proceso.cierra_en - timedelta(seconds=1)
    assert etapa(leer(cuenta), ultimo) == Etapa.VIRTUAL
    assert etapa(leer(cuenta), proceso.cierra_en) == Etapa.SISTEMATIZACION


def test_los_pasos_con_sus_fechas(cuenta, en_riberas):
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    vistos = [(p["nombre"], p["fecha"], p["estado"]) for p in pasos(leer(cuenta), m.AHORA)]
    assert vistos == [
        ("Informe publicado", "17 may", "listo"),
        ("Participación virtual", "26 abr a 4 jun", "ahora"),
        ("Jornada presencial", "28 may", ""),
        ("Respuestas", "12 jul", ""),
    ]


def test_los_pasos_de_otro_anio_lo_dicen(cuenta):
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    despues = datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert [p["fecha"] for p in pasos(leer(cuenta), despues)] == [
        "Por definir",
        "26 abr a 4 jun 2027",
        "28 may 2027",
        "12 jul 2027",
    ]


def test_publicado_no_hay_dias_de_atraso_que_contar(cuenta):
    m.crear_actividad(cuenta)
    panorama = replace(leer(cuenta), publicadas_en=m.AHORA)
    assert plazo_explicado(panorama, date(2028, 3, 1))["regla"].hoy is None
    assert plazo_explicado(leer(cuenta), date(2028, 3, 1))["regla"].hoy is not None


def test_el_plazo_se_explica_y_se_anuncia_como_planeado(cuenta):
    assert plazo_explicado(leer(cuenta), m.HOY) is None
    m.crear_actividad(cuenta)
    antes = plazo_explicado(leer(cuenta), m.HOY)
    assert (antes["sugerido"], antes["maximo"]) == (date(2027, 6, 27), date(2027, 7, 12))
    assert (antes["planeada"], antes["quedan"]) == (True, 56)
    despues = plazo_explicado(leer(cuenta), date(2027, 7, 1))
    assert (despues["planeada"], despues["quedan"]) == (False, 11)
    assert "45 días corridos" in despues["texto"]


def test_en_dias_habiles_segun_la_norma(cuenta):
    norma = cuenta.norma
    norma.tipo_dias, norma.numero = "habiles", "118"
    norma.fecha, norma.url = date(2026, 2, 1), "https://bcn.example/norma"
    norma.save()
    CuentaPublica.objects.filter(pk=cuenta.pk).update(
        respuesta_virtual=None, respuesta_presencial=None
    )
    m.crear_actividad(cuenta)
    assert plazo_explicado(leer(cuenta), m.HOY)["maximo"] == date(2027, 8, 4)
