"""Presentations that a person can open, read from the last row and go on editing.

Look and places live in the master and its layouts; a slide holds only its title and its text.
"""

import io
import math
import textwrap
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Presentacion
from pptx.util import Emu, Inches, Pt

from comun.texto import limpiar

IDIOMA = "es-CL"
ANCHO, ALTO = Emu(12_192_000), Emu(6_858_000)  # 16:9
MARINO, AZUL, BLANCO, TINTA = "0A132D", "006FB3", "FFFFFF", "1B2233"
TITULOS, TEXTOS = "Georgia", "Arial"

GRANDE, CHICA = Pt(28), Pt(20)
LETRAS_POR_LINEA = {GRANDE: 52, CHICA: 76}
LINEAS = {GRANDE: 9, CHICA: 13}
TITULO_LARGO = 90
CABEN = LETRAS_POR_LINEA[CHICA] * (LINEAS[CHICA] - 2)

_FECHA_ZIP = (2000, 1, 1, 0, 0, 0)
_LINEA = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
    '<p:cNvPr id="{id}" name="Línea {id}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="0" y="{y}"/><a:ext cx="{ancho}" cy="{alto}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
    "</p:spPr></p:sp>"
)


@dataclass(frozen=True)
class Lamina:
    """One slide: what is read on the wall, and what only the speaker reads."""

    titulo: str
    puntos: Sequence[str] = ()
    notas: str = ""


def presentacion(*, titulo: str, subtitulo: str, laminas: Sequence[Lamina]) -> bytes:
    """A `.pptx` of a navy title slide and the `laminas`; long lists go on in more slides."""
    libro = Presentation()
    libro.slide_width, libro.slide_height = ANCHO, ALTO
    _vestir(libro)
    _propiedades(libro, limpiar(titulo))
    portada = libro.slides.add_slide(libro.slide_layouts[0])
    _escribir(portada.shapes.title, [titulo], nombre="Título")
    _escribir(portada.placeholders[1], [subtitulo], nombre="Subtítulo")
    for lamina in laminas:
        for parte in _en_partes(lamina):
            _agregar(libro, parte)
    salida = io.BytesIO()
    libro.save(salida)
    return _sin_hora(salida.getvalue())


def _agregar(libro: Presentacion, lamina: Lamina) -> None:
    hoja = libro.slides.add_slide(libro.slide_layouts[1])
    largo = len(lamina.titulo)
    tamano = CHICA if largo > 2 * TITULO_LARGO else GRANDE if largo > TITULO_LARGO else None
    _escribir(hoja.shapes.title, [lamina.titulo], nombre="Título", tamano=tamano)
    cuerpo = hoja.placeholders[1]
    if lamina.puntos:
        tamano = GRANDE if _lineas(lamina.puntos, GRANDE) <= LINEAS[GRANDE] else CHICA
        _escribir(cuerpo, lamina.puntos, nombre="Contenido", tamano=tamano)
    else:
        cuerpo._element.getparent().remove(cuerpo._element)
    if lamina.notas:
        hoja.notes_slide.notes_text_frame.text = limpiar(lamina.notas)
        _poner_idioma(hoja.notes_slide.notes_text_frame)


# Fitting text in slides


def _lineas(puntos: Sequence[str], tamano: Pt) -> int:
    return sum(math.ceil((len(punto) or 1) / LETRAS_POR_LINEA[tamano]) for punto in puntos)


def _en_partes(lamina: Lamina) -> Iterator[Lamina]:
    """The slide, or as many as it needs, numbered in their titles; the notes go in each."""
    puntos = [
        trozo
        for punto in lamina.puntos
        for trozo in textwrap.wrap(limpiar(punto), CABEN, break_on_hyphens=False)
    ]
    grupos: list[list[str]] = [[]]
    for punto in puntos:
        if grupos[-1] and _lineas([*grupos[-1], punto], GRANDE) > LINEAS[GRANDE]:
            grupos.append([])
        grupos[-1].append(punto)
    for numero, grupo in enumerate(grupos, start=1):
        cuenta = f" ({numero} de {len(grupos)})" if len(grupos) > 1 else ""
        yield replace(lamina, titulo=lamina.titulo + cuenta, puntos=grupo)


def _escribir(forma, parrafos: Sequence[str], *, nombre: str, tamano: Pt | None = None) -> None:
    forma.name = nombre
    marco = forma.text_frame
    marco.auto_size = MSO_AUTO_SIZE.NONE
    for indice, texto in enumerate(parrafos):
        parrafo = marco.paragraphs[0] if indice == 0 else marco.add_paragraph()
        parrafo.text = " ".join(limpiar(texto).split())
        if tamano is not None:
            parrafo.font.size = tamano
    _poner_idioma(marco)


def _poner_idioma(marco) -> None:
    for parrafo in marco.paragraphs:
        for tramo in parrafo.runs:
            tramo._r.get_or_add_rPr().set("lang", IDIOMA)


# The look


def _vestir(libro: Presentacion) -> None:
    maestra = libro.slide_masters[0]
    tema = maestra.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    mayor, _, menor = tema.blob.partition(b"<a:minorFont>")
    tema._blob = (
        mayor.replace(b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{TITULOS}"/>'.encode())
        + b"<a:minorFont>"
        + menor.replace(
            b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{TEXTOS}"/>'.encode(), 1
        )
    )
    for hoja in (maestra, *libro.slide_layouts):
        for forma in list(hoja.placeholders):
            if forma.placeholder_format.idx >= 10:  # date, foot and number: not used
                forma._element.getparent().remove(forma._element)
    margen, ancho = Inches(0.8), ANCHO - 2 * Inches(0.8)
    for hoja in (maestra, libro.slide_layouts[1]):
        titulo, cuerpo = list(hoja.placeholders)[:2]
        _ubicar(titulo, (margen, Inches(0.55), ancho, Inches(1.2)), Pt(36), MARINO)
        _ubicar(cuerpo, (margen, Inches(2), ancho, Inches(4.9)), GRANDE, TINTA, vineta=True)
        cuerpo.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    portada = libro.slide_layouts[0]
    portada.background.fill.solid()
    portada.background.fill.fore_color.rgb = RGBColor.from_string(MARINO)
    titulo, subtitulo = list(portada.placeholders)[:2]
    _ubicar(titulo, (margen, Inches(1.6), ancho, Inches(2.6)), Pt(48), BLANCO)
    _ubicar(subtitulo, (margen, Inches(4.4), ancho, Inches(1.6)), Pt(26), "BCCADB")
    titulo.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _doble_linea(portada, Inches(4.25), BLANCO)
    _doble_linea(libro.slide_layouts[1], 0, AZUL)


def _ubicar(
    forma, caja: tuple[int, int, int, int], tamano: Pt, color: str, *, vineta: bool = False
) -> None:
    forma.left, forma.top, forma.width, forma.height = caja
    niveles = forma._element.txBody.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}lstStyle"
    )
    for nivel in list(niveles):
        niveles.remove(nivel)
    sangria, bolo = ("", "") if vineta else (' marL="0" indent="0"', "<a:buNone/>")
    niveles.append(
        parse_xml(
            '<a:lvl1pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" algn="l"'
            f'{sangria}><a:spcBef><a:spcPts val="900"/></a:spcBef>{bolo}'
            f'<a:defRPr lang="{IDIOMA}" sz="{int(tamano.pt * 100)}">'
            f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _doble_linea(hoja, y: int, color: str) -> None:
    arbol = hoja.shapes._spTree
    for indice, (abajo, alto) in enumerate(((0, 76_200), (114_300, 25_400))):
        arbol.append(
            parse_xml(
                _LINEA.format(id=900 + indice, y=y + abajo, ancho=ANCHO, alto=alto, color=color)
            )
        )


def _propiedades(libro: Presentacion, titulo: str) -> None:
    datos = libro.core_properties
    datos.title, datos.language = titulo, IDIOMA
    for sobrante in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(datos, sobrante, "")


def _sin_hora(contenido: bytes) -> bytes:
    """The same parts with a fixed date, so that the same slides are the same bytes."""
    salida = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenido)) as origen,
        zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as destino,
    ):
        for parte in origen.namelist():
            destino.writestr(
                zipfile.ZipInfo(parte, _FECHA_ZIP), origen.read(parte), zipfile.ZIP_DEFLATED
            )
    return salida.getvalue()
