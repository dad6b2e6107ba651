"""A citizen writes: window, folio, acknowledgement, receipt; and everything that goes wrong."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun import folios
from comun.campos import hash_de_clave
from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import Mensaje
from respuestas import services
from respuestas.models import Consulta, Consultante
from tests import mundo as m
from tests.respuestas.conftest import ROSA, datos_del_formulario

CERRADO = (
    "La participación cerró el viernes 4 de junio a las 24:00. Puede escribir a la oficina de "
    "partes. Si la jornada aún no se hace, también puede asistir."
)


def enviar(url, cliente=None, **datos):
    return (cliente or Client()).post(url("respuestas:participar"), datos_del_formulario(**datos))


def test_registra_con_folio_acuse_y_clave(cuenta, url):
    respuesta = enviar(url)
    consulta = Consulta.objects.get()
    clave = services.clave_de_seguimiento(cuenta.servicio_id, "nonce-de-prueba-0001")
    assert respuesta.status_code == 302
    assert respuesta["Location"] == reverse("respuestas:recibido", args=[clave])
    assert consulta.clave_hash == hash_de_clave(clave)
    assert (consulta.folio, consulta.canal, consulta.estado) == ("2026-0001", "virtual", "recibida")
    assert consulta.mensaje == "¿Cuándo llega el refuerzo de la ribera?"
    assert abs(consulta.recibida_en - m.AHORA) < timedelta(seconds=20)
    assert consulta.aviso.version == 1
    assert consulta.consultante.correo == "rosa.quilaleo@correo.example"
    acuse = Mensaje.objects.get()
    assert (acuse.clave, acuse.para) == (f"acuse:{consulta.pk}", "rosa.quilaleo@correo.example")
    assert acuse.prioridad == Mensaje.Prioridad.ALTA
    assert acuse.asunto == "Recibimos su mensaje, folio 2026-0001"
    assert reverse("respuestas:mi_consulta", args=[clave]) in acuse.texto
    assert "lunes 12 de julio de 2027" in acuse.texto


def test_un_nombre_hostil_queda_en_una_linea_y_cabe(cuenta, url):
    enviar(url, nombres="Rosa\r\nBcc: x@y.cl\u202e {{7*7}}", apellidos="ﷺ" * 100)
    persona = Consultante.objects.get()
    assert (persona.nombres, len(persona.nombre_plegado)) == ("Rosa Bcc: x@y.cl {{7*7}}", 220)
    acuse = Mensaje.objects.get()
    assert acuse.nombre.startswith("Rosa Bcc: x@y.cl {{7*7}}")
    assert "\u202e" not in acuse.texto


def test_la_bitacora_no_lleva_datos_personales(cuenta, url):
    enviar(url)
    fila = Bitacora.objects.get(accion="registrar_consulta")
    assert fila.datos == {"canal": "virtual", "tipo": "pregunta"}


def test_el_comprobante_muestra_folio_fecha_y_contacto_a_medias(cuenta, url):
    html = Client().get(enviar(url)["Location"]).content.decode()
    assert "2026-0001" in html
    assert "lunes 12 de julio de 2027" in html
    assert "ro•••@correo.example" in html
    assert "rosa.quilaleo@correo.example" not in html
    assert "Gracias, Rosa Elena. Ya tenemos su pregunta." in html


def test_la_pagina_privada_no_se_guarda_ni_se_indexa(cuenta, url):
    clave = services.clave_de_seguimiento(cuenta.servicio_id, "nonce-de-prueba-0001")
    enviar(url)
    respuesta = Client().get(reverse("respuestas:mi_consulta", args=[clave]))
    assert respuesta.status_code == 200
    assert respuesta["Referrer-Policy"] == "strict-origin"
    assert "no-store" in respuesta["Cache-Control"]
    assert "Su mensaje está en lectura" in respuesta.content.decode()


def test_una_clave_desconocida_es_404(cuenta):
    assert Client().get(reverse("respuestas:mi_consulta", args=["x" * 22])).status_code == 404


def test_el_mismo_nonce_da_el_mismo_folio(cuenta, url):
    primera, segunda = enviar(url), enviar(url)
    assert primera["Location"] == segunda["Location"]
    assert Consulta.objects.count() == 1
    assert Mensaje.objects.count() == 1
    assert folios.ultimo(f"consulta:{cuenta.servicio_id}", 2026) == 1


def test_el_mismo_nonce_tras_el_cierre_muestra_el_comprobante(cuenta, url, reloj_en):
    primera = enviar(url)
    reloj_en(datetime(2027, 6, 10, 12, tzinfo=UTC))
    assert enviar(url)["Location"] == primera["Location"]


def test_otro_texto_con_el_mismo_nonce_no_se_pierde(cuenta, url):
    enviar(url)
    respuesta = enviar(url, mensaje="Y además, ¿quién la construye?")
    html = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "su folio es 2026-0001" in html
    assert "Y además, ¿quién la construye?" in html
    assert "Enviar como un mensaje nuevo" in html
    assert Consulta.objects.count() == 1
    nonce = respuesta.context["escrito"]["nonce"].value()
    assert nonce != "nonce-de-prueba-0001"
    enviar(url, mensaje="Y además, ¿quién la construye?", nonce=nonce)
    assert [c.folio_numero for c in Consulta.objects.all()] == [1, 2]


def test_la_misma_persona_es_una_sola(cuenta, url):
    enviar(url)
    enviar(
        url,
        nonce="nonce-de-prueba-0002",
        nombres="ROSA  ELENA",
        correo="Rosa.Quilaleo@correo.example",
    )
    enviar(url, nonce="nonce-de-prueba-0003", correo="otra@correo.example")
    assert Consultante.objects.count() == 2
    assert [c.consultante_id for c in Consulta.objects.all()].count(
        Consulta.objects.first().consultante_id
    ) == 2


def test_los_errores_se_leen_en_el_orden_del_formulario(cuenta, url):
    html = enviar(url, mensaje="", nombres="", correo="rosa.example").content.decode()
    resumen = html.partition('id="resumen-errores"')[2].partition("</ul>")[0]
    lugares = [resumen.index(f'href="#id_{campo}"') for campo in ("mensaje", "nombres", "correo")]
    assert lugares == sorted(lugares)


def test_ventana_cerrada_conserva_el_texto(cuenta, url, reloj_en):
    reloj_en(datetime(2027, 6, 5, 4, 0, 1, tzinfo=UTC))  # midnight in Talca
    respuesta = enviar(url)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert CERRADO in html
    assert "Qué pasará después" not in html
    assert "¿Cuándo llega el refuerzo de la ribera?" in html
    assert Consulta.objects.count() == 0
    assert folios.ultimo(f"consulta:{cuenta.servicio_id}", 2026) == 0


def test_el_ultimo_minuto_todavia_entra(cuenta, url, reloj_en):
    reloj_en(datetime(2027, 6, 5, 3, 58, tzinfo=UTC))
    assert enviar(url).status_code == 302


def test_antes_de_abrir_dice_cuando(cuenta, url, reloj_en):
    reloj_en(datetime(2027, 4, 20, 12, tzinfo=UTC))
    html = Client().get(url("respuestas:participar")).content.decode()
    assert "La participación por internet abre el lunes 26 de abril. Vuelva ese día." in html
    assert "<textarea" not in html


@pytest.mark.parametrize(
    ("datos", "frase"),
    [
        (
            {"run": "11.111.111-2"},
            "El RUN no coincide con su dígito verificador. Revise los números o deje el espacio "
            "en blanco.",
        ),
        ({"correo": "rosa.ejemplo.cl"}, "Al correo le falta el signo @. Ejemplo: rosa@correo.cl"),
        ({"correo": ""}, "Escriba su correo: ahí le responderemos."),
        ({"medio": "telefono"}, "Escriba su teléfono: ahí le responderemos."),
        ({"medio": "telefono", "telefono": "123"}, "El teléfono lleva 9 cifras."),
        ({"medio": "carta"}, "Escriba la dirección completa: ahí le enviaremos la carta."),
        ({"mensaje": "  "}, "Escriba su mensaje. Puede ser una sola frase."),
        ({"mensaje": "a" * 3001}, "Su mensaje lleva 3.001 letras y caben 3.000."),
        ({"sitio": "http://spam.example"}, "Ya lo vaciamos: revise su mensaje"),
        ({"mensaje": "Vea https://spam.example"}, "Su mensaje llegó muy rápido"),
    ],
)
def test_lo_mal_escrito_vuelve_con_su_frase_y_con_todo(cuenta, url, datos, frase):
    respuesta = enviar(url, **datos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert frase in html
    assert 'value="Rosa Elena"' in html
    assert Consulta.objects.count() == 0


def test_tres_mil_letras_con_saltos_de_linea_caben(cuenta, url):
    texto = "línea\r\n" * 500  # the browser counts each line end once: 3,000 letters
    assert enviar(url, mensaje=texto).status_code == 302
    assert len(Consulta.objects.get().mensaje) == 2999


def test_con_calma_los_enlaces_pasan(cuenta, url, monkeypatch):
    pagina = Client().get(url("respuestas:participar")).content.decode()
    [abierto] = re.findall(r"name=\"abierto\" value=\"([^\"]+)\"", pagina)
    monkeypatch.setattr("comun.trampa.SEGUNDOS_DE_PERSONA", -1)
    assert enviar(url, mensaje="Vea https://un.example", abierto=abierto).status_code == 302


def test_el_run_es_opcional_y_queda_cifrado(cuenta, url):
    enviar(url, run="11.111.111-1")
    persona = Consultante.objects.get()
    assert persona.run == "11111111-1"
    with connection.cursor() as cursor:
        cursor.execute("SELECT run, run_hmac FROM respuestas_consultante")
        guardado, huella = cursor.fetchone()
    assert "11111111" not in guardado
    assert len(huella) == 64


def test_sin_correo_no_hay_acuse_pero_si_pagina(cuenta, url):
    respuesta = enviar(url, medio="telefono", telefono="9 1234 5678", correo="")
    html = Client().get(respuesta["Location"]).content.decode()
    assert Mensaje.objects.count() == 0
    assert Consultante.objects.get().telefono == "+56912345678"
    assert "•••• 5678" in html
    assert "Su enlace privado" in html


def test_con_la_cola_caida_el_mensaje_queda_igual(
    cuenta, url, settings, monkeypatch, django_capture_on_commit_callbacks
):
    def caida(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr("celery.app.base.Celery.send_task", caida)
    with django_capture_on_commit_callbacks(execute=True) as pendientes:
        assert enviar(url).status_code == 302
    assert len(pendientes) == 1
    assert Mensaje.objects.get().estado == "pendiente"


def test_una_cuenta_en_borrador_no_se_ve(cuenta, url):
    type(cuenta).objects.filter(pk=cuenta.pk).update(estado="borrador")
    assert enviar(url).status_code == 404


def test_el_caso_de_uso_exige_ventana(cuenta):
    type(cuenta).objects.filter(pk=cuenta.pk).update(estado="cerrada")
    cuenta.refresh_from_db()
    with pytest.raises(ErrorDominio, match="ya no recibe mensajes"):
        services.registrar_consulta(
            cuenta=cuenta, tipo="opinion", mensaje="Hola", datos=ROSA, nonce=services.nonce_nuevo()
        )


@pytest.mark.parametrize("consultas", [10, 1000])
def test_sentencias_del_envio_y_del_formulario(cuenta, url, consultas):
    Consulta.objects.bulk_create(
        Consulta(cuenta=cuenta, folio_anio=2025, folio_numero=n, canal="papel", tipo="opinion",
                 mensaje="Texto", recibida_en=m.AHORA)
        for n in range(1, consultas + 1)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as envio:
        enviar(url)
    with CaptureQueriesContext(connection) as pagina:
        Client().get(url("respuestas:participar"))
    with CaptureQueriesContext(connection) as revision:
        enviar(url, paso="revisar", nonce="nonce-de-prueba-0002")
    assert (len(envio), len(pagina), len(revision)) == (16, 7, 6)
