"""What goes wrong inside the frame is told inside the frame, and leaves no cookie there."""

import re

import pytest
from django.conf import settings as ajustes
from django.test import Client
from django.urls import Resolver404, resolve

from cpp_portal.middleware import CUERPO_MAXIMO
from cuentas.services import anular_cuenta
from respuestas.models import Consulta
from respuestas.views import incrustado, incrustado_fallas
from servicios.services import agregar_sitio
from tests import mundo as m
from tests.cpp_portal.test_lenguaje import dificil
from tests.respuestas.test_incrustado import PROPIO, RUTA, cuenta, leer, listado

__all__ = ["cuenta", "listado"]
NADIE = ("'none'", "DENY")
MOTIVO = "Se unió con la cuenta de otro servicio."


@pytest.fixture
def en_marco(listado):
    """Who may frame it, as the headers say it."""
    return f"https://www.riberas.cl {ajustes.BASE_URL}", ""


def quien_enmarca(respuesta) -> tuple[str, str]:
    [valor] = re.findall(r"frame-ancestors ([^;]*)", respuesta["Content-Security-Policy"])
    return valor, respuesta.get("X-Frame-Options", "")


def de_mas_campos(cliente: Client, ruta: str):
    return cliente.post(ruta, {f"c{n}": "x" for n in range(2500)}, headers=PROPIO)


def de_mas_letras(cliente: Client, ruta: str):
    return cliente.post(ruta, {"mensaje": "a" * 7_000_000}, headers=PROPIO)


def de_mas_bytes(cliente: Client, ruta: str):
    """Refused by what it says of its length, before its first byte is read."""
    largo = str(CUERPO_MAXIMO + 1)
    return cliente.generic("POST", ruta, b"x", headers=PROPIO, CONTENT_LENGTH=largo)


def sin_partes(cliente: Client, ruta: str):
    return cliente.generic(
        "POST", ruta, b"x", content_type="multipart/form-data; boundary=", headers=PROPIO
    )


MALOS = (de_mas_campos, de_mas_letras, de_mas_bytes, sin_partes)


@pytest.mark.parametrize("pedir", MALOS, ids=lambda f: f.__name__)
def test_lo_que_no_se_pudo_leer_se_dice_dentro_del_marco(pedir, en_marco):
    respuesta = pedir(Client(enforce_csrf_checks=True), RUTA)
    pagina = leer(respuesta)
    assert (respuesta.status_code, quien_enmarca(respuesta)) == (400, en_marco)
    assert "<h1>No entendimos lo que llegó</h1>" in pagina
    assert "No quedó guardado" in pagina
    assert 'href="/cuentas/riberas/2026/participar/" target="_blank"' in pagina
    assert "Abrir en página propia" in pagina
    assert f'href="{RUTA}" target="_self"' in pagina
    assert Consulta.objects.count() == 0


@pytest.mark.parametrize("pedir", MALOS, ids=lambda f: f.__name__)
def test_de_un_servicio_que_no_hay_nadie_enmarca_nada(pedir, en_marco):
    respuesta = pedir(Client(), "/incrustar/nadie/2026/")
    # A body that is read by nobody is not refused: there is no such page.
    assert respuesta.status_code == (400 if pedir is de_mas_bytes else 404)
    assert quien_enmarca(respuesta) == NADIE
    assert "<h1>" in leer(respuesta)


@pytest.mark.parametrize("anio", ["1999", "20266", "9" * 30])
def test_una_cuenta_que_no_hay_se_dice_dentro_del_marco(anio, en_marco):
    respuesta = Client().get(f"/incrustar/riberas/{anio}/")
    assert (respuesta.status_code, quien_enmarca(respuesta)) == (404, en_marco)
    assert incrustado_fallas.NO_ESTA.que_paso in leer(respuesta)
    assert '<a class="btn btn-primary" href="/" target="_blank"' in leer(respuesta)


def test_una_cuenta_en_preparacion_no_se_distingue_de_ninguna(en_riberas, en_marco):
    m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2027,
                   estado="borrador", abierta_en=None)  # fmt: skip
    una, otra = (Client().get(f"/incrustar/riberas/{anio}/") for anio in (2027, 1999))
    assert (una.status_code, una.content) == (otra.status_code, otra.content)


def test_de_una_cuenta_anulada_se_dice_y_donde_esta_el_motivo(cuenta, en_riberas, en_marco):
    anular_cuenta(cuenta=cuenta, motivo=MOTIVO, por=en_riberas["encargada"])
    for respuesta in (Client().get(RUTA), Client().post(RUTA, {"paso": "enviar"}, headers=PROPIO)):
        assert (respuesta.status_code, quien_enmarca(respuesta)) == (410, en_marco)
        assert incrustado_fallas.ANULADA.titulo in leer(respuesta)
    [propia] = re.findall(r'btn-primary" href="([^"]+)"', leer(respuesta))
    assert MOTIVO in leer(Client().get(propia))


def test_un_error_nuestro_tambien_se_dice_dentro(cuenta, en_marco, monkeypatch):
    def fallar(*args):
        raise RuntimeError

    monkeypatch.setattr(incrustado.EnUnMarco, "atender", fallar)
    cliente = Client(raise_request_exception=False)
    respuesta = cliente.post(RUTA, headers=PROPIO)
    assert (respuesta.status_code, quien_enmarca(respuesta)) == (500, en_marco)
    assert incrustado_fallas.FALLO.titulo in leer(respuesta)
    # Also when what broke is what the page needs.
    monkeypatch.setattr(incrustado_fallas, "anfitriones_de", fallar)
    respuesta = cliente.post(RUTA, headers=PROPIO)
    assert (respuesta.status_code, quien_enmarca(respuesta)) == (500, NADIE)
    assert "Algo falló de nuestro lado" in leer(respuesta)


def test_se_leen_con_facilidad_y_son_livianas(cuenta, en_riberas, en_marco):
    paginas = [Client().get("/incrustar/riberas/1999/"), de_mas_campos(Client(), RUTA)]
    anular_cuenta(cuenta=cuenta, motivo=MOTIVO, por=en_riberas["encargada"])
    paginas.append(Client().get(RUTA))
    assert [p.status_code for p in paginas] == [404, 400, 410]
    assert [dificil(leer(pagina)) for pagina in paginas] == [None, None, None]
    assert [len(pagina.content) < 20_000 for pagina in paginas] == [True, True, True]


def test_lo_que_cuesta_no_depende_de_cuantos_sitios(
    cuenta, en_riberas, en_marco, django_assert_num_queries
):
    """The service twice, for the scope and for the page; its hosts, the account, the annulled."""
    for cuantos in (0, 20):
        for n in range(cuantos):
            agregar_sitio(servicio=en_riberas.riberas, host=f"b{n}.riberas.cl",
                          por=en_riberas["encargada"])  # fmt: skip
        with django_assert_num_queries(6):
            assert Client().get("/incrustar/riberas/1999/").status_code == 404


def test_sin_lista_ni_los_errores_se_enmarcan(cuenta):
    for pedir in MALOS:
        assert quien_enmarca(pedir(Client(), RUTA)) == NADIE
    assert quien_enmarca(Client().get("/incrustar/riberas/1999/")) == NADIE


CAMINOS = (
    "/cuentas/riberas/2026/participar/",
    "/incrustar/riberas/2026/banner.svg",
    "/incrustar/riberas/1999/banner.svg",
    "/cuentas/riberas/1999/",
    "/gestion/cuentas/riberas/2026/",
    "/acceso/login/",
    "/admin/",
    "/api/v1/nada/",
)
#: Of no view.
DE_NADIE = (
    "/incrustar/riberas/2026",
    "/incrustar/riberas/2026/nada/",
    "/incrustar/riberas/",
    "/incrustar/",
    "/no-existe/",
)


def atendida(camino: str) -> bool:
    """Whether some view answers there."""
    try:
        resolve(camino)
    except Resolver404:
        return False
    return True


def test_los_caminos_son_lo_que_dicen():
    """One that leads nowhere asks nothing of the page that it was meant for."""
    assert [camino for camino in CAMINOS if not atendida(camino)] == []
    assert [camino for camino in DE_NADIE if atendida(camino)] == []


def test_nada_con_sesion_ni_ningun_otro_error_se_enmarca(en_marco, entrar):
    """Refused before the view too, where no page of ours had headers at all."""
    sueltas = [
        (camino, pedir.__name__)
        for quien in (Client(), entrar("encargada"), entrar("admin"))
        for camino in (*CAMINOS, *DE_NADIE)
        for pedir in (*MALOS, Client.get, Client.put)
        if quien_enmarca(pedir(quien, camino)) != NADIE
    ]
    assert sueltas == []
    # What was asked for is a page of the staff, not its absence.
    assert entrar("encargada").get("/gestion/cuentas/riberas/2026/").status_code == 200
    # The control, and nobody is signed in there.
    dentro = entrar("encargada").get("/incrustar/riberas/1999/")
    assert quien_enmarca(dentro) == en_marco
    assert "Encargada" not in leer(dentro)


@pytest.mark.parametrize(
    "camino",
    [
        RUTA,
        "/incrustar/riberas/1999/",
        "/incrustar/nadie/2026/",
        "/incrustar/",
        f"{RUTA}banner.svg",
    ],
)
@pytest.mark.parametrize(
    "galletas",
    [
        {ajustes.SESSION_COOKIE_NAME: "una-que-ya-no-existe-0000000000"},
        {ajustes.SESSION_COOKIE_NAME: "\x01"},
        {ajustes.CSRF_COOKIE_NAME: "x" * 32},
        {ajustes.CSRF_COOKIE_NAME: "rota-y-corta"},
        {"sessionid": "x", "csrftoken": "rota", "messages": "rota", "tema": "dark"},
    ],
    ids=lambda g: "+".join(g),
)
def test_una_sesion_que_se_acabo_y_una_ficha_rota_no_dejan_galleta(camino, galletas, en_marco):
    for pedir in (Client.get, Client.head, Client.post, de_mas_campos, de_mas_bytes):
        cliente = Client(enforce_csrf_checks=True)
        for nombre, valor in galletas.items():
            cliente.cookies[nombre] = valor
        respuesta = pedir(cliente, camino)
        assert (pedir.__name__, dict(respuesta.cookies)) == (pedir.__name__, {})


def test_fuera_del_marco_si_la_dejan(cuenta):
    """The control: those very cookies, on the portal's own pages."""
    cliente = Client()
    cliente.cookies[ajustes.SESSION_COOKIE_NAME] = "una-que-ya-no-existe-0000000000"
    assert ajustes.SESSION_COOKIE_NAME in cliente.get("/cuentas/riberas/1999/").cookies
    cliente = Client()
    cliente.cookies[ajustes.CSRF_COOKIE_NAME] = "rota-y-corta"
    assert ajustes.CSRF_COOKIE_NAME in cliente.get("/acceso/login/").cookies
