"""Terms: the dates of the guide (DOMAIN 1.4 and 3.4), what is refused, and the command."""

import json
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from comun import plazos
from comun.models import Feriado

JORNADA = date(2027, 5, 28)
FERIADOS = plazos.feriados_chile(2027, 2027)
PASCUA = ZoneInfo("Pacific/Easter")


@pytest.mark.parametrize(
    ("cuantos", "tipo", "esperada"),
    [
        (30, "corridos", date(2027, 6, 27)),
        (45, "corridos", date(2027, 7, 12)),
        (45, "habiles", date(2027, 8, 4)),
        (0, "corridos", JORNADA),
        (1, "habiles", date(2027, 5, 31)),
    ],
)
def test_fechas_de_referencia(cuantos, tipo, esperada):
    assert plazos.contar(JORNADA, cuantos, tipo, FERIADOS).fecha == esperada


def test_un_plazo_corrido_que_termina_en_domingo_no_se_alarga():
    computo = plazos.contar(JORNADA, 30, "corridos", FERIADOS)
    assert computo.fecha.weekday() == 6
    assert len(computo.dias) == 30
    assert {dia.motivo for dia in computo.dias} == {"cuenta"}


def test_dia_por_dia_en_habiles():
    computo = plazos.contar(date(2027, 6, 17), 3, "habiles", FERIADOS)
    assert [(dia.fecha.day, dia.cuenta, dia.motivo) for dia in computo.dias] == [
        (18, True, "cuenta"),
        (19, False, "sábado"),
        (20, False, "domingo"),
        (21, False, "feriado: Día Nacional de los Pueblos Indígenas"),
        (22, True, "cuenta"),
        (23, True, "cuenta"),
    ]


def test_hacia_atras():
    computo = plazos.contar(date(2027, 6, 22), 1, "habiles", FERIADOS, antes=True)
    assert [dia.fecha.day for dia in computo.dias] == [21, 20, 19, 18]
    assert computo.fecha == date(2027, 6, 18)


def test_feriados_movidos_de_2027():
    movidos = [date(2027, 6, 21), date(2027, 6, 28), date(2027, 9, 17), date(2027, 10, 11)]
    assert [fecha in FERIADOS for fecha in movidos] == [True] * 4
    assert date(2027, 12, 31) not in FERIADOS
    assert len(FERIADOS) == 17


def test_un_plazo_que_cruza_el_anio_encuentra_sus_feriados():
    computo = plazos.contar(date(2027, 12, 30), 2, "habiles", FERIADOS)
    assert [dia.motivo for dia in computo.dias] == [
        "cuenta", "feriado: Año Nuevo", "domingo", "cuenta",
    ]  # fmt: skip


def test_feriado_adicional():
    con_eleccion = plazos.feriados_chile(2027, 2027, {date(2027, 5, 31): "Elecciones"})
    assert plazos.contar(JORNADA, 1, "habiles", con_eleccion).fecha == date(2027, 6, 1)
    assert len(con_eleccion) == 18
    assert con_eleccion[date(2027, 5, 31)] == "Elecciones"


@pytest.mark.parametrize(
    ("comuna", "propios"),
    [
        ("", []),
        ("13101", []),
        ("15", [date(2027, 6, 7)]),
        ("15101", [date(2027, 6, 7)]),
        ("15202", [date(2027, 6, 7)]),
        ("16101", [date(2027, 8, 20)]),
        ("16103", [date(2027, 8, 20)]),
        ("16", []),
        ("16102", []),
    ],
)
def test_feriados_que_la_ley_da_a_una_parte_del_pais(comuna, propios):
    de_la_comuna = plazos.feriados_chile(2027, 2027, comuna=comuna)
    assert [fecha for fecha in de_la_comuna if fecha not in FERIADOS] == propios
    assert [fecha for fecha in FERIADOS if fecha not in de_la_comuna] == []


def test_los_adicionales_rigen_en_su_territorio_y_da_el_nombre_el_menor():
    filas = [
        (date(2027, 7, 7), "07", "Fiesta regional"),
        (date(2027, 7, 7), "", "Elecciones"),
        (date(2027, 7, 7), "07101", "Fiesta de Talca"),
        (date(2027, 7, 8), "07201", "Fiesta de Cauquenes"),
        (date(2027, 7, 9), "12", "Fiesta austral"),
    ]
    assert [
        plazos.extras_de(filas, comuna) for comuna in ("07101", "07201", "07", "", "13101")
    ] == [
        {date(2027, 7, 7): "Fiesta de Talca"},
        {date(2027, 7, 7): "Fiesta regional", date(2027, 7, 8): "Fiesta de Cauquenes"},
        {date(2027, 7, 7): "Fiesta regional"},
        {date(2027, 7, 7): "Elecciones"},
        {date(2027, 7, 7): "Elecciones"},
    ]


def test_el_computo_guarda_con_que_se_conto():
    computo = plazos.contar(date(2027, 6, 17), 3, "habiles", FERIADOS)
    datos = computo.como_datos()
    assert json.loads(json.dumps(datos)) == {
        "version": 1,
        "desde": "2027-06-17",
        "dias": 3,
        "tipo": "habiles",
        "antes": False,
        "feriados": [["2027-06-21", "Día Nacional de los Pueblos Indígenas"]],
        "fecha": "2027-06-23",
    }
    assert plazos.recontar(datos) == computo


def test_en_corridos_los_feriados_se_guardan_aunque_cuenten():
    computo = plazos.contar(date(2027, 6, 20), 2, "corridos", FERIADOS)
    assert [dia.motivo for dia in computo.dias] == ["cuenta", "cuenta"]
    assert computo.feriados == ((date(2027, 6, 21), "Día Nacional de los Pueblos Indígenas"),)


def test_una_fecha_de_otra_version_de_la_regla_no_se_recuenta():
    datos = plazos.contar(JORNADA, 3, "habiles", FERIADOS).como_datos() | {"version": 0}
    with pytest.raises(ValueError, match="otra versión de la regla"):
        plazos.recontar(datos)


@pytest.mark.parametrize(
    ("hoy", "cuantos", "tipo", "evento"),
    [
        (date(2027, 5, 13), 15, "corridos", date(2027, 5, 28)),
        (date(2027, 5, 13), 0, "habiles", date(2027, 5, 13)),
        # A Saturday comes as soon as the two working days before it, today's among them.
        (date(2027, 5, 13), 2, "habiles", date(2027, 5, 15)),
        # Today is Sunday and does not count: Monday and Tuesday must pass.
        (date(2027, 5, 16), 2, "habiles", date(2027, 5, 19)),
    ],
)
def test_el_primer_evento_para_el_que_hoy_alcanza(hoy, cuantos, tipo, evento):
    assert plazos.primer_evento(hoy, cuantos, tipo, FERIADOS) == evento
    assert plazos.ultimo_dia_para(evento, cuantos, tipo, FERIADOS) >= hoy
    un_dia_antes = evento - timedelta(days=1)
    assert plazos.ultimo_dia_para(un_dia_antes, cuantos, tipo, FERIADOS) < hoy


@pytest.mark.parametrize("argumentos", [(-1, "corridos"), (1, "lunares"), (9_999_999, "corridos")])
def test_plazos_imposibles(argumentos):
    with pytest.raises(ValueError):
        plazos.contar(JORNADA, *argumentos, FERIADOS)


@pytest.mark.parametrize(
    ("codigo", "zona"),
    [
        (None, "America/Santiago"),
        ("", "America/Santiago"),
        ("13101", "America/Santiago"),
        ("05101", "America/Santiago"),
        ("05201", "Pacific/Easter"),
        ("11201", "America/Coyhaique"),
        ("12101", "America/Punta_Arenas"),
        ("12", "America/Punta_Arenas"),
    ],
)
def test_zonas(codigo, zona):
    assert plazos.zona_de_comuna(codigo) == ZoneInfo(zona)


@pytest.mark.parametrize(
    ("fecha", "zona", "cierre"),
    [
        # The night the clocks go forward 00:00 to 00:59 does not exist: the day ends at 04:00 UTC.
        (date(2026, 9, 5), plazos.SANTIAGO, datetime(2026, 9, 6, 4, tzinfo=UTC)),
        (date(2027, 9, 4), plazos.SANTIAGO, datetime(2027, 9, 5, 4, tzinfo=UTC)),
        # The day the clocks go back has 25 hours: 23:00 to 23:59 happens twice.
        (date(2026, 4, 4), plazos.SANTIAGO, datetime(2026, 4, 5, 4, tzinfo=UTC)),
        (date(2027, 4, 3), plazos.SANTIAGO, datetime(2027, 4, 4, 4, tzinfo=UTC)),
        (date(2027, 6, 4), plazos.SANTIAGO, datetime(2027, 6, 5, 4, tzinfo=UTC)),
        (date(2027, 6, 4), plazos.zona_de_comuna("12101"), datetime(2027, 6, 5, 3, tzinfo=UTC)),
        (date(2027, 6, 4), PASCUA, datetime(2027, 6, 5, 6, tzinfo=UTC)),
    ],
)
def test_cierre(fecha, zona, cierre):
    assert plazos.instante_de_cierre(fecha, zona) == cierre
    assert plazos.instante_de_apertura(fecha + timedelta(days=1), zona) == cierre


def test_todas_las_noches_de_cambio_de_hora():
    for anio in range(2020, 2041):
        for ordinal in range(date(anio, 1, 1).toordinal(), date(anio + 1, 1, 1).toordinal()):
            fecha = date.fromordinal(ordinal)
            cierre = plazos.instante_de_cierre(fecha, plazos.SANTIAGO)
            antes = (cierre - timedelta(seconds=1)).astimezone(plazos.SANTIAGO)
            assert (antes.date(), cierre.astimezone(plazos.SANTIAGO).date()) == (
                fecha,
                fecha + timedelta(days=1),
            )


def test_hora_local():
    diez = plazos.local(JORNADA, time(10, 0), plazos.SANTIAGO)
    assert diez == datetime(2027, 5, 28, 14, tzinfo=UTC)
    for hora in (time(22, 59), time(0, 0)):
        assert plazos.local(date(2027, 4, 3), hora, plazos.SANTIAGO) == plazos.instante(
            date(2027, 4, 3), hora, plazos.SANTIAGO
        )


NO_EXISTEN = (
    "Las {} del {} no existen: esa noche se adelantan los relojes una hora. "
    "Elija una hora desde {}."
)
DOS_VECES = (
    "Las {} del {} ocurren dos veces: esa noche se atrasan los relojes una hora. "
    "Elija una hora antes de {} o desde {}."
)


@pytest.mark.parametrize(
    ("fecha", "hora", "comuna", "frase"),
    [
        (date(2026, 9, 6), time(0, 30), "13101", ("00:30", "06/09/2026", "la 01:00")),
        (date(2027, 9, 5), time(0, 0), "13101", ("00:00", "05/09/2027", "la 01:00")),
        (date(2027, 9, 5), time(0, 59, 59), "13101", ("00:59", "05/09/2027", "la 01:00")),
        # The island changes at the same instant, when its clocks say 22:00.
        (date(2027, 9, 4), time(22, 0), "05201", ("22:00", "04/09/2027", "las 23:00")),
    ],
)
def test_hora_que_no_existe(fecha, hora, comuna, frase):
    with pytest.raises(plazos.HoraInexistente) as error:
        plazos.local(fecha, hora, plazos.zona_de_comuna(comuna))
    assert str(error.value) == NO_EXISTEN.format(*frase)


MEDIANOCHE = "las 00:00 del 04/04/2027"


@pytest.mark.parametrize(
    ("hora", "comuna", "frase"),
    [
        (time(23, 0), "13101", ("23:00", "03/04/2027", "las 23:00", MEDIANOCHE)),
        (time(23, 30), "13101", ("23:30", "03/04/2027", "las 23:00", MEDIANOCHE)),
        (time(23, 30, fold=1), "13101", ("23:30", "03/04/2027", "las 23:00", MEDIANOCHE)),
        (time(21, 59), "05201", ("21:59", "03/04/2027", "las 21:00", "las 22:00")),
    ],
)
def test_hora_que_ocurre_dos_veces(hora, comuna, frase):
    with pytest.raises(plazos.HoraAmbigua) as error:
        plazos.local(date(2027, 4, 3), hora, plazos.zona_de_comuna(comuna))
    assert str(error.value) == DOS_VECES.format(*frase)


@pytest.mark.parametrize(
    ("fecha", "hora", "comuna", "en_utc"),
    [
        # Beside both changes, and where the clocks do not change.
        (date(2027, 9, 5), time(1, 0), "13101", datetime(2027, 9, 5, 4, tzinfo=UTC)),
        (date(2027, 9, 4), time(23, 59), "13101", datetime(2027, 9, 5, 3, 59, tzinfo=UTC)),
        (date(2027, 4, 3), time(22, 59), "13101", datetime(2027, 4, 4, 1, 59, tzinfo=UTC)),
        (date(2027, 4, 4), time(0, 0), "13101", datetime(2027, 4, 4, 4, tzinfo=UTC)),
        (date(2027, 9, 5), time(0, 30), "05201", datetime(2027, 9, 5, 5, 30, tzinfo=UTC)),
        (date(2027, 4, 3), time(23, 30), "05201", datetime(2027, 4, 4, 5, 30, tzinfo=UTC)),
        (date(2027, 9, 5), time(0, 30), "11201", datetime(2027, 9, 5, 3, 30, tzinfo=UTC)),
        (date(2027, 4, 3), time(23, 30), "11201", datetime(2027, 4, 4, 2, 30, tzinfo=UTC)),
        (date(2027, 9, 5), time(0, 30), "12101", datetime(2027, 9, 5, 3, 30, tzinfo=UTC)),
        (date(2027, 4, 3), time(23, 30), "12101", datetime(2027, 4, 4, 2, 30, tzinfo=UTC)),
    ],
)
def test_horas_que_son_un_solo_instante(fecha, hora, comuna, en_utc):
    assert plazos.local(fecha, hora, plazos.zona_de_comuna(comuna)) == en_utc


def test_lo_ya_escrito_se_lee_sin_rechazo():
    repetida = plazos.instante(date(2027, 4, 3), time(23, 30), plazos.SANTIAGO)
    assert repetida == datetime(2027, 4, 4, 2, 30, tzinfo=UTC)
    saltada = plazos.instante(date(2027, 9, 5), time(0, 30), plazos.SANTIAGO)
    assert saltada == datetime(2027, 9, 5, 4, 30, tzinfo=UTC)


def _orden(*argumentos: str) -> str:
    salida = StringIO()
    call_command("plazo", *argumentos, stdout=salida)
    return salida.getvalue()


@pytest.mark.django_db
def test_orden_json():
    Feriado.objects.create(fecha=date(2027, 6, 2), nombre="Elecciones")
    Feriado.objects.create(fecha=date(2027, 6, 1), nombre="Fiesta regional", codigo_cut="15")
    argumentos = ["--desde", "2027-05-28", "--dias", "2", "--tipo", "habiles", "--json"]
    assert json.loads(_orden(*argumentos)) == {
        "fecha": "2027-06-01",
        "dias": [
            {"fecha": "2027-05-29", "cuenta": False, "motivo": "sábado"},
            {"fecha": "2027-05-30", "cuenta": False, "motivo": "domingo"},
            {"fecha": "2027-05-31", "cuenta": True, "motivo": "cuenta"},
            {"fecha": "2027-06-01", "cuenta": True, "motivo": "cuenta"},
        ],
    }
    regional = json.loads(_orden(*argumentos, "--comuna", "15101"))
    assert regional["fecha"] == "2027-06-03"
    assert regional["dias"][3]["motivo"] == "feriado: Fiesta regional"
    assert regional["dias"][4]["motivo"] == "feriado: Elecciones"
    Feriado.objects.create(fecha=date(2027, 6, 3), nombre="Fiesta de Arica", codigo_cut="15101")
    fechas = [
        json.loads(_orden(*argumentos, "--comuna", comuna))["fecha"]
        for comuna in ("15101", "15202", "15", "07101")
    ]
    assert fechas == ["2027-06-04", "2027-06-03", "2027-06-03", "2027-06-01"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("comuna", "fecha"), [("15101", "08"), ("15", "08"), ("07101", "07"), ("16101", "07")]
)
def test_orden_en_una_comuna_con_feriado_propio(comuna, fecha):
    salida = _orden("--desde", "2027-06-04", "--dias", "1", "--tipo", "habiles", "--comuna", comuna)
    assert salida.splitlines()[-1] == f"{fecha}/06/2027"


@pytest.mark.django_db
def test_orden_en_texto_y_hacia_atras():
    salida = _orden("--desde", "2027-05-24", "--dias", "2", "--tipo", "habiles", "--antes")
    assert salida == (
        "23/05/2027       domingo\n"
        "22/05/2027       sábado\n"
        "21/05/2027       feriado: Día de las Glorias Navales\n"
        "20/05/2027    1  cuenta\n"
        "19/05/2027    2  cuenta\n"
        "19/05/2027\n"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "argumentos",
    [
        ["--desde", "28/05/2027", "--dias", "2", "--tipo", "habiles"],
        ["--desde", "2027-05-28", "--dias", "-1", "--tipo", "habiles"],
        ["--desde", "2027-05-28", "--dias", "99999", "--tipo", "habiles"],
        ["--desde", "2027-05-28", "--dias", "2", "--tipo", "lunares"],
        ["--desde", "2027-05-28", "--dias", "2", "--tipo", "habiles", "--comuna", "Talca"],
        ["--desde", "9999-12-30", "--dias", "30", "--tipo", "corridos"],
    ],
)
def test_orden_con_datos_imposibles(argumentos):
    with pytest.raises(CommandError):
        _orden(*argumentos)
