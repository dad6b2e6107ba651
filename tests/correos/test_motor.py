"""What the engine promises of each mail: the words decided, its turn, and no transaction open."""

import sqlite3
from importlib import import_module
from types import SimpleNamespace

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from comun.models import Bitacora
from correos.models import Mensaje
from correos.services import Entrega, entregar, vaciar
from correos.services.smtp import Sesion

ALTA, CAMPANIA = Mensaje.Prioridad.ALTA, Mensaje.Prioridad.CAMPANIA


# ── The words that were decided, or none ──


@pytest.mark.parametrize("campo", ["para", "asunto", "texto", "html"])
def test_si_sus_palabras_no_son_las_decididas_no_sale(encolar, buzon, campo):
    malo, bueno = encolar("rosa"), encolar("luis")
    otro = {"para": "intruso@correo.example"}.get(campo, "Otra cosa")
    Mensaje.objects.filter(pk=malo.pk).update(**{campo: otro})
    assert entregar() == Entrega(tomados=2, enviados=1)
    assert buzon.destinos == ["luis@correo.example"]
    malo.refresh_from_db()
    assert (malo.estado, malo.ultimo_codigo, malo.ultimo_texto) == (
        "rechazado",
        None,
        "Su texto no es el que se decidió enviar",
    )
    avisos = Bitacora.objects.filter(accion="correo_rechazado").values_list("objeto_id", flat=True)
    assert list(avisos) == [malo.pk]
    bueno.refresh_from_db()
    assert bueno.huella == bueno.calcular_huella()


def test_la_huella_distingue_que_va_en_cada_parte(encolar):
    uno = encolar("a", clave="1", asunto="ab", texto="c", html="")
    otro = encolar("a", clave="2", asunto="a", texto="bc", html="")
    assert uno.huella != otro.huella
    assert len(uno.huella) == 64


# ── The database refuses to rewrite them ──


@pytest.fixture
def con_sus_disparadores(db):
    """As the migration leaves them; the suite drops the one against DELETE on SQLite."""
    poner = import_module("correos.migrations.0003_huellas").Migration.operations[1]
    editor = SimpleNamespace(connection=connection, execute=_ejecutar)
    poner.reverse_code(None, editor)
    poner.code(None, editor)


def _ejecutar(sentencia, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sentencia, params)


@pytest.mark.parametrize("campo", ["clave", "huella", "message_id", "servicio_id"])
def test_lo_que_identifica_a_un_correo_no_se_reescribe(mundo, encolar, con_sus_disparadores, campo):
    mensaje = encolar("rosa")
    fila = Mensaje.objects.filter(pk=mensaje.pk)
    otro = mundo.otro.pk if campo == "servicio_id" else "otra"
    with pytest.raises(DatabaseError, match="registro inmutable"), transaction.atomic():
        fila.update(**{campo: otro})
    with pytest.raises(DatabaseError, match="registro inmutable"), transaction.atomic():
        fila.delete()
    assert fila.get().huella == mensaje.huella
    fila.update(estado="anulado", ultimo_texto="Se puede")
    assert fila.get().estado == "anulado"


# ── Its turn ──


def _al_segundo(monkeypatch, buzon, hacer):
    """When the second mail has arrived, `hacer` happens, once."""
    enviar, hechos = Sesion.enviar, []

    def _enviar(self, **datos):
        resultado = enviar(self, **datos)
        if len(buzon.mensajes) == 2 and not hechos:
            hechos.append(hacer())
        return resultado

    monkeypatch.setattr(Sesion, "enviar", _enviar)


@pytest.mark.parametrize(("cada", "lugar"), [(0, 2), (3600, 6)], ids=["mira", "sin_mirar"])
def test_un_acuse_pasa_delante_de_la_campania_que_esta_saliendo(
    encolar, buzon, monkeypatch, cada, lugar
):
    """`sin_mirar` is the control: without the look, whoever wrote waits for the whole batch."""
    monkeypatch.setattr("correos.services.entrega.SEGUNDOS_ENTRE_MIRADAS", cada)
    for i in range(6):
        encolar(f"p{i}", prioridad=CAMPANIA)
    _al_segundo(monkeypatch, buzon, lambda: encolar("acuse", tipo="acuse", prioridad=ALTA))
    vaciar()
    assert buzon.destinos.index("acuse@correo.example") == lugar
    assert sorted(buzon.destinos) == sorted(
        ["acuse@correo.example", *(f"p{i}@correo.example" for i in range(6))]
    )
    assert {m.intentos for m in Mensaje.objects.all()} == {1}


def test_un_acuse_no_espera_a_otro(encolar, buzon, monkeypatch):
    monkeypatch.setattr("correos.services.entrega.SEGUNDOS_ENTRE_MIRADAS", 0)
    for i in range(4):
        encolar(f"p{i}", prioridad=ALTA)
    _al_segundo(monkeypatch, buzon, lambda: encolar("otro", prioridad=ALTA))
    vaciar()
    assert buzon.destinos == [f"{q}@correo.example" for q in ("p0", "p1", "p2", "p3", "otro")]
    assert buzon.conexiones == 2


# ── No transaction while the server thinks ──


def _conexion_del_envio():
    """A look, from another connection, at what the one that sends is doing."""
    datos = connection.settings_dict
    connection.ensure_connection()
    quien = connection.connection.get_backend_pid()

    def mirar():
        otra = psycopg2.connect(
            host=datos["HOST"],
            port=datos["PORT"],
            user=datos["USER"],
            password=datos["PASSWORD"],
            dbname=datos["NAME"],
        )
        try:
            cursor = otra.cursor()
            cursor.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [quien])
            return [estado for (estado,) in cursor.fetchall()]
        finally:
            otra.close()

    return mirar


def _nadie_escribe():
    """From another connection, at once: the database can be written."""
    otra = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    try:
        otra.execute("BEGIN IMMEDIATE")
        return ["idle"]
    except sqlite3.OperationalError:
        return ["idle in transaction"]
    finally:
        otra.close()


@pytest.mark.django_db(transaction=True)
def test_mientras_el_servidor_piensa_no_hay_transaccion_abierta(encolar, buzon, monkeypatch):
    mirar = _nadie_escribe if connection.vendor == "sqlite" else _conexion_del_envio()
    estados = []
    for paso in ("handle_RCPT", "handle_DATA"):
        original = getattr(buzon, paso)

        async def _paso(*args, original=original, **kwargs):
            estados.extend(mirar())
            return await original(*args, **kwargs)

        monkeypatch.setattr(buzon, paso, _paso)
    for quien in ("rosa", "luis"):
        encolar(quien)
    entregar()
    assert len(buzon.mensajes) == 2
    assert estados == ["idle"] * 4
    with transaction.atomic():
        encolar("nelly")
        assert mirar() == ["idle in transaction"]
