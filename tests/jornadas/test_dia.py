"""The day is prepared, opened, closed with somebody in it, or said not to have been held."""

import pytest

from comun.errores import ErrorDominio, ReglaIncumplida, SinPermiso, TransicionInvalida
from comun.models import Bitacora
from convocatorias.models import Actividad
from jornadas import services
from jornadas.models import Jornada
from tests import mundo as m


def test_preparar_dos_veces_es_la_misma(escena):
    otra = m.crear_actividad(escena.cuenta, slug="otra")
    primera = services.preparar_jornada(actividad=otra, por=escena["encargada"])
    assert services.preparar_jornada(actividad=otra, por=escena["encargada"]) == primera
    assert (primera.estado, primera.servicio) == ("preparada", escena.mundo.riberas)
    assert Bitacora.objects.filter(accion="preparar_jornada").count() == 1


@pytest.mark.parametrize(
    ("estado", "palabra"),
    [("borrador", "en preparación"), ("suspendida", "suspendida"), ("anulada", "anulada")],
)
def test_preparar_pide_una_actividad_vigente(escena, estado, palabra):
    otra = m.crear_actividad(escena.cuenta, slug="otra", estado=estado, motivo_estado="Lluvia")
    with pytest.raises(ErrorDominio) as error:
        services.preparar_jornada(actividad=otra, por=escena["encargada"])
    assert error.value.mensaje == (
        f"La actividad está {palabra}. Prográmela con su fecha, hora y lugar, y vuelva a preparar "
        "la jornada."
    )


def test_abrir_fuera_de_fecha_queda_marcado(escena):
    Jornada.objects.update(estado=Jornada.Estado.PREPARADA, abierta_en=None)
    jornada = Jornada.objects.select_related("actividad__comuna").get()
    services.abrir_jornada(jornada=jornada, por=escena["encargada"])
    assert Jornada.objects.get().estado == "abierta"
    assert Bitacora.objects.get(accion="abrir_jornada").datos == {"en_su_fecha": False}


def test_cerrar_sin_nadie(escena):
    escena.con_todo_dicho()
    with pytest.raises(ReglaIncumplida) as error:
        services.cerrar_jornada(jornada=escena.jornada, por=escena["encargada"])
    assert error.value.mensaje == (
        "No hay ninguna persona acreditada. Acredite a quienes asistieron, o indique que la "
        "jornada no se realizó. (Regla R58: guía de cuentas públicas de la División de "
        "Organizaciones Sociales, 3. El día de ejecución.)"
    )


def test_cerrar_y_volver_a_abrir(escena):
    escena.llega()
    escena.con_todo_dicho()
    services.cerrar_jornada(jornada=escena.jornada, por=escena["encargada"])
    jornada = Jornada.objects.get()
    assert (jornada.estado, jornada.cerrada_en is not None) == ("cerrada", True)
    services.abrir_jornada(jornada=jornada, por=escena["encargada"])
    jornada = Jornada.objects.get()
    assert (jornada.estado, jornada.cerrada_en) == ("abierta", None)


def test_no_realizada_pide_motivo(escena):
    with pytest.raises(ErrorDominio) as error:
        services.no_realizada(jornada=escena.jornada, motivo=" ", por=escena["encargada"])
    assert error.value.mensaje == "Escriba por qué no se realizó. El motivo es público."
    services.no_realizada(jornada=escena.jornada, motivo="No llegó nadie", por=escena["encargada"])
    jornada = Jornada.objects.get()
    assert (jornada.estado, jornada.motivo_no_realizada) == ("no_realizada", "No llegó nadie")
    with pytest.raises(TransicionInvalida):
        services.abrir_jornada(jornada=jornada, por=escena["encargada"])


@pytest.mark.parametrize("persona", ["equipo", "acreditadora", "autoridad", "encargada-otro"])
def test_la_jornada_la_dirige_la_encargada(escena, persona):
    escena.llega()
    with pytest.raises(SinPermiso):
        services.cerrar_jornada(jornada=escena.jornada, por=escena[persona])
    with pytest.raises(SinPermiso):
        services.preparar_jornada(actividad=Actividad.objects.get(), por=escena[persona])


def test_corregir_el_contacto(escena):
    ficha = escena.llega()
    services.corregir_contacto(
        ficha=ficha,
        datos=services.DatosFicha(
            nombres="Rosa", apellidos="Quilaleo", a_titulo_personal=True, telefono="912345678"
        ),
        por=escena["acreditadora"],
    )
    ficha.refresh_from_db()
    persona = ficha.participante
    assert (persona.nombres, persona.correo, persona.telefono, persona.organizacion_nombre) == (
        "Rosa",
        "",
        "912345678",
        "",
    )
    assert (ficha.a_titulo_personal, ficha.documento) == (True, "11111111-1")
    assert Bitacora.objects.get(accion="corregir_contacto").datos == {
        "campos": [
            "a_titulo_personal",
            "apellidos",
            "correo",
            "nombre_plegado",
            "nombres",
            "organizacion_nombre",
            "telefono",
        ]
    }


def test_corregir_no_deja_sin_contacto(escena):
    ficha = escena.llega()
    with pytest.raises(ReglaIncumplida):
        services.corregir_contacto(
            ficha=ficha,
            datos=services.DatosFicha(nombres="Rosa", apellidos="Q", a_titulo_personal=True),
            por=escena["acreditadora"],
        )
    ficha.participante.refresh_from_db()
    assert ficha.participante.correo == "rosa@ejemplo.cl"


def test_la_carpeta_lleva_el_numero_del_taller(escena):
    taller = escena.taller
    escena.taller.__class__.objects.update(estado="sin_realizar")
    sin_taller = escena.llega()
    with pytest.raises(ReglaIncumplida) as error:
        services.entregar_carpeta(ficha=sin_taller, por=escena["acreditadora"])
    assert [regla.id for regla, _ in error.value.reglas] == ["R66"]
    taller.__class__.objects.update(estado="planificado")
    con_taller = escena.llega(nonce="n2", documento="12.345.678-5")
    services.entregar_carpeta(ficha=con_taller, por=escena["acreditadora"])
    con_taller.refresh_from_db()
    assert con_taller.carpeta_entregada is True
