"""The administrators' site: who opens it, what it invites, what it refuses to delete."""

import pytest
from django.urls import reverse

from comun.models import Bitacora
from servicios.models import Membresia, Usuario
from servicios.permissions import Rol


@pytest.mark.parametrize(
    ("nombre", "estado"), [("admin", 200), ("encargada", 302), ("dos", 302), ("auditora", 302)]
)
def test_solo_administracion_entra(mundo, entrar, nombre, estado):
    assert entrar(nombre).get(reverse("admin:index")).status_code == estado


def test_la_csp_se_relaja_solo_en_estilos_y_solo_ahi(mundo, entrar):
    cliente = entrar("admin")
    del_admin = cliente.get(reverse("admin:index")).headers["Content-Security-Policy"]
    publica = cliente.get(reverse("privacidad:accesibilidad")).headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in del_admin
    assert "unsafe-inline" not in publica
    assert "script-src 'self';" in del_admin + ";"


def test_agregar_una_persona_la_invita(mundo, entrar):
    datos = {
        "nombre": "Luz Vera",
        "email": "luz@caminos.example",
        "cargo": "Encargada",
        "telefono": "",
        "membresias-TOTAL_FORMS": "1",
        "membresias-INITIAL_FORMS": "0",
        "membresias-0-rol": Rol.ENCARGADO,
        "membresias-0-servicio": mundo.otro.pk,
    }
    respuesta = entrar("admin").post(reverse("admin:servicios_usuario_add"), datos)
    assert respuesta.status_code == 302
    luz = Usuario.objects.get(email="luz@caminos.example")
    assert not luz.has_usable_password()
    assert list(luz.membresias.values_list("rol", "servicio")) == [
        (Rol.ENCARGADO.value, mundo.otro.pk)
    ]
    assert Bitacora.objects.filter(accion="crear_persona", objeto_id=luz.pk).count() == 1


def test_quien_ya_esta_no_se_agrega_dos_veces_aunque_cambien_las_mayusculas(mundo, entrar):
    datos = {
        "nombre": "Elena Otra",
        "email": mundo["encargada"].email.upper(),
        "cargo": "",
        "telefono": "",
        "membresias-TOTAL_FORMS": "0",
        "membresias-INITIAL_FORMS": "0",
    }
    antes = Usuario.objects.count()
    respuesta = entrar("admin").post(reverse("admin:servicios_usuario_add"), datos)
    assert respuesta.status_code == 200
    assert "Ya existe" in respuesta.content.decode()
    assert Usuario.objects.count() == antes


@pytest.mark.parametrize("modelo", ["servicio", "usuario", "membresia", "avisoprivacidad"])
def test_nada_con_valor_legal_se_borra(mundo, entrar, modelo):
    membresia = Membresia.objects.first()
    ids = {
        "servicio": mundo.riberas.pk,
        "usuario": mundo["equipo"].pk,
        "membresia": membresia.pk,
        "avisoprivacidad": 1,
    }
    direccion = reverse(f"admin:servicios_{modelo}_delete", args=[ids[modelo]])
    assert entrar("admin").post(direccion, {"post": "yes"}).status_code in (302, 403)
    assert Usuario.objects.filter(pk=mundo["equipo"].pk).exists()
    assert Membresia.objects.filter(pk=membresia.pk).exists()


def test_la_bitacora_no_se_reescribe_ni_desde_la_base(mundo):
    from django.db import DatabaseError, transaction

    from comun.transitions import anotar

    anotar(mundo.riberas, "probar", por=mundo["admin"])
    with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
        Bitacora.objects.update(accion="otra")
    assert Bitacora.objects.filter(accion="probar").count() == 1


def test_nadie_lee_el_segundo_factor_de_otra_persona_pero_se_puede_quitar(mundo, entrar):
    from allauth.mfa.models import Authenticator

    perdida = Authenticator.objects.create(user=mundo["equipo"], type="totp", data={"secret": "x"})
    propia = Authenticator.objects.create(user=mundo["admin"], type="totp", data={"secret": "y"})
    cliente = entrar("admin")
    assert cliente.get("/admin/mfa/authenticator/").status_code == 404
    assert cliente.get("/admin/auth/group/").status_code == 404
    cliente.post(
        reverse("admin:servicios_usuario_changelist"),
        {
            "action": "quitar_segundo_factor",
            "_selected_action": [mundo["equipo"].pk, mundo["admin"].pk],
        },
    )
    assert list(Authenticator.objects.values_list("pk", flat=True)) == [propia.pk]
    assert Bitacora.objects.filter(accion="quitar_segundo_factor").count() == 1
    assert perdida.user_id == mundo["equipo"].pk
