"""To receive no more, from a mail: the page, the button of the mail program, and the way back."""

import pytest
from django.test import Client
from django.urls import reverse

from comun.models import Bitacora
from correos.emails import ficha
from correos.models import Mensaje, Supresion
from correos.services import bloquear, vaciar

UN_CLIC = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mensaje(encolar):
    return encolar("rosa")


@pytest.fixture
def direccion(mensaje):
    return reverse("correos:baja", args=[ficha(mensaje, "baja")])


@pytest.fixture
def navegador():
    """A browser, whose posts need the token of the page."""
    return Client(enforce_csrf_checks=True)


def apretar(navegador, direccion, **datos):
    """GET the page and press its button, as a browser does; where it ends."""
    navegador.get(direccion)
    ficha_csrf = navegador.cookies["csrf"].value
    return navegador.post(direccion, {"csrfmiddlewaretoken": ficha_csrf, **datos}, follow=True)


def titulo(respuesta):
    return respuesta.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def vigentes():
    return list(Supresion.objects.vigentes().values_list("servicio__slug", "direccion", "alcance"))


def test_mirar_la_pagina_no_cambia_nada(mensaje, direccion, navegador):
    """Mail gateways open every link before the person does."""
    for metodo in (navegador.get, navegador.head):
        assert metodo(direccion).status_code == 200
    pagina = navegador.get(direccion)
    assert titulo(pagina) == "¿No quiere recibir más invitaciones?"
    texto = pagina.content.decode()
    assert "dejará de recibir invitaciones de Servicio Nacional de Riberas" in texto
    assert "Las respuestas a lo que usted pregunte le seguirán llegando" in texto
    assert "rosa@correo.example" not in texto
    assert vigentes() == []
    assert Bitacora.objects.count() == 0


def test_nadie_guarda_ni_cuenta_la_direccion_de_la_pagina(direccion, navegador):
    pagina = navegador.get(direccion)
    assert "no-store" in pagina["Cache-Control"]
    assert (pagina["Referrer-Policy"], pagina["X-Robots-Tag"]) == ("strict-origin", "noindex")


def test_el_boton_de_la_pagina_y_su_vuelta_atras(mensaje, direccion, navegador, buzon):
    pagina = apretar(navegador, direccion)
    assert titulo(pagina) == "Ya no recibirá invitaciones"
    assert vigentes() == [("riberas", "rosa@correo.example", "renunciables")]
    assert Mensaje.objects.get().estado == "anulado"
    pagina = apretar(navegador, direccion)
    assert vigentes() == [("riberas", "rosa@correo.example", "renunciables")]
    for _ in range(2):
        pagina = apretar(navegador, direccion, volver="si")
        assert titulo(pagina) == "¿No quiere recibir más invitaciones?"
        assert vigentes() == []
    assert Supresion.objects.get().origen == "enlace"
    vaciar()
    assert buzon.mensajes == []


@pytest.mark.parametrize("formato", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_el_programa_de_correo_lo_pide_sin_cookies(direccion, formato):
    proveedor = Client(enforce_csrf_checks=True)
    for _ in range(2):
        if formato.startswith("multipart"):
            respuesta = proveedor.post(direccion, UN_CLIC)
        else:
            respuesta = proveedor.post(direccion, "List-Unsubscribe=One-Click", formato)
        assert (respuesta.status_code, respuesta["Content-Type"]) == (200, "text/plain")
    assert vigentes() == [("riberas", "rosa@correo.example", "renunciables")]
    assert Bitacora.objects.filter(accion="bloquear_direccion").count() == 1


@pytest.mark.parametrize(
    "cuerpo",
    [
        "",
        "List-Unsubscribe=otra",
        "List-Unsubscribe=One-Click&volver=si",
        "List-Unsubscribe=One-Click&List-Unsubscribe=One-Click",
        "list-unsubscribe=One-Click",
        "volver=si",
    ],
)
def test_sin_la_ficha_de_la_pagina_solo_vale_ese_cuerpo_exacto(direccion, cuerpo, navegador):
    navegador.get(direccion)
    respuesta = navegador.post(direccion, cuerpo, "application/x-www-form-urlencoded")
    assert respuesta.status_code == 403
    assert vigentes() == []


def test_una_clave_que_nadie_dio_es_el_mismo_404(mensaje, encolar, navegador):
    buena = ficha(mensaje, "baja")
    acuse = encolar("luis", tipo="acuse", clave="acuse:1")
    suelto = encolar("nelly", servicio=None)
    claves = {
        "otra": "1-" + "0" * 32,
        "de otro uso": ficha(mensaje, "rebote"),
        "de otro correo": f"{mensaje.pk + 1:x}-{buena.partition('-')[2]}",
        "debido": ficha(acuse, "baja"),
        "del portal": ficha(suelto, "baja"),
    }
    malas = [reverse("correos:baja", args=[clave]) for clave in claves.values()]
    paginas = [navegador.get(mala) for mala in malas]
    assert {p.status_code for p in paginas} == {404}
    assert {titulo(p) for p in paginas} == {"No encontramos esta página"}
    posts = [Client(enforce_csrf_checks=True).post(mala, UN_CLIC) for mala in malas]
    assert {p.status_code for p in posts} == {404}
    assert vigentes() == []


def test_quien_pidio_no_recibir_nada_no_lo_deshace_con_un_enlace(mundo, direccion):
    bloquear(
        servicio=mundo.riberas, direccion="rosa@correo.example", alcance="todo", origen="persona"
    )
    # Its page has no button for that; somebody may have one from before.
    pagina = Client().post(direccion, {"volver": "si"}, follow=True)
    assert titulo(pagina) == "No le enviamos ningún correo"
    assert vigentes() == [("riberas", "rosa@correo.example", "todo")]


def test_la_cabecera_va_solo_donde_se_puede_renunciar(encolar, buzon, direccion, settings):
    encolar("rosa", tipo="respuesta", clave="respuesta:1")
    encolar("rosa", servicio=None, clave="acceso:1")
    vaciar()
    assert len(buzon.mensajes) == 3
    [invitacion] = [m for m in buzon.mensajes if m["List-Unsubscribe"]]
    enlace = invitacion["List-Unsubscribe"].strip()
    assert enlace == f"<{settings.BASE_URL}{direccion}>"
    posts = sorted(m["List-Unsubscribe-Post"] or "" for m in buzon.mensajes)
    assert posts == ["", "", "List-Unsubscribe=One-Click"]
    del_sitio = enlace.strip("<>").removeprefix(settings.BASE_URL)
    assert Client(enforce_csrf_checks=True).post(del_sitio, UN_CLIC).status_code == 200
    assert vigentes() == [("riberas", "rosa@correo.example", "renunciables")]
