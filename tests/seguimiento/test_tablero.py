"""The boards: what each line says, to whom, and what they cost whatever the accounts."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuentas.models import CuentaPublica
from seguimiento.models import Pendiente, Proyeccion
from seguimiento.selectors import TOPE, por_tramos
from seguimiento.services import poner_al_dia
from servicios.alcance import alcance, todos_los_servicios
from tests import mundo as m

INICIO, TABLERO = 12, 13
_n = count(1)


def inicio(**preguntas):
    return reverse("seguimiento_gestion:inicio", query=preguntas)


def tablero(**preguntas):
    return reverse("seguimiento_gestion:tablero", args=["riberas", 2026], query=preguntas)


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    poner_al_dia(ahora=m.AHORA)
    Pendiente.objects.all().delete()
    return cuenta


def pendiente(cuenta, fecha, que="Hacer algo", **otros):
    datos = {
        "clave": f"k-{next(_n)}",
        "porque": "Porque sí.",
        "regla": "R133",
        "permiso": "convocar",
        "donde": "seguimiento_gestion:tablero",
        "argumentos": ["riberas", 2026],
        "boton": "Hacer",
    }
    return Pendiente.objects.create(cuenta=cuenta, fecha=fecha, que=que, **(datos | otros))


def grupos(pagina):
    return {
        g["tramo"].nombre: [linea["que"] for linea in g["lineas"]] for g in pagina.context["grupos"]
    }


def test_cada_linea_en_su_tramo_y_la_mas_urgente_primero(cuenta, entrar):
    for que, dias in (("mañana", 1), ("hoy", 0), ("ayer", -1), ("antes", -9), ("domingo", 6)):
        pendiente(cuenta, m.HOY + timedelta(days=dias), que)
    pendiente(cuenta, m.HOY + timedelta(days=7), "lunes")
    pendiente(cuenta, None, "sin fecha")
    esperado = {
        "Vencido": ["antes", "ayer"],
        "Hoy": ["hoy"],
        "Esta semana": ["mañana", "domingo"],
        "Después": ["lunes", "sin fecha"],
    }
    assert grupos(entrar("encargada").get(inicio())) == esperado
    assert grupos(entrar("encargada").get(tablero())) == esperado


def test_una_linea_dice_regla_dias_de_quien_es_y_el_boton_es_de_quien_puede(cuenta, entrar):
    pendiente(cuenta, m.HOY - timedelta(days=4), duenio="Ana Rebolledo Soto")
    [grupo] = entrar("encargada").get(tablero()).context["grupos"]
    [linea] = grupo["lineas"]
    regla = reverse("seguimiento_gestion:cumplimiento", args=["riberas", 2026])
    assert (linea["dias"], linea["duenio"], linea["iniciales"]) == (-4, "Ana Rebolledo Soto", "AS")
    assert linea["regla_url"] == f"{regla}?ver=todas#R133"
    assert (linea["url"], linea["principal"]) == (tablero(), True)
    [grupo] = entrar("acreditadora").get(tablero()).context["grupos"]
    assert grupo["lineas"][0]["url"] == ""


def test_solo_lo_mio_es_lo_que_tiene_mi_nombre_o_mi_rol_permite(cuenta, entrar, en_riberas):
    pendiente(cuenta, m.HOY, "de quien convoca")
    pendiente(cuenta, m.HOY, "de quien acredita", permiso="acreditar")
    tarea = {"permiso": "hacer_tareas"}
    pendiente(cuenta, m.HOY, "con mi nombre", persona=en_riberas["acreditadora"], **tarea)
    pendiente(cuenta, m.HOY, "con otro nombre", persona=en_riberas["equipo"], **tarea)
    for direccion in (inicio(mio="1"), tablero(mio="1")):
        assert grupos(entrar("acreditadora").get(direccion)) == {
            "Hoy": ["de quien acredita", "con mi nombre"]
        }
        assert grupos(entrar("dos").get(direccion)) == {}


@pytest.mark.parametrize(
    ("q", "esperado"),
    [("bárr", ["Limpiar barrios"]), ("r58", ["La puerta"]), ("ana", ["La puerta"]), ("zz", [])],
)
def test_busca_por_palabra_regla_o_duenio(cuenta, entrar, q, esperado):
    q = q.replace("á", "a")
    pendiente(cuenta, m.HOY, "Limpiar barrios")
    pendiente(cuenta, m.HOY, "La puerta", regla="R58", duenio="Ana Rebolledo")
    hallado = grupos(entrar("encargada").get(inicio(q=q)))
    assert hallado == ({"Hoy": esperado} if esperado else {})


def test_cada_quien_ve_lo_de_sus_servicios_y_filtra_por_cuenta(cuenta, mundo, entrar):
    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        poner_al_dia(ahora=m.AHORA)
        Pendiente.objects.all().delete()
        pendiente(otra, m.HOY, "de caminos")
    pendiente(cuenta, m.HOY, "de riberas")
    assert grupos(entrar("encargada").get(inicio())) == {"Hoy": ["de riberas"]}
    assert grupos(entrar("encargada-otro").get(inicio())) == {"Hoy": ["de caminos"]}
    assert grupos(entrar("dos").get(inicio())) == {"Hoy": ["de caminos", "de riberas"]}
    assert grupos(entrar("dos").get(inicio(cuenta="caminos-2026"))) == {"Hoy": ["de caminos"]}
    assert grupos(entrar("encargada").get(inicio(cuenta="caminos-2026"))) == {"Hoy": ["de riberas"]}


def test_un_grupo_largo_muestra_los_primeros_y_el_resto_por_paginas(cuenta, entrar):
    for n in range(60):
        pendiente(cuenta, m.HOY - timedelta(days=60 - n), f"Línea {n}")
    cliente = entrar("encargada")
    for direccion in (inicio(), tablero()):
        [grupo] = cliente.get(direccion).context["grupos"]
        assert ([x["que"] for x in grupo["lineas"]], grupo["cuantas"], grupo["ver"]) == (
            [f"Línea {n}" for n in range(25)],
            "60",
            "Ver las 60",
        )
        assert grupo["ver_url"] == "?tramo=vencido"
    [grupo] = cliente.get(inicio(tramo="vencido", hoja=2)).context["grupos"]
    assert [x["que"] for x in grupo["lineas"]] == [f"Línea {n}" for n in range(50, 60)]
    [grupo] = cliente.get(tablero(tramo="vencido")).context["grupos"]
    assert len(grupo["lineas"]) == 60


def test_contar_tiene_tope(cuenta):
    Pendiente.objects.bulk_create(
        Pendiente(cuenta=cuenta, clave=f"t-{n}", fecha=m.HOY, que="x", porque="x", regla="R1")
        for n in range(TOPE + 50)
    )
    [tramo] = por_tramos(Pendiente.objects.all(), m.AHORA)
    assert (tramo.total, tramo.desborda, len(tramo.lineas)) == (TOPE + 1, True, 25)


def test_vence_por_el_reloj_de_su_comuna(cuenta, mundo):
    isla = m.crear_servicio("isla", "Servicio de la Isla", "05201")
    with todos_los_servicios():
        otra = m.crear_cuenta(isla, mundo["encargada"])
        pendiente(otra, date(2027, 5, 17), "en la isla")
        pendiente(cuenta, date(2027, 5, 17), "en Talca")
        medianoche = datetime.fromisoformat("2027-05-18T04:30:00+00:00")
        vistos = por_tramos(Pendiente.objects.all(), medianoche)
    assert [(t.nombre, [p.que for p in t.lineas]) for t in vistos] == [
        ("Vencido", ["en Talca"]),
        ("Hoy", ["en la isla"]),
    ]


@pytest.mark.parametrize("pagina", [inicio, tablero])
def test_una_fecha_de_otro_anio_lo_dice(cuenta, entrar, pagina):
    pendiente(cuenta, date(2028, 1, 7))
    pendiente(cuenta, date(2027, 12, 7))
    texto = entrar("encargada").get(pagina()).content.decode()
    vistas = {anio: f'<span class="fecha__mes">{anio}</span>' in texto for anio in (2027, 2028)}
    assert vistas == {2027: False, 2028: True}


def test_el_inicio_lista_las_cuentas_con_su_cumplimiento(cuenta, entrar):
    resumen = Proyeccion.objects.get(cuenta=cuenta).resumen
    resumen["etapas"] = {"E0": {"cumple": 2}, "E1": {"cumple": 1, "no_cumple": 3, "explicado": 1}}
    Proyeccion.objects.filter(cuenta=cuenta).update(resumen=resumen)
    pagina = entrar("encargada").get(inicio())
    [fila] = pagina.context["filas"]
    assert [(s["n"], s["palabras"]) for s in fila["barra"]["segmentos"]] == [
        (3, "se cumplen"),
        (3, "no se cumplen"),
        (1, "no se cumplió, con explicación"),
    ]
    assert [b["nombre"] for b in entrar("encargada").get(tablero()).context["barras"]] == [
        "Configuración del año",
        "Preparación",
    ]


@pytest.mark.parametrize("raro", ["²", "9" * 3000, "-1", "\x00", "riberas-x"])
def test_un_filtro_imposible_no_rompe(cuenta, entrar, raro):
    preguntas = {"q": raro, "cuenta": raro, "mio": raro, "tramo": raro, "pagina": raro}
    for direccion in (inicio(**preguntas), tablero(**preguntas)):
        assert entrar("dos").get(direccion).status_code == 200


def muchas(cuantas, mundo):
    with todos_los_servicios():
        for _ in range(cuantas):
            servicio = m.crear_servicio(f"s-{next(_n)}", "Servicio")
            cuenta = m.crear_cuenta(servicio, mundo["encargada"])
            for dias in (-3, 0, 1, 30):
                pendiente(cuenta, m.HOY + timedelta(days=dias))
        poner_al_dia(ahora=m.AHORA)


def sentencias(cliente, direccion):
    with CaptureQueriesContext(connection) as consultas:
        pagina = cliente.get(direccion)
    assert pagina.status_code == 200
    return len(consultas)


def test_cuestan_lo_mismo_con_una_que_con_doscientas_cuentas(cuenta, mundo, entrar):
    cliente = entrar("dos")
    pendiente(cuenta, m.HOY)
    una = sentencias(cliente, inicio()), sentencias(cliente, tablero())
    muchas(199, mundo)
    with todos_los_servicios():
        assert (CuentaPublica.objects.count(), Proyeccion.objects.count()) == (200, 200)
    doscientas = sentencias(cliente, inicio()), sentencias(cliente, tablero())
    assert una == doscientas == (INICIO, TABLERO)
