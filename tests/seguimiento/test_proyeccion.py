"""The projections are true: rebuilt when facts, day or holidays change, and only then."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.campos import clave_nueva
from comun.models import Bitacora, Feriado
from comun.transitions import anotar
from cuentas.models import CuentaPublica, NormaParticipacion, Tarea
from respuestas.models import Consulta
from seguimiento.etapas.caminos import camino
from seguimiento.models import Pendiente, Plazo, Proyeccion
from seguimiento.services.proyeccion import poner_al_dia, repasar
from servicios.alcance import todos_los_servicios
from servicios.models import Membresia, Usuario
from tests import mundo as m

NADA = 2
_n = count(1)


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    m.crear_organizacion(en_riberas.riberas)
    return cuenta


def proyeccion(cuenta):
    return Proyeccion.objects.get(cuenta=cuenta)


def lineas(cuenta):
    return {p.clave: p for p in Pendiente.objects.filter(cuenta=cuenta)}


def al_dia(ahora=m.AHORA):
    return poner_al_dia(ahora=ahora)


def test_se_hace_una_vez_y_se_rehace_con_la_bitacora(cuenta, en_riberas):
    assert (al_dia(), al_dia()) == (1, 0)
    anotar(cuenta, "configurar_cuenta", por=en_riberas["encargada"])
    assert (al_dia(), al_dia()) == (1, 0)
    assert proyeccion(cuenta).bitacora_id == Bitacora.objects.latest("id").pk


def test_la_bitacora_de_otro_servicio_no_la_toca(cuenta, mundo):
    with todos_los_servicios():
        norma = NormaParticipacion.objects.create(servicio=mundo.otro, anio=2026)
    al_dia()
    anotar(norma, "editar", por=mundo["encargada-otro"])
    assert Bitacora.objects.latest("id").servicio_id == mundo.otro.pk
    assert al_dia() == 0


def test_otro_dia_local_y_otros_feriados_la_rehacen(cuenta):
    al_dia()
    assert al_dia(m.AHORA + timedelta(hours=13)) == 0  # 23:00 in Santiago
    manana = m.AHORA + timedelta(hours=14)
    assert (al_dia(manana), al_dia(manana)) == (1, 0)
    assert proyeccion(cuenta).dia == date(2027, 5, 18)
    Feriado.objects.create(fecha=date(2027, 6, 1), nombre="Elección", fuente="Decreto 1")
    assert (al_dia(manana), al_dia(manana)) == (1, 0)


def test_el_dia_es_el_de_la_comuna(cuenta, en_riberas):
    isla = m.crear_servicio("isla", "Servicio de la Isla", "05201")
    with todos_los_servicios():
        otra = m.crear_cuenta(isla, en_riberas["encargada"])
    al_dia()
    medianoche = datetime.fromisoformat("2027-05-18T04:30:00+00:00")  # 22:30 in Rapa Nui
    assert (al_dia(medianoche), al_dia(medianoche)) == (1, 0)
    with todos_los_servicios():
        assert proyeccion(cuenta).dia == date(2027, 5, 18)
        assert proyeccion(otra).dia == date(2027, 5, 17)


def test_lo_terminado_se_despide_una_vez_y_queda_como_estaba(cuenta, en_riberas):
    al_dia()
    assert lineas(cuenta) != {}
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="cerrada", cerrada_en=m.AHORA)
    assert (al_dia(), al_dia()) == (1, 0)
    assert (proyeccion(cuenta).etapa, lineas(cuenta)) == ("cerrada", {})
    anotar(cuenta, "difundir", por=en_riberas["encargada"])
    assert al_dia(m.AHORA + timedelta(days=40)) == 0
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="abierta", cerrada_en=None)
    assert al_dia() == 1


def test_una_linea_que_sigue_conserva_su_fila(cuenta, en_riberas):
    al_dia()
    antes = lineas(cuenta)
    clave = next(c for c in antes if c.startswith("R133-"))
    assert antes[clave].fecha == date(2027, 5, 13)
    cuenta.norma.convocatoria_anticipacion_dias, cuenta.norma.numero = 20, "118"
    cuenta.norma.fecha, cuenta.norma.url = date(2025, 3, 1), "https://norma.example/118"
    cuenta.norma.save()
    anotar(cuenta, "editar_norma", por=en_riberas["encargada"])
    al_dia()
    despues = lineas(cuenta)
    assert (despues[clave].pk, despues[clave].fecha) == (antes[clave].pk, date(2027, 5, 8))


def test_la_lista_de_tareas_llega_con_su_persona_y_se_va_hecha(cuenta, en_riberas):
    tarea = Tarea.objects.create(
        cuenta=cuenta,
        nombre="Contratar el audio",
        regla="R14",
        dias_antes=3,
        responsable=en_riberas["equipo"],
    )
    sin_fecha = Tarea.objects.create(cuenta=cuenta, nombre="Sin fecha", regla="R9")
    al_dia()
    [linea] = [p for p in lineas(cuenta).values() if p.que == "Contratar el audio"]
    assert (linea.fecha, linea.persona, linea.regla, linea.donde) == (
        date(2027, 5, 25),
        en_riberas["equipo"],
        "R14",
        "seguimiento_gestion:tarea",
    )
    assert not Pendiente.objects.filter(que=sin_fecha.nombre).exists()
    Tarea.objects.filter(pk=tarea.pk).update(
        hecha_en=m.AHORA, hecha_por=en_riberas["equipo"], evidencia="Contrato 12"
    )
    anotar(cuenta, "hacer_tarea", por=en_riberas["equipo"])
    al_dia()
    assert not Pendiente.objects.filter(que="Contratar el audio").exists()


@pytest.mark.parametrize("como", ["sigue", "sin rol", "sin acceso"])
def test_la_tarea_de_quien_dejo_el_servicio_no_es_de_nadie(cuenta, en_riberas, como):
    persona = en_riberas["equipo"]
    Tarea.objects.create(
        cuenta=cuenta, nombre="Contratar el audio", dias_antes=3, responsable=persona
    )
    if como == "sin rol":
        Membresia.objects.filter(usuario=persona).update(retirada_en=m.AHORA)
    elif como == "sin acceso":
        Usuario.objects.filter(pk=persona.pk).update(is_active=False)
    al_dia()
    [linea] = [p for p in lineas(cuenta).values() if p.que == "Contratar el audio"]
    esperada = persona if como == "sigue" else None
    duenio = (esperada or cuenta.responsable).nombre
    assert (linea.persona, linea.duenio) == (esperada, duenio)


def test_lo_incumplido_dice_su_dia_y_lleva_a_donde_se_arregla(cuenta):
    """Before the answers are public nothing can be made known of them: the document comes first."""
    al_dia(datetime(2027, 8, 2, 14, 0, tzinfo=UTC))
    rotas = {p.regla: p for clave, p in lineas(cuenta).items() if clave.endswith("-regla")}
    assert {id_: rotas[id_].donde for id_ in ("R93", "R106", "R111", "R112")} == dict.fromkeys(
        ("R93", "R106", "R111", "R112"), "respuestas_gestion:documento"
    )
    assert (rotas["R14"].fecha, rotas["R106"].fecha) == (date(2027, 5, 28), date(2027, 7, 12))
    assert [p.que for p in rotas.values() if p.que.endswith(".")] == []
    assert camino("R106", "E10", publicadas=True).donde == "cuentas_gestion:difusion"


def test_a_lo_que_las_personas_convocan_por_su_cuenta_no_se_invita(cuenta):
    """R133: the board and the page of the dates count the same activities."""
    propia = m.crear_actividad(
        cuenta, tipo="autoconvocada", nombre="Encuentro", slug="encuentro", fecha=date(2027, 5, 22)
    )
    al_dia()
    invitar = {p.que: p.fecha for p in lineas(cuenta).values() if p.regla == "R133"}
    assert invitar == {"Enviar las invitaciones a «Jornada nacional y talleres»": date(2027, 5, 13)}
    plazos = Plazo.objects.filter(cuenta=cuenta, regla="R133")
    assert [p.fecha for p in plazos] == [date(2027, 5, 13)]
    assert f"invitar-{propia.pk}" not in {p.clave for p in plazos}


@pytest.mark.parametrize(
    ("virtual", "presencial", "responder", "publicar", "cual"),
    [
        # The norm: advised on 27 June, at most on 12 July.
        (date(2027, 6, 20), date(2027, 7, 5), date(2027, 6, 20), date(2027, 7, 5), "comprometido"),
        (date(2027, 7, 2), date(2027, 7, 30), date(2027, 6, 27), date(2027, 7, 12), "último"),
        (None, None, date(2027, 6, 27), date(2027, 7, 12), "último del plazo"),
    ],
)
def test_lo_comprometido_adelanta_y_nunca_atrasa(
    cuenta, en_riberas, virtual, presencial, responder, publicar, cual
):
    """R105, R107, R108: the board says the same days as the page of the dates."""
    CuentaPublica.objects.update(respuesta_virtual=virtual, respuesta_presencial=presencial)
    Consulta.objects.create(
        cuenta=cuenta,
        folio_anio=2026,
        folio_numero=1,
        canal="virtual",
        tipo="pregunta",
        mensaje="¿Cuándo?",
        recibida_en=m.AHORA,
        clave_hash=clave_nueva()[1],
    )
    al_dia()
    por_regla = {p.regla: p for p in lineas(cuenta).values() if p.regla in ("R108", "R113")}
    assert (por_regla["R113"].fecha, por_regla["R108"].fecha) == (responder, publicar)
    assert cual in por_regla["R108"].porque


def test_el_repaso_asienta_lo_que_se_escribe_mientras_tanto(cuenta, en_riberas):
    anotar(cuenta, "configurar_cuenta", por=en_riberas["encargada"])
    al_dia()
    [momento] = Bitacora.objects.order_by("-id").values_list("momento", flat=True)[:1]
    pronto = momento + timedelta(seconds=90)
    Proyeccion.objects.update(hecha_en=pronto)
    assert (repasar(ahora=pronto), repasar(ahora=pronto + timedelta(minutes=5))) == (1, 1)
    assert repasar(ahora=pronto + timedelta(minutes=10)) == 0
    assert repasar(ahora=pronto + timedelta(minutes=70)) == 1


def muchas(cuantas, mundo):
    """That many accounts, each of a service of its own."""
    with todos_los_servicios():
        for _ in range(cuantas):
            servicio = m.crear_servicio(f"s-{next(_n)}", "Servicio")
            m.crear_actividad(m.crear_cuenta(servicio, mundo["encargada"]))


def lecturas(hacer):
    """How many reads: what is written goes in as many rows as the database takes at once."""
    with CaptureQueriesContext(connection) as consultas:
        hechas = hacer()
    return hechas, sum(c["sql"].startswith("SELECT") for c in consultas)


def test_cuesta_lo_mismo_con_una_que_con_diez(mundo):
    muchas(1, mundo)
    una = lecturas(al_dia)
    muchas(10, mundo)
    diez = lecturas(al_dia)
    assert (una[0], diez[0]) == (1, 10)
    assert una[1] == diez[1]
    assert lecturas(al_dia) == (0, NADA)
