"""An unsafe or missing value stops the start with a sentence that says what to set."""

import base64
import logging
import runpy
from typing import Any

import pytest
from django.conf import settings as los_del_portal
from django.core.exceptions import ImproperlyConfigured

from cpp_portal.registro import SinClaves, informe_sin_claves

CLAVE = base64.urlsafe_b64encode(bytes(range(32))).decode()
SEGURO = {
    "CPP_DEMO": "0",
    "DJANGO_DEBUG": "0",
    "DJANGO_SECRET_KEY": "s" * 50,
    "DJANGO_FIELD_KEYS": CLAVE,
    "DJANGO_HMAC_KEY": "h" * 32,
    "BASE_URL": "https://cuentas.example.cl",
    "DJANGO_ALLOWED_HOSTS": "cuentas.example.cl",
    "DJANGO_CSRF_TRUSTED_ORIGINS": "https://cuentas.example.cl",
    "EMAIL_URL": "smtp+tls://u:c@correo.example.cl:587",
    "DEFAULT_FROM_EMAIL": "cuentas@example.cl",
    "DJANGO_BEHIND_PROXY": "1",
    "SENTRY_DSN": "",
}
DE_LA_DEMO = {
    "secreta": "demo-only-not-a-secret-0123456789-0123456789-0123456789",
    "campo": "ZGVtby1vbmx5LW5vdC1hLXNlY3JldC0wMTIzNDU2Nzg=",
}


@pytest.fixture
def arrancar(monkeypatch) -> Any:
    """The settings as a process with these variables would read them; None takes one away."""

    def _arrancar(**cambios: str | None) -> dict[str, Any]:
        for nombre, valor in (SEGURO | cambios).items():
            if valor is None:
                monkeypatch.delenv(nombre, raising=False)
            else:
                monkeypatch.setenv(nombre, valor)
        return runpy.run_path(str(los_del_portal.BASE_DIR / "cpp_portal" / "settings.py"))

    return _arrancar


def test_bajo_https_las_cookies_no_salen_de_ahi(arrancar):
    ajustes = arrancar()
    nombres = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SECURE_PROXY_SSL_HEADER",
        "ALLAUTH_TRUSTED_PROXY_COUNT",
    )
    assert [ajustes[n] for n in nombres] == [
        True,
        True,
        True,
        "__Host-sesion",
        "__Host-csrf",
        ("HTTP_X_FORWARDED_PROTO", "https"),
        1,
    ]


def test_sin_proxy_no_se_cree_en_sus_cabeceras(arrancar):
    ajustes = arrancar(DJANGO_BEHIND_PROXY="0")
    assert {"SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT"} & set(ajustes) == set()


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"DJANGO_SECRET_KEY": None}, "Set DJANGO_SECRET_KEY: a random string"),
        ({"DJANGO_SECRET_KEY": "corta"}, "DJANGO_SECRET_KEY is too short"),
        ({"DJANGO_SECRET_KEY": DE_LA_DEMO["secreta"]}, "is the demo's, which is public"),
        ({"DJANGO_FIELD_KEYS": None}, "Set DJANGO_FIELD_KEYS"),
        ({"DJANGO_FIELD_KEYS": f"{CLAVE},{DE_LA_DEMO['campo']}"}, "is the demo's"),
        ({"DJANGO_FIELD_KEYS": f"{CLAVE},"}, "each key is 32 bytes"),
        ({"DJANGO_FIELD_KEYS": "no es una clave"}, "each key is 32 bytes"),
        ({"DJANGO_HMAC_KEY": None}, "Set DJANGO_HMAC_KEY"),
        ({"DJANGO_HMAC_KEY": "corta"}, "DJANGO_HMAC_KEY is too short"),
        ({"DJANGO_HMAC_KEY": DE_LA_DEMO["secreta"]}, "is the demo's"),
        ({"DJANGO_ALLOWED_HOSTS": None}, "Set DJANGO_ALLOWED_HOSTS"),
        ({"DJANGO_ALLOWED_HOSTS": "*"}, "lets anybody name one"),
        ({"DJANGO_CSRF_TRUSTED_ORIGINS": "http://a.cl"}, "begins with https://"),
        ({"DJANGO_DEBUG": "1"}, "only for the demo"),
        ({"BASE_URL": None}, "Set BASE_URL"),
        ({"BASE_URL": "http://a.cl"}, "must begin with https://"),
        ({"EMAIL_URL": None}, "Set EMAIL_URL"),
        ({"EMAIL_TIMEOUT": "59"}, "EMAIL_TIMEOUT is too short"),
        ({"DEFAULT_FROM_EMAIL": None}, "Set DEFAULT_FROM_EMAIL"),
    ],
    ids=lambda valor: str(valor)[:40],
)
def test_lo_inseguro_no_arranca(arrancar, cambio, frase):
    with pytest.raises(ImproperlyConfigured, match=frase):
        arrancar(**cambio)


@pytest.mark.parametrize(
    ("escrito", "queda"),
    [
        ("Not Found: /mi-consulta/k3y-K_/recibido/", "Not Found: /mi-consulta/•••/recibido/"),
        ("Unprocessable: /invitacion/k3y-K_/", "Unprocessable: /invitacion/•••/"),
        ("Unprocessable: /encuentro/k3y-K_/", "Unprocessable: /encuentro/•••/"),
        ("Not Found: /calendario/k3y-K_.ics", "Not Found: /calendario/•••.ics"),
        ("Not Found: /correos/baja/1f-0a/", "Not Found: /correos/baja/•••/"),
        (
            "Forbidden: /acceso/password/reset/key/3-abc/",
            "Forbidden: /acceso/password/reset/key/•••/",
        ),
        ("Not Found: /cuentas/riberas/2026/", "Not Found: /cuentas/riberas/2026/"),
    ],
)
def test_el_registro_calla_las_claves(escrito, queda):
    registro = logging.LogRecord("django.request", 30, "", 0, "%s", (escrito,), None)
    filtro = los_del_portal.LOGGING["handlers"]["consola"]["filters"]
    assert (filtro, SinClaves().filter(registro), registro.getMessage()) == (
        ["sin_claves"],
        True,
        queda,
    )
    assert informe_sin_claves({"a": [escrito, 1]}) == {"a": [queda, 1]}
