"""How whole accounts stand: read in bulk, and true to what happened."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.reglas import Cumplimiento, Veredicto, cumplimientos
from convocatorias import reglas, selectors
from convocatorias.models import Actividad, Convocatoria
from convocatorias.services import enviar_convocatoria, preparar_convocatoria
from cuentas.models import CuentaPublica, HechoPrevio
from servicios.alcance import alcance, todos_los_servicios
from tests import mundo as m
from tests.convocatorias.conftest import con_programa

HOY = date(2027, 5, 10)


def de(cuenta: CuentaPublica, hoy: date = HOY) -> dict[str, Cumplimiento]:
    cuenta = CuentaPublica.objects.get(pk=cuenta.pk)
    return {c.regla.id: c for c in cumplimientos(selectors.asuntos([cuenta])[cuenta.pk], hoy)}


def veredictos(cuenta: CuentaPublica, hoy: date = HOY) -> dict[str, set[str]]:
    por: dict[str, set[str]] = {}
    for id_regla, cumplimiento in de(cuenta, hoy).items():
        por.setdefault(cumplimiento.resultado.veredicto.value, set()).add(id_regla)
    return por


TODAS = {regla.id for regla in reglas.PROPIAS}
SOLO_REGIONALES = {"R132", "R134", "R145"}
SIN_NADA_AUN = {"R13", "R33", "R34", "R45", "R142"}


def convocar(escena, contactos, mundo, **otros) -> None:
    convocatoria = preparar_convocatoria(
        actividad=escena.actividad, mensaje="", por=mundo["encargada"]
    )
    enviar_convocatoria(
        convocatoria=convocatoria, contactos=contactos, por=mundo["encargada"], **otros
    )


def test_una_cuenta_recien_abierta_no_tiene_faltas(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], estado="borrador")
    por = veredictos(cuenta)
    assert por == {
        "por_cumplir": TODAS - SOLO_REGIONALES - SIN_NADA_AUN,
        "no_aplica": SOLO_REGIONALES | SIN_NADA_AUN,
    }


def test_convocada_a_tiempo(escena, contactos, mundo):
    convocar(escena, contactos, mundo)
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R46")
    por = veredictos(escena.cuenta)
    # One region and no activity more; not all the priority groups were called.
    assert por == {
        "cumple": TODAS - SOLO_REGIONALES - {"R5", "R40", "R142"},
        "no_cumple": {"R5", "R40"},
        "no_aplica": SOLO_REGIONALES | {"R142"},
    }
    dicho = de(escena.cuenta)
    assert dicho["R133"].resultado.evidencia == "Se envió con 18 días de anticipación."
    assert dicho["R37"].resultado.evidencia == ("Hay 3 tipos de organización entre las invitadas.")
    assert dicho["R29"].resultado.evidencia == "Organizaciones invitadas: 3."


def test_convocada_tarde_queda_marcada_y_explicada(escena, contactos, mundo, reloj_en):
    reloj_en(datetime(2027, 5, 17, 14, 0, tzinfo=UTC))
    convocar(escena, contactos, mundo, motivo_tardanza="Cambió el recinto.")
    resultado = de(escena.cuenta)["R133"].resultado
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, True)


def test_sin_convocar_pasa_de_pendiente_a_falta(escena, reloj_en):
    assert de(escena.cuenta)["R133"].resultado.veredicto is Veredicto.POR_CUMPLIR
    assert de(escena.cuenta)["R37"].resultado.veredicto is Veredicto.POR_CUMPLIR
    reloj_en(datetime(2027, 5, 29, 14, 0, tzinfo=UTC))
    tarde = de(escena.cuenta, date(2027, 5, 29))
    assert {i for i in ("R133", "R37", "R29", "R13", "R46") if
            tarde[i].resultado.veredicto is Veredicto.NO_CUMPLE} == {
        "R133", "R37", "R29", "R13", "R46",
    }  # fmt: skip


def test_movida_espera_otra_convocatoria(escena, contactos, mundo):
    convocar(escena, contactos, mundo)
    Actividad.objects.update(estado="programada", fecha=date(2027, 6, 20))
    assert de(escena.cuenta)["R133"].resultado.veredicto is Veredicto.POR_CUMPLIR


def test_cada_actividad_dice_lo_suyo(escena, mundo):
    m.crear_actividad(escena.cuenta, slug="dos", nombre="La otra", lugar="", estado="borrador")
    resultado = de(escena.cuenta)["R11"].resultado
    assert (resultado.veredicto, resultado.evidencia) == (
        Veredicto.POR_CUMPLIR, "La otra: A la actividad le falta el lugar.",
    )  # fmt: skip


def test_la_regional_ve_a_las_de_otros_servicios(escena, mundo):
    CuentaPublica.objects.update(ambito="regional")
    assert de(escena.cuenta)["R145"].resultado.veredicto is Veredicto.CUMPLE
    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"], ambito="regional")
        m.crear_actividad(otra)
    resultado = de(escena.cuenta)["R145"].resultado
    assert (resultado.veredicto, resultado.evidencia) == (
        Veredicto.NO_CUMPLE,
        "En Talca ya hay otra actividad regional de ese año: la de Servicio de Caminos, el 28 de "
        "mayo.",
    )


def test_una_solo_virtual_no_tiene_a_que_convocar(en_riberas):
    cuenta = m.crear_cuenta(
        en_riberas.riberas, en_riberas["encargada"], modalidad="virtual", motivo_modalidad="Ley."
    )
    m.crear_proceso(cuenta)
    dicho = de(cuenta)
    del_llamado = {r.id for r in reglas.DEL_LLAMADO}
    no_aplican = {i for i, c in dicho.items() if c.resultado.veredicto is Veredicto.NO_APLICA}
    del_plan = {r.id for r in reglas.DEL_PLAN}
    assert no_aplican == del_llamado | del_plan | {"R5", "R13", "R45", "R142"}
    assert dicho["R133"].resultado.evidencia == "La cuenta es solo virtual."


def test_lo_que_se_hizo_fuera_del_portal_cuenta(en_riberas):
    mundo = en_riberas
    cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
    for tipo, dia in (("convocatoria", 1), ("participacion", 2), ("jornada", 9)):
        HechoPrevio.objects.create(
            cuenta=cuenta,
            tipo=tipo,
            fecha=date(2027, 5, dia),
            evidencia="Acta.",
            motivo="Comenzó en otro sistema.",
            registrado_por=mundo["encargada"],
            registrado_en=m.AHORA,
        )
    dicho = de(cuenta)
    assert dicho["R133"].resultado.evidencia == (
        "Se envió con 8 días de anticipación y se piden 15. Motivo: se convocó el 01/05/2027, "
        "fuera del portal."
    )
    assert dicho["R133"].resultado.explicado
    vistos = {i: dicho[i].resultado.veredicto for i in ("R29", "R45", "R11", "R37", "R51")}
    assert vistos == {
        "R29": Veredicto.CUMPLE,
        "R45": Veredicto.CUMPLE,
        "R11": Veredicto.NO_APLICA,
        "R37": Veredicto.NO_APLICA,
        "R51": Veredicto.NO_APLICA,
    }


@pytest.mark.parametrize("abierto", ["un-servicio", "todos"])
def test_cuesta_lo_mismo_una_cuenta_que_diez(escena, contactos, mundo, abierto):
    convocar(escena, contactos, mundo)
    for n in range(9):
        otra = m.crear_cuenta(
            mundo.riberas, mundo["encargada"], anio_gestion=2015 + n, ambito="regional"
        )
        m.crear_proceso(otra)
        con_programa(m.crear_actividad(otra, fecha=date(2016 + n, 5, 28)))
        m.crear_actividad(otra, slug="dos", fecha=date(2016 + n, 6, 28))
    assert Convocatoria.objects.count() == 1
    costos = []
    for cuantas in (1, 10):
        # The newest first: the one that was called is always among them.
        cuentas = list(CuentaPublica.objects.order_by("-anio_gestion")[:cuantas])
        CuentaPublica.objects.filter(anio_gestion=2026).update(ambito="regional")
        cuentas[0].ambito = "regional"
        with CaptureQueriesContext(connection) as consultas:
            if abierto == "todos":
                with todos_los_servicios():
                    leidos = selectors.asuntos(cuentas)
            else:
                leidos = selectors.asuntos(cuentas)
        assert len(leidos) == cuantas
        assert {r.id for a in leidos[cuentas[0].pk] for r in a.reglas} == TODAS
        costos.append(len(consultas))
    assert costos == [15, 15]
