"""The plurality radar: organisations by kind and place, what is missing and who would fill it."""

from datetime import UTC, datetime

import pytest

from convocatorias import selectors
from convocatorias.models import Contacto, Invitacion, Organizacion, Participante
from convocatorias.services import enviar_convocatoria, preparar_convocatoria
from cuentas.models import CuentaPublica
from servicios.models import Comuna, Region
from tests import mundo as m
from tests.convocatorias.conftest import crear_contacto

AHORA = datetime(2027, 5, 10, 14, 0, tzinfo=UTC)


@pytest.fixture
def enviada(escena, contactos, mundo):
    """The three organisations of the stage, invited."""
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    return enviar_convocatoria(convocatoria=fila, contactos=contactos, por=mundo["encargada"])


def de(renglones, codigo: str) -> tuple[int, int, int]:
    [fila] = [fila for fila in renglones if fila.codigo == codigo]
    return fila.directorio, fila.invitadas, fila.confirmadas


def test_cuenta_organizaciones_y_no_personas(escena, enviada, mundo) -> None:
    crear_contacto(mundo.riberas, "Otras Mujeres", "mujeres", "jovenes", correo="otra@x.example")
    crear_contacto(mundo.riberas, "Otras Mujeres", nombres="Ana", correo="ana@x.example")
    Participante.objects.filter(correo="nelly@correo.example").update(asistencia="delega")
    radar = selectors.radar_de(escena.actividad)
    assert de(radar.tipos, "mujeres") == (2, 1, 1)
    assert de(radar.tipos, "jovenes") == (1, 0, 0)
    assert de(radar.tipos, "territorial") == (1, 1, 0)
    assert (radar.total.directorio, radar.total.invitadas, radar.total.confirmadas) == (4, 3, 1)
    assert (radar.tipos_invitados, radar.tipos_minimo, radar.bajo_minimo) == (3, 3, False)


def test_dice_que_falta_y_quien_lo_sumaria_primero_quien_suma_mas(escena, enviada, mundo) -> None:
    crear_contacto(mundo.riberas, "Centro Juvenil", "jovenes", correo="j@x.example")
    crear_contacto(
        mundo.riberas, "Jóvenes Migrantes", "jovenes", "migrantes", correo="jm@x.example"
    )
    crear_contacto(mundo.riberas, "Otra Junta", "territorial", correo="o@x.example")
    radar = selectors.radar_de(escena.actividad)
    assert radar.titulo == (
        "Falta invitar a organizaciones de jóvenes, de personas con discapacidad, de pueblos "
        "originarios y de migrantes"
    )
    assert radar.frase == "En su directorio hay 2 que las sumarían."
    assert [o.nombre for o in radar.candidatas] == ["Jóvenes Migrantes", "Centro Juvenil"]
    assert radar.cuantas_sumarian == 2


def test_no_propone_a_quien_no_se_puede_invitar(escena, enviada, mundo) -> None:
    crear_contacto(mundo.riberas, "Se fue", "jovenes", correo="a@x.example", hasta=AHORA.date())
    Organizacion.objects.create(
        servicio=mundo.riberas, nombre="Sin contactos", nombre_plegado="sin contactos"
    ).tipos.set(["jovenes"])
    crear_contacto(mundo.riberas, "Archivada", "migrantes", correo="b@x.example")
    Organizacion.objects.filter(nombre="Archivada").update(archivada_en=AHORA)
    radar = selectors.radar_de(escena.actividad)
    assert (list(radar.candidatas), radar.cuantas_sumarian) == ([], 0)
    assert radar.frase == "En su directorio no hay ninguna que las sume."


def test_la_lista_por_enviar_cuenta_como_invitada(escena, contactos, mundo) -> None:
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    fila.destinatarios.set(contactos[:1])
    radar = selectors.radar_de(escena.actividad, selectors.elegidos(fila))
    assert (radar.tipos_invitados, radar.bajo_minimo) == (1, True)
    assert de(radar.tipos, "territorial") == (1, 1, 0)
    # Under the minimum any other kind helps.
    assert {o.nombre for o in radar.candidatas} == {
        "Agrupación de Mujeres del Maule",
        "Club Deportivo Puente Viejo",
    }


def test_una_carta_pendiente_cuenta_en_el_plan(escena, contactos, mundo) -> None:
    Contacto.objects.filter(pk=contactos[2].pk).update(correo="")
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    enviar_convocatoria(convocatoria=fila, contactos=Contacto.objects.all(), por=mundo["encargada"])
    assert de(selectors.radar_de(escena.actividad).tipos, "mujeres") == (1, 1, 0)


def test_por_region_en_una_nacional_y_por_comuna_en_una_regional(escena, enviada, mundo) -> None:
    crear_contacto(mundo.riberas, "Norte", "territorial", correo="n@x.example", comuna="01101")
    crear_contacto(mundo.riberas, "Curicó", "territorial", correo="c@x.example", comuna="07301")
    nacional = selectors.radar_de(escena.actividad)
    assert len(nacional.territorios) == Region.objects.count()
    assert (de(nacional.territorios, "07"), de(nacional.territorios, "01")) == (
        (4, 3, 0),
        (1, 0, 0),
    )
    assert [fila.nombre for fila in nacional.lugares_sin] == [str(Region.objects.get(pk="01"))]
    CuentaPublica.objects.update(ambito="regional")
    escena.actividad.cuenta.refresh_from_db()
    regional = selectors.radar_de(escena.actividad)
    assert de(regional.territorios, "07301") == (1, 0, 0)
    assert de(regional.territorios, "") == (1, 0, 0)
    assert len(regional.territorios) == Comuna.objects.filter(region="07").count() + 1
    assert regional.bajo_minimo
    assert regional.titulo == (
        "Falta invitar a organizaciones de interés público, de jóvenes, de personas con "
        "discapacidad, de pueblos originarios y de migrantes"
    )


def test_la_cuarta_columna_es_de_quien_la_pide(escena, enviada) -> None:
    sin = selectors.radar_de(escena.actividad)
    ids = Organizacion.objects.filter(nombre__startswith="Club").values("pk")
    con = selectors.radar_de(escena.actividad, asistieron=ids)
    assert (sin.con_asistencia, con.con_asistencia) == (False, True)
    assert con.total.asistieron == 1


@pytest.mark.parametrize("cuantas", [3, 300])
def test_sentencias_constantes(escena, mundo, cuantas: int, django_assert_num_queries) -> None:
    tipos = ("territorial", "jovenes", "mujeres")
    contactos = [
        crear_contacto(mundo.riberas, f"Org {n}", tipos[n % 3], correo=f"p{n}@x.example")
        for n in range(cuantas)
    ]
    crear_contacto(mundo.riberas, "Casa Migrante", "migrantes", correo="m@x.example")
    fila = preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    fila.destinatarios.set(contactos)
    with django_assert_num_queries(8):
        selectors.radar_de(escena.actividad, selectors.elegidos(fila))


# ── What anybody may read ──


def invitar(mundo, actividad, tipo: str, cuantas: int, **otros) -> None:
    from convocatorias.models import Convocatoria

    convocatoria = Convocatoria.objects.get()
    for n in range(cuantas):
        contacto = crear_contacto(mundo.riberas, f"{tipo} {n}", tipo, correo="")
        participante = m.crear_participante(
            actividad, tipo, str(n), contacto=contacto, organizacion=contacto.organizacion
        )
        Invitacion.objects.create(
            convocatoria=convocatoria,
            participante=participante,
            canal="carta",
            clave_hash=f"{tipo}{n}",
            **otros,
        )


@pytest.fixture
def sin_nadie(escena, mundo):
    preparar_convocatoria(actividad=escena.actividad, mensaje="", por=mundo["encargada"])
    escena.actividad.estado = "convocada"
    return escena.actividad


def test_menos_de_cinco_no_se_publica_ni_el_total_que_lo_delata(sin_nadie, mundo) -> None:
    invitar(mundo, sin_nadie, "mujeres", 5, hecha_en=AHORA)
    figuras = selectors.figuras_publicas(sin_nadie)
    assert (figuras.tipos, figuras.total) == ([("De mujeres", 5)], 5)
    invitar(mundo, sin_nadie, "jovenes", 4, hecha_en=AHORA)
    figuras = selectors.figuras_publicas(sin_nadie)
    assert (figuras.tipos, figuras.total) == ([("De mujeres", 5), ("De jóvenes", None)], None)


def test_tampoco_el_total_si_fuera_de_un_tipo_quedan_pocas(sin_nadie, mundo) -> None:
    invitar(mundo, sin_nadie, "mujeres", 9, hecha_en=AHORA)
    for organizacion in Organizacion.objects.all()[:6]:
        organizacion.tipos.add("jovenes")
    figuras = selectors.figuras_publicas(sin_nadie)
    assert (figuras.tipos, figuras.total) == ([("De mujeres", 9), ("De jóvenes", 6)], None)


def test_lo_que_aun_no_se_hace_no_se_publica(sin_nadie, mundo) -> None:
    invitar(mundo, sin_nadie, "mujeres", 6)
    figuras = selectors.figuras_publicas(sin_nadie)
    assert (figuras.tipos, figuras.total) == ([], None)
