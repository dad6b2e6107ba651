"""The norm beside the guide, and the rules that it lowers to a warning (R6)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import selectors, services
from cuentas.forms import AbrirCuentaForm
from cuentas.models import GUIA, AjusteRegla, CuentaPublica, NormaParticipacion
from tests import mundo as m

FUENTE = {"numero": "118", "fecha": date(2026, 2, 1), "url": "https://bcn.example/118"}


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


@pytest.fixture
def citada(cuenta, en_riberas):
    services.configurar_norma(norma=cuenta.norma, cambios=FUENTE, por=en_riberas["encargada"])
    return NormaParticipacion.objects.get()


def ajustar(norma, mundo, regla="R10", motivo="Artículo 3: no es obligatoria."):
    return services.ajustar_regla(norma=norma, regla=regla, motivo=motivo, por=mundo["encargada"])


# ── The numbers ──


def test_la_norma_nace_con_lo_que_dice_la_guia(cuenta):
    assert {campo: getattr(cuenta.norma, campo) for campo in GUIA} == GUIA
    assert cuenta.norma.cambiados == ()


@pytest.mark.parametrize("falta", ["numero", "fecha", "url"])
def test_la_base_tampoco_guarda_un_cambio_sin_fuente(cuenta, falta):
    vacio = None if falta == "fecha" else ""
    with pytest.raises(IntegrityError), transaction.atomic():
        NormaParticipacion.objects.update(**(FUENTE | {falta: vacio, "asistentes_max": 300}))
    NormaParticipacion.objects.update(**FUENTE, asistentes_max=300)
    assert NormaParticipacion.objects.get().cambiados == ("asistentes_max",)


def test_no_se_borra_la_fuente_de_lo_que_cambia(citada, en_riberas):
    persona = en_riberas["encargada"]
    services.configurar_norma(norma=citada, cambios={"asistentes_max": 300}, por=persona)
    with pytest.raises(ErrorDominio, match="Escriba la dirección web de la norma") as error:
        services.configurar_norma(norma=citada, cambios={"url": ""}, por=persona)
    assert error.value.campo == "url"
    assert NormaParticipacion.objects.get().url == FUENTE["url"]


def test_cada_parametro_dice_quien_lo_cambio_por_ultima_vez(citada, en_riberas, reloj_en):
    for numero, persona in ((300, "encargada"), (350, "equipo")):
        services.configurar_norma(
            norma=citada, cambios={"asistentes_max": numero}, por=en_riberas[persona]
        )
    norma = NormaParticipacion.objects.get()
    todos = {uno.nombre: uno for uno in selectors.parametros(norma)}
    assert len(todos) == len(GUIA)
    aforo, tipo = todos["asistentes, a lo más"], todos["días de las respuestas"]
    assert (aforo.guia, aforo.vigente, aforo.cambia, aforo.cambiado_por) == (
        "250",
        "350",
        True,
        "Equipo Prueba",
    )
    assert (tipo.guia, tipo.vigente, tipo.cambia, tipo.cambiado_en) == (
        "días corridos",
        "días corridos",
        False,
        None,
    )


# ── The rules ──


def test_rebaja_una_regla_y_la_devuelve(citada, cuenta, en_riberas):
    ajuste = ajustar(citada, en_riberas)
    assert selectors.rebajadas(cuenta) == {"R10"}
    services.retirar_ajuste(ajuste=ajuste, por=en_riberas["equipo"])
    assert selectors.rebajadas(cuenta) == frozenset()
    ajuste.refresh_from_db()
    assert (ajuste.ajustada_por, ajuste.retirada_por) == (
        en_riberas["encargada"],
        en_riberas["equipo"],
    )
    filas = Bitacora.objects.filter(accion__in=("ajustar_regla", "retirar_ajuste"))
    assert list(filas.order_by("pk").values_list("accion", "datos")) == [
        ("ajustar_regla", {"regla": "R10"}),
        ("retirar_ajuste", {"regla": "R10"}),
    ]


@pytest.mark.parametrize(
    ("regla", "motivo", "frase"),
    [
        ("R108", "Artículo 3", "La guía exige esa regla: la norma no la puede rebajar."),
        ("R10", "  ", "Escriba qué dice la norma del servicio sobre esa regla."),
    ],
)
def test_no_se_rebaja(citada, en_riberas, regla, motivo, frase):
    with pytest.raises(ErrorDominio) as error:
        ajustar(citada, en_riberas, regla, motivo)
    assert error.value.mensaje == frase
    assert AjusteRegla.objects.count() == 0


def test_sin_norma_citada_no_se_rebaja(cuenta, en_riberas):
    with pytest.raises(ErrorDominio, match="usted cambia: la regla R10"):
        ajustar(cuenta.norma, en_riberas)


def test_no_dos_veces_ni_retirar_dos_veces(citada, en_riberas):
    ajuste = ajustar(citada, en_riberas)
    with pytest.raises(ErrorDominio, match="La regla R10 ya solo advierte"):
        ajustar(citada, en_riberas)
    services.retirar_ajuste(ajuste=ajuste, por=en_riberas["encargada"])
    with pytest.raises(ErrorDominio, match="ya se había retirado"):
        services.retirar_ajuste(ajuste=ajuste, por=en_riberas["encargada"])


def test_la_norma_que_rebaja_no_pierde_su_fuente(citada, en_riberas):
    ajustar(citada, en_riberas)
    with pytest.raises(ErrorDominio, match="usted cambia: la regla R10"):
        services.configurar_norma(norma=citada, cambios={"numero": ""}, por=en_riberas["encargada"])


def test_la_base_no_rebaja_lo_que_la_guia_exige(citada, en_riberas):
    with pytest.raises(IntegrityError), transaction.atomic():
        AjusteRegla.objects.create(
            norma=citada,
            regla="R108",
            motivo="Artículo 3",
            ajustada_por=en_riberas["encargada"],
            ajustada_en=m.AHORA,
        )


def test_una_cuenta_cerrada_conserva_sus_reglas(citada, en_riberas):
    ajuste = ajustar(citada, en_riberas)
    CuentaPublica.objects.update(estado="cerrada")
    with pytest.raises(ErrorDominio, match="La cuenta está cerrada y ya no se configura"):
        ajustar(citada, en_riberas, "R9")
    with pytest.raises(ErrorDominio, match="La cuenta está cerrada y ya no se configura"):
        services.retirar_ajuste(ajuste=ajuste, por=en_riberas["encargada"])


def test_el_anio_siguiente_hereda_los_ajustes(citada, en_riberas):
    ajustar(citada, en_riberas)
    retirado = ajustar(citada, en_riberas, "R9")
    services.retirar_ajuste(ajuste=retirado, por=en_riberas["encargada"])
    nueva = services.abrir_cuenta(
        servicio=en_riberas.riberas,
        anio_gestion=2027,
        anio_ejercicio=2028,
        responsable=en_riberas["encargada"],
        por=en_riberas["encargada"],
    )
    assert nueva.norma != citada
    assert selectors.rebajadas(nueva) == {"R10"}


# ── The pages ──


def ruta(nombre, *mas):
    return reverse(f"cuentas_gestion:{nombre}", args=["riberas", 2026, *mas])


def test_la_pagina_de_la_norma_pone_la_guia_al_lado(entrar, citada, en_riberas):
    services.configurar_norma(
        norma=citada, cambios={"asistentes_max": 300}, por=en_riberas["encargada"]
    )
    texto = entrar("encargada").get(ruta("norma")).content.decode()
    assert '<td role="cell" class="num" data-etiqueta="Guía">250</td>' in texto
    assert '<td role="cell" class="num" data-etiqueta="Rige"><strong>300</strong></td>' in texto
    assert texto.count('<a href="https://bcn.example/118">') == 1


def test_lo_que_falta_de_la_fuente_se_dice_en_su_campo(entrar, cuenta):
    datos = {campo: getattr(cuenta.norma, campo) for campo in GUIA}
    datos |= {"nombre": "Resolución", "numero": "9", "fecha": "", "url": "", "asistentes_max": 300}
    respuesta = entrar("encargada").post(ruta("norma"), datos)
    assert respuesta.status_code == 422
    assert list(respuesta.context["form"].errors) == ["fecha"]
    assert 'value="300"' in respuesta.content.decode()


def test_sin_norma_citada_la_pagina_lleva_a_escribirla(entrar, cuenta):
    pagina = entrar("encargada").get(ruta("ajustes"))
    assert "Escribir la norma" in pagina.content.decode()
    assert "Que solo advierta" not in pagina.content.decode()


def test_rebajar_y_retirar_por_la_pagina(entrar, citada):
    cliente = entrar("encargada")
    assert "Que solo advierta" in cliente.get(ruta("ajustes")).content.decode()
    respuesta = cliente.post(ruta("ajustes"), {"regla": "R10", "motivo": ""})
    assert respuesta.status_code == 422
    datos = {"regla": "R10", "motivo": "Artículo 3"}
    assert cliente.post(ruta("ajustes"), datos).url == ruta("ajustes")
    ajuste = AjusteRegla.objects.get()
    texto = cliente.get(ruta("ajustes")).content.decode()
    assert "1 regla rebajada por la norma del servicio" in texto
    assert 'value="R10"' not in texto
    cliente.post(ruta("retirar_ajuste", ajuste.pk))
    ajuste.refresh_from_db()
    assert ajuste.retirada_en is not None
    assert "Ajustes retirados" in cliente.get(ruta("ajustes")).content.decode()


def test_la_configuracion_dice_lo_que_la_norma_deja_pasar(entrar, citada, en_riberas):
    CuentaPublica.objects.update(estado="borrador", abierta_en=None)
    ajustar(citada, en_riberas)
    contexto = entrar("encargada").get(ruta("configurar")).context
    assert [regla.id for regla, _ in contexto["avisos"]] == ["R10"]
    assert [regla.id for regla, _ in contexto["faltan"]] == ["R7", "R8", "R9"]


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, citada, persona):
    esperado = {"encargada": 200, "encargada-otro": 404}.get(persona, 403)
    assert entrar(persona).get(ruta("ajustes")).status_code == esperado


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("asistentes_max", "30001"),
        ("duracion_max_min", "9" * 30),
        ("consulta_borrador_dias_habiles", "1001"),
        ("url", "https://bcn.example/" + "x" * 200),
    ],
)
def test_lo_que_no_cabe_se_dice_en_su_campo(entrar, citada, campo, valor):
    datos = {uno: getattr(citada, uno) for uno in (*NormaParticipacion.FUENTE, *GUIA)}
    respuesta = entrar("encargada").post(ruta("norma"), datos | {campo: valor})
    assert (respuesta.status_code, list(respuesta.context["form"].errors)) == (422, [campo])
    assert getattr(NormaParticipacion.objects.get(), campo) == getattr(citada, campo)


def test_tampoco_al_abrir_cabe_una_direccion_sin_fin(en_riberas):
    personas = selectors.personas_del_servicio(en_riberas.riberas)
    form = AbrirCuentaForm({"url": "https://bcn.example/" + "x" * 200}, personas=personas)
    assert "url" in form.errors
