"""To whom no more: what waits is stopped, what is legally due still leaves, and races are lost."""

import threading

import pytest
from django.db import connection
from django.db.models.functions import Now

from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import Mensaje, Supresion
from correos.services import bloquear, entregar, levantar, reintentar, supresion, vaciar
from correos.services.entrega import Lote
from correos.services.smtp import Sesion
from tests import mundo as el_mundo
from tests.correos.conftest import poner

RENUNCIABLES, TODO = Supresion.Alcance
ENLACE = Supresion.Origen.ENLACE
PIDIO = "La persona pidió no recibir estos correos"


@pytest.fixture
def pedir(mundo):
    """`pedir("rosa")`: Rosa asks Riberas for no more of what she may refuse."""

    def _pedir(quien="rosa", **otros):
        datos = {
            "servicio": mundo.riberas,
            "direccion": f"{quien}@correo.example",
            "alcance": RENUNCIABLES,
            "origen": ENLACE,
        }
        return bloquear(**(datos | otros))

    return _pedir


def como_quedaron():
    return {m.clave: (m.estado, m.ultimo_texto) for m in Mensaje.objects.all()}


@pytest.mark.parametrize(
    ("alcance", "acuse"), [(RENUNCIABLES, ("pendiente", "")), (TODO, ("anulado", PIDIO))]
)
def test_lo_que_espera_se_anula_segun_lo_que_pidio(mundo, encolar, pedir, alcance, acuse):
    encolar("rosa", para="Rosa@Correo.example")
    encolar("rosa", tipo="acuse", clave="acuse:1")
    encolar("rosa", servicio=mundo.otro, clave="del otro servicio")
    encolar("luis")
    pedir("rosa", alcance=alcance)
    assert como_quedaron() == {
        "invitacion:rosa": ("anulado", PIDIO),
        "acuse:1": acuse,
        "del otro servicio": ("pendiente", ""),
        "invitacion:luis": ("pendiente", ""),
    }


def test_tambien_lo_que_se_reintenta_despues_de_haber_salido_una_vez(mundo, encolar, pedir):
    mensaje = encolar("rosa")
    poner(mensaje, "rebotado", punto_en=Now())
    reintentar(mensaje=Mensaje.objects.get(), por=mundo.personas["encargada"])
    pedir("rosa")
    assert como_quedaron() == {"invitacion:rosa": ("anulado", PIDIO)}


def test_lo_que_se_decide_despues_nace_anulado(encolar, pedir, buzon):
    pedir("rosa")
    encolar("rosa", para="ROSA@correo.example")
    encolar("rosa", tipo="respuesta", clave="respuesta:1")
    vaciar()
    assert como_quedaron() == {
        "invitacion:rosa": ("anulado", PIDIO),
        "respuesta:1": ("enviado", "Recibido"),
    }
    assert buzon.destinos == ["rosa@correo.example"]


def test_se_pide_una_vez_y_se_puede_ampliar(pedir):
    primera = pedir("rosa")
    assert pedir(direccion=" ROSA@Correo.example ") == primera
    assert pedir("rosa", alcance=TODO) == primera
    assert pedir("rosa") == primera
    fila = Supresion.objects.get()
    assert (fila.direccion, fila.alcance, fila.origen) == ("rosa@correo.example", TODO, ENLACE)
    assert (fila.creada_en, fila.levantada_en) == (primera.creada_en, None)
    filas = Bitacora.objects.filter(accion="bloquear_direccion").order_by("pk")
    assert [f.datos["alcance"] for f in filas] == [RENUNCIABLES, TODO]


def test_la_bitacora_no_dice_la_direccion(encolar, pedir):
    mensaje = encolar("rosa")
    fila = pedir("rosa")
    levantar(supresion=fila)
    escrito = Bitacora.objects.order_by("pk").values_list("accion", "objeto_id", "datos")
    assert list(escrito) == [
        ("bloquear_direccion", fila.pk, {"alcance": RENUNCIABLES, "origen": ENLACE}),
        ("anular_correo", mensaje.pk, {"supresion": fila.pk}),
        ("levantar_bloqueo", fila.pk, {}),
    ]


def test_levantarla_deja_las_dos_fechas_y_vuelve_a_enviar(encolar, pedir, buzon, reloj_en):
    fila = pedir("rosa")
    reloj_en(el_mundo.AHORA.replace(day=20))
    levantar(supresion=fila)
    with pytest.raises(ErrorDominio, match="ya recibe correos otra vez"):
        levantar(supresion=fila)
    encolar("rosa")
    vaciar()
    assert buzon.destinos == ["rosa@correo.example"]
    fila = Supresion.objects.get()
    assert fila.creada_en.date() == el_mundo.HOY
    assert fila.levantada_en.day == 20
    otra = pedir("rosa")
    assert otra.pk != fila.pk
    assert Supresion.objects.vigentes().get() == otra


def test_lo_que_esta_saliendo_sin_su_punto_se_detiene(encolar, pedir, buzon):
    """Claimed, then blocked: its owner may not announce the dot, and the others go on."""
    encolar("rosa")
    encolar("luis")
    lote = Lote(10, 60)
    pedir("rosa")
    with Sesion() as sesion:
        lote.enviar(sesion)
    assert buzon.destinos == ["luis@correo.example"]
    assert como_quedaron()["invitacion:rosa"] == ("anulado", PIDIO)
    assert como_quedaron()["invitacion:luis"][0] == "enviado"


def test_con_el_punto_anunciado_ya_no_se_detiene(encolar, pedir):
    encolar("rosa")
    lote = Lote(10, 60)
    assert lote._anunciar_punto(lote.mensajes[0])
    pedir("rosa")
    assert como_quedaron()["invitacion:rosa"][0] == "tomado"


def test_lo_decidido_al_mismo_tiempo_se_ve_al_tomarlo(encolar, mundo, buzon):
    """Neither saw the other: the mail was decided before the request, which found nothing."""
    encolar("rosa")
    encolar("rosa", tipo="acuse", clave="acuse:1")
    supresion._registrar(mundo.riberas, "rosa@correo.example", RENUNCIABLES, ENLACE, None)
    entregar()
    assert buzon.destinos == ["rosa@correo.example"]
    assert como_quedaron() == {
        "invitacion:rosa": ("anulado", PIDIO),
        "acuse:1": ("enviado", "Recibido"),
    }


@pytest.mark.django_db(transaction=True)
def test_cuatro_personas_a_la_vez_hacen_una_fila(pedir):
    errores = []

    def pide():
        try:
            pedir("rosa")
        except Exception as error:
            errores.append(error)
        finally:
            connection.close()

    hilos = [threading.Thread(target=pide) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(30)
    assert errores == []
    assert Supresion.objects.count() == 1
    assert Bitacora.objects.filter(accion="bloquear_direccion").count() == 1
