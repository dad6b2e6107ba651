"""An account with a contribution of Rosa, and short ways to a request and to its code."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from comun.campos import hash_de_clave, nonce_nuevo
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from privacidad.models import SolicitudDerechos
from privacidad.services import solicitudes
from privacidad.services.solicitudes import Pedido
from servicios.alcance import alcance
from tests import mundo as m
from tests.matriz.objetos import poblar
from tests.mundo import AHORA, Mundo
from tests.privacidad import canarios

ROSA = "rosa.quilaleo@correo.example"


@pytest.fixture
def cuenta(en_riberas: m.Mundo) -> CuentaPublica:
    """The account of 2026 with its window open."""
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    return cuenta


@pytest.fixture
def pedir(en_riberas: m.Mundo) -> Callable[..., tuple[SolicitudDerechos, str]]:
    """`pedir("acceso", correo=ROSA)` gives the request, still without its code, and its key."""

    def _pedir(
        derecho: str = "acceso", correo: str = ROSA, **otros: Any
    ) -> tuple[SolicitudDerechos, str]:
        clave = solicitudes.presentar(
            servicio=en_riberas.riberas,
            pedido=Pedido(derecho, "Rosa Quilaleo", correo, otros.get("detalle", "")),
            nonce=otros.get("nonce") or nonce_nuevo(),
        )
        return SolicitudDerechos.objects.get(clave_hash=hash_de_clave(clave)), clave

    return _pedir


@pytest.fixture
def recibir(pedir: Callable[..., Any]) -> Callable[..., tuple[SolicitudDerechos, str]]:
    """The same, with its code written: the term runs."""

    def _recibir(derecho: str = "acceso", **otros: Any) -> tuple[SolicitudDerechos, str]:
        solicitud, clave = pedir(derecho, **otros)
        solicitudes.verificar(solicitud=solicitud, codigo=codigo_de(solicitud), clave=clave)
        solicitud.refresh_from_db()
        return solicitud, clave

    return _recibir


def correos_de(solicitud: SolicitudDerechos) -> list[Mensaje]:
    """What was decided to send to the person, the oldest first."""
    filas = Mensaje.objects.filter(clave__startswith=solicitud.prefijo, tipo="derechos")
    return list(filas.order_by("pk"))


def codigo_de(solicitud: SolicitudDerechos) -> str:
    """The figures of the last code mailed."""
    ultimo = [c for c in correos_de(solicitud) if ":codigo:" in c.clave][-1]
    hallado = re.search(r"Su código es (\d{6})", ultimo.texto)
    assert hallado
    return hallado[1]


@pytest.fixture
def objetos(mundo: Mundo) -> dict[str, Any]:
    """Identifiers of the objects of the first service, with the canaries among them."""
    ids = poblar(mundo.riberas, mundo.personas)
    with alcance(mundo.riberas):
        canarios.plantar(mundo.riberas, mundo.personas)
    return ids


@pytest.fixture
def cerrada(mundo: Mundo, objetos: dict[str, Any]) -> CuentaPublica:
    """Its account, closed; no sheet of the directory half read, and nobody's request open."""
    from convocatorias.models import Importacion

    with alcance(mundo.riberas):
        cuenta = CuentaPublica.objects.get()
        CuentaPublica.objects.filter(pk=cuenta.pk).update(estado="cerrada", cerrada_en=AHORA)
        Importacion.objects.all().delete()
        # It would hold the data of who asks: that is tested apart.
        SolicitudDerechos.objects.filter(estado="recibida").delete()
    cuenta.refresh_from_db()
    return cuenta
