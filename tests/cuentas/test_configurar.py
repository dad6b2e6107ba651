"""The norm's parameters and the modality, changed while the account lives (R2, R108)."""

from datetime import date

import pytest
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import services
from cuentas.models import CuentaPublica, NormaParticipacion
from tests import mundo as m


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


FUENTE = {"numero": "118", "fecha": date(2026, 2, 1), "url": "https://bcn.example/118"}


def configurar(cuenta, en_riberas, **cambios):
    return services.configurar_norma(
        norma=cuenta.norma, cambios=cambios, por=en_riberas["encargada"]
    )


def test_cambia_y_anota_los_numeros_de_antes_y_de_ahora(cuenta, en_riberas):
    configurar(
        cuenta,
        en_riberas,
        taller_tamano_max=20,
        plazo_respuesta_sugerido_dias=30,
        **FUENTE,
    )
    assert NormaParticipacion.objects.get().taller_tamano_max == 20
    fila = Bitacora.objects.get(accion="configurar_norma")
    assert fila.datos == {
        "taller_tamano_max": [12, 20],
        "numero": ["", "118"],
        "fecha": [None, "2026-02-01"],
        "url": ["", "https://bcn.example/118"],
    }


def test_sin_cambios_no_anota(cuenta, en_riberas):
    configurar(cuenta, en_riberas, taller_tamano_max=12)
    assert not Bitacora.objects.filter(accion="configurar_norma").exists()


@pytest.mark.parametrize(
    ("cambios", "frase"),
    [
        (
            {"plazo_respuesta_maximo_dias": 46},
            "Escriba el número, la fecha y la dirección web de la norma del servicio. Sin una "
            "norma que lo diga rige la guía, y usted cambia: plazo máximo de respuesta (días) "
            "(la guía dice 45).",
        ),
        (
            {"tipo_dias": "habiles", "numero": "118", "url": "https://bcn.example/118"},
            "Escriba la fecha de la norma del servicio.",
        ),
        ({"taller_tamano_max": 20}, "personas por taller, hasta (la guía dice 12)"),
        (
            {"plazo_respuesta_sugerido_dias": 46},
            "El plazo sugerido no puede pasar del máximo. Revise los dos números.",
        ),
        ({"taller_tamano_min": 13}, "El menor tamaño de un taller no puede pasar del máximo."),
        ({"plenario_min_min": 11}, "El turno más corto del plenario no puede pasar del máximo."),
        (
            {"ventana_regional_inicio": "31-02"},
            "«31-02» no es un día y un mes. Ejemplo: 18-04.",
        ),
    ],
)
def test_se_niega_y_no_guarda(cuenta, en_riberas, cambios, frase):
    with pytest.raises(ErrorDominio) as error:
        configurar(cuenta, en_riberas, **cambios)
    assert frase in error.value.mensaje
    assert NormaParticipacion.objects.get().cambiados == ()


def test_dias_habiles_con_su_norma(cuenta, en_riberas):
    norma = configurar(cuenta, en_riberas, tipo_dias="habiles", **FUENTE)
    assert (norma.tipo_dias, norma.cita) == (
        "habiles",
        "Guía de la División de Organizaciones Sociales N.º 118 de 01/02/2026",
    )


def test_una_cuenta_cerrada_no_se_configura(cuenta, en_riberas):
    CuentaPublica.objects.update(estado="cerrada")
    with pytest.raises(ErrorDominio, match="La cuenta está cerrada y ya no se configura"):
        configurar(cuenta, en_riberas, taller_tamano_max=20, **FUENTE)


def test_modalidad_y_responsable(cuenta, en_riberas):
    services.configurar_cuenta(
        cuenta=cuenta,
        modalidad="virtual",
        motivo_modalidad="Alerta sanitaria",
        responsable=en_riberas["equipo"],
        cargo="Profesional",
        por=en_riberas["encargada"],
    )
    cuenta = CuentaPublica.objects.get()
    assert (cuenta.modalidad, cuenta.responsable.username, cuenta.responsable.cargo) == (
        "virtual",
        "equipo",
        "Profesional",
    )


# ── The pages ──


def ruta(nombre):
    return reverse(f"cuentas_gestion:{nombre}", args=["riberas", 2026])


def datos_norma(cuenta, **cambios):
    norma = cuenta.norma
    campos = (*NormaParticipacion.FUENTE, *NormaParticipacion.PARAMETROS)
    datos = {campo: getattr(norma, campo) for campo in campos}
    return {c: "" if v is None else v for c, v in datos.items()} | cambios


def test_la_norma_por_la_pagina(entrar, cuenta):
    cliente = entrar("encargada")
    assert cliente.get(ruta("norma")).status_code == 200
    respuesta = cliente.post(ruta("norma"), datos_norma(cuenta, taller_tamano_max=15, **FUENTE))
    assert respuesta.url == ruta("configurar")
    assert NormaParticipacion.objects.get().taller_tamano_max == 15


def test_la_norma_mal_escrita_vuelve_con_lo_escrito(entrar, cuenta):
    datos = datos_norma(cuenta, tipo_dias="habiles", nombre="Resolución exenta")
    respuesta = entrar("encargada").post(ruta("norma"), datos)
    assert respuesta.status_code == 422
    texto = respuesta.content.decode()
    assert "Escriba el número, la fecha y la dirección web de la norma del servicio." in texto
    assert 'value="Resolución exenta"' in texto
    assert NormaParticipacion.objects.get().tipo_dias == "corridos"


def test_los_datos_por_la_pagina(entrar, cuenta, mundo):
    datos = {
        "modalidad": "virtual",
        "motivo_modalidad": "",
        "responsable": mundo["equipo"].pk,
        "cargo": "Jefa",
        "telefono": "",
    }
    cliente = entrar("encargada")
    assert cliente.get(ruta("datos")).status_code == 200
    respuesta = cliente.post(ruta("datos"), datos)
    assert respuesta.status_code == 422
    assert 'value="Jefa"' in respuesta.content.decode()
    respuesta = cliente.post(ruta("datos"), datos | {"motivo_modalidad": "Alerta"})
    assert respuesta.status_code == 302
    assert CuentaPublica.objects.get().motivo_modalidad == "Alerta"


@pytest.mark.parametrize("nombre", ["configurar", "datos", "norma"])
@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, cuenta, nombre, persona):
    esperado = {"encargada": 200, "encargada-otro": 404}.get(persona, 403)
    assert entrar(persona).get(ruta(nombre)).status_code == esperado


def test_otro_anio_es_404(entrar, cuenta):
    ruta = reverse("cuentas_gestion:configurar", args=["riberas", 2025])
    assert entrar("encargada").get(ruta).status_code == 404
