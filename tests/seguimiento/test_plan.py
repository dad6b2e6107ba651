"""The plan of the year: what a day for the activity asks for, and the year on a line."""

import re
from datetime import date

import pytest
from django.urls import reverse

from comun.models import Feriado
from cuentas.models import CuentaPublica
from seguimiento.etapas.plan import dibujar, suponer
from seguimiento.models import Plazo
from seguimiento.selectors import panorama_de
from servicios.alcance import alcance
from servicios.models import Comuna
from tests import mundo as m

pytestmark = pytest.mark.django_db

PLAN = "/gestion/cuentas/riberas/2026/plan/"
JUNIO = date(2027, 6, 18)


@pytest.fixture
def cuenta(mundo) -> CuentaPublica:
    with alcance(mundo.riberas):
        return m.crear_cuenta(
            mundo.riberas, mundo["encargada"], respuesta_virtual=None, respuesta_presencial=None
        )


def plan(cuenta: CuentaPublica, fecha: date, de_la_comuna=None, otras=()):
    with alcance(cuenta.servicio):
        fresca = CuentaPublica.objects.select_related("servicio", "norma").get()
        return suponer(fecha, panorama_de(fresca), m.HOY, {}, de_la_comuna or {}, otras)


def pasos(supuesto) -> dict[str, date]:
    return {paso.nombre: paso.fecha for paso in supuesto.pasos}


def test_hacia_atras_y_hacia_adelante_desde_un_dia(cuenta) -> None:
    supuesto = plan(cuenta, JUNIO)
    assert (supuesto.impide, supuesto.avisos, supuesto.cercana) == ([], [], None)
    assert pasos(supuesto) == {
        "Abrir la participación, para completar 30 días ese día": date(2027, 5, 20),
        "Publicar el informe": date(2027, 5, 20),
        "Último día para invitar": date(2027, 6, 3),
        "La jornada": JUNIO,
        "Último día para abrir la participación": JUNIO,
        "Comenzar a recopilar lo dicho": date(2027, 6, 19),
        "Fecha sugerida para responder": date(2027, 7, 18),
        "Último día para publicar las respuestas": date(2027, 8, 2),
    }
    assert [paso.fecha for paso in supuesto.pasos] == sorted(pasos(supuesto).values())
    contados = {p.nombre: len(p.computo.dias) for p in supuesto.pasos if p.computo}
    assert contados == {
        "Abrir la participación, para completar 30 días ese día": 29,
        "Último día para invitar": 15,
        "Comenzar a recopilar lo dicho": 1,
        "Fecha sugerida para responder": 30,
        "Último día para publicar las respuestas": 45,
    }


def test_justo_quince_dias_antes_todavia_se_puede(cuenta) -> None:
    assert plan(cuenta, date(2027, 6, 1)).impide == []
    tarde = plan(cuenta, date(2027, 5, 31))
    assert tarde.impide == [
        "Ya no se puede invitar para el lunes 31 de mayo de 2027: se piden 15 días corridos y el "
        "último día para invitar fue el domingo 16 de mayo de 2027 (R133)."
    ]
    assert tarde.cercana == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("dia", "frase"),
    [
        (date(2027, 5, 16), "El domingo 16 de mayo de 2027 ya pasó."),
        (m.HOY, "El lunes 17 de mayo de 2027 es hoy."),
    ],
)
def test_lo_que_ya_paso_se_rehusa(cuenta, dia, frase) -> None:
    supuesto = plan(cuenta, dia)
    assert (supuesto.impide, supuesto.cercana) == ([frase], date(2027, 6, 1))


def test_antes_de_que_abra_la_participacion_se_rehusa(cuenta) -> None:
    with alcance(cuenta.servicio):
        m.crear_proceso(cuenta, inicio=date(2027, 6, 21), termino=date(2027, 7, 21))
    supuesto = plan(cuenta, JUNIO)
    assert supuesto.impide == [
        "La participación por internet comienza el lunes 21 de junio de 2027, después de ese día, "
        "y no puede comenzar después de la jornada (R45)."
    ]
    assert supuesto.cercana == date(2027, 6, 21)
    assert plan(cuenta, supuesto.cercana).impide == []


def test_avisa_del_fin_de_semana_y_del_feriado(cuenta) -> None:
    assert plan(cuenta, date(2027, 6, 19)).avisos == [
        "Ese día es sábado. El primer día hábil que sigue es el lunes 21 de junio de 2027."
    ]
    feriado = {JUNIO: "Aniversario de la comuna"}
    assert plan(cuenta, JUNIO, de_la_comuna=feriado).avisos == [
        "Ese día es feriado: Aniversario de la comuna. El primer día hábil que sigue es el lunes "
        "21 de junio de 2027."
    ]


def test_avisa_si_la_ventana_ya_no_completa_sus_dias(cuenta) -> None:
    assert plan(cuenta, date(2027, 6, 14)).avisos == [
        "La participación por internet ya no alcanza a completar 30 días antes de la jornada. Si "
        "abre hoy, los completa el martes 15 de junio de 2027 (R48)."
    ]
    with alcance(cuenta.servicio):
        m.crear_proceso(cuenta, termino=date(2027, 5, 10))
    assert plan(cuenta, JUNIO).avisos == [
        "La participación por internet dura 15 días y se recomiendan al menos 30 (R48)."
    ]


def test_avisa_de_lo_comprometido(cuenta) -> None:
    with alcance(cuenta.servicio):
        CuentaPublica.objects.update(
            respuesta_virtual=date(2027, 8, 3), respuesta_presencial=date(2027, 6, 10)
        )
    assert plan(cuenta, JUNIO).avisos == [
        "La fecha comprometida para responder lo recibido por internet, el martes 3 de agosto de "
        "2027, pasaría del plazo máximo, el lunes 2 de agosto de 2027 (R108).",
        "La fecha comprometida para responder lo planteado en la jornada, el jueves 10 de junio de "
        "2027, quedaría antes de la jornada.",
    ]


def test_lo_hecho_reemplaza_a_lo_planeado(cuenta, mundo) -> None:
    with alcance(cuenta.servicio):
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta, fecha=date(2027, 7, 9))
        m.crear_actividad(cuenta, slug="encuentro", fecha=date(2027, 7, 2), tipo="complementaria")
        m.publicar_informe(m.crear_informe(cuenta), mundo["encargada"], mundo["autoridad"])
    supuesto = plan(cuenta, JUNIO)
    fechas = pasos(supuesto)
    assert "Publicar el informe" not in fechas
    assert fechas["Se abre la participación"] == date(2027, 4, 26)
    assert fechas["Último día para publicar las respuestas"] == date(2027, 8, 16)
    assert supuesto.avisos == [
        "Hay otra actividad el viernes 2 de julio de 2027: las respuestas se cuentan desde la "
        "última."
    ]


# ── The page ──


def texto(respuesta) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", respuesta.content.decode()).split())


def test_la_pagina_prueba_un_dia_y_lo_lleva_al_formulario(cuenta, entrar) -> None:
    respuesta = entrar("equipo").get(PLAN, {"fecha": "2027-06-18", "comuna": "07101"})
    assert respuesta.status_code == 200
    assert "Si la jornada fuera el viernes 18 de junio de 2027" in texto(respuesta)
    [destino] = re.findall(r'href="([^"]+actividades/nueva/[^"]*)"', respuesta.content.decode())
    formulario = entrar("equipo").get(destino.replace("&amp;", "&")).content.decode()
    assert 'value="2027-06-18"' in formulario
    assert '<option value="07101" selected>' in formulario


@pytest.mark.parametrize(
    ("estado", "ruta", "boton"),
    [
        ("programada", "editar_actividad", "Llevar el día a «Jornada nacional y talleres»"),
        ("convocada", "mover", "Mover «Jornada nacional y talleres» a ese día"),
    ],
)
def test_el_dia_se_lleva_a_la_actividad_que_hay(cuenta, entrar, estado, ruta, boton) -> None:
    with alcance(cuenta.servicio):
        actividad = m.crear_actividad(cuenta, estado=estado)
    respuesta = entrar("equipo").get(PLAN, {"fecha": "2027-06-18"})
    assert boton in texto(respuesta)
    camino = reverse(f"convocatorias_gestion:{ruta}", args=["riberas", 2026, actividad.slug])
    assert f'href="{camino}?fecha=2027-06-18"' in respuesta.content.decode()
    formulario = entrar("equipo").get(f"{camino}?fecha=2027-06-18").content.decode()
    assert 'value="2027-06-18"' in formulario


def test_el_plan_imposible_se_rehusa_con_el_mas_cercano(cuenta, entrar) -> None:
    respuesta = entrar("equipo").get(PLAN, {"fecha": "2027-05-31"})
    assert respuesta.status_code == 422
    assert "Ese plan no se puede cumplir." in texto(respuesta)
    assert 'href="?fecha=2027-06-01"' in respuesta.content.decode()
    assert "Planificar una actividad ese día" not in texto(respuesta)


@pytest.mark.parametrize(
    ("escrito", "frase"),
    [
        (
            "2027-02-29",
            "El 29 de febrero de 2027 no existe: ese mes termina el día 28. Pruebe con el "
            "28/02/2027.",
        ),
        ("mañana", "Esa fecha no existe. Ejemplo: 28/05/2027."),
        ("", "Escriba el día que quiere probar."),
    ],
)
def test_una_fecha_que_no_existe_se_rehusa(cuenta, entrar, escrito, frase) -> None:
    respuesta = entrar("equipo").get(PLAN, {"fecha": escrito})
    assert (respuesta.status_code, frase in texto(respuesta)) == (422, True)


def test_quien_no_planifica_mira_y_no_lleva(cuenta, entrar) -> None:
    respuesta = entrar("auditora").get(PLAN, {"fecha": "2027-06-18"})
    assert respuesta.status_code == 200
    assert "Planificar una actividad ese día" not in texto(respuesta)


def test_los_feriados_de_la_comuna_donde_seria(cuenta, entrar) -> None:
    Feriado.objects.create(fecha=JUNIO, nombre="Fiesta", codigo_cut="13101", fuente="Decreto 1")
    en_talca = texto(entrar("equipo").get(PLAN, {"fecha": "2027-06-18", "comuna": "07101"}))
    en_santiago = texto(entrar("equipo").get(PLAN, {"fecha": "2027-06-18", "comuna": "13101"}))
    assert "Ese día es feriado: Fiesta." not in en_talca
    assert "Ese día es feriado: Fiesta." in en_santiago


def test_dos_cuentas_regionales_no_van_a_la_misma_comuna(cuenta, entrar, mundo) -> None:
    with alcance(mundo.riberas):
        CuentaPublica.objects.update(ambito="regional")
    with alcance(mundo.otro):
        ajena = m.crear_cuenta(mundo.otro, mundo["encargada-otro"], ambito="regional")
        m.crear_actividad(ajena, fecha=date(2027, 6, 25), comuna=Comuna.objects.get(pk="07101"))
    respuesta = entrar("equipo").get(PLAN, {"fecha": "2027-06-18", "comuna": "07101"})
    assert respuesta.status_code == 422
    assert "En Talca ya hay otra actividad regional de ese año" in texto(respuesta)
    assert entrar("equipo").get(PLAN, {"fecha": "2027-06-18", "comuna": "07102"}).status_code == 200


# ── The year on a line ──


def test_el_anio_completo_y_lo_que_se_sale_de_el() -> None:
    filas = [
        Plazo(clave="a", nombre="A", regla="R11", fecha=date(2027, 5, 28)),
        Plazo(clave="b", nombre="B", regla="R11", fecha=date(2027, 5, 29)),
        Plazo(clave="c", nombre="C", regla="R11", fecha=date(2028, 1, 31)),
    ]
    anio = dibujar(filas, 2027, m.HOY)
    assert [(mes.nombre, mes.anio) for mes in anio.meses][::12] == [
        ("enero", 2027),
        ("enero", 2028),
    ]
    mayo = anio.meses[4]
    assert [(marca.numero, marca.texto) for marca in mayo.marcas] == [
        (1, "Faltan 11 días"),
        (2, "Faltan 12 días"),
    ]
    # A day apart, one stands over the other.
    assert mayo.marcas[0].y - mayo.marcas[1].y == 26
    assert (mayo.hoy != "", anio.meses[3].hoy) == (True, "")
    assert anio.meses[12].marcas[0].x == "96.00"


def test_la_pagina_ensena_el_anio_y_su_lista(cuenta, entrar) -> None:
    with alcance(cuenta.servicio):
        m.crear_proceso(cuenta)
        m.crear_actividad(cuenta)
    pagina = entrar("equipo").get(PLAN).content.decode()
    assert pagina.count('class="anio__numero') == 9
    assert "Mayo: 3, el 13 de mayo, pasó hace 4 días" in pagina


def test_la_cuenta_virtual_no_tiene_jornada_que_probar(cuenta, entrar) -> None:
    with alcance(cuenta.servicio):
        CuentaPublica.objects.update(modalidad="virtual", motivo_modalidad="Sismo.")
    respuesta = entrar("equipo").get(PLAN, {"fecha": "2027-06-18"})
    assert respuesta.status_code == 200
    assert "Esta cuenta es solo virtual: no tiene jornada." in texto(respuesta)
    assert "Si la jornada fuera" not in texto(respuesta)


def test_un_anio_sin_fechas_ensena_por_donde_empezar(cuenta, entrar) -> None:
    assert "El año está por escribirse" in texto(entrar("equipo").get(PLAN))
