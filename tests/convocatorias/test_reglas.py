"""Each rule of the plan, the call and the window: what breaks it, and what satisfies it."""

from dataclasses import replace
from datetime import date, time

import pytest

from comun.reglas import ConstanciaDada, Nivel, Veredicto, exigir
from comun.requisitos import REQUISITOS
from convocatorias import reglas
from convocatorias.reglas import Hechos, InstitucionVista, Salida

HOY = date(2027, 5, 10)
DIA = date(2027, 5, 28)
CUMPLE, NO_CUMPLE = Veredicto.CUMPLE, Veredicto.NO_CUMPLE
POR_CUMPLIR, NO_APLICA = Veredicto.POR_CUMPLIR, Veredicto.NO_APLICA


def constancia(fecha: date, *, cumplida: bool = True) -> ConstanciaDada:
    return ConstanciaDada(cumplida, fecha, "Ana Soto", "Está en la portada.")


#: An account in which every rule is fulfilled, 18 days before the activity.
BUENOS = Hechos(
    fecha=DIA,
    hora_inicio=time(9, 30),
    lugar="Gimnasio Liceo El Sauce",
    comuna="Talca",
    minutos=240,
    bloques=4,
    personas=250,
    pagina_desde=date(2027, 4, 20),
    informe=True,
    organizaciones=6,
    tipos=dict.fromkeys((*reglas.TIPOS_REGIONALES, *reglas.TIPOS_PRIORITARIOS), 1),
    respuesta=date(2027, 7, 12),
    hay_proceso=True,
    proceso_publicado=True,
    publicado_el=date(2027, 4, 25),
    inicio=date(2027, 4, 26),
    termino=date(2027, 6, 4),
    instrucciones="Escriba su mensaje.",
    primera_actividad=DIA,
    banner=constancia(date(2027, 4, 26)),
    instituciones=(InstitucionVista("SEREMI Sur", date(2027, 4, 27)),),
    actividades=2,
    regiones=2,
)
REGIONAL = replace(BUENOS, es_regional=True)

#: Rule → what breaks it, and what it then says.
ROTURAS = [
    ("R4", {"hay_proceso": False}, "La cuenta aún no tiene fechas de participación virtual."),
    ("R5", {"regiones": 1}, "Todas las actividades son en una misma región."),
    ("R11", {"lugar": "", "fecha": None}, "A la actividad le faltan la fecha y el lugar."),
    ("R12", {"bloques": 0}, "A la convocatoria le falta el programa."),
    ("R12", {"informe": False}, "A la convocatoria le falta el informe base."),
    (
        "R13",
        {"banner": None, "primera_actividad": date(2027, 5, 9)},
        "El banner no está anotado en el sitio web institucional: falta dejar constancia de él.",
    ),
    (
        "R13",
        {"banner": constancia(date(2027, 5, 29))},
        "El banner se puso el 29/05/2027, después de la actividad del 28/05/2027.",
    ),
    ("R15", {"pagina_desde": None}, "La página pública de la cuenta aún no se publica."),
    (
        "R15",
        {"pagina_desde": date(2027, 5, 29)},
        "La página se publicó el 29/05/2027, después de la actividad.",
    ),
    (
        "R29",
        {"organizaciones": 0},
        "No hay ninguna organización por invitar en la lista.",
    ),
    (
        "R30",
        {"proceso_publicado": False},
        "La invitación lleva el enlace a la participación virtual, que aún no se publica.",
    ),
    (
        "R31",
        {"hora_inicio": None},
        "La invitación no puede indicar la fecha y la hora, porque no están fijadas.",
    ),
    (
        "R32",
        {"informe": False},
        "El informe de la cuenta aún no se publica y la invitación debe llevarlo.",
    ),
    ("R33", {"minutos": 241}, "El programa suma 241 minutos y se recomienda un máximo de 240."),
    ("R34", {"personas": 251}, "Se esperan 251 personas y se recomienda un máximo de 250."),
    (
        "R37",
        {"tipos": {"mujeres": 4}},
        "Hay organizaciones de 1 tipo entre las invitadas y se piden al menos 3.",
    ),
    (
        "R40",
        {"tipos": {"mujeres": 1, "jovenes": 1, "migrantes": 1, "pueblos_originarios": 1}},
        "Falta invitar a organizaciones de personas con discapacidad.",
    ),
    (
        "R41",
        {"respuesta": None, "inicio": None},
        "Al cronograma de la invitación le faltan: las de participación virtual y la de las "
        "respuestas.",
    ),
    (
        "R45",
        {"inicio": date(2027, 5, 29)},
        "La participación virtual comienza el 29 de mayo, después de la actividad del 28 de mayo.",
    ),
    (
        "R46",
        {"banner": None},
        "Falta dejar constancia de que el banner está en el sitio web institucional.",
    ),
    (
        "R46",
        {"banner": constancia(HOY, cumplida=False)},
        "Ana Soto anotó el 10/05/2027 por qué no se hizo: Está en la portada.",
    ),
    ("R47", {"instrucciones": " "}, "Falta explicar cómo se participa."),
    (
        "R48",
        {"termino": date(2027, 5, 24)},
        "La participación virtual dura 29 días y se recomiendan al menos 30.",
    ),
    ("R51", {"termino": None}, "Faltan las fechas de inicio o de término."),
    (
        "R142",
        {"instituciones": (InstitucionVista("SEREMI Sur", None),)},
        "El portal no ha visto el banner en el sitio de SEREMI Sur.",
    ),
    (
        "R133",
        {"fecha": date(2027, 5, 24)},
        "Ya no se puede invitar para el 24 de mayo: se piden 15 días corridos y quedan 14. La "
        "fecha más cercana posible es el 25 de mayo.",
    ),
    (
        "R133",
        {"salidas": (Salida(20), Salida(9))},
        "Se envió con 9 días de anticipación y se piden 15.",
    ),
    (
        "R133",
        {"fecha": date(2027, 5, 9)},
        "La actividad ya pasó y no se convocó a nadie.",
    ),
]
DE_UNA_REGIONAL = [
    (
        "R132",
        {"tipos": {"territorial": 1, "funcional": 1}},
        "Falta invitar a alguna organización de tipo de interés público.",
    ),
    (
        "R134",
        {"informe": False},
        "El informe de la cuenta aún no se publica y la invitación debe llevarlo.",
    ),
    (
        "R145",
        {"en_su_comuna": ("la de Seremi de Obras Públicas, el 20 de abril",)},
        "En Talca ya hay otra actividad regional de ese año: la de Seremi de Obras Públicas, el 20 "
        "de abril.",
    ),
]


def la(id_regla: str):
    return getattr(reglas, id_regla)


@pytest.mark.parametrize(("id_regla", "cambio", "dicho"), ROTURAS)
def test_lo_que_la_rompe(id_regla, cambio, dicho):
    resultado = la(id_regla).evaluar(replace(BUENOS, **cambio), HOY)
    assert (resultado.veredicto, resultado.evidencia) == (NO_CUMPLE, dicho)
    assert not resultado.explicado


@pytest.mark.parametrize(("id_regla", "cambio", "dicho"), DE_UNA_REGIONAL)
def test_lo_que_la_rompe_en_una_cuenta_regional(id_regla, cambio, dicho):
    resultado = la(id_regla).evaluar(replace(REGIONAL, **cambio), HOY)
    assert (resultado.veredicto, resultado.evidencia) == (NO_CUMPLE, dicho)


def test_lo_que_las_satisface():
    nacionales = {r.id: r.evaluar(BUENOS, HOY).veredicto for r in reglas.PROPIAS}
    solo_regionales = {"R132", "R134", "R145"}
    assert {i for i, v in nacionales.items() if v is not CUMPLE} == solo_regionales
    assert {nacionales[i] for i in solo_regionales} == {NO_APLICA}
    regionales = {r.id: r.evaluar(REGIONAL, HOY).veredicto for r in reglas.PROPIAS}
    assert {i for i, v in regionales.items() if v is not CUMPLE} == {"R5", "R32"}


def test_cada_una_se_rompe_en_alguna_prueba():
    rotas = {id_regla for id_regla, *_ in (*ROTURAS, *DE_UNA_REGIONAL)}
    assert rotas == {r.id for r in reglas.PROPIAS}


def test_son_las_de_la_tabla():
    tabla = {r.id: (REQUISITOS[r.id].nivel, REQUISITOS[r.id].texto) for r in reglas.PROPIAS}
    assert {r.id: (r.nivel.value, r.texto) for r in reglas.PROPIAS} == tabla
    assert [r.id for r in reglas.PROPIAS if not r.mira] == []
    assert len(tabla) == len(reglas.PROPIAS)


#: Those with a moment of their own, which the test after this one looks at.
CON_SU_MOMENTO = ("R13", "R46", "R133")
DURAS = [r.id for r in reglas.PROPIAS if r.nivel is Nivel.BLOQUEA]


@pytest.mark.parametrize("id_regla", [i for i in DURAS if i not in CON_SU_MOMENTO])
def test_antes_de_su_momento_falta_y_no_es_falta(id_regla):
    for base, roturas in ((BUENOS, ROTURAS), (REGIONAL, DE_UNA_REGIONAL)):
        for cambio in [c for otra, c, _ in roturas if otra == id_regla]:
            hechos = replace(base, exigible=False, por_enviar=False, **cambio)
            assert la(id_regla).evaluar(hechos, HOY).veredicto is POR_CUMPLIR


def test_el_banner_se_espera_hasta_el_dia_de_la_actividad():
    hechos = replace(BUENOS, banner=None)
    assert la("R13").evaluar(hechos, DIA).veredicto is POR_CUMPLIR
    assert la("R13").evaluar(hechos, date(2027, 5, 29)).veredicto is NO_CUMPLE
    sin_publicar = replace(hechos, proceso_publicado=False, publicado_el=None)
    assert la("R46").evaluar(sin_publicar, HOY).veredicto is POR_CUMPLIR
    assert la("R13").evaluar(sin_publicar, HOY).evidencia == (
        "El banner no está anotado en el sitio web institucional: falta publicar la participación "
        "virtual."
    )


def test_mientras_queda_tiempo_falta_convocar():
    hechos = replace(BUENOS, por_enviar=False)
    assert la("R133").evaluar(hechos, date(2027, 5, 13)).veredicto is POR_CUMPLIR
    assert la("R133").evaluar(hechos, date(2027, 5, 14)).veredicto is NO_CUMPLE


def test_una_tardanza_con_motivo_queda_marcada_y_explicada():
    hechos = replace(BUENOS, salidas=(Salida(20), Salida(9, "Cambió el recinto.")))
    resultado = la("R133").evaluar(hechos, HOY)
    assert (resultado.veredicto, resultado.explicado) == (NO_CUMPLE, True)
    assert resultado.evidencia == (
        "Se envió con 9 días de anticipación y se piden 15. Motivo: Cambió el recinto."
    )


def test_una_duracion_corta_con_motivo_queda_explicada():
    hechos = replace(BUENOS, termino=date(2027, 5, 24), motivo_duracion="La norma fija 29.")
    resultado = la("R48").evaluar(hechos, HOY)
    assert (resultado.veredicto, resultado.explicado) == (NO_CUMPLE, True)


def test_la_comuna_ocupada_dice_las_libres():
    hechos = replace(
        REGIONAL, en_su_comuna=("otra",), comunas_libres=("Maule", "Pencahue", "Colbún")
    )
    assert la("R145").evaluar(hechos, HOY).sugerencia == (
        "Elija otra comuna de la región. Están libres, por ejemplo, Maule, Pencahue y Colbún."
    )


class TestLoQueOcurrioAntes:
    """An account that began elsewhere: its facts count, with their dates."""

    ANTES = replace(
        BUENOS,
        por_enviar=False,
        organizaciones=0,
        tipos={},
        bloques=0,
        llamado_previo=date(2027, 5, 1),
    )

    def test_el_llamado_a_tiempo_cumple(self):
        resultado = la("R133").evaluar(self.ANTES, HOY)
        assert (resultado.veredicto, resultado.evidencia) == (
            CUMPLE, "Se envió con 27 días de anticipación.",
        )  # fmt: skip
        assert la("R29").evaluar(self.ANTES, HOY).veredicto is CUMPLE

    def test_el_llamado_tarde_queda_marcado_y_explicado(self):
        hechos = replace(self.ANTES, llamado_previo=date(2027, 5, 20))
        resultado = la("R133").evaluar(hechos, HOY)
        assert (resultado.veredicto, resultado.explicado) == (NO_CUMPLE, True)
        assert resultado.evidencia == (
            "Se envió con 8 días de anticipación y se piden 15. Motivo: se convocó el 20/05/2027, "
            "fuera del portal."
        )

    def test_de_lo_demas_del_llamado_nada_se_sabe(self):
        resultado = la("R37").evaluar(self.ANTES, HOY)
        assert (resultado.veredicto, resultado.evidencia) == (
            NO_APLICA, "Se convocó el 01/05/2027, antes de llevar la cuenta aquí.",
        )  # fmt: skip
        assert la("R12").evaluar(self.ANTES, HOY).veredicto is NO_APLICA

    def test_la_ventana(self):
        hechos = replace(
            BUENOS,
            hay_proceso=False,
            inicio=None,
            termino=None,
            instrucciones="",
            ventana_previa=date(2027, 5, 2),
        )
        dichos = {i: la(i).evaluar(hechos, HOY).veredicto for i in ("R45", "R47", "R51")}
        assert dichos == {"R45": CUMPLE, "R47": NO_APLICA, "R51": NO_APLICA}
        tarde = replace(hechos, ventana_previa=date(2027, 5, 29))
        assert la("R45").evaluar(tarde, HOY).veredicto is NO_CUMPLE


def test_una_rebajada_no_detiene_el_envio():
    sin_programa = replace(BUENOS, bloques=0)
    assert exigir(reglas.PARA_ENVIAR, sin_programa, HOY, {"R12"}) is None
