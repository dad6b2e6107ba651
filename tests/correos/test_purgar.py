"""The words of settled mails go at the end of their term; what proves what was sent stays."""

from datetime import date, timedelta

import pytest

from comun import archivos, reloj
from comun.transitions import move
from correos.models import Mensaje
from correos.services import entregar, purga, purgar
from correos.tasks import purgar as tarea
from tests import mundo as el_mundo

Estado = Mensaje.Estado
HOY = date(2027, 5, 17)


@pytest.fixture
def enviado(encolar, buzon):
    pdf = archivos.guardar(b"%PDF-1.7 informe", "application/pdf")
    encolar(adjuntos=[(pdf, "informe.pdf")])
    entregar()
    return Mensaje.objects.get()


def hasta(dia):
    Mensaje.objects.update(purgar_desde=dia)


def test_se_guardan_sesenta_dias(encolar, settings):
    settings.CORREOS_RETENCION_DIAS = 60
    assert encolar().purgar_desde == HOY + timedelta(days=60)


def test_las_palabras_se_van_y_queda_lo_que_prueba_el_envio(enviado):
    hasta(HOY + timedelta(days=1))
    assert purgar() == 0
    hasta(HOY)
    assert purgar() == 1
    fila = Mensaje.objects.get()
    assert (fila.texto, fila.html, fila.purgado) == ("", "", True)
    assert abs(fila.purgado_en - el_mundo.AHORA) < timedelta(minutes=1)
    for campo in ("asunto", "para", "huella", "message_id", "estado", "enviado_en", "creado_en"):
        assert getattr(fila, campo) == getattr(enviado, campo)
    assert fila.huella != fila.calcular_huella()
    [adjunto] = fila.adjuntos.all()
    assert (adjunto.nombre, bytes(adjunto.archivo.contenido)) == (
        "informe.pdf",
        b"%PDF-1.7 informe",
    )


def test_dos_veces_es_una(enviado, reloj_en):
    hasta(HOY)
    assert purgar() == 1
    antes = Mensaje.objects.get().purgado_en
    reloj_en(el_mundo.AHORA + timedelta(days=3))
    tarea()
    assert (purgar(), Mensaje.objects.get().purgado_en) == (0, antes)


@pytest.mark.parametrize(
    ("estado", "purgados"),
    [
        (Estado.ANULADO, 1),
        (Estado.REBOTADO, 1),
        (Estado.CONCILIADO, 1),
        (Estado.PENDIENTE, 0),
        (Estado.REINTENTO, 0),
        (Estado.RECHAZADO, 1),
        (Estado.INCIERTO, 1),
    ],
)
def test_solo_lo_que_va_en_camino_conserva_sus_palabras(encolar, estado, purgados):
    encolar()
    Mensaje.objects.update(
        estado=estado, purgar_desde=HOY, enviado_en=reloj.ahora(), evidencia="La misma persona"
    )
    assert purgar() == purgados
    assert Mensaje.objects.filter(texto="").count() == purgados


def test_por_lotes_hasta_el_ultimo(encolar, monkeypatch):
    monkeypatch.setattr(purga, "POR_LOTE", 2)
    for i in range(5):
        encolar(f"p{i}")
    Mensaje.objects.update(estado=Estado.ANULADO, purgar_desde=HOY)
    assert purgar() == 5
    assert Mensaje.objects.filter(texto="", purgado_en__isnull=False).count() == 5


def test_un_correo_sin_palabras_no_sale_nunca(enviado, buzon):
    hasta(HOY)
    purgar()
    mensaje = Mensaje.objects.get()
    move(mensaje, Estado.REBOTADO, accion="correo_rebotado")
    move(mensaje, Estado.PENDIENTE, accion="reintentar_correo")
    assert not Mensaje.objects.vencidos().exists()
    entregar()
    assert len(buzon.mensajes) == 1
    assert Mensaje.objects.get().estado == Estado.PENDIENTE
