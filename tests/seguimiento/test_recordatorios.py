"""Reminders: one mail per person with all that is due, once each, late if the beat was late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from comun.models import Feriado
from correos.models import Mensaje, Pulso
from cuentas.models import Tarea
from seguimiento.models import Recordatorio
from seguimiento.services import recordar_plazos
from servicios.models import Comuna, Membresia, Servicio, Usuario
from tests import mundo as m

#: Thursday; in Santiago it is 8:31.
JUEVES = datetime(2027, 5, 6, 12, 31, tzinfo=UTC)
VIERNES = JUEVES + timedelta(days=1)
MARTES = JUEVES + timedelta(days=5)


def tarea(cuenta, persona, vence: date, nombre: str = "Reservar la sala") -> Tarea:
    return Tarea.objects.create(cuenta=cuenta, nombre=nombre, responsable=persona, vence=vence)


@pytest.fixture
def cuenta(en_riberas):
    """An account in which nothing falls due but what each test says."""
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def emitidos() -> list[tuple[str, str, date, int, bool]]:
    filas = Recordatorio.objects.filter(clave__contains="-tarea-").order_by("pk")
    return [
        (r.usuario.username, r.cuenta.responsable.username, r.vence, r.aviso, r.tarde)
        for r in filas.select_related("usuario", "cuenta__responsable")
    ]


def avisados() -> list[tuple[str, int, bool]]:
    return [(quien, aviso, tarde) for quien, _, _, aviso, tarde in emitidos()]


def cartas(quien: str) -> list[Mensaje]:
    return list(Mensaje.objects.filter(para=f"{quien}@riberas.example").order_by("pk"))


def test_una_vez_por_aviso_y_a_quien_le_toca(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 13))
    assert recordar_plazos(ahora=JUEVES) == 1
    assert avisados() == [("facilitadora", 7, False)]
    for minutos in (0, 15, 600):
        assert recordar_plazos(ahora=JUEVES + timedelta(minutes=minutos)) == 0
    [carta] = cartas("facilitadora")
    assert carta.asunto == "Quedan 7 días: Reservar la sala"
    assert f"/gestion/cuentas/riberas/{cuenta.anio_gestion}/" in carta.texto


def test_todo_lo_de_una_persona_va_en_una_carta(cuenta, en_riberas):
    persona = en_riberas["secretaria"]
    tarea(cuenta, persona, date(2027, 5, 13), "Imprimir las carpetas")
    tarea(cuenta, persona, date(2027, 5, 7), "Probar el audio")
    tarea(cuenta, persona, date(2027, 5, 4), "Pedir los computadores")
    recordar_plazos(ahora=JUEVES)
    [carta] = cartas("secretaria")
    assert carta.asunto == "3 tareas de la cuenta pública: 1 vencida y 2 por vencer"
    puestos = [
        carta.texto.index(nombre)
        for nombre in ("Pedir los computadores", "Probar el audio", "Imprimir las carpetas")
    ]
    assert puestos == sorted(puestos)
    assert "2 días de atraso" in carta.texto
    assert "queda 1 día" in carta.texto
    assert Recordatorio.objects.filter(mensaje=carta).count() == 3


def test_despues_de_un_corte_sale_solo_el_ultimo_aviso_y_dice_que_va_tarde(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 14))
    recordar_plazos(ahora=JUEVES)
    assert avisados() == [("facilitadora", 15, False)]
    # Friday's notice (7 days) was missed; nobody asked until Monday.
    recordar_plazos(ahora=JUEVES + timedelta(days=4))
    assert avisados() == [("facilitadora", 15, False), ("facilitadora", 7, True)]
    assert "debió salir el viernes 7 de mayo de 2027" in cartas("facilitadora")[-1].texto


def test_una_linea_nueva_no_se_toma_por_atrasada(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 30))
    recordar_plazos(ahora=JUEVES)
    tarea(cuenta, en_riberas["secretaria"], date(2027, 5, 8))
    recordar_plazos(ahora=VIERNES)
    assert ("secretaria", 0, False) in avisados()


def test_lo_del_fin_de_semana_se_avisa_el_viernes(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 9))
    recordar_plazos(ahora=VIERNES)
    assert avisados() == [("facilitadora", 0, False)]
    [carta] = cartas("facilitadora")
    assert "Hoy es el último día hábil para hacerlo." in carta.texto
    assert recordar_plazos(ahora=VIERNES + timedelta(days=1)) == 0


def test_lo_vencido_cada_dia_a_quien_responde_y_cada_semana_a_la_autoridad(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 5))
    for dias in range(9):
        recordar_plazos(ahora=JUEVES + timedelta(days=dias))
    habiles = [-1, -2, -5, -6, -7, -8, -9]
    for quien in ("facilitadora", "encargada"):
        assert [a for persona, a, _ in avisados() if persona == quien] == habiles
    assert [a for persona, a, _ in avisados() if persona == "autoridad"] == [-1, -8]


def test_lo_hecho_sale_de_inmediato(cuenta, en_riberas):
    hecha = tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 13))
    recordar_plazos(ahora=JUEVES)
    Tarea.objects.filter(pk=hecha.pk).update(
        hecha_en=JUEVES, hecha_por=en_riberas["facilitadora"], evidencia="Acta"
    )
    for dias in range(1, 12):
        recordar_plazos(ahora=JUEVES + timedelta(days=dias))
    assert avisados() == [("facilitadora", 7, False)]


def test_quien_dejo_el_servicio_no_recibe_avisos(cuenta, en_riberas):
    persona = en_riberas["facilitadora"]
    tarea(cuenta, persona, date(2027, 5, 13))
    Membresia.objects.filter(usuario=persona).update(retirada_en=JUEVES)
    recordar_plazos(ahora=JUEVES)
    assert "facilitadora" not in {quien for quien, _, _ in avisados()}


@pytest.mark.parametrize("como", ["sin rol", "sin acceso"])
def test_quien_respondia_y_se_fue_no_recibe_lo_vencido(cuenta, en_riberas, como):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 5))
    if como == "sin rol":
        suyas = Membresia.objects.filter(usuario=en_riberas["encargada"])
        suyas.update(retirada_en=JUEVES)
    else:
        Usuario.objects.filter(username="encargada").update(is_active=False)
    recordar_plazos(ahora=JUEVES)
    assert avisados() == [("autoridad", -1, False), ("facilitadora", -1, False)]
    assert cartas("encargada") == []


@pytest.mark.parametrize(
    ("ahora", "cuantos"),
    [
        (JUEVES - timedelta(minutes=2), 0),
        (JUEVES, 1),
        (JUEVES + timedelta(days=2), 0),
        (JUEVES + timedelta(days=3), 0),
    ],
)
def test_desde_las_ocho_y_media_de_un_dia_habil(cuenta, en_riberas, ahora, cuantos):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 14))
    assert recordar_plazos(ahora=ahora) == cuantos


def test_un_feriado_de_la_region_no_es_dia_habil(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 14))
    Feriado.objects.create(fecha=JUEVES.date(), nombre="Día del Maule", codigo_cut="07", fuente="x")
    assert recordar_plazos(ahora=JUEVES) == 0


@pytest.mark.parametrize(
    ("comuna", "abre"),
    [
        ("13101", time(12, 30)),
        ("12101", time(11, 30)),
        ("11101", time(11, 30)),
        ("05201", time(14, 30)),
    ],
)
def test_a_la_hora_de_cada_zona(en_riberas, comuna, abre):
    """In May: Santiago UTC-4, Punta Arenas and Coyhaique UTC-3, Easter Island UTC-6."""
    Servicio.objects.filter(pk=en_riberas.riberas.pk).update(
        comuna=Comuna.objects.get(codigo=comuna)
    )
    servicio = Servicio.objects.get(pk=en_riberas.riberas.pk)
    cuenta = m.crear_cuenta(servicio, en_riberas["encargada"])
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 14))
    instante = datetime.combine(JUEVES.date(), abre, tzinfo=UTC)
    assert recordar_plazos(ahora=instante - timedelta(minutes=1)) == 0
    assert recordar_plazos(ahora=instante) == 1


def test_una_cuenta_cerrada_no_recuerda_nada(cuenta, en_riberas):
    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 13))
    type(cuenta).objects.filter(pk=cuenta.pk).update(estado="cerrada", cerrada_en=JUEVES)
    assert recordar_plazos(ahora=JUEVES) == 0


def test_lo_que_falla_en_un_servicio_no_calla_a_los_demas(cuenta, en_riberas, monkeypatch, caplog):
    from seguimiento.services import recordatorios

    tarea(cuenta, en_riberas["facilitadora"], date(2027, 5, 13))
    servicio = m.crear_servicio("zeta", "Servicio Zeta")
    with m.alcance(servicio):
        m.crear_cuenta(servicio, en_riberas["encargada-otro"])
    de_verdad = recordatorios._de_un_servicio

    def falla_en_zeta(uno, *resto):
        if uno.slug == "zeta":
            raise ValueError("boom")
        return de_verdad(uno, *resto)

    monkeypatch.setattr(recordatorios, "_de_un_servicio", falla_en_zeta)
    assert recordar_plazos(ahora=JUEVES) == 1
    assert [r.levelname for r in caplog.records if r.name == recordatorios.__name__] == ["ERROR"]


def test_cada_ronda_deja_su_senial_tenga_o_no_que_avisar(en_riberas):
    assert recordar_plazos(ahora=JUEVES) == 0
    assert list(Pulso.objects.values_list("nombre", flat=True)) == ["recordatorios"]


@pytest.mark.parametrize("cuantas", [2, 30])
def test_las_mismas_sentencias_para_pocas_personas_y_para_muchas(
    cuenta, en_riberas, cuantas, django_assert_num_queries
):
    personas = [m.crear_persona(f"p{n}", "facilitador", en_riberas.riberas) for n in range(cuantas)]
    for persona in personas:
        tarea(cuenta, persona, date(2027, 5, 13), f"Tarea de {persona.username}")
    from seguimiento.services.proyeccion import repasar

    repasar(ahora=JUEVES)
    with django_assert_num_queries(18):
        assert recordar_plazos(ahora=JUEVES) == cuantas
