"""The mails of sign-in leave through the outbox, and no service sees them."""

import re

from django.test import Client
from django.urls import reverse

from correos.models import Mensaje
from correos.services import vaciar


def test_la_clave_nueva_se_pide_y_llega_por_correo(mundo, buzon):
    cliente = Client()
    respuesta = cliente.post(reverse("account_reset_password"), {"email": mundo["equipo"].email})
    assert respuesta.status_code == 302
    mensaje = Mensaje.objects.get()
    assert (mensaje.servicio, mensaje.tipo) == (None, "acceso")
    vaciar()
    [correo] = buzon.para("equipo@riberas.example")
    assert correo["Subject"] == "Ponga una clave nueva en el portal"
    texto = correo.get_body(["plain"]).get_content()
    [enlace] = re.findall(r"http://\S+/acceso/password/reset/key/\S+", texto)
    assert f'href="{enlace}"' in correo.get_body(["html"]).get_content()
    assert cliente.get(enlace, follow=True).status_code == 200


def test_el_enlace_es_de_la_direccion_del_portal(mundo, settings):
    """Whatever host the request named: a link elsewhere would hand the key over."""
    settings.BASE_URL = "https://cuentas.example.cl"
    datos = {"email": mundo["equipo"].email}
    Client(headers={"host": "intruso.example"}).post(reverse("account_reset_password"), datos)
    mensaje = Mensaje.objects.get()
    assert "https://cuentas.example.cl/acceso/password/reset/key/" in mensaje.texto
    assert "intruso" not in mensaje.texto + mensaje.html


def test_un_correo_desconocido_no_se_distingue_y_avisa(mundo, buzon):
    datos = {"email": "nadie@correo.example"}
    respuesta = Client().post(reverse("account_reset_password"), datos)
    assert respuesta.status_code == 302
    assert Mensaje.objects.get().asunto == "Este correo no está en el portal"


def test_nadie_se_inscribe_por_su_cuenta(db):
    datos = {"username": "x", "email": "x@correo.example", "password1": "una-clave-bien-larga"}
    assert "signup_closed" in str(
        [t.name for t in Client().post(reverse("account_signup"), datos).templates]
    )
