"""Every declared rule stands in the table of requirements, and says there what it says here."""

from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps

from comun.reglas import Nivel, Regla
from comun.requisitos import EN_ALCANCE, ETAPAS, FUNCION, REQUISITOS

#: Rules that no requirement of the table asks for: the law on personal data.
FUERA_DE_LA_TABLA = {"T5"}
#: Requirements of the regional account that are already rules of the call.
ADELANTADAS = {"R132", "R134"}
#: Stages whose rules are not built yet, with the requirements that will be one.
POR_CONSTRUIR = {
    "E11": "R121 R122 R125".split(),
    "E12": "R126 R127 R128 R129 R130 R131 R135 R136 R137 R138 R140 R141 R143".split(),
    "E13": (
        "R147 R148 R149 R150 R153 R154 R155 R156 R158 R159 R160 R162 R163 R169 R170 R172"
    ).split(),
    "E14": "R177".split(),
}


def declaradas() -> list[Regla]:
    """Each `Regla` of each app once, though other modules import it too."""
    propias = [config.name for config in apps.get_app_configs() if find_spec(config.name)]
    raices = [import_module(f"{app}.reglas") for app in propias if find_spec(f"{app}.reglas")]
    modulos = [
        *raices,
        *(
            import_module(f"{raiz.__name__}.{hija.name}")
            for raiz in raices
            for hija in iter_modules(getattr(raiz, "__path__", []))
        ),
    ]
    return list({id(una): una for modulo in modulos for una in _de(vars(modulo).values())}.values())


def _de(valores: Iterable[object]) -> list[Regla]:
    return [valor for valor in valores if isinstance(valor, Regla)]


def en_la_tabla() -> list[Regla]:
    return [una for una in declaradas() if una.id in REQUISITOS]


def orden(id_: str) -> int:
    return int(id_[1:])


def test_one_rule_per_requirement():
    veces = Counter(una.id for una in declaradas())
    assert {id_: cuantas for id_, cuantas in veces.items() if cuantas > 1} == {}


def test_every_requirement_in_scope_is_a_rule():
    faltan = EN_ALCANCE - {una.id for una in declaradas()}
    assert sorted(faltan, key=orden) == []


def test_no_rule_without_a_requirement():
    ids = {una.id for una in declaradas()}
    assert ids - EN_ALCANCE == FUERA_DE_LA_TABLA | ADELANTADAS


def test_what_belongs_to_stages_not_built_yet():
    duros = [uno for uno in REQUISITOS.values() if uno.nivel != FUNCION]
    ids = EN_ALCANCE | ADELANTADAS
    faltan = {
        etapa: [uno.id for uno in duros if uno.etapa == etapa and uno.id not in ids]
        for etapa in ETAPAS
    }
    assert {etapa: suyos for etapa, suyos in faltan.items() if suyos} == POR_CONSTRUIR


def test_the_level_is_that_of_the_table():
    distintas = {
        una.id: (una.nivel, REQUISITOS[una.id].nivel)
        for una in en_la_tabla()
        if una.nivel != Nivel(REQUISITOS[una.id].nivel)
    }
    assert distintas == {}


def test_the_source_is_that_of_the_table():
    distintas = {
        una.id: (una.fuente, REQUISITOS[una.id].fuente)
        for una in en_la_tabla()
        if una.fuente != REQUISITOS[una.id].fuente
    }
    assert distintas == {}


def test_the_sentence_is_that_of_the_table():
    distintas = {
        una.id: (una.texto, REQUISITOS[una.id].texto)
        for una in en_la_tabla()
        if una.texto != REQUISITOS[una.id].texto
    }
    assert distintas == {}


def test_each_rule_says_its_place_and_what_it_looks_at():
    assert [una.id for una in declaradas() if not (una.lugar and una.mira)] == []
