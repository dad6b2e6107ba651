"""The banner in its states, the code to paste, and the pages where it is looked after."""

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.html import escape

from comun.errores import ErrorDominio
from comun.hosts import DEL_PORTAL
from comun.models import Bitacora
from convocatorias import documents, selectors
from convocatorias.models import PaginaBanner, RevisionBanner
from convocatorias.services import registrar_pagina, retirar_pagina
from cuentas.models import CuentaPublica, Interrupcion
from servicios.models import SitioWeb
from tests import mundo as m

GESTION = "/gestion/cuentas/riberas/2026/participacion-virtual/banner/"
IMAGEN = "/incrustar/riberas/2026/banner.svg"
ELEMENTO = "/incrustar/cpp-participacion-1.js"
HOST = "www.riberas.cl"


@pytest.fixture
def sitio(escena, mundo) -> SitioWeb:
    return SitioWeb.objects.create(
        servicio=mundo.riberas, host=HOST, agregado_en=m.AHORA, agregado_por=mundo["encargada"]
    )


def estado(escena, dia: tuple[int, int], hora: int = 14, **otros: bool) -> str:
    ahora = datetime(2027, *dia, hora, tzinfo=UTC)
    hechos = {"interrumpida": False, "respondida": False} | otros
    escena.proceso.cuenta = escena.cuenta
    return selectors.estado_del_banner(escena.proceso, ahora, **hechos)


def test_los_estados_por_sus_fechas(escena):
    """In Talca the window opens at 04:00 UTC of 26 April and closes at 04:00 of 5 June."""
    casos = [((4, 26), 3), ((4, 26), 4), ((6, 5), 3), ((6, 5), 4)]
    dichos = [estado(escena, dia, hora) for dia, hora in casos]
    assert dichos == ["pronto", "abierto", "abierto", "cerrado"]
    assert estado(escena, (5, 10), interrumpida=True) == "suspendido"
    assert estado(escena, (7, 12), respondida=True) == "respondido"
    # The answers of the workshops may be out while people still write.
    assert estado(escena, (5, 10), respondida=True) == "abierto"
    assert estado(escena, (5, 10), respondida=True, interrumpida=True) == "respondido"
    escena.cuenta.estado = CuentaPublica.Estado.CERRADA
    assert estado(escena, (5, 10)) == "cerrado"
    escena.cuenta.estado = CuentaPublica.Estado.ANULADA
    assert estado(escena, (5, 10), respondida=True) == "anulado"


PLAZO = "Del 26 de abril al 4 de junio de 2027."
FRANJAS = [
    ("pronto", date(2027, 4, 20), PLAZO),
    ("abierto", date(2027, 4, 26), f"{PLAZO} Quedan 39 días."),
    ("abierto", date(2027, 6, 3), f"{PLAZO} Queda 1 día."),
    ("abierto", date(2027, 6, 4), f"{PLAZO} Hoy es el último día."),
    ("cerrado", date(2027, 6, 5), "Ya no se reciben mensajes. Respuestas: 12 de julio de 2027."),
    ("respondido", date(2027, 7, 13), "Lea lo que se respondió a cada persona."),
    ("suspendido", date(2027, 5, 10), "Está suspendida. Entre para saber por qué."),
    ("anulado", date(2027, 5, 10), "Fue anulada. Entre para saber por qué."),
]


@pytest.mark.parametrize(("clave", "hoy", "franja"), FRANJAS)
def test_lo_que_dice(escena, clave, hoy, franja):
    """Drawn and told alike, with no letters of anybody else's."""
    letrero = documents.letrero(escena.proceso, clave, hoy)
    raiz = ElementTree.fromstring(documents.banner_svg(letrero))
    espacio = "{http://www.w3.org/2000/svg}"
    textos = ["".join(uno.itertext()) for uno in raiz.iter(f"{espacio}text")]
    assert letrero.franja == franja == " ".join(textos[2:])
    assert raiz.findtext(f"{espacio}title") == letrero.titulo == textos[0]
    assert raiz.findtext(f"{espacio}desc") == (
        f"{letrero.titulo}: Servicio Nacional de Riberas. {franja}"
    )
    assert {una.tag.removeprefix(espacio) for una in raiz.iter()} == {
        "svg", "title", "desc", "rect", "path", "text",
    }  # fmt: skip


def test_la_imagen_publica(escena, mundo, reloj_en, django_assert_num_queries):
    reloj_en(datetime(2027, 4, 20, 14, tzinfo=UTC))
    with django_assert_num_queries(6):
        imagen = Client().get(IMAGEN)
    assert "Pronto: Cuenta Pública 2026" in imagen.content.decode()
    assert (imagen["Cross-Origin-Resource-Policy"], imagen["Cache-Control"]) == (
        "cross-origin",
        "public, max-age=60",
    )
    assert not imagen.cookies
    reloj_en(datetime(2027, 5, 10, 14, tzinfo=UTC))
    Interrupcion.objects.create(
        cuenta=escena.cuenta,
        tipo="suspendida",
        motivo="Temporal.",
        desde=date(2027, 5, 9),
        registrada_por=mundo["encargada"],
    )
    assert "Está suspendida" in Client().get(IMAGEN).content.decode()
    CuentaPublica.objects.update(estado="anulada")
    assert "Fue anulada" in Client().get(IMAGEN).content.decode()
    antes = Client().get("/cuentas/riberas/2026/banner.svg")
    assert antes.content == Client().get(IMAGEN).content
    CuentaPublica.objects.update(estado="borrador")
    assert Client().get(IMAGEN).status_code == 404


#: What version 1 is for ever: sites pasted it with this hash. A change is another version.
VERSION_1 = "20852e85"


def test_el_programa_del_elemento(escena):
    respuesta = Client().get(ELEMENTO)
    assert (respuesta.status_code, respuesta["Content-Type"]) == (
        200,
        "text/javascript; charset=utf-8",
    )
    assert respuesta["Access-Control-Allow-Origin"] == "*"
    assert respuesta["Cross-Origin-Resource-Policy"] == "cross-origin"
    texto = respuesta.content.decode()
    assert len(respuesta.content) <= 4096
    assert [x for x in ("eval(", "innerHTML", "Function(", "import", ".style") if x in texto] == []
    assert hashlib.sha256(respuesta.content).hexdigest()[:8] == VERSION_1
    assert f'integrity="{documents.integridad()}"' in documents.elemento(escena.proceso)
    assert Client().get("/incrustar/cpp-participacion-9.js").status_code == 404


def test_cada_nivel_contiene_al_anterior(escena):
    enlace = documents.enlace(escena.proceso)
    assert enlace in documents.marco(escena.proceso)
    assert enlace in documents.elemento(escena.proceso)
    todo = documents.elemento(escena.proceso) + documents.marco(escena.proceso)
    assert re.findall(r"style=|javascript:|\son\w+=", todo) == []


def test_el_nombre_del_servicio_no_rompe_las_lineas(escena, mundo):
    """Nor the picture, which is XML: there a control character would leave nothing to see."""
    escena.proceso.servicio.nombre = 'Servicio\x0b"<Uno>" &\x00 Cía'
    codigo = documents.elemento(escena.proceso)
    assert escape('Servicio "<Uno>" & Cía') in codigo
    assert "<Uno>" not in codigo
    for clave, hoy, franja in FRANJAS:
        letrero = documents.letrero(escena.proceso, clave, hoy)
        raiz = ElementTree.fromstring(documents.banner_svg(letrero))
        assert raiz.findtext("{http://www.w3.org/2000/svg}desc") == (
            f'{letrero.titulo}: Servicio "<Uno>" & Cía. {franja}'
        )


# ── The page of the code, and the pages that carry it ──


def test_el_generador(escena, sitio, entrar, settings):
    pagina = entrar("comunicaciones").get(GESTION).content.decode()
    lineas = re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", pagina, re.S)
    assert lineas == [
        escape(codigo(escena.proceso))
        for codigo in (documents.enlace, documents.marco, documents.elemento)
    ]
    assert f"{HOST}</strong>" in pagina
    assert "Falta anotar la página" in pagina
    assert ("no sale a Internet" in pagina) is True
    settings.SALIDA_A_INTERNET = True
    assert "no sale a Internet" not in entrar("comunicaciones").get(GESTION).content.decode()


@pytest.mark.parametrize(
    ("anfitrion", "en_la_politica", "fuera"),
    [
        ("estricto", ["frame-src", "script-src"], ["unsafe-inline", "sandbox"]),
        ("gestor", ["frame-src"], ["unsafe-inline", "sandbox"]),
        ("sin-guion", ["sandbox allow-forms"], ["allow-scripts"]),
        ("cerrado", ["img-src 'none'", "script-src 'none'", "default-src 'none'"], ["frame-src"]),
    ],
)
def test_los_sitios_de_prueba(escena, entrar, anfitrion, en_la_politica, fuera):
    respuesta = entrar("encargada").get(f"{GESTION}muestra/{anfitrion}/elemento/")
    assert documents.elemento(escena.proceso) in respuesta.content.decode()
    politica = respuesta["Content-Security-Policy"]
    assert [x for x in en_la_politica if x not in politica] == []
    assert [x for x in fuera if x in politica] == []
    assert "frame-ancestors 'none'" in politica


def test_un_sitio_de_prueba_que_no_hay(escena, entrar):
    for camino in ("otro/elemento", "estricto/otro"):
        assert entrar("encargada").get(f"{GESTION}muestra/{camino}/").status_code == 404


def test_anotar_y_retirar_una_pagina(escena, sitio, entrar, mundo):
    cliente = entrar("comunicaciones")
    datos = {"url": f"https://{HOST.upper()}/inicio?a=1#arriba", "institucion": " SEREMI  Sur "}
    assert cliente.post(GESTION, datos).status_code == 302
    [pagina] = PaginaBanner.objects.all()
    assert (pagina.url, pagina.institucion, pagina.registrada_por) == (
        f"https://{HOST}/inicio?a=1",
        "SEREMI Sur",
        mundo["comunicaciones"],
    )
    otra = cliente.post(GESTION, datos)
    assert (otra.status_code, otra.context["form"].errors["url"]) == (
        422,
        ["Esa página ya está anotada."],
    )
    assert "Con banner anotado" in otra.content.decode()
    for _ in range(2):
        assert cliente.post(f"{GESTION}paginas/{pagina.pk}/retirar/").status_code == 302
    pagina.refresh_from_db()
    assert pagina.retirada_por == mundo["comunicaciones"]
    acciones = Bitacora.objects.filter(objeto_tipo="convocatorias.paginabanner")
    assert list(acciones.order_by("pk").values_list("accion", "datos")) == [
        ("registrar_pagina_banner", {}),
        ("retirar_pagina_banner", {}),
    ]
    assert cliente.post(GESTION, datos).status_code == 302


CON_USUARIO = (
    "La dirección lleva un nombre de usuario: lo que está antes de la @. Bórrelo, con la @."
)
CON_PUERTO = (
    "La dirección lleva un número después de los dos puntos. Bórrelo, con los dos puntos: el "
    "portal solo lee la página que ve todo el mundo."
)
NO_LISTADO = "{} no está en la lista de sitios del servicio. Agréguelo primero a la lista."


@pytest.mark.parametrize(
    ("url", "frase"),
    [
        (f"http://{HOST}/", "La dirección debe empezar con https://."),
        ("javascript:alert(1)", "La dirección debe empezar con https://."),
        ("https://otro.cl/", NO_LISTADO.format("otro.cl")),
        (f"https://{HOST}.evil.cl/", NO_LISTADO.format(f"{HOST}.evil.cl")),
        (f"https://{HOST}:8443/", CON_PUERTO),
        ("https://otro.cl:8443/", NO_LISTADO.format("otro.cl")),
        (f"https://yo:clave@{HOST}/", CON_USUARIO),
        ("https://yo:clave@otro.cl/", CON_USUARIO),
        (f"https://{HOST}:x/", "La dirección está mal escrita."),
        (f"https://{HOST}:0/", CON_PUERTO),
        (f"https://{HOST}:80/", CON_PUERTO),
        (f"https://@{HOST}/", CON_USUARIO),
        (f"https://{HOST}../", NO_LISTADO.format(f"{HOST}..")),
        (f"https://{HOST}.:443@evil.cl/", CON_USUARIO),
        (f"https://{HOST}\u3002evil.cl/", NO_LISTADO.format(f"{HOST}.evil.cl")),
        (f"https://evil.cl\\@{HOST}/", CON_USUARIO),
        ("https://[::1]/", NO_LISTADO.format("::1")),
        ("https://169.254.169.254/", NO_LISTADO.format("169.254.169.254")),
    ],
)
def test_una_pagina_que_no_se_anota(escena, sitio, mundo, url, frase):
    with pytest.raises(ErrorDominio) as error:
        registrar_pagina(proceso=escena.proceso, url=url, por=mundo["encargada"])
    assert (error.value.mensaje, error.value.campo) == (frase, "url")
    assert PaginaBanner.objects.count() == 0


def test_una_pagina_del_portal_no_prueba_nada(escena, sitio, mundo, settings):
    """Even where its host was listed before: the portal would be its own evidence."""
    for portal, url in (
        (f"https://{HOST}", f"https://{HOST}/cuentas/riberas/2026/"),
        (f"https://{HOST}:8443", f"https://{HOST}:8443/cuentas/riberas/2026/"),
        ("http://localhost:8000", "http://localhost:8000/cuentas/riberas/2026/"),
    ):
        settings.BASE_URL = portal
        with pytest.raises(ErrorDominio) as error:
            registrar_pagina(proceso=escena.proceso, url=url, por=mundo["encargada"])
        assert (error.value.mensaje, error.value.campo) == (DEL_PORTAL, "url")
    settings.BASE_URL = f"https://cuentas.{HOST}"
    registrar_pagina(proceso=escena.proceso, url=f"https://{HOST}/", por=mundo["encargada"])


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ñandú.cl/cuenta",
        "https://WWW.ÑANDÚ.CL/cuenta#ahora",
        "https://www.ñandú.cl:443/cuenta",
        "https://www.xn--and-6ma2c.cl./cuenta",
        "https://www.xn--and-6ma2c.cl.:443/cuenta",
    ],
)
def test_un_sitio_se_anota_de_una_sola_manera(escena, mundo, entrar, url):
    host = "www.xn--and-6ma2c.cl"
    SitioWeb.objects.create(
        servicio=mundo.riberas, host=host, agregado_en=m.AHORA, agregado_por=mundo["encargada"]
    )
    assert entrar("comunicaciones").post(GESTION, {"url": url}).status_code == 302
    assert PaginaBanner.objects.get().url == f"https://{host}/cuenta"
    # It is the same page, however it is written.
    with pytest.raises(ErrorDominio, match="ya está anotada"):
        registrar_pagina(
            proceso=escena.proceso, url=f"https://{host}/cuenta", por=mundo["encargada"]
        )


def test_sin_publicar_no_hay_nada_que_pegar(escena, sitio, mundo, entrar):
    escena.proceso.publicado_en = None
    escena.proceso.save()
    with pytest.raises(ErrorDominio, match="Publique primero"):
        registrar_pagina(proceso=escena.proceso, url=f"https://{HOST}/", por=mundo["encargada"])
    assert "El banner aparece al publicar las fechas" in (
        entrar("encargada").get(GESTION).content.decode()
    )


# ── The evidence ──


@pytest.fixture
def revisada(escena, sitio, mundo) -> PaginaBanner:
    """Looked at on three days of the window: there, not there, there."""
    pagina = registrar_pagina(
        proceso=escena.proceso, url=f"https://{HOST}/", por=mundo["comunicaciones"]
    )
    for n, (resultado, motivo) in enumerate([("esta", ""), ("no_esta", "=No está"), ("esta", "")]):
        dia = escena.proceso.inicio + timedelta(days=n)
        revisar(pagina, dia, resultado, motivo)
    return pagina


def revisar(pagina, dia: date, resultado: str, motivo: str) -> None:
    RevisionBanner.objects.create(
        pagina=pagina,
        dia=dia,
        momento=datetime(dia.year, dia.month, dia.day, 13, tzinfo=UTC),
        resultado=resultado,
        motivo=motivo,
        estado_visto="abierto",
        piezas="enlace, imagen",
        dice_fechas=True if resultado == "esta" else None,
        status=200,
        bytes=1234,
        sha256=f"{dia:%d}" * 32,
        url_leida=pagina.url,
    )


def test_la_prueba_se_lee_y_se_descarga(escena, revisada, entrar, reloj_en):
    reloj_en(datetime(2027, 4, 28, 14, tzinfo=UTC))
    respuesta = entrar("auditora").get(f"{GESTION}prueba/")
    pagina = respuesta.content.decode()
    assert respuesta.context["recuento"].frase == "2 de 3 días"
    [una] = respuesta.context["paginas"]
    assert (una.recuento.frase, una.ultima.resultado) == ("2 de 3 días", "esta")
    assert [falta.dia for falta in una.recuento.faltan] == [date(2027, 4, 27)]
    assert "martes 27 de abril de 2027</strong>. =No está" in pagina
    assert "26" * 32 in pagina
    hoja = entrar("auditora").get(f"{GESTION}prueba.csv").content.decode("utf-8-sig")
    primera, segunda = hoja.splitlines()[1:3]
    assert primera.split(";")[:5] == [
        "2027-04-26", "2027-04-26T09:00:00-04:00", f"https://{HOST}/", "", "está",
    ]  # fmt: skip
    assert ";'=No está;" in segunda


def test_retirar_no_borra_lo_visto(escena, revisada, mundo, entrar, reloj_en):
    retirar_pagina(pagina=revisada, por=mundo["encargada"])
    reloj_en(datetime(2027, 4, 28, 14, tzinfo=UTC))
    pagina = entrar("dos").get(f"{GESTION}prueba/")
    assert pagina.context["recuento"].frase == "2 de 3 días"
    assert "Retirada el" in pagina.content.decode()
