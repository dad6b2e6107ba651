"""The card and the list as tagged PDF, with nothing personal in their names."""

import io

import page
import pytest
from django.urls import reverse
from PIL import Image

from tests import mundo as m
from tests.archivos import texto_de


def fallas(contenido: bytes) -> list[str]:
    """What a PDF/UA checker finds wrong."""
    return sorted({f.rule_id for f in page.validate_pdf_bytes(contenido, profile="ua1").failures})


@pytest.fixture
def firma_png() -> bytes:
    salida = io.BytesIO()
    Image.new("L", (300, 100), 0).save(salida, "PNG")
    return salida.getvalue()


def test_la_ficha_lleva_todo_y_su_nombre_nada(escena, entrar, firma_png):
    ficha = escena.llega(firma=firma_png, firma_en_papel=False, carpeta_entregada=True)
    ruta = reverse("jornadas_gestion:ficha_pdf", args=[escena.jornada.pk, ficha.pk])
    respuesta = entrar("acreditadora").get(ruta)
    assert respuesta["Content-Disposition"] == f'inline; filename="ficha-{ficha.pk}.pdf"'
    assert respuesta["Cache-Control"] == "private, no-store"
    assert respuesta.content.startswith(b"%PDF-1.")


def test_la_ficha_dice_lo_que_la_persona_dio(escena, entrar, firma_png):
    ficha = escena.llega(firma=firma_png, firma_en_papel=False, carpeta_entregada=True)
    ruta = reverse("jornadas_gestion:ficha_pdf", args=[escena.jornada.pk, ficha.pk])
    leido = " ".join(texto_de(entrar("acreditadora").get(ruta).content).split())
    for dato in (
        "Rosa Elena Quilaleo Ortiz",
        "11.111.111-1",
        "Junta de Vecinos El Molino",
        "rosa@ejemplo.cl",
        "1, Riberas y barrios",
        "Acreditó Acreditadora Prueba",
    ):
        assert dato in leido


def test_la_lista_trae_a_quienes_vendran_y_lineas_en_blanco(escena, entrar):
    m.crear_participante(escena.actividad, "Yasna", "Toro")
    m.crear_participante(escena.actividad, "Marcos", "Aedo", asistencia="no_asiste")
    escena.llega()
    ruta = reverse("jornadas_gestion:lista_pdf", args=[escena.jornada.pk])
    respuesta = entrar("equipo").get(ruta)
    leido = texto_de(respuesta.content)
    assert ("Yasna Toro" in leido, "Marcos Aedo" in leido) == (True, False)
    assert ("11.111.111" in leido, "rosa@ejemplo.cl" in leido) == (False, False)
    assert "17" in leido.split()
    assert respuesta["Content-Disposition"] == f'inline; filename="lista-{escena.jornada.pk}.pdf"'


def test_la_ficha_y_la_lista_son_pdf_ua(escena, entrar, firma_png):
    ficha = escena.llega(firma=firma_png, firma_en_papel=False)
    rutas = [
        reverse("jornadas_gestion:ficha_pdf", args=[escena.jornada.pk, ficha.pk]),
        reverse("jornadas_gestion:lista_pdf", args=[escena.jornada.pk]),
    ]
    cliente = entrar("encargada")
    assert [fallas(cliente.get(ruta).content) for ruta in rutas] == [[], []]
