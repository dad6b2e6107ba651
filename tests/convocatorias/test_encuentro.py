"""Who organises a meeting or asked for it, and the key of the page of its contributions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.models import Bitacora
from convocatorias import emails, selectors, services
from convocatorias.models import Actividad, Encuentro
from correos.models import Mensaje
from tests import mundo as m

DATOS = {
    "organizacion_nombre": "JUNTA de vecinos  El Molíno",
    "nombres": "Nelly",
    "apellidos": "Soto",
    "correo": "Nelly@Correo.Example",
}


@pytest.fixture
def vecinal(escena):
    """A meeting that neighbours call on 3 June 2027."""
    return m.crear_actividad(
        escena.cuenta,
        slug="vecinal",
        nombre="Encuentro vecinal",
        tipo="autoconvocada",
        fecha=date(2027, 6, 3),
    )


def guardar(actividad, mundo, **otros):
    return services.guardar_encuentro(
        actividad=actividad, por=mundo["encargada"], **(DATOS | otros)
    )


@pytest.fixture
def encuentro(vecinal, mundo):
    return guardar(vecinal, mundo)


def mensaje_de(caso) -> str:
    with pytest.raises(ErrorDominio) as error:
        caso()
    return error.value.mensaje


def url(nombre: str, slug: str = "vecinal") -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=["riberas", 2026, slug])


@pytest.mark.parametrize("tipo", ["autoconvocada", "complementaria"])
def test_se_anota_quien_responde_y_su_organizacion_del_directorio(vecinal, mundo, tipo):
    organizacion = m.crear_organizacion(mundo.riberas)
    vecinal.tipo = tipo
    fila = guardar(vecinal, mundo)
    # The accent of «Molíno» is no other organisation.
    assert fila.organizacion == organizacion
    assert fila.organizacion_nombre == "JUNTA de vecinos El Molíno"
    assert (fila.nombre_completo, fila.correo) == ("Nelly Soto", "nelly@correo.example")
    assert guardar(vecinal, mundo, organizacion_nombre="Un grupo").organizacion is None
    assert Encuentro.objects.count() == 1


def test_la_jornada_principal_no_tiene_otro_organizador(escena, mundo):
    assert mensaje_de(lambda: guardar(escena.actividad, mundo)) == (
        "La jornada principal la organiza el servicio. Solo los encuentros complementarios y "
        "autoconvocados tienen otro organizador."
    )


def test_hace_falta_como_responderle(vecinal, mundo):
    assert mensaje_de(lambda: guardar(vecinal, mundo, correo="")) == (
        "Escriba un correo, un teléfono o una dirección: ahí se responderá a lo que envíen."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Encuentro.objects.create(actividad=vecinal, organizacion_nombre="Nadie", nombres="Nelly")


def test_cierra_el_dia_que_se_diga_o_el_de_la_participacion(encuentro, vecinal, mundo, escena):
    assert selectors.cierre_de_aportes(encuentro) == date(2027, 6, 4)
    otro = guardar(vecinal, mundo, cierra=date(2027, 6, 20))
    assert selectors.cierre_de_aportes(otro) == date(2027, 6, 20)
    escena.proceso.delete()
    assert selectors.cierre_de_aportes(guardar(vecinal, mundo)) is None


def test_la_clave_se_guarda_en_huella_y_sale_por_correo(encuentro, mundo):
    clave = services.crear_clave_de_encuentro(encuentro=encuentro, por=mundo["encargada"])
    guardado = Encuentro.objects.get()
    assert guardado.clave_hash == hash_de_clave(clave)
    assert guardado.clave == clave
    correo = Mensaje.objects.get(tipo="encuentro")
    assert correo.para == "nelly@correo.example"
    assert emails.pagina_de_encuentro(clave) in correo.texto
    assert emails.pagina_de_encuentro(clave) in correo.html
    assert "Puede enviar hasta el viernes 4 de junio de 2027." in correo.texto
    registro = Bitacora.objects.get(accion="crear_clave_de_encuentro")
    assert registro.datos == {}


def test_otra_clave_deja_sin_efecto_la_anterior_y_se_puede_quitar(encuentro, mundo):
    por = mundo["encargada"]
    primera = services.crear_clave_de_encuentro(encuentro=encuentro, por=por)
    segunda = services.crear_clave_de_encuentro(encuentro=encuentro, por=por)
    assert primera != segunda
    assert Mensaje.objects.filter(tipo="encuentro").count() == 2
    assert Encuentro.objects.get().clave_hash == hash_de_clave(segunda)
    services.quitar_clave_de_encuentro(encuentro=encuentro, por=por)
    guardado = Encuentro.objects.get()
    assert (guardado.clave_hash, guardado.clave, guardado.clave_desde) == (None, "", None)


def test_sin_correo_no_sale_nada_pero_se_imprime(vecinal, mundo, entrar):
    encuentro = guardar(vecinal, mundo, correo="", telefono="9 1234 5678")
    services.crear_clave_de_encuentro(encuentro=encuentro, por=mundo["encargada"])
    assert Mensaje.objects.count() == 0
    hoja = entrar("encargada").get(url("encuentro_pdf"))
    assert hoja["Content-Type"] == "application/pdf"
    assert hoja.content.startswith(b"%PDF-1.7")


def test_un_encuentro_sin_anunciar_no_tiene_clave(encuentro, mundo):
    Actividad.objects.filter(pk=encuentro.actividad_id).update(estado="borrador")
    encuentro.actividad.refresh_from_db()
    dicho = mensaje_de(
        lambda: services.crear_clave_de_encuentro(encuentro=encuentro, por=mundo["encargada"])
    )
    assert dicho == "Programe el encuentro antes de entregar el enlace de sus aportes."


# ── The page ──


def test_la_pagina_lo_anota_y_entrega_el_enlace(vecinal, mundo, entrar):
    cliente = entrar("equipo")
    assert "Guarde primero quién responde" in cliente.get(url("encuentro")).content.decode()
    assert cliente.post(url("encuentro_clave"), {"paso": "crear"}).status_code == 404
    sin_medio = cliente.post(url("encuentro"), DATOS | {"correo": ""})
    assert sin_medio.status_code == 422
    assert "Escriba al menos un medio" in sin_medio.content.decode()
    respuesta = cliente.post(url("encuentro"), DATOS)
    assert (respuesta.status_code, respuesta.url) == (302, url("encuentro"))
    assert cliente.get(url("encuentro_pdf")).status_code == 404
    cliente.post(url("encuentro_clave"), {"paso": "crear"})
    clave = Encuentro.objects.get().clave
    assert emails.pagina_de_encuentro(clave) in cliente.get(url("encuentro")).content.decode()
    cliente.post(url("encuentro_clave"), {"paso": "quitar"})
    assert Encuentro.objects.get().clave_hash is None


def test_la_jornada_principal_lo_explica(escena, entrar):
    pagina = entrar("encargada").get(url("encuentro", "jornada-nacional")).content.decode()
    assert "La jornada principal la organiza el servicio" in pagina
    assert "organizacion_nombre" not in pagina


@pytest.mark.parametrize(
    ("slug", "esta"), [("vecinal", True), ("jornada-nacional", False)], ids=["vecinal", "central"]
)
def test_la_actividad_lleva_a_sus_aportes(vecinal, entrar, slug, esta):
    pagina = entrar("encargada").get(url("actividad", slug)).content.decode()
    assert (url("encuentro", slug) in pagina) is esta
    assert ("Aportes del encuentro" in pagina) is esta
    assert url("encuesta", slug) in pagina


def test_quien_no_convoca_no_entra(encuentro, entrar):
    assert entrar("acreditadora").get(url("encuentro")).status_code == 403
    assert entrar("encargada-otro").get(url("encuentro")).status_code == 404


@pytest.mark.parametrize("malo", ["\x00", "a" * 100_000], ids=["nul", "largo"])
def test_lo_imposible_vuelve_con_su_error(vecinal, entrar, malo):
    respuesta = entrar("encargada").post(url("encuentro"), DATOS | {"organizacion_nombre": malo})
    assert respuesta.status_code == 422
    assert Encuentro.objects.count() == 0
