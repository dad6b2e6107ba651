"""The one door of states: the table, the guard, the log, and what the object knows afterwards."""

import pytest

from comun import reloj
from comun.errores import TransicionInvalida
from comun.models import Bitacora
from comun.transitions import anotar, move, move_lote, quienes
from correos.models import Mensaje
from correos.services import enqueue
from cuentas.models import CuentaPublica
from tests import mundo as m

Estado = CuentaPublica.Estado


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], estado=Estado.BORRADOR)


def test_cambia_el_estado_los_campos_y_la_bitacora(cuenta, en_riberas):
    move(
        cuenta,
        Estado.ABIERTA,
        accion="publicar_cuenta",
        por=en_riberas["encargada"],
        datos={"anio": 2026},
        abierta_en=m.AHORA,
    )
    guardada = CuentaPublica.objects.get()
    assert (cuenta.estado, cuenta.abierta_en) == (Estado.ABIERTA, m.AHORA)
    assert (guardada.estado, guardada.abierta_en) == (Estado.ABIERTA, m.AHORA)
    fila = Bitacora.objects.get()
    assert (fila.accion, fila.desde, fila.hasta, fila.datos) == (
        "publicar_cuenta",
        "borrador",
        "abierta",
        {"anio": 2026},
    )
    assert (fila.objeto_tipo, fila.objeto_id) == ("cuentas.cuentapublica", cuenta.pk)
    assert (fila.servicio_id, fila.actor_id) == (
        en_riberas.riberas.pk,
        en_riberas["encargada"].pk,
    )


def test_lo_que_la_tabla_no_permite_se_dice_en_palabras(cuenta):
    with pytest.raises(TransicionInvalida) as error:
        move(cuenta, Estado.CERRADA, accion="cerrar_cuenta")
    assert error.value.mensaje == (
        "No se puede pasar de «en preparación» a «cerrada» (cuenta pública). "
        "Recargue la página para ver su estado actual."
    )
    assert (cuenta.estado, Bitacora.objects.count()) == (Estado.BORRADOR, 0)


def test_dos_personas_a_la_vez_son_un_cambio_y_un_rechazo(cuenta):
    la_otra = CuentaPublica.objects.get()
    move(cuenta, Estado.ABIERTA, accion="publicar_cuenta")
    with pytest.raises(TransicionInvalida, match="Otra persona cambió esto hace un momento"):
        move(la_otra, Estado.ABIERTA, accion="publicar_cuenta")
    assert la_otra.estado == Estado.BORRADOR
    assert Bitacora.objects.filter(accion="publicar_cuenta").count() == 1


def test_una_condicion_mas_tambien_guarda(cuenta):
    with pytest.raises(TransicionInvalida):
        move(cuenta, Estado.ABIERTA, accion="publicar_cuenta", si={"anio_gestion": 1999})
    move(cuenta, Estado.ABIERTA, accion="publicar_cuenta", si={"anio_gestion": 2026})
    assert cuenta.estado == Estado.ABIERTA


def test_de_un_estado_final_no_se_sale(cuenta):
    move(cuenta, Estado.ANULADA, accion="anular_cuenta")
    for hacia in Estado:
        with pytest.raises(TransicionInvalida):
            move(cuenta, hacia, accion="probar")


def test_el_paso_de_una_maquina_no_deja_bitacora(cuenta):
    move(cuenta, Estado.ABIERTA, accion="", bitacora=False)
    assert (CuentaPublica.objects.get().estado, Bitacora.objects.count()) == (Estado.ABIERTA, 0)


def test_el_reloj_del_portal_fecha_la_bitacora(cuenta):
    with reloj.un_instante() as instante:
        anotar(cuenta, "probar")
    fila = Bitacora.objects.get()
    assert (fila.momento, fila.actor_id, fila.desde, fila.hasta) == (instante, None, "", "")


def test_la_bitacora_recuerda_a_todas_las_personas(cuenta, en_riberas):
    otra = m.crear_cuenta(
        en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025, anio_ejercicio=2026
    )
    for nombre in ("equipo", "unidad", "equipo"):
        anotar(cuenta, "probar", por=en_riberas[nombre])
    anotar(cuenta, "probar")
    anotar(cuenta, "otra_cosa", por=en_riberas["revisora"])
    anotar(otra, "probar", por=en_riberas["autoridad"])
    esperadas = {en_riberas["equipo"].pk, en_riberas["unidad"].pk}
    assert quienes("probar", CuentaPublica, [cuenta.pk]) == esperadas
    assert quienes("probar", CuentaPublica, []) == set()


@pytest.fixture
def mensajes(en_riberas):
    return [
        enqueue(
            servicio=en_riberas.riberas,
            tipo="prueba",
            clave=f"prueba:{n}",
            para=f"persona{n}@correo.example",
            asunto="Prueba",
            texto="Texto",
            html="",
        )
        for n in range(3)
    ]


def test_un_lote_mueve_solo_las_filas_que_siguen_ahi(mensajes):
    move(mensajes[0], Mensaje.Estado.ANULADO, accion="anular_correo")
    movidas = move_lote(
        Mensaje.objects.all(), {"pendiente", "reintento"}, "tomado", tomado_hasta=m.AHORA
    )
    assert movidas == 2
    assert list(Mensaje.objects.order_by("pk").values_list("estado", flat=True)) == [
        "anulado",
        "tomado",
        "tomado",
    ]


def test_un_lote_tampoco_se_salta_la_tabla(mensajes):
    with pytest.raises(ValueError, match="no transition"):
        move_lote(Mensaje.objects.all(), {"pendiente"}, "enviado", enviado_en=m.AHORA)
    assert set(Mensaje.objects.values_list("estado", flat=True)) == {"pendiente"}
