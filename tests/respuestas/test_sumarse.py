"""Whoever joins a published question is one more person who asked, and is answered in person."""

from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import Mensaje
from respuestas import documents, selectors, services
from respuestas.models import Consulta, Respuesta
from servicios.alcance import alcance
from tests import mundo as m
from tests.respuestas.conftest import ROSA, datos_del_formulario

ANA = services.Datos("Ana", "Soto", "correo", correo="ana.soto@correo.example")
RIBERA = "¿Cuándo llega el refuerzo de la ribera?"
NO_PUBLICADA = "No encontramos la pregunta publicada a la que quiere sumarse."


@pytest.fixture(autouse=True)
def sin_memoria():
    olvidar = import_module("respuestas.selectors.parecidas").olvidar
    olvidar()
    yield
    olvidar()


@pytest.fixture
def publicar(en_riberas):
    def _publicar(cuenta):
        informe = services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
        if informe.estado == "publicado":
            services.reabrir_documento(informe=informe, por=en_riberas["encargada"])
        services.enviar_documento_a_revision(informe=informe, por=en_riberas["encargada"])
        return services.publicar_respuestas(informe=informe, por=en_riberas["autoridad"])

    return _publicar


@pytest.fixture
def de_antes(cuenta, en_riberas):
    """2025-0012, published last year with its answer."""
    anterior = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025)
    original = Consulta.objects.create(
        cuenta=anterior, folio_anio=2025, folio_numero=12, canal="virtual", tipo="pregunta",
        mensaje=RIBERA, recibida_en=m.AHORA, estado="respondida",
    )  # fmt: skip
    Respuesta.objects.create(
        cuenta=anterior, consulta=original, texto="En agosto.", estado="aprobada",
        redactada_por=en_riberas["unidad"], aprobada_por=en_riberas["revisora"],
        aprobada_en=m.AHORA,
    )  # fmt: skip
    informe = services.preparar_documento(cuenta=anterior, por=en_riberas["encargada"])
    consultas = selectors.consultas_del_documento(anterior)
    plazo = selectors.hechos_del_plazo(anterior, m.HOY)
    informe.publicaciones.create(
        servicio=en_riberas.riberas, version=1, publicada_en=m.AHORA,
        contenido=documents.contenido(informe, consultas, plazo, version=1, hoy=m.HOY),
        pdf=m.archivos.guardar(b"%PDF", "application/pdf"),
        redactada_por=en_riberas["sistematizadora"], aprobada_por=en_riberas["autoridad"],
    )  # fmt: skip
    return original


@pytest.fixture
def sumar(cuenta):
    """Join what is most alike, as the page offers it."""

    def _sumar(mensaje="¿Para cuándo el refuerzo de la ribera?", sello=None, **otros):
        datos = {"tipo": "pregunta", "datos": ANA, "nonce": services.nonce_nuevo()} | otros
        if sello is None:
            sello = selectors.parecidas(cuenta, mensaje)[0].sello
        return services.sumarse(cuenta=cuenta, sello=sello, mensaje=mensaje, **datos)

    return _sumar


def test_es_un_mensaje_mas_con_su_folio_su_clave_y_su_acuse(cuenta, de_antes, sumar):
    recibo = sumar()
    suya = Consulta.objects.get(cuenta=cuenta)
    assert recibo.consulta == suya
    assert (suya.suma_a, suya.folio, suya.estado) == (de_antes, "2026-0001", "recibida")
    assert (suya.mensaje, suya.grupo) == ("¿Para cuándo el refuerzo de la ribera?", None)
    [acuse] = Mensaje.objects.filter(tipo="acuse")
    assert acuse.para == ANA.correo
    assert reverse("respuestas:mi_consulta", args=[recibo.clave]) in acuse.texto
    fila = Bitacora.objects.get(accion="registrar_consulta")
    assert fila.datos == {"canal": "virtual", "tipo": "pregunta"}


def test_dos_veces_con_el_mismo_nonce_es_una(cuenta, de_antes, sumar):
    primera = sumar(nonce="n" * 20)
    segunda = sumar(nonce="n" * 20)
    assert (segunda.consulta, segunda.clave) == (primera.consulta, primera.clave)
    assert segunda.repetida
    assert Consulta.objects.filter(suma_a=de_antes).count() == 1


def test_un_sello_que_no_es_nuestro_no_suma(cuenta, de_antes, sumar, en_riberas):
    bueno = selectors.parecidas(cuenta, RIBERA)[0].sello
    servicio, anio, resto = bueno.split("-", 2)
    for malo in ("", "x", f"{servicio}-{anio}-13{resto[2:]}", bueno[:-1], "\x00", "9" * 100_000):
        with pytest.raises(ErrorDominio, match=NO_PUBLICADA):
            sumar(sello=malo)
    assert Consulta.objects.filter(cuenta=cuenta).count() == 0
    with alcance(en_riberas.otro):
        ajena = m.crear_cuenta(en_riberas.otro, en_riberas["encargada-otro"])
        m.crear_proceso(ajena)
        with pytest.raises(ErrorDominio, match=NO_PUBLICADA):
            services.sumarse(
                cuenta=ajena,
                sello=bueno,
                tipo="pregunta",
                mensaje="Hola",
                datos=ANA,
                nonce="n" * 20,
            )


def test_nadie_se_suma_a_lo_que_ya_no_se_publica(cuenta, de_antes, sumar, en_riberas):
    sello = selectors.parecidas(cuenta, RIBERA)[0].sello
    type(cuenta).objects.filter(pk=de_antes.cuenta_id).update(estado="anulada")
    with pytest.raises(ErrorDominio, match=NO_PUBLICADA):
        sumar(sello=sello)


def test_se_responde_en_el_documento_de_este_anio_con_enlace_a_la_anterior(
    cuenta, de_antes, sumar, responder, publicar, url
):
    responder(consulta=sumar().consulta, texto="Sigue para agosto.")
    publicacion = publicar(cuenta)
    [mensaje] = documents.bloques_por_numero(publicacion.contenido)[1]["mensajes"]
    assert mensaje["suma_a"] == {"anio": 2025, "numero": 12, "folio": "2025-0012", "antes": True}
    de_ana = Mensaje.objects.get(tipo="respuesta")
    for texto in (de_ana.texto, de_ana.html):
        assert "Sigue para agosto." in texto
        assert "/cuentas/riberas/2025/respuestas/?n=12#n-12" in texto
    html = Client().get(url("respuestas:respuestas")).content.decode()
    assert (
        'Se suma a la <a href="/cuentas/riberas/2025/respuestas/?n=12#n-12">2025-0012</a>' in html
    )
    assert "que ya respondimos en 2025" in html
    assert "Ana" not in html


def test_la_publicada_dice_cuantas_personas_mas(cuenta, de_antes, sumar):
    direccion = reverse("respuestas:respuestas", args=["riberas", 2025])
    assert "lo mismo" not in Client().get(direccion).content.decode()
    sumar()
    assert "Y una persona más preguntó lo mismo." in Client().get(direccion).content.decode()
    for _ in range(2):
        sumar(datos=ROSA)
    html = Client().get(direccion).content.decode()
    assert "Y 3 personas más preguntaron lo mismo." in html
    for dato in ("Ana", "Rosa", "Para cuándo"):
        assert dato not in html


# ── In this account: groups ──


@pytest.fixture
def grupo(cuenta, en_riberas, escribir, responder, publicar):
    """2026-0001 and 2026-0002 in a group, answered and published."""
    grupo = services.crear_grupo(
        cuenta=cuenta, titulo="Defensas", por=en_riberas["sistematizadora"],
        consultas=[escribir(RIBERA), escribir("¿Y la defensa de El Molino?")],
    )  # fmt: skip
    responder(grupo=grupo, texto="Empieza el 3 de agosto.")
    publicar(cuenta)
    return grupo


def test_con_la_respuesta_aprobada_espera_y_al_reabrirla_entra_al_grupo(
    cuenta, grupo, sumar, en_riberas, publicar, url
):
    suya = sumar().consulta
    assert (suya.suma_a.folio, suya.grupo) == ("2026-0001", None)
    html = Client().get(url("respuestas:respuestas")).content.decode()
    assert "Y una persona más preguntó lo mismo." in html
    respuesta = Respuesta.objects.get(grupo=grupo)
    services.reabrir_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    suya.refresh_from_db()
    assert suya.grupo == grupo
    otra = sumar("¿El refuerzo de la ribera, cuándo?").consulta
    assert otra.grupo == grupo  # its answer is a draft again
    services.enviar_a_revision(respuesta=respuesta, por=en_riberas["unidad"])
    services.aprobar_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    publicacion = publicar(cuenta)
    bloque = documents.bloques_por_numero(publicacion.contenido)[suya.folio_numero]
    assert [mensaje["numero"] for mensaje in bloque["mensajes"]] == [1, 2, 3, 4]
    html = Client().get(url("respuestas:respuestas")).content.decode()
    assert "lo mismo" not in html  # they stand in the block themselves
    assert Mensaje.objects.filter(tipo="respuesta", para=ANA.correo).count() == 1


def test_al_agrupar_la_original_entran_las_que_se_sumaron(
    cuenta, escribir, responder, publicar, sumar, en_riberas
):
    original = escribir(RIBERA)
    respuesta = responder(consulta=original)
    publicar(cuenta)
    suya = sumar().consulta
    services.reabrir_respuesta(respuesta=respuesta, por=en_riberas["revisora"])
    services.descartar_borrador(respuesta=respuesta, por=en_riberas["unidad"])
    original.refresh_from_db()
    grupo = services.crear_grupo(
        cuenta=cuenta, titulo="Riberas", consultas=[original], por=en_riberas["sistematizadora"]
    )
    assert list(grupo.consultas.order_by("pk")) == [original, suya]


def test_gestion_dice_a_que_se_suma_y_cuantas(cuenta, grupo, sumar, entrar, url):
    sumar()
    cliente = entrar("sistematizadora")
    for ruta, *numero in (("consultas",), ("consulta", 3)):
        html = cliente.get(url(f"respuestas_gestion:{ruta}", *numero)).content.decode()
        assert ">2026-0001</a>." in " ".join(html.split()), ruta
    for ruta, *numero in (("consultas",), ("consulta", 1), ("grupo", grupo.orden)):
        html = cliente.get(url(f"respuestas_gestion:{ruta}", *numero)).content.decode()
        assert "Se sumó 1 mensaje." in html, ruta
    fila = cliente.get(url("respuestas_gestion:grupos")).context["grupos"].get()
    assert (fila.menciones, fila.n_sumadas) == (2, 1)


@pytest.mark.parametrize("sumadas", [1, 30])
def test_las_listas_cuestan_lo_mismo(cuenta, grupo, sumar, entrar, url, sumadas):
    sumar()
    original = Consulta.objects.get(folio_numero=1)
    Consulta.objects.bulk_create(
        Consulta(cuenta=cuenta, folio_anio=2026, folio_numero=100 + n, canal="papel",
                 suma_a=original, tipo="opinion", mensaje="Texto", recibida_en=m.AHORA)
        for n in range(sumadas)
    )  # fmt: skip
    cliente = entrar("sistematizadora")
    cuantas = []
    for ruta, *numero in (("consultas",), ("grupos",), ("grupo", grupo.orden)):
        with CaptureQueriesContext(connection) as sentencias:
            assert cliente.get(url(f"respuestas_gestion:{ruta}", *numero)).status_code == 200
        cuantas.append(len(sentencias))
    with CaptureQueriesContext(connection) as sentencias:
        Client().get(url("respuestas:respuestas"))
    assert (*cuantas, len(sentencias)) == (13, 8, 9, 7)


# ── By the form ──


def test_se_suma_desde_la_pagina_de_revision(cuenta, de_antes, url):
    direccion, datos = url("respuestas:participar"), datos_del_formulario(mensaje=RIBERA)
    revision = Client().post(direccion, datos | {"paso": "revisar"})
    [una] = revision.context["parecidas"]
    html = revision.content.decode()
    assert "Quizás ya está respondido" in html
    assert f'name="suma_a" value="{una.sello}"' in html
    assert Consulta.objects.filter(cuenta=cuenta).count() == 0
    sin_paso = {campo: valor for campo, valor in datos.items() if campo != "paso"}
    primera = Client().post(direccion, sin_paso | {"suma_a": una.sello})
    segunda = Client().post(direccion, sin_paso | {"suma_a": una.sello})
    assert (primera.status_code, primera["Location"]) == (302, segunda["Location"])
    assert Consulta.objects.get(cuenta=cuenta).suma_a == de_antes
    sin_sumarse = Client().post(direccion, datos | {"paso": "enviar"})
    assert sin_sumarse.status_code == 409
    assert "su folio es 2026-0001" in sin_sumarse.content.decode()


def test_un_sello_ajeno_no_pierde_lo_escrito(cuenta, url):
    respuesta = Client().post(
        url("respuestas:participar"), datos_del_formulario(mensaje="Un puente", suma_a="x")
    )
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert NO_PUBLICADA in html
    assert 'value="Un puente"' in html
    assert "Quizás" not in html
    assert Consulta.objects.count() == 0
