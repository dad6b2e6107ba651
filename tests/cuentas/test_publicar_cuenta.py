"""Publishing, closing, taking up again and annulling an account (R7, R8)."""

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio, ReglaIncumplida, TransicionInvalida
from comun.models import Bitacora
from cuentas import services
from cuentas.models import CuentaPublica, Integrante
from tests import mundo as m


@pytest.fixture
def cuenta(en_riberas):
    responsable = en_riberas["encargada"]
    responsable.cargo, responsable.telefono = "Encargada", "71 222 3344"
    responsable.save()
    cuenta = m.crear_cuenta(en_riberas.riberas, responsable, estado="borrador", abierta_en=None)
    m.con_tareas(cuenta, en_riberas["equipo"])
    m.con_constancias(cuenta, responsable, "R10")
    return cuenta


@pytest.fixture
def con_equipo(cuenta, en_riberas):
    Integrante.objects.create(cuenta=cuenta, usuario=en_riberas["equipo"], funcion="Redacción")
    return cuenta


def test_se_publica(con_equipo, en_riberas):
    services.publicar_cuenta(cuenta=con_equipo, por=en_riberas["encargada"])
    con_equipo.refresh_from_db()
    assert con_equipo.estado == "abierta"
    assert abs((con_equipo.abierta_en - m.AHORA).total_seconds()) < 60
    assert list(CuentaPublica.objects.publicas()) == [con_equipo]


def test_sin_equipo_no(cuenta, en_riberas):
    with pytest.raises(ReglaIncumplida) as error:
        services.publicar_cuenta(cuenta=cuenta, por=en_riberas["encargada"])
    assert error.value.mensaje.startswith(
        "El equipo de la cuenta no tiene integrantes. Sume al menos a una persona"
    )
    assert [regla.id for regla, _ in error.value.reglas] == ["R8"]
    assert CuentaPublica.objects.get().estado == "borrador"


def test_sin_datos_de_la_responsable_no(con_equipo, en_riberas):
    responsable = con_equipo.responsable
    responsable.cargo = responsable.telefono = ""
    responsable.save()
    with pytest.raises(ReglaIncumplida) as error:
        services.publicar_cuenta(cuenta=con_equipo, por=en_riberas["encargada"])
    assert error.value.mensaje.startswith("A la persona responsable le falta: cargo y teléfono.")


def test_cerrar_y_reabrir(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    services.cerrar_cuenta(cuenta=cuenta, por=en_riberas["encargada"])
    assert (cuenta.estado, cuenta.cerrada_en is None) == ("cerrada", False)
    services.reabrir_cuenta(cuenta=cuenta, por=en_riberas["encargada"])
    assert (cuenta.estado, cuenta.cerrada_en) == ("abierta", None)
    assert list(Bitacora.objects.order_by("id").values_list("accion", flat=True)) == [
        "cerrar_cuenta",
        "reabrir_cuenta",
    ]


def test_un_borrador_no_se_cierra_ni_se_reabre(cuenta, en_riberas):
    with pytest.raises(TransicionInvalida):
        services.cerrar_cuenta(cuenta=cuenta, por=en_riberas["encargada"])
    with pytest.raises(ErrorDominio, match="Solo se reabre una cuenta cerrada"):
        services.reabrir_cuenta(cuenta=cuenta, por=en_riberas["encargada"])
    assert CuentaPublica.objects.get().estado == "borrador"


def test_anular_exige_motivo(cuenta, en_riberas):
    with pytest.raises(ErrorDominio, match="Escriba el motivo de la anulación: se publica"):
        services.anular_cuenta(cuenta=cuenta, motivo=" ", por=en_riberas["encargada"])
    services.anular_cuenta(cuenta=cuenta, motivo="Fusión de servicios", por=en_riberas["encargada"])
    cuenta.refresh_from_db()
    assert (cuenta.estado, cuenta.motivo_anulacion) == ("anulada", "Fusión de servicios")


# ── The pages ──


def ruta(nombre):
    return reverse(f"cuentas_gestion:{nombre}", args=["riberas", 2026])


def test_publicar_por_la_pagina(entrar, con_equipo):
    cliente = entrar("encargada")
    pagina = cliente.get(ruta("configurar")).content.decode()
    assert ruta("publicar") in pagina
    assert cliente.post(ruta("publicar")).url == ruta("configurar")
    assert CuentaPublica.objects.get().estado == "abierta"


def test_la_pagina_dice_que_falta_y_no_ofrece_publicar(entrar, cuenta):
    cliente = entrar("encargada")
    pagina = cliente.get(ruta("configurar")).content.decode()
    assert "El equipo de la cuenta no tiene integrantes." in pagina
    assert ruta("publicar") not in pagina
    respuesta = cliente.post(ruta("publicar"), follow=True)
    assert "El equipo de la cuenta no tiene integrantes." in respuesta.content.decode()
    assert CuentaPublica.objects.get().estado == "borrador"


def test_anular_por_la_pagina(entrar, cuenta):
    cliente = entrar("encargada")
    assert cliente.get(ruta("anular")).status_code == 200
    assert cliente.post(ruta("anular"), {"motivo": ""}).status_code == 422
    assert CuentaPublica.objects.get().estado == "borrador"
    assert cliente.post(ruta("anular"), {"motivo": "Fusión"}).status_code == 302
    assert CuentaPublica.objects.get().motivo_anulacion == "Fusión"


@pytest.mark.parametrize("nombre", ["publicar", "reabrir"])
def test_get_no_cambia_nada(entrar, con_equipo, nombre):
    assert entrar("encargada").get(ruta(nombre)).status_code == 405
    assert CuentaPublica.objects.get().estado == "borrador"


@pytest.mark.parametrize("nombre", ["publicar", "reabrir", "anular"])
@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, con_equipo, nombre, persona):
    if persona == "encargada":
        return
    esperado = 404 if persona == "encargada-otro" else 403
    respuesta = entrar(persona).post(ruta(nombre), {"motivo": "x"})
    assert respuesta.status_code == esperado
    assert CuentaPublica.objects.get().estado == "borrador"
