"""Each rule of the workshops, broken and satisfied; one by one and over a whole account."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comun.errores import ReglaIncumplida
from comun.reglas import ConstanciaDada, Nivel, Veredicto, cumplimientos
from comun.requisitos import REQUISITOS
from talleres import reglas, selectors, services
from talleres.models import Acuerdo, Asignacion, Intervencion, Taller
from talleres.reglas import HechosTalleres
from tests import mundo as m

HOY = date(2027, 5, 29)
DADA = ConstanciaDada(True, m.DIA, "Equipo Prueba", "Hubo ronda de palabra.")
NO_SE_HIZO = ConstanciaDada(False, m.DIA, "Equipo Prueba", "Se gritó.")

#: Each rule, the facts that break it and the ones that satisfy it.
CASOS = {
    "R74": (
        {"sin_facilitador": (3,)},
        "Falta decir quién facilita en el taller 3.",
        {},
        "Cada taller tiene a sus dos personas.",
    ),
    "R76": (
        {"sin_acuerdos": (1, 3)},
        "En los talleres 1 y 3 no hay ningún acuerdo anotado.",
        {"acuerdos": 5},
        "Acuerdos anotados: 5.",
    ),
    "R77": (
        {"respeto": None},
        "Nadie ha dicho si en los talleres pudieron participar todas las personas, con respeto.",
        {"respeto": DADA},
        "Equipo Prueba dejó constancia el 28/05/2027: Hubo ronda de palabra.",
    ),
    "R78": (
        {"sin_notas": (3,)},
        "En el taller 3 no hay ninguna nota.",
        {"notas": 8},
        "Notas: 8.",
    ),
    "R81": (
        {"personas": ((1, 8), (3, 2))},
        "Hay 2 en el taller 3, y se recomiendan entre 7 y 12.",
        {"personas": ((1, 8), (3, 12))},
        "Personas: 20.",
    ),
    "R83": (
        {"prioridades": ((1, 2), (3, 3))},
        "En el taller 3 se eligieron más de las 2 prioridades.",
        {"prioridades": ((1, 2), (3, 1))},
        "Prioridades: 3.",
    ),
}


def hechos(**cambios) -> HechosTalleres:
    return HechosTalleres(**({"talleres": (1, 3), "dia": m.DIA} | cambios))


def test_cada_regla_de_la_tabla_tiene_su_objeto():
    declaradas = {una.id: (una.nivel, una.fuente, una.texto) for una in reglas.PROPIAS}
    tabla = {i: REQUISITOS[i] for i in CASOS}
    assert declaradas == {i: (Nivel(r.nivel), r.fuente, r.texto) for i, r in tabla.items()}


@pytest.mark.parametrize("cual", CASOS)
def test_incumplida(cual):
    rota, evidencia, _, _ = CASOS[cual]
    resultado = getattr(reglas, cual).evaluar(hechos(**rota), HOY)
    assert (resultado.veredicto, resultado.evidencia) == (Veredicto.NO_CUMPLE, evidencia)


@pytest.mark.parametrize("cual", CASOS)
def test_cumplida(cual):
    _, _, buena, evidencia = CASOS[cual]
    resultado = getattr(reglas, cual).evaluar(hechos(**buena), HOY)
    assert (resultado.veredicto, resultado.evidencia) == (Veredicto.CUMPLE, evidencia)


@pytest.mark.parametrize("cual", sorted(set(CASOS) - {"R83"}))
def test_antes_del_dia_esta_por_cumplir(cual):
    resultado = getattr(reglas, cual).evaluar(hechos(**CASOS[cual][0]), date(2027, 5, 27))
    assert resultado.veredicto is Veredicto.POR_CUMPLIR


def test_el_equipo_se_pide_desde_la_maniana_del_dia():
    sin_equipo = hechos(sin_secretario=(1,))
    assert reglas.R74.evaluar(sin_equipo, m.DIA).veredicto is Veredicto.NO_CUMPLE
    sin_notas = hechos(sin_notas=(1,))
    assert reglas.R78.evaluar(sin_notas, m.DIA).veredicto is Veredicto.POR_CUMPLIR


@pytest.mark.parametrize("cual", CASOS)
def test_sin_talleres_no_aplica(cual):
    resultado = getattr(reglas, cual).evaluar(HechosTalleres(), HOY)
    assert resultado.veredicto is Veredicto.NO_APLICA


def test_lo_que_tiene_motivo_queda_marcado_y_explicado():
    sin_notas = reglas.R78.evaluar(hechos(sin_notas_con_motivo=(3,)), HOY)
    assert (sin_notas.veredicto, sin_notas.explicado, sin_notas.evidencia) == (
        Veredicto.NO_CUMPLE,
        True,
        "Se cerró sin notas, con su motivo, el taller 3.",
    )
    respeto = reglas.R77.evaluar(hechos(respeto=NO_SE_HIZO), HOY)
    assert (respeto.veredicto, respeto.explicado) == (Veredicto.NO_CUMPLE, True)


def test_la_misma_persona_dos_veces():
    resultado = reglas.R74.evaluar(hechos(repetidos=(1,)), HOY)
    assert resultado.evidencia == "La misma persona no puede facilitar y registrar."


def test_el_parametro_de_la_norma_detiene_aunque_no_sea_regla_dura(escena):
    escena.en_curso()
    escena.taller.actividad.cuenta.norma.prioridades_por_taller = 1
    por = escena["secretaria"]
    services.registrar_acuerdo(taller=escena.taller, texto="Uno", prioritario=True, por=por)
    with pytest.raises(ReglaIncumplida) as error:
        services.registrar_acuerdo(taller=escena.taller, texto="Dos", prioritario=True, por=por)
    assert [(una.id, r.veredicto) for una, r in error.value.reglas] == [
        ("R83", Veredicto.NO_CUMPLE)
    ]
    assert Acuerdo.objects.count() == 1


# ── The whole account ──


def llenar(escena, numero: int, notas: int = 2) -> None:
    """A workshop that ended, with a person, notes and an agreement."""
    comunes = {"registrada_en": m.AHORA, "registrada_por": escena["secretaria"]}
    taller = m.crear_taller(
        escena.actividad,
        numero,
        estado="cerrado",
        facilitador=escena["facilitadora"],
        secretario=escena["secretaria"],
    )
    persona = m.crear_participante(escena.actividad, "Rosa", f"Quilaleo {numero}")
    Asignacion.objects.create(taller=taller, participante=persona)
    for n in range(notas):
        Intervencion.objects.create(
            taller=taller, tipo="opinion", texto="Hola", nonce=f"{numero}-{n}", **comunes
        )
    Acuerdo.objects.create(
        taller=taller,
        orden=1,
        texto="Sí",
        prioritario=True,
        registrado_en=m.AHORA,
        registrado_por=escena["secretaria"],
    )


def veredictos(cuenta, hoy=HOY) -> dict[str, tuple[Veredicto, str]]:
    asuntos = selectors.asuntos([cuenta])[cuenta.pk]
    return {
        c.regla.id: (c.resultado.veredicto, c.resultado.evidencia)
        for c in cumplimientos(asuntos, hoy)
    }


def test_la_cuenta_entera(escena):
    Taller.objects.filter(pk=escena.taller.pk).update(estado="sin_realizar")
    llenar(escena, 2)
    llenar(escena, 3, notas=0)
    objeto = str(escena.actividad.pk)
    m.con_constancias(escena.cuenta, escena["equipo"], "R77", objeto=objeto, fecha=m.DIA)
    donde = "Jornada nacional y talleres: "
    assert veredictos(escena.cuenta) == {
        "R74": (Veredicto.CUMPLE, f"{donde}Cada taller tiene a sus dos personas."),
        "R76": (Veredicto.CUMPLE, f"{donde}Acuerdos anotados: 2."),
        "R77": (
            Veredicto.CUMPLE,
            f"{donde}Equipo Prueba dejó constancia el 28/05/2027: Consta en el acta.",
        ),
        "R78": (Veredicto.NO_CUMPLE, f"{donde}En el taller 3 no hay ninguna nota."),
        "R81": (
            Veredicto.NO_CUMPLE,
            f"{donde}Hay 1 en el taller 2 y 1 en el taller 3, y se recomiendan entre 7 y 12.",
        ),
        "R83": (Veredicto.CUMPLE, f"{donde}Prioridades: 2."),
    }


def test_lo_anulado_no_cuenta(escena):
    Taller.objects.filter(pk=escena.taller.pk).update(estado="sin_realizar")
    llenar(escena, 2)
    Intervencion.objects.update(anulada_en=m.AHORA, motivo_anulacion="Error")
    Acuerdo.objects.update(anulado_en=m.AHORA, motivo_anulacion="Error")
    vistos = veredictos(escena.cuenta)
    assert [vistos[i][0] for i in ("R76", "R78", "R83")] == [
        Veredicto.NO_CUMPLE,
        Veredicto.NO_CUMPLE,
        Veredicto.CUMPLE,
    ]


def test_sin_actividades_ninguna_aplica(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    assert {v for v, _ in veredictos(cuenta).values()} == {Veredicto.NO_APLICA}
    assert set(veredictos(cuenta)) == set(CASOS)


def test_una_cuenta_cuesta_lo_mismo_que_diez(escena):
    def costo(cuentas) -> int:
        with CaptureQueriesContext(connection) as consultas:
            assert len(selectors.asuntos(cuentas)) == len(cuentas)
        return len(consultas)

    llenar(escena, 2)
    una = costo([escena.cuenta])
    cuentas = [escena.cuenta]
    for anio in range(2010, 2019):
        cuenta = m.crear_cuenta(
            escena.mundo.riberas,
            escena["encargada"],
            anio_gestion=anio,
            anio_ejercicio=anio + 1,
        )
        m.crear_taller(m.crear_actividad(cuenta), 1)
        cuentas.append(cuenta)
    assert (una, costo(cuentas)) == (6, 6)
