"""Into the outbox: once per key, in the transaction of the fact, and without waiting for Redis."""

import json
import os
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from comun import archivos
from correos import services
from correos.models import EN_FILA, Adjunto, Mensaje
from correos.services import Correo, cola, enqueue_muchos
from tests.servidor_smtp import ESPERA_TOLERADA, puerto_libre, servidor_mudo

#: What PostgreSQL planned before is called by its name (`comun.preparadas`).
SUPRIMIDA, INSERTA = (
    ("EXECUTE", "EXECUTE") if connection.vendor == "postgresql" else ("SELECT", "INSERT")
)


def _verbos(sentencias: CaptureQueriesContext) -> list[str]:
    return [s["sql"].split()[0] for s in sentencias]


def test_la_fila_dice_lo_que_se_enviara(mundo, encolar):
    mensaje = encolar(asunto="Uno\r\nBcc: otra@correo.example", nombre="Rosa\nElena")
    fila = Mensaje.objects.get(pk=mensaje.pk)
    assert (fila.asunto, fila.nombre) == ("Uno Bcc: otra@correo.example", "Rosa Elena")
    assert (fila.estado, fila.servicio, fila.intentos) == ("pendiente", mundo.riberas, 0)
    assert fila.message_id.endswith("@127.0.0.1>")
    assert len(fila.message_id) == len("<@127.0.0.1>") + 32


def test_la_misma_clave_es_el_mismo_correo(encolar):
    adjunto = (archivos.guardar(b"%PDF", "application/pdf"), "informe.pdf")
    primero = encolar(adjuntos=[adjunto])
    segundo = encolar(adjuntos=[adjunto], asunto="Otro asunto")
    assert (segundo.pk, segundo.message_id) == (primero.pk, primero.message_id)
    assert list(Mensaje.objects.values_list("asunto")) == [("Le invitamos a la jornada",)]
    assert Adjunto.objects.count() == 1


def test_la_clave_de_otro_servicio_se_rechaza(mundo, encolar):
    encolar()
    with pytest.raises(ValueError, match="another service"):
        encolar(servicio=mundo.otro)


def test_un_correo_cuesta_tres_sentencias(encolar, reloj_en):
    encolar("antes")
    with CaptureQueriesContext(connection) as sentencias:
        encolar()
    sql = [s["sql"].split()[0] for s in sentencias]
    # The first SELECT is the demo's clock, the second who asked not to be written to.
    assert sql == ["SELECT", SUPRIMIDA, "INSERT", "SELECT"]


def test_lo_que_espera_su_turno_sale_despues_y_su_fila_dice_por_que(encolar):
    una_hora = timedelta(hours=1)
    rosa, mala = encolar("rosa", espera=una_hora), encolar("a b", espera=una_hora)
    assert list(Mensaje.objects.en_fila()) == [rosa]
    assert (mala.estado, rosa.ultimo_texto) == ("rechazado", EN_FILA)
    falta = Mensaje.objects.annotate(falta=F("no_antes_de") - Now()).get(pk=rosa.pk).falta
    assert timedelta(minutes=59) < falta <= una_hora
    assert not Mensaje.objects.vencidos().exists()
    Mensaje.objects.update(no_antes_de=Now())
    assert list(Mensaje.objects.vencidos()) == [rosa]
    assert not Mensaje.objects.en_fila().exists()


def _campania(mundo, cuantos, desde=0):
    return enqueue_muchos(
        (
            Correo(
                clave=f"c:{i}",
                para=f"p{i}@correo.example",
                asunto="Jornada",
                texto="Le esperamos.",
                html="<p>Le esperamos.</p>",
            )
            for i in range(desde, cuantos)
        ),
        servicio=mundo.riberas,
        tipo="invitacion",
        campania="Jornada nacional",
    )


def test_una_campania_completa_y_repetida(mundo):
    primera = _campania(mundo, 700)
    assert [m.clave for m in primera] == [f"c:{i}" for i in range(700)]
    assert [m.pk for m in _campania(mundo, 700)] == [m.pk for m in primera]
    assert Mensaje.objects.count() == 700
    assert {m.prioridad for m in Mensaje.objects.all()} == {Mensaje.Prioridad.CAMPANIA}


def test_una_campania_cuesta_lo_mismo_con_10_que_con_30(mundo):
    costos = []
    for desde, hasta in ((0, 10), (10, 30)):
        with CaptureQueriesContext(connection) as sentencias:
            _campania(mundo, hasta, desde)
        costos.append(len(sentencias))
    assert costos == [4, 4]


def test_una_clave_repetida_dentro_de_la_campania_se_rechaza(mundo):
    correo = Correo(clave="x", para="a@correo.example", asunto="A", texto="A")
    with pytest.raises(ValueError, match="twice"), transaction.atomic():
        enqueue_muchos([correo, correo], servicio=mundo.riberas, tipo="t", campania="C")
    assert Mensaje.objects.count() == 0


def test_un_solo_aviso_por_transaccion(encolar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as avisos:
        encolar("rosa")
        encolar("luis")
    assert avisos == [services.despertar]


def test_el_aviso_sobrevive_a_un_punto_deshecho(encolar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as avisos:
        punto = transaction.savepoint()
        encolar("rosa")
        transaction.savepoint_rollback(punto)
        encolar("luis")
    assert avisos == [services.despertar]
    assert list(Mensaje.objects.values_list("para", flat=True)) == ["luis@correo.example"]


def test_la_cola_recibe_el_nombre_de_la_tarea(cola_en, tmp_path):
    cola_en(
        "filesystem://",
        data_folder_in=str(tmp_path),
        data_folder_out=str(tmp_path),
        control_folder=str(tmp_path / "control"),
    )
    services.despertar()
    [archivo] = [r for r in tmp_path.iterdir() if r.is_file()]
    aviso = json.loads(archivo.read_text())
    assert aviso["headers"]["task"] == "correos.entregar"
    assert (aviso["headers"]["argsrepr"], aviso["headers"]["kwargsrepr"]) == ("()", "{}")


def test_cuando_muchos_escriben_a_la_vez_sale_un_aviso_y_otro_al_final(monkeypatch):
    """The last one leaves after all of them wrote, so that whoever wakes finds every row."""
    salen = []
    monkeypatch.setattr(cola, "_RITMO", cola._Ritmo(30))
    monkeypatch.setattr(cola, "pedir_tarea", lambda nombre, en: salen.append((nombre, en)) or True)
    for _ in range(5):
        services.despertar()
    [(_, primero), (_, ultimo)] = salen
    assert {nombre for nombre, _ in salen} == {"correos.entregar"}
    assert primero == timedelta(0) < timedelta(seconds=29) < ultimo < timedelta(seconds=30)


def test_si_la_cola_no_lo_toma_quien_sigue_manda_otro(monkeypatch):
    salen = []
    monkeypatch.setattr(cola, "_RITMO", cola._Ritmo(30))

    def pedir(nombre, en):
        salen.append(en > timedelta(0))
        return len(salen) > 3

    monkeypatch.setattr(cola, "pedir_tarea", pedir)
    for _ in range(6):
        services.despertar()
    assert salen == [False, True, True, True]  # the fourth was taken: the others leave it at that


def test_pasada_la_pausa_el_aviso_sale_en_el_acto():
    ritmo = cola._Ritmo(4)
    segundos = [
        None if t is None else t / timedelta(seconds=1) for t in map(ritmo.turno, range(11))
    ]
    assert segundos == [0, 3, None, None, 0, 3, None, None, 0, 3, None]


@pytest.mark.django_db(transaction=True)
def test_con_redis_caido_la_fila_queda_y_nadie_espera(encolar, cola_en, caplog):
    from cpp_portal.settings import _REDIS_OPTIONS

    cola_en(f"redis://127.0.0.1:{puerto_libre()}/0", **_REDIS_OPTIONS)
    inicio = time.monotonic()
    mensaje = encolar()
    assert time.monotonic() - inicio < ESPERA_TOLERADA
    assert Mensaje.objects.get().pk == mensaje.pk
    assert "The queue does not answer" in caplog.text


def test_un_hilo_abre_una_sola_vez_su_linea_a_la_cola(cola_en, monkeypatch):
    cola_en("memory://")
    abiertas = []
    abrir = cola.current_app.connection_for_write

    def contar(**opciones):
        abiertas.extend(opciones)
        return abrir(**opciones)

    monkeypatch.setattr(cola.current_app, "connection_for_write", contar)
    for _ in range(3):
        services.despertar()
    assert abiertas == ["transport_options"]


@pytest.mark.parametrize(
    ("error", "veces"), [(ConnectionError, 2), (TimeoutError, 1)], ids=["cortada", "lenta"]
)
def test_si_la_linea_se_corto_se_abre_otra_y_quien_tarda_no_se_espera_dos_veces(
    cola_en, monkeypatch, caplog, error, veces
):
    """What is open was closed when Redis started again; one that is frozen stays frozen."""
    cola_en("memory://")
    services.despertar()
    pedidas = []

    def enviar(*args, **kwargs):
        pedidas.append(kwargs["connection"])
        if len(pedidas) == 1:
            raise error

    monkeypatch.setattr(cola.current_app, "send_task", enviar)
    services.despertar()
    assert len({id(conexion) for conexion in pedidas}) == len(pedidas) == veces
    assert ("The queue does not answer" in caplog.text) == (veces == 1)


def test_una_clave_nueva_no_se_lee_de_vuelta_y_repetida_se_rechaza(encolar):
    with CaptureQueriesContext(connection) as sentencias:
        rosa = encolar(nueva=True)
    assert _verbos(sentencias) == ["SELECT", SUPRIMIDA, INSERTA]
    assert Mensaje.objects.get() == rosa
    with pytest.raises(IntegrityError), transaction.atomic():
        encolar(nueva=True)


AVISAR = """
import time, django
django.setup()
from correos.services import despertar
inicio = time.monotonic()
despertar()
print(time.monotonic() - inicio)
"""


@pytest.mark.parametrize("redis", ["cerrado", "mudo"])
def test_con_los_ajustes_del_portal_el_aviso_no_espera(redis):
    """In a process with the portal's own settings: Redis down, and Redis frozen."""
    with servidor_mudo() as mudo:
        puerto = mudo if redis == "mudo" else puerto_libre()
        ambiente = os.environ | {
            "CPP_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "cpp_portal.settings",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{puerto}/1",
        }
        proceso = subprocess.run(
            [sys.executable, "-c", AVISAR], env=ambiente, capture_output=True, text=True, timeout=60
        )
    assert "The queue does not answer" in proceso.stderr
    assert float(proceso.stdout) < ESPERA_TOLERADA


def test_el_puerto_mudo_de_veras_acepta():
    with servidor_mudo() as puerto, socket.create_connection(("127.0.0.1", puerto), timeout=1) as s:
        s.settimeout(0.1)
        with pytest.raises(TimeoutError):
            s.recv(1)
