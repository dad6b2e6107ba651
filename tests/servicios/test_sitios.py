"""The web sites that may frame the form: exact public hosts, who listed them, and the undo."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from comun import hosts
from comun.errores import ErrorDominio, SinPermiso
from comun.hosts import normalizar_host, validar_host
from comun.models import Bitacora
from servicios.models import SitioWeb
from servicios.selectors import sitios_de
from servicios.services import agregar_sitio, retirar_sitio

PAGINA = "/gestion/servicios/riberas/sitios/"

BUENOS = {
    "www.servicio.cl": "www.servicio.cl",
    "  WWW.Servicio.CL ": "www.servicio.cl",
    "servicio.cl.": "servicio.cl",
    "www.ñuble.cl": "www.xn--uble-fqa.cl",
    "www.XN--UBLE-FQA.cl": "www.xn--uble-fqa.cl",
    "a-b.3com.gob.cl": "a-b.3com.gob.cl",
}
MALOS = {
    "https://www.servicio.cl": hosts.SOLO_EL_NOMBRE,
    "www.servicio.cl/": hosts.SOLO_EL_NOMBRE,
    "www.servicio.cl?x": hosts.SOLO_EL_NOMBRE,
    "rosa@servicio.cl": hosts.SOLO_EL_NOMBRE,
    "www.servicio.cl\\otro": hosts.SOLO_EL_NOMBRE,
    "*.servicio.cl": hosts.SIN_ASTERISCO,
    "*": hosts.SIN_ASTERISCO,
    "www.servicio.cl:8443": hosts.SIN_PUERTO,
    "127.0.0.1": hosts.SIN_NUMEROS,
    "[::1]": hosts.SIN_NUMEROS,
    "::1": hosts.SIN_NUMEROS,
    "[::1": hosts.SIN_NUMEROS,
    "127.1": hosts.SIN_NUMEROS,
    "0x7f.0x1": hosts.SIN_NUMEROS,
    "169.254.169.254": hosts.SIN_NUMEROS,
    "localhost": hosts.SIN_DOMINIO,
    "servicio": hosts.SIN_DOMINIO,
    "www.servicio.c": hosts.SIN_DOMINIO,
    "intranet.local": hosts.SIN_DOMINIO,
    "www.localhost": hosts.SIN_DOMINIO,
    "www servicio.cl": hosts.MAL_ESCRITO,
    "www.servicio.cl; script-src *": hosts.SIN_ASTERISCO,
    "www.servicio.cl; script-src x.cl": hosts.MAL_ESCRITO,
    "www.servicio.cl,otro.cl": hosts.MAL_ESCRITO,
    "www.servicio.cl\nx.cl": hosts.MAL_ESCRITO,
    "'self'.cl": hosts.MAL_ESCRITO,
    "-www.servicio.cl": hosts.MAL_ESCRITO,
    "www..servicio.cl": hosts.MAL_ESCRITO,
    ".": hosts.MAL_ESCRITO,
    "a." * 130 + "cl": hosts.MAL_ESCRITO,
    "a" * 64 + ".cl": hosts.MAL_ESCRITO,
    "www.servicio\u2024cl/x": hosts.SOLO_EL_NOMBRE,
    "www.servicio.cl\uff0fx": hosts.MAL_ESCRITO,
    "\udc80.cl": hosts.MAL_ESCRITO,
}


@pytest.mark.parametrize(("escrito", "host"), BUENOS.items())
def test_un_nombre_exacto_se_guarda_de_una_sola_manera(escrito, host):
    assert normalizar_host(escrito) == host
    validar_host(host)


@pytest.mark.parametrize(("escrito", "frase"), MALOS.items())
def test_lo_que_no_es_un_nombre_exacto_se_rechaza_con_su_frase(escrito, frase):
    with pytest.raises(ErrorDominio) as error:
        normalizar_host(escrito)
    assert (error.value.mensaje, error.value.campo) == (frase, "host")


def test_el_modelo_solo_acepta_la_forma_en_que_se_guarda():
    with pytest.raises(ValidationError, match=r"Escríbalo así: www\.servicio\.cl"):
        validar_host("WWW.servicio.cl")
    with pytest.raises(ValidationError, match="asterisco"):
        validar_host("*.servicio.cl")


def test_el_propio_equipo_solo_cuenta_en_la_demostracion(en_riberas):
    sitio = agregar_sitio(
        servicio=en_riberas.riberas, host="localhost:8101", por=en_riberas["encargada"]
    )
    assert sitios_de(en_riberas.riberas) == ["http://localhost:8101"]
    with override_settings(CPP_DEMO=False):
        assert sitios_de(en_riberas.riberas) == []
        retirar_sitio(sitio=sitio, por=en_riberas["encargada"])
        with pytest.raises(ErrorDominio):
            agregar_sitio(
                servicio=en_riberas.riberas, host="localhost:8101", por=en_riberas["encargada"]
            )


@pytest.mark.parametrize(
    ("portal", "host"),
    [
        ("https://cuentas.riberas.cl", "Cuentas.Riberas.cl."),
        ("https://cuentas.riberas.cl:8443", "cuentas.riberas.cl"),
        ("https://cuentas.ñandú.cl", "cuentas.xn--and-6ma2c.cl"),
        ("http://localhost:8000", "localhost:8000"),
    ],
)
def test_el_portal_no_es_un_sitio_del_servicio(en_riberas, settings, portal, host):
    """Its own pages carry the way to take part always: they would prove nothing."""
    settings.BASE_URL = portal
    quien = {"servicio": en_riberas.riberas, "por": en_riberas["encargada"]}
    with pytest.raises(ErrorDominio) as error:
        agregar_sitio(host=host, **quien)
    assert (error.value.mensaje, error.value.campo) == (hosts.DEL_PORTAL, "host")
    # The control: another name of the same domain, and another port of the demo, are sites.
    for otro in ("www.riberas.cl", "localhost:8101"):
        agregar_sitio(host=otro, **quien)
    assert sitios_de(en_riberas.riberas) == ["http://localhost:8101", "https://www.riberas.cl"]


def test_se_agrega_se_retira_y_se_devuelve(mundo, entrar):
    cliente = entrar("comunicaciones")
    assert cliente.post(PAGINA, {"host": "WWW.riberas.cl "}).status_code == 302
    repetido = cliente.post(PAGINA, {"host": "www.riberas.cl"})
    assert (
        repetido.status_code,
        "Ese sitio ya está en la lista." in repetido.content.decode(),
    ) == (
        422,
        True,
    )
    sitio = SitioWeb._base_manager.get()
    assert (sitio.host, sitio.agregado_por, sitio.retirado_en) == (
        "www.riberas.cl",
        mundo["comunicaciones"],
        None,
    )
    assert cliente.post(f"{PAGINA}{sitio.pk}/retirar/").status_code == 302
    assert cliente.post(f"{PAGINA}{sitio.pk}/retirar/").status_code == 302  # twice is once
    assert "Devolver a la lista" in cliente.get(PAGINA).content.decode()
    assert cliente.post(f"{PAGINA}{sitio.pk}/devolver/").status_code == 302
    acciones = Bitacora.objects.filter(objeto_tipo="servicios.sitioweb").order_by("pk")
    assert list(acciones.values_list("accion", "datos")) == [
        ("agregar_sitio", {"host": "www.riberas.cl"}),
        ("retirar_sitio", {"host": "www.riberas.cl"}),
        ("agregar_sitio", {"host": "www.riberas.cl"}),
    ]


def test_los_de_otro_servicio_no_existen_aqui(mundo, entrar, en_riberas):
    agregar_sitio(servicio=mundo.riberas, host="www.riberas.cl", por=mundo["encargada"])
    assert (sitios_de(mundo.riberas), sitios_de(mundo.otro)) == (["https://www.riberas.cl"], [])
    with pytest.raises(SinPermiso):
        agregar_sitio(servicio=mundo.riberas, host="x.cl", por=mundo["encargada-otro"])
    with pytest.raises(SinPermiso):
        retirar_sitio(sitio=SitioWeb.objects.get(), por=mundo["encargada-otro"])


def test_la_pagina_dice_como_escribirlo_y_guarda_lo_escrito(mundo, entrar):
    respuesta = entrar("encargada").post(PAGINA, {"host": "https://www.riberas.cl/inicio"})
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert (hosts.SOLO_EL_NOMBRE in pagina, "https://www.riberas.cl/inicio" in pagina) == (
        True,
        True,
    )


def test_la_lista_cuesta_lo_mismo_con_uno_que_con_muchos(
    mundo, entrar, en_riberas, django_assert_num_queries
):
    cliente = entrar("encargada")

    def cuantas(hosts):
        for host in hosts:
            agregar_sitio(servicio=mundo.riberas, host=host, por=mundo["encargada"])
        with django_assert_num_queries(7):
            assert cliente.get(PAGINA).status_code == 200

    cuantas(["a.riberas.cl"])
    cuantas([f"b{n}.riberas.cl" for n in range(30)])
