"""The pages of the survey: the citizen's behind a link, and the staff's."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from comun import hojas
from convocatorias import documents, emails, services
from convocatorias.models import (
    EncuestaPrevia,
    PreguntaPrevia,
    RespuestaPrevia,
    codigo_de_hoja,
)
from tests.archivos import texto_de
from tests.convocatorias.conftest import crear_encuesta

GESTION = ("riberas", 2026, "jornada-nacional")


def gestion(nombre: str, *otros: object) -> str:
    return reverse(f"convocatorias_gestion:{nombre}", args=[*GESTION, *otros])


def publica(clave: str, nombre: str = "encuesta") -> str:
    return reverse(f"convocatorias:{nombre}", args=[clave])


# ── The citizen ──


def test_se_responde_por_el_enlace_y_se_puede_corregir(encuesta, invitar):
    _, clave = invitar()
    visita = Client()
    assert "Antes de la cuenta" in visita.get(publica(clave)).content.decode()
    respuesta = visita.post(publica(clave), {"p1": ["1", "3"], "p2": "2", "p4": "Agua"})
    assert (respuesta.status_code, respuesta.url) == (302, publica(clave, "encuesta_gracias"))
    assert "Gracias por responder" in visita.get(respuesta.url).content.decode()
    de_nuevo = visita.get(publica(clave))
    assert "Ya respondió desde este enlace" in de_nuevo.content.decode()
    assert de_nuevo.context["form"]["p1"].value() == [1, 3]
    assert de_nuevo.context["form"]["p4"].value() == "Agua"
    visita.post(publica(clave), {"p2": "1"})
    assert RespuestaPrevia.objects.count() == 1


def test_lo_mal_respondido_vuelve_con_lo_escrito(encuesta, invitar):
    _, clave = invitar()
    vacia = Client().post(publica(clave), {})
    assert vacia.status_code == 422
    assert "Responda al menos una pregunta." in vacia.content.decode()
    larga = Client().post(publica(clave), {"p2": "9", "p4": "a" * 100_000})
    assert larga.status_code == 422
    nula = Client().post(publica(clave), {"p4": "agua\x00"})
    assert nula.status_code == 422
    assert RespuestaPrevia.objects.count() == 0


def test_cinco_mil_campos_no_se_leen(encuesta, invitar):
    _, clave = invitar()
    datos = {f"p{n}": "1" for n in range(5000)}
    assert Client().post(publica(clave), datos).status_code == 400


def test_cerrada_lo_dice_y_no_muestra_el_formulario(encuesta, invitar, mundo):
    _, clave = invitar()
    services.cerrar_encuesta(encuesta=encuesta, por=mundo["encargada"])
    pagina = Client().get(publica(clave))
    assert "La encuesta ya cerró." in pagina.content.decode()
    assert "Enviar mis respuestas" not in pagina.content.decode()
    respuesta = Client().post(publica(clave), {"p2": "1"})
    assert respuesta.status_code == 422
    assert RespuestaPrevia.objects.count() == 0


def test_en_preparacion_no_existe(escena, invitar, mundo):
    crear_encuesta(escena, mundo["encargada"], abierta=False)
    _, clave = invitar()
    assert Client().get(publica(clave)).status_code == 404
    assert "encuesta breve" not in Client().get(publica(clave, "invitacion")).content.decode()


def test_la_invitacion_la_ofrece_mientras_esta_abierta(encuesta, invitar, mundo):
    _, clave = invitar()
    assert publica(clave) in Client().get(publica(clave, "invitacion")).content.decode()
    services.cerrar_encuesta(encuesta=encuesta, por=mundo["encargada"])
    assert publica(clave) not in Client().get(publica(clave, "invitacion")).content.decode()


def test_el_correo_la_ofrece_solo_si_esta_abierta(escena, encuesta, invitar, mundo):
    fila, _ = invitar()

    def cuerpo():
        contexto = emails.contexto_de_invitacion(fila.convocatoria)
        return emails.invitacion(contexto, fila.participante, "clave-de-prueba")

    con = cuerpo()
    assert "/invitacion/clave-de-prueba/encuesta/" in con.texto
    assert "/invitacion/clave-de-prueba/encuesta/" in con.html
    services.cerrar_encuesta(encuesta=encuesta, por=mundo["encargada"])
    sin = cuerpo()
    assert "encuesta" not in sin.texto
    assert "encuesta" not in sin.html


def test_la_pagina_cuesta_siempre_lo_mismo(encuesta, invitar, django_assert_num_queries):
    _, clave = invitar()
    with django_assert_num_queries(6):
        Client().get(publica(clave))


# ── The staff ──


def formulario(*preguntas: dict, **otros) -> dict:
    datos = {
        "titulo": "Antes",
        "introduccion": "",
        "abre": "2027-05-10",
        "cierra": "2027-05-27",
        "preguntas-TOTAL_FORMS": str(len(preguntas)),
        "preguntas-INITIAL_FORMS": "0",
    }
    for n, pregunta in enumerate(preguntas):
        campos = {"texto": "¿Qué?", "clase": "texto", "opciones": "", "capitulo": ""} | pregunta
        datos |= {f"preguntas-{n}-{campo}": valor for campo, valor in campos.items()}
    return datos | otros


def test_se_propone_un_juego_de_cinco(escena, entrar):
    pagina = entrar("encargada").get(gestion("encuesta_editar"))
    escritas = [f["texto"].value() for f in pagina.context["preguntas"].forms]
    assert escritas == [p.texto for p in services.PROPUESTA] + [None, None]
    en_blanco = entrar("encargada").get(gestion("encuesta_editar") + "?en_blanco")
    assert [f["texto"].value() for f in en_blanco.context["preguntas"].forms] == [None, None]


def test_se_escribe_se_mira_y_se_abre(escena, entrar):
    cliente = entrar("equipo")
    enviado = formulario(
        {"texto": "¿Cómo?", "clase": "una", "opciones": "Grupo\r\nInternet"}, {}, {"texto": ""}
    )
    respuesta = cliente.post(gestion("encuesta_editar"), enviado)
    assert (respuesta.status_code, respuesta.url) == (302, gestion("encuesta"))
    pagina = cliente.get(gestion("encuesta")).content.decode()
    assert "Así la verá cada persona" in pagina
    assert "Internet" in pagina
    cliente.post(gestion("encuesta_estado"), {"paso": "abrir"})
    assert EncuestaPrevia.objects.get().estado == "abierta"
    assert cliente.get(gestion("encuesta_editar")).status_code == 302
    assert cliente.post(gestion("encuesta_estado"), {"paso": "volar"}).status_code == 404


def test_lo_mal_escrito_vuelve_con_todo(escena, entrar):
    enviado = formulario({"texto": "¿Cómo?", "clase": "una", "opciones": "Grupo"})
    respuesta = entrar("encargada").post(gestion("encuesta_editar"), enviado)
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "La pregunta 1 necesita entre 2 y 12 opciones distintas" in pagina
    assert "¿Cómo?" in pagina
    assert EncuestaPrevia.objects.count() == 0
    once = formulario(*[{"texto": f"¿{n}?"} for n in range(11)])
    assert entrar("encargada").post(gestion("encuesta_editar"), once).status_code == 422
    assert PreguntaPrevia.objects.count() == 0


def test_se_imprimen_hojas_numeradas(encuesta, entrar):
    cliente = entrar("encargada")
    assert cliente.get(gestion("encuesta_pdf")).status_code == 404
    respuesta = cliente.post(gestion("encuesta_hojas"), {"cuantas": "3"})
    assert (respuesta.status_code, respuesta.url) == (302, gestion("encuesta"))
    documento = cliente.get(gestion("encuesta_pdf") + "?desde=2&hasta=3")
    assert documento["Content-Type"] == "application/pdf"
    assert documento.content.startswith(b"%PDF-1.7")
    for hoja in texto_de(documento.content).split("\f")[:-1]:
        assert "1 es lo menos y 5 es lo más." in hoja
    assert cliente.get(gestion("encuesta_pdf") + "?desde=4&hasta=9").status_code == 404
    assert cliente.post(gestion("encuesta_hojas"), {"cuantas": "900"}).status_code == 422


def test_se_ingresa_una_hoja_con_el_teclado(encuesta, entrar):
    cliente = entrar("equipo")
    pagina = cliente.get(gestion("encuesta_papel"))
    nonce = pagina.context["form"]["nonce"].value()
    enviado = {"p1": "1, 3", "p2": "internet", "p3": "4", "p4": "Agua", "nonce": nonce}
    for _ in range(2):  # a double click
        respuesta = cliente.post(gestion("encuesta_papel"), enviado)
        assert (respuesta.status_code, respuesta.url) == (302, gestion("encuesta_papel"))
    assert RespuestaPrevia.objects.count() == 1
    mala = cliente.post(gestion("encuesta_papel"), enviado | {"p2": "8 o 9", "hoja": "H1"})
    assert mala.status_code == 422
    assert "«8 o 9» no es una de sus opciones" in mala.content.decode()


def test_una_hoja_con_codigo_enviada_dos_veces_es_una(encuesta, entrar, mundo):
    services.numerar_hojas(encuesta=encuesta, cuantas=1, por=mundo["encargada"])
    cliente = entrar("equipo")
    nonce = cliente.get(gestion("encuesta_papel")).context["form"]["nonce"].value()
    enviado = {"hoja": codigo_de_hoja(1), "p1": "1, 3", "p4": "Agua", "nonce": nonce}
    for dato in (enviado, enviado, enviado | {"hoja": ""}):
        assert cliente.post(gestion("encuesta_papel"), dato).status_code == 302
    assert RespuestaPrevia.objects.count() == 1


def test_otra_hoja_sobre_el_formulario_de_antes_no_se_pierde(encuesta, entrar):
    """Who goes back in the browser types the next sheet over the one that was stored."""
    cliente = entrar("equipo")
    nonce = cliente.get(gestion("encuesta_papel")).context["form"]["nonce"].value()
    enviado = {"p1": "1, 3", "p4": "Agua", "nonce": nonce}
    assert cliente.post(gestion("encuesta_papel"), enviado).status_code == 302
    otra = cliente.post(gestion("encuesta_papel"), enviado | {"p4": "Luz"})
    assert otra.status_code == 422
    assert "ya guardó otras respuestas" in otra.content.decode()
    form = otra.context["form"]
    assert (form["p4"].value(), form["nonce"].value() != nonce) == ("Luz", True)
    enviado |= {"p4": "Luz", "nonce": form["nonce"].value()}
    assert cliente.post(gestion("encuesta_papel"), enviado).status_code == 302
    assert RespuestaPrevia.objects.count() == 2


def test_se_carga_una_planilla(encuesta, entrar):
    cliente = entrar("equipo")
    plantilla = cliente.get(gestion("encuesta_plantilla", "csv"))
    assert plantilla.content.decode("utf-8-sig").startswith("Hoja;1. ¿Qué temas le interesan?;")
    columnas = documents.columnas_de_encuesta(list(encuesta.preguntas.all()))
    titulos = [c.titulo for c in columnas]

    def subir(*filas):
        from django.core.files.uploadedfile import SimpleUploadedFile

        archivo = SimpleUploadedFile("r.csv", hojas.escribir_csv(filas, titulos))
        return cliente.post(gestion("encuesta_cargar"), {"archivo": archivo})

    mala = subir(("", "9", "", "", ""))
    assert mala.status_code == 422
    assert "La pregunta 1 no tiene esa opción." in mala.content.decode()
    buena = subir(("", "1", "", "", ""))
    assert (buena.status_code, buena.url) == (302, gestion("encuesta_resultados"))


def test_los_resultados_se_miran_y_se_descargan(encuesta, invitar, entrar):
    cliente = entrar("encargada")
    assert (
        "Todavía no hay respuestas" in cliente.get(gestion("encuesta_resultados")).content.decode()
    )
    fila, _ = invitar()
    dicho = {2: [1], 4: "Soy 11.111.111-1"}
    services.responder_encuesta(encuesta=encuesta, participante=fila.participante, dicho=dicho)
    pagina = cliente.get(gestion("encuesta_resultados")).content.decode()
    assert "<mark>11.111.111-1</mark>" in pagina
    assert "Con menos de 5 respuestas no se publica nada" in pagina
    assert cliente.get(gestion("encuesta_exportar", "csv")).status_code == 200
    assert cliente.get(gestion("encuesta_exportar", "csv") + "?publica=1").status_code == 404
    assert cliente.get(gestion("encuesta_exportar", "pdf")).status_code == 404


def test_los_dias_se_cambian_despues_de_abrir(encuesta, entrar, reloj_en):
    cliente = entrar("encargada")
    reloj_en(datetime(2027, 5, 27, 14, 0, tzinfo=UTC))
    mala = cliente.post(gestion("encuesta_dias"), {"abre": "2027-05-10", "cierra": "2027-06-10"})
    assert mala.status_code == 422
    assert "La actividad es el 28 de mayo" in mala.content.decode()
    cliente.post(gestion("encuesta_dias"), {"abre": "2027-05-10", "cierra": "2027-05-28"})
    encuesta.refresh_from_db()
    assert encuesta.cierra.day == 28


@pytest.mark.parametrize("nombre", ["encuesta", "encuesta_resultados", "encuesta_papel"])
def test_quien_no_convoca_no_entra(encuesta, entrar, nombre):
    assert entrar("acreditadora").get(gestion(nombre)).status_code == 403
    assert entrar("encargada-otro").get(gestion(nombre)).status_code == 404


@pytest.mark.parametrize(
    ("nombre", "sentencias"),
    [("encuesta", 12), ("encuesta_resultados", 15), ("encuesta_papel", 11)],
)
def test_las_paginas_cuestan_siempre_lo_mismo(
    encuesta, entrar, django_assert_num_queries, nombre, sentencias
):
    cliente = entrar("encargada")
    with django_assert_num_queries(sentencias):
        cliente.get(gestion(nombre))
