"""What people write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comun.texto import Hallazgo, detectar_datos_personales, limpiar, markdown_seguro, plegar


@pytest.mark.parametrize(
    ("uno", "otro"),
    [
        ("José  Ñuñez", "jose nunez"),
        (" MARÍA\u00a0PAZ ", "maria paz"),
        ("Strasse", "Straße"),
        ("Jose\u0301", "josé"),
        ("Ro\u200bsa", "rosa"),
    ],
)
def test_plegar_une_el_mismo_nombre(uno, otro):
    assert plegar(uno) == plegar(otro)


def test_plegar_no_une_nombres_distintos():
    assert plegar("Rosa Pérez") != plegar("Rosa Peréz Soto")


@given(st.text())
def test_plegar_dos_veces_es_plegar_una(texto):
    assert plegar(plegar(texto)) == plegar(texto)


def test_limpiar():
    assert limpiar("uno\r\ndos\rtres\u2028cuatro\x00\x1b[31m\ufeff\u202e fin\t.") == (
        "uno\ndos\ntres\ncuatro[31m fin\t."
    )
    assert limpiar("¿Cuándo? 👩‍👧 ñ") == "¿Cuándo? 👩‍👧 ñ"


@given(st.text())
def test_lo_limpio_cabe_en_un_xml(texto):
    ilegales = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert re.search(ilegales, limpiar(texto)) is None


def test_titulos_desde_h3_y_sin_saltos():
    html = markdown_seguro("## A\n\n#### B\n\n###### C\n\n# D\n\n## E\n\n> # F")
    assert re.findall(r"<(h\d)>(\w)</h\d>", html) == [
        ("h3", "A"), ("h4", "B"), ("h5", "C"), ("h3", "D"), ("h4", "E"), ("h3", "F"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texto", "html"),
    [
        ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>"),
        (
            "[a](https://x.cl)",
            '<p><a href="https://x.cl" rel="noopener noreferrer">a</a></p>',
        ),
        (
            "<a@b.cl>",
            '<p><a href="mailto:a@b.cl" rel="noopener noreferrer">a@b.cl</a></p>',
        ),
        (
            "[**a** `b`\nc](https://x.cl)",
            '<p><a href="https://x.cl" rel="noopener noreferrer">a b c</a></p>',
        ),
        ("[a](http://x.cl)", "<p>a</p>"),
        ("[a](/gestion/)", "<p>a</p>"),
        ("[a](//x.cl)", "<p>a</p>"),
        ("[a](ftp://x.cl)", "<p>a</p>"),
        ("![Mapa de la obra](https://x.cl/rastreo.png)", "<p>Mapa de la obra</p>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("", ""),
    ],
)
def test_markdown(texto, html):
    assert markdown_seguro(texto).strip() == html


def test_tabla_con_titulos_de_columna():
    html = markdown_seguro("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert html.count('<th scope="col">') == 2
    assert "style" not in html
    assert "<td>2</td>" in html


@pytest.mark.parametrize(
    "texto",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='https://x.cl' onclick='x()'>a</a>",
        '[a](https://x.cl "><script>alert(1)</script>")',
        "<style>*{}</style>",
        "<iframe src='https://x.cl'></iframe>",
    ],
)
def test_markdown_hostil(texto):
    html = markdown_seguro(texto)
    sin_texto = re.findall(r"<[^>]*>", re.sub(r'title="[^"]*"', "", html))
    assert not [e for e in sin_texto if re.search("script|on[a-z]+=|style|iframe|img|data:", e)]


@given(st.text(alphabet="<>[]()!#*`|-\n \\\"'ahx:/&;", max_size=200))
def test_markdown_solo_deja_etiquetas_conocidas(texto):
    permitidas = "p br hr strong em code pre blockquote ul ol li a h3 h4 h5 h6".split()
    permitidas += "table thead tbody tr th td".split()
    etiquetas = re.findall(r"</?([a-zA-Z0-9]+)", markdown_seguro(texto))
    assert set(etiquetas) <= set(permitidas)


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("Soy 12.345.678-5, vecina", [("rut", "12.345.678-5")]),
        ("rut:12345678-5", [("rut", "12345678-5")]),
        ("rut 123456785", [("rut", "123456785")]),
        ("rut 1.000.005-k.", [("rut", "1.000.005-k")]),
        ("rut 12.345.678 – 5", [("rut", "12.345.678 – 5")]),
        ("Escriba a rosa.perez@correo.cl.", [("correo", "rosa.perez@correo.cl")]),
        ("Llame al +56 9 1234 5678", [("telefono", "+56 9 1234 5678")]),
        ("al 912345678, por favor", [("telefono", "912345678")]),
        ("al (2) 2345 6789", [("telefono", "(2) 2345 6789")]),
        ("al 22 345 67 89", [("telefono", "22 345 67 89")]),
        ("al 0056 9 8765 4321", [("telefono", "0056 9 8765 4321")]),
        (
            "a@b.cl o 9 8765 4321, rut 6.000.000-4 y 5.126.663-3",
            [("correo", "a@b.cl"), ("telefono", "9 8765 4321"), ("rut", "5.126.663-3")],
        ),
    ],
)
def test_encuentra_datos_personales(texto, esperado):
    hallazgos = detectar_datos_personales(texto)
    assert [(h.tipo, texto[h.inicio : h.fin]) for h in hallazgos] == esperado


@pytest.mark.parametrize(
    "texto",
    [
        "El gasto fue de $ 61.400.000 y de 234.567.890 pesos.",
        "Folio 2026-0214, del 28/05/2027 a las 10:42.",
        "Rut con error: 12.345.678-4.",
        "Ley 18.575, artículo 72; entre 2026-2027.",
        "Somos 250 personas @ la jornada.",
        "",
    ],
)
def test_no_ve_datos_personales_donde_no_los_hay(texto):
    assert detectar_datos_personales(texto) == []


@given(st.text(alphabet="0123456789.-+()k @a", max_size=80))
def test_los_hallazgos_van_en_orden_y_no_se_pisan(texto):
    hallazgos = detectar_datos_personales(texto)
    limites = [limite for h in hallazgos for limite in (h.inicio, h.fin)]
    assert limites == sorted(limites)
    assert all(isinstance(h, Hallazgo) and h.inicio < h.fin <= len(texto) for h in hallazgos)
