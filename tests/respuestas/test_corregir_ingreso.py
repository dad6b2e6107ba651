"""What was mistyped of a sheet is set right: who, how and when; never its words."""

from datetime import date, timedelta

import pytest

from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import Mensaje
from respuestas import selectors, services
from respuestas.models import Consentimiento, Consulta, Consultante
from respuestas.selectors.seguimiento import historia_de
from tests import mundo as m
from tests.respuestas.conftest import ROSA

ROSO = services.Datos("Rosa Elena", "Quilaleo", "correo", correo="roso@correo.example")
COMO_ESTABA = {"canal": "papel", "tipo": "pregunta"}


@pytest.fixture
def mal_escrita(cuenta, en_riberas) -> Consulta:
    """With another's address, to which its copy was sent."""
    return services.ingresar_consulta(
        cuenta=cuenta, por=en_riberas["equipo"], **COMO_ESTABA, mensaje="¿Cuándo?", datos=ROSO,
        copia_por_correo=True, publica_nombre=True,
    )  # fmt: skip


@pytest.fixture
def corregir(mal_escrita, en_riberas):
    def _corregir(datos=ROSA, **otros):
        todo = {**COMO_ESTABA, "publica_nombre": True} | otros
        return services.corregir_ingreso(
            consulta=mal_escrita, datos=datos, por=en_riberas["equipo"], **todo
        )

    return _corregir


def test_el_enlace_que_salio_mal_se_cierra_y_sale_otro(mal_escrita, corregir, reloj_en):
    perdida = services.clave_del_comprobante(mal_escrita)
    assert corregir() == ["persona"]
    consulta = Consulta.objects.select_related("consultante").get()
    assert (consulta.consultante.correo, consulta.mensaje) == (ROSA.correo, "¿Cuándo?")
    assert not Consulta.objects.filter(clave_hash=hash_de_clave(perdida)).exists()
    assert services.reunir_acuses() == 1
    correo = Mensaje.objects.get(para=ROSA.correo)
    assert services.clave_del_comprobante(consulta) in correo.texto
    assert perdida not in correo.texto
    assert Consultante.objects.count() == 1  # nobody else is kept
    permiso = Consentimiento.objects.get()
    assert (permiso.consultante, permiso.retirado_en) == (consulta.consultante, None)


def test_lo_demas_se_corrige_y_queda_anotado_sin_datos(cuenta, mal_escrita, corregir):
    hoja = services.codigo_de_hoja(cuenta)
    cambios = corregir(
        ROSO, canal="telefono", tipo="opinion", capitulo="planes", organizacion="Junta de vecinos",
        formato="braille", hoja=hoja.lower(), recibida_el=date(2027, 5, 12), publica_nombre=False,
    )  # fmt: skip
    todos = [
        *("canal", "capitulo", "formato", "hoja", "organizacion"),
        *("publica_nombre", "recibida_el", "tipo"),
    ]
    assert sorted(cambios) == todos
    consulta = Consulta.objects.get()
    assert (consulta.hoja, consulta.formato, consulta.recibida_en.date()) == (
        hoja, "braille", date(2027, 5, 12),
    )  # fmt: skip
    assert Consentimiento.objects.get().retirado_en is not None
    hecho = Bitacora.objects.get(accion="corregir_ingreso")
    assert hecho.datos == {"campos": todos}
    assert services.clave_del_comprobante(consulta)  # its link is the same: it went nowhere wrong
    assert historia_de(selectors.con_todo(Consulta.objects.all()).get()).leida_en is None


def test_un_acento_no_hace_otra_persona(mal_escrita, corregir):
    antes = mal_escrita.consultante_id
    con_acento = services.Datos("Rosa Élena", "Quilaleo", "correo", correo=ROSO.correo)
    corregir(con_acento)
    persona = Consultante.objects.get()
    assert (persona.pk, persona.nombres) == (antes, "Rosa Élena")


def test_nada_que_cambiar_y_nadie(mal_escrita, corregir):
    assert corregir(ROSO) == []
    assert not Bitacora.objects.filter(accion="corregir_ingreso").exists()
    assert sorted(corregir(None)) == ["persona", "publica_nombre"]
    consulta = Consulta.objects.get()
    assert (consulta.consultante, consulta.publica_nombre) == (None, False)
    assert Consultante.objects.count() == 0
    assert sorted(corregir(ROSA)) == ["persona", "publica_nombre"]


def test_lo_respondido_lo_borrado_y_lo_de_internet_no_se_corrigen(
    mal_escrita, corregir, escribir, en_riberas
):
    casos = [{"estado": "respondida"}, {"suprimida_en": m.AHORA}, {"canal": "virtual"}]
    for cambio in casos:
        Consulta.objects.filter(pk=mal_escrita.pk).update(estado="recibida", suprimida_en=None)
        Consulta.objects.filter(pk=mal_escrita.pk).update(**cambio)
        with pytest.raises(ErrorDominio, match="ya no se corrige"):
            corregir()


def test_la_hoja_de_otra_se_dice(cuenta, mal_escrita, corregir, en_riberas):
    hoja = services.codigo_de_hoja(cuenta)
    services.ingresar_consulta(
        cuenta=cuenta, por=en_riberas["equipo"], **COMO_ESTABA, mensaje="Otra", hoja=hoja
    )
    with pytest.raises(services.HojaIngresada, match="tiene el folio 2026-0002"):
        corregir(hoja=hoja)


def test_la_pagina_muestra_lo_escrito_y_guarda(mal_escrita, entrar, url):
    cliente, lugar = entrar("equipo"), url("respuestas_gestion:corregir", 1)
    ficha = url("respuestas_gestion:consulta", 1)
    assert f'href="{lugar}"' in cliente.get(ficha).content.decode()
    html = cliente.get(lugar).content.decode()
    for escrito in ('value="Rosa Elena"', f'value="{ROSO.correo}"', "¿Cuándo?", "2027-05-17"):
        assert escrito in html
    datos = {
        **COMO_ESTABA, "nombres": "Rosa Elena", "apellidos": "Quilaleo", "medio": "correo",
        "correo": "no es un correo", "recibida_el": "2027-05-17",
    }  # fmt: skip
    malo = cliente.post(lugar, datos)
    assert (malo.status_code, "no es un correo" in malo.content.decode()) == (422, True)
    bueno = cliente.post(lugar, datos | {"correo": ROSA.correo}, follow=True)
    assert bueno.redirect_chain == [(ficha, 302)]
    assert "Quedó corregido." in bueno.content.decode()
    assert Consulta.objects.get().consultante.correo == ROSA.correo


def test_la_de_internet_no_tiene_esa_pagina(escribir, entrar, url):
    escribir()
    assert entrar("equipo").get(url("respuestas_gestion:corregir", 1)).status_code == 404


def test_cuesta_lo_mismo_con_muchas(
    cuenta, mal_escrita, corregir, en_riberas, django_assert_num_queries, reloj_en
):
    for vuelta in range(9):
        services.ingresar_consulta(
            cuenta=cuenta, por=en_riberas["equipo"], **COMO_ESTABA, mensaje=f"Otra {vuelta}",
            datos=ROSO,
        )  # fmt: skip
    reloj_en(m.AHORA + timedelta(days=2))
    with django_assert_num_queries(15):
        corregir()
