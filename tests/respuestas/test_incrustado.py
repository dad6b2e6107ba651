"""The form inside a page of another site: who may frame it, and what it takes without a cookie."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from respuestas.models import Consulta
from respuestas.services import fichas
from respuestas.views import incrustado
from servicios.rutas import todas
from servicios.services import agregar_sitio, retirar_sitio
from tests import mundo as m
from tests.matriz.objetos import poblar
from tests.matriz.test_matriz import direccion

RUTA = "/incrustar/riberas/2026/"
PROPIO = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
ESCRITO = {
    "tipo": "pregunta",
    "mensaje": "¿Cuándo llega el refuerzo de la ribera?",
    "nombres": "Rosa",
    "apellidos": "Quilaleo",
    "medio": "correo",
    "correo": "rosa@correo.example",
}


@pytest.fixture
def cuenta(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.crear_proceso(cuenta)
    return cuenta


@pytest.fixture
def listado(en_riberas, cuenta):
    return agregar_sitio(
        servicio=en_riberas.riberas, host="www.riberas.cl", por=en_riberas["encargada"]
    )


def ficha_en(respuesta) -> str:
    [una] = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', leer(respuesta)))
    return una


def leer(respuesta) -> str:
    return unescape(respuesta.content.decode())


def enviar(ficha: str, *, cliente: Client | None = None, cabeceras=PROPIO, **cambios: str):
    datos = {**ESCRITO, "paso": "enviar", "csrfmiddlewaretoken": ficha, **cambios}
    cliente = cliente or Client(enforce_csrf_checks=True)
    return cliente.post(RUTA, datos, headers=cabeceras)


def ancestros(respuesta) -> str:
    [valor] = re.findall(r"frame-ancestors ([^;]*)", respuesta["Content-Security-Policy"])
    return valor


# ── Received: once, without cookies ──


def test_se_recibe_con_el_mismo_folio_que_en_el_portal(cuenta):
    recibida = enviar(ficha_en(Client().get(RUTA)))
    consulta = Consulta.objects.get()
    clave = re.search(r"/mi-consulta/([\w-]+)/recibido/", leer(recibida))[1]
    assert (recibida.status_code, consulta.canal, consulta.folio in leer(recibida)) == (
        200,
        "virtual",
        True,
    )
    enlace = f'href="/mi-consulta/{clave}/recibido/" target="_blank" rel="noopener"'
    assert enlace in leer(recibida)
    assert Client().get(f"/mi-consulta/{clave}/recibido/").status_code == 200


def test_la_ficha_usada_dos_veces_da_el_mismo_folio_y_otro_cuerpo_no_entra(cuenta):
    ficha = ficha_en(Client().get(RUTA))
    primera, segunda = enviar(ficha), enviar(ficha)
    consulta = Consulta.objects.get()
    assert [consulta.folio in leer(r) for r in (primera, segunda)] == [True, True]
    otra = enviar(ficha, mensaje="Falta luz en el puente.")
    assert (otra.status_code, Consulta.objects.count()) == (409, 1)
    assert "Este formulario ya se usó" in leer(otra)
    assert "Falta luz en el puente." in leer(otra)
    nueva = enviar(ficha_en(otra), mensaje="Falta luz en el puente.")
    assert (nueva.status_code, Consulta.objects.count()) == (200, 2)


def test_una_ficha_vencida_vuelve_con_otra_y_con_lo_escrito(cuenta, monkeypatch):
    vieja = _de_hace(monkeypatch, fichas.VIDA.total_seconds() + 1, cuenta)
    rechazada = enviar(vieja)
    assert (rechazada.status_code, Consulta.objects.count()) == (422, 0)
    assert incrustado.VENCIDA in leer(rechazada)
    assert ESCRITO["mensaje"] in leer(rechazada)
    assert enviar(ficha_en(rechazada)).status_code == 200
    # It was the same form: sent again under the old number it is the same message.
    assert fichas.abrir(vieja, cuenta).nonce == Consulta.objects.get().nonce


def test_una_ficha_de_hace_casi_dos_horas_todavia_sirve(cuenta, monkeypatch):
    ficha = _de_hace(monkeypatch, fichas.VIDA.total_seconds() - 60, cuenta)
    assert enviar(ficha).status_code == 200


def test_el_reloj_de_la_demostracion_no_vence_la_ficha(cuenta, reloj_en):
    ficha = ficha_en(Client().get(RUTA))
    reloj_en(m.AHORA.replace(day=20))
    assert enviar(ficha).status_code == 200


def _de_hace(monkeypatch, segundos: float, cuenta) -> str:
    """A token sealed that long ago by the machine's clock."""
    ahora = signing.time.time()
    with monkeypatch.context() as antes:
        antes.setattr(signing.time, "time", lambda: ahora - segundos)
        return fichas.sellar(cuenta, "nonce-de-prueba-0001")


# ── Refused, with a sentence, and nothing of what was typed is lost ──


def _buena(cuenta) -> str:
    return fichas.sellar(cuenta, "nonce-de-prueba-0001")


def _con_otra_sal(cuenta) -> str:
    contenido = signing.loads(_buena(cuenta), salt=fichas.SAL)
    return signing.dumps(contenido, salt="respuestas.participar")


def _de_otra_version(cuenta) -> str:
    contenido = signing.loads(_buena(cuenta), salt=fichas.SAL)
    contenido[2] += 1
    return signing.dumps(contenido, salt=fichas.SAL)


def _de_otro_servicio(cuenta) -> str:
    contenido = signing.loads(_buena(cuenta), salt=fichas.SAL)
    contenido[0] += 1
    return signing.dumps(contenido, salt=fichas.SAL)


def _de_otra_cuenta(cuenta) -> str:
    contenido = signing.loads(_buena(cuenta), salt=fichas.SAL)
    contenido[1] += 1
    return signing.dumps(contenido, salt=fichas.SAL)


FICHAS: dict[str, Callable] = {
    "ninguna": lambda cuenta: "",
    "alterada": lambda cuenta: _buena(cuenta)[:-1] + ("a" if _buena(cuenta)[-1] != "a" else "b"),
    "cortada": lambda cuenta: _buena(cuenta)[:20],
    "otra sal": _con_otra_sal,
    "otra versión": _de_otra_version,
    "otro servicio": _de_otro_servicio,
    "otra cuenta": _de_otra_cuenta,
    "enorme": lambda cuenta: "a:" * 40_000,
    "invisible": lambda cuenta: "\x00\u202e",
}
ORIGENES: dict[str, dict[str, str]] = {
    "null": {"Origin": "null"},
    "ninguno": {},
    "el anfitrión": {"Origin": "https://www.riberas.cl"},
    "otro puerto": {"Origin": "http://testserver:81"},
    "otro esquema": {"Origin": "https://testserver"},
    "un nombre que sigue": {"Origin": "http://testserver.evil.cl"},
    "dos": {"Origin": "http://testserver, http://testserver"},
    "de otro sitio": {**PROPIO, "Sec-Fetch-Site": "cross-site"},
    "del mismo dominio": {**PROPIO, "Sec-Fetch-Site": "same-site"},
    "de nadie": {**PROPIO, "Sec-Fetch-Site": "none"},
}


@pytest.mark.parametrize("caso", FICHAS)
def test_una_ficha_que_no_es_de_aqui_no_entra(caso, cuenta):
    rechazada = enviar(FICHAS[caso](cuenta))
    assert (rechazada.status_code, Consulta.objects.count()) == (422, 0)
    assert incrustado.AJENA in leer(rechazada)
    _nada_se_pierde(rechazada)
    # The control: what came back, sent again as it is, is received.
    assert enviar(ficha_en(rechazada)).status_code == 200
    assert Consulta.objects.count() == 1


@pytest.mark.parametrize("caso", ORIGENES)
@pytest.mark.parametrize("paso", ["revisar", "enviar", "corregir"])
def test_lo_que_no_salio_del_portal_no_entra(caso, paso, cuenta, listado):
    rechazada = enviar(_buena(cuenta), cabeceras=ORIGENES[caso], paso=paso)
    assert (rechazada.status_code, Consulta.objects.count()) == (403, 0)
    assert incrustado.DE_OTRO_SITIO in leer(rechazada)
    _nada_se_pierde(rechazada)
    # The control: the same token and the same words, from the portal's own page.
    assert enviar(_buena(cuenta)).status_code == 200
    assert Consulta.objects.count() == 1


def test_sin_sec_fetch_site_basta_el_origen(cuenta):
    """Browsers of before 2021 do not send it."""
    assert enviar(_buena(cuenta), cabeceras={"Origin": "http://testserver"}).status_code == 200


def _nada_se_pierde(respuesta) -> None:
    pagina = leer(respuesta)
    assert [v for v in ESCRITO.values() if v not in pagina] == []
    assert "Abrir en página propia" in pagina
    assert 'formaction="/cuentas/riberas/2026/participar/" formtarget="_blank"' in pagina


def test_lo_escrito_sigue_en_la_pagina_propia(cuenta):
    """As the button «Seguir en página propia» sends it: the portal draws it again, and stores it
    only with its own token."""
    datos = {**ESCRITO, "paso": "corregir", "csrfmiddlewaretoken": _buena(cuenta)}
    propia = Client(enforce_csrf_checks=True).post("/cuentas/riberas/2026/participar/", datos)
    assert (propia.status_code, ESCRITO["mensaje"] in leer(propia)) == (200, True)
    datos["paso"] = "enviar"
    sin = Client(enforce_csrf_checks=True).post("/cuentas/riberas/2026/participar/", datos)
    assert (sin.status_code, Consulta.objects.count()) == (422, 0)


def test_se_espera_el_turno_como_en_el_portal(cuenta, monkeypatch):
    from comun import cuotas

    monkeypatch.setattr(cuotas, "PARTICIPAR", cuotas.Uso("participar", 1, 1))
    assert enviar(fichas.sellar(cuenta, "nonce-de-prueba-0001")).status_code == 200
    espera = enviar(fichas.sellar(cuenta, "nonce-de-prueba-0002"))
    assert (espera.status_code, Consulta.objects.count()) == (429, 1)
    assert "Retry-After" in espera.headers
    _nada_se_pierde(espera)


def test_cerrado_lo_dice_y_no_guarda(cuenta, reloj_en):
    ficha = ficha_en(Client().get(RUTA))
    reloj_en(m.AHORA.replace(month=6, day=20))
    cerrado = Client().get(RUTA)
    assert "Abrir en página propia" in leer(cerrado)
    assert "<form" not in leer(cerrado)
    rechazada = enviar(ficha)
    assert (rechazada.status_code, Consulta.objects.count()) == (422, 0)
    assert ESCRITO["mensaje"] in leer(rechazada)


# ── The headers ──


def test_solo_los_de_la_lista_la_muestran(cuenta, en_riberas, listado, settings):
    agregar_sitio(servicio=en_riberas.riberas, host="riberas.cl", por=en_riberas["encargada"])
    pagina = Client().get(RUTA)
    # And the portal's own sample pages, which show the staff how it looks on those sites.
    todos = f"https://riberas.cl https://www.riberas.cl {settings.BASE_URL}"
    assert ancestros(pagina) == todos
    assert "X-Frame-Options" not in pagina
    assert pagina["Referrer-Policy"] == "same-origin"
    assert "no-store" in pagina["Cache-Control"]
    assert f'data-anfitriones="{todos}"' in leer(pagina)
    retirar_sitio(sitio=listado, por=en_riberas["encargada"])
    assert ancestros(Client().get(RUTA)) == f"https://riberas.cl {settings.BASE_URL}"


def test_sin_lista_nadie_la_muestra(cuenta):
    for pagina in (Client().get(RUTA), enviar(_buena(cuenta)), enviar("", cabeceras={})):
        assert (ancestros(pagina), pagina["X-Frame-Options"]) == ("'none'", "DENY")


def test_un_nombre_que_sigue_al_de_la_lista_no_es_el_de_la_lista(cuenta, listado, settings):
    """As the header is read: each source is a whole origin, without a pattern."""
    fuentes = ancestros(Client().get(RUTA)).split()
    assert fuentes == ["https://www.riberas.cl", settings.BASE_URL]
    ajenos = (
        "https://www.riberas.cl.evil.cl",
        "https://evil.www.riberas.cl",
        "http://www.riberas.cl",
        "https://riberas.cl",
        "https://www.riberas.cl:8443",
    )
    assert [o for o in ajenos if o in fuentes] == []


def test_los_de_un_servicio_no_muestran_el_de_otro(mundo, cuenta, listado):
    from servicios.alcance import alcance

    with alcance(mundo.otro):
        otra = m.crear_cuenta(mundo.otro, mundo["encargada-otro"])
        m.crear_proceso(otra)
    assert ancestros(Client().get("/incrustar/caminos/2026/")) == "'none'"


def test_ninguna_respuesta_deja_una_galleta_ni_lee_una(cuenta, listado, entrar):
    """Also where the portal and the host are one site, and the browser sends what it has."""
    dentro = entrar("encargada")
    dentro.cookies["tema"] = "dark"
    dentro.cookies["csrf"] = "x" * 32
    anonima = Client(enforce_csrf_checks=True)
    pedidos = [
        lambda cliente: cliente.get(RUTA),
        lambda cliente: cliente.head(RUTA),
        lambda cliente: cliente.get(f"{RUTA}?x=1"),
        lambda cliente: enviar("", cliente=cliente),
        lambda cliente: enviar("", cliente=cliente, cabeceras={}),
        lambda cliente: enviar("", cliente=cliente, paso="revisar"),
        lambda cliente: enviar("", cliente=cliente, paso="corregir", mensaje=""),
        lambda cliente: enviar("", cliente=cliente, mensaje=""),
        lambda cliente: enviar(_buena(cuenta), cliente=cliente),
        lambda cliente: cliente.put(RUTA),
        lambda cliente: cliente.get("/incrustar/riberas/1999/"),
        lambda cliente: cliente.get("/incrustar/nadie/2026/"),
    ]
    for cliente in (anonima, dentro):
        for pedir in pedidos:
            respuesta = pedir(cliente)
            assert dict(respuesta.cookies) == {}
            assert "Encargada" not in leer(respuesta)
    assert 'data-bs-theme="dark"' not in leer(dentro.get(RUTA))
    # The control: the portal's own form does leave one.
    assert "csrf" in Client().get("/cuentas/riberas/2026/participar/").cookies


def test_ninguna_otra_pagina_del_portal_se_puede_enmarcar(mundo, entrar):
    """The whole table of addresses, for anybody and for who is signed in; and the doors."""
    from servicios.alcance import alcance

    with alcance(mundo.riberas):
        ids = poblar(mundo.riberas, mundo.personas)
        agregar_sitio(servicio=mundo.riberas, host="www.otro.riberas.cl", por=mundo["encargada"])
    sueltas = []
    propias = [r for r in todas() if r.policy not in ("administracion", "acceso")]
    caminos = {r.name: direccion(r, ids) for r in propias}
    caminos |= {
        "account_login": reverse("account_login"),
        "admin": "/admin/",
        "nada": "/no-existe/",
    }
    for quien in (Client(), entrar("encargada"), entrar("admin")):
        for nombre, camino in caminos.items():
            respuesta = quien.get(camino)
            if respuesta.streaming:
                respuesta.getvalue()  # a download that nobody reads stays open
            if not _cerrada(respuesta):
                sueltas.append(nombre)
    assert sorted(set(sueltas)) == ["respuestas:incrustar"]


def _cerrada(respuesta) -> bool:
    return (
        "frame-ancestors 'none'" in respuesta.get("Content-Security-Policy", "")
        and respuesta.get("X-Frame-Options") == "DENY"
    )


def test_dibujarla_cuesta_lo_mismo_con_uno_que_con_muchos_sitios(
    cuenta, en_riberas, django_assert_num_queries
):
    def con(*hosts: str) -> None:
        for host in hosts:
            agregar_sitio(servicio=en_riberas.riberas, host=host, por=en_riberas["encargada"])
        with django_assert_num_queries(8):
            assert Client().get(RUTA).status_code == 200

    con("a.riberas.cl")
    con(*(f"b{n}.riberas.cl" for n in range(20)))
