"""Mails in the outbox, ready for the tests of their sending."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import Celery

from correos.models import Mensaje
from correos.services import agregar_dominio, cola, enqueue
from servicios.alcance import todos_los_servicios
from tests.mundo import AHORA
from tests.servidor_dns import servidor_de_nombres


def poner(mensaje: Mensaje, estado: str, **campos: Any) -> None:
    """Write a state directly, as the sender would leave it."""
    if estado in Mensaje.LLEGARON:
        campos |= {"enviado_en": AHORA, "evidencia": "El servidor dice que llegó"}
    if estado == "tomado":
        campos.setdefault("tomado_hasta", AHORA)
    Mensaje.objects.filter(pk=mensaje.pk).update(estado=estado, **campos)


@pytest.fixture(autouse=True)
def sin_alcance(db) -> Iterator[None]:
    """The outbox is swept across services."""
    with todos_los_servicios():
        yield


@pytest.fixture(autouse=True)
def sin_pausa(monkeypatch) -> None:
    """Each wake leaves, whatever the test before did a moment ago."""
    monkeypatch.setattr(cola, "_RITMO", cola._Ritmo(0))


@pytest.fixture
def encolar(mundo) -> Callable[..., Mensaje]:
    """`encolar("rosa")` puts a mail to rosa@correo.example in the outbox."""

    def _encolar(quien: str = "rosa", **otros: Any) -> Mensaje:
        datos: dict[str, Any] = {
            "servicio": mundo.riberas,
            "tipo": "invitacion",
            "clave": f"invitacion:{quien}",
            "para": f"{quien}@correo.example",
            "nombre": "Rosa Elena Quilaleo",
            "asunto": "Le invitamos a la jornada",
            "texto": "Señora Rosa Elena: la esperamos.\n.punto al inicio\n",
            "html": "<p>Señora Rosa Elena: la esperamos.</p>",
        }
        return enqueue(**(datos | otros))

    return _encolar


@pytest.fixture
def cola_en(monkeypatch) -> Callable[..., Celery]:
    """`cola_en("redis://…", **options)` gives the portal another broker."""

    def _cola(url: str, **opciones: Any) -> Celery:
        # Celery reads this variable before what it is told.
        monkeypatch.setenv("CELERY_BROKER_URL", url)
        app = Celery("prueba", broker=url, set_as_current=False)
        app.conf.update(broker_transport_options=opciones, task_publish_retry=False)
        monkeypatch.setattr("correos.services.cola.current_app", app)
        return app

    return _cola


@pytest.fixture
def nombres(settings, monkeypatch):
    """The name server that the portal asks in this test."""
    monkeypatch.setattr("correos.services.dominios.ESPERA", 0.5)
    with servidor_de_nombres() as los_nombres:
        settings.DNS_SERVERS = [f"127.0.0.1#{los_nombres.puerto}"]
        yield los_nombres


@pytest.fixture
def dominio(mundo):
    return agregar_dominio(dominio="riberas.gob.cl", por=mundo["admin"])
