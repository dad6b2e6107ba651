"""The API against its own contract: whatever it admits is asked, and nothing else is answered.

In process, against the WSGI application; the examples are always the same.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup

from seguimiento.datos import filas
from seguimiento.datos.catalogo import CUENTAS
from tests.seguimiento.datos import historia

__all__ = ["historia"]

EJEMPLOS = 15
#: Bounded and always the same: it is a test, not a search.
_AJUSTES = settings(
    max_examples=EJEMPLOS,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def aplicacion() -> Iterator[object]:
    """The WSGI application on the connection of the test, which it must not close."""
    for senal in (request_started, request_finished):
        senal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for senal in (request_started, request_finished):
        senal.connect(close_old_connections)


#: What there is to ask for by name.
IDENTIFICADORES = {
    "servicios": "riberas",
    "cuentas": "riberas.2026",
    "actividades": "riberas.2026.jornada-nacional",
    "consultas": "riberas.2026.2027-0001",
    "respuestas": "riberas.2026.2",
    "pluralidad": "riberas.2026.jornada-nacional.mujeres",
}


def fallas(aplicacion: object, solo: str = "") -> set[str]:
    """What was asked and answered otherwise than the contract says."""
    contrato = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", aplicacion)
    halladas: set[str] = set()
    codigos: Counter[int] = Counter()

    def probar(case: schemathesis.Case) -> None:
        respuesta = case.call()
        codigos[respuesta.status_code] += 1
        try:
            case.validate_response(respuesta)
        except FailureGroup as grupo:
            nombres = {type(falla).__name__ for falla in grupo.exceptions}
            if respuesta.status_code == 400 and (case.query or {}).get("despues"):
                nombres.discard("RejectedPositiveData")  # a cursor that was not given
            halladas.update(f"{case.path}: {nombre}" for nombre in nombres)

    for operacion in (r.ok() for r in contrato.get_all_operations()):
        nombre = operacion.path.split("/")[3]
        if solo in ("", nombre):
            for estrategia in _estrategias(operacion, IDENTIFICADORES[nombre]):
                _AJUSTES(given(estrategia)(probar))()
    assert codigos[200] > 3
    assert set(codigos) <= {200, 400, 404, 405, 422}
    return halladas


def _estrategias(operacion: Any, identificador: str) -> Iterator[Any]:
    """What the contract admits, what it does not, and what there is."""
    yield operacion.as_strategy()
    if "{identificador}" in operacion.path:  # any text is one: nothing there is inadmissible
        yield operacion.as_strategy(path_parameters={"identificador": identificador})
    else:
        yield operacion.as_strategy(schemathesis.GenerationMode.NEGATIVE)
        yield operacion.as_strategy(query={})


def test_nada_de_lo_que_se_pide_se_responde_fuera_del_contrato(historia, aplicacion):
    assert fallas(aplicacion) == set()


def test_una_respuesta_fuera_del_contrato_se_nota(historia, aplicacion):
    """The negative control: a code that the contract does not know, which pydantic lets pass."""
    buenas = filas.de_cuentas

    def con_otro_estado(cuentas):
        return [{**fila, "estado": "inventado"} for fila in buenas(cuentas)]

    object.__setattr__(CUENTAS, "filas", con_otro_estado)
    try:
        assert "/api/v1/cuentas/: JsonSchemaError" in fallas(aplicacion, "cuentas")
    finally:
        object.__setattr__(CUENTAS, "filas", buenas)


def test_una_falla_nuestra_se_nota_y_llega_en_palabras(historia, aplicacion, monkeypatch):
    """The other one: a bug is a 500, which no operation may answer."""
    monkeypatch.setattr("seguimiento.api.portal.datos.servicios_publicos", lambda: 1 / 0)
    respuesta = Client(raise_request_exception=False).get("/api/v1/servicios/")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (500, "application/problem+json")
    assert respuesta.json()["title"] == "Algo falló en el portal"
