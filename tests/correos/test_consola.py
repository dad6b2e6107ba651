"""The sending console: who sees what, what a person may decide, and what the page says."""

import base64
import hashlib

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.models import Bitacora
from correos.models import Mensaje
from correos.selectors import atascados, campanias, resumen
from correos.services import vaciar
from servicios.alcance import alcance
from tests import mundo as el_mundo

LISTA = reverse("correos_gestion:correos")
BUSCAR = reverse("correos_gestion:buscar")
ACCIONES = ("reintentar", "anular", "dar_por_enviado")


def ruta(nombre, mensaje):
    return reverse(f"correos_gestion:{nombre}", args=[mensaje.pk])


def poner(mensaje, estado, **campos):
    """Write a state directly, as the sender would leave it."""
    if estado in Mensaje.LLEGARON:
        campos |= {"enviado_en": el_mundo.AHORA, "evidencia": "El servidor dice que llegó"}
    if estado == "tomado":
        campos["tomado_hasta"] = el_mundo.AHORA
    Mensaje.objects.filter(pk=mensaje.pk).update(estado=estado, **campos)


@pytest.fixture
def campania(encolar):
    """One mail per state."""
    for estado in Mensaje.Estado.values:
        poner(encolar(estado, campania="Jornada nacional"), estado)


# ── Who ──

VEN = {"encargada", "equipo"}


@pytest.mark.parametrize("nombre", [*el_mundo.REPARTO, "encargada-otro"])
def test_quien_ve_la_consola(encolar, entrar, nombre):
    mensaje = encolar()
    cliente = entrar(nombre)
    ajena = nombre == "encargada-otro"
    assert cliente.get(LISTA).status_code == (200 if nombre in VEN or ajena else 403)
    esperado = 404 if ajena else 200 if nombre in VEN else 403
    assert cliente.get(ruta("correo", mensaje)).status_code == esperado
    assert cliente.get(ruta("correo_html", mensaje)).status_code == esperado


@pytest.mark.parametrize("accion", ACCIONES)
@pytest.mark.parametrize(
    ("nombre", "estado"),
    [
        ("encargada", 302),
        ("equipo", 403),
        ("autoridad", 403),
        ("dos", 403),
        ("encargada-otro", 404),
    ],
)
def test_quien_decide(encolar, entrar, accion, nombre, estado):
    mensaje = encolar()
    poner(mensaje, "pendiente" if accion == "anular" else "incierto")
    assert entrar(nombre).post(ruta(accion, mensaje)).status_code == estado
    cambio = Mensaje.objects.exclude(estado__in=("pendiente", "incierto")).exists()
    assert cambio == (nombre == "encargada" and accion != "reintentar")


def test_sin_ingreso_se_pide(encolar, client):
    assert client.get(LISTA).url == f"{reverse('account_login')}?next={LISTA}"


def test_cada_servicio_ve_solo_lo_suyo(mundo, encolar, entrar):
    encolar("rosa", campania="Nuestra")
    encolar("ajeno", servicio=mundo.otro, nombre="Ajeno Pérez", campania="Ajena")
    encolar("nadie", servicio=None, nombre="Sin Servicio")
    pagina = entrar("encargada").get(LISTA)
    assert [m.para for m in pagina.context["pagina"]] == ["rosa@correo.example"]
    assert pagina.context["cuentas"].todos == 1
    assert "Ajen" not in pagina.content.decode()
    hallados = entrar("encargada").post(BUSCAR, {"persona": "correo.example"})
    assert [m.para for m in hallados.context["mensajes"]] == ["rosa@correo.example"]
    with alcance(mundo.otro):
        assert campanias() == [("Ajena", "Ajena, desde el 17/05/2027")]


@pytest.mark.parametrize("accion", ACCIONES)
def test_get_no_decide(encolar, entrar, accion):
    mensaje = encolar()
    assert entrar("encargada").get(ruta(accion, mensaje)).status_code == 405
    assert Mensaje.objects.get().estado == "pendiente"


# ── The list ──


def test_la_lista_suma_y_dice_en_palabras(campania, entrar):
    pagina = entrar("encargada").get(LISTA, {"campania": "Jornada nacional"})
    cuentas = pagina.context["cuentas"]
    assert (cuentas.todos, cuentas.ayuda, cuentas.camino) == (9, 3, 3)
    assert (cuentas.enviados, cuentas.anulados) == (2, 1)
    assert resumen("Jornada nacional") == cuentas
    assert {m.estado: m.en_palabras for m in pagina.context["pagina"]} == {
        "pendiente": "En espera de salir",
        "tomado": "Saliendo",
        "enviado": "Enviado el 17 de mayo, 10:00",
        "reintento": "Se intentará de nuevo",
        "rechazado": "Lo rechazó el correo de destino",
        "incierto": "No sabemos si llegó",
        "conciliado": "Comprobado: llegó el 17 de mayo, 10:00",
        "rebotado": "Lo devolvió el correo de destino",
        "anulado": "Anulado antes de salir",
    }
    assert "2 enviados</strong>, 3 piden su ayuda" in pagina.content.decode()


@pytest.mark.parametrize(
    ("estado", "estados"),
    [
        ("ayuda", {"rechazado", "incierto", "rebotado"}),
        ("camino", {"pendiente", "tomado", "reintento"}),
        ("enviados", {"enviado", "conciliado"}),
        ("anulados", {"anulado"}),
        ("inventado", set(Mensaje.Estado.values)),
    ],
)
def test_las_vistas_filtran(campania, entrar, estado, estados):
    pagina = entrar("encargada").get(LISTA, {"estado": estado})
    assert {m.estado for m in pagina.context["pagina"]} == estados


@pytest.mark.parametrize(
    ("campania", "palabras"),
    [
        ("convocatoria:7", "Invitaciones"),
        ("acuse:3", "Acuses de recibo"),
        ("boletin:1", "Boletin"),
        ("Jornada nacional", "Jornada nacional"),
    ],
)
def test_la_campania_se_nombra_en_palabras(encolar, entrar, campania, palabras):
    encolar(campania=campania)
    pagina = entrar("encargada").get(LISTA, {"campania": campania}).content.decode()
    assert f">{palabras}, desde el 17/05/2027</option>" in pagina
    assert f'<p class="antetitulo">{palabras}</p>' in pagina


def test_la_campania_filtra(campania, encolar, entrar):
    encolar("acuse")
    pagina = entrar("encargada").get(LISTA, {"campania": "Jornada nacional"})
    assert pagina.context["cuentas"].todos == 9


def test_se_busca_por_nombre_sin_tildes_y_sin_dejarlo_en_la_direccion(encolar, entrar):
    encolar("rosa", nombre="Rosa Faúndez")
    encolar("luis", nombre="Luis Arancibia")
    cliente = entrar("encargada")
    for texto, quienes in (
        ("faundez", ["rosa"]),
        ("LUIS@correo", ["luis"]),
        ("correo.example", ["luis", "rosa"]),
        ("nadie", []),
    ):
        hallados = cliente.post(BUSCAR, {"persona": texto})
        assert hallados.status_code == 200
        assert [m.para for m in hallados.context["mensajes"]] == [
            f"{q}@correo.example" for q in quienes
        ]
    corto = cliente.post(BUSCAR, {"persona": "fa"})
    assert corto.status_code == 422
    assert "Escriba al menos 3 letras." in corto.content.decode()
    assert 'value="fa"' in corto.content.decode()
    assert cliente.get(BUSCAR).status_code == 405


def test_la_consola_vacia_ensenia(mundo, entrar):
    assert "Todavía no ha salido ningún correo" in entrar("encargada").get(LISTA).content.decode()


def test_la_lista_pagina_de_a_50(encolar, entrar):
    for i in range(51):
        encolar(f"p{i}")
    pagina = entrar("encargada").get(LISTA, {"pagina": 2})
    assert [m.para for m in pagina.context["pagina"]] == ["p0@correo.example"]
    assert "51 a 51 de 51 correos" in pagina.content.decode()


@pytest.mark.parametrize("cuantos", [1, 30])
def test_sentencias_de_la_lista(encolar, entrar, cuantos):
    for i in range(cuantos):
        encolar(f"p{i}")
    cliente = entrar("encargada")
    with CaptureQueriesContext(connection) as sentencias:
        cliente.get(LISTA)
    # Session, person, roles, services; campaigns, counts, number of rows, rows; and what every
    # staff page asks: administrator or not, and the clock.
    assert len(sentencias) == 10


# ── The mail ──


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
    assert (fila.estado, fila.intentos) == ("enviado", 2)
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
    assert Mensaje.objects.get().en_palabras.startswith("Comprobado: llegó el 17 de mayo, ")


@pytest.mark.parametrize(("accion", "estado"), [("anular", "enviado"), ("reintentar", "enviado")])
def test_lo_que_ya_no_se_puede_se_explica(encolar, entrar, accion, estado):
    mensaje = encolar()
    poner(mensaje, estado)
    respuesta = entrar("encargada").post(ruta(accion, mensaje), follow=True)
    assert "No se puede pasar de «enviado»" in respuesta.content.decode()
    assert Mensaje.objects.get().estado == estado


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


def test_atascados_cuenta_lo_que_espera_de_mas(encolar):
    from datetime import timedelta

    for quien in ("rosa", "luis", "nelly"):
        encolar(quien)
    assert atascados() == 0
    Mensaje.objects.filter(para__startswith="rosa").update(
        no_antes_de=Now() - timedelta(minutes=11)
    )
    Mensaje.objects.filter(para__startswith="luis").update(
        no_antes_de=Now() + timedelta(minutes=11)
    )
    assert atascados() == 1
