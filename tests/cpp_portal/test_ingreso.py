"""Sign-in: in the portal's words, and the demo's people only in the demo."""

import pytest
from django.test import Client

from correos.models import Mensaje
from servicios.alcance import todos_los_servicios

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_donde_se_llega(settings):
    settings.LOGIN_REDIRECT_URL = "/acceso/2fa/"
    settings.LOGOUT_REDIRECT_URL = "/acceso/login/"


def test_el_ingreso_habla_claro_y_lista_a_las_personas_de_la_demostracion(client: Client):
    html = client.get("/acceso/login/").content.decode()
    assert '<label class="form-label" for="id_login">Usuario o correo</label>' in html
    assert '<label class="form-label" for="id_password">Clave</label>' in html
    assert "placeholder" not in html
    assert html.count('<th scope="row">') == 14
    assert '<th scope="row">encargada-otro</th>' in html


def test_fuera_de_la_demostracion_no_se_lista_a_nadie(client: Client, settings):
    settings.CPP_DEMO = False
    html = client.get("/acceso/login/").content.decode()
    assert "demostración" not in html.lower()
    assert '<th scope="row">' not in html


def test_una_clave_equivocada_lo_dice_y_conserva_el_usuario(client: Client, mundo):
    respuesta = client.post("/acceso/login/", {"login": "encargada", "password": "otra"})
    html = respuesta.content.decode()
    assert 'role="alert"' in html
    assert 'value="encargada"' in html
    assert "<title>Error: Ingresar" in html


def test_ingresar_y_salir(client: Client, mundo):
    respuesta = client.post("/acceso/login/", {"login": "encargada", "password": "demo"})
    assert (respuesta.status_code, client.session["_auth_user_id"]) == (
        302,
        str(mundo["encargada"].pk),
    )
    assert client.get("/acceso/logout/").status_code == 200
    client.post("/acceso/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("ruta", "titulo"),
    [
        ("/acceso/logout/", "Salir del portal"),
        ("/acceso/password/change/", "Cambiar mi clave"),
        ("/acceso/2fa/", "Segundo factor"),
        ("/acceso/reauthenticate/", "Confirme que es usted"),
    ],
)
def test_las_paginas_de_la_propia_cuenta_son_nuestras(entrar, ruta, titulo):
    html = entrar("encargada").get(ruta).content.decode()
    assert f"<h1>{titulo}</h1>" in html
    assert 'lang="es-CL"' in html


@pytest.mark.parametrize(
    ("ruta", "titulo"),
    [
        ("/acceso/password/reset/", "Recuperar la clave"),
        ("/acceso/password/reset/done/", "Revise su correo"),
        ("/acceso/password/reset/key/1-mala/", "El enlace ya no sirve"),
        ("/acceso/password/reset/key/done/", "Su clave cambió"),
        ("/acceso/signup/", "Se ingresa por invitación"),
        ("/acceso/inactive/", "Su acceso no está activo"),
    ],
)
def test_las_paginas_de_entrada_son_nuestras(client: Client, ruta, titulo):
    html = client.get(ruta, follow=True).content.decode()
    assert f"<h1>{titulo}</h1>" in html


def test_activar_y_desactivar_el_segundo_factor(client: Client, mundo):
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    client.post("/acceso/login/", {"login": "encargada", "password": "demo"})
    client.post("/acceso/reauthenticate/", {"password": "demo"})
    pagina = client.get("/acceso/2fa/totp/activate/")
    secreto = pagina.context["form"].secret
    assert f'<span class="secreto">{secreto}</span>' in pagina.content.decode()
    codigo = format_hotp_value(hotp_value(secreto, next(iter(yield_hotp_counters_from_time()))))
    respuesta = client.post("/acceso/2fa/totp/activate/", {"code": codigo}, follow=True)
    assert "Códigos de respaldo" in respuesta.content.decode()
    assert "Activa" in client.get("/acceso/2fa/").content.decode()
    codigos = client.get("/acceso/2fa/recovery-codes/").content.decode()
    assert codigos.count("<li>") >= 10
    assert (
        "<h1>Desactivar el segundo factor</h1>"
        in client.get("/acceso/2fa/totp/deactivate/").content.decode()
    )
    client.post("/acceso/2fa/totp/deactivate/")
    assert "Sin activar" in client.get("/acceso/2fa/").content.decode()


def test_el_correo_para_recuperar_la_clave_esta_en_castellano(client: Client, mundo):
    client.post("/acceso/password/reset/", {"email": mundo["encargada"].email})
    with todos_los_servicios():
        carta = Mensaje.objects.get()
    assert carta.asunto == "Ponga una clave nueva en el portal"
    assert "Su nombre de usuario es encargada." in carta.texto
    assert "/acceso/password/reset/key/" in carta.texto
