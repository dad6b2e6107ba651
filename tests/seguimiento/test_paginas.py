"""The public home, the account page and the board, with their statement counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convocatorias.models import Actividad
from correos.models import Mensaje
from correos.services import enqueue
from cuentas.models import CuentaPublica, NormaParticipacion
from cuentas.services import suspender_cuenta
from respuestas.models import Consulta
from seguimiento.models import Pendiente
from servicios.alcance import alcance
from tests import mundo as m

#: Of the account, two tell whether a page that was kept is still true.
PORTADA, CUENTA, TABLERO = 13, 14, 13


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    return cuenta


def contar(cliente, direccion):
    with CaptureQueriesContext(connection) as consultas:
        respuesta = cliente.get(direccion)
    assert respuesta.status_code == 200
    return len(consultas), respuesta.content.decode()


def mensajes(cuenta, desde, hasta):
    Consulta.objects.bulk_create(
        Consulta(
            cuenta=cuenta,
            folio_anio=2026,
            folio_numero=n,
            canal="virtual",
            tipo="pregunta",
            mensaje=f"Pregunta {n}",
            recibida_en=m.AHORA,
        )
        for n in range(desde, hasta)
    )


def test_la_pagina_de_la_cuenta_dice_como_y_hasta_cuando(cuenta):
    direccion = reverse("seguimiento:cuenta", args=["riberas", 2026])
    sentencias, pagina = contar(Client(), direccion)
    assert sentencias == CUENTA
    for frase in (
        "Cierra el <strong>viernes 4 de junio de 2027</strong>",
        "Escribir mi mensaje",
        "45 días corridos",
        "Gimnasio Liceo El Sauce, Talca",
        "Hoy es lunes 17 de mayo de 2027.",
    ):
        assert frase in pagina


def test_cuesta_lo_mismo_con_diez_que_con_mil_mensajes(cuenta):
    direccion = reverse("seguimiento:cuenta", args=["riberas", 2026])
    mensajes(cuenta, 1, 11)
    con_diez, _ = contar(Client(), direccion)
    mensajes(cuenta, 11, 1001)
    con_mil, _ = contar(Client(), direccion)
    assert (con_diez, con_mil) == (CUENTA, CUENTA)
    assert CUENTA <= 14


def test_lo_que_no_se_anuncia_no_se_ve(cuenta):
    direccion = reverse("seguimiento:cuenta", args=["riberas", 2026])
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="borrador", abierta_en=None)
    assert Client().get(direccion).status_code == 404
    assert "Riberas" not in Client().get("/").content.decode()


def test_antes_de_abrir_anuncia_las_fechas_comprometidas(cuenta, reloj_en):
    reloj_en(datetime(2027, 4, 20, 15, tzinfo=UTC))
    pagina = Client().get(reverse("seguimiento:cuenta", args=["riberas", 2026])).content.decode()
    assert "Abre el <strong>lunes 26 de abril de 2027</strong>" in pagina
    assert "por internet, lunes 12 de julio de 2027; de la jornada, lunes 12 de julio" in pagina


def otra_cuenta(mundo, n):
    servicio = m.crear_servicio(f"servicio-{n}", f"Servicio número {n}")
    with alcance(servicio):
        cuenta = m.crear_cuenta(servicio, mundo["encargada"])
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta)


def test_la_portada_busca_y_cuesta_lo_mismo_con_mas_cuentas(cuenta, en_riberas):
    otra_cuenta(en_riberas, 1)
    _, pagina = contar(Client(), "/")
    assert "Abiertas a su opinión" in pagina
    con_dos, _ = contar(Client(), "/?q=número")
    for n in range(2, 6):
        otra_cuenta(en_riberas, n)
    con_seis, pagina = contar(Client(), "/?q=número")
    assert pagina.count("Servicio número") == 5
    assert "Servicio Nacional de Riberas" not in pagina
    # What the services are called, which is asked only where there is something to search.
    assert con_dos == con_seis == PORTADA + 1


@pytest.mark.parametrize(
    ("filtro", "esta"),
    [
        ("?estado=virtual", True),
        ("?estado=respondida", False),
        ("?anio=2026&region=07", True),
        ("?region=13", True),
        ("?q=RIBERAS+nacional", True),
        ("?q=talca+2026", True),
        ("?q=riberas+2025", False),
        ("?q=número", False),
        ("?anio=x&pagina=zz&estado=nada", True),
    ],
)
def test_los_filtros_van_en_la_direccion(cuenta, filtro, esta):
    pagina = Client().get(f"/{filtro}")
    assert pagina.status_code == 200
    assert ("Servicio Nacional de Riberas" in pagina.content.decode()) is esta


def test_busca_sin_tildes_y_por_region(cuenta, en_riberas):
    otra_cuenta(en_riberas, 1)
    CuentaPublica.objects.filter(pk=cuenta.pk).update(ambito="regional")
    for filtro, estan in (
        ("q=NUMERO", ["Servicio número 1"]),
        ("region=13", ["Servicio número 1"]),
        ("region=07", ["Servicio Nacional de Riberas", "Servicio número 1"]),
    ):
        filas = Client().get(f"/?{filtro}").context["filas"]
        assert sorted(f["cuenta"].servicio.nombre for f in filas) == estan


def test_la_que_debe_respuestas_lo_dice(cuenta, reloj_en):
    reloj_en(datetime(2027, 7, 20, 15, tzinfo=UTC))
    pagina = " ".join(Client().get("/cuentas/riberas/2026/").content.decode().split())
    assert "8 días tarde" in pagina
    assert "debían publicarse el <strong>lunes 12 de julio de 2027</strong>" in pagina
    assert "se publican a más tardar" not in pagina
    respuestas = Client().get("/cuentas/riberas/2026/respuestas/").content.decode()
    assert "Debían publicarse el lunes 12 de julio de 2027." in respuestas


def test_lleva_a_las_cuentas_de_otros_anios(cuenta):
    direccion = reverse("seguimiento:cuenta", args=["riberas", 2026])
    assert "Otros años" not in Client().get(direccion).content.decode()
    m.crear_cuenta(cuenta.servicio, cuenta.responsable, anio_gestion=2024, anio_ejercicio=2025)
    sentencias, pagina = contar(Client(), direccion)
    assert 'href="/cuentas/riberas/2024/">La cuenta de 2024, la anterior</a>' in pagina
    assert sentencias == CUENTA
    pagina = Client().get("/cuentas/riberas/2024/").content.decode()
    assert 'href="/cuentas/riberas/2026/">La cuenta de 2026, la que sigue</a>' in pagina


def tablero(entrar, nombre="encargada"):
    """What it costs and says once its projection is made, which the first visit does."""
    direccion = reverse("seguimiento_gestion:tablero", args=["riberas", 2026])
    entrar(nombre).get(direccion)
    return contar(entrar(nombre), direccion)


def test_el_tablero_dice_que_falta_cuando_y_por_que(cuenta, entrar):
    m.crear_organizacion(cuenta.servicio)
    _, pagina = tablero(entrar)
    vencidas = Pendiente.objects.filter(cuenta=cuenta, fecha__lt=m.HOY).count()
    for frase in (
        f"Hay <strong>{vencidas} tareas vencidas</strong>",
        "Enviar las invitaciones a «Jornada nacional y talleres»",
        "Regla R133",
        "lunes 12 de julio de 2027",
        "Fecha anunciada",
    ):
        assert frase in pagina
    assert pagina.count("btn-sm btn-primary") == 1


def test_quien_solo_lee_no_tiene_botones_ni_nombres_de_ciudadanos(cuenta, entrar):
    mensajes(cuenta, 1, 3)
    for nombre in ("dos", "auditora", "admin"):
        _, pagina = tablero(entrar, nombre)
        assert 'class="btn btn-sm' not in pagina
        assert "recibidos" in pagina


@pytest.mark.parametrize("abierta", [True, False])
def test_quien_acredita_llega_a_la_puerta_desde_el_tablero(cuenta, entrar, abierta):
    actividad = Actividad.objects.get(cuenta=cuenta)
    cierre = {} if abierta else {"estado": "cerrada", "cerrada_en": m.AHORA}
    jornada = m.crear_jornada(actividad, **cierre)
    puerta = reverse("jornadas_gestion:acreditacion", args=[jornada.pk])
    _, pagina = tablero(entrar, "acreditadora")
    assert (f'href="{puerta}"' in pagina) is abierta


def test_el_tablero_cuesta_lo_mismo_con_mas_mensajes(cuenta, entrar):
    mensajes(cuenta, 1, 11)
    con_diez, _ = tablero(entrar)
    mensajes(cuenta, 11, 101)
    con_cien, _ = tablero(entrar)
    assert con_diez == con_cien == TABLERO


def test_una_cuenta_cerrada_no_tiene_tareas(cuenta, entrar):
    CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="cerrada", cerrada_en=m.AHORA)
    _, pagina = tablero(entrar)
    assert "Esta cuenta está cerrada" in pagina
    assert 'class="linea"' not in pagina


def test_el_inicio_ensena_a_empezar(mundo, entrar):
    _, pagina = contar(entrar("encargada"), reverse("seguimiento_gestion:inicio"))
    assert "Su servicio todavía no abre su cuenta pública" in pagina
    assert reverse("cuentas_gestion:abrir", args=["riberas"]) in pagina
    _, sin_permiso = contar(entrar("secretaria"), reverse("seguimiento_gestion:inicio"))
    assert reverse("cuentas_gestion:abrir", args=["riberas"]) not in sin_permiso


def test_cada_quien_ve_las_cuentas_de_su_servicio(cuenta, mundo, entrar):
    with alcance(mundo.otro):
        norma = NormaParticipacion.objects.create(servicio=mundo.otro, anio=2025)
        CuentaPublica.objects.create(
            norma=norma, responsable=mundo["encargada-otro"], anio_gestion=2025, anio_ejercicio=2026
        )
    inicio = reverse("seguimiento_gestion:inicio")
    assert "Gestión 2025" not in entrar("encargada").get(inicio).content.decode()
    ajena = entrar("encargada-otro").get(inicio).content.decode()
    assert ("Gestión 2025" in ajena, "Gestión 2026" in ajena) == (True, False)
    todas = entrar("dos").get(inicio).content.decode()
    assert ("Gestión 2025" in todas, "Gestión 2026" in todas) == (True, True)


@pytest.mark.parametrize("raro", ["²", "9" * 5000, "-1", "\x00"])
def test_la_portada_busca_lo_que_no_es_un_anio(cuenta, raro):
    pagina = Client().get("/", {"q": raro, "anio": raro, "region": raro, "pagina": raro})
    assert (pagina.status_code, len(pagina.context["filas"])) == (200, 0 if raro != "\x00" else 1)


@pytest.fixture
def suspendida(cuenta, en_riberas):
    return suspender_cuenta(
        cuenta=cuenta,
        motivo="Aluvión en la cuenca.",
        desde=date(2027, 5, 3),
        por=en_riberas["encargada"],
    )


def test_la_suspension_se_ve_en_tablero_y_listas_sin_mas_sentencias(suspendida, entrar):
    desde = "<strong>Suspendida desde el lunes 3 de mayo de 2027.</strong> Aluvión en la cuenca."
    reanudar = reverse("cuentas_gestion:reanudar", args=["riberas", 2026])
    sentencias, pagina = tablero(entrar)
    assert (sentencias, desde in pagina, reanudar in pagina) == (TABLERO, True, True)
    _, pagina = tablero(entrar, "equipo")
    assert (desde in pagina, reanudar in pagina) == (True, False)
    marca = '<span class="estado estado--pronto">Suspendida</span>'
    assert contar(entrar("encargada"), reverse("seguimiento_gestion:inicio"))[1].count(marca) == 1
    assert contar(Client(), "/")[1].count(marca) == 2  # among the open ones, and among all
    sentencias, _ = contar(Client(), reverse("seguimiento:cuenta", args=["riberas", 2026]))
    assert sentencias == CUENTA


def test_el_tablero_dice_que_los_correos_no_salen(cuenta, entrar, settings):
    settings.VIGIA_SILENCIO = 300
    direccion = reverse("seguimiento_gestion:tablero", args=["riberas", 2026])
    enqueue(
        servicio=cuenta.servicio,
        tipo="acuse",
        clave="acuse:1",
        para="rosa@correo.example",
        asunto="Recibimos su mensaje",
        texto="Hola.",
        html="",
    )
    frase = "Los correos no están saliendo desde las "
    assert frase not in contar(entrar("encargada"), direccion)[1]
    Mensaje.objects.update(no_antes_de=Now() - timedelta(minutes=20))
    pagina = contar(entrar("encargada"), direccion)[1]
    assert pagina.count(frase) == 1
    assert "saldrá todo cuando se reanude. Avise a quien administra el portal." in pagina
