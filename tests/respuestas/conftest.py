"""An open account with its window, and short ways to what came before each use case."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cuentas.models import CuentaPublica
from respuestas import services
from respuestas.models import Consulta
from tests import mundo as m

ROSA = services.Datos("Rosa Elena", "Quilaleo", "correo", correo="rosa.quilaleo@correo.example")


@pytest.fixture
def cuenta(en_riberas: m.Mundo) -> CuentaPublica:
    """The account of 2026 with its window open and an activity on 28 May 2027."""
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    m.crear_actividad(cuenta)
    return cuenta


@pytest.fixture
def escribir(cuenta: CuentaPublica) -> Callable[..., Consulta]:
    """`escribir("¿Cuándo?", tipo="pregunta", datos=ROSA)` through the use case."""

    def _escribir(mensaje: str = "¿Cuándo llega la obra?", **otros: Any) -> Consulta:
        datos = {"tipo": "pregunta", "datos": ROSA, "nonce": services.nonce_nuevo()} | otros
        return services.registrar_consulta(cuenta=cuenta, mensaje=mensaje, **datos).consulta

    return _escribir


@pytest.fixture
def responder(en_riberas: m.Mundo) -> Callable[..., Any]:
    """Draft, review and approval of the answer to a contribution or a group."""

    def _responder(**datos: Any) -> Any:
        datos = {"texto": "La obra empieza en agosto.", "unidad": "Obras"} | datos
        respuesta = services.redactar_respuesta(por=en_riberas["unidad"], **datos)
        services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
        services.aprobar_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
        return respuesta

    return _responder


@pytest.fixture
def url(cuenta: CuentaPublica) -> Callable[..., str]:
    """Addresses of the account: `url("respuestas:participar")`."""

    def _url(nombre: str, *otros: Any) -> str:
        return reverse(nombre, args=[cuenta.servicio.slug, cuenta.anio_gestion, *otros])

    return _url


def datos_del_formulario(**otros: Any) -> dict[str, Any]:
    return {
        "tipo": "pregunta",
        "mensaje": "¿Cuándo llega el refuerzo de la ribera?",
        "nombres": "Rosa Elena",
        "apellidos": "Quilaleo",
        "medio": "correo",
        "correo": "rosa.quilaleo@correo.example",
        "nonce": "nonce-de-prueba-0001",
        "paso": "enviar",
    } | otros
