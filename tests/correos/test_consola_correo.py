"""One mail in the console: what a person reads of it, its story, and what they may decide."""

import base64
import hashlib
import re

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from comun.models import Bitacora
from correos.models import Mensaje, Supresion
from correos.services import vaciar
from correos.views.lectura import sin_claves
from servicios.rutas import todas
from tests import mundo as el_mundo
from tests.correos.conftest import poner

ACCIONES = ("reintentar", "anular", "dar_por_enviado", "dar_por_avisado")


def ruta(nombre, mensaje):
    return reverse(f"correos_gestion:{nombre}", args=[mensaje.pk])


def test_el_correo_se_lee_con_sus_enlaces_en_la_demo(encolar, entrar):
    mensaje = encolar(texto="Confirme en http://127.0.0.1:8000/invitacion/abc/ <b>")
    pagina = entrar("equipo").get(ruta("correo", mensaje)).content.decode()
    assert 'href="http://127.0.0.1:8000/invitacion/abc/"' in pagina
    assert "&lt;b&gt;" in pagina
    assert "Anular este correo" not in pagina
    assert "Anular este correo" in entrar("encargada").get(ruta("correo", mensaje)).content.decode()


def test_la_vista_html_no_ejecuta_nada(encolar, entrar):
    mensaje = encolar(html="<style>p { color: red }</style><p>Hola</p><script>1</script>")
    vista = entrar("equipo").get(ruta("correo_html", mensaje))
    assert vista.content.decode() == mensaje_html(mensaje)
    huella = base64.b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    assert vista.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{huella}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; sandbox"
    )


def mensaje_html(mensaje):
    return Mensaje.objects.get(pk=mensaje.pk).html


def test_un_enlace_de_ingreso_solo_lo_lee_quien_lo_recibe(encolar, entrar, settings):
    mensaje = encolar(tipo="acceso", texto="Su enlace secreto: xyz")
    settings.CPP_DEMO = False
    pagina = entrar("encargada").get(ruta("correo", mensaje)).content.decode()
    assert "secreto" not in pagina
    assert "solo lo lee quien lo recibe" in pagina
    assert entrar("encargada").get(ruta("correo_html", mensaje)).status_code == 403


def test_reintentar_envia_el_mismo_correo(mundo, encolar, entrar, buzon):
    mensaje = encolar()
    buzon.rcpt["rosa@correo.example"] = "550 5.1.1 No existe"
    vaciar()
    assert Mensaje.objects.get().en_palabras == "La dirección no existe"
    buzon.rcpt.clear()
    respuesta = entrar("encargada").post(ruta("reintentar", mensaje), follow=True)
    assert "El correo saldrá de nuevo en un momento." in respuesta.content.decode()
    vaciar()
    assert buzon.ids == [mensaje.message_id]
    fila = Mensaje.objects.get()
    assert (fila.estado, fila.intentos) == ("enviado", 1)
    registro = Bitacora.objects.get(accion="reintentar_correo")
    assert (registro.objeto_id, registro.actor_id) == (mensaje.pk, mundo["encargada"].pk)
    assert (registro.servicio_id, registro.datos) == (mundo.riberas.pk, {"codigo": 550})


def test_lo_anulado_no_sale(encolar, entrar, buzon):
    mensaje = encolar()
    entrar("encargada").post(ruta("anular", mensaje))
    vaciar()
    assert (Mensaje.objects.get().estado, buzon.mensajes) == ("anulado", [])


def test_dar_por_enviado_resuelve_solo_una_duda(encolar, entrar):
    mensaje = encolar()
    poner(mensaje, "tomado")
    respuesta = entrar("encargada").post(ruta("dar_por_enviado", mensaje), follow=True)
    assert "Solo se da por enviado un correo que no sabemos" in respuesta.content.decode()
    poner(mensaje, "incierto")
    entrar("encargada").post(ruta("dar_por_enviado", mensaje))
    assert Mensaje.objects.get().en_palabras.startswith("Dado por enviado el 17 de mayo, ")


def test_a_quien_se_le_aviso_por_otro_medio_no_pide_mas_ayuda(encolar, entrar):
    """A mail that could never be sent again would otherwise ask for help for ever."""
    mensaje = encolar(para="rosa@correo.example, luis@correo.example")
    cliente = entrar("encargada")
    lista = reverse("correos_gestion:correos")
    assert cliente.get(lista).context["cuentas"].ayuda == 1
    pagina = cliente.post(ruta("dar_por_avisado", mensaje), follow=True)
    assert pagina.context["palabras"] == "Se le avisó por otro medio"
    assert pagina.context["mensaje"].marca == "listo"
    assert historia(cliente, mensaje)[-1] == (
        "Se avisó a la persona por otro medio",
        "Encargada Prueba",
    )
    assert cliente.get(lista).context["cuentas"].ayuda == 0


YA_SALIO = "Este correo ya salió o está terminando: no se puede detener."
NO_LLEGADOS = "Esto se anota de un correo que no llegó."
SOLO_DUDAS = "Solo se da por enviado un correo que no sabemos si llegó."
NO_PASA = "No se puede pasar de «{}» a «en espera de salir»"
#: What each decision does to each state: the new state, or the sentence of the refusal.
TABLA = {
    "reintentar": {
        "pendiente": NO_PASA.format("en espera de salir"),
        "tomado": NO_PASA.format("saliendo"),
        "reintento": NO_PASA.format("se intentará de nuevo"),
        "enviado": NO_PASA.format("enviado"),
        "conciliado": NO_PASA.format("comprobado: llegó"),
        "anulado": "Este correo se anuló y no se envía de nuevo.",
        "rechazado": "pendiente",
        "rebotado": "pendiente",
        "incierto": "pendiente",
    },
    "anular": {
        "pendiente": "anulado",
        "tomado": "anulado",
        "reintento": "anulado",
        **dict.fromkeys(("enviado", "conciliado", "anulado"), YA_SALIO),
        **dict.fromkeys(("rechazado", "rebotado", "incierto"), YA_SALIO),
    },
    "dar_por_enviado": dict.fromkeys(Mensaje.Estado.values, SOLO_DUDAS)
    | {"incierto": "conciliado"},
    "dar_por_avisado": dict.fromkeys(Mensaje.Estado.values, NO_LLEGADOS)
    | {"rechazado": "anulado", "rebotado": "anulado"},
}
CASOS = [(accion, estado) for accion, filas in TABLA.items() for estado in filas]


@pytest.mark.parametrize(("accion", "estado"), CASOS)
def test_que_se_puede_en_cada_estado(mundo, encolar, entrar, accion, estado):
    """What can be done is done and logged; what cannot is refused in a sentence."""
    mensaje = encolar()
    poner(mensaje, estado)
    fin = TABLA[accion][estado]
    cambia = fin in Mensaje.Estado.values
    pagina = entrar("encargada").post(ruta(accion, mensaje), follow=True).content.decode()
    assert Mensaje.objects.get().estado == (fin if cambia else estado)
    registro = Bitacora.objects.filter(objeto_id=mensaje.pk).values_list("actor_id", "desde")
    assert list(registro) == ([(mundo["encargada"].pk, estado)] if cambia else [])
    assert (fin in pagina) or cambia


#: What the page offers in each state.
OFRECE = {
    "pendiente": {"anular"},
    "tomado": {"anular"},
    "reintento": {"anular"},
    "rechazado": {"reintentar", "dar_por_avisado"},
    "rebotado": {"reintentar", "dar_por_avisado"},
    "incierto": {"reintentar", "dar_por_enviado"},
}


@pytest.mark.parametrize("estado", Mensaje.Estado.values)
def test_que_ofrece_la_pagina_en_cada_estado(encolar, entrar, estado):
    mensaje = encolar()
    poner(mensaje, estado)
    rutas = {accion: ruta(accion, mensaje) for accion in ACCIONES}
    for nombre, ofrece in (("encargada", OFRECE.get(estado, set())), ("equipo", set())):
        pagina = entrar(nombre).get(ruta("correo", mensaje)).content.decode()
        assert {a for a, url in rutas.items() if f'action="{url}"' in pagina} == ofrece


@pytest.mark.parametrize("accion", ACCIONES)
@pytest.mark.parametrize(
    ("nombre", "codigo"),
    [("equipo", 403), ("autoridad", 403), ("dos", 403), ("encargada-otro", 404)],
)
def test_quien_no_decide(encolar, entrar, accion, nombre, codigo):
    mensaje = encolar()
    estado = "pendiente" if accion == "anular" else "incierto"
    poner(mensaje, estado)
    assert entrar(nombre).post(ruta(accion, mensaje)).status_code == codigo
    assert Mensaje.objects.get().estado == estado


@pytest.mark.parametrize("accion", ACCIONES)
def test_get_no_decide(encolar, entrar, accion):
    mensaje = encolar()
    assert entrar("encargada").get(ruta(accion, mensaje)).status_code == 405
    assert Mensaje.objects.get().estado == "pendiente"


def test_lo_que_anuncio_su_punto_final_no_se_anula(encolar, entrar):
    mensaje = encolar()
    poner(mensaje, "tomado", punto_en=Now())
    pagina = entrar("encargada").post(ruta("anular", mensaje), follow=True).content.decode()
    assert YA_SALIO in pagina
    assert Mensaje.objects.get().estado == "tomado"


def test_lo_que_se_puso_otra_vez_en_la_cola_se_puede_anular(encolar, entrar):
    """The dot of the attempt before is not its own."""
    mensaje = encolar()
    poner(mensaje, "incierto", punto_en=Now())
    cliente = entrar("encargada")
    cliente.post(ruta("reintentar", mensaje))
    assert historia(cliente, mensaje) == [
        ("Se escribió y quedó en la cola", ""),
        ("Se puso de nuevo en la cola", "Encargada Prueba"),
    ]
    cliente.post(ruta("anular", mensaje))
    assert Mensaje.objects.get().estado == "anulado"


def test_lo_que_se_anula_dice_que_se_anulo_y_no_su_ultimo_error(encolar, entrar):
    mensaje = encolar()
    poner(mensaje, "reintento", ultimo_codigo=450, ultimo_texto="4.2.1 Vuelva después")
    entrar("encargada").post(ruta("anular", mensaje))
    assert Mensaje.objects.get().en_palabras == "Anulado antes de salir"


@pytest.mark.parametrize("estado", ["rechazado", "rebotado", "incierto"])
@pytest.mark.parametrize(
    ("campos", "alcance", "motivo"),
    [
        ({"purgado_en": el_mundo.AHORA}, "", "Sus palabras ya se borraron"),
        ({"para": "rosa@correo.example, luis@correo.example"}, "", "La dirección está mal escrita"),
        ({}, Supresion.Alcance.TODO, "La persona pidió al servicio no recibir"),
        ({}, Supresion.Alcance.RENUNCIABLES, "La persona pidió al servicio no recibir"),
    ],
)
def test_no_se_repite_lo_que_no_puede_o_no_debe_llegar(
    mundo, encolar, entrar, estado, campos, alcance, motivo
):
    mensaje = encolar(tipo="invitacion")
    poner(mensaje, estado, **campos)
    if alcance:
        pide_silencio(mundo, alcance)
    cliente = entrar("encargada")
    pagina = cliente.get(ruta("correo", mensaje)).content.decode()
    assert f"<strong>{motivo}" in pagina
    assert ruta("reintentar", mensaje) not in pagina
    assert motivo in cliente.post(ruta("reintentar", mensaje), follow=True).content.decode()
    assert Mensaje.objects.get().estado == estado


def test_una_respuesta_se_repite_a_quien_solo_rechazo_invitaciones(mundo, encolar, entrar):
    mensaje = encolar(tipo="respuesta")
    poner(mensaje, "rechazado")
    pide_silencio(mundo, Supresion.Alcance.RENUNCIABLES)
    entrar("encargada").post(ruta("reintentar", mensaje))
    assert Mensaje.objects.get().estado == "pendiente"


def pide_silencio(mundo, alcance):
    Supresion.objects.create(
        servicio=mundo.riberas,
        direccion="rosa@correo.example",
        alcance=alcance,
        origen="persona",
        creada_en=el_mundo.AHORA,
    )


def test_lo_borrado_dice_cuando_se_borro(encolar, entrar):
    poner(encolar(), "enviado", purgado_en=el_mundo.AHORA, texto="", html="")
    pagina = entrar("encargada").get(ruta("correo", Mensaje.objects.get())).content.decode()
    assert "Sus palabras se borraron el lunes 17 de mayo de 2027" in pagina


# ── Its story ──


def historia(cliente, mensaje):
    return [(h.que, h.quien) for h in cliente.get(ruta("correo", mensaje)).context["historia"]]


def test_la_historia_cuenta_cada_paso_y_quien_decidio(mundo, encolar, entrar, buzon):
    mensaje = encolar()
    buzon.rcpt["rosa@correo.example"] = "550 5.1.1 No existe"
    vaciar()
    buzon.rcpt.clear()
    cliente = entrar("encargada")
    cliente.post(ruta("reintentar", mensaje))
    vaciar()
    assert historia(cliente, mensaje) == [
        ("Se escribió y quedó en la cola", ""),
        ("El correo de destino lo rechazó", ""),
        ("Se puso de nuevo en la cola", "Encargada Prueba"),
        ("Se intentó enviar una vez", ""),
        ("Salió completo, hasta su punto final", ""),
        ("Lo recibió el correo de destino", ""),
    ]


def test_la_historia_de_una_duda_resuelta_por_una_persona(encolar, entrar):
    mensaje = encolar()
    poner(mensaje, "incierto", intentos=1, punto_en=Now())
    cliente = entrar("encargada")
    cliente.post(ruta("dar_por_enviado", mensaje))
    pasos = cliente.get(ruta("correo", mensaje)).context["historia"]
    assert [(h.que, h.quien, h.detalle) for h in pasos[-2:]] == [
        ("Se dio por enviado", "Encargada Prueba", ""),
        ("Cómo se supo", "", "Lo dio por enviado una persona del equipo"),
    ]
    # The clock of the demo was moved: the hour of the dot, of the real one, is not told.
    assert [(h.que, h.cuando) for h in pasos if "punto" in h.que] == [
        ("Salió completo, hasta su punto final", None)
    ]


# ── Its words ──

CLAVE = "AbCdEfGhIjKlMnOpQrStU_"
DIRECCIONES = (
    ("{base}/mi-consulta/{clave}/", "{base}/mi-consulta/•••/"),
    ("{base}/mi-consulta/{clave}/recibido/", "{base}/mi-consulta/•••/recibido/"),
    ("{base}/mi-consulta/{clave}", "{base}/mi-consulta/•••"),
    ("{base}/invitacion/{clave}/.", "{base}/invitacion/•••/."),
    ("https://nombre-antiguo.example/invitacion/{clave}/", "https://nombre-antiguo.example/invitacion/•••/"),
    ("{base}/acceso/reset/{clave}/", "{base}/acceso/reset/•••/"),
    ("{base}/cuentas/?ficha={clave}", "{base}/cuentas/?ficha=•••"),
    ("{base}/cuentas/riberas/2026/jornadas/jornada-nacional-y-talleres/", None),
    ("https://www.bcn.cl/leychile/navegar?idNorma=1023143", None),
)  # fmt: skip


@pytest.mark.parametrize(("escrita", "leida"), DIRECCIONES)
def test_el_equipo_no_puede_actuar_por_la_persona(encolar, entrar, settings, escrita, leida):
    """In the text and in the HTML: outside the demo no personal key is shown."""
    escrita = escrita.format(base=settings.BASE_URL, clave=CLAVE)
    leida = (leida or escrita).format(base=settings.BASE_URL)
    mensaje = encolar(
        texto=f"Confirme en {escrita} hoy", html=f'<p><a href="{escrita}">{escrita}</a></p>'
    )
    cliente = entrar("encargada")
    de_la_demo = cliente.get(ruta("correo_html", mensaje)).content.decode()
    assert de_la_demo == f'<p><a href="{escrita}">{escrita}</a></p>'
    settings.CPP_DEMO = False
    pagina = cliente.get(ruta("correo", mensaje)).content.decode()
    assert f"Confirme en {leida} hoy" in pagina
    assert (CLAVE in pagina) == (escrita == leida and CLAVE in escrita)
    assert ("Los enlaces personales están tapados" in pagina) == (escrita != leida)
    vista = cliente.get(ruta("correo_html", mensaje)).content.decode()
    assert vista == f'<p><a href="{leida}">{leida}</a></p>'


def test_las_claves_de_todas_las_rutas_con_clave_se_tapan(settings):
    """Whatever route is opened by a key, today or tomorrow."""
    settings.CPP_DEMO = False
    con_clave = [r for r in todas() if r.policy == "clave"]
    direcciones = [
        settings.BASE_URL + "/" + re.sub("<[^>]+>", CLAVE, r.path).lstrip("/") for r in con_clave
    ]
    assert len(direcciones) >= 4
    assert [d for d in direcciones if CLAVE in sin_claves(f"Vea {d} ahora")] == []


@pytest.mark.parametrize(
    ("codigo", "texto", "palabras"),
    [
        (550, "5.1.1 User unknown", "La dirección no existe"),
        (552, "Mailbox full", "El buzón está lleno"),
        (550, "5.2.2 Over quota", "El buzón está lleno"),
        (554, "5.7.1 Spam", "Lo rechazó el correo de destino"),
    ],
)
def test_el_rechazo_en_palabras(encolar, codigo, texto, palabras):
    poner(encolar(), "rechazado", ultimo_codigo=codigo, ultimo_texto=texto)
    assert Mensaje.objects.get().en_palabras == palabras
