"""An account ends when its answers are public, made known, and sent to who asked."""

from datetime import date

import pytest

from comun.errores import ErrorDominio, ReglaIncumplida
from correos.models import Mensaje
from cuentas.models import AjusteRegla, CuentaPublica, Difusion, HechoPrevio
from cuentas.services import suspender_cuenta
from respuestas import services
from respuestas.models import EnvioRespuesta
from tests import mundo as m
from tests.respuestas.conftest import ROSA

JUAN = services.Datos("Juan", "Pérez", "telefono", telefono="+56912345678")
ESTADO = CuentaPublica.Estado


@pytest.fixture
def publicar(cuenta, en_riberas):
    """The document, reviewed and published today."""

    def _publicar() -> None:
        informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
        services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
        services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])

    return _publicar


@pytest.fixture
def difundir(cuenta, en_riberas):
    def _difundir(canal: str = "web") -> Difusion:
        return Difusion.objects.create(
            cuenta=cuenta,
            objeto="respuestas",
            canal=canal,
            fecha=m.HOY,
            evidencia="Portada del sitio",
            registrada_por=en_riberas["comunicaciones"],
            registrada_en=m.AHORA,
        )

    return _difundir


@pytest.fixture
def cerrar(cuenta, en_riberas):
    def _cerrar() -> CuentaPublica:
        return services.cerrar_cuenta(cuenta=cuenta, por=en_riberas["encargada"])

    return _cerrar


def faltas(cerrar) -> list[str]:
    with pytest.raises(ReglaIncumplida) as error:
        cerrar()
    return [una.id for una, _ in error.value.reglas]


def test_sin_publicar_ni_difundir_no_se_cierra(cuenta, cerrar):
    assert faltas(cerrar) == ["R106", "R111", "R112"]
    cuenta.refresh_from_db()
    assert cuenta.estado == ESTADO.ABIERTA


def test_publicada_y_sin_difundir_no_se_cierra(publicar, cerrar):
    publicar()
    assert faltas(cerrar) == ["R106", "R111"]


def test_lo_retirado_no_es_difusion(publicar, difundir, cerrar):
    publicar()
    Difusion.objects.filter(pk=difundir().pk).update(retirada_en=m.AHORA)
    assert faltas(cerrar) == ["R106", "R111"]


def test_lo_difundido_del_informe_no_es_de_las_respuestas(publicar, difundir, cerrar):
    publicar()
    Difusion.objects.filter(pk=difundir().pk).update(objeto="informe")
    assert faltas(cerrar) == ["R106", "R111"]


def test_publicada_y_difundida_se_cierra(cuenta, publicar, difundir, cerrar):
    publicar()
    difundir()
    assert cerrar().estado == ESTADO.CERRADA
    cuenta.refresh_from_db()
    assert (cuenta.estado, cuenta.cerrada_en.date()) == (ESTADO.CERRADA, m.HOY)


def test_quien_pregunto_y_no_tiene_respuesta_lo_impide(
    escribir, responder, publicar, difundir, cerrar, en_riberas
):
    """By telephone: until somebody calls and writes it down."""
    responder(consulta=escribir(datos=JUAN))
    publicar()
    difundir()
    assert faltas(cerrar) == ["R110", "R112"]
    services.registrar_entrega(
        envio=EnvioRespuesta.objects.get(), medio="telefono", por=en_riberas["equipo"]
    )
    assert cerrar().estado == ESTADO.CERRADA


def test_un_correo_anulado_no_es_un_intento(escribir, responder, publicar, difundir, cerrar):
    responder(consulta=escribir(datos=ROSA))
    publicar()
    difundir()
    Mensaje.objects.filter(tipo="respuesta").update(estado="anulado", ultimo_texto="Anulado")
    assert faltas(cerrar) == ["R110", "R112"]


def test_uno_devuelto_si_es_un_intento(escribir, responder, publicar, difundir, cerrar):
    responder(consulta=escribir(datos=ROSA))
    publicar()
    difundir()
    Mensaje.objects.filter(tipo="respuesta").update(estado="rechazado", ultimo_codigo=550)
    assert cerrar().estado == ESTADO.CERRADA


def test_la_norma_puede_bajar_la_difusion_personalizada(
    cuenta, escribir, responder, publicar, difundir, cerrar, en_riberas
):
    """R112 is a bare item of the list: the service's norm may lower it; R110 may not."""
    responder(consulta=escribir("Muy bien todo", tipo="opinion", datos=JUAN))
    publicar()
    difundir()
    assert faltas(cerrar) == ["R112"]
    AjusteRegla.objects.create(
        norma=cuenta.norma,
        regla="R112",
        motivo="La norma solo pide publicar.",
        ajustada_por=en_riberas["encargada"],
        ajustada_en=m.AHORA,
    )
    assert cerrar().estado == ESTADO.CERRADA


def test_suspendida_no_se_cierra(cuenta, publicar, difundir, cerrar, en_riberas):
    publicar()
    difundir()
    suspender_cuenta(cuenta=cuenta, motivo="Emergencia.", desde=m.HOY, por=en_riberas["encargada"])
    with pytest.raises(ErrorDominio, match="suspendida"):
        cerrar()


def test_la_pagina_dice_lo_que_falta_y_donde(entrar, url):
    html = entrar("encargada").get(url("respuestas_gestion:cerrar")).content.decode()
    assert "Lo que falta para cerrar" in html
    assert f"{url('cuentas_gestion:difusion')}?objeto=respuestas" in html
    assert f'href="{url("respuestas_gestion:documento")}"' in html
    assert "R106" in html


def test_el_boton_se_niega_y_conserva_la_pagina(cuenta, entrar, url):
    respuesta = entrar("encargada").post(url("respuestas_gestion:cerrar"))
    assert respuesta.status_code == 422
    assert "La cuenta no se cerró." in respuesta.content.decode()
    cuenta.refresh_from_db()
    assert cuenta.estado == ESTADO.ABIERTA


def test_el_boton_cierra(cuenta, publicar, difundir, entrar, url):
    publicar()
    difundir()
    cliente = entrar("encargada")
    assert (
        "Está todo lo que se pide" in cliente.get(url("respuestas_gestion:cerrar")).content.decode()
    )
    respuesta = cliente.post(url("respuestas_gestion:cerrar"))
    assert (respuesta.status_code, respuesta.url) == (302, url("cuentas_gestion:configurar"))
    cuenta.refresh_from_db()
    assert cuenta.estado == ESTADO.CERRADA


def test_la_fecha_de_una_publicacion_previa_cuenta(cuenta, difundir, cerrar, en_riberas):
    """The answers came out before the account was kept here."""
    difundir()
    assert faltas(cerrar) == ["R111", "R112"]
    HechoPrevio.objects.create(
        cuenta=cuenta,
        tipo="respuestas",
        fecha=date(2027, 5, 10),
        evidencia="El PDF publicado",
        motivo="El portal aún no se usaba.",
        registrado_por=en_riberas["encargada"],
        registrado_en=m.AHORA,
    )
    assert cerrar().estado == ESTADO.CERRADA
