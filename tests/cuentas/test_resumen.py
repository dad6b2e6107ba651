"""The summary of what will be told on the day: it opens the report (R26)."""

import pytest
from django.test import Client
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import selectors, services
from cuentas.models import InformeCuenta
from tests import mundo as m

TEXTO = "Se contará **qué se hizo** y con cuánto."


@pytest.fixture
def informe(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    m.con_constancias(cuenta, en_riberas["encargada"], "R25")
    return m.crear_informe(cuenta)


def guardar(informe, mundo, texto=TEXTO, visto="", por="equipo"):
    services.guardar_resumen(
        informe=informe, texto=texto, visto=services.huella_de(visto), por=mundo[por]
    )


def test_se_guarda_y_se_anota(informe, en_riberas):
    guardar(informe, en_riberas, texto=f"  {TEXTO}\n")
    assert InformeCuenta.objects.get().resumen == TEXTO
    assert Bitacora.objects.get(accion="guardar_resumen").datos == {"palabras": 8}
    guardar(informe, en_riberas, visto=TEXTO)
    assert Bitacora.objects.filter(accion="guardar_resumen").count() == 1


def test_quien_lo_escribio_no_publica(informe, en_riberas):
    guardar(informe, en_riberas, por="autoridad")
    assert en_riberas["autoridad"].pk in selectors.redactaron(informe)
    services.enviar_a_revision(informe=informe, por=en_riberas["equipo"])
    with pytest.raises(ErrorDominio, match="Quien redacta no puede aprobar"):
        services.publicar_informe(informe=InformeCuenta.objects.get(), por=en_riberas["autoridad"])


def test_no_pisa_lo_que_otra_persona_guardo(informe, en_riberas):
    guardar(informe, en_riberas, texto="Lo de Ana.")
    with pytest.raises(ErrorDominio, match="Otra persona cambió el resumen"):
        guardar(informe, en_riberas, texto="Lo de Luis.", visto="")
    assert InformeCuenta.objects.get().resumen == "Lo de Ana."


@pytest.mark.parametrize("largo", [5_000, 5_001])
def test_cabe_en_una_plana(informe, en_riberas, largo):
    if largo > 5_000:
        with pytest.raises(ErrorDominio, match=r"El resumen pasa de 5.000 letras"):
            guardar(informe, en_riberas, texto="a" * largo)
    else:
        guardar(informe, en_riberas, texto="a" * largo)
    assert len(InformeCuenta.objects.get().resumen) == (largo if largo == 5_000 else 0)


def test_en_revision_no_se_toca(informe, en_riberas):
    services.enviar_a_revision(informe=informe, por=en_riberas["encargada"])
    with pytest.raises(ErrorDominio, match="El informe está en revisión y no se edita"):
        guardar(informe, en_riberas)


def test_abre_el_informe_publicado_y_su_pdf(informe, en_riberas):
    guardar(informe, en_riberas)
    services.enviar_a_revision(informe=informe, por=en_riberas["encargada"])
    version = services.publicar_informe(
        informe=InformeCuenta.objects.get(), por=en_riberas["autoridad"]
    )
    assert version.contenido["resumen"] == TEXTO
    pagina = Client().get(reverse("cuentas:informe", args=["riberas", 2026])).content.decode()
    assert '<h2 id="resumen-t">Resumen</h2>' in pagina
    assert "<strong>qué se hizo</strong>" in pagina


# ── The page ──


def ruta(nombre="resumen"):
    return reverse(f"cuentas_gestion:{nombre}", args=["riberas", 2026])


def test_ver_como_queda_no_guarda(entrar, informe):
    pagina = entrar("equipo").post(ruta(), {"texto": TEXTO, "visto": "x", "previa": "si"})
    assert pagina.status_code == 200
    assert "<strong>qué se hizo</strong>" in pagina.content.decode()
    assert InformeCuenta.objects.get().resumen == ""


def test_guardar_por_la_pagina(entrar, informe):
    cliente = entrar("equipo")
    visto = cliente.get(ruta()).context["form"]["visto"].value()
    assert cliente.post(ruta(), {"texto": TEXTO, "visto": visto}).url == ruta("informe")
    assert InformeCuenta.objects.get().resumen == TEXTO


def test_el_conflicto_conserva_lo_escrito_y_deja_guardar_despues(entrar, informe, en_riberas):
    guardar(informe, en_riberas, texto="Lo de Ana.")
    cliente = entrar("equipo")
    respuesta = cliente.post(ruta(), {"texto": "Lo de Luis.", "visto": "viejo"})
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Lo de Luis." in texto
    assert "Lo de Ana." in texto
    visto = respuesta.context["form"]["visto"].value()
    assert cliente.post(ruta(), {"texto": "Lo de Luis.", "visto": visto}).status_code == 302
    assert InformeCuenta.objects.get().resumen == "Lo de Luis."


def test_la_lectura_dice_que_falta_la_constancia_y_adonde_ir(entrar, en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    informe = m.crear_informe(cuenta)
    services.enviar_a_revision(informe=informe, por=en_riberas["encargada"])
    texto = entrar("autoridad").get(ruta("lectura")).content.decode()
    assert "Nadie ha dejado constancia de que el informe se entiende." in texto
    assert reverse("seguimiento_gestion:constancias", args=["riberas", 2026]) in texto
    assert "Publicar el informe" not in texto
    m.con_constancias(cuenta, en_riberas["encargada"], "R25")
    assert "Publicar el informe" in entrar("autoridad").get(ruta("lectura")).content.decode()


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, informe, persona):
    esperado = {"encargada": 200, "equipo": 200, "encargada-otro": 404}.get(persona, 403)
    assert entrar(persona).get(ruta()).status_code == esperado
