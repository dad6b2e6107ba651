"""The staff's pages: who may open what, what is refused, and how much each list costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from respuestas import services
from respuestas.models import Consulta, EnvioRespuesta, Grupo, InformeRespuestas, Respuesta
from tests import mundo as m
from tests.respuestas.conftest import datos_del_formulario

LEEN = {
    "encargada", "equipo", "sistematizadora", "unidad", "revisora", "autoridad",
}  # fmt: skip
SISTEMATIZAN = {"encargada", "sistematizadora"}
REDACTAN = {"encargada", "sistematizadora", "unidad"}
PREPARAN = {"encargada", "sistematizadora"}

#: route, its last arguments, method, and who passes the door (a 302, 200, 404 or 422 of ours).
PUERTAS = [
    ("consultas", (), "get", LEEN),
    ("consulta", (1,), "get", LEEN),
    ("grupos", (), "get", LEEN),
    ("grupo", (1,), "get", LEEN),
    ("escritorio", (), "get", LEEN),
    ("respuesta", (1,), "get", LEEN),
    ("documento", (), "get", LEEN),
    ("borrador_pdf", (), "get", LEEN),
    ("ingresar", (), "get", {"encargada", "equipo"}),
    ("ingresar", (), "post", {"encargada", "equipo"}),
    ("recoger", (), "post", SISTEMATIZAN),
    ("agrupar", (), "post", SISTEMATIZAN),
    ("redaccion", (1,), "post", SISTEMATIZAN),
    ("quitar_redaccion", (1,), "post", SISTEMATIZAN),
    ("derivar", (1,), "post", SISTEMATIZAN),
    ("fuera", (1,), "post", SISTEMATIZAN),
    ("reabrir", (1,), "post", SISTEMATIZAN),
    ("sacar", (1,), "post", SISTEMATIZAN),
    ("renombrar_grupo", (1,), "post", SISTEMATIZAN),
    ("guardar_respuesta", (1,), "post", REDACTAN),
    ("descartar", (1,), "post", REDACTAN),
    ("devolver", (1,), "post", {"revisora"}),
    ("aprobar", (1,), "post", {"revisora"}),
    ("reabrir_respuesta", (1,), "post", {"revisora"}),
    ("documento_guardar", (), "post", PREPARAN),
    ("documento_revision", (), "post", PREPARAN),
    ("documento_reabrir", (), "post", PREPARAN),
    ("documento_devolver", (), "post", {"autoridad"}),
    ("documento_publicar", (), "post", {"autoridad"}),
    ("envios", (), "get", PREPARAN),
    ("entregar", (1,), "post", PREPARAN),
    ("carta", (1,), "get", {"encargada", "equipo"}),
]


@pytest.mark.parametrize(("ruta", "args", "metodo", "pasan"), PUERTAS)
def test_quien_pasa(cuenta, mundo, escribir, entrar, url, ruta, args, metodo, pasan):
    escribir()
    direccion = url(f"respuestas_gestion:{ruta}", *args)
    abiertas = {
        nombre
        for nombre in m.REPARTO
        if getattr(entrar(nombre), metodo)(direccion).status_code != 403
    }
    assert abiertas == set(pasan)
    assert getattr(entrar("encargada-otro"), metodo)(direccion).status_code == 404
    sin_sesion = getattr(Client(), metodo)(direccion)
    assert sin_sesion.status_code == 302
    assert "/acceso/" in sin_sesion["Location"]


@pytest.mark.parametrize("ruta", [r for r in PUERTAS if r[2] == "post" and r[0] != "ingresar"])
def test_get_no_cambia_nada(cuenta, entrar, url, ruta):
    nombre = sorted(ruta[3])[0]
    direccion = url(f"respuestas_gestion:{ruta[0]}", *ruta[1])
    assert entrar(nombre).get(direccion).status_code == 405


def test_el_folio_de_otro_servicio_es_404(cuenta, escribir, entrar, en_riberas):
    escribir()
    direccion = reverse("respuestas_gestion:consulta", args=["caminos", 2026, 1])
    assert entrar("encargada").get(direccion).status_code == 404


@pytest.mark.parametrize("consultas", [10, 100])
def test_sentencias_de_la_lista(cuenta, escribir, entrar, url, consultas, en_riberas):
    grupo = Grupo.objects.create(cuenta=cuenta, titulo="Defensas", orden=1)
    for n in range(consultas):
        fila = escribir(f"Mensaje {n}")
        if n % 2:
            Consulta.objects.filter(pk=fila.pk).update(grupo=grupo)
        else:
            services.redactar_respuesta(consulta=fila, texto="X", por=en_riberas["unidad"])
    cliente = entrar("sistematizadora")
    with CaptureQueriesContext(connection) as lista:
        assert cliente.get(url("respuestas_gestion:consultas")).status_code == 200
    with CaptureQueriesContext(connection) as escritorio:
        assert cliente.get(url("respuestas_gestion:respuesta", 1)).status_code == 200
    assert (len(lista), len(escritorio)) == (13, 13)


def test_la_lista_busca_sin_acentos_y_filtra(cuenta, escribir, entrar, url):
    escribir("El canal se REBALSÓ otra vez")
    escribir("¿Cuánto costó?", tipo="opinion")
    cliente = entrar("sistematizadora")
    html = cliente.get(url("respuestas_gestion:consultas"), {"q": "rebalso CANAL"}).content.decode()
    assert "1 mensaje con ese filtro" in html
    assert "REBALSÓ" in html
    assert "¿Cuánto costó?" not in html
    html = cliente.get(url("respuestas_gestion:consultas"), {"tipo": "opinion"}).content.decode()
    assert "¿Cuánto costó?" in html
    assert "REBALSÓ" not in html


def test_agrupar_desde_la_lista(cuenta, escribir, entrar, url):
    una, otra = escribir("A"), escribir("B")
    cliente = entrar("sistematizadora")
    sin_titulo = cliente.post(
        url("respuestas_gestion:agrupar"), {"consultas": [una.pk, otra.pk], "titulo": ""}
    )
    assert sin_titulo.status_code == 422
    assert "Escriba el título del grupo." in sin_titulo.content.decode()
    assert sin_titulo.content.decode().count(" checked") == 2
    sin_marcar = cliente.post(url("respuestas_gestion:agrupar"), {"titulo": "Defensas"})
    assert "Marque al menos un mensaje para agrupar." in sin_marcar.content.decode()
    assert 'value="Defensas"' in sin_marcar.content.decode()
    cliente.post(
        url("respuestas_gestion:agrupar"), {"consultas": [una.pk, otra.pk], "titulo": "Defensas"}
    )
    assert Grupo.objects.get().consultas.count() == 2


def test_el_detalle_advierte_los_datos_y_cuida_el_contacto(cuenta, escribir, entrar, url):
    escribir("Mi fono es 9 8765 4321")
    de_la_unidad = entrar("unidad").get(url("respuestas_gestion:consulta", 1)).content.decode()
    assert "un teléfono («9 8765 4321»)" in de_la_unidad
    assert "rosa.quilaleo@correo.example" not in de_la_unidad
    de_la_encargada = entrar("encargada").get(url("respuestas_gestion:consulta", 1))
    assert "rosa.quilaleo@correo.example" in de_la_encargada.content.decode()


@pytest.mark.parametrize(
    ("ruta", "datos", "frase"),
    [
        ("redaccion", {"texto": "Sin fono", "motivo": ""}, "Sin fono"),
        ("derivar", {"derivar-organo": "MOP", "derivar-motivo": ""}, 'value="MOP"'),
        ("fuera", {"fuera-motivo": ""}, "Complete «Por qué no es de nuestra competencia»"),
    ],
)
def test_lo_incompleto_vuelve_con_422(cuenta, escribir, entrar, url, ruta, datos, frase):
    escribir()
    respuesta = entrar("sistematizadora").post(url(f"respuestas_gestion:{ruta}", 1), datos)
    assert respuesta.status_code == 422
    assert frase in respuesta.content.decode()
    assert Consulta.objects.get().estado == "recibida"


def test_de_la_hoja_a_la_aprobacion_por_las_paginas(cuenta, escribir, entrar, url):
    escribir("Una sede", tipo="propuesta")
    unidad, revisora = entrar("unidad"), entrar("revisora")
    guardar = url("respuestas_gestion:guardar_respuesta", 1)
    rechazada = unidad.post(
        guardar, {"texto": "Sí se hará.", "decision": "informa", "revision": "1"}
    )
    assert rechazada.status_code == 422
    assert "Es una propuesta y no tiene decisión" in rechazada.content.decode()
    assert Respuesta.objects.get().texto == "Sí se hará."  # the draft is kept
    unidad.post(
        guardar,
        {"texto": "Sí se hará.", "decision": "acogida", "fundamento": "Hay.", "revision": "1"},
    )
    html = revisora.get(url("respuestas_gestion:escritorio"), follow=True).content.decode()
    assert "Sí se hará." in html
    assert "Aprobar" in html
    sin_motivo = revisora.post(url("respuestas_gestion:devolver", 1), {"observacion": ""})
    assert sin_motivo.status_code == 422
    revisora.post(url("respuestas_gestion:aprobar", 1))
    assert Consulta.objects.get().estado == "respondida"


def test_del_documento_a_los_envios_por_las_paginas(cuenta, escribir, responder, entrar, url):
    responder(consulta=escribir())
    encargada, autoridad = entrar("encargada"), entrar("autoridad")
    encargada.post(url("respuestas_gestion:documento_guardar"), {"presentacion": "Gracias."})
    encargada.post(url("respuestas_gestion:documento_revision"))
    assert InformeRespuestas.objects.get().estado == "en_revision"
    html = autoridad.get(url("respuestas_gestion:documento")).content.decode()
    assert "Publicar las respuestas" in html
    autoridad.post(url("respuestas_gestion:documento_publicar"), {"motivo_tardanza": ""})
    assert InformeRespuestas.objects.get().estado == "publicado"
    envios = encargada.get(url("respuestas_gestion:envios")).content.decode()
    assert "En espera de salir" in envios
    carta = encargada.get(url("respuestas_gestion:carta", EnvioRespuesta.objects.get().pk))
    assert "La obra empieza en agosto." in carta.content.decode()


def test_pasar_a_revision_no_pierde_lo_recien_escrito(cuenta, escribir, responder, entrar, url):
    responder(consulta=escribir())
    entrar("encargada").post(
        url("respuestas_gestion:documento_revision"), {"presentacion": "Gracias por venir."}
    )
    informe = InformeRespuestas.objects.get()
    assert (informe.estado, informe.presentacion) == ("en_revision", "Gracias por venir.")


def test_publicar_con_pendientes_dice_cuales(cuenta, escribir, entrar, url):
    escribir()
    entrar("encargada").post(url("respuestas_gestion:documento_revision"))
    respuesta = entrar("autoridad").post(url("respuestas_gestion:documento_publicar"), {})
    assert respuesta.status_code == 422
    assert "Falta 1 mensaje por decidir: N.º 1." in respuesta.content.decode()


def test_ingresar_en_papel(cuenta, entrar, url):
    datos = datos_del_formulario(canal="papel", correo="") | {"medio": "carta"}
    equipo = entrar("equipo")
    sin_direccion = equipo.post(url("respuestas_gestion:ingresar"), datos)
    assert sin_direccion.status_code == 422
    assert "Escriba la dirección completa" in sin_direccion.content.decode()
    assert datos["mensaje"] in sin_direccion.content.decode()
    for _ in range(2):  # twice the same nonce
        equipo.post(
            url("respuestas_gestion:ingresar"), datos | {"direccion": "Calle Los Sauces 12, Talca"}
        )
    consulta = Consulta.objects.get()
    assert (consulta.canal, consulta.consultante.direccion) == (
        "papel",
        "Calle Los Sauces 12, Talca",
    )


def test_ingresar_sin_datos_de_la_persona(cuenta, entrar, url):
    entrar("equipo").post(
        url("respuestas_gestion:ingresar"),
        {"canal": "autoconvocada", "tipo": "propuesta", "mensaje": "Una sede", "sin_datos": "on"},
    )
    assert Consulta.objects.get().consultante is None


@pytest.mark.parametrize("raro", ["9" * 19, "9" * 5000, "²", "-1", "x"])
def test_un_numero_que_ninguna_fila_tiene(cuenta, entrar, url, raro):
    cliente = entrar("encargada")
    malo = cliente.post(url("respuestas_gestion:agrupar"), {"consultas": [raro], "titulo": "Obras"})
    assert (malo.status_code, Grupo.objects.count()) == (422, 0)
    assert cliente.post(url("respuestas_gestion:recoger"), {"jornada": raro}).status_code == 404
