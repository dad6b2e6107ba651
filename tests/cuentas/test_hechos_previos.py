"""What happened outside the portal: looked at twice, written once."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from cuentas import selectors, services
from cuentas.models import CuentaPublica, HechoPrevio
from tests import mundo as m

DATOS = {
    "tipo": "informe",
    "fecha": date(2027, 4, 20),
    "evidencia": "Oficio 12",
    "motivo": "El portal aún no existía.",
}


@pytest.fixture
def cuenta(en_riberas):
    return m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])


def anotar(cuenta, mundo, **cambios):
    return services.anotar_hecho_previo(cuenta=cuenta, por=mundo["encargada"], **(DATOS | cambios))


def test_queda_con_su_fecha_y_quien_lo_anoto(cuenta, en_riberas):
    hecho = anotar(cuenta, en_riberas, url="https://riberas.example/informe")
    assert selectors.hechos_previos_de([cuenta]) == {cuenta.pk: {"informe": hecho}}
    assert (hecho.registrado_por, hecho.url) == (
        en_riberas["encargada"],
        "https://riberas.example/informe",
    )
    fila = Bitacora.objects.get(accion="anotar_hecho_previo")
    assert fila.datos == {"tipo": "informe", "fecha": "2027-04-20"}


@pytest.mark.parametrize(
    ("cambios", "campo", "frase"),
    [
        ({"fecha": date(2027, 5, 18)}, "fecha", "Ese día aún no llega"),
        ({"fecha": date(2025, 12, 31)}, "fecha", "la fecha no puede ser anterior a ese año"),
        ({"evidencia": " "}, "evidencia", "Escriba qué lo muestra."),
        ({"motivo": " "}, "motivo", "Escriba por qué no se hizo en el portal."),
    ],
)
def test_se_niega(cuenta, en_riberas, cambios, campo, frase):
    with pytest.raises(ErrorDominio, match=frase) as error:
        anotar(cuenta, en_riberas, **cambios)
    assert error.value.campo == campo
    assert HechoPrevio.objects.count() == 0


def test_hoy_vale(cuenta, en_riberas):
    assert anotar(cuenta, en_riberas, fecha=m.HOY).fecha == m.HOY


def test_el_mismo_hecho_una_sola_vez(cuenta, en_riberas):
    anotar(cuenta, en_riberas)
    with pytest.raises(ErrorDominio, match="Ese hecho ya está anotado y no se cambia"):
        anotar(cuenta, en_riberas, fecha=date(2027, 4, 21))
    anotar(cuenta, en_riberas, tipo="jornada")
    assert HechoPrevio.objects.count() == 2


def test_en_una_cuenta_anulada_no(cuenta, en_riberas):
    CuentaPublica.objects.update(estado="anulada", motivo_anulacion="Fusión")
    with pytest.raises(ErrorDominio, match="La cuenta está anulada"):
        anotar(CuentaPublica.objects.get(), en_riberas)


def test_la_base_no_deja_cambiarlo(cuenta, en_riberas):
    hechos = HechoPrevio.objects.filter(pk=anotar(cuenta, en_riberas).pk)
    with pytest.raises(DatabaseError, match="registro inmutable"), transaction.atomic():
        hechos.update(motivo="Otro")
    assert hechos.get().motivo == DATOS["motivo"]


# ── The page ──


def ruta():
    return reverse("cuentas_gestion:hechos_previos", args=["riberas", 2026])


def escrito(**cambios):
    return DATOS | {"fecha": "2027-04-20", "url": ""} | cambios


def test_se_revisa_antes_y_se_anota_al_confirmar(entrar, cuenta):
    cliente = entrar("encargada")
    assert "Nada ocurrió fuera del portal" in cliente.get(ruta()).content.decode()
    revision = cliente.post(ruta(), escrito())
    assert (revision.status_code, HechoPrevio.objects.count()) == (200, 0)
    texto = revision.content.decode()
    assert "¿Está bien escrito?" in texto
    assert "martes 20 de abril de 2027" in texto
    assert '<input type="hidden" name="evidencia" value="Oficio 12"' in texto
    assert cliente.post(ruta(), escrito(confirmar="si")).url == ruta()
    assert HechoPrevio.objects.get().evidencia == "Oficio 12"
    assert "1 hecho anotado" in cliente.get(ruta()).content.decode()


def test_corregir_vuelve_con_lo_escrito(entrar, cuenta):
    pagina = entrar("encargada").post(ruta(), escrito(corregir="si"))
    assert (pagina.status_code, HechoPrevio.objects.count()) == (200, 0)
    assert 'value="Oficio 12"' in pagina.content.decode()
    assert "¿Está bien escrito?" not in pagina.content.decode()


@pytest.mark.parametrize("boton", [{}, {"confirmar": "si"}])
def test_lo_mal_escrito_vuelve_en_su_campo(entrar, cuenta, boton):
    respuesta = entrar("encargada").post(ruta(), escrito(fecha="2027-05-18", **boton))
    assert respuesta.status_code == 422
    assert list(respuesta.context["form"].errors) == ["fecha"]
    assert 'value="Oficio 12"' in respuesta.content.decode()
    assert HechoPrevio.objects.count() == 0


def test_lo_anotado_ya_no_se_ofrece(entrar, cuenta, en_riberas):
    anotar(cuenta, en_riberas)
    form = entrar("encargada").get(ruta()).context["form"]
    assert [valor for valor, _ in form.fields["tipo"].choices] == [
        "convocatoria",
        "participacion",
        "jornada",
        "respuestas",
    ]


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
def test_quien_puede(entrar, cuenta, persona):
    esperado = {"encargada": 302, "encargada-otro": 404}.get(persona, 403)
    respuesta = entrar(persona).post(ruta(), escrito(confirmar="si"))
    assert respuesta.status_code == esperado
    assert HechoPrevio._base_manager.count() == (1 if persona == "encargada" else 0)
