"""Declared rules: the same object blocks, warns and is cited."""

from dataclasses import FrozenInstanceError, dataclass
from datetime import date

import pytest

from comun.errores import ReglaIncumplida
from comun.reglas import Nivel, Regla, Resultado, Veredicto, advertencias, exigir, regla

HOY = date(2027, 5, 17)


@dataclass(frozen=True)
class Hechos:
    quedan: int
    horas: int = 3


@regla(
    id="R133",
    nivel=Nivel.BLOQUEA,
    fuente="000",
    lugar="convocatoria",
    texto="La invitación se envía con 15 días de anticipación.",
)
def quince_dias(hechos: Hechos, hoy: date) -> Resultado:
    if hechos.quedan >= 15:
        return Resultado(Veredicto.CUMPLE, f"Quedan {hechos.quedan} días.")
    return Resultado(
        Veredicto.NO_CUMPLE,
        f"Se piden 15 días y quedan {hechos.quedan}.",
        "La fecha más cercana posible es el 1 de junio.",
    )


@regla(id="R33", nivel=Nivel.ADVIERTE, fuente="000", lugar="", texto="Hasta 4 horas.")
def cuatro_horas(hechos: Hechos, hoy: date) -> Resultado:
    veredicto = Veredicto.CUMPLE if hechos.horas <= 4 else Veredicto.NO_CUMPLE
    return Resultado(veredicto, f"El programa dura {hechos.horas} horas.")


@regla(id="R90", nivel=Nivel.BLOQUEA, fuente="norma propia", lugar="art. 3", texto="Cierre.")
def por_cumplir(hechos: Hechos, hoy: date) -> Resultado:
    return Resultado(Veredicto.POR_CUMPLIR, f"Se revisa después del {hoy:%d/%m/%Y}.")


TODAS = [quince_dias, cuatro_horas, por_cumplir]


def test_la_funcion_es_una_regla():
    assert isinstance(quince_dias, Regla)
    assert (quince_dias.id, quince_dias.nivel, quince_dias.fuente) == ("R133", "bloquea", "000")
    with pytest.raises(FrozenInstanceError):
        quince_dias.id = "R1"


def test_exigir_refuses_with_reason_rule_and_source():
    with pytest.raises(ReglaIncumplida) as error:
        exigir(TODAS, Hechos(quedan=11, horas=6), HOY)
    assert error.value.mensaje == (
        "Se piden 15 días y quedan 11. La fecha más cercana posible es el 1 de junio. "
        "(Regla R133: guía de cuentas públicas de la División de Organizaciones Sociales, "
        "convocatoria.)"
    )
    assert error.value.reglas == [(quince_dias, quince_dias.evaluar(Hechos(11), HOY))]


def test_exigir_lets_pass_what_is_fulfilled_or_still_to_come():
    assert exigir(TODAS, Hechos(quedan=15, horas=6), HOY) is None


def test_advertencias_are_the_broken_rules_that_do_not_block():
    pares = advertencias(TODAS, Hechos(quedan=11, horas=6), HOY)
    assert [(una.id, resultado.mensaje) for una, resultado in pares] == [
        ("R33", "El programa dura 6 horas.")
    ]
    assert advertencias(TODAS, Hechos(quedan=11), HOY) == []


def test_cita():
    assert por_cumplir.cita == "Regla R90: norma propia, art. 3."
    assert cuatro_horas.cita == (
        "Regla R33: guía de cuentas públicas de la División de Organizaciones Sociales."
    )
