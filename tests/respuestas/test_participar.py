"""The form in its two steps: nothing is stored until it is checked, and nothing is lost."""

import hashlib
import io
import re
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from comun.cuotas import Uso
from cuentas.models import CuentaPublica
from respuestas import services
from respuestas.catalogos import CONSENTIMIENTOS
from respuestas.models import AdjuntoConsulta, Consentimiento, Consulta, Consultante
from tests import mundo as m
from tests.archivos import foto, pdf
from tests.respuestas.conftest import datos_del_formulario


@pytest.fixture
def enviar(url):
    def _enviar(cliente=None, **datos):
        datos = datos_del_formulario(**datos)
        return (cliente or Client()).post(url("respuestas:participar"), datos)

    return _enviar


def ocultos(html: str) -> dict[str, str]:
    """What the check page carries to the next press."""
    campos = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', html)
    return {nombre: valor for nombre, valor in campos if nombre != "csrfmiddlewaretoken"}


def test_por_quien_habla_y_el_formato_se_revisan_y_llegan(cuenta, url, entrar):
    datos = datos_del_formulario(organizacion=" Junta  de vecinos ", formato="braille")
    revisado = Client().post(url("respuestas:participar"), datos | {"paso": "revisar"})
    html = revisado.content.decode()
    for dicho in ("Organización", "Junta de vecinos", "Formato", "en braille"):
        assert dicho in html
    Client().post(url("respuestas:participar"), datos)
    consulta = Consulta.objects.get()
    assert (consulta.organizacion, consulta.formato) == ("Junta de vecinos", "braille")
    assert (
        Client().post(url("respuestas:participar"), datos | {"organizacion": ""}).status_code == 409
    )
    clave = services.clave_de_seguimiento(consulta.servicio_id, consulta.nonce)
    mia = Client().get(reverse("respuestas:mi_consulta", args=[clave])).content.decode()
    assert "Habla por Junta de vecinos" in mia
    assert "Usted pidió la respuesta en braille." in mia


def test_revisar_no_guarda_nada_y_lleva_todo_al_envio(cuenta, url, enviar):
    respuesta = enviar(paso="revisar", capitulo="planes", run="11.111.111-1", invitar="on",
                       segundo_apellido="Catrileo")  # fmt: skip
    html = respuesta.content.decode()
    assert (respuesta.status_code, Consulta.objects.count()) == (200, 0)
    assert "Revise antes de enviar" in html
    assert CONSENTIMIENTOS["invitar"] in html
    assert CONSENTIMIENTOS["publicar_nombre"] not in html
    enviado = Client().post(url("respuestas:participar"), ocultos(html) | {"paso": "enviar"})
    assert enviado.status_code == 302
    consulta = Consulta.objects.get()
    assert (consulta.capitulo, consulta.tipo, consulta.publica_nombre) == (
        "planes",
        "pregunta",
        False,
    )
    assert consulta.consultante.apellidos == "Quilaleo Catrileo"
    assert consulta.consultante.run == "11111111-1"


def test_sin_decir_el_paso_se_revisa(cuenta, enviar):
    assert "Revise antes de enviar" in enviar(paso="").content.decode()
    assert Consulta.objects.count() == 0


def test_corregir_vuelve_con_todo(cuenta, enviar):
    respuesta = enviar(paso="corregir", run="11.111.111-1")
    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert 'value="11.111.111-1"' in html
    assert "data-borrador-traido" in html
    assert Consulta.objects.count() == 0


@pytest.mark.parametrize("paso", ["revisar", "enviar"])
def test_la_pagina_del_formulario_no_se_guarda(cuenta, url, enviar, paso):
    assert "no-store" in Client().get(url("respuestas:participar"))["Cache-Control"]
    assert "no-store" in enviar(paso=paso, nombres="")["Cache-Control"]


def test_los_consentimientos_guardan_lo_que_se_leyo_y_cuando(cuenta, enviar):
    enviar(publica_nombre="on", invitar="on")
    consulta = Consulta.objects.get()
    assert [
        (c.clase, c.version, c.huella, c.canal, c.dado_en, c.retirado_en, c.consultante_id)
        for c in Consentimiento.objects.all()
    ] == [
        (
            clase,
            1,
            hashlib.sha256(CONSENTIMIENTOS[clase].encode()).hexdigest(),
            "virtual",
            consulta.recibida_en,
            None,
            consulta.consultante_id,
        )
        for clase in ("publicar_nombre", "invitar")
    ]
    assert consulta.publica_nombre


def test_sin_marcar_no_hay_consentimientos(cuenta, enviar):
    enviar()
    assert Consentimiento.objects.count() == 0


def test_el_formulario_nace_sin_casillas_marcadas_y_con_su_aviso(cuenta, url):
    html = Client().get(url("respuestas:participar")).content.decode()
    casillas = [c for c in html.split("<input") if 'type="checkbox"' in c]
    assert [("checked" in c.partition(">")[0]) for c in casillas] == [False, False]
    assert "14 años o más" in html
    assert "Usamos sus datos solo para responderle." in html
    assert "Aviso de privacidad, versión 1" in html


def test_retirar_en_la_oficina_no_pide_contacto_y_no_junta_a_dos_personas(cuenta, enviar):
    primero = enviar(medio="retiro", correo="")
    enviar(medio="retiro", correo="", nonce="nonce-de-prueba-0002")
    assert Consultante.objects.count() == 2
    assert {(p.correo, p.telefono, p.direccion) for p in Consultante.objects.all()} == {
        ("", "", "")
    }
    html = Client().get(primero["Location"]).content.decode()
    assert "La va a buscar a la oficina, con su folio" in html


def test_retirar_con_el_mismo_run_es_la_misma_persona(cuenta, enviar):
    for n in (1, 2):
        enviar(medio="retiro", correo="", run="11.111.111-1", nonce=f"nonce-de-prueba-000{n}")
    assert Consultante.objects.count() == 1


# ── The file ──


def test_la_foto_se_guarda_cifrada_y_sin_lo_que_decia_de_si(cuenta, enviar):
    assert enviar(adjunto=io.BytesIO(foto())).status_code == 302
    adjunto = AdjuntoConsulta.objects.get()
    assert (adjunto.clase, adjunto.tipo) == ("adjunto", "image/jpeg")
    assert adjunto.tamano == len(adjunto.contenido)
    assert not Image.open(io.BytesIO(adjunto.contenido)).getexif()
    assert b"secreto" not in adjunto.contenido


def test_un_archivo_que_no_se_recibe_no_pierde_el_mensaje(cuenta, url, enviar):
    respuesta = enviar(adjunto=io.BytesIO(b"MZ programa"))
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Ese archivo no es una imagen (JPG o PNG) ni un PDF" in html
    assert 'href="#id_adjunto"' in html
    assert Consulta.objects.count() == 0
    datos = ocultos(html) | {"paso": "enviar", "adjunto": io.BytesIO(pdf())}
    assert Client().post(url("respuestas:participar"), datos).status_code == 302
    assert AdjuntoConsulta.objects.get().tipo == "application/pdf"


def test_el_mismo_archivo_es_el_mismo_envio_y_otro_no(cuenta, enviar):
    primera = enviar(adjunto=io.BytesIO(foto()))
    assert enviar(adjunto=io.BytesIO(foto()))["Location"] == primera["Location"]
    otro = enviar(adjunto=io.BytesIO(pdf()))
    assert otro.status_code == 409
    assert "Tendrá que elegir el archivo otra vez." in otro.content.decode()
    assert AdjuntoConsulta.objects.count() == 1


def test_quien_responde_baja_el_archivo_y_ve_de_que_parte_habla(cuenta, url, enviar, entrar):
    enviar(adjunto=io.BytesIO(pdf()), capitulo="planes")
    unidad = entrar("unidad")
    pagina = unidad.get(url("respuestas_gestion:consulta", 1)).content.decode()
    assert "Bajar el archivo que envió" in pagina
    assert "Habla de esta parte del informe: Planes." in pagina
    archivo = unidad.get(url("respuestas_gestion:adjunto", 1))
    assert archivo.content == services.revisar_adjunto(pdf()).contenido
    assert archivo["Content-Disposition"] == 'attachment; filename="adjunto-2026-1.pdf"'
    assert "no-store" in archivo["Cache-Control"]


# ── Once, and never another thing in its name ──


@pytest.mark.parametrize(
    "cambio",
    [
        {"mensaje": "Otra cosa"},
        {"tipo": "opinion"},
        {"capitulo": "planes"},
        {"correo": "otra@correo.example"},
        {"run": "11.111.111-1"},
        {"publica_nombre": "on"},
    ],
)
def test_el_mismo_nonce_con_otro_cuerpo_es_409_y_se_ofrece_enviarlo(cuenta, url, enviar, cambio):
    enviar()
    respuesta = enviar(**cambio)
    html = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Este formulario ya se usó" in html
    assert "su folio es 2026-0001" in html
    datos = ocultos(html) | {"paso": "enviar"}
    assert datos["nonce"] != "nonce-de-prueba-0001"
    assert Client().post(url("respuestas:participar"), datos).status_code == 302
    assert Consulta.objects.count() == 2


def test_volumen_pequeno_por_la_pagina(cuenta, enviar, monkeypatch):
    """Forty, each sent four times and five altered: forty folios and five refusals."""
    monkeypatch.setattr("comun.cuotas.PARTICIPAR", Uso("participar", 1000, 1000))
    destinos = [
        {enviar(nonce=f"nonce-de-prueba-{n:04}", mensaje=f"M {n}")["Location"] for _ in range(4)}
        for n in range(40)
    ]
    assert [len(uno) for uno in destinos] == [1] * 40
    alterados = [enviar(nonce=f"nonce-de-prueba-{n:04}", mensaje="X") for n in range(5)]
    assert [uno.status_code for uno in alterados] == [409] * 5
    folios = Consulta.objects.values_list("folio_numero", flat=True)
    assert list(folios) == list(range(1, 41))


# ── What arrives wrong ──


def test_una_ficha_vencida_no_pierde_nada(cuenta, url):
    cliente = Client(enforce_csrf_checks=True)
    datos = datos_del_formulario()
    respuesta = cliente.post(url("respuestas:participar"), datos)
    html = respuesta.content.decode()
    assert (respuesta.status_code, Consulta.objects.count()) == (422, 0)
    assert "Todavía no lo enviamos: la página estuvo abierta mucho tiempo" in html
    ficha = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    datos = ocultos(html) | {"paso": "enviar", "csrfmiddlewaretoken": ficha}
    assert cliente.post(url("respuestas:participar"), datos).status_code == 302
    assert Consulta.objects.count() == 1


def test_cinco_mil_campos_se_contestan_con_palabras(cuenta, url):
    datos = datos_del_formulario() | {f"c{n}": "x" for n in range(5000)}
    respuesta = Client().post(url("respuestas:participar"), datos)
    assert respuesta.status_code == 400
    assert "Vuelva atrás y envíelo de nuevo" in respuesta.content.decode()


@pytest.mark.parametrize("nonce", ["", "x", "a" * 5000, "\x00" * 20, "á" * 20, "a" * 40 + "\n"])
def test_un_nonce_que_no_es_nuestro_se_cambia_y_no_traba(cuenta, url, enviar, nonce):
    """Nobody sees it, so nobody could mend it; what is checked then is sent once."""
    revisada = ocultos(enviar(nonce=nonce, paso="revisar").content.decode())
    for _ in range(2):
        Client().post(url("respuestas:participar"), revisada | {"paso": "enviar"})
    assert Consulta.objects.get().nonce == revisada["nonce"]
    assert re.fullmatch(r"[\w-]{22}", revisada["nonce"])


def test_cien_kilos_de_texto_vuelven_enteros(cuenta, enviar):
    texto = "palabra " * 12_800
    respuesta = enviar(mensaje=texto)
    assert respuesta.status_code == 422
    assert "caben 3.000" in respuesta.content.decode()
    assert respuesta.context["form"]["mensaje"].value() == texto


@pytest.mark.parametrize(
    ("datos", "campo", "guardado"),
    [
        ({"mensaje": "Hola\x00 y\u202e adiós"}, "mensaje", "Hola y adiós"),
        ({"mensaje": "sur\udc80ro"}, "mensaje", "sur?ro"),
        ({"mensaje": "Gracias 👩‍👩‍👧"}, "mensaje", "Gracias 👩‍👩‍👧"),
        ({"nombres": "Ro\u200bsa\x00\u2066"}, "consultante.nombres", "Rosa"),
        ({"run": "１１.１１１.１１１-１"}, "consultante.run", "11111111-1"),
        ({"correo": " ro\u200ba@correo.example\u2060"}, "consultante.correo", "roa@correo.example"),
        ({"medio": "telefono", "telefono": "９ １２３４ ５６７８"}, "consultante.telefono",
         "+56912345678"),
    ],
)  # fmt: skip
def test_lo_hostil_queda_limpio(cuenta, url, datos, campo, guardado):
    cuerpo = urlencode(datos_del_formulario(**datos), errors="replace")
    respuesta = Client().post(
        url("respuestas:participar"), cuerpo, content_type="application/x-www-form-urlencoded"
    )
    assert respuesta.status_code == 302
    valor = Consulta.objects.get()
    for parte in campo.split("."):
        valor = getattr(valor, parte)
    assert valor == guardado


@pytest.mark.parametrize(
    ("datos", "frase"),
    [
        ({"mensaje": "\u200b\u2060 \u200e"}, "Escriba su mensaje. Puede ser una sola frase."),
        ({"nombres": "\u200b"}, "Escriba sus nombres."),
        ({"correo": "rosa@correo.example\r\nBcc: x@y.cl"}, "El correo no está completo."),
        ({"correo": "a" * 250 + "@correo.example"}, "254"),
        ({"segundo_apellido": "a" * 95}, "Los dos apellidos caben en 100 letras."),
        ({"tipo": "otro"}, "otro"),
        ({"capitulo": "otro"}, "otro"),
        ({"medio": "paloma"}, "paloma"),
    ],
)
@pytest.mark.parametrize("paso", ["revisar", "enviar"])
def test_lo_que_no_sirve_se_dice_y_vuelve(cuenta, enviar, datos, frase, paso):
    respuesta = enviar(paso=paso, **datos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert frase in html
    assert "¿Cuándo llega el refuerzo de la ribera?" in html or "mensaje" in datos
    assert Consulta.objects.count() == 0


@pytest.mark.parametrize(
    ("mensaje", "frase"),
    [
        ("Soy 11.111.111-1", "parece llevar un RUN o RUT."),
        ("Soy １１.１１１.１１１-１", "parece llevar un RUN o RUT."),
        ("Escriba a ana@correo.example o al 9 1234 5678",
         "parece llevar un correo electrónico y un teléfono."),
    ],
)  # fmt: skip
def test_un_dato_dentro_del_texto_se_avisa_y_se_puede_enviar(cuenta, enviar, mensaje, frase):
    respuesta = enviar(paso="revisar", mensaje=mensaje)
    assert (respuesta.status_code, frase in respuesta.content.decode()) == (200, True)
    assert enviar(mensaje=mensaje).status_code == 302


def test_cerrada_mientras_se_revisaba_conserva_lo_escrito(cuenta, enviar, reloj_en):
    reloj_en(datetime(2027, 6, 5, 3, 59, 30, tzinfo=UTC))
    assert enviar(paso="revisar").status_code == 200
    reloj_en(datetime(2027, 6, 5, 4, 0, 1, tzinfo=UTC))
    for paso in ("revisar", "enviar"):
        respuesta = enviar(paso=paso)
        html = respuesta.content.decode()
        assert respuesta.status_code == 422
        assert "La participación cerró el viernes 4 de junio a las 24:00." in html
        assert "¿Cuándo llega el refuerzo de la ribera?" in html
    assert Consulta.objects.count() == 0


def test_de_una_cuenta_anulada_se_dice_por_que(cuenta, url, enviar):
    """The banners that other sites pasted lead here."""
    CuentaPublica.objects.update(estado="anulada", abierta_en=m.AHORA)
    for respuesta in (Client().get(url("respuestas:participar")), enviar()):
        assert respuesta.status_code == 410
        assert "anulada" in respuesta.content.decode()
    CuentaPublica.objects.update(estado="borrador", abierta_en=None)
    assert Client().get(url("respuestas:participar")).status_code == 404


def test_lo_guardado_antes_de_la_huella_se_compara_por_su_texto(cuenta, enviar):
    primera = enviar()
    Consulta.objects.update(huella="")
    assert enviar(tipo="opinion")["Location"] == primera["Location"]
    assert enviar(mensaje="Otra").status_code == 409


def test_el_caso_de_uso_guarda_a_que_se_suma(cuenta, escribir):
    una = escribir("¿Cuándo llega la obra?")
    otra = escribir("Lo mismo", suma_a=una, nonce=services.nonce_nuevo())
    assert otra.suma_a == una
