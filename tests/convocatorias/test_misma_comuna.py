"""R145: two regional activities of a year do not meet in one comuna, whatever service plans them;
and of another service's, only what is public is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connection, connections
from django.urls import reverse

from comun.errores import ReglaIncumplida
from convocatorias import selectors
from convocatorias.models import Actividad
from convocatorias.services import (
    anular,
    guardar_actividad,
    mover,
    programar_actividad,
    suspender,
)
from servicios.alcance import alcance
from servicios.models import Comuna
from tests import mundo as m

TALCA, MAULE = "07101", "07105"


@pytest.fixture
def ajena(mundo) -> Actividad:
    """Another service's regional activity in Talca, announced, in an open account."""
    with alcance(mundo.otro):
        cuenta = m.crear_cuenta(mundo.otro, mundo["encargada-otro"], ambito="regional")
        return m.crear_actividad(cuenta, nombre="Secreto a voces", fecha=date(2027, 4, 20))


@pytest.fixture
def propia(mundo, ajena) -> Iterator[Actividad]:
    """Ours, still a draft, on the same year in the same comuna."""
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"], ambito="regional")
        yield m.crear_actividad(cuenta, estado="borrador")


def programar(actividad: Actividad, mundo) -> str:
    """What the refusal says; "" if it was announced."""
    actividad.refresh_from_db()
    try:
        programar_actividad(actividad=actividad, por=mundo["encargada"])
    except ReglaIncumplida as error:
        falta = error
    else:
        falta = None
    quedo = Actividad.objects.get(pk=actividad.pk).estado
    if falta is None:
        assert quedo == "programada"
        return ""
    assert (quedo, [regla.id for regla, _ in falta.reglas]) == ("borrador", ["R145"])
    return falta.mensaje


def test_se_niega_y_dice_la_mas_cercana_posible(propia, mundo):
    assert programar(propia, mundo) == (
        "En Talca ya hay otra actividad regional de ese año: la de Servicio de Caminos, el 20 de "
        "abril. Elija otra comuna de la región. Están libres, por ejemplo, Constitución, Curepto y "
        "Empedrado. (Regla R145: guía de cuentas públicas de la División de Organizaciones "
        "Sociales, consideraciones regionales, 1. Convocatoria.)"
    )


def test_de_lo_que_no_es_publico_no_dice_de_quien_es(propia, ajena, mundo):
    with alcance(mundo.otro):
        type(ajena.cuenta).objects.update(estado="borrador")
    dicho = programar(propia, mundo)
    assert "una de otro servicio, que aún no se publica." in dicho
    assert "Caminos" not in dicho
    assert "Secreto" not in dicho


def test_la_propia_se_dice_con_su_nombre(propia, ajena, mundo):
    with alcance(mundo.otro):
        Actividad.objects.all().update(estado="anulada")
    m.crear_actividad(propia.cuenta, slug="otra", nombre="La del norte", fecha=date(2027, 6, 1))
    assert "«La del norte», de este servicio, el 1 de junio." in programar(propia, mundo)


@pytest.mark.parametrize(
    "cambio",
    [
        {"fecha": date(2026, 12, 20)},
        {"comuna": MAULE},
        {"estado": "borrador"},
        {"estado": "anulada"},
        {"estado": "suspendida"},
        {"tipo": "autoconvocada"},
    ],
    ids=["otro-anio", "otra-comuna", "borrador", "anulada", "suspendida", "autoconvocada"],
)
def test_no_se_cuenta(propia, ajena, mundo, cambio):
    with alcance(mundo.otro):
        Actividad.objects.filter(pk=ajena.pk).update(**cambio)
    assert programar(propia, mundo) == ""


def test_una_cuenta_nacional_puede_estar_donde_sea(propia, ajena, mundo):
    propia.cuenta.ambito = "nacional"
    propia.cuenta.save()
    assert programar(propia, mundo) == ""


def test_a_una_nacional_no_la_cuenta(propia, ajena, mundo):
    with alcance(mundo.otro):
        type(ajena.cuenta).objects.update(ambito="nacional")
    assert programar(propia, mundo) == ""


def test_ni_al_editar_ni_al_mover_se_llega_ahi(propia, mundo):
    libre = {"fecha": propia.fecha, "hora_inicio": time(9), "hora_termino": None, "lugar": "Plaza"}
    propia.comuna = Comuna.objects.get(codigo=MAULE)
    propia.save()
    assert programar(propia, mundo) == ""
    talca = Comuna.objects.get(codigo=TALCA)
    with pytest.raises(ReglaIncumplida):
        guardar_actividad(
            cuenta=propia.cuenta, actividad=propia, comuna=talca, por=mundo["encargada"]
        )
    suspender(
        actividad=Actividad.objects.get(pk=propia.pk), motivo="Lluvia.", por=mundo["encargada"]
    )
    with pytest.raises(ReglaIncumplida):
        mover(
            actividad=Actividad.objects.get(pk=propia.pk),
            comuna=talca,
            motivo="Nueva fecha.",
            por=mundo["encargada"],
            **libre,
        )
    assert Actividad.objects.get(pk=propia.pk).comuna_id == MAULE


def test_se_anuncia_lo_que_esta_guardado_y_no_lo_que_la_pagina_vio(propia, mundo):
    Actividad.objects.filter(pk=propia.pk).update(comuna=MAULE)
    la_que_vio = Actividad.objects.get(pk=propia.pk)
    Actividad.objects.filter(pk=propia.pk).update(comuna=TALCA)
    with pytest.raises(ReglaIncumplida):
        programar_actividad(actividad=la_que_vio, por=mundo["encargada"])
    assert Actividad.objects.get(pk=propia.pk).estado == "borrador"


def test_un_encuentro_autoconvocado_puede_ser_ahi(propia, mundo):
    Actividad.objects.filter(pk=propia.pk).update(tipo="autoconvocada")
    assert programar(propia, mundo) == ""


@pytest.mark.parametrize("estado", ["programada", "convocada"])
def test_el_autoconvocado_no_pasa_a_jornada_principal_ahi(propia, mundo, estado):
    Actividad.objects.filter(pk=propia.pk).update(tipo="autoconvocada", estado=estado)
    with pytest.raises(ReglaIncumplida):
        guardar_actividad(
            cuenta=propia.cuenta,
            actividad=Actividad.objects.get(pk=propia.pk),
            tipo="central",
            por=mundo["encargada"],
        )
    assert Actividad.objects.get(pk=propia.pk).tipo == "autoconvocada"


def test_un_borrador_se_guarda_y_su_pagina_dice_lo_que_falta(propia, mundo, entrar):
    cuenta = propia.cuenta
    pagina = entrar("equipo").get(
        reverse("convocatorias_gestion:actividad", args=["riberas", 2026, propia.slug])
    )
    assert cuenta.es_regional
    assert [regla.id for regla, _ in pagina.context["faltas"]] == ["R145"]
    assert "la de Servicio de Caminos, el 20 de abril" in pagina.content.decode()


def test_anulada_la_otra_queda_libre(propia, ajena, mundo):
    assert programar(propia, mundo) != ""
    with alcance(mundo.otro):
        anular(actividad=ajena, motivo="Sin presupuesto.", por=mundo["encargada-otro"])
    assert selectors.en_su_comuna(propia) == {"en_su_comuna": (), "comunas_libres": ()}
    assert programar(propia, mundo) == ""


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_dos_servicios_a_la_vez_uno_queda(transactional_db, mundo):
    planes = []
    for servicio, quien in ((mundo.riberas, "encargada"), (mundo.otro, "encargada-otro")):
        with alcance(servicio):
            cuenta = m.crear_cuenta(servicio, mundo[quien], ambito="regional")
            planes.append((servicio, m.crear_actividad(cuenta, estado="borrador"), mundo[quien]))

    def anunciar(plan) -> bool:
        servicio, actividad, por = plan
        try:
            with alcance(servicio):
                programar_actividad(actividad=actividad, por=por)
        except ReglaIncumplida:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(anunciar, planes)) == [False, True]
