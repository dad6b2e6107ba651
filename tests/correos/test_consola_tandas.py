"""Decisions about many mails: retry and stop in bulk, stop a campaign midway; and the download."""

import csv
import io
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun import hojas
from comun.models import Bitacora
from correos.models import Mensaje
from correos.services import anular, vaciar
from correos.services.entrega import Lote
from correos.services.smtp import Sesion
from servicios.permissions import PERMISOS, Permiso
from tests import mundo as el_mundo
from tests.correos.conftest import poner

MARCADOS = reverse("correos_gestion:marcados")
DESCARGAR = reverse("correos_gestion:descargar")
CAMPANIA = "convocatoria:7"
PERSONAS = ("rosa", "luis", "nelly", "sonia", "aliro")


def ruta(nombre, servicio="riberas", campania=CAMPANIA):
    return reverse(f"correos_gestion:{nombre}", args=[servicio]) + f"?campania={campania}"


def estados():
    return {m.para.partition("@")[0]: m.estado for m in Mensaje.objects.all()}


def avisos(respuesta):
    return [str(m) for m in respuesta.context["messages"]]


@pytest.fixture
def cinco(encolar):
    return [encolar(quien, campania=CAMPANIA) for quien in PERSONAS]


# ── The ticked ones ──


def test_se_reintentan_los_marcados_y_se_dice_cuales_no(mundo, cinco, encolar, entrar):
    for mensaje, estado in zip(
        cinco, ("rechazado", "rebotado", "incierto", "enviado"), strict=False
    ):
        poner(mensaje, estado)
    poner(cinco[4], "rebotado", purgado_en=el_mundo.AHORA)
    sin_marcar = encolar("otra")
    poner(sin_marcar, "rechazado")
    respuesta = entrar("encargada").post(
        f"{MARCADOS}?campania={CAMPANIA}&estado=ayuda",
        {"accion": "reintentar", "correos": [m.pk for m in cinco]},
        follow=True,
    )
    assert respuesta.redirect_chain[0][0].endswith("?campania=convocatoria%3A7&estado=ayuda")
    assert sorted(avisos(respuesta)) == [
        "1 no: No espera ninguna decisión.",
        "1 no: No sabemos si llegó: se decide de a uno, porque podría llegarle dos veces.",
        "1 no: Sus palabras ya se borraron: no se puede enviar de nuevo. Use otro medio.",
        "2 correos saldrán de nuevo.",
    ]
    assert estados() == {
        "rosa": "pendiente",
        "luis": "pendiente",
        "nelly": "incierto",
        "sonia": "enviado",
        "aliro": "rebotado",
        "otra": "rechazado",
    }
    registro = Bitacora.objects.filter(accion="reintentar_correo").order_by("objeto_id")
    assert [(b.objeto_id, b.actor_id) for b in registro] == [
        (m.pk, mundo["encargada"].pk) for m in cinco[:2]
    ]


def test_se_anulan_los_marcados(cinco, entrar):
    poner(cinco[1], "enviado")
    poner(cinco[2], "reintento")
    respuesta = entrar("encargada").post(
        MARCADOS, {"accion": "anular", "correos": [m.pk for m in cinco[:3]]}, follow=True
    )
    assert sorted(avisos(respuesta)) == [
        "1 no: Este correo ya salió o está terminando: no se puede detener.",
        "2 correos quedaron anulados: no saldrán.",
    ]
    assert estados() == {
        "rosa": "anulado",
        "luis": "enviado",
        "nelly": "anulado",
        "sonia": "pendiente",
        "aliro": "pendiente",
    }


@pytest.mark.parametrize(
    ("datos", "aviso"),
    [
        ({"accion": "reintentar"}, "Marque al menos un correo de la lista."),
        ({"accion": "reintentar", "correos": ["x"]}, "Uno de los correos marcados ya no está."),
        ({"accion": "anular", "correos": ["9" * 30]}, "Uno de los correos marcados ya no está."),
    ],
)
def test_sin_marcar_se_dice_que_falta(cinco, entrar, datos, aviso):
    respuesta = entrar("encargada").post(MARCADOS, datos, follow=True)
    assert [a[: len(aviso)] for a in avisos(respuesta)] == [aviso]
    assert set(estados().values()) == {"pendiente"}


@pytest.mark.parametrize("nombre", [*el_mundo.REPARTO, "encargada-otro"])
def test_quien_decide_por_muchos(cinco, entrar, nombre):
    cliente = entrar(nombre)
    ajena, decide = nombre == "encargada-otro", nombre == "encargada"
    una = {"accion": "anular", "correos": [cinco[0].pk]}
    assert cliente.post(MARCADOS, una).status_code == (302 if ajena or decide else 403)
    for ruta_ in (ruta("reintentar_envio"), ruta("detener_envio")):
        assert cliente.post(ruta_).status_code == (404 if ajena else 302 if decide else 403)
    assert set(estados().values()) == {"anulado" if decide else "pendiente"}


# ── A whole campaign ──


def test_se_reintentan_todos_los_que_no_llegaron_y_las_dudas_no(mundo, cinco, encolar, entrar):
    for mensaje, estado in zip(
        cinco, ("rechazado", "rebotado", "incierto", "enviado"), strict=False
    ):
        poner(mensaje, estado)
    poner(encolar("otra", campania="convocatoria:8"), "rechazado")
    ajeno = encolar("ajeno", servicio=mundo.otro, campania=CAMPANIA)
    poner(ajeno, "rechazado")
    respuesta = entrar("encargada").post(ruta("reintentar_envio"), follow=True)
    assert avisos(respuesta) == ["2 correos saldrán de nuevo."]
    assert estados() == {
        "rosa": "pendiente",
        "luis": "pendiente",
        "nelly": "incierto",
        "sonia": "enviado",
        "aliro": "pendiente",
        "otra": "rechazado",
        "ajeno": "rechazado",
    }


def test_reintentar_un_envio_sin_nada_que_reintentar(cinco, entrar):
    respuesta = entrar("encargada").post(ruta("reintentar_envio"), follow=True)
    assert avisos(respuesta) == ["No había ningún correo por reintentar."]


def test_la_lista_ofrece_lo_que_el_envio_necesita(cinco, entrar):
    cliente = entrar("encargada")
    lista = reverse("correos_gestion:correos")
    detener = reverse("correos_gestion:detener_envio", args=["riberas"])
    reintentar = reverse("correos_gestion:reintentar_envio", args=["riberas"])

    def ofrece(quien=cliente):
        pagina = quien.get(lista, {"campania": CAMPANIA}).content.decode()
        return [detener in pagina, reintentar in pagina, 'name="correos"' in pagina]

    assert ofrece() == [True, False, True]
    poner(cinco[0], "rebotado")
    assert ofrece() == [True, True, True]
    for mensaje in cinco:
        poner(mensaje, "enviado")
    assert ofrece() == [False, False, False]
    poner(cinco[0], "pendiente")
    assert ofrece(entrar("equipo")) == [False, False, False]


def test_antes_de_detener_se_dice_cuantos_y_cuantos_ya_no(cinco, entrar):
    poner(cinco[0], "enviado")
    poner(cinco[1], "tomado")
    poner(cinco[2], "tomado", punto_en=el_mundo.AHORA)
    poner(cinco[3], "rechazado")
    pagina = unescape(entrar("encargada").get(ruta("detener_envio")).content.decode())
    assert "2 correos no saldrán." in pagina
    assert "2 ya salieron y no se pueden devolver." in pagina
    assert "Detener 2 correos" in pagina
    assert list(estados().values()) == ["pendiente", "rechazado", "tomado", "tomado", "enviado"]


def test_detener_anula_lo_que_espera_y_lo_anota_una_vez(mundo, cinco, encolar, entrar):
    poner(cinco[0], "enviado")
    poner(cinco[1], "reintento", ultimo_texto="4.2.1 Vuelva después")
    encolar("otra", campania="convocatoria:8")
    encolar("ajeno", servicio=mundo.otro, campania=CAMPANIA)
    respuesta = entrar("encargada").post(ruta("detener_envio"), follow=True)
    assert avisos(respuesta) == ["4 correos quedaron anulados: no saldrán."]
    assert estados() == dict.fromkeys(PERSONAS, "anulado") | {
        "rosa": "enviado",
        "otra": "pendiente",
        "ajeno": "pendiente",
    }
    registro = Bitacora.objects.get(accion="anular_campania")
    assert (registro.servicio_id, registro.actor_id, registro.objeto_id) == (
        mundo.riberas.pk,
        mundo["encargada"].pk,
        None,
    )
    assert registro.datos == {"campania": CAMPANIA, "detenidos": 4, "todos": 5}
    detenido = Mensaje.objects.get(pk=cinco[1].pk)
    assert detenido.en_palabras == "Se detuvo el envío antes de que saliera"
    assert ultimo_hecho(entrar("encargada"), detenido) == (
        "Se detuvo el envío entero",
        "Encargada Prueba",
    )


def test_lo_que_ya_estaba_anulado_no_lo_anulo_quien_detuvo_el_envio(mundo, cinco, entrar):
    anular(mensaje=cinco[0], por=mundo["encargada"])
    cliente = entrar("encargada")
    cliente.post(ruta("detener_envio"))
    assert ultimo_hecho(cliente, cinco[0]) == ("Se anuló", "Encargada Prueba")


def ultimo_hecho(cliente, mensaje):
    pagina = cliente.get(reverse("correos_gestion:correo", args=[mensaje.pk]))
    hecho = pagina.context["historia"][-1]
    return hecho.que, hecho.quien


def test_desde_un_correo_se_llega_al_envio_de_su_servicio(cinco, entrar):
    """`recordatorios:2026` is a campaign of each service."""
    pagina = entrar("encargada").get(reverse("correos_gestion:correo", args=[cinco[0].pk]))
    assert "?campania=convocatoria%3A7&servicio=riberas" in unescape(pagina.content.decode())


def test_lo_que_un_enviador_ya_tomo_no_sale_y_lo_que_paso_su_punto_si(cinco, entrar, buzon):
    """Stopped between two mails of a batch that a worker holds."""
    cliente = entrar("encargada")
    lote = Lote(50, 60)
    assert set(estados().values()) == {"tomado"}
    original = lote._anotar

    def tras_el_primero(mensaje, resultado, *resto):
        # The first one's dot was announced and answered; its state is not written yet.
        if mensaje.pk == cinco[0].pk:
            cliente.post(ruta("detener_envio"))
        original(mensaje, resultado, *resto)

    lote._anotar = tras_el_primero
    with Sesion() as sesion:
        lote.enviar(sesion)
    assert buzon.destinos == ["rosa@correo.example"]
    assert estados() == dict.fromkeys(PERSONAS, "anulado") | {"rosa": "enviado"}
    vaciar()
    assert buzon.destinos == ["rosa@correo.example"]


def test_detener_lo_que_ya_termino_se_niega_con_una_frase(cinco, entrar):
    for mensaje in cinco:
        poner(mensaje, "enviado")
    cliente = entrar("encargada")
    assert "Este envío ya terminó" in cliente.get(ruta("detener_envio")).content.decode()
    respuesta = cliente.post(ruta("detener_envio"))
    assert respuesta.status_code == 422
    assert avisos(respuesta) == ["Este envío ya terminó: no queda ningún correo por detener."]
    assert not Bitacora.objects.filter(accion="anular_campania").exists()


@pytest.mark.parametrize("campania", ["", "no-existe"])
def test_un_envio_que_no_existe_no_detiene_nada(encolar, entrar, campania):
    encolar()
    for metodo in ("get", "post"):
        pedir = getattr(entrar("encargada"), metodo)
        respuesta = pedir(ruta("detener_envio", campania=campania), follow=True)
        assert avisos(respuesta) == ["No encontramos ese envío. Elíjalo en la lista."]
    assert estados() == {"rosa": "pendiente"}


@pytest.mark.parametrize("cuantos", [2, 5])
def test_detener_cuesta_lo_mismo_con_muchos(encolar, entrar, cuantos):
    for n in range(cuantos):
        encolar(f"p{n}", campania=CAMPANIA)
    cliente = entrar("encargada")
    with CaptureQueriesContext(connection) as sentencias:
        cliente.post(ruta("detener_envio"))
    cambios = [s for s in sentencias if s["sql"].startswith("UPDATE")]
    assert (len(cambios), set(estados().values())) == (1, {"anulado"})


# ── The download ──


def test_la_planilla_trae_la_lista_que_se_ve(cinco, encolar, entrar):
    poner(cinco[0], "rebotado", ultimo_texto="5.1.1 No existe", ultimo_codigo=550, intentos=1)
    encolar("otra", campania="convocatoria:8")
    respuesta = entrar("encargada").get(DESCARGAR, {"campania": CAMPANIA, "estado": "ayuda"})
    assert respuesta["Content-Type"] == "text/csv; charset=utf-8"
    assert respuesta["Content-Disposition"] == 'attachment; filename="correos.csv"'
    assert "no-store" in respuesta["Cache-Control"]
    filas = list(csv.reader(io.StringIO(respuesta.content.decode("utf-8-sig")), delimiter=";"))
    assert filas == [
        ["Persona", "Dirección", "Asunto", "Envío", "Servicio", "Estado", "Qué hacer", "Escrito",
         "Enviado", "Intentos", "Código"],
        ["Rosa Elena Quilaleo", "rosa@correo.example", "Le invitamos a la jornada",
         "Invitaciones", "Riberas", "Devuelto: la dirección no existe",
         "Corregir la dirección o llamar", "17/05/2027 10:00", "", "1", "550"],
    ]  # fmt: skip


def test_la_planilla_xlsx_no_ejecuta_nada(encolar, entrar):
    encolar(nombre="=HYPERLINK(1)", asunto="@SUM(A1)")
    respuesta = entrar("encargada").get(DESCARGAR, {"formato": "xlsx"})
    assert respuesta["Content-Disposition"] == 'attachment; filename="correos.xlsx"'
    hoja = hojas.leer(
        "correos.xlsx",
        respuesta.content,
        [hojas.Columna("persona", "Persona"), hojas.Columna("asunto", "Asunto")],
    )
    # The reader takes off the apostrophe that made them inert.
    assert [f.valores for f in hoja.filas] == [{"persona": "=HYPERLINK(1)", "asunto": "@SUM(A1)"}]
    texto = entrar("encargada").get(DESCARGAR).content.decode("utf-8-sig")
    assert "\n'=HYPERLINK(1);" in texto


@pytest.mark.parametrize("nombre", el_mundo.REPARTO)
def test_quien_descarga(encolar, entrar, nombre):
    encolar()
    puede = Permiso.VER_CONTACTOS in PERMISOS[el_mundo.REPARTO[nombre]]
    assert entrar(nombre).get(DESCARGAR).status_code == (200 if puede else 403)


def test_cada_servicio_descarga_lo_suyo(mundo, encolar, entrar):
    encolar("rosa")
    encolar("ajeno", servicio=mundo.otro)
    assert "ajeno" not in entrar("encargada").get(DESCARGAR).content.decode()
    assert "rosa" not in entrar("encargada-otro").get(DESCARGAR).content.decode()


def test_una_lista_demasiado_larga_pide_acotarla(encolar, entrar, monkeypatch):
    encolar()
    encolar("luis")
    monkeypatch.setattr("correos.views.gestion.MAXIMO_FILAS", 1)
    respuesta = entrar("encargada").get(DESCARGAR, {"tipo": "invitacion"}, follow=True)
    assert respuesta.redirect_chain == [("/gestion/correos/?tipo=invitacion", 302)]
    assert avisos(respuesta) == ["La lista tiene más de 20.000 correos. Elija un envío o fechas."]
