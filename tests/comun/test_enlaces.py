"""What a page of somebody else's shows and leads to: as a browser would read it, and no more."""

import time

import pytest

from comun.enlaces import Referencia, misma, que_llevan, referencias

BASE = "https://www.riberas.cl/inicio"
IMAGEN = "https://portal.cl/incrustar/riberas/2026/banner.svg"
OTRA = "https://portal.cl/otra.svg"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"


def de(html: str, url: str = IMAGEN) -> list[tuple[str, str]]:
    """Tag and words of what carries `url`."""
    suyas = que_llevan(referencias(html, BASE), url)
    return [(una.etiqueta, una.alternativo) for una in suyas]


TARDIAS = {
    "loading": f'<img loading="lazy" src="{IMAGEN}" alt="x">',
    "data-src": f'<img class="lazyload" src="{PIXEL}" data-src="{IMAGEN}" alt="x">',
    "sin src": f'<img data-src="{IMAGEN}" alt="x">',
    "data-lazy-src": f'<img src="{PIXEL}" data-lazy-src="{IMAGEN}" alt="x">',
    "data-original": f'<img src="/gris.png" data-original="{IMAGEN}" alt="x">',
    "noscript": f'<noscript><img src="{IMAGEN}" alt="x"></noscript>',
    "srcset": f'<img src="/gris.png" srcset="/a.png 300w, {IMAGEN} 600w" alt="x">',
    "srcset junto": f'<img srcset="/a.png 1x,{IMAGEN} 2x" alt="x">',
    "srcset solo": f'<img srcset="{IMAGEN}" alt="x">',
    "data-srcset": f'<img src="{PIXEL}" data-srcset="{IMAGEN} 600w" alt="x">',
    "picture": f'<picture><source srcset="{IMAGEN}"><img src="/b.png" alt="x"></picture>',
    "picture tardía": (
        f'<picture><source data-srcset="{IMAGEN} 1x"><img data-src="/b.png" alt="x"></picture>'
    ),
}


@pytest.mark.parametrize("como", TARDIAS)
def test_una_imagen_que_se_carga_despues_es_la_imagen(como):
    assert de(TARDIAS[como]) == [("img", "x")]


AJENAS = {
    "otra imagen": f'<img data-src="{OTRA}" srcset="{OTRA} 1x" alt="x">',
    "otro sitio": '<img data-src="https://evil.cl/incrustar/riberas/2026/banner.svg" alt="x">',
    "otro atributo": f'<img src="/b.png" data-nota="{IMAGEN}" title="{IMAGEN}" alt="x">',
    "no es imagen": f'<p data-src="{IMAGEN}">x</p><div srcset="{IMAGEN} 1x"></div>',
    "dentro de otra": f'<img srcset="https://evil.cl/?a,{IMAGEN} 1x" alt="x">',
    "fuente suelta": f'<source srcset="{IMAGEN}"><p>sin imagen</p>',
    "fuente de otra": f'<picture><source srcset="{IMAGEN}"></picture><img src="/b.png" alt="x">',
    "audio": f'<picture><source srcset="{IMAGEN}"></picture><picture><img src="/b"></picture>',
    "plantilla": f'<template><img data-src="{IMAGEN}" alt="x"></template>',
    "plantilla sin guion": f'<template><noscript><img src="{IMAGEN}"></noscript></template>',
    "oculta": f'<div hidden><noscript><img src="{IMAGEN}" alt="x"></noscript></div>',
}


@pytest.mark.parametrize("como", AJENAS)
def test_lo_que_no_es_la_imagen(como):
    assert de(AJENAS[como]) == []


P = "https://portal.cl/cuentas/riberas/2026/participar/"
A = f'<a href="{P}">x</a>'
SIN_DIBUJAR = {
    "comentario": f"<!-- {A} -->",
    "comentario de IE": f"<!--[if lt IE 9]>{A}<![endif]-->",
    "template": f"<template><div>{A}</div></template>",
    "script": f"<script>document.write('{A}')</script>",
    "script de datos": f'<script type="text/html">{A}</script>',
    "style": f"<style>{A}</style>",
    "textarea": f"<textarea>{A}</textarea>",
    "xmp": f"<xmp>{A}</xmp>",
    "noembed": f"<noembed>{A}</noembed>",
    "noframes": f"<noframes>{A}</noframes>",
    "noscript": f"<noscript>{A}</noscript>",
    "dentro de un marco": f'<iframe src="/x">{A}</iframe>',
    "hidden": f'<a hidden href="{P}">x</a>',
    "hidden con valor": f'<a hidden="until-found" href="{P}">x</a>',
    "dentro de un hidden": f"<section hidden><p>a<p>b<br>{A}</section>",
    "dialog": f"<dialog>{A}</dialog>",
    "display": f'<div style="color:red; DISPLAY : none"><p>{A}</p></div>',
    "display con comentario": f'<p style="display/**/:/**/none!important;display:block">{A}</p>',
    "visibility": f'<span style="visibility:hidden">{A}</span>',
    "en la misma": f'<a style="display:none" href="{P}">x</a>',
    "el marco sin alto": f'<iframe src="{P}" height="0"></iframe>',
    "el cuerpo": f"<body hidden><main>{A}</main>",
}


@pytest.mark.parametrize("como", SIN_DIBUJAR)
def test_lo_que_no_se_dibuja_no_esta(como):
    assert de(SIN_DIBUJAR[como], P) == []
    # The control: what follows is on the page, whatever stood before.
    if como != "el cuerpo":
        assert de(SIN_DIBUJAR[como] + A, P) == [("a", "")]


A_LA_VISTA = {
    "después de un hidden": f"<div hidden><img src=a><br>x</div>{A}",
    "párrafo hidden sin cerrar": f"<p hidden>x<div>{A}</div>",
    "fila hidden sin cerrar": f"<ul><li hidden>x<li>{A}</ul>",
    "display que se corrige": f'<div style="display:none;display:block">{A}</div>',
    "otro display": f'<div style="--display:none;background:url(none)">{A}</div>',
    "dialog abierto": f"<dialog open>{A}</dialog>",
    "details": f"<details><summary>x</summary>{A}</details>",
    "aria-hidden": f'<div aria-hidden="true">{A}</div>',
    "mayúsculas y puerto": '<A HREF="HTTPS://PORTAL.CL.:443/cuentas/riberas/2026/participar">x</A>',
    "la primera base": '<base href="https://portal.cl/"><base href="https://evil.cl/">'
    '<a href="cuentas/riberas/2026/participar/">x</a>',
    **{
        f"una base en {donde}": f'<{donde}><base href="https://evil.cl/"></{donde}>'
        '<base href="https://portal.cl/"><a href="cuentas/riberas/2026/participar/">x</a>'
        for donde in ("template", "noscript")
    },
}


@pytest.mark.parametrize("como", A_LA_VISTA)
def test_lo_que_se_dibuja_esta(como):
    assert de(A_LA_VISTA[como], P) == [("a", "")]


def test_un_enlace_a_otro_sitio_no_es_el_nuestro():
    for otro in ("https://portal.cl.evil.cl", "https://evil.cl", "https://x@portal.cl",
                 "https://portal.cl:8443"):  # fmt: skip
        assert not misma(f"{otro}/cuentas/riberas/2026/participar/", P)
    assert misma("http://portal.cl/cuentas/riberas/2026/participar?de=a", P)


def test_se_sabe_lo_que_solo_ve_quien_no_tiene_programas():
    [una] = referencias(f'<noscript><img src="{IMAGEN}" alt="x"></noscript>', BASE)
    assert una == Referencia("img", IMAGEN, "x", sin_guion=True)


HOSTILES = {
    "lista sin espacios": "<img srcset='" + "a," * 1_000_000 + "'>",
    "lista de comas": "<img srcset='" + "," * 2_000_000 + "'>",
    "muchas listas": "<img srcset='a 1x,b 2x' style='display:none;'>" * 40_000,
    "comentarios de estilo": "<div style='" + "/*" * 900_000 + "'>",
    "muy hondo": "<div hidden>" * 150_000,
    "muchas fuentes": "<picture>" + "<source src=/a>" * 80_000 + "<img src=/b>" * 9_990,
    "base larga": f"<base href='https://a.cl/{'x' * 1_000_000}'>" + "<a href=x></a>" * 60_000,
    "base con barras": f"<base href='https://a.cl/{'x/' * 480}'>" + "<a href=x></a>" * 120_000,
}


@pytest.mark.parametrize("como", HOSTILES)
def test_una_pagina_hostil_no_cuesta_mas(como):
    """Each costs about a second or less; what grows as the square would take hours."""
    antes = time.process_time()
    assert len(referencias(HOSTILES[como], BASE)) <= 20_200
    assert time.process_time() - antes < 20


def test_una_base_larga_no_se_multiplica_por_los_enlaces():
    """A megabyte of base and a thousand links would be a gigabyte of addresses."""
    enlaces = "<a href=x></a>" * 1000
    assert {una.url for una in referencias(HOSTILES["base larga"], BASE)} == {
        "https://www.riberas.cl/x"
    }
    justa = f"https://portal.cl/{'x' * 980}/"
    [una] = {una.url for una in referencias(f"<base href='{justa}'>{enlaces}", BASE)}
    assert una == f"{justa}x"  # the control: one of a usual length counts
    assert referencias(f"<base href='{justa}'><a href='{'x' * 20}'></a>", BASE) == []
