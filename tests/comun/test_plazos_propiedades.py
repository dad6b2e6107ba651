"""What holds of any term and of any hour, whatever the dates."""

import json
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from comun import plazos
from comun.plazos import UN_DIA, contar, dias_entre, primer_evento, ultimo_dia_para

COMUNAS = ["13101", "15101", "16101", "11201", "12101", "05201"]

fechas = st.dates(date(2000, 1, 1), date(2060, 12, 31))
dias = st.integers(0, 120)
tipos = st.sampled_from(["corridos", "habiles"])
sentidos = st.booleans()


@st.composite
def feriados_cerca(draw, desde=date(2027, 5, 28)) -> plazos.Feriados:
    """The holidays of a comuna, with some more that a town or an election may add."""
    lejos = st.integers(-250, 250).map(lambda n: desde + n * UN_DIA)
    extras = draw(st.dictionaries(lejos, st.just("Adicional"), max_size=6))
    return plazos.feriados_chile(2027, 2027, extras, draw(st.sampled_from(COMUNAS)))


cerca = st.integers(-120, 120).map(lambda n: date(2027, 5, 28) + n * UN_DIA)


def con(feriados: plazos.Feriados, fecha: date) -> plazos.Feriados:
    return plazos.feriados_chile(2027, 2027, {**feriados.extras, fecha: "Uno más"}, feriados.comuna)


@given(fechas, dias, tipos, sentidos, feriados_cerca())
def test_dias_entre_es_la_inversa_de_contar(desde, cuantos, tipo, antes, feriados):
    hasta = contar(desde, cuantos, tipo, feriados, antes=antes).fecha
    assert dias_entre(desde, hasta, tipo, feriados) == (-cuantos if antes else cuantos)


@given(cerca, dias, tipos, sentidos, feriados_cerca())
def test_un_dia_mas_sigue_el_mismo_camino(desde, cuantos, tipo, antes, feriados):
    menor = contar(desde, cuantos, tipo, feriados, antes=antes)
    mayor = contar(desde, cuantos + 1, tipo, feriados, antes=antes)
    assert (mayor.fecha < menor.fecha) if antes else (menor.fecha < mayor.fecha)
    assert mayor.dias[: len(menor.dias)] == menor.dias


@given(cerca, st.integers(0, 90), dias, tipos, sentidos, feriados_cerca())
def test_desde_mas_tarde_no_se_llega_antes(desde, corrida, cuantos, tipo, antes, feriados):
    temprano = contar(desde, cuantos, tipo, feriados, antes=antes).fecha
    tarde = contar(desde + corrida * UN_DIA, cuantos, tipo, feriados, antes=antes).fecha
    assert temprano <= tarde


@given(cerca, dias, tipos, sentidos, feriados_cerca())
def test_de_vuelta_se_llega_al_dia_del_que_se_partio(desde, cuantos, tipo, antes, feriados):
    assume(tipo == "corridos" or not plazos.motivo_inhabil(desde, feriados))
    ida = contar(desde, cuantos, tipo, feriados, antes=antes)
    assert contar(ida.fecha, cuantos, tipo, feriados, antes=not antes).fecha == desde


@given(fechas, st.integers(1, 120))
def test_los_habiles_no_llegan_antes_que_los_corridos(desde, cuantos):
    feriados = plazos.feriados_chile(desde.year, desde.year)
    habiles = contar(desde, cuantos, "habiles", feriados)
    assert habiles.fecha >= contar(desde, cuantos, "corridos", feriados).fecha
    assert habiles.dias[-1].cuenta


@given(fechas, st.integers(-400, 400), dias, sentidos, feriados_cerca())
def test_mover_la_partida_mueve_los_corridos_otro_tanto(desde, k, cuantos, antes, feriados):
    movida = contar(desde + k * UN_DIA, cuantos, "corridos", feriados, antes=antes)
    assert movida.fecha == contar(desde, cuantos, "corridos", feriados, antes=antes).fecha + (
        k * UN_DIA
    )


@given(cerca, dias, tipos, sentidos, feriados_cerca(), st.integers(-200, 200))
def test_un_dia_que_ya_no_contaba_o_no_se_cruza_no_cambia_nada(
    desde, cuantos, tipo, antes, feriados, lejos
):
    computo = contar(desde, cuantos, tipo, feriados, antes=antes)
    otro = desde + lejos * UN_DIA
    que_cuentan = {dia.fecha for dia in computo.dias if dia.cuenta}
    assume(tipo == "corridos" or otro not in que_cuentan)
    con_otro = contar(desde, cuantos, tipo, con(feriados, otro), antes=antes)
    assert con_otro.fecha == computo.fecha
    assert [dia.cuenta for dia in con_otro.dias] == [dia.cuenta for dia in computo.dias]


@given(cerca, st.integers(1, 120), sentidos, feriados_cerca(), st.data())
def test_un_feriado_mas_en_el_camino_aleja_la_fecha(desde, cuantos, antes, feriados, data):
    computo = contar(desde, cuantos, "habiles", feriados, antes=antes)
    otro = data.draw(st.sampled_from([dia.fecha for dia in computo.dias if dia.cuenta]))
    con_otro = contar(desde, cuantos, "habiles", con(feriados, otro), antes=antes)
    siguiente = contar(desde, cuantos + 1, "habiles", feriados, antes=antes)
    assert con_otro.fecha == siguiente.fecha
    assert abs(con_otro.fecha - desde) > abs(computo.fecha - desde)


@given(cerca, dias, tipos, sentidos, feriados_cerca())
def test_la_explicacion_vuelve_a_dar_la_fecha(desde, cuantos, tipo, antes, feriados):
    computo = contar(desde, cuantos, tipo, feriados, antes=antes)
    paso = -UN_DIA if antes else UN_DIA
    camino = [desde + n * paso for n in range(1, len(computo.dias) + 1)]
    assert [dia.fecha for dia in computo.dias] == camino
    assert sum(dia.cuenta for dia in computo.dias) == cuantos
    assert computo.fecha == (camino[-1] if camino else desde)
    assert plazos.recontar(json.loads(json.dumps(computo.como_datos()))) == computo


@given(cerca, st.integers(-60, 200), dias, tipos, feriados_cerca())
def test_se_alcanza_justo_desde_el_primer_evento(hoy, lejos, cuantos, tipo, feriados):
    evento = hoy + lejos * UN_DIA
    alcanza = ultimo_dia_para(evento, cuantos, tipo, feriados) >= hoy
    assert alcanza == (evento >= primer_evento(hoy, cuantos, tipo, feriados))


@given(fechas, st.sampled_from(COMUNAS))
def test_el_cierre_es_el_primer_instante_del_dia_siguiente(fecha, comuna):
    zona = plazos.zona_de_comuna(comuna)
    cierre = plazos.instante_de_cierre(fecha, zona)
    assert cierre.astimezone(zona).date() == fecha + UN_DIA
    assert (cierre - timedelta(microseconds=1)).astimezone(zona).date() == fecha


#: Two nights before each change of clocks and the one after, and any other day.
cambios = st.sampled_from([date(2026, 9, 4), date(2027, 4, 2), date(2027, 9, 3), date(2028, 3, 31)])
de_cambio = st.tuples(cambios, st.integers(0, 3)).map(lambda par: par[0] + par[1] * UN_DIA)


@given(
    st.one_of(de_cambio, st.dates(date(2020, 1, 1), date(2040, 12, 31))),
    st.times().map(lambda hora: hora.replace(second=0, microsecond=0)),
    st.sampled_from(COMUNAS),
)
def test_una_hora_local_es_un_instante_o_se_rechaza(fecha, hora, comuna):
    zona = plazos.zona_de_comuna(comuna)
    escrita = datetime.combine(fecha, hora)
    horas = (escrita.replace(tzinfo=UTC) + timedelta(hours=n) for n in range(9))
    instantes = [h for h in horas if h.astimezone(zona).replace(tzinfo=None) == escrita]
    try:
        assert [plazos.local(fecha, hora, zona)] == instantes
        assert plazos.instante(fecha, hora, zona) == instantes[0]
    except plazos.HoraInexistente:
        assert instantes == []
    except plazos.HoraAmbigua:
        assert len(instantes) == 2
        assert plazos.instante(fecha, hora, zona) == instantes[0]


def test_las_noches_de_cambio_se_prueban_de_verdad():
    """The property above meets both refusals: there are such nights among its dates."""
    vistas = set()
    for fecha in (date(2027, 4, 3), date(2027, 9, 5)):
        for hora in (time(0, 30), time(23, 30)):
            try:
                plazos.local(fecha, hora, plazos.SANTIAGO)
            except plazos.HoraImposible as error:
                vistas.add((fecha, type(error)))
    assert vistas == {
        (date(2027, 4, 3), plazos.HoraAmbigua),
        (date(2027, 9, 5), plazos.HoraInexistente),
    }
