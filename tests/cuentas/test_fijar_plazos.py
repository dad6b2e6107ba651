"""The dates of the answers: suggested and maximum, counted day by day (R52, R104 to R108)."""

from datetime import date

import pytest

from comun.errores import ErrorDominio, ReglaIncumplida
from comun.models import Bitacora, Feriado
from comun.plazos import feriados_chile
from comun.reglas import Veredicto
from cuentas import reglas, selectors, services
from cuentas.models import CuentaPublica, NormaParticipacion
from servicios.models import Servicio
from tests import mundo as m

FERIADOS = feriados_chile(2027, 2027)

FUENTE = {"numero": "118", "fecha": date(2026, 2, 1), "url": "https://bcn.example/118"}


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(
        en_riberas.riberas,
        en_riberas["encargada"],
        respuesta_virtual=None,
        respuesta_presencial=None,
    )


def fijar(cuenta, mundo, virtual, presencial, ancla=m.DIA):
    return services.fijar_plazos(
        cuenta=cuenta,
        respuesta_virtual=virtual,
        respuesta_presencial=presencial,
        ancla=ancla,
        por=mundo["encargada"],
    )


@pytest.mark.parametrize(
    ("tipo", "sugerido", "maximo"),
    [
        ("corridos", date(2027, 6, 27), date(2027, 7, 12)),
        ("habiles", date(2027, 7, 13), date(2027, 8, 4)),
    ],
)
def test_los_dos_computos(tipo, sugerido, maximo):
    norma = NormaParticipacion(anio=2026, tipo_dias=tipo, numero="118")
    computos = reglas.plazo_respuesta(norma, m.DIA, FERIADOS)
    assert [c.fecha for c in computos] == [sugerido, maximo]
    assert sum(d.cuenta for d in computos[1].dias) == 45


def test_el_ultimo_dia_se_acepta_y_queda_anotado(cuenta, en_riberas):
    fijar(cuenta, en_riberas, date(2027, 7, 12), date(2027, 6, 27))
    cuenta = CuentaPublica.objects.get()
    assert (cuenta.respuesta_virtual, cuenta.respuesta_presencial) == (
        date(2027, 7, 12),
        date(2027, 6, 27),
    )
    assert Bitacora.objects.get(accion="fijar_plazos").datos == {
        "virtual": [None, "2027-07-12"],
        "presencial": [None, "2027-06-27"],
        "ancla": "2027-05-28",
    }


def test_un_dia_mas_se_rechaza_con_regla_fuente_y_fecha_posible(cuenta, en_riberas):
    with pytest.raises(ReglaIncumplida) as error:
        fijar(cuenta, en_riberas, date(2027, 7, 13), date(2027, 6, 27))
    assert error.value.mensaje == (
        "El martes 13 de julio de 2027 pasa del plazo máximo: 45 días corridos después del "
        "viernes 28 de mayo de 2027 (Guía de la División de Organizaciones Sociales). La última "
        "fecha posible es el lunes 12 de julio de 2027. (Regla R108: guía de cuentas públicas de "
        "la División de Organizaciones Sociales, 3. Respuesta de la autoridad.)"
    )
    assert cuenta.respuesta_virtual is None
    assert CuentaPublica.objects.get().respuesta_virtual is None


def test_con_dias_habiles_se_acepta_el_4_de_agosto(cuenta, en_riberas):
    NormaParticipacion.objects.update(tipo_dias="habiles", **FUENTE)
    cuenta = CuentaPublica.objects.get()
    fijar(cuenta, en_riberas, date(2027, 8, 4), date(2027, 8, 4))
    with pytest.raises(ReglaIncumplida, match="45 días hábiles después"):
        fijar(cuenta, en_riberas, date(2027, 8, 5), date(2027, 8, 4))


@pytest.mark.parametrize(
    ("codigo", "maximo"),
    [("", 5), ("07", 5), ("07101", 5), ("07201", 4), ("12", 4)],
)
def test_corre_el_plazo_en_dias_habiles_un_feriado_de_su_territorio(
    cuenta, en_riberas, codigo, maximo
):
    NormaParticipacion.objects.update(tipo_dias="habiles", **FUENTE)
    Feriado.objects.create(fecha=date(2027, 7, 7), nombre="Aniversario", codigo_cut=codigo)
    cuenta = CuentaPublica.objects.get()
    fechas = selectors.fechas_de_respuesta(cuenta, m.DIA)
    en_lista = selectors.fechas_de_respuesta(cuenta, m.DIA, Feriado.objects.all())
    assert fechas.maximo == en_lista.maximo
    assert (fechas.maximo.fecha, fechas.ultima) == (date(2027, 8, maximo),) * 2


def test_los_feriados_que_la_ley_da_a_la_comuna_corren_el_plazo(cuenta, en_riberas):
    NormaParticipacion.objects.update(tipo_dias="habiles", **FUENTE)
    Servicio.objects.update(comuna="15101")
    fechas = selectors.fechas_de_respuesta(CuentaPublica.objects.get(), m.DIA)
    assert fechas.maximo.fecha == date(2027, 8, 5)
    assert (date(2027, 6, 7), "Asalto y Toma del Morro de Arica") in fechas.maximo.feriados


@pytest.mark.parametrize(
    ("virtual", "presencial", "regla"),
    [(None, date(2027, 7, 1), "R52"), (date(2027, 7, 1), None, "R105")],
)
def test_se_comprometen_las_dos_fechas(cuenta, en_riberas, virtual, presencial, regla):
    with pytest.raises(ReglaIncumplida) as error:
        fijar(cuenta, en_riberas, virtual, presencial)
    assert [una.id for una, _ in error.value.reglas] == [regla]


def test_una_cuenta_virtual_no_compromete_jornada(cuenta, en_riberas):
    CuentaPublica.objects.update(modalidad="virtual", motivo_modalidad="Alerta")
    cuenta = CuentaPublica.objects.get()
    fijar(cuenta, en_riberas, date(2027, 7, 1), None)
    assert CuentaPublica.objects.get().respuesta_virtual == date(2027, 7, 1)


def test_no_se_responde_antes_de_la_jornada(cuenta, en_riberas):
    with pytest.raises(ErrorDominio, match="antes de ella: es el viernes 28 de mayo de 2027"):
        fijar(cuenta, en_riberas, date(2027, 7, 1), date(2027, 5, 27))


def test_pasado_el_sugerido_solo_advierte(cuenta, en_riberas):
    fijar(cuenta, en_riberas, date(2027, 7, 12), date(2027, 6, 28))
    hechos = selectors.hechos(cuenta, m.DIA)
    assert reglas.R107.evaluar(hechos, m.HOY).veredicto is Veredicto.NO_CUMPLE
    assert reglas.R108.evaluar(hechos, m.HOY).veredicto is Veredicto.CUMPLE
    assert reglas.R107.nivel == "advierte"


def test_sin_ancla_el_plazo_esta_por_cumplir(cuenta):
    hechos = selectors.hechos(cuenta)
    assert reglas.R108.evaluar(hechos, m.HOY).veredicto is Veredicto.POR_CUMPLIR
