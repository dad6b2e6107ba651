"""Presentations: what is in them, and that they open elsewhere."""

import io
import subprocess
from itertools import pairwise

import pytest
from pptx import Presentation

from comun.pptx import CABEN, Lamina, presentacion
from tests.libreoffice import abrir_en_libreoffice

ACUERDO = "Acuerdo {}: reforzar la ribera antes del invierno y avisar a las familias con tiempo."


def _abrir(*laminas: Lamina, titulo: str = "Taller 5") -> Presentation:
    contenido = presentacion(titulo=titulo, subtitulo="Servicio de Riberas", laminas=laminas)
    return Presentation(io.BytesIO(contenido))


def _textos(libro: Presentation) -> list[tuple[str, list[str]]]:
    return [
        (
            hoja.shapes.title.text_frame.text,
            [
                parrafo.text
                for forma in hoja.placeholders
                if forma.placeholder_format.idx == 1
                for parrafo in forma.text_frame.paragraphs
            ],
        )
        for hoja in libro.slides
    ]


def test_title_slide_and_slides():
    libro = _abrir(Lamina("Acuerdos", ["Uno", "Dos"], "Leer despacio."), Lamina("Gracias"))
    assert _textos(libro) == [
        ("Taller 5", ["Servicio de Riberas"]),
        ("Acuerdos", ["Uno", "Dos"]),
        ("Gracias", []),
    ]
    assert libro.slides[1].notes_slide.notes_text_frame.text == "Leer despacio."
    assert (libro.slide_width, libro.slide_height) == (12_192_000, 6_858_000)


def test_long_lists_go_on_and_lose_nothing():
    puntos = [ACUERDO.format(numero) for numero in range(1, 24)]
    partes = _textos(_abrir(Lamina("Acuerdos", puntos)))[1:]
    assert [titulo for titulo, _ in partes] == [
        f"Acuerdos ({numero} de {len(partes)})" for numero in range(1, len(partes) + 1)
    ]
    assert [punto for _, parte in partes for punto in parte] == puntos
    assert max(len(parte) for _, parte in partes) <= 4


def test_a_very_long_point_is_cut_between_words():
    punto = " ".join(f"palabra{n}" for n in range(400))
    partes = _textos(_abrir(Lamina("Largo", [punto])))[1:]
    trozos = [trozo for _, parte in partes for trozo in parte]
    assert " ".join(trozos) == punto
    assert all(len(trozo) <= CABEN for trozo in trozos)


def test_nothing_overflows_its_box():
    laminas = [
        Lamina("¿" + "Qué pasará con la obra de la ribera " * 6 + "?", ["a" * 700, "b" * 40]),
        Lamina("Acuerdos", [ACUERDO.format(n) for n in range(40)]),
    ]
    libro = _abrir(*laminas)
    for hoja in libro.slides:
        cajas = sorted((f.top, f.top + f.height) for f in hoja.placeholders)
        assert cajas[-1][1] <= libro.slide_height
        assert all(fin <= inicio for (_, fin), (inicio, _) in pairwise(cajas))


def test_language_and_properties():
    libro = _abrir(Lamina("Acuerdos", ["Uno"], "Notas"), titulo="Taller\x00 5")
    datos = libro.core_properties
    assert (datos.title, datos.language, datos.author) == ("Taller 5", "es-CL", "")
    tramos = [
        tramo
        for hoja in libro.slides
        for forma in hoja.placeholders
        for parrafo in forma.text_frame.paragraphs
        for tramo in parrafo.runs
    ]
    assert len(tramos) == 4
    assert {tramo._r.rPr.get("lang") for tramo in tramos} == {"es-CL"}


@pytest.mark.parametrize("sucio", ["a\x00b\x0b\x1f", "a\ud800b", "a\ufffeb", "a\r\nb", "=a & <b>"])
def test_illegal_characters_do_not_break_the_file(sucio):
    [_, (titulo, puntos)] = _textos(_abrir(Lamina(sucio, [sucio], sucio)))
    assert titulo == puntos[0]
    assert titulo in ("ab", "a b", "=a & <b>")


def test_empty_points_and_no_slides():
    assert _textos(_abrir(Lamina("Acuerdos", ["", "  "])))[1:] == [("Acuerdos", [])]
    assert len(_abrir().slides) == 1


def test_the_same_slides_are_the_same_bytes():
    laminas = [Lamina("Acuerdos", ["Uno"], "Notas")]
    una, otra = (presentacion(titulo="Taller", subtitulo="", laminas=laminas) for _ in range(2))
    assert una == otra


def test_it_opens_elsewhere_and_half_of_it_does_not(tmp_path):
    entera = presentacion(
        titulo="Taller 5", subtitulo="Riberas", laminas=[Lamina("Acuerdos", ["Uno"], "n")]
    )
    (tmp_path / "taller.pptx").write_bytes(entera)
    (tmp_path / "rota.pptx").write_bytes(entera[: len(entera) // 2])
    pdf = abrir_en_libreoffice(tmp_path / "taller.pptx", "pdf")
    orden = ["pdftotext", "-layout", "-", "-"]
    texto = subprocess.run(orden, input=pdf, check=True, capture_output=True, timeout=60).stdout
    assert texto.decode().split() == ["Taller", "5", "Riberas", "Acuerdos", "•", "Uno"]
    assert abrir_en_libreoffice(tmp_path / "rota.pptx", "pdf") is None
