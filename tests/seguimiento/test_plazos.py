"""The dates of an account: what its facts give, what stays once met, and what they are told by."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun import plazos as reloj_legal
from convocatorias.models import Actividad, Convocatoria, ProcesoVirtual
from cuentas.models import CuentaPublica, HechoPrevio
from jornadas.models import Jornada
from seguimiento.etapas.plazos import plazos_de
from seguimiento.models import Plazo
from seguimiento.selectors import panorama_de, panoramas
from seguimiento.services.plazos import hechos_de_plazos, rehacer_plazos
from tests import mundo as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def cuenta(en_riberas) -> CuentaPublica:
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def planeada(cuenta) -> CuentaPublica:
    """With its window and its activity."""
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    return cuenta


def fechas(cuenta: CuentaPublica, ahora: datetime = m.AHORA) -> dict[str, tuple]:
    """What its facts give, by kind of date: the day, and the day on which it was met."""
    panorama = panorama_de(cuenta)
    hechos = hechos_de_plazos({cuenta.pk: panorama}, ahora)[cuenta.pk]
    return {
        una.clave.rstrip("0123456789").rstrip("-"): (una.fecha, una.cumplido_en)
        for una in plazos_de(panorama, hechos)
    }


def guardar(*cuentas: CuentaPublica, ahora: datetime = m.AHORA) -> dict[str, Plazo]:
    rehacer_plazos(panoramas(cuentas), ahora=ahora)
    filas = Plazo.objects.filter(cuenta__in=cuentas)
    return {fila.clave.rstrip("0123456789").rstrip("-"): fila for fila in filas}


def test_las_fechas_de_una_cuenta_planeada(planeada) -> None:
    inicio = date(2027, 4, 26)
    assert fechas(planeada) == {
        "informe": (inicio, None),
        "abrir": (inicio, inicio),
        "invitar": (date(2027, 5, 13), None),
        "cerrar-minimo": (date(2027, 5, 25), None),
        "jornada": (m.DIA, None),
        "sistematizar": (date(2027, 5, 29), None),
        "cerrar": (date(2027, 6, 4), None),
        "responder-sugerido": (date(2027, 6, 27), None),
        "responder-maximo": (date(2027, 7, 12), None),
        "responder-virtual": (date(2027, 7, 12), None),
        "responder-presencial": (date(2027, 7, 12), None),
    }


def test_sin_actividad_ni_ventana_solo_hay_lo_prometido(cuenta) -> None:
    assert set(fechas(cuenta)) == {"responder-virtual", "responder-presencial"}


def test_a_un_encuentro_autoconvocado_no_invita_ni_abre_la_puerta_el_servicio(cuenta) -> None:
    m.crear_actividad(cuenta, slug="vecinos", tipo="autoconvocada")
    assert "invitar" not in fechas(cuenta)
    assert fechas(cuenta)["jornada"] == (m.DIA, None)
    assert fechas(cuenta, m.AHORA + timedelta(days=30))["jornada"] == (m.DIA, m.DIA)


def test_antes_de_fijar_la_ventana_se_sabe_hasta_cuando_abrirla(cuenta) -> None:
    m.crear_actividad(cuenta)
    todas = fechas(cuenta)
    assert todas["abrir-limite"] == (m.DIA, None)
    assert todas["informe"] == todas["invitar"] == (date(2027, 5, 13), None)


def test_la_cuenta_virtual_cuenta_desde_el_cierre(cuenta) -> None:
    CuentaPublica.objects.update(modalidad="virtual", motivo_modalidad="Sismo.")
    cuenta.refresh_from_db()
    m.crear_proceso(cuenta)
    todas = fechas(cuenta)
    assert todas["responder-maximo"] == (date(2027, 7, 19), None)
    assert todas["sistematizar"] == (date(2027, 6, 5), None)


def test_los_quince_dias_de_la_invitacion_son_corridos_aunque_la_norma_diga_habiles(
    planeada,
) -> None:
    norma = planeada.norma
    norma.tipo_dias, norma.numero = "habiles", "Res. 12"
    norma.fecha, norma.url = date(2026, 2, 1), "https://bcn.example/norma"
    norma.save()
    todas = fechas(planeada)
    assert todas["invitar"] == (date(2027, 5, 13), None)
    assert todas["responder-maximo"] == (date(2027, 8, 4), None)


def test_los_hechos_cumplen_las_fechas(planeada, en_riberas) -> None:
    actividad = Actividad.objects.get()
    publicacion = m.publicar_informe(
        m.crear_informe(planeada), en_riberas["encargada"], en_riberas["autoridad"]
    )
    Convocatoria.objects.create(
        actividad=actividad, estado="enviada", informe=publicacion, dias_anticipacion=18,
        # Still the 10th in Talca.
        enviada_en=datetime(2027, 5, 11, 2, 0, tzinfo=UTC),
    )  # fmt: skip
    Actividad.objects.update(estado="convocada")
    m.crear_jornada(
        actividad, estado=Jornada.Estado.CERRADA, abierta_en=datetime(2027, 5, 28, 13, tzinfo=UTC)
    )
    todas = fechas(planeada, datetime(2027, 6, 5, 15, tzinfo=UTC))
    assert {clave: cumplida for clave, (_, cumplida) in todas.items() if cumplida} == {
        "informe": m.HOY,
        "abrir": date(2027, 4, 26),
        "invitar": date(2027, 5, 10),
        "cerrar-minimo": date(2027, 5, 25),
        "jornada": m.DIA,
        "cerrar": date(2027, 6, 4),
    }


def test_una_actividad_movida_hay_que_convocarla_de_nuevo(planeada, en_riberas) -> None:
    test_los_hechos_cumplen_las_fechas(planeada, en_riberas)
    Jornada.objects.all().delete()
    Actividad.objects.update(estado="programada", fecha=date(2027, 6, 18))
    assert fechas(planeada)["invitar"] == (date(2027, 6, 3), None)


def test_lo_que_paso_fuera_del_portal_cumple_con_su_fecha(planeada, en_riberas) -> None:
    for tipo, dia in (
        ("informe", date(2027, 4, 1)),
        ("convocatoria", date(2027, 5, 3)),
        ("respuestas", date(2027, 7, 1)),
    ):
        HechoPrevio.objects.create(
            cuenta=planeada, tipo=tipo, fecha=dia, evidencia="Oficio 1", motivo="Antes del portal",
            registrado_por=en_riberas["encargada"], registrado_en=m.AHORA,
        )  # fmt: skip
    todas = fechas(planeada)
    assert todas["informe"][1] == date(2027, 4, 1)
    assert todas["invitar"][1] == date(2027, 5, 3)
    assert todas["responder-maximo"][1] == date(2027, 7, 1)


def test_la_jornada_que_no_se_hizo_no_tiene_plazos(planeada) -> None:
    m.crear_jornada(
        Actividad.objects.get(), estado=Jornada.Estado.NO_REALIZADA, motivo_no_realizada="Lluvia"
    )
    assert not {"jornada", "invitar"} & set(fechas(planeada))


def test_las_filas_guardan_como_se_calcularon(planeada) -> None:
    fila = guardar(planeada)["responder-maximo"]
    assert (fila.fecha, fila.secuencia, fila.vigente, fila.publico) == (
        date(2027, 7, 12), 0, True, True,
    )  # fmt: skip
    assert fila.computo["desde"] == "2027-05-28"
    assert (fila.computo["dias"], fila.computo["tipo"]) == (45, "corridos")
    assert (fila.computo["version"], fila.computo["version_regla"]) == (1, 1)
    assert reloj_legal.recontar(fila.computo).fecha == fila.fecha
    assert [dia for dia, _ in fila.computo["feriados"]] == ["2027-06-21", "2027-06-28"]


def test_lo_de_adentro_no_es_publico(planeada) -> None:
    ProcesoVirtual.objects.update(publicado_en=None)
    publicas = {clave for clave, fila in guardar(planeada).items() if fila.publico}
    assert publicas == {
        "invitar", "jornada", "responder-sugerido", "responder-maximo", "responder-virtual",
        "responder-presencial",
    }  # fmt: skip


def test_rehacer_sin_novedad_no_escribe_nada(planeada) -> None:
    guardar(planeada)
    with CaptureQueriesContext(
        connection,
    ) as consultas:
        rehacer_plazos({planeada.pk: panorama_de(planeada)}, ahora=m.AHORA + timedelta(hours=1))
    verbos = ("INSERT", "UPDATE", "EXECUTE")
    escrituras = [c["sql"] for c in consultas if c["sql"].startswith(verbos)]
    assert escrituras == []


def test_lo_que_ya_no_corre_queda_anulado_y_puede_volver(planeada) -> None:
    guardar(planeada)
    Actividad.objects.update(estado="suspendida")
    filas = guardar(planeada)
    assert (filas["jornada"].vigente, filas["jornada"].secuencia) == (False, 1)
    assert filas["responder-maximo"].vigente is False
    assert (filas["cerrar"].vigente, filas["cerrar"].secuencia) == (True, 0)
    Actividad.objects.update(estado="programada")
    filas = guardar(planeada)
    assert (filas["jornada"].vigente, filas["jornada"].secuencia) == (True, 2)


def test_un_cambio_de_hora_o_lugar_tambien_se_avisa_a_los_calendarios(planeada) -> None:
    assert guardar(planeada)["jornada"].ancla == "9:30, Gimnasio Liceo El Sauce, Talca"
    Actividad.objects.update(lugar="Teatro Regional")
    fila = guardar(planeada)["jornada"]
    assert (fila.ancla, fila.secuencia) == ("9:30, Teatro Regional, Talca", 1)


@pytest.mark.parametrize("cuantas", [1, 10])
def test_cuestan_lo_mismo_una_y_diez_cuentas(en_riberas, cuantas) -> None:
    cuentas = []
    for n in range(cuantas):
        cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2016 + n)
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta)
        cuentas.append(cuenta)
    guardar(*cuentas)
    Actividad.objects.update(estado="convocada")
    vistas = panoramas(cuentas)
    with CaptureQueriesContext(connection) as consultas:
        hechos_de_plazos(vistas, m.AHORA)
    assert len(consultas) == 6
