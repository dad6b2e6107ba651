"""Before sending: what is published and says the same, and nothing that is not published."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.test import Client

from comun import archivos
from comun.parecido import llano, marcar, partes, pasajes, pesan
from respuestas import selectors, services
from respuestas.models import InformeRespuestas, PublicacionRespuestas
from servicios.alcance import alcance
from tests import mundo as m

modulo = import_module("respuestas.selectors.parecidas")

RIBERA = "¿Cuándo llegará el refuerzo de las riberas?"


@pytest.fixture(autouse=True)
def sin_memoria():
    """The database of each test goes back, and gives the same numbers again."""
    modulo.olvidar()
    yield
    modulo.olvidar()


def bloque(*mensajes, respuesta="Está en el programa.", titulo="Pregunta"):
    return {
        "seccion": "respuestas",
        "titulo": titulo,
        "mensajes": [
            {"numero": n, "folio": "", "texto": t, "pie": "Pregunta de Ana Soto", "quitado": ""}
            for n, t in mensajes
        ],
        "respuesta": respuesta,
        "decision": [],
    }


def publicar(cuenta, personas, *bloques, version=1):
    """A version of the answers of an account, without its use case."""
    informe, _ = InformeRespuestas.objects.get_or_create(cuenta=cuenta)
    return PublicacionRespuestas.objects.create(
        informe=informe,
        version=version,
        publicada_en=m.AHORA,
        contenido={"secciones": [{"clave": "respuestas", "bloques": list(bloques)}]},
        pdf=archivos.guardar(f"%PDF {cuenta.pk} {version}".encode(), "application/pdf"),
        redactada_por=personas["sistematizadora"],
        aprobada_por=personas["autoridad"],
    )


@pytest.fixture
def anterior(en_riberas):
    """The closed account of 2025."""
    return m.crear_cuenta(
        en_riberas.riberas, en_riberas["encargada"], anio_gestion=2025, estado="cerrada",
        cerrada_en=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip


def vistas(cuenta, mensaje=RIBERA, **otros):
    return [(p.clase, p.anio, p.numero) for p in selectors.parecidas(cuenta, mensaje, **otros)]


def marcadas(trozos):
    return [trozo.texto for trozo in trozos if trozo.marcado]


def junto(trozos):
    return "".join(trozo.texto for trozo in trozos)


# ── What is alike ──


def test_dice_lo_mismo_con_otras_palabras_acentos_y_plurales(cuenta, anterior, en_riberas):
    publicar(
        anterior,
        en_riberas,
        bloque((12, "Quiero saber del REFUERZO de la Ribera en El Molino"), respuesta="En agosto."),
        bloque((13, "¿Cuánto cuesta el puente peatonal?"), respuesta="Veinte millones."),
    )
    [una] = selectors.parecidas(cuenta, RIBERA)
    assert (una.clase, una.anio, una.numero, una.folio) == ("respuesta", 2025, 12, "2025-0012")
    assert una.titulo == "Pregunta N.º 12"
    assert marcadas(una.pregunta) == ["REFUERZO", "Ribera"]
    assert junto(una.extracto) == "En agosto."
    assert una.enlace == "/cuentas/riberas/2025/respuestas/?n=12#n-12"
    assert "Ana Soto" not in str(una)


def test_un_grupo_enlaza_al_mensaje_que_mas_se_parece(cuenta, anterior, en_riberas):
    mensajes = (3, "¿Quién paga la defensa?"), (8, "¿Hay refuerzo para la ribera sur?")
    publicar(anterior, en_riberas, bloque(*mensajes, titulo="Defensas fluviales"))
    [una] = selectors.parecidas(cuenta, RIBERA)
    assert (una.titulo, una.numero) == ("Defensas fluviales", 8)
    [una] = selectors.parecidas(cuenta, "las defensas fluviales")
    assert (una.titulo, una.numero) == ("Defensas fluviales", 3)


def test_lo_que_dice_la_respuesta_tambien_sirve_y_se_marca(cuenta, anterior, en_riberas):
    respuesta = "Gracias. **El refuerzo de la ribera** empieza en [agosto](https://a.example)."
    publicar(anterior, en_riberas, bloque((1, "¿Y la obra?"), respuesta=respuesta))
    [una] = selectors.parecidas(cuenta, RIBERA)
    assert marcadas(una.extracto) == ["refuerzo", "ribera"]
    assert junto(una.extracto) == "Gracias. El refuerzo de la ribera empieza en agosto."
    assert junto(una.pregunta) == "¿Y la obra?"


def test_primero_la_mas_parecida_y_luego_la_mas_nueva(cuenta, anterior, en_riberas):
    publicar(anterior, en_riberas, bloque((1, "Refuerzo de riberas"), (2, "Otra cosa distinta")))
    publicar(cuenta, en_riberas, bloque((1, "Refuerzo de riberas"), (2, "Otra cosa distinta")))
    assert vistas(cuenta, "refuerzo de riberas") == [("respuesta", 2026, 1), ("respuesta", 2025, 1)]
    assert vistas(cuenta, "refuerzo de riberas", limite=1) == [("respuesta", 2026, 1)]


def test_una_palabra_en_comun_no_basta(cuenta, anterior, en_riberas):
    publicar(anterior, en_riberas, bloque((1, "¿Cuánto cuesta la ribera del parque nuevo?")))
    assert vistas(cuenta, "¿Cuándo llega el refuerzo a la ribera?") == []
    assert vistas(cuenta, "ribera") == [("respuesta", 2025, 1)]


def test_los_capitulos_del_informe_publicado(cuenta, en_riberas):
    informe = m.crear_informe(cuenta, "## Obras\n\n* Hicimos el refuerzo de riberas en Talca.")
    assert vistas(cuenta) == []  # written, not published
    publicacion = m.publicar_informe(informe, en_riberas["encargada"], en_riberas["autoridad"])
    [una, *_] = selectors.parecidas(cuenta, RIBERA)
    assert (una.clase, una.anio, una.titulo, una.sello) == ("capitulo", 2026, "Políticas", "")
    assert una.enlace == "/cuentas/riberas/2026/informe/#politicas"
    assert "*" not in junto(una.extracto)
    html = Client().get(una.enlace.partition("#")[0]).content.decode()
    assert 'id="politicas"' in html
    assert publicacion.version == 1


# ── Only what a person approved for publication ──


def test_un_borrador_y_una_respuesta_aprobada_sin_publicar_no_aparecen(
    cuenta, en_riberas, escribir, responder
):
    services.redactar_respuesta(
        consulta=escribir("¿Hay refuerzo de la ribera?"), texto="Sí.", por=en_riberas["unidad"]
    )
    responder(consulta=escribir("El refuerzo de las riberas"))
    services.preparar_documento(cuenta=cuenta, por=en_riberas["encargada"])
    assert vistas(cuenta) == []


def test_vale_la_version_en_vigor(cuenta, anterior, en_riberas):
    publicar(anterior, en_riberas, bloque((1, "Refuerzo de la ribera"), respuesta="En marzo."))
    assert junto(selectors.parecidas(cuenta, RIBERA)[0].extracto) == "En marzo."
    cambiada = bloque((1, "Refuerzo de la ribera"), respuesta="En agosto.")
    publicar(anterior, en_riberas, cambiada, version=2)
    assert [junto(p.extracto) for p in selectors.parecidas(cuenta, RIBERA)] == ["En agosto."]
    publicar(anterior, en_riberas, bloque((2, "El puente"), respuesta="No."), version=3)
    assert vistas(cuenta) == []


@pytest.mark.parametrize(
    ("anio", "estado", "hay"),
    [(2021, "cerrada", True), (2020, "cerrada", False), (2027, "abierta", False),
     (2025, "borrador", False), (2025, "anulada", False)],
)  # fmt: skip
def test_de_que_cuentas(cuenta, en_riberas, anio, estado, hay):
    otra = m.crear_cuenta(
        en_riberas.riberas, en_riberas["encargada"], anio_gestion=anio,
        abierta_en=datetime(2026, 4, 20, tzinfo=UTC),
    )  # fmt: skip
    publicar(otra, en_riberas, bloque((1, RIBERA)))
    type(otra).objects.filter(pk=otra.pk).update(estado=estado)
    assert bool(vistas(cuenta)) == hay


def test_las_de_otro_servicio_nunca(cuenta, en_riberas):
    with alcance(en_riberas.otro):
        ajena = m.crear_cuenta(en_riberas.otro, en_riberas["encargada-otro"])
        publicar(ajena, en_riberas, bloque((1, RIBERA)))
        m.publicar_informe(
            m.crear_informe(ajena, RIBERA), en_riberas["encargada"], en_riberas["autoridad"]
        )
        [una, *_] = [p for p in selectors.parecidas(ajena, RIBERA) if p.sello]
    assert vistas(cuenta) == []
    assert selectors.publicada(cuenta, una.sello) is None


# ── What people write ──


@pytest.mark.parametrize(
    "mensaje",
    [
        "",
        "   ",
        "¿Y qué es lo que hay de eso?",
        "🙂🙂🙂",
        "\x00\ud800\u202e",
        "x" * 100_000,
        "a b c",
    ],
)
def test_lo_que_no_dice_nada_no_se_parece_a_nada(cuenta, anterior, en_riberas, mensaje):
    publicar(anterior, en_riberas, bloque((1, RIBERA)))
    assert vistas(cuenta, mensaje) == []


def test_lo_largo_se_lee_por_partes_y_hasta_un_limite(cuenta, anterior, en_riberas):
    publicar(anterior, en_riberas, bloque((1, "Refuerzo de la ribera")))
    relleno = "Le escribo porque llevamos viviendo aquí muchísimo tiempo sin problemas. " * 9
    assert vistas(cuenta, f"{relleno}\nEl refuerzo de la ribera.") == [("respuesta", 2025, 1)]
    assert vistas(cuenta, "refuerzo \x00de la\u202e ribera 🙂") == [("respuesta", 2025, 1)]
    assert len(partes("palabra distinta cada vez. " * 5000)) <= 8


def test_texto_llano_pasajes_y_marcas():
    assert " ".join(llano("# T\n- uno\n1. dos\n|---|\n[a](b) **c**").split()) == "T uno dos a c"
    trozos = list(pasajes("Una frase. " * 60 + "z" * 700))
    assert max(map(len, trozos)) <= 280
    assert pesan("¿Qué es?") == frozenset()
    assert marcar("<b>Ribera</b>", pesan("riberas"))[1].texto == "Ribera"


# ── What it costs ──


@pytest.mark.parametrize("respuestas", [10, 1000])
def test_sentencias_constantes_y_cada_version_se_lee_una_vez(
    cuenta, anterior, en_riberas, django_assert_num_queries, respuestas
):
    bloques = [bloque((n, f"{RIBERA} Caso {n}.")) for n in range(1, respuestas + 1)]
    publicar(anterior, en_riberas, *bloques)
    publicar(cuenta, en_riberas, *bloques[:5])
    assert cuenta.servicio.slug == "riberas"  # a page has it already
    with django_assert_num_queries(3):
        assert len(vistas(cuenta)) == 3
    with django_assert_num_queries(2):
        assert len(vistas(cuenta)) == 3


def test_la_memoria_tiene_fondo(cuenta, anterior, en_riberas, monkeypatch):
    monkeypatch.setattr(modulo, "PASAJES", 3)
    publicar(anterior, en_riberas, bloque((1, RIBERA)))
    publicar(cuenta, en_riberas, bloque((1, RIBERA)))
    assert len(vistas(cuenta)) == 2
    assert len(modulo._guardados) == 1
    assert len(vistas(cuenta)) == 2


# ── Its page ──


def test_la_pagina_busca_sin_poner_las_palabras_en_la_direccion(cuenta, anterior, en_riberas, url):
    publicar(anterior, en_riberas, bloque((12, "<b>Refuerzo</b> de la ribera")))
    direccion = url("respuestas:preguntas_parecidas")
    vacia = Client().get(direccion, {"mensaje": RIBERA}).content.decode()
    assert "riberas?" not in vacia
    assert "Quizás ya está respondido" not in vacia
    respuesta = Client().post(direccion, {"mensaje": RIBERA})
    html = respuesta.content.decode()
    assert "no-store" in respuesta["Cache-Control"]
    assert "Quizás ya está respondido" in html
    assert "&lt;b&gt;<mark>Refuerzo</mark>&lt;/b&gt; de la <mark>ribera</mark>" in html
    assert 'href="/cuentas/riberas/2025/respuestas/?n=12#n-12"' in html
    assert "Sumarme" not in html
    assert f">\n{RIBERA}</textarea>" in html


def test_lo_escrito_ahi_pasa_al_formulario_sin_escribirlo_de_nuevo(cuenta, url):
    html = (
        Client().post(url("respuestas:preguntas_parecidas"), {"mensaje": RIBERA}).content.decode()
    )
    participar = url("respuestas:participar")
    assert f'name="paso" value="empezar" formaction="{participar}"' in html
    respuesta = Client().post(participar, {"mensaje": RIBERA, "paso": "empezar"})
    html = respuesta.content.decode()
    assert (respuesta.status_code, "resumen-errores" in html) == (200, False)
    assert f">\n{RIBERA}</textarea>" in html
    assert "data-borrador-traido" in html
    vacio = Client().post(participar, {"paso": "empezar"}).content.decode()
    assert "data-borrador-traido" not in vacio


@pytest.mark.parametrize(
    ("mensaje", "estado", "frase"),
    [
        ("", 422, "Escriba su mensaje. Puede ser una sola frase."),
        ("a" * 100_000, 422, "Su mensaje lleva 100.000 letras y caben 3.000."),
        ("\x00", 422, "Escriba su mensaje"),
        ("🙂", 200, "No encontramos nada parecido"),
        ("el puente nuevo", 200, "No encontramos nada parecido"),
    ],
)
def test_la_pagina_contesta_con_palabras(cuenta, url, mensaje, estado, frase):
    respuesta = Client().post(url("respuestas:preguntas_parecidas"), {"mensaje": mensaje})
    assert respuesta.status_code == estado
    assert frase in respuesta.content.decode()
