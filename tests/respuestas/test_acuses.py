"""One unverified address is written to once a day: the first at once, the others together."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from correos.models import Mensaje
from respuestas import services, tasks
from respuestas.models import Consulta
from servicios.alcance import alcance
from tests import mundo as m
from tests.respuestas.conftest import ROSA, datos_del_formulario


def enlace(consulta: Consulta) -> str:
    clave = services.clave_de_seguimiento(consulta.servicio_id, consulta.nonce)
    return reverse("respuestas:mi_consulta", args=[clave])


def test_el_primero_sale_y_los_demas_esperan_y_salen_juntos(cuenta, escribir, reloj_en):
    primera = escribir("Uno")
    reloj_en(m.AHORA + timedelta(hours=3))
    demas = [escribir("Dos"), escribir("Tres", datos=services.Datos(
        "Otra", "Persona", "correo", correo="ROSA.quilaleo@correo.example"))]  # fmt: skip
    assert Mensaje.objects.get().clave == f"acuse:{primera.pk}"
    sale = primera.acuse_en + timedelta(hours=24)
    assert [(c.acuse_en, c.acuse_desde) for c in demas] == [(None, sale)] * 2

    assert services.reunir_acuses() == 0
    reloj_en(m.AHORA + timedelta(hours=24, minutes=1))
    assert (services.reunir_acuses(), services.reunir_acuses()) == (1, 0)
    reunido = Mensaje.objects.exclude(clave=f"acuse:{primera.pk}").get()
    assert (reunido.para, reunido.tipo) == ("rosa.quilaleo@correo.example", "acuse")
    assert reunido.asunto == "Recibimos sus 2 mensajes"
    for texto in (reunido.texto, reunido.html):
        assert [enlace(c) in texto for c in (primera, *demas)] == [False, True, True]
        assert [c.folio in texto for c in demas] == [True, True]
        assert [c.mensaje in texto for c in demas] == [False, False]
    assert "lunes 12 de julio de 2027" in reunido.texto


def test_tras_el_reunido_vuelve_a_correr_el_dia(cuenta, escribir, reloj_en):
    escribir("Uno")
    escribir("Dos")
    reloj_en(m.AHORA + timedelta(hours=25))
    services.reunir_acuses()
    [reunido] = Consulta.objects.filter(mensaje="Dos")
    assert escribir("Tres").acuse_desde == reunido.acuse_en + timedelta(hours=24)
    reloj_en(m.AHORA + timedelta(hours=50))
    services.reunir_acuses()
    reloj_en(m.AHORA + timedelta(hours=75))
    assert escribir("Cuatro").acuse_desde is None
    asuntos = Mensaje.objects.order_by("pk").values_list("asunto", flat=True)
    assert list(asuntos) == [f"Recibimos su mensaje, folio 2026-000{n}" for n in (1, 2, 3, 4)]


def test_cada_direccion_y_cada_servicio_llevan_su_cuenta(cuenta, escribir, mundo):
    escribir("Uno")
    escribir("Dos", datos=services.Datos("Ana", "Vera", "correo", correo="ana@correo.example"))
    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        m.crear_proceso(otra)
        services.registrar_consulta(
            cuenta=otra, tipo="opinion", mensaje="Tres", datos=ROSA, nonce=services.nonce_nuevo()
        )
    assert Mensaje.objects.filter(servicio=mundo.riberas).count() == 2
    with alcance(mundo.otro):
        assert Mensaje.objects.filter(servicio=mundo.otro).count() == 1


def test_lo_suprimido_mientras_esperaba_no_se_cuenta(cuenta, escribir, reloj_en):
    escribir("Uno")
    espera = escribir("Dos")
    reloj_en(m.AHORA + timedelta(hours=25))
    Consulta.objects.filter(pk=espera.pk).update(suprimida_en=m.AHORA)
    tasks.reunir_acuses()
    assert Mensaje.objects.count() == 1
    assert Consulta.objects.filter(acuse_desde__isnull=False).count() == 0


def test_el_acuse_puede_pedirse_para_despues(cuenta, escribir, reloj_en):
    """Over the quota of the service the message is received, and its acknowledgement waits."""
    luego = m.AHORA + timedelta(hours=2)
    consulta = escribir("Uno", acuse_desde=luego)
    assert (consulta.acuse_desde, Mensaje.objects.count()) == (luego, 0)
    reloj_en(luego + timedelta(minutes=1))
    assert services.reunir_acuses() == 1


def test_sin_correo_no_espera_nada(cuenta, escribir):
    consulta = escribir(
        datos=services.Datos("Ana", "Vera", "telefono", telefono="+56912345678"),
        acuse_desde=m.AHORA,
    )
    assert (consulta.acuse_en, consulta.acuse_desde) == (None, None)


def test_el_comprobante_no_dice_si_ese_correo_escribio_hoy(cuenta, url):
    """Anybody can type the address of somebody else: what they read tells nothing of it."""
    paginas = []
    for n in (1, 2):
        datos = datos_del_formulario(nonce=f"nonce-de-prueba-000{n}")
        respuesta = Client().post(url("respuestas:participar"), datos)
        html = Client().get(respuesta["Location"]).content.decode()
        clave, folio = respuesta["Location"].split("/")[2], f"2026-000{n}"
        assert 'Su enlace privado: <span class="enlace-largo">' in html
        paginas.append(html.replace(clave, "").replace(folio, ""))
    assert "llega en un día más, junto con los otros" in paginas[0]
    assert sin_ficha(paginas[0]) == sin_ficha(paginas[1])


def sin_ficha(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.parametrize("cuantas", [2, 20])
def test_sentencias_de_una_ronda(cuenta, escribir, reloj_en, django_assert_num_queries, cuantas):
    for n in range(cuantas):
        escribir(f"Mensaje {n}")
    reloj_en(m.AHORA + timedelta(hours=25))
    # On PostgreSQL one more: who writes to that address meanwhile waits their turn.
    with django_assert_num_queries(11 if connection.vendor == "postgresql" else 10):
        services.reunir_acuses()
