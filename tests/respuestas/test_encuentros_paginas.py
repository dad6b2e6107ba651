"""The private page of who organises a meeting, and the staff's page of its contributions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from convocatorias.models import Encuentro
from respuestas import services
from respuestas.models import Consulta, EntregaEncuentro
from tests.respuestas.test_encuentros import DOS, NONCE, PDF, encuentro, recibir

__all__ = ["encuentro"]

CLAVE = "clave-de-prueba-de-128"


def publica(nombre: str = "encuentro", clave: str = CLAVE) -> str:
    return reverse(f"respuestas:{nombre}", args=[clave])


def gestion(nombre: str, *otros: object, slug: str = "vecinal") -> str:
    return reverse(f"respuestas_gestion:{nombre}", args=["riberas", 2026, slug, *otros])


def formulario(*mensajes: str, **otros) -> dict:
    datos = {
        "asistentes": "40",
        "nonce": NONCE,
        "aportes-TOTAL_FORMS": "30",
        "aportes-INITIAL_FORMS": "0",
    }
    for n, mensaje in enumerate(mensajes):
        datos |= {
            f"aportes-{n}-mensaje": mensaje,
            f"aportes-{n}-tipo": "propuesta",
            f"aportes-{n}-capitulo": "planes",
        }
    return datos | otros


def test_se_envian_desde_el_enlace(encuentro):
    visita = Client()
    pagina = visita.get(publica()).content.decode()
    assert "¿Cuántas personas fueron?" in pagina
    assert pagina.count("<details") == 6  # five folds of five, and what is done with the data
    acta = SimpleUploadedFile("acta.pdf", PDF)
    respuesta = visita.post(publica(), formulario("Abrir la sede", "", "Más árboles", archivo=acta))
    assert (respuesta.status_code, respuesta.url) == (302, publica("encuentro_recibido"))
    recibida = visita.get(respuesta.url).content.decode()
    assert "2026-0001" in recibida
    assert "2026-0002" in recibida
    assert "trae el acta" in recibida
    assert [c.mensaje for c in Consulta.objects.all()] == ["Abrir la sede", "Más árboles"]


def test_dos_veces_el_mismo_boton_es_uno(encuentro):
    for _ in range(2):
        assert Client().post(publica(), formulario("Abrir la sede")).status_code == 302
    assert Consulta.objects.count() == 1


def test_con_otro_texto_avisa_y_a_la_segunda_lo_envia(encuentro):
    Client().post(publica(), formulario("Abrir la sede"))
    otra = Client().post(publica(), formulario("Otra cosa"))
    assert otra.status_code == 422
    assert "Ya recibimos un envío desde este formulario" in otra.content.decode()
    nonce = otra.context["form"]["nonce"].value()
    assert nonce != NONCE
    Client().post(publica(), formulario("Otra cosa", nonce=nonce))
    assert Consulta.objects.count() == 2


def test_lo_mal_escrito_vuelve_con_lo_escrito(encuentro):
    respuesta = Client().post(publica(), formulario("Abrir la sede", asistentes=""))
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "Escriba cuántas personas fueron." in pagina
    assert "Abrir la sede" in pagina
    vacio = Client().post(publica(), formulario())
    assert "Escriba al menos un aporte, o adjunte el acta." in vacio.content.decode()


def test_un_aporte_largo_se_dice_en_su_lugar(encuentro):
    mensajes = [""] * 12 + ["a" * 100_000]
    respuesta = Client().post(publica(), formulario(*mensajes))
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "Su mensaje lleva 100.000 letras y caben 3.000." in pagina
    tramos = list(respuesta.context["aportes"].tramos())
    assert [t.abierto for t in tramos] == [True, False, True, False, False, False]
    assert not Consulta.objects.exists()


@pytest.mark.parametrize(
    "datos",
    [
        {"aportes-TOTAL_FORMS": "5000"},
        {"aportes-TOTAL_FORMS": "x"},
        {"nonce": "'; DROP"},
        {"asistentes": "9" * 400},
        {"aportes-0-tipo": "otro"},
    ],
    ids=["cinco-mil", "sin-numero", "nonce", "enorme", "tipo"],
)
def test_lo_imposible_no_se_guarda(encuentro, datos):
    respuesta = Client().post(publica(), formulario("Abrir la sede") | datos)
    assert respuesta.status_code == 422
    assert not EntregaEncuentro.objects.exists()


def test_lo_que_romperia_la_pagina_se_quita(encuentro):
    Client().post(publica(), formulario("Abrir\x00 la\u202e sede"))
    assert Consulta.objects.get().mensaje == "Abrir la sede"


def test_cinco_mil_campos_no_se_leen(encuentro):
    datos = {f"aportes-{n}-mensaje": "x" for n in range(5000)}
    assert Client().post(publica(), datos).status_code == 400


def test_un_acta_que_no_es_acta(encuentro):
    acta = SimpleUploadedFile("acta.pdf", b"<html>", content_type="application/pdf")
    respuesta = Client().post(publica(), formulario("Abrir la sede", archivo=acta))
    assert respuesta.status_code == 422
    assert not Consulta.objects.exists()


def test_cerrado_lo_dice_y_lleva_a_participar(encuentro, reloj_en):
    from datetime import UTC, datetime

    recibir(encuentro)
    reloj_en(datetime(2027, 6, 5, 14, 0, tzinfo=UTC))
    pagina = Client().get(publica()).content.decode()
    assert "se recibieron hasta el 4 de junio" in pagina
    assert "/cuentas/riberas/2026/participar/" in pagina
    assert "Abrir la sede" in pagina
    assert "Enviar los aportes" not in pagina


def test_quitado_el_enlace_nadie_entra(encuentro):
    Encuentro.objects.update(clave="", clave_hash=None, clave_desde=None)
    assert Client().get(publica()).status_code == 404
    assert Client().post(publica(), formulario("Abrir la sede")).status_code == 404


# ── The staff ──


def test_el_equipo_los_ve_y_descarga_el_acta(encuentro, entrar):
    cliente = entrar("encargada")
    assert "Todavía no llega ningún aporte" in cliente.get(gestion("aportes")).content.decode()
    entrega = recibir(encuentro, acta=PDF).entrega
    pagina = cliente.get(gestion("aportes")).content.decode()
    assert "Abrir la sede los sábados." in pagina
    assert "Proyecciones" in pagina
    acta = cliente.get(gestion("aportes_acta", entrega.pk))
    assert (acta.content[:5], acta["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert acta["Content-Disposition"].startswith("attachment")


def test_sin_acta_o_de_otro_encuentro_es_404(encuentro, entrar):
    entrega = recibir(encuentro).entrega
    assert entrar("encargada").get(gestion("aportes_acta", entrega.pk)).status_code == 404
    otro = gestion("aportes_acta", entrega.pk, slug="jornada-nacional")
    assert entrar("encargada").get(otro).status_code == 404


def test_se_ingresan_los_de_papel(encuentro, entrar):
    cliente = entrar("equipo")
    assert cliente.get(gestion("aportes_ingresar")).status_code == 200
    respuesta = cliente.post(gestion("aportes_ingresar"), formulario("Abrir la sede"))
    assert (respuesta.status_code, respuesta.url) == (302, gestion("aportes"))
    assert Consulta.objects.get().canal == "autoconvocada"
    assert cliente.post(gestion("aportes_ingresar"), formulario()).status_code == 422


def test_sin_organizador_dice_que_falta(encuentro, entrar):
    Encuentro.objects.all().delete()
    pagina = entrar("encargada").get(gestion("aportes")).content.decode()
    assert "Falta decir quién responde por el encuentro" in pagina
    assert entrar("encargada").get(gestion("aportes_ingresar")).status_code == 404


def test_los_permisos(encuentro, entrar):
    assert entrar("unidad").get(gestion("aportes")).status_code == 200
    assert entrar("unidad").get(gestion("aportes_ingresar")).status_code == 403
    assert entrar("acreditadora").get(gestion("aportes")).status_code == 403
    assert entrar("encargada-otro").get(gestion("aportes")).status_code == 404


def test_las_paginas_cuestan_lo_mismo_con_dos_que_con_sesenta(
    encuentro, entrar, django_assert_num_queries
):
    cliente = entrar("encargada")
    recibir(encuentro, aportes=DOS)
    with django_assert_num_queries(13):
        cliente.get(gestion("aportes"))
    with django_assert_num_queries(8):
        Client().get(publica())
    for vuelta in range(2):
        muchos = [services.Escrito("opinion", f"Idea {vuelta} {n}") for n in range(30)]
        recibir(encuentro, aportes=muchos, nonce=f"formulario-numero-{vuelta}")
    with django_assert_num_queries(13):
        cliente.get(gestion("aportes"))
    with django_assert_num_queries(8):
        Client().get(publica())
