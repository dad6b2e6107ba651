"""Redis down and a mail server that hangs: the person notices nothing, and the mail goes out later.

Over HTTP, with a real broker address where nobody answers and a real socket that never speaks.
"""

import time

import kombu.transport.redis  # noqa: F401 - loaded here, so that no test waits for it
import pytest
from celery import Celery
from django.db.models.functions import Now
from django.test import Client

from correos.models import Mensaje
from correos.services import vaciar
from respuestas.models import Consulta
from servicios.alcance import todos_los_servicios
from tests.respuestas.conftest import datos_del_formulario
from tests.servidor_smtp import ESPERA_TOLERADA, puerto_libre, servidor, servidor_mudo

OPCIONES = {"socket_timeout": 2, "socket_connect_timeout": 2, "retry_on_timeout": False}


@pytest.fixture(params=["cerrado", "mudo"])
def redis_caido(request, monkeypatch):
    """The portal's broker is a Redis that is down, or frozen."""
    with servidor_mudo() as mudo:
        puerto = mudo if request.param == "mudo" else puerto_libre()
        direccion = f"redis://127.0.0.1:{puerto}/1"
        monkeypatch.setenv("CELERY_BROKER_URL", direccion)
        app = Celery("prueba", broker=direccion, set_as_current=False)
        app.conf.update(broker_transport_options=OPCIONES)
        monkeypatch.setattr("correos.services.cola.current_app", app)
        yield


@pytest.fixture
def enviar(cuenta, url, django_capture_on_commit_callbacks):
    """The form sent by a browser, with what happens after the commit."""

    def _enviar():
        with django_capture_on_commit_callbacks() as al_confirmar:
            respuesta = Client().post(url("respuestas:participar"), datos_del_formulario())
        inicio = time.monotonic()
        for hacer in al_confirmar:
            hacer()
        assert (len(al_confirmar), time.monotonic() - inicio < ESPERA_TOLERADA) == (1, True)
        return respuesta

    return _enviar


def test_con_redis_caido_la_persona_recibe_su_folio_y_su_acuse_sale_con_el_barrido(
    redis_caido, enviar, buzon
):
    respuesta = enviar()
    assert respuesta.status_code == 302
    comprobante = Client().get(respuesta["Location"])
    assert comprobante.status_code == 200
    assert Consulta.objects.get().folio in comprobante.content.decode()
    assert (Mensaje.objects.get().estado, buzon.mensajes) == ("pendiente", [])
    vaciar()
    assert buzon.destinos == ["rosa.quilaleo@correo.example"]
    assert Mensaje.objects.get().estado == "enviado"


def test_con_el_correo_mudo_el_acuse_espera_la_consola_lo_dice_y_sale_despues(
    enviar, entrar, correo_en, settings, mundo
):
    assert enviar().status_code == 302
    with servidor_mudo() as mudo:
        correo_en(mudo)
        settings.EMAIL_TIMEOUT = 0.3
        assert vaciar().sin_conexion
    mensaje = Mensaje.objects.get()
    assert mensaje.estado == "reintento"
    pagina = entrar("encargada").get(f"/gestion/correos/{mensaje.pk}/").content.decode()
    assert "El servidor de correo no contestó cuando le tocó salir. El portal prueba" in pagina
    with todos_los_servicios():
        Mensaje.objects.update(no_antes_de=Now())
    with servidor() as vivo:
        correo_en(vivo.puerto)
        vaciar()
        assert vivo.ids == [mensaje.message_id]
