"""Each rule of the account, broken and satisfied; its moment; what happened elsewhere."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ReglaIncumplida
from comun.plazos import feriados_chile
from comun.reglas import ConstanciaDada, Nivel, Veredicto, advertencias, cumplimientos, exigir
from comun.requisitos import REQUISITOS
from cuentas import reglas, selectors, services
from cuentas.models import AjusteRegla, CuentaPublica, HechoPrevio, Integrante, NormaParticipacion
from cuentas.reglas import Hechos, Previo
from servicios.alcance import todos_los_servicios
from tests import mundo as m

HECHA = ConstanciaDada(True, m.HOY, "Ana Soto", "Consta en el acta.")
NO_HECHA = ConstanciaDada(False, m.HOY, "Ana Soto", "No hubo quien lo leyera.")
SECCIONES = frozenset({"presupuesto", "proyecciones"})
NORMA = NormaParticipacion(anio=2026)
CAMBIADA = NormaParticipacion(anio=2026, taller_tamano_max=20)
CITADA = NormaParticipacion(
    anio=2026,
    taller_tamano_max=20,
    nombre="Resolución exenta",
    numero="118",
    fecha=date(2026, 2, 1),
    url="https://bcn.example/118",
)
BIEN = Hechos(
    norma=NORMA,
    ancla=m.DIA,
    feriados=feriados_chile(2027, 2027),
    respuesta_virtual=date(2027, 6, 25),
    respuesta_presencial=date(2027, 6, 25),
    anio_gestion=2026,
    responsable={"nombre": "Ana", "cargo": "Jefa", "correo": "a@b.cl", "teléfono": "71 2"},
    integrantes=2,
    tareas=19,
    estrategia=HECHA,
    lenguaje_claro=HECHA,
    resumen=True,
    informe_publicado=True,
)
CINCO = ("Uno", "Dos", "Tres", "Cuatro", "Cinco")

#: What breaks each rule, and part of what it then says.
ROTAS = [
    ("R1", {"existe_otra": True}, "El servicio ya tiene la cuenta pública de la gestión 2026."),
    ("R2", {"modalidad": "virtual"}, "Se recomienda la modalidad presencial con apoyo virtual, "),
    ("R6", {"norma": CAMBIADA}, "sin citar la norma que lo permite: personas por taller, hasta."),
    ("R7", {"responsable": {"nombre": "Ana"}}, "le falta: cargo, correo y teléfono."),
    ("R8", {"integrantes": 0}, "El equipo de la cuenta no tiene integrantes."),
    ("R9", {"tareas": 0}, "La cuenta aún no tiene tareas."),
    ("R9", {"tareas_sin_responsable": ("Poner el banner",)}, "Falta 1 de 19 tareas obligatorias "
     "por asignar: «Poner el banner»."),
    ("R9", {"tareas_sin_responsable": CINCO}, "«Uno», «Dos», «Tres» y otras 2."),
    ("R10", {"estrategia": None}, "aún no tiene definida su estrategia de comunicación."),
    ("R10", {"estrategia": NO_HECHA}, "anotó el 17/05/2027 por qué no se hizo"),
    ("R23", {"vacias": SECCIONES}, "Falta la sección «Presupuesto»."),
    ("R24", {"vacias": SECCIONES}, "Falta la sección «Proyecciones»."),
    ("R25", {"lenguaje_claro": None}, "Nadie ha dejado constancia de que el informe se entiende."),
    ("R26", {"resumen": False}, "El informe no lleva un resumen"),
    ("R27", {"informe_publicado": False}, "El informe de la cuenta aún no se publica."),
    ("R52", {"respuesta_virtual": None}, "lo recibido por internet."),
    ("R104", {"respuesta_virtual": None, "respuesta_presencial": None}, "aún no compromete"),
    ("R105", {"respuesta_presencial": None}, "lo planteado en la jornada."),
    ("R107", {"respuesta_virtual": date(2027, 6, 28)}, "pasa del plazo sugerido: 30 días corridos"),
    ("R107", {"publicadas_el": date(2027, 6, 28)}, "El plazo sugerido fue el domingo 27 de junio"),
    ("R108", {"respuesta_virtual": date(2027, 7, 13)}, "pasa del plazo máximo: 45 días corridos"),
    ("R108", {"publicadas_el": date(2027, 7, 13)}, "El plazo máximo venció el lunes 12 de julio"),
]  # fmt: skip
POR_ID = {una.id: una for una in reglas.TODAS}


@pytest.mark.parametrize(("id_regla", "cambios", "frase"), ROTAS)
def test_rota_lo_dice_y_detiene_si_es_dura(id_regla, cambios, frase):
    una, hechos = POR_ID[id_regla], replace(BIEN, **cambios)
    resultado = una.evaluar(hechos, m.HOY)
    assert resultado.veredicto is Veredicto.NO_CUMPLE
    assert frase in resultado.mensaje
    if una.nivel in (Nivel.BLOQUEA, Nivel.CONSTANCIA):
        with pytest.raises(ReglaIncumplida) as error:
            exigir([una], hechos, m.HOY)
        assert [regla.id for regla, _ in error.value.reglas] == [id_regla]
    else:
        assert [regla.id for regla, _ in advertencias([una], hechos, m.HOY)] == [id_regla]
        exigir([una], hechos, m.HOY)


@pytest.mark.parametrize("id_regla", sorted(set(POR_ID) - {"R56"}))
def test_satisfecha(id_regla):
    assert POR_ID[id_regla].evaluar(BIEN, m.HOY).veredicto is Veredicto.CUMPLE


def test_todas_se_rompen_en_la_tabla():
    assert {fila[0] for fila in ROTAS} == set(POR_ID) - {"R56"}


@pytest.mark.parametrize("una", reglas.TODAS, ids=lambda una: una.id)
def test_dicen_lo_que_dice_la_tabla_y_que_miran(una):
    requisito = REQUISITOS[una.id]
    assert (una.nivel.value, una.fuente, una.texto) == (
        requisito.nivel,
        requisito.fuente,
        requisito.texto,
    )
    assert una.mira
    assert una.lugar


def test_el_borrador_en_consulta_es_un_parametro():
    norma = NormaParticipacion(anio=2026, consulta_borrador_dias_habiles=15)
    resultado = reglas.R56.evaluar(replace(BIEN, norma=norma), m.HOY)
    assert resultado.veredicto is Veredicto.NO_APLICA
    assert resultado.evidencia == (
        "No hay un borrador en consulta. Si lo hubiera, su consulta dura 15 días hábiles."
    )


def test_la_norma_citada_puede_cambiar_lo_que_dice_la_guia():
    resultado = reglas.R6.evaluar(replace(BIEN, norma=CITADA), m.HOY)
    assert (resultado.veredicto, resultado.evidencia) == (
        Veredicto.CUMPLE,
        "Resolución exenta N.º 118 de 01/02/2026 fija: personas por taller, hasta.",
    )


def test_sin_jornada_no_se_compromete_su_respuesta():
    hechos = replace(BIEN, modalidad="virtual", respuesta_presencial=None)
    assert reglas.R105.evaluar(hechos, m.HOY).veredicto is Veredicto.NO_APLICA


def test_la_modalidad_con_motivo_queda_explicada():
    hechos = replace(BIEN, modalidad="virtual", motivo_modalidad="Alerta sanitaria")
    resultado = reglas.R2.evaluar(hechos, m.HOY)
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, True)
    assert "Motivo anotado: Alerta sanitaria" in resultado.evidencia


def test_un_motivo_libra_de_la_constancia_y_no_de_la_estrategia():
    hechos = replace(BIEN, lenguaje_claro=NO_HECHA, estrategia=NO_HECHA)
    exigir([reglas.R25], hechos, m.HOY)
    assert reglas.R25.evaluar(hechos, m.HOY).explicado is True
    with pytest.raises(ReglaIncumplida, match="por qué no se hizo: No hubo quien lo leyera"):
        exigir([reglas.R10], hechos, m.HOY)


# ── The moment ──


@pytest.mark.parametrize(
    ("momento", "ids"),
    [
        ("al_publicar_cuenta", {"R7", "R8", "R9", "R10"}),
        ("al_publicar_informe", {"R23", "R24", "R25", "R26"}),
        ("al_abrir_participacion", {"R27", "R52", "R104", "R105"}),
    ],
)
def test_antes_de_su_momento_esta_por_cumplir(momento, ids):
    vacia = Hechos(norma=NORMA, vacias=frozenset({"presupuesto", "proyecciones"}))
    antes = replace(vacia, **{momento: False})
    cambian = {
        una.id
        for una in reglas.DE_LA_CUENTA_ENTERA
        if una.evaluar(vacia, m.HOY).veredicto is not una.evaluar(antes, m.HOY).veredicto
    }
    assert cambian == ids
    assert {POR_ID[i].evaluar(antes, m.HOY).veredicto for i in ids} == {Veredicto.POR_CUMPLIR}


# ── When the answers come out ──

MAXIMO = date(2027, 7, 12)


def del_plazo(**cambios):
    return replace(BIEN, sin_publicar=True, **cambios)


def test_sin_publicar_y_a_tiempo_esta_por_cumplir():
    resultado = reglas.R108.evaluar(del_plazo(), MAXIMO)
    assert (resultado.veredicto, resultado.evidencia) == (
        Veredicto.POR_CUMPLIR,
        "La última fecha comprometida es el viernes 25 de junio de 2027. El plazo máximo es el "
        "lunes 12 de julio de 2027.",
    )


def test_el_dia_siguiente_al_maximo_ya_no_cumple():
    resultado = reglas.R108.evaluar(del_plazo(), date(2027, 7, 13))
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, False)


def test_quien_solo_planifica_no_se_detiene_porque_paso_el_dia():
    assert reglas.R108.evaluar(BIEN, date(2027, 9, 1)).veredicto is Veredicto.CUMPLE


def test_tarde_y_con_motivo_queda_marcado_y_deja_seguir():
    hechos = replace(BIEN, publicadas_el=date(2027, 7, 20), motivo_tardanza="Paro de correos")
    resultado = reglas.R108.evaluar(hechos, date(2027, 7, 20))
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, True)
    assert resultado.evidencia == (
        "Las respuestas se publican el martes 20 de julio de 2027, y el plazo máximo fue el lunes "
        "12 de julio de 2027. Motivo: Paro de correos"
    )
    exigir([reglas.R108], hechos, date(2027, 7, 20))


# ── What happened elsewhere ──

INFORME = Previo(date(2027, 4, 20), "Oficio 12", "El portal aún no existía.")
VENTANA = Previo(date(2027, 4, 10), "Sitio web", "El portal aún no existía.")
FUERA = replace(BIEN, informe_publicado=False, vacias=SECCIONES, al_publicar_informe=False)


def test_el_informe_de_fuera_cuenta_con_su_fecha():
    resultado = reglas.R27.evaluar(replace(FUERA, previos={"informe": INFORME}), m.HOY)
    assert (resultado.veredicto, resultado.evidencia) == (
        Veredicto.CUMPLE,
        "El informe se publicó fuera del portal el martes 20 de abril de 2027 (Oficio 12).",
    )


def test_el_informe_de_fuera_despues_de_abrir_queda_explicado():
    previos = {"informe": INFORME, "participacion": VENTANA}
    resultado = reglas.R27.evaluar(replace(FUERA, previos=previos), m.HOY)
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, True)
    assert "El portal aún no existía." in resultado.evidencia


@pytest.mark.parametrize("id_regla", ["R23", "R24", "R26"])
def test_el_portal_no_ve_lo_que_dice_el_informe_de_fuera(id_regla):
    hechos = replace(FUERA, previos={"informe": INFORME}, resumen=False)
    assert POR_ID[id_regla].evaluar(hechos, m.HOY).veredicto is Veredicto.NO_APLICA
    publicando = replace(hechos, al_publicar_informe=True)
    assert POR_ID[id_regla].evaluar(publicando, m.HOY).veredicto is Veredicto.NO_CUMPLE


def test_del_informe_de_fuera_tambien_se_deja_constancia():
    hechos = replace(FUERA, lenguaje_claro=None)
    assert reglas.R25.evaluar(hechos, m.HOY).veredicto is Veredicto.POR_CUMPLIR
    con_previo = replace(hechos, previos={"informe": INFORME})
    assert reglas.R25.evaluar(con_previo, m.HOY).veredicto is Veredicto.NO_CUMPLE


def test_las_respuestas_de_fuera_explican_que_no_se_comprometieron():
    hechos = replace(BIEN, respuesta_virtual=None, previos={"respuestas": INFORME})
    resultado = reglas.R52.evaluar(hechos, m.HOY)
    assert (resultado.veredicto, resultado.explicado) == (Veredicto.NO_CUMPLE, True)


# ── The facts ──


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def veredictos(cuenta):
    filas = cumplimientos(selectors.asuntos([cuenta])[cuenta.pk], m.HOY)
    return {fila.regla.id: fila.resultado.veredicto for fila in filas}


def test_los_hechos_de_una_cuenta_entera(cuenta, en_riberas):
    Integrante.objects.create(cuenta=cuenta, usuario=en_riberas["equipo"], funcion="Redacción")
    m.con_tareas(cuenta, en_riberas["equipo"])
    m.con_constancias(cuenta, en_riberas["encargada"], "R10", "R25")
    m.publicar_informe(m.crear_informe(cuenta), en_riberas["encargada"], en_riberas["autoridad"])
    cumple = {"R1", "R2", "R6", "R8", "R9", "R10", "R23", "R24", "R25", "R27", "R52", "R104"}
    esperado = dict.fromkeys(cumple | {"R105"}, Veredicto.CUMPLE)
    assert veredictos(cuenta) == esperado | {
        "R7": Veredicto.NO_CUMPLE,
        "R26": Veredicto.NO_CUMPLE,
        "R56": Veredicto.NO_APLICA,
    }


def test_en_preparacion_todo_esta_por_cumplir(en_riberas):
    cuenta = m.crear_cuenta(
        en_riberas.riberas,
        en_riberas["encargada"],
        estado="borrador",
        abierta_en=None,
        respuesta_virtual=None,
        respuesta_presencial=None,
    )
    m.crear_informe(cuenta, texto=" \n")
    por_cumplir = {i for i, v in veredictos(cuenta).items() if v is Veredicto.POR_CUMPLIR}
    assert por_cumplir == {
        "R7", "R8", "R9", "R10", "R23", "R24", "R25", "R26", "R27", "R52", "R104", "R105",
    }  # fmt: skip


def test_la_version_publicada_tuvo_sus_secciones_aunque_se_vacie_el_borrador(cuenta, en_riberas):
    informe = m.crear_informe(cuenta)
    m.publicar_informe(informe, en_riberas["encargada"], en_riberas["autoridad"])
    informe.capitulos.update(texto="")
    assert veredictos(cuenta)["R23"] is Veredicto.CUMPLE
    assert selectors.hechos(cuenta).vacias == frozenset(
        informe.capitulos.values_list("tipo", flat=True)
    )


def test_lo_que_ocurrio_fuera_llega_a_las_reglas(cuenta, en_riberas):
    HechoPrevio.objects.create(
        cuenta=cuenta,
        tipo="informe",
        fecha=date(2027, 4, 20),
        evidencia="Oficio 12",
        motivo="El portal aún no existía.",
        registrado_por=en_riberas["encargada"],
        registrado_en=m.AHORA,
    )
    m.crear_informe(cuenta, texto="")
    dados = veredictos(cuenta)
    assert (dados["R27"], dados["R23"], dados["R25"]) == (
        Veredicto.CUMPLE,
        Veredicto.NO_APLICA,
        Veredicto.NO_CUMPLE,
    )


@pytest.mark.parametrize("cuantas", [1, 10])
def test_diez_cuentas_cuestan_lo_que_una(mundo, cuantas):
    with todos_los_servicios():
        for anio in range(2027 - cuantas, 2027):
            cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"], anio_gestion=anio)
            m.crear_informe(cuenta)
            m.con_tareas(cuenta, mundo["equipo"])
        cuentas = list(CuentaPublica.objects.all())
        assert len(cuentas) == cuantas
        with CaptureQueriesContext(connection) as consultas:
            asuntos = selectors.asuntos(cuentas)
        assert [len(asuntos[c.pk]) for c in cuentas] == [1] * cuantas
    assert len(consultas) == 8


def test_cada_regla_en_alcance_de_la_cuenta_esta_en_un_asunto(cuenta):
    vistas = [una.id for asunto in selectors.asuntos([cuenta])[cuenta.pk] for una in asunto.reglas]
    assert sorted(vistas) == sorted(set(POR_ID) - {"R107", "R108"})


# ── The gates ──


@pytest.fixture
def por_publicar(en_riberas):
    responsable = en_riberas["encargada"]
    responsable.cargo, responsable.telefono = "Encargada", "71 222 3344"
    responsable.save()
    cuenta = m.crear_cuenta(en_riberas.riberas, responsable, estado="borrador", abierta_en=None)
    Integrante.objects.create(cuenta=cuenta, usuario=en_riberas["equipo"], funcion="Redacción")
    return cuenta


def publicar(cuenta, mundo):
    services.publicar_cuenta(cuenta=cuenta, por=mundo["encargada"])


def test_sin_tareas_repartidas_ni_estrategia_la_cuenta_no_se_publica(por_publicar, en_riberas):
    with pytest.raises(ReglaIncumplida) as error:
        publicar(por_publicar, en_riberas)
    assert [regla.id for regla, _ in error.value.reglas] == ["R9", "R10"]
    m.con_tareas(por_publicar, en_riberas["equipo"])
    por_publicar.tareas.filter(codigo="banner").update(responsable=None)
    m.con_constancias(por_publicar, en_riberas["encargada"], "R10")
    with pytest.raises(ReglaIncumplida, match="por asignar: «Poner en el sitio web el banner"):
        publicar(por_publicar, en_riberas)
    por_publicar.tareas.filter(codigo="banner").update(responsable=en_riberas["equipo"])
    publicar(por_publicar, en_riberas)
    assert CuentaPublica.objects.get().estado == "abierta"


def test_una_tarea_que_no_es_obligatoria_no_detiene(por_publicar, en_riberas):
    m.con_tareas(por_publicar, en_riberas["equipo"])
    por_publicar.tareas.filter(obligatoria=False).update(responsable=None)
    m.con_constancias(por_publicar, en_riberas["encargada"], "R10")
    publicar(por_publicar, en_riberas)
    assert CuentaPublica.objects.get().estado == "abierta"


def test_lo_que_la_norma_rebaja_solo_advierte(por_publicar, en_riberas):
    for regla in ("R9", "R10"):
        AjusteRegla.objects.create(
            norma=por_publicar.norma,
            regla=regla,
            motivo="Artículo 3",
            ajustada_por=en_riberas["encargada"],
            ajustada_en=m.AHORA,
        )
    publicar(por_publicar, en_riberas)
    assert CuentaPublica.objects.get().estado == "abierta"
    hechos, rebajadas = selectors.hechos(por_publicar), selectors.rebajadas(por_publicar)
    avisos = advertencias(reglas.PARA_PUBLICAR_CUENTA, hechos, m.HOY, rebajadas)
    assert [una.id for una, _ in avisos] == ["R9", "R10"]


def test_el_informe_no_se_publica_sin_constancia_ni_motivo(cuenta, en_riberas):
    informe = m.crear_informe(cuenta)
    informe = services.enviar_a_revision(informe=informe, por=en_riberas["equipo"])
    with pytest.raises(ReglaIncumplida) as error:
        services.publicar_informe(informe=informe, por=en_riberas["autoridad"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R25"]
    services.dejar_constancia(
        cuenta=cuenta,
        regla="R25",
        cumplida=False,
        fecha=m.HOY,
        texto="No hubo quien lo leyera.",
        por=en_riberas["encargada"],
    )
    assert services.publicar_informe(informe=informe, por=en_riberas["autoridad"]).version == 1
