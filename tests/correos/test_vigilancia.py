"""What the portal knows of its own sending: moving, held, without server, or stuck."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from correos.models import Limite, Mensaje, Pulso
from correos.services import AGENDA, ENVIO, entregar, marcar, situacion, vaciar
from correos.services.entrega import Lote
from correos.services.pulsos import MOVIMIENTO, SIN_SERVIDOR
from correos.tasks import revisar
from tests import mundo as el_mundo
from tests.servidor_smtp import puerto_libre, servidor

#: The clock of the world is at 10:00; the silence that is suffered is 300 s.
MINUTO = timedelta(minutes=1)
#: And some seconds, which the test itself may take.
LAS_DIEZ = el_mundo.AHORA + MINUTO / 2
NADA_SE_PIERDE = (
    "Nada se pierde: saldrá todo cuando se reanude. Avise a quien administra el portal."
)


@pytest.fixture(autouse=True)
def silencio(settings):
    settings.VIGIA_SILENCIO = 300


def hace(minutos, *nombres):
    """Those signs were last seen so many minutes ago."""
    marcar(*nombres)
    Pulso.objects.filter(nombre__in=nombres).update(visto_en=Now() - minutos * MINUTO)


def vencer(minutos):
    """Every mail has been due for so many minutes."""
    Mensaje.objects.update(no_antes_de=Now() - minutos * MINUTO)


def clase():
    return str(situacion(ahora=LAS_DIEZ).clase)


def test_marcar_deja_una_fila_por_proceso_con_la_hora_de_la_base(mundo, django_assert_num_queries):
    with django_assert_num_queries(1):
        marcar(ENVIO, AGENDA)
    Pulso.objects.update(visto_en=Now() - MINUTO)
    marcar(ENVIO)
    frescos = Pulso.objects.filter(visto_en__gt=Now() - MINUTO / 2).values_list("nombre", flat=True)
    assert (list(frescos), Pulso.objects.count()) == ([ENVIO], 2)


def test_sin_correos_ni_procesos_no_hay_nada_que_decir(mundo, django_assert_num_queries):
    with django_assert_num_queries(2):
        esta = situacion(ahora=LAS_DIEZ)
    assert (esta.clase, esta.que_pasa, esta.que_hacer) == ("nada", "", "")
    assert (esta.detenida, esta.importa) == (False, False)


def test_nadie_envia(encolar):
    encolar("rosa")
    encolar("luis")
    vencer(2)
    assert clase() == "avanza"
    vencer(12)
    esta = situacion(ahora=LAS_DIEZ)
    assert (esta.clase, esta.culpable, esta.atascados) == ("detenida", ENVIO, 2)
    assert esta.que_pasa == "Los correos no están saliendo desde las 9:48."
    assert esta.que_hacer == NADA_SE_PIERDE
    assert (esta.detenida, esta.importa, esta.nivel) == (True, True, "tarde")


@pytest.mark.parametrize(("callado", "esperada"), [(4, "avanza"), (6, "detenida")])
def test_un_proceso_congelado_se_nota_por_su_silencio(encolar, callado, esperada):
    """Its mails are claimed, and nobody else looks."""
    encolar()
    vencer(callado)
    Lote(10, 60)
    hace(callado, ENVIO, MOVIMIENTO)
    assert clase() == esperada


def test_un_correo_recien_llegado_tras_una_noche_sin_correos_no_alarma(encolar):
    encolar()
    hace(600, ENVIO, MOVIMIENTO)
    vencer(2)
    assert clase() == "avanza"
    vencer(3)
    assert situacion(ahora=LAS_DIEZ).que_pasa == ("Los correos no están saliendo desde las 9:57.")


def test_se_mira_y_nada_se_mueve(encolar):
    """A drain that finds its rows locked, or fails each time after its look."""
    encolar()
    vencer(9)
    hace(0, ENVIO)
    assert clase() == "detenida"
    hace(4, MOVIMIENTO)
    assert clase() == "avanza"


def test_una_campania_larga_avanza(encolar, buzon):
    for i in range(4):
        encolar(f"p{i}")
    vencer(40)
    assert clase() == "detenida"
    entregar(limite=2)
    assert clase() == "avanza"
    assert situacion(ahora=LAS_DIEZ).que_pasa == ""


def test_cada_correo_de_un_servidor_lento_es_una_senial(encolar, buzon, settings, monkeypatch):
    settings.VIGIA_SILENCIO = 0
    marcas = []
    monkeypatch.setattr("correos.services.pulsos.marcar", lambda *n: marcas.append(n))
    for i in range(3):
        encolar(f"p{i}")
    vaciar()
    assert marcas == [(ENVIO, MOVIMIENTO)] * 3
    settings.VIGIA_SILENCIO = 300
    marcas.clear()
    for i in range(3):
        encolar(f"q{i}")
    vaciar()
    assert marcas == [(ENVIO, MOVIMIENTO)]


def test_lo_que_frena_un_limite_se_dice_y_no_alarma(encolar, mundo, buzon):
    Limite.objects.create(dominio="correo.example", por_minuto=2)
    for i in range(4):
        encolar(f"p{i}")
    vencer(20)
    vaciar()
    assert len(buzon.mensajes) == 2
    esta = situacion(ahora=LAS_DIEZ)
    assert (esta.clase, esta.importa) == ("limites", False)
    assert esta.que_pasa == "Los correos salen de a poco, por el límite de envío."
    Mensaje.objects.update(punto_en=Now() - 2 * MINUTO)
    assert clase() == "avanza"


def test_el_servidor_que_no_contesta_se_dice_desde_cuando(encolar, correo_en):
    encolar("rosa")
    correo_en(puerto_libre())
    assert vaciar().sin_conexion
    hace(90, SIN_SERVIDOR)
    vencer(1)
    assert vaciar().sin_conexion
    esta = situacion(ahora=LAS_DIEZ)
    assert (esta.clase, esta.nivel, esta.detenida) == ("sin_servidor", "pronto", False)
    assert esta.que_pasa == "El servidor de correo no contesta desde las 8:30."
    assert esta.que_hacer == (
        "Los correos en espera saldrán solos cuando vuelva. "
        "Si pasa más de una hora, avise a quien administra el portal."
    )
    with servidor() as vivo:
        correo_en(vivo.puerto)
        vencer(1)
        vaciar()
    encolar("luis")
    assert clase() == "avanza"


def test_sin_servidor_y_sin_nadie_que_lo_intente_es_estar_detenido(encolar):
    encolar()
    vencer(9)
    hace(9, ENVIO, SIN_SERVIDOR)
    assert clase() == "detenida"
    hace(1, ENVIO)
    assert clase() == "sin_servidor"


def test_una_caida_nueva_tiene_su_propia_hora(encolar, correo_en):
    encolar()
    hace(300, SIN_SERVIDOR)
    hace(200, MOVIMIENTO)
    correo_en(puerto_libre())
    vaciar()
    assert Pulso.objects.get(nombre=SIN_SERVIDOR).visto_en > Pulso.objects.get(
        nombre=MOVIMIENTO
    ).visto_en + timedelta(minutes=199)


def test_la_agenda_que_calla(mundo):
    hace(9, AGENDA)
    hace(0, ENVIO)
    assert clase() == "nada"
    hace(11, AGENDA)
    esta = situacion(ahora=LAS_DIEZ)
    assert (esta.clase, esta.culpable, esta.atascados) == ("detenida", AGENDA, 0)
    assert esta.que_pasa == ("Los recordatorios y los envíos programados no corren desde las 9:49.")
    assert esta.que_hacer == NADA_SE_PIERDE
    hace(11, ENVIO)
    assert situacion(ahora=LAS_DIEZ).culpable == ENVIO


def test_quien_nunca_tuvo_agenda_no_la_echa_de_menos(mundo):
    hace(0, ENVIO)
    assert clase() == "nada"


def test_tras_medio_dia_se_dice_el_dia(encolar):
    encolar()
    vencer(21 * 60)
    assert situacion(ahora=LAS_DIEZ).que_pasa == (
        "Los correos no están saliendo desde las 13:00 del 16 de mayo."
    )


def test_la_una_es_singular(encolar):
    encolar()
    vencer(9 * 60 - 30)
    assert situacion(ahora=LAS_DIEZ).que_pasa == ("Los correos no están saliendo desde la 1:30.")


def test_la_ronda_de_la_agenda_deja_su_senial_y_entrega(encolar, buzon):
    encolar()
    revisar()
    assert len(buzon.mensajes) == 1
    assert set(Pulso.objects.values_list("nombre", flat=True)) == {ENVIO, MOVIMIENTO, AGENDA}


def test_quien_mira_sin_encontrar_nada_deja_su_senial(mundo):
    vaciar()
    assert list(Pulso.objects.values_list("nombre", flat=True)) == [ENVIO]


def test_la_consola_lo_dice_arriba(encolar, entrar):
    encolar()
    vencer(12)
    pagina = entrar("encargada").get("/gestion/correos/").content.decode()
    assert pagina.count("Los correos no están saliendo desde las ") == 1
    assert pagina.count(NADA_SE_PIERDE) == 1
    vencer(-60)
    assert "no están saliendo" not in entrar("encargada").get("/gestion/correos/").content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a partial index for it")
def test_mirar_la_cola_no_la_lee_entera(encolar):
    encolar()
    por_salir = Mensaje.objects.vencidos().order_by("prioridad", "id")
    with CaptureQueriesContext(connection) as sentencias:
        situacion(ahora=LAS_DIEZ)
    [agregado] = [s["sql"] for s in sentencias if "COUNT" in s["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {agregado}")
        planes = [fila[3] for fila in cursor.fetchall()]
    planes += [por_salir[:50].explain(), Mensaje.objects.abandonados().explain()]
    assert [plan for plan in planes if "SCAN correos_mensaje" in plan] == []
    assert len([plan for plan in planes if "mensaje_por_estado" in plan]) == 3
