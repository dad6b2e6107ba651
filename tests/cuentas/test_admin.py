"""The administrator configures the norm and looks at the accounts; nothing is deleted there."""

import pytest
from django.urls import reverse

from comun.models import Bitacora
from cuentas.models import CuentaPublica, NormaParticipacion
from tests import mundo as m


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


FUENTE = {"numero": "118", "fecha": "2026-02-01", "url": "https://bcn.example/118"}


def datos(norma, **cambios):
    campos = (*NormaParticipacion.FUENTE, *NormaParticipacion.PARAMETROS)
    valores = {campo: getattr(norma, campo) for campo in campos}
    return {c: "" if v is None else v for c, v in valores.items()} | cambios


def test_cambiar_la_norma_pasa_por_el_caso_de_uso(entrar, cuenta):
    ruta = reverse("admin:cuentas_normaparticipacion_change", args=[cuenta.norma_id])
    cliente = entrar("admin")
    assert cliente.get(ruta).status_code == 200
    escrito = datos(cuenta.norma, taller_tamano_max=18, **FUENTE)
    assert cliente.post(ruta, escrito).status_code == 302
    assert NormaParticipacion.objects.get().taller_tamano_max == 18
    fila = Bitacora.objects.get(accion="configurar_norma")
    assert fila.datos["taller_tamano_max"] == [12, 18]


def test_lo_que_la_norma_no_permite_se_dice_y_no_se_guarda(entrar, cuenta):
    ruta = reverse("admin:cuentas_normaparticipacion_change", args=[cuenta.norma_id])
    respuesta = entrar("admin").post(ruta, datos(cuenta.norma, plenario_min_min=11))
    assert NormaParticipacion.objects.get().plenario_min_min == 5
    assert "El turno más corto del plenario no puede pasar del máximo" in respuesta.content.decode()


def test_sin_fuente_la_guia_rige_y_se_dice_en_su_campo(entrar, cuenta):
    ruta = reverse("admin:cuentas_normaparticipacion_change", args=[cuenta.norma_id])
    respuesta = entrar("admin").post(ruta, datos(cuenta.norma, taller_tamano_max=18))
    assert "Escriba el número, la fecha y la dirección web" in respuesta.content.decode()
    assert NormaParticipacion.objects.get().taller_tamano_max == 12


def test_la_norma_de_una_cuenta_cerrada_no_se_cambia(entrar, cuenta):
    CuentaPublica.objects.update(estado="cerrada")
    ruta = reverse("admin:cuentas_normaparticipacion_change", args=[cuenta.norma_id])
    escrito = datos(cuenta.norma, taller_tamano_max=18, **FUENTE)
    assert entrar("admin").post(ruta, escrito).status_code == 403
    assert NormaParticipacion.objects.get().taller_tamano_max == 12


def test_la_cuenta_se_mira_y_no_se_cambia(entrar, cuenta):
    ruta = reverse("admin:cuentas_cuentapublica_change", args=[cuenta.pk])
    cliente = entrar("admin")
    assert cliente.get(ruta).status_code == 200
    assert cliente.post(ruta, {"estado": "anulada"}).status_code == 403
    assert CuentaPublica.objects.get().estado == "abierta"


@pytest.mark.parametrize("modelo", ["normaparticipacion", "cuentapublica"])
def test_nada_se_borra_ni_se_crea_ahi(entrar, cuenta, modelo):
    objeto = cuenta.norma_id if modelo == "normaparticipacion" else cuenta.pk
    cliente = entrar("admin")
    assert cliente.get(reverse(f"admin:cuentas_{modelo}_changelist")).status_code == 200
    borrar = reverse(f"admin:cuentas_{modelo}_delete", args=[objeto])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403
    assert cliente.get(reverse(f"admin:cuentas_{modelo}_add")).status_code == 403
