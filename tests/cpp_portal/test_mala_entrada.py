"""Whatever comes to a form is answered in words, and what could be read of it comes back.

Every route that takes a POST of somebody without a session, told by the addresses themselves, by
every way of coming wrong of `teclado.py` (RELIABILITY P6, P16, P20, P22, P23).
"""

import html
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from comun import folios, reloj
from convocatorias.models import Encuentro
from cuentas.models import CuentaPublica
from respuestas.models import Consultante
from respuestas.services.recepcion import ambito
from servicios.alcance import alcance
from servicios.rutas import Ruta, todas
from tests import mundo as m
from tests.conftest import cargar_catalogos
from tests.cpp_portal.teclado import CASOS, FORMULARIOS, ILEGIBLES, SIN_PALABRAS, Formulario
from tests.matriz.objetos import poblar
from tests.matriz.test_matriz import direccion

pytestmark = pytest.mark.django_db

RUTAS = {ruta.name: ruta for ruta in todas()}
DE_CUALQUIERA = [r for r in RUTAS.values() if r.policy in ("publica", "clave")]
DE_LA_API = {nombre for nombre in RUTAS if nombre.startswith("seguimiento:api:")}
#: What a script of another site may read asks first whether it may.
DE_LOS_DATOS = {f"seguimiento:datos_{n}" for n in ("archivo", "diccionario", "catalogo")}
SE_PREGUNTA = DE_LA_API | DE_LOS_DATOS | {"seguimiento:oembed"}
#: Corrected, done, refused in words: never an error of ours, never a door.
SE_CONTESTA = {200, 302, 400, 409, 422, 429}


class Escena:
    """A service with one object of each kind, and who may type in each form."""

    def __init__(self) -> None:
        self.mundo = m.crear_mundo()
        self.ids = poblar(self.mundo.riberas, self.mundo.personas)
        with alcance(self.mundo.riberas):
            Consultante.objects.update(medio="correo", correo="juan@correo.example")
            cuenta = CuentaPublica.objects.get()
            # The folios of those rows were not taken from their counters.
            folios.reservar(ambito(cuenta), cuenta.anio_gestion, 2)
            folios.reservar(f"derechos:{self.mundo.riberas.pk}", m.HOY.year, 1)
            ayer = m.HOY - timedelta(days=1)
            otra = m.crear_actividad(cuenta, slug="encuentro", fecha=ayer, tipo="autoconvocada")
            Encuentro.objects.update(actividad=otra)

    def cliente(self, form: Formulario) -> Client:
        cliente = Client(raise_request_exception=False)
        if form.quien:
            cliente.force_login(
                self.mundo[form.quien], backend="django.contrib.auth.backends.ModelBackend"
            )
        return cliente

    def camino(self, nombre: str) -> str:
        return direccion(RUTAS[nombre], self.ids)


@pytest.fixture(scope="module")
def escena(django_db_setup, django_db_blocker) -> Iterator[Escena]:
    """Made once for the module, inside a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        reloj.mover_a(m.AHORA)
        cargar_catalogos()
        yield Escena()
        transaction.set_rollback(True)


def _sin_efecto(pedir: Any, *args: Any, **kwargs: Any) -> Any:
    punto = transaction.savepoint()
    try:
        respuesta = pedir(*args, **kwargs)
        respuesta.texto = _leer(respuesta)
        return respuesta
    finally:
        transaction.savepoint_rollback(punto)


def _leer(respuesta: Any) -> str:
    crudo = respuesta.getvalue() if respuesta.streaming else respuesta.content
    return crudo.decode("utf-8", "replace")


def test_cada_ruta_que_recibe_algo_esta_en_la_tabla(escena):
    """A method that a route does not take is answered with those that it does."""
    reciben = set()
    for ruta in DE_CUALQUIERA:
        respuesta = _sin_efecto(Client().put, direccion(ruta, escena.ids))
        assert respuesta.status_code == 405, ruta.name
        if "POST" in respuesta["Allow"]:
            reciben.add(ruta.name)
    assert reciben == {nombre for nombre, form in FORMULARIOS.items() if not form.quien}


@pytest.mark.parametrize("nombre", FORMULARIOS)
def test_lo_que_llega_mal_se_contesta_con_palabras(escena, nombre):
    form, camino = FORMULARIOS[nombre], escena.camino(nombre)
    cliente, reparos = escena.cliente(form), []
    for caso, hacer in CASOS.items():
        cuerpo, tipo = hacer(form)
        respuesta = _sin_efecto(
            cliente.generic, "POST", camino, cuerpo, content_type=tipo, headers=form.cabeceras
        )
        if reparo := _reparo(form, caso, respuesta):
            reparos.append(f"{caso}: {reparo}")
    assert reparos == []


def _reparo(form: Formulario, caso: str, respuesta: Any) -> str:
    """What is wrong with that answer."""
    codigo = respuesta.status_code
    if codigo not in SE_CONTESTA or (caso == "bien" and codigo != form.bien):
        return f"answers {codigo}"
    if codigo == 302:
        return "" if respuesta["Location"].startswith("/") else respuesta["Location"]
    pagina = html.unescape(respuesta.texto)
    if 'lang="es' not in pagina or not re.search(r"<h1[ >]", pagina):
        return "has no words"
    if codigo == 400:
        sabe_por_que = caso in ILEGIBLES and "Vuelva atrás y envíelo de nuevo" in pagina
        return "" if sabe_por_que else "is refused whole"
    if caso in SIN_PALABRAS:
        return ""
    faltan = [campo for campo in form.escritos if not _vuelve(respuesta, campo, pagina)]
    return f"loses {faltan}" if faltan else ""


def _vuelve(respuesta: Any, campo: str, pagina: str) -> bool:
    """Whether what was typed in a field is in the page, as a person would read it."""
    form = respuesta.context["form"]
    if campo.startswith("aportes"):
        form, campo = respuesta.context["aportes"].forms[int(campo[8])], campo[10:]
    form = respuesta.context.get("escrito", form)  # the page where it is checked before sending
    valor = form[campo].value() if campo in form.fields else ""
    plano = " ".join(str(valor or "").split())
    return bool(plano) and plano in " ".join(pagina.split())


def test_una_pagina_que_pierde_lo_escrito_se_nota(escena):
    """The negative control: a form that is drawn empty, and an answer without words."""
    form = FORMULARIOS["respuestas:enlace_perdido"]
    cuerpo, tipo = CASOS["run_como_correo"](form)

    def pedir() -> Any:
        camino = escena.camino("respuestas:enlace_perdido")
        return _sin_efecto(Client().generic, "POST", camino, cuerpo, content_type=tipo)

    buena = pedir()
    assert _reparo(form, "run_como_correo", buena) == ""
    buena.texto = buena.texto.replace("17.319.482-K", "")
    assert _reparo(form, "run_como_correo", buena) == "loses ['correo']"
    buena.texto = "Bad Request"
    assert _reparo(form, "run_como_correo", buena) == "has no words"
    buena.status_code = 500
    assert _reparo(form, "run_como_correo", buena) == "answers 500"


class SeCorta(io.BytesIO):
    """A telephone that lost its network in the middle of the form."""

    def read(self, *args: int) -> bytes:
        raise OSError("connection reset")

    readline = read


@pytest.mark.parametrize("nombre", [n for n, form in FORMULARIOS.items() if not form.quien])
def test_una_red_que_se_corta_no_es_un_error_nuestro(escena, nombre):
    """With the check of the form's token, as in the street."""
    cliente = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for tipo in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        otros = {"wsgi.input": SeCorta(), "CONTENT_LENGTH": "900"}
        respuesta = _sin_efecto(
            cliente.generic, "POST", escena.camino(nombre), b"x", content_type=tipo, **otros
        )
        assert respuesta.status_code in (302, 400, 403), (tipo, respuesta.status_code)


LARGO = "a" * 9000
CONSULTAS = (
    f"?q={LARGO}&region={LARGO}&pagina={'9' * 5000}&anio={'9' * 400}&estado=%FF&derecho=%FF",
    "?q=a%00&q=%25&pagina=%00&region=%00&anio=%00&estado=%00&derecho=%00&codigo=%00&&&=&",
    "?q=%ED%B2%80%E2%80%AE%3Cscript%3E&pagina=-1&anio=99999999999999999999&region=%C2%B2&estado[]=x",
)


@pytest.mark.parametrize("ruta", DE_CUALQUIERA, ids=lambda r: r.name)
def test_una_direccion_hostil_tambien_se_contesta(escena, ruta):
    """Too long, with bytes that are no text; and each method says the same as GET, or 405.

    A browser asks the API and the open data with OPTIONS whether another site may read them.
    """
    camino = direccion(ruta, escena.ids)
    cliente = Client(raise_request_exception=False)
    llano = _sin_efecto(cliente.get, camino).status_code
    metodos = {
        metodo: _sin_efecto(cliente.generic, metodo, camino).status_code
        for metodo in ("HEAD", "OPTIONS", "BREW")
    }
    assert metodos.pop("HEAD") in (llano, 405)
    assert metodos == {"OPTIONS": 204 if ruta.name in SE_PREGUNTA else 405, "BREW": 405}
    for consulta in CONSULTAS:
        respuesta = _sin_efecto(cliente.get, camino + consulta)
        de_mas = {422} if ruta.name in DE_LA_API else set()
        assert respuesta.status_code in {200, 302, 304, 404, 405, 503} | de_mas, consulta[:40]


def _caminos_hostiles(ruta: Ruta) -> Iterator[str]:
    """The address of a route with something absurd in each of its parts."""
    for texto, numero in ((LARGO, "9" * 400), ("ñ", "9" * 5000), ("%00", "0"), ("%FF%FE", "²")):
        camino = re.sub(r"<int:\w+>", numero, ruta.path)
        yield re.sub(r"<\w+:\w+>", texto, camino)


@pytest.mark.parametrize("ruta", [r for r in DE_CUALQUIERA if "<" in r.path], ids=lambda r: r.name)
def test_una_direccion_que_nadie_dio_es_la_pagina_de_siempre(escena, ruta):
    for camino in _caminos_hostiles(ruta):
        respuesta = _sin_efecto(Client(raise_request_exception=False).get, camino)
        assert respuesta.status_code == 404, camino[:60]
        dice = '"title": "No existe"' if ruta.name in DE_LA_API else "No encontramos esta página"
        assert dice in respuesta.texto


def test_las_puertas_de_entrada_tambien(escena):
    """Those of the sign-in are of others, and as open: no case of any of them is our error."""
    puertas = ("account_login", "account_reset_password", "account_reauthenticate",
               "mfa_authenticate")  # fmt: skip
    form = Formulario(("login", "password"), ("email",), otros={"code": "0"})
    for puerta in puertas:
        for caso, hacer in CASOS.items():
            cuerpo, tipo = hacer(form)
            cliente = Client()
            respuesta = _sin_efecto(
                cliente.generic, "POST", reverse(puerta), cuerpo, content_type=tipo
            )
            assert respuesta.status_code in SE_CONTESTA | {405}, (puerta, caso)
