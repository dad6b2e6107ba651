"""Inviting people, one-time links, retiring roles, and the first administrator."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from comun.errores import ErrorDominio, SinPermiso
from comun.models import Bitacora
from servicios.acceso import permisos_de
from servicios.models import Membresia, Usuario
from servicios.permissions import PERMISOS, Permiso, Rol
from servicios.services import enlace_de_acceso, iniciar_portal, invitar_persona, retirar_rol
from tests import mundo as m

CLAVE_NUEVA = "una-clave-bien-larga-2027"


def invitar(mundo, por="encargada", **otros):
    datos = {"correo": "Nueva@riberas.example", "nombre": "Nueva Persona", "rol": Rol.EQUIPO}
    return invitar_persona(servicio=mundo.riberas, por=mundo[por], **(datos | otros))


def test_una_persona_nueva_recibe_su_rol_y_entra_con_el_enlace(mundo):
    persona = invitar(mundo)
    assert (persona.email, persona.username) == ("nueva@riberas.example", "nueva")
    assert permisos_de(persona, mundo.riberas.pk) == PERMISOS[Rol.EQUIPO]
    assert permisos_de(Usuario.objects.get(pk=persona.pk), mundo.otro.pk) == set()

    cliente = Client()
    camino = enlace_de_acceso(persona).removeprefix("http://127.0.0.1:8000")
    formulario = cliente.get(camino, follow=True)
    enviado = cliente.post(
        formulario.request["PATH_INFO"], {"password1": CLAVE_NUEVA, "password2": CLAVE_NUEVA}
    )
    assert enviado.status_code == 302
    assert Client().login(username="nueva", password=CLAVE_NUEVA)
    usado = Client().get(camino, follow=True)
    assert b'name="password1"' not in usado.content


def test_nadie_se_da_un_rol_ni_da_uno_transversal(mundo):
    with pytest.raises(ErrorDominio, match="Nadie se da un rol"):
        invitar(mundo, correo=mundo["encargada"].email, rol=Rol.REVISOR)
    with pytest.raises(ErrorDominio, match="administración del portal"):
        invitar(mundo, rol=Rol.AUDITOR)
    with pytest.raises(SinPermiso):
        invitar(mundo, por="encargada-otro")
    assert not Usuario.objects.filter(email="nueva@riberas.example").exists()


def test_retirar_un_rol_rige_de_inmediato_y_queda_escrito(mundo, entrar):
    cliente = entrar("comunicaciones")
    membresia = Membresia.objects.get(usuario=mundo["comunicaciones"])
    retirar_rol(membresia=membresia, por=mundo["encargada"])
    direccion = reverse("servicios_gestion:equipo", args=["riberas"])
    assert cliente.get(direccion).status_code == 404
    assert Bitacora.objects.filter(accion="retirar_rol", objeto_id=membresia.pk).count() == 1
    propia = Membresia.objects.get(usuario=mundo["encargada"])
    with pytest.raises(ErrorDominio, match="propio rol"):
        retirar_rol(membresia=propia, por=mundo["encargada"])


@pytest.mark.parametrize(
    ("nombre", "estado"),
    [("encargada", 200), ("equipo", 403), ("admin", 403), ("dos", 403), ("encargada-otro", 404)],
)
def test_quien_ve_las_personas_del_servicio(mundo, entrar, nombre, estado):
    direccion = reverse("servicios_gestion:equipo", args=["riberas"])
    assert entrar(nombre).get(direccion).status_code == estado


def test_la_pagina_invita_y_conserva_lo_escrito_si_hay_un_error(mundo, entrar):
    direccion = reverse("servicios_gestion:equipo", args=["riberas"])
    datos = {"nombre": "Ana Soto", "correo": "ana.soto", "cargo": "Analista", "rol": "revisor"}
    mala = entrar("encargada").post(direccion, datos)
    assert mala.status_code == 422
    assert 'value="Ana Soto"' in mala.content.decode()
    buena = entrar("encargada").post(direccion, datos | {"correo": "ana.soto@riberas.example"})
    assert buena.status_code == 302
    ana = Usuario.objects.get(email="ana.soto@riberas.example")
    assert list(ana.membresias.values_list("rol", "servicio__slug")) == [("revisor", "riberas")]


def test_iniciar_da_un_enlace_y_solo_mientras_nadie_administre(db, capsys):
    call_command("iniciar", correo="jefa@portal.example", nombre="Jefa Portal")
    salida = capsys.readouterr().out
    assert re.search(r"http://127\.0\.0\.1:8000/acceso/password/reset/key/\S+", salida)
    jefa = Usuario.objects.get(email="jefa@portal.example")
    assert Permiso.ADMINISTRAR_PORTAL in permisos_de(jefa, None)
    assert iniciar_portal(correo="jefa@portal.example", nombre="") == jefa
    jefa.set_password(CLAVE_NUEVA)
    jefa.save()
    with pytest.raises(CommandError, match="ya tiene una persona administradora"):
        call_command("iniciar", correo="otra@portal.example", nombre="Otra")
    assert len(mail.outbox) == 0


def test_un_rol_no_se_hereda_por_el_arbol_de_servicios(mundo, entrar):
    """Neither from the service one depends on, nor towards it."""
    hija = m.crear_servicio("riberas-sur", "Riberas Sur", depende_de=mundo.riberas)
    de_la_hija = m.crear_persona("encargada-sur", Rol.ENCARGADO, hija)
    mundo.personas["encargada-sur"] = de_la_hija
    for nombre, propio, ajeno in (
        ("encargada", "riberas", "riberas-sur"),
        ("encargada-sur", "riberas-sur", "riberas"),
    ):
        cliente = entrar(nombre)
        equipo = "servicios_gestion:equipo"
        assert cliente.get(reverse(equipo, args=[propio])).status_code == 200
        assert cliente.get(reverse(equipo, args=[ajeno])).status_code == 404
