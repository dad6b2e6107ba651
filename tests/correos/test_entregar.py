"""Out of the outbox, against real SMTP servers that accept, refuse, hang and die."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from comun import archivos
from comun.models import Bitacora
from comun.transitions import move
from correos.models import Mensaje
from correos.services import Entrega, barrer, entregar, vaciar
from correos.services.entrega import MAXIMO_INTENTOS, Lote, espera
from tests import mundo as el_mundo
from tests.servidor_smtp import puerto_libre, servidor, servidor_mudo

Estado = Mensaje.Estado


def estados():
    return dict(Mensaje.objects.values_list("para", "estado"))


def test_el_correo_llega_como_fue_escrito(mundo, encolar, buzon):
    pdf = archivos.guardar(b"%PDF-1.7 informe", "application/pdf")
    mensaje = encolar(adjuntos=[(pdf, "informe.pdf")])
    assert entregar() == Entrega(tomados=1, enviados=1)
    [correo] = buzon.mensajes
    assert buzon.destinos == ["rosa@correo.example"]
    assert correo["Message-ID"] == mensaje.message_id
    assert correo["Subject"] == "Le invitamos a la jornada"
    assert correo["To"] == "Rosa Elena Quilaleo <rosa@correo.example>"
    assert correo["From"] == "Servicio Nacional de Riberas <cuentas@cpp.example>"
    assert correo["Reply-To"] == "Servicio Nacional de Riberas <participacion@riberas.example>"
    assert correo["Auto-Submitted"] == "auto-generated"
    texto, html = correo.get_body(["plain"]), correo.get_body(["html"])
    assert texto.get_content() == "Señora Rosa Elena: la esperamos.\n.punto al inicio\n"
    assert html.get_content().strip() == "<p>Señora Rosa Elena: la esperamos.</p>"
    [adjunto] = correo.iter_attachments()
    assert adjunto.get_filename() == "informe.pdf"
    assert adjunto.get_content() == b"%PDF-1.7 informe"
    mensaje.refresh_from_db()
    assert (mensaje.estado, mensaje.intentos, mensaje.ultimo_codigo) == ("enviado", 1, 250)
    assert abs(mensaje.enviado_en - el_mundo.AHORA) < timedelta(minutes=1)


def test_sin_servicio_sale_con_el_nombre_del_portal(encolar, buzon):
    encolar(servicio=None, nombre="", html="")
    vaciar()
    [correo] = buzon.mensajes
    assert correo["From"] == "Cuenta Pública <cuentas@cpp.example>"
    assert (correo["Reply-To"], correo["To"]) == (None, "rosa@correo.example")
    assert correo.get_content_type() == "text/plain"


def test_una_conexion_por_lote_y_las_prioridades_primero(encolar, buzon):
    encolar("campania", prioridad=Mensaje.Prioridad.CAMPANIA)
    encolar("normal")
    encolar("clave", prioridad=Mensaje.Prioridad.ALTA)
    entregar()
    assert buzon.destinos == [f"{q}@correo.example" for q in ("clave", "normal", "campania")]
    assert buzon.conexiones == 1


def test_vaciar_repite_hasta_que_no_queda_nada(encolar, buzon, monkeypatch):
    monkeypatch.setattr("correos.services.entrega.entregar.__defaults__", (2, 240))
    for i in range(5):
        encolar(f"p{i}")
    assert vaciar() == Entrega(tomados=5, enviados=5)
    assert sorted(buzon.destinos) == [f"p{i}@correo.example" for i in range(5)]
    assert vaciar() == Entrega()
    assert len(buzon.mensajes) == 5


@pytest.mark.parametrize(
    ("donde", "respuesta", "estado", "codigo"),
    [
        ("rcpt", "550 5.1.1 No existe", "rechazado", 550),
        ("rcpt", "552 5.2.2 Buzón lleno", "rechazado", 552),
        ("rcpt", "450 4.2.0 Vuelva luego", "reintento", 450),
        ("rcpt", "421 4.3.2 Cerrando", "reintento", 421),
        ("data", "554 5.7.1 Parece publicidad", "rechazado", 554),
        ("data", "451 4.3.0 Intente luego", "reintento", 451),
    ],
)
def test_el_que_se_rechaza_no_detiene_a_los_demas(encolar, buzon, donde, respuesta, estado, codigo):
    getattr(buzon, donde)["luis@correo.example"] = respuesta
    for quien in ("rosa", "luis", "nelly"):
        encolar(quien)
    assert entregar() == Entrega(tomados=3, enviados=2)
    assert estados() == {
        "rosa@correo.example": "enviado",
        "luis@correo.example": estado,
        "nelly@correo.example": "enviado",
    }
    luis = Mensaje.objects.get(para="luis@correo.example")
    assert (luis.ultimo_codigo, luis.ultimo_texto) == (codigo, respuesta[4:])
    en_bitacora = Bitacora.objects.filter(accion="correo_rechazado").values_list(
        "objeto_id", "datos"
    )
    assert list(en_bitacora) == ([(luis.pk, {"codigo": codigo})] if estado == "rechazado" else [])
    assert entregar() == Entrega()


def test_un_correo_que_no_se_puede_armar_no_detiene_a_los_demas(encolar, buzon):
    malo = encolar("luis")
    Mensaje.objects.filter(pk=malo.pk).update(para="luis\r\nDATA@correo.example")
    encolar("rosa")
    encolar("nelly", para="ñandú@correo.example")
    entregar()
    assert buzon.destinos == ["rosa@correo.example"]
    assert sorted(estados().values()) == ["enviado", "rechazado", "rechazado"]


def test_un_adjunto_de_un_tipo_que_no_lo_es_no_detiene_a_los_demas(encolar, buzon):
    raro = archivos.guardar(b"contenido", "sin barra")
    encolar("luis", adjuntos=[(raro, "raro.bin")])
    encolar("rosa")
    entregar()
    assert estados() == {"luis@correo.example": "rechazado", "rosa@correo.example": "enviado"}


@pytest.mark.parametrize("servidor_malo", ["cerrado", "mudo"])
def test_sin_servidor_esperan_y_salen_cuando_vuelve(encolar, correo_en, settings, servidor_malo):
    mensajes = [encolar(q) for q in ("rosa", "luis")]
    with servidor_mudo() as mudo:
        correo_en(mudo if servidor_malo == "mudo" else puerto_libre())
        settings.EMAIL_TIMEOUT = 0.3
        assert vaciar() == Entrega(tomados=2, enviados=0, sin_conexion=True)
    assert set(estados().values()) == {"reintento"}
    rosa = Mensaje.objects.get(pk=mensajes[0].pk)
    assert (rosa.intentos, rosa.ultimo_codigo) == (0, None)
    assert rosa.ultimo_texto.startswith("Sin conexión con el servidor")
    assert not Mensaje.objects.vencidos().exists()
    assert Mensaje.objects.filter(no_antes_de__lt=Now() + timedelta(seconds=73)).count() == 2
    Mensaje.objects.update(no_antes_de=Now())
    with servidor() as vivo:
        correo_en(vivo.puerto)
        vaciar()
        assert sorted(vivo.ids) == sorted(m.message_id for m in mensajes)


@pytest.mark.parametrize("silencio", [None, 3], ids=["se_corta", "se_calla"])
def test_sin_respuesta_tras_el_punto_es_incierto_y_no_se_repite(encolar, buzon, settings, silencio):
    settings.EMAIL_TIMEOUT = 0.5
    buzon.silencio["luis@correo.example"] = silencio
    encolar("luis")
    encolar("rosa")
    entregar()
    assert estados() == {"luis@correo.example": "incierto", "rosa@correo.example": "enviado"}
    assert Bitacora.objects.filter(accion="correo_incierto").count() == 1
    Mensaje.objects.update(no_antes_de=Now() - timedelta(days=1), tomado_hasta=Now())
    vaciar()
    assert len(buzon.para("luis@correo.example")) == 1


def _vencer_plazo(mensajes):
    Mensaje.objects.filter(pk__in=[m.pk for m in mensajes]).update(
        tomado_hasta=Now() - timedelta(seconds=1)
    )


def test_lo_que_dejo_un_proceso_muerto(encolar, buzon):
    for quien in ("rosa", "luis"):
        encolar(quien)
    lote = Lote(10, 60)
    assert lote._anunciar_punto(lote.mensajes[1])
    assert barrer() == 0
    _vencer_plazo(lote.mensajes)
    assert barrer() == 2
    assert estados() == {"rosa@correo.example": "reintento", "luis@correo.example": "incierto"}
    vaciar()
    assert estados() == {"rosa@correo.example": "enviado", "luis@correo.example": "incierto"}
    assert buzon.destinos == ["rosa@correo.example"]


def test_quien_perdio_su_plazo_no_envia_ni_anota(encolar, buzon):
    encolar()
    lento = Lote(10, 60)
    _vencer_plazo(lento.mensajes)
    assert not lento._anunciar_punto(lento.mensajes[0])
    barrer()
    rapido = Lote(10, 60)
    assert len(rapido.mensajes) == 1
    from correos.services.smtp import Sesion

    with Sesion() as sesion:
        assert lento.enviar(sesion) == Entrega(tomados=1, enviados=0)
    assert buzon.mensajes == []
    assert Mensaje.objects.get().tomado_por == rapido.duenio
    with Sesion() as sesion:
        assert rapido.enviar(sesion) == Entrega(tomados=1, enviados=1)
    assert len(buzon.mensajes) == 1


def test_un_si_que_llega_tarde_resuelve_la_duda(encolar, buzon):
    from correos.services.smtp import Resultado

    encolar()
    lote = Lote(10, 60)
    [mensaje] = lote.mensajes
    lote._anunciar_punto(mensaje)
    _vencer_plazo([mensaje])
    barrer()
    lote._anotar(mensaje, Resultado(Estado.ENVIADO, 250, "OK"))
    fila = Mensaje.objects.get()
    assert (fila.estado, fila.evidencia) == ("conciliado", "El servidor lo aceptó, tarde: OK")


def test_un_si_tardio_no_pisa_lo_que_decidio_una_persona(encolar, buzon):
    from correos.services.smtp import Resultado

    encolar()
    lote = Lote(10, 60)
    [mensaje] = lote.mensajes
    lote._anunciar_punto(mensaje)
    _vencer_plazo([mensaje])
    barrer()
    move(Mensaje.objects.get(), Estado.PENDIENTE, accion="reintentar_correo")
    otro = Lote(10, 60)
    lote._anotar(mensaje, Resultado(Estado.ENVIADO, 250, "OK"))
    fila = Mensaje.objects.get()
    assert (fila.estado, fila.tomado_por) == ("tomado", otro.duenio)


def test_tras_cinco_dias_de_negativas_se_avisa_a_una_persona(encolar, buzon):
    buzon.rcpt["rosa@correo.example"] = "450 4.2.0 Vuelva más tarde"
    mensaje = encolar()
    for intentos, estado in (
        (MAXIMO_INTENTOS - 2, "reintento"),
        (MAXIMO_INTENTOS - 1, "rechazado"),
    ):
        Mensaje.objects.filter(pk=mensaje.pk).update(intentos=intentos, no_antes_de=Now())
        entregar()
        assert estados() == {"rosa@correo.example": estado}
    assert Bitacora.objects.filter(accion="correo_rechazado").count() == 1


def test_un_servidor_caido_no_gasta_los_intentos_de_nadie(encolar, correo_en):
    """Once it is back, a first « vuelva más tarde » neither gives up nor waits for hours."""
    encolar()
    correo_en(puerto_libre())
    for _ in range(MAXIMO_INTENTOS):
        Mensaje.objects.update(no_antes_de=Now())
        assert entregar().sin_conexion
    assert [(m.estado, m.intentos) for m in Mensaje.objects.all()] == [("reintento", 0)]
    with servidor() as vivo:
        vivo.rcpt["rosa@correo.example"] = "450 4.2.0 Vuelva más tarde"
        correo_en(vivo.puerto)
        Mensaje.objects.update(no_antes_de=Now())
        entregar()
    pronto = Mensaje.objects.filter(no_antes_de__lt=Now() + timedelta(seconds=73))
    assert [(m.estado, m.intentos) for m in pronto] == [("reintento", 1)]


def test_se_acaba_el_tiempo_y_el_resto_espera_otra_vuelta(encolar, buzon):
    for quien in ("rosa", "luis"):
        encolar(quien)
    assert entregar(segundos=0) == Entrega(tomados=2, enviados=0)
    assert estados() == {"rosa@correo.example": "reintento", "luis@correo.example": "reintento"}
    assert {m.intentos for m in Mensaje.objects.all()} == {0}
    assert entregar() == Entrega(tomados=2, enviados=2)


@pytest.mark.parametrize(
    ("intentos", "minimo", "maximo"), [(1, 48, 72), (3, 192, 288), (40, 17_280, 25_920)]
)
def test_la_espera_crece_y_varia(intentos, minimo, maximo):
    esperas = {espera(intentos).total_seconds() for _ in range(50)}
    assert len(esperas) > 1
    assert all(minimo <= e <= maximo for e in esperas)
