"""Every route × every role × every method, with objects of two services.

A route without a declared expectation fails; another service's object is 404.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from comun import reloj
from cpp_portal.registro import sin_claves
from servicios.permissions import PERMISOS, Permiso
from servicios.rutas import Ruta, todas
from tests import mundo as m
from tests.conftest import cargar_catalogos
from tests.matriz.expectativas import EXCEPCIONES, EXPECTATIVAS
from tests.matriz.objetos import poblar

#: What somebody who may enter meets: a page, a redirect, a form to correct, a wrong method.
ADENTRO = {200, 302, 400, 405, 409, 422}
pytestmark = pytest.mark.django_db

METODOS = ("get", "head", "post", "put", "patch", "delete")
PERSONAS = (*m.REPARTO, "encargada-otro")
TRANSVERSALES = {"admin", "dos", "auditora"}
PROPIAS = [r for r in todas() if r.policy not in ("administracion", "acceso")]


@dataclass
class DosServicios:
    mundo: m.Mundo
    riberas: dict
    otro: dict


@pytest.fixture(scope="module")
def dos(django_db_setup, django_db_blocker) -> Iterator[DosServicios]:
    """The world, made once for the module inside a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        reloj.mover_a(m.AHORA)
        cargar_catalogos()
        yield _dos_servicios(m.crear_mundo())
        transaction.set_rollback(True)


def _dos_servicios(mundo: m.Mundo) -> DosServicios:
    personas = dict(mundo.personas)
    ajenas = personas | {
        nombre: m.crear_persona(f"{nombre}-caminos", m.REPARTO[nombre], mundo.otro)
        for nombre in ("facilitadora", "secretaria", "sistematizadora", "autoridad")
    }
    ajenas["encargada"] = personas["encargada-otro"]
    return DosServicios(mundo, poblar(mundo.riberas, personas), poblar(mundo.otro, ajenas))


@pytest.fixture(scope="module")
def entrar(dos, django_db_blocker) -> Callable[[str], Client]:
    """One client per person, signed in once for the whole module."""
    clientes = {nombre: Client() for nombre in PERSONAS}
    with django_db_blocker.unblock():
        for nombre, cliente in clientes.items():
            cliente.force_login(
                dos.mundo[nombre], backend="django.contrib.auth.backends.ModelBackend"
            )
    return clientes.__getitem__


@pytest.fixture(autouse=True)
def _sin_construir(monkeypatch):
    """Who may rehearse is asked here; what a rehearsal does is asked in its own tests."""
    monkeypatch.setattr("seguimiento.views.ensayo.reiniciar", lambda **_: None)
    monkeypatch.setattr("seguimiento.views.ensayo.guion.avanzar", lambda *_: [])


def direccion(ruta: Ruta, ids: dict) -> str:
    """The address of a route with the identifiers of one service."""
    _, alias = EXPECTATIVAS[ruta.name]
    nombres = [parte.split(">")[0].split(":")[-1] for parte in ruta.path.split("<")[1:]]
    return reverse(ruta.name, kwargs={n: ids[alias.get(n, n)] for n in nombres})


def pedir(cliente: Client, metodo: str, camino: str) -> int:
    """One request whose effects are undone, in the browser too; the status it answers."""
    galletas = deepcopy(cliente.cookies)
    punto = transaction.savepoint()
    try:
        respuesta = getattr(cliente, metodo)(camino)
        if respuesta.streaming:
            respuesta.getvalue()  # a download that nobody reads stays open
    finally:
        transaction.savepoint_rollback(punto)
        cliente.cookies = galletas
    a_la_entrada = respuesta.status_code == 302 and "/acceso/login" in respuesta.url
    return 401 if a_la_entrada else respuesta.status_code


def esperado(ruta: Ruta, nombre: str) -> str:
    """What a person of riberas meets at an object of riberas."""
    clase, _, permiso = ruta.policy.partition(":")
    if clase in ("publica", "clave", "demo", "sesion"):
        return "entra"
    if nombre == "encargada-otro":
        con_servicio = "<slug:servicio>" in ruta.path
        suyo = permiso in PERMISOS[m.REPARTO["encargada"]]
        en_lista = "<" not in ruta.path
        if en_lista and suyo:
            return "entra"
        return "404" if con_servicio or suyo else "403"
    return "entra" if permiso in PERMISOS[m.REPARTO[nombre]] else "403"


@pytest.mark.parametrize("ruta", PROPIAS, ids=lambda r: r.name)
def test_la_expectativa_declarada_es_la_que_rige(ruta):
    assert ruta.name in EXPECTATIVAS, f"Declare {ruta.name} ({ruta.policy}) in expectativas.py"
    assert EXPECTATIVAS[ruta.name][0] == ruta.policy
    clase, _, permiso = ruta.policy.partition(":")
    assert clase in ("publica", "clave", "sesion", "demo") or permiso in Permiso.values


def test_no_sobran_expectativas():
    assert set(EXPECTATIVAS) - {r.name for r in PROPIAS} == set()


@pytest.mark.parametrize("ruta", PROPIAS, ids=lambda r: r.name)
def test_cada_rol_y_cada_metodo(ruta, dos, entrar):
    camino = direccion(ruta, dos.riberas)
    guardada = ruta.policy.partition(":")[0] in ("permiso", "sesion", "demo")
    sin_sesion = {metodo: pedir(Client(), metodo, camino) for metodo in METODOS}
    assert {codigo == 401 for codigo in sin_sesion.values()} == {guardada}
    for nombre in PERSONAS:
        cliente = entrar(nombre)
        espera = esperado(ruta, nombre)
        for metodo in METODOS:
            codigo = pedir(cliente, metodo, camino)
            caso = f"{nombre} {metodo.upper()} {camino} → {codigo}, se esperaba «{espera}»"
            if espera != "entra":
                assert str(codigo) in (espera, *_sin_mirar(ruta)), caso
            else:
                assert codigo in ADENTRO | EXCEPCIONES.get(ruta.name, set()), caso


def _sin_mirar(ruta: Ruta) -> tuple[str, ...]:
    """405: without a service in the address, the method is refused before anything is looked up."""
    return () if "<slug:servicio>" in ruta.path else ("405",)


CON_OBJETO = [r for r in PROPIAS if "<" in r.path and r.policy.startswith("permiso:")]


@pytest.mark.parametrize("ruta", CON_OBJETO, ids=lambda r: r.name)
def test_el_objeto_de_otro_servicio_es_404(ruta, dos, entrar):
    """With the permission in one's own service: nothing of the other one exists."""
    permiso = ruta.policy.partition(":")[2]
    con_permiso = [n for n in m.REPARTO if permiso in PERMISOS[m.REPARTO[n]]]
    for nombre in (n for n in con_permiso if n not in TRANSVERSALES):
        cliente = entrar(nombre)
        for metodo in METODOS:
            assert pedir(cliente, metodo, direccion(ruta, dos.otro)) in (404, 405), (nombre, metodo)


@pytest.mark.parametrize("ruta", PROPIAS, ids=lambda r: r.name)
def test_que_guarda_y_que_cuenta_el_navegador(ruta, dos, entrar):
    """What is not everybody's is kept nowhere; a key leaves in no header; no script of others."""
    clase, _, permiso = ruta.policy.partition(":")
    nombre = next((n for n in m.REPARTO if permiso in PERMISOS[m.REPARTO[n]]), "encargada")
    punto = transaction.savepoint()
    respuesta = entrar(nombre).get(direccion(ruta, dos.riberas))
    transaction.savepoint_rollback(punto)
    guardable = "no-store" not in respuesta.get("Cache-Control", "")
    assert not (guardable and clase != "publica"), respuesta.get("Cache-Control")
    if clase == "clave":
        assert (respuesta["Referrer-Policy"], respuesta["X-Robots-Tag"]) == (
            "strict-origin",
            "noindex",
        )
    assert "default-src 'none'" in respuesta["Content-Security-Policy"]
    assert "unsafe" not in respuesta["Content-Security-Policy"]


@pytest.mark.parametrize("ruta", [r for r in PROPIAS if r.policy == "clave"], ids=lambda r: r.name)
def test_una_clave_que_nadie_dio_es_el_mismo_404(ruta, dos, entrar):
    nombre = ruta.path.partition("<")[2].partition(">")[0].partition(":")[2]
    claves = ("a", "A" * 22, "A" * 300, "\x00", "ñ", "%")
    paginas = [Client().get(reverse(ruta.name, kwargs={nombre: clave})) for clave in claves]
    assert {p.status_code for p in paginas} == {404}
    assert {"<h1>No encontramos esta página</h1>" in p.content.decode() for p in paginas} == {True}
    assert {p["Referrer-Policy"] for p in paginas} == {"strict-origin"}


@pytest.mark.parametrize("ruta", [r for r in PROPIAS if r.policy == "clave"], ids=lambda r: r.name)
def test_el_registro_calla_la_clave_de_cada_ruta(ruta):
    nombre = ruta.path.partition("<")[2].partition(">")[0].partition(":")[2]
    escrito = f"Not Found: {reverse(ruta.name, kwargs={nombre: 'k3y-K_secreta'})}"
    assert "k3y" not in sin_claves(escrito)
