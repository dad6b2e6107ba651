"""The components as markup: what a reader's software finds in a form, a deadline, a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from comun.templatetags.galeria import ICONOS, FormularioMuestra

PLANTILLAS = Path(settings.BASE_DIR) / "templates"


class Etiquetas(HTMLParser):
    """Every tag with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.todas: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.todas.append((tag, dict(attrs)))

    def con(self, **atributos: str) -> list[tuple[str, dict[str, str | None]]]:
        return [t for t in self.todas if all(t[1].get(k) == v for k, v in atributos.items())]


def dibujar(texto: str, **contexto: object) -> str:
    return engines["django"].from_string(texto).render(contexto)


@pytest.fixture
def peticion():
    peticion = RequestFactory().get("/gestion/componentes/", {"pagina": "2", "region": "07"})
    peticion.user = AnonymousUser()
    return peticion


def test_un_campo_con_error_dice_que_pasa_antes_del_control():
    html = dibujar(
        '{% include "components/campo.html" with campo=form.run %}',
        form=FormularioMuestra({"run": "11.111.111-2"}),
    )
    etiquetas = Etiquetas(html)
    ((_, control),) = etiquetas.con(name="run")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_run_helptext id_run_error"
    assert control["value"] == "11.111.111-2"
    assert control["class"] == "ancho-rut textinput form-control is-invalid"
    orden = [
        html.index(t) for t in ("<label", 'id="id_run_helptext"', 'id="id_run_error"', "<input")
    ]
    assert orden == sorted(orden)
    assert '<span class="opcional">(opcional)</span>' in html


def test_un_campo_obligatorio_sin_error_no_lleva_marcas():
    html = dibujar(
        '{% include "components/campo.html" with campo=form.nombre %}', form=FormularioMuestra()
    )
    assert "opcional" not in html
    assert "campo--error" not in html
    assert "aria-invalid" not in html


def test_el_resumen_enlaza_cada_error_con_su_control():
    form = FormularioMuestra({"run": "11.111.111-2"})
    form.add_error(None, "La participación cerró el viernes 4 de junio.")
    html = dibujar('{% include "components/formulario.html" with boton="Enviar" %}', form=form)
    etiquetas = Etiquetas(html)
    enlaces = [a["href"] for t, a in etiquetas.todas if t == "a"]
    assert enlaces == ["#id_tipo_0", "#id_mensaje", "#id_run", "#id_nombre"]
    ids = [a["id"] for _, a in etiquetas.todas if a.get("id")]
    assert {e[1:] for e in enlaces} <= set(ids)
    assert len(ids) == len(set(ids))
    assert html.count("La participación cerró el viernes 4 de junio.") == 1
    assert html.count("Escriba su mensaje. Puede ser una sola frase.") == 2
    assert "Elija una opción en «¿Qué quiere enviarnos?»." in html
    assert "Este campo es obligatorio" not in html


def test_las_opciones_son_un_grupo_con_leyenda_y_el_archivo_viaja():
    html = dibujar(
        '{% include "components/formulario.html" with boton="Enviar" %}', form=FormularioMuestra()
    )
    etiquetas = Etiquetas(html)
    assert [a["value"] for _, a in etiquetas.con(name="tipo")] == [
        "pregunta",
        "opinion",
        "propuesta",
    ]
    assert '<legend class="grande">¿Qué quiere enviarnos?</legend>' in html
    ((_, formulario),) = [t for t in etiquetas.todas if t[0] == "form"]
    assert formulario["enctype"] == "multipart/form-data"
    assert {"novalidate", "data-una-vez"} <= formulario.keys()
    assert "resumen-errores" not in html


def test_un_error_de_dominio_solo_no_pide_corregir_datos():
    class Vacio(forms.Form):
        pass

    form = Vacio({})
    form.add_error(None, "Ya no se puede invitar.")
    html = dibujar('{% include "components/resumen_errores.html" %}', form=form)
    assert "No se pudo continuar" in html
    assert "Falta corregir" not in html


def test_lo_escrito_sale_escapado():
    class Uno(forms.Form):
        nombre = forms.CharField(label="Nombre")

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.helper = FormHelper()
            self.helper.form_tag = False

    form = Uno({"nombre": "<b>x</b>"})
    form.add_error("nombre", "<script>alert(1)</script>")
    html = dibujar('{% include "components/formulario.html" with boton="<i>" %}', form=form)
    assert "<script" not in html
    assert "<b>x" not in html
    assert html.count("&lt;script&gt;") == 2


@pytest.mark.parametrize(
    ("dias", "cumplido", "clase", "texto"),
    [
        (11, False, "plazo", "11 días"),
        (1, False, "plazo", "1 día"),
        (0, False, "plazo plazo--hoy", "hoy"),
        (-1, False, "plazo plazo--vencido", "1 día tarde"),
        (-4, False, "plazo plazo--vencido", "4 días tarde"),
        (2, True, "plazo plazo--cumplido", "2 días antes"),
        (0, True, "plazo plazo--cumplido", "a tiempo"),
    ],
)
def test_el_plazo_dice_cuanto_queda(dias, cumplido, clase, texto):
    html = dibujar('{% include "components/plazo.html" %}', dias=dias, cumplido=cumplido)
    ((_, atributos),) = [t for t in Etiquetas(html).todas if t[0] == "span"]
    assert atributos["class"] == clase
    assert re.sub(r"<[^>]+>", "", html).split() == texto.split()


def test_la_paginacion_guarda_los_otros_filtros(peticion):
    from django.core.paginator import Paginator

    html = render_to_string(
        "components/paginacion.html",
        {"pagina": Paginator(range(60), 25).page(2), "que": "personas"},
        request=peticion,
    )
    assert re.findall(r'href="([^"]+)"', html) == [
        "?pagina=1&amp;region=07",
        "?pagina=3&amp;region=07",
    ]
    assert "26 a 50 de 60 personas" in html


def test_la_galeria_muestra_todos_los_componentes(peticion, db):
    galeria = (PLANTILLAS / "components/galeria.html").read_text()
    html = render_to_string("components/galeria.html", {}, request=peticion)
    assert html.count("<h1") == 1
    assert len(re.findall(r'class="btn btn-primary"', html)) == 1
    usados = "".join(p.read_text() for p in PLANTILLAS.rglob("*.html"))
    partes = {p.name for p in (PLANTILLAS / "components").glob("*.html")} - {"galeria.html"}
    assert {p for p in partes if f'"components/{p}"' not in usados} == set()
    marco = {
        "celda.html",
        "linea.html",
        "paso.html",
        "cita.html",
        "regla_dias.html",
        "estilos.html",
        "ficha.html",
    }
    marco |= {
        "ensayo.html",
        "sprite.html",
        "mensajes.html",
        "tema.html",
        "pie.html",
        "pie_gestion.html",
        "icono.html",
    }
    marco |= {
        "marca.html",
        "marca_gestion.html",
        "nav_publica.html",
        "nav_gestion.html",
        "persona.html",
    }
    marco |= {"resumen_errores.html"}
    assert {p for p in partes - marco if f'"components/{p}"' not in galeria} == set()


def test_cada_icono_que_se_usa_existe():
    dibujados = re.findall(
        r'<symbol id="i-([\w-]+)"', (PLANTILLAS / "components/sprite.html").read_text()
    )
    assert sorted(dibujados) == sorted(ICONOS)
    usados = set()
    for plantilla in PLANTILLAS.rglob("*.html"):
        usados |= set(re.findall(r'icono\.html" with id="([\w-]+)"', plantilla.read_text()))
    assert usados - set(dibujados) == set()


def sin_codigo_de_muestra(texto):
    """Markup shown as text, for somebody to paste elsewhere, runs nowhere."""
    return re.sub(r"&lt;.*?&gt;", "", texto, flags=re.DOTALL)


#: A page that travels alone, inside the ZIP of the copy that a person asks for.
SUELTA = PLANTILLAS / "privacidad" / "documentos" / "copia.html"


def test_nada_en_linea_en_las_paginas():
    en_linea = re.compile(
        r'<style|\sstyle="|\son\w+="|<script(?![^>]*\ssrc=)|\|safe\b',
    )
    assert en_linea.search(sin_codigo_de_muestra('<p style="x">')), "the search finds what it must"
    culpables = [
        str(p.relative_to(PLANTILLAS))
        for p in PLANTILLAS.rglob("*.html")
        if p.parts[-3:-1] != ("templates", "correos")
        and "correos" not in p.parts
        and p != SUELTA
        and en_linea.search(sin_codigo_de_muestra(p.read_text()))
    ]
    assert culpables == []


def test_las_hojas_de_estilo_estan_todas_en_la_lista():
    lista = re.findall(r'"css/([\w-]+\.css)"', (PLANTILLAS / "components/estilos.html").read_text())
    existen = {p.name for p in (Path(settings.BASE_DIR) / "static/css").glob("*.css")}
    assert lista[:3] == ["tokens.css", "base.css", "layout.css"]
    # Those of documents and of the pages that stand for other sites are not of our pages.
    assert set(lista) == existen - {"documento.css", "muestra_sitio.css"}
    assert len(lista) == len(set(lista))


@pytest.mark.parametrize(
    "plantilla", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
)
def test_una_pagina_de_error_se_dibuja_sin_contexto(plantilla):
    html = render_to_string(plantilla)
    assert html.count("<h1>") == 1
    assert 'lang="es-CL"' in html
