"""Two hundred people at once: on PostgreSQL, with real transactions."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pkgutil import resolve_name
from threading import Barrier, BrokenBarrierError, Event

import pytest
from django.db import connection, connections

from comun import folios, reloj
from comun.campos import hash_de_clave
from convocatorias.models import Encuentro
from correos.models import Mensaje
from respuestas import services
from respuestas.models import Consulta
from servicios.alcance import alcance
from servicios.models import Usuario
from tests import mundo as m

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

PERSONAS = 200
ENVIOS, ALTERADOS = 1000, 50


@pytest.fixture
def cuenta(transactional_db, mundo):
    with alcance(mundo.riberas):
        cuenta = m.crear_cuenta(mundo.riberas, mundo["encargada"])
        m.crear_proceso(cuenta)
        yield cuenta


def _registrar(cuenta, n: int, nonce: str, mensaje: str) -> str:
    with alcance(cuenta.servicio):
        recibo = services.registrar_consulta(
            cuenta=cuenta,
            tipo="pregunta",
            mensaje=mensaje,
            datos=services.Datos(
                f"Persona {n}", "Soto", "correo", correo=f"persona{n}@correo.example"
            ),
            nonce=nonce,
        )
        return recibo.clave


def _enviar(cuenta, n: int, nonce: str) -> str:
    try:
        return _registrar(cuenta, n, nonce, f"Pregunta {n % 1000}")
    finally:
        connections.close_all()


def _a_la_vez(envios: list[list[tuple[int, str, str]]], cuenta, grupos: int = 7) -> list[set[str]]:
    """Each (person, nonce, text) with its copies, which start at the same instant; their keys.

    A thread keeps its connection: opening four thousand would measure nothing of ours.
    """
    copias = len(envios[0])
    salidas = [Barrier(copias) for _ in range(grupos)]

    def uno_tras_otro(hilo: int) -> list[str]:
        grupo, copia = divmod(hilo, copias)
        try:
            return [
                _clave_o_rechazo(cuenta, *envio[copia], salidas[grupo])
                for envio in envios[grupo::grupos]
            ]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(grupos * copias) as hilos:
        partes = list(hilos.map(uno_tras_otro, range(grupos * copias)))
    return [
        {partes[n % grupos * copias + copia][n // grupos] for copia in range(copias)}
        for n in range(len(envios))
    ]


def _clave_o_rechazo(cuenta, n: int, nonce: str, texto: str, salida: Barrier) -> str:
    salida.wait(60)
    try:
        return _registrar(cuenta, n, nonce, texto)
    except services.YaSeEnvio as error:
        return f"409 {error.folio}"


def _exigir_un_folio_cada_uno(claves: list[set[str]]) -> None:
    """Whatever the times that each was sent; and an acknowledgement."""
    assert [len(cada) for cada in claves] == [1] * len(claves)
    assert len(set().union(*claves)) == len(claves)
    numeros = Consulta.objects.order_by("folio_numero").values_list("folio_numero", flat=True)
    assert list(numeros) == list(range(1, len(claves) + 1))
    assert Mensaje.objects.filter(tipo="acuse").count() == len(claves)


def test_mil_envios_tres_veces_a_la_vez_y_una_despues_son_mil_folios(cuenta):
    """And fifty with another text are fifty refusals, which store nothing (RELIABILITY P6)."""
    formularios = [(n, services.nonce_nuevo(), f"Mensaje {n}") for n in range(ENVIOS)]
    claves = _a_la_vez([[uno] * 3 for uno in formularios], cuenta)
    _exigir_un_folio_cada_uno(claves)
    reloj.mover_a(reloj.ahora() + timedelta(minutes=10))
    assert _a_la_vez([[uno] for uno in formularios], cuenta) == claves
    otros = [[(n, nonce, "Otro")] for n, nonce, _ in formularios[:ALTERADOS]]
    folios = dict(Consulta.objects.values_list("nonce", "folio_numero"))
    assert _a_la_vez(otros, cuenta) == [
        {f"409 {cuenta.anio_gestion}-{folios[nonce]:04}"} for _, nonce, _ in formularios[:ALTERADOS]
    ]
    _exigir_un_folio_cada_uno(claves)


def test_control_sin_un_numero_de_envio_serian_tres(cuenta):
    """The same, by a form whose copies cannot be told from one another."""
    envios = [[(n, services.nonce_nuevo(), f"Mensaje {n}") for _ in range(3)] for n in range(7)]
    claves = _a_la_vez(envios, cuenta)
    assert Consulta.objects.count() == 21
    with pytest.raises(AssertionError):
        _exigir_un_folio_cada_uno(claves)


def test_doscientos_envios_dan_doscientos_folios_seguidos(cuenta):
    with ThreadPoolExecutor(20) as hilos:
        claves = list(
            hilos.map(lambda n: _enviar(cuenta, n, services.nonce_nuevo()), range(PERSONAS))
        )
    assert len(set(claves)) == PERSONAS
    folios = Consulta.objects.order_by("folio_numero").values_list("folio_numero", flat=True)
    assert list(folios) == list(range(1, PERSONAS + 1))
    acuses = Mensaje.objects.filter(tipo="acuse")
    assert acuses.count() == PERSONAS
    assert acuses.values("para").distinct().count() == PERSONAS


def test_el_mismo_envio_a_la_vez_es_uno_y_no_deja_huecos(cuenta):
    nonce = services.nonce_nuevo()
    with ThreadPoolExecutor(20) as hilos:
        claves = set(hilos.map(lambda _: _enviar(cuenta, 0, nonce), range(40)))
    assert len(claves) == 1
    _enviar(cuenta, 1, services.nonce_nuevo())
    assert list(Consulta.objects.values_list("folio_numero", flat=True)) == [1, 2]
    assert Mensaje.objects.count() == 2


def _dos_con_un_correo(cuenta, monkeypatch) -> list[bool]:
    """Two people, one address, at once; for each one, whether their acknowledgement waits.

    The first to take its folio waits for the other one there, but not for ever.
    """
    llegaron, segunda = [], Event()
    siguiente = folios.siguiente

    def con_calma(*de: object) -> int:
        llegaron.append(1)
        if len(llegaron) == 2:
            segunda.set()
        segunda.wait(2)
        return siguiente(*de)

    monkeypatch.setattr("respuestas.services.participar.folios.siguiente", con_calma)

    def uno(nombre: str) -> None:
        try:
            with alcance(cuenta.servicio):
                services.registrar_consulta(
                    cuenta=cuenta,
                    tipo="pregunta",
                    mensaje="¿Cuándo?",
                    datos=services.Datos(nombre, "Soto", "correo", correo="dos@correo.example"),
                    nonce=services.nonce_nuevo(),
                )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hilos:
        list(hilos.map(uno, ("Ana", "Luis")))
    filas = Consulta.objects.order_by("pk").values_list("acuse_desde", flat=True)
    return [desde is not None for desde in filas]


def test_dos_a_la_vez_con_un_correo_reciben_un_solo_acuse(cuenta, monkeypatch):
    assert _dos_con_un_correo(cuenta, monkeypatch) == [False, True]
    assert Mensaje.objects.filter(tipo="acuse").count() == 1


def test_control_sin_esperarse_serian_dos(cuenta, monkeypatch):
    monkeypatch.setattr("comun.preparadas._candado", lambda de: "SELECT 1")
    assert _dos_con_un_correo(cuenta, monkeypatch) == [False, False]
    assert Mensaje.objects.filter(tipo="acuse").count() == 2


def test_quien_escribe_mientras_llega_su_encuentro_no_se_cruza_con_el(cuenta, monkeypatch):
    """Both take the person and then the folio: one waits for the other, and both are received."""
    por = Usuario.objects.get(username="equipo")
    actividad = m.crear_actividad(cuenta, slug="vecinal", tipo="autoconvocada", fecha=m.HOY)
    persona = {"nombres": "Nelly", "apellidos": "Soto", "correo": "nelly@correo.example"}
    encuentro = Encuentro.objects.create(
        actividad=actividad,
        organizacion_nombre="Junta",
        clave="clave-de-prueba-de-128",
        clave_hash=hash_de_clave("clave-de-prueba-de-128"),
        clave_desde=m.AHORA,
        **persona,
    )
    juntas = Barrier(2, timeout=1)

    def a_la_vez(funcion):
        def con_el_otro(*de, **otros):
            with suppress(BrokenBarrierError):  # the other one waits for a row of this one
                juntas.wait()
            return funcion(*de, **otros)

        return con_el_otro

    for donde in ("participar.guardar_consultantes", "encuentros.folios.reservar"):
        modulo, _, nombre = f"respuestas.services.{donde}".rpartition(".")
        monkeypatch.setattr(f"{modulo}.{nombre}", a_la_vez(resolve_name(f"{modulo}.{nombre}")))

    def por_internet() -> None:
        datos = services.Datos(medio="correo", **persona)
        services.registrar_consulta(
            cuenta=cuenta, tipo="pregunta", mensaje="¿Uno?", datos=datos,
            nonce=services.nonce_nuevo(),
        )  # fmt: skip

    def del_encuentro() -> None:
        services.ingresar_aportes(
            encuentro=encuentro, asistentes=4, nonce=services.nonce_nuevo(),
            aportes=[services.Escrito("pregunta", "¿Dos?")], por=por,
        )  # fmt: skip

    def hacer(caso) -> None:
        try:
            with alcance(cuenta.servicio):
                caso()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hilos:
        list(hilos.map(hacer, (por_internet, del_encuentro)))
    assert set(Consulta.objects.values_list("mensaje", flat=True)) == {"¿Uno?", "¿Dos?"}
