"""Opening the account of a year (R1, R2, R7): its norm, its report, and who may."""

from datetime import date

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio, ReglaIncumplida
from comun.models import Bitacora
from cuentas import services
from cuentas.models import Capitulo, CuentaPublica, InformeCuenta, NormaParticipacion
from tests import mundo as m


def abrir(mundo, **otros):
    datos = {
        "servicio": mundo.riberas,
        "anio_gestion": 2026,
        "anio_ejercicio": 2027,
        "responsable": mundo["encargada"],
        "por": mundo["encargada"],
    }
    return services.abrir_cuenta(**(datos | otros))


def test_abre_con_norma_de_la_guia_e_informe_de_seis_secciones(en_riberas):
    cuenta = abrir(en_riberas, cargo="Encargada", telefono="+56 71 222 3344")
    cuenta.refresh_from_db()
    assert (cuenta.estado, cuenta.ambito, cuenta.modalidad) == (
        "borrador",
        "nacional",
        "presencial_con_apoyo_virtual",
    )
    norma = cuenta.norma
    assert (
        norma.anio,
        norma.tipo_dias,
        norma.plazo_respuesta_sugerido_dias,
        norma.plazo_respuesta_maximo_dias,
        norma.convocatoria_anticipacion_dias,
    ) == (2026, "corridos", 30, 45, 15)
    assert list(cuenta.informe.capitulos.values_list("orden", "tipo", "texto")) == [
        (orden, tipo, "") for orden, tipo in enumerate(Capitulo.Tipo.values, start=1)
    ]
    assert (cuenta.responsable.cargo, cuenta.responsable.telefono) == (
        "Encargada",
        "+56 71 222 3344",
    )
    fila = Bitacora.objects.get(accion="abrir_cuenta")
    assert (fila.objeto_id, fila.hasta, fila.datos) == (cuenta.pk, "borrador", {"anio": 2026})


def test_copia_la_norma_del_anio_anterior(en_riberas):
    NormaParticipacion.objects.create(
        servicio=en_riberas.riberas,
        anio=2025,
        nombre="Resolución exenta",
        numero="118",
        fecha=date(2025, 3, 3),
        url="https://bcn.example/118",
        tipo_dias="habiles",
        taller_tamano_max=20,
    )
    norma = abrir(en_riberas, norma={"numero": "240", "fecha": date(2027, 1, 4)}).norma
    assert (norma.anio, norma.cita, norma.tipo_dias, norma.taller_tamano_max) == (
        2026,
        "Resolución exenta N.º 240 de 04/01/2027",
        "habiles",
        20,
    )
    assert NormaParticipacion.objects.filter(anio=2025, numero="118").count() == 1


def test_una_cuenta_por_anio(en_riberas):
    abrir(en_riberas)
    with pytest.raises(ReglaIncumplida) as error:
        abrir(en_riberas)
    assert error.value.mensaje == (
        "El servicio ya tiene la cuenta pública de la gestión 2026. Ábrala desde la lista de "
        "cuentas o elija otro año. (Regla R1: guía de cuentas públicas de la División de "
        "Organizaciones Sociales, 1. Elaboración del Informe CPP.)"
    )
    assert (CuentaPublica.objects.count(), InformeCuenta.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"anio_ejercicio": 2025}, "La cuenta de 2026 no puede realizarse en 2025."),
        ({"modalidad": "virtual"}, "Si elige otra, escriba por qué (R2)."),
        ({"modalidad": "virtual", "motivo_modalidad": "  "}, "escriba por qué (R2)."),
        ({"norma": {"numero": ""}}, None),
    ],
)
def test_se_niega_y_dice_por_que(en_riberas, cambio, frase):
    if frase is None:
        assert abrir(en_riberas, **cambio).norma.numero == ""
        return
    with pytest.raises(ErrorDominio) as error:
        abrir(en_riberas, **cambio)
    assert frase in error.value.mensaje
    assert CuentaPublica.objects.count() == 0


def test_la_responsable_trabaja_en_el_servicio(en_riberas):
    with pytest.raises(ErrorDominio) as error:
        abrir(en_riberas, responsable=en_riberas["encargada-otro"])
    assert error.value.mensaje == (
        "Encargada Otro Prueba no trabaja en Servicio Nacional de Riberas. "
        "Súmela antes a las personas del servicio."
    )


def test_otra_modalidad_con_su_motivo(en_riberas):
    cuenta = abrir(en_riberas, modalidad="virtual", motivo_modalidad=" Alerta sanitaria ")
    assert (cuenta.modalidad, cuenta.motivo_modalidad) == ("virtual", "Alerta sanitaria")


# ── The page ──

RUTA = "cuentas_gestion:abrir"
DATOS = {
    "anio_gestion": "2026",
    "anio_ejercicio": "2027",
    "ambito": "nacional",
    "modalidad": "presencial_con_apoyo_virtual",
    "motivo_modalidad": "",
    "cargo": "Encargada de participación",
    "telefono": "71 222 3344",
    "nombre": "Resolución exenta",
    "numero": "118",
    "fecha": "2025-03-03",
    "url": "",
}


def test_la_pagina_propone_el_anio_y_abre(entrar, mundo):
    cliente = entrar("encargada")
    pagina = cliente.get(reverse(RUTA, args=["riberas"]))
    assert pagina.status_code == 200
    assert pagina.context["form"]["anio_gestion"].value() == 2026
    assert pagina.context["form"]["anio_ejercicio"].value() == 2027
    respuesta = cliente.post(
        reverse(RUTA, args=["riberas"]), DATOS | {"responsable": mundo["equipo"].pk}
    )
    assert respuesta.status_code == 302
    assert respuesta.url == reverse("cuentas_gestion:configurar", args=["riberas", 2026])
    cuenta = CuentaPublica._base_manager.get()
    assert (cuenta.servicio, cuenta.responsable.username, cuenta.norma.cita) == (
        mundo.riberas,
        "equipo",
        "Resolución exenta N.º 118 de 03/03/2025",
    )


def test_lo_escrito_sigue_cuando_falta_algo(entrar, mundo):
    datos = DATOS | {"responsable": mundo["equipo"].pk, "modalidad": "virtual"}
    respuesta = entrar("encargada").post(reverse(RUTA, args=["riberas"]), datos)
    assert respuesta.status_code == 422
    assert "escriba por qué (R2)" in respuesta.content.decode()
    assert 'value="71 222 3344"' in respuesta.content.decode()
    assert CuentaPublica._base_manager.count() == 0


def test_no_ofrece_a_personas_de_otro_servicio(entrar, mundo):
    datos = DATOS | {"responsable": mundo["encargada-otro"].pk}
    assert entrar("encargada").post(reverse(RUTA, args=["riberas"]), datos).status_code == 422
    assert CuentaPublica._base_manager.count() == 0


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede_abrir(entrar, persona):
    esperado = {"encargada": 200, "encargada-otro": 404}.get(persona, 403)
    assert entrar(persona).get(reverse(RUTA, args=["riberas"])).status_code == esperado
