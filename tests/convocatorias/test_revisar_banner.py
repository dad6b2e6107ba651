"""The portal looks each day at the pages with the banner, and keeps what it saw (R46, R48)."""

import gzip
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction

from comun.errores import ErrorDominio
from comun.lectura_web import Lector, Limites
from comun.models import Bitacora
from convocatorias import documents, selectors
from convocatorias.models import PaginaBanner, RevisionBanner
from convocatorias.services import (
    banner_turnos,
    registrar_pagina,
    retirar_pagina,
    revisar_ahora,
    revisar_banners,
    revisar_pagina,
)
from correos.models import Mensaje
from cuentas.models import CuentaPublica
from servicios.models import Servicio, SitioWeb
from tests import mundo as m
from tests.sitio_ajeno import Sitio, http, sitio_ajeno

HOST = "www.riberas.cl"
CASA = ip_address("127.0.0.1")
PRIMERO, ULTIMO = date(2027, 5, 3), date(2027, 6, 3)  # 32 days, both counted
DIAS = [PRIMERO + timedelta(days=n) for n in range(32)]
CAIDOS = [date(2027, 5, 12), date(2027, 5, 21)]


@pytest.fixture
def sitio():
    with sitio_ajeno() as uno:
        yield uno


@pytest.fixture
def lector() -> Lector:
    """Takes the loopback for the Internet."""
    return Lector(Limites(), True, lambda host, puerto: [CASA], lambda una: una == CASA)


@pytest.fixture
def pagina(escena, mundo, sitio, settings) -> PaginaBanner:
    """A page of the service's site, which carries the banner of a window of 32 days."""
    settings.SALIDA_A_INTERNET = True
    type(escena.proceso).objects.filter(pk=escena.proceso.pk).update(inicio=PRIMERO, termino=ULTIMO)
    escena.proceso.refresh_from_db()
    SitioWeb.objects.create(
        servicio=mundo.riberas, host=HOST, agregado_en=m.AHORA, agregado_por=mundo["encargada"]
    )
    poner(sitio, documents.enlace(escena.proceso))
    return crear_pagina(escena.proceso, mundo["comunicaciones"], sitio, "/")


def crear_pagina(proceso, por, sitio: Sitio, ruta: str) -> PaginaBanner:
    return PaginaBanner.objects.create(
        proceso=proceso,
        url=f"http://{HOST}:{sitio.puerto}{ruta}",
        registrada_en=m.AHORA,
        registrada_por=por,
    )


def poner(sitio: Sitio, html: str, ruta: str = "/") -> None:
    cuerpo = f"<!doctype html><title>Riberas</title><main>{html}</main>"
    sitio.paginas[ruta] = http(cuerpo.encode())


def a_las(dia: date, hora: int = 14) -> datetime:
    """In UTC; 14:00 is the morning in Talca."""
    return datetime(dia.year, dia.month, dia.day, hora, tzinfo=UTC)


def asuntos() -> list[str]:
    return list(Mensaje.objects.order_by("pk").values_list("asunto", flat=True))


def recuento_de(pagina, hoy: date) -> selectors.Recuento:
    return selectors.recuento(pagina.proceso, selectors.miradas_de(pagina.proceso), hoy)


def recorrer(pagina, sitio, lector, reloj_en, caidos) -> None:
    """The 32 days, one by one, with the banner off the page on some of them."""
    con = documents.enlace(pagina.proceso)
    for dia in DIAS:
        poner(sitio, "Mantención" if dia in caidos else con)
        leidas = []
        for hora in (11, 13, 17, 23):
            reloj_en(a_las(dia, hora))
            leidas.append(revisar_banners(lector=lector))
            assert revisar_banners(lector=lector) == 0  # not twice in one turn
        assert leidas == ([1, 1, 1, 1] if dia in caidos else [1, 0, 0, 0])


def test_30_de_32_dias_y_cuales_dos(pagina, sitio, lector, reloj_en, mundo):
    recorrer(pagina, sitio, lector, reloj_en, CAIDOS)
    hecho = recuento_de(pagina, ULTIMO)
    assert (hecho.frase, [falta.dia for falta in hecho.faltan]) == ("30 de 32 días", CAIDOS)
    assert {falta.motivo for falta in hecho.faltan} == {
        "La página se leyó y no tiene el banner de esta cuenta."
    }
    assert len(sitio.visitas) == 30 + 2 * 4
    assert (
        asuntos()
        == [
            "Falta el banner de su cuenta pública",
            "El banner de su cuenta pública está de nuevo",
        ]
        * 2
    )
    assert set(Mensaje.objects.values_list("para", flat=True)) == {mundo["encargada"].email}


def test_32_de_32_dias_si_no_falta(pagina, sitio, lector, reloj_en):
    """The control: the same days, and nobody takes it off."""
    recorrer(pagina, sitio, lector, reloj_en, [])
    hecho = recuento_de(pagina, ULTIMO)
    assert (hecho.frase, hecho.faltan, asuntos()) == ("32 de 32 días", (), [])


def test_lo_visto_es_evidencia(pagina, sitio, lector, reloj_en):
    reloj_en(a_las(PRIMERO))
    revision = revisar_pagina(pagina.pk, lector=lector)
    lectura = lector.leer(pagina.url, [HOST])
    assert (revision.resultado, revision.estado_visto, revision.piezas, revision.dice_fechas) == (
        "esta", "abierto", "enlace, imagen", True,
    )  # fmt: skip
    assert (revision.sha256, revision.bytes, revision.status, revision.url_leida) == (
        lectura.sha256, len(lectura.cuerpo), 200, pagina.url,
    )  # fmt: skip
    assert Bitacora.objects.filter(accion="revisar_banner").values_list("datos", flat=True)[0] == {
        "pagina": pagina.pk,
        "dia": "2027-05-03",
        "resultado": "esta",
    }
    with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
        RevisionBanner.objects.update(resultado="no_esta", motivo="x")


# ── What is the banner and what is not ──


def con(d) -> dict[str, tuple[str, str, bool | None]]:
    imagen = f'<img src="{d.imagen}" alt="Del 3 de mayo al 3 de junio">'
    return {
        "mayusculas": (
            f'<A HREF="{d.participar}?de=portada#f">{imagen}</A>',
            "enlace, imagen",
            True,
        ),
        "de antes": (
            f'<a href="{d.participar}"><img src="{d.imagen_de_antes}" alt="otra cosa"></a>',
            "enlace, imagen",
            False,
        ),
        "marco": (f'<iframe src="{d.marco}"></iframe>', "marco", True),
        "elemento": (
            f'<cpp-participacion><a href="{d.participar}">{imagen}</a></cpp-participacion>'
            f'<script src="{d.elemento}"></script>',
            "enlace, imagen, elemento",
            True,
        ),
        "tardía": (
            f'<a href="{d.participar}"><img class="lazyload" loading="lazy" src="/gris.gif" '
            f'data-src="{d.imagen}" alt="Del 3 de mayo al 3 de junio"></a>',
            "enlace, imagen",
            True,
        ),
        "tardía y sin guion": (
            f'<a href="{d.participar}"><img data-lazy-src="{d.imagen}" alt="">'
            f"<noscript>{imagen}</noscript></a>",
            "enlace, imagen",
            True,
        ),
        "picture": (
            f'<a href="{d.participar}"><picture><source data-srcset="{d.imagen} 1x">'
            f'<img src="/gris.gif" alt="Del 3 de mayo al 3 de junio"></picture></a>',
            "enlace, imagen",
            True,
        ),
        "tardía sin fechas": (
            f'<a href="{d.participar}"><img data-src="{d.imagen}" alt="Participe"></a>',
            "enlace, imagen",
            False,
        ),
        "también en un comentario": (
            f'<!-- {imagen} --><a href="{d.participar}">{imagen}</a>',
            "enlace, imagen",
            True,
        ),
        "base": (
            f'<base href="{d.participar}"><a href="./">{imagen}</a>',
            "enlace, imagen",
            True,
        ),
    }


FORMAS = list(con(documents.Direcciones("", "", "", "", "")))


@pytest.mark.parametrize("como", FORMAS)
def test_esta(pagina, sitio, lector, reloj_en, como):
    html, piezas, fechas = con(documents.direcciones("riberas", 2026))[como]
    reloj_en(a_las(PRIMERO))
    poner(sitio, html)
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.piezas, revision.dice_fechas) == ("esta", piezas, fechas)


@pytest.mark.parametrize(
    ("dicho", "fechas"),
    [
        ("Del 3 de mayo al 3 de junio de 2027", True),
        ("Del 13 de mayo al 23 de junio de 2027", False),
        ("Del 3 de mayo al 3 de junio de 2019", False),
    ],
)
def test_dice_sus_fechas_y_no_otras(pagina, sitio, lector, reloj_en, dicho, fechas):
    d = documents.direcciones("riberas", 2026)
    reloj_en(a_las(PRIMERO))
    poner(sitio, f'<a href="{d.participar}"><img src="{d.imagen}" alt="{dicho}"></a>')
    assert revisar_pagina(pagina.pk, lector=lector).dice_fechas is fechas


NO_LLEVA = "La página se leyó y no tiene el banner de esta cuenta."
SOLO_IMAGEN = "Está la imagen, pero no lleva a participar."
SOLO_ENLACE = "Está el enlace, pero sin la imagen del portal. Pegue las líneas otra vez."
DE_OTRA = "La página tiene el banner de otra cuenta. Pegue las líneas de esta."
OTRAS = {
    "comentado": ('<!-- <a href="{p}">x</a> -->', NO_LLEVA),
    "en un guion": ("<script>var a = '<a href=\"{p}\">';</script>", NO_LLEVA),
    "escrito": ("<p>{p}</p>", NO_LLEVA),
    "plantilla": ('<template><a href="{p}">x</a></template>', NO_LLEVA),
    "oculto": ('<a hidden href="{p}">x</a>', NO_LLEVA),
    "dentro de lo oculto": ('<div style="display:none"><a href="{p}">x</a></div>', NO_LLEVA),
    "sin guion": ('<noscript><a href="{p}"><img src="{i}" alt="x"></a></noscript>', SOLO_IMAGEN),
    "imagen de otro sitio": ('<img src="https://evil.cl/banner.svg" alt="{p}">', NO_LLEVA),
    "marco tardío": ('<iframe data-src="{m}"></iframe>', NO_LLEVA),
    "no encontrado": ("<h1>Error 404: no encontrado</h1>", NO_LLEVA),
    "otro servicio": ('<a href="{p}"><img src="{i}" alt="x"></a>'.replace("{", "{otro_"), DE_OTRA),
    "otro marco": ('<iframe src="{otro_m}"></iframe>', DE_OTRA),
    "otra, oculta": ('<a hidden href="{otro}">x</a>', NO_LLEVA),
    "otra, de otro portal": (
        '<a href="https://evil.cl/cuentas/a/2026/participar/">x</a>',
        NO_LLEVA,
    ),
    "otro año": ('<a href="{otro}">x</a>', DE_OTRA),
    "otro sitio": (
        '<a href="https://evil.example/cuentas/riberas/2026/participar/">x</a>',
        NO_LLEVA,
    ),
    "en la consulta": ('<a href="https://evil.example/?a={p}">x</a>', NO_LLEVA),
    "solo el enlace": ('<a href="{p}">Participe</a>', SOLO_ENLACE),
    "enlace vacío": ('<a href="{p}"></a>', SOLO_ENLACE),
    "imagen de otro": ('<a href="{p}"><img src="/a.png" alt="x"></a>', SOLO_ENLACE),
    "imagen de otra cuenta": ('<a href="{p}"><img src="{otra_i}" alt="x"></a>', SOLO_ENLACE),
    "imagen comentada": ('<a href="{p}">x</a><!-- <img src="{i}"> -->', SOLO_ENLACE),
    "solo la imagen": ('<img src="{i}" alt="x">', SOLO_IMAGEN),
    "solo la imagen, tardía": ('<img data-src="{i}" alt="x">', SOLO_IMAGEN),
}


@pytest.mark.parametrize("como", OTRAS)
def test_no_esta(pagina, sitio, lector, reloj_en, como):
    html, motivo = OTRAS[como]
    suyas = documents.direcciones("riberas", 2026)
    otra = documents.direcciones("riberas", 2025)
    reloj_en(a_las(PRIMERO))
    ajenas = documents.direcciones("caminos", 2026)
    dichas = {"p": suyas.participar, "i": suyas.imagen, "m": suyas.marco}
    dichas |= {"otro": otra.participar, "otra_i": otra.imagen}
    dichas |= {"otro_p": ajenas.participar, "otro_i": ajenas.imagen, "otro_m": ajenas.marco}
    poner(sitio, html.format(**dichas))
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.motivo) == ("no_esta", motivo)


def test_una_pagina_que_se_movio(pagina, sitio, lector, reloj_en):
    reloj_en(a_las(PRIMERO))
    sitio.paginas.clear()
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.status, revision.motivo) == (
        "no_esta",
        404,
        "El sitio respondió 404: la página ya no existe o la movieron.",
    )


# ── What cannot be read ──


def test_lo_que_no_se_lee_se_intenta_en_cada_turno_y_se_avisa_una(pagina, sitio, lector, reloj_en):
    """At 7, 9, 13 and 19 in Talca; the mail leaves when the second one did not see it either."""
    sitio.paginas["/"] = http(b"caido", "503 Service Unavailable")
    leidas, avisos = {}, {}
    for hora in range(10, 24):
        reloj_en(a_las(PRIMERO, hora))
        leidas[hora], avisos[hora] = revisar_banners(lector=lector), len(asuntos())
    assert [hora for hora, cuantas in leidas.items() if cuantas] == [11, 13, 17, 23]
    assert [hora for hora, cuantos in avisos.items() if cuantos] == list(range(13, 24))
    filas = RevisionBanner.objects.values_list("intento", "resultado", "motivo")
    assert list(filas) == [
        (n, "sin_leer", "El sitio respondió con el error 503.") for n in (1, 2, 3, 4)
    ]
    assert asuntos() == ["No se pudo revisar el banner de su cuenta pública"]
    hecho = recuento_de(pagina, PRIMERO + timedelta(days=1))
    assert (hecho.frase, hecho.faltan[0].motivo) == (
        "0 de 1 día",
        "El sitio respondió con el error 503.",
    )


def test_si_a_la_segunda_se_lee_el_dia_cuenta(pagina, sitio, lector, reloj_en):
    sitio.paginas["/"] = http(b"caido", "503 Service Unavailable")
    reloj_en(a_las(PRIMERO, 11))
    assert revisar_banners(lector=lector) == 1
    poner(sitio, documents.enlace(pagina.proceso))
    reloj_en(a_las(PRIMERO, 13))
    assert revisar_banners(lector=lector) == 1
    assert recuento_de(pagina, PRIMERO).frase == "1 de 1 día"
    assert asuntos() == []


def test_si_a_la_segunda_esta_el_dia_cuenta_y_nadie_recibe_un_aviso(
    pagina, sitio, lector, reloj_en
):
    poner(sitio, "Mantención")
    reloj_en(a_las(PRIMERO, 11))
    assert revisar_banners(lector=lector) == 1
    poner(sitio, documents.enlace(pagina.proceso))
    reloj_en(a_las(PRIMERO, 13))
    assert revisar_banners(lector=lector) == 1
    assert (recuento_de(pagina, PRIMERO).frase, asuntos()) == ("1 de 1 día", [])
    vistas = RevisionBanner.objects.values_list("resultado", flat=True)
    assert list(vistas) == ["no_esta", "esta"]  # what was not seen stays as evidence


def test_la_hora_es_la_de_la_lectura(pagina, lector, reloj_en):
    reloj_en(a_las(PRIMERO, 14))
    antes = a_las(PRIMERO, 13)
    revision = revisar_pagina(pagina.pk, ahora=antes, lector=lector)
    assert (revision.momento.replace(microsecond=0, second=0), revision.dia) == (
        a_las(PRIMERO, 14),
        PRIMERO,
    )


def test_un_sitio_que_salio_de_la_lista_no_se_llama(pagina, sitio, lector, reloj_en):
    SitioWeb.objects.update(retirado_en=m.AHORA)
    reloj_en(a_las(PRIMERO))
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.motivo) == (
        "sin_leer",
        f"{HOST} no está en la lista de sitios del servicio.",
    )
    assert sitio.conexiones == []


def test_el_lector_del_portal_no_llama_a_la_casa(pagina, sitio, reloj_en, monkeypatch):
    """With the reader of production a name that leads to the loopback is called by nobody."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("127.0.0.1", 0))])
    reloj_en(a_las(PRIMERO))
    revision = revisar_pagina(pagina.pk)
    assert (revision.resultado, revision.motivo) == (
        "sin_leer",
        f"{HOST} lleva a una red privada. El portal solo lee sitios públicos.",
    )
    assert sitio.conexiones == []


# ── When ──


@pytest.mark.parametrize(
    ("cuando", "cuantas"),
    [
        (a_las(PRIMERO - timedelta(days=4)), 0),
        (a_las(PRIMERO - timedelta(days=3)), 1),
        (a_las(PRIMERO, 10), 0),  # 6:00 in Talca
        (a_las(PRIMERO, 11), 1),
        (a_las(ULTIMO), 1),
        (a_las(ULTIMO + timedelta(days=1)), 0),
    ],
)
def test_solo_con_la_ventana_abierta_o_por_abrir(pagina, lector, reloj_en, cuando, cuantas):
    reloj_en(cuando)
    assert revisar_banners(lector=lector) == cuantas


def test_no_se_mira_lo_que_no_corresponde(pagina, lector, reloj_en, settings, escena, mundo, sitio):
    reloj_en(a_las(PRIMERO))
    settings.SALIDA_A_INTERNET = False
    assert revisar_banners(lector=lector) == 0
    assert revisar_pagina(pagina.pk) is None
    settings.SALIDA_A_INTERNET = True
    cuentas = type(escena.cuenta).objects
    cuentas.update(estado="anulada")
    assert revisar_banners(lector=lector) == 0
    cuentas.update(estado="abierta")
    Servicio.objects.filter(pk=pagina.servicio_id).update(activo=False)
    assert (revisar_banners(lector=lector), revisar_pagina(pagina.pk, lector=lector)) == (0, None)
    Servicio.objects.filter(pk=pagina.servicio_id).update(activo=True)
    retirar_pagina(pagina=pagina, por=mundo["encargada"])
    assert revisar_banners(lector=lector) == 0
    assert (sitio.conexiones, RevisionBanner.objects.count()) == ([], 0)


def test_de_una_cuenta_anulada_no_se_lee_ni_se_anota_ni_se_avisa(
    pagina, lector, reloj_en, escena, mundo
):
    reloj_en(a_las(date(2027, 5, 10)))
    CuentaPublica.objects.update(estado="anulada")
    assert revisar_pagina(pagina.pk, lector=lector) is None
    escena.proceso.cuenta.refresh_from_db()
    with pytest.raises(ErrorDominio, match="no hay un banner que revisar"):
        registrar_pagina(proceso=escena.proceso, url=f"{pagina.url}otra/", por=mundo["encargada"])
    CuentaPublica.objects.update(estado="abierta")
    assert revisar_pagina(pagina.pk, lector=lector) is not None  # the control


def test_basta_una_de_las_paginas(pagina, lector, reloj_en, mundo, sitio):
    crear_pagina(pagina.proceso, mundo["comunicaciones"], sitio, "/otra")
    poner(sitio, "nada", "/otra")
    reloj_en(a_las(PRIMERO))
    assert revisar_banners(lector=lector) == 2
    assert recuento_de(pagina, PRIMERO).frase == "1 de 1 día"


def test_hoy_no_falta_mientras_no_termina(pagina, lector, reloj_en):
    assert recuento_de(pagina, PRIMERO).frase == "0 de 0 días"
    hecho = recuento_de(pagina, PRIMERO + timedelta(days=1))
    assert (hecho.frase, hecho.faltan[0].motivo) == (
        "0 de 1 día",
        "El portal no revisó ninguna página ese día.",
    )


# ── Beside what somebody attested ──


def test_las_reglas_dicen_lo_que_se_vio(pagina, sitio, lector, reloj_en, escena, mundo):
    recorrer(pagina, sitio, lector, reloj_en, CAIDOS)
    [asunto, *_] = selectors.asuntos([escena.cuenta])[escena.cuenta.pk]
    dichos = {una.id: una.evaluar(asunto.hechos, ULTIMO) for una in asunto.reglas}
    visto = "El portal lo vio 30 de 32 días, el último el 03/06/2027."
    assert (dichos["R46"].veredicto, dichos["R46"].evidencia) == (
        "no_cumple",
        "Falta dejar constancia de que el banner está en el sitio web institucional. " + visto,
    )
    assert dichos["R47"].evidencia == (
        "Está escrito cómo se participa. El banner que está en el sitio dice las fechas."
    )
    assert dichos["R48"].evidencia == f"Dura 32 días. {visto}"
    m.con_constancias(escena.cuenta, mundo["comunicaciones"], "R46")
    [asunto, *_] = selectors.asuntos([escena.cuenta])[escena.cuenta.pk]
    r46 = {una.id: una for una in asunto.reglas}["R46"].evaluar(asunto.hechos, ULTIMO)
    assert r46.veredicto == "cumple"
    assert r46.evidencia.endswith(f"Consta en el acta. {visto}")


# ── What a bad page does ──


def _enlace_en(antes: str):
    return lambda pagina: http(f"<!doctype html>{antes}{documents.enlace(pagina.proceso)}".encode())


def _en_un_charset_raro(pagina):
    cuerpo = f"<!doctype html>{documents.enlace(pagina.proceso)}".encode()
    return http(cuerpo, Content_Type="text/html; charset=undefined")


RARAS = {
    "svg con título": _enlace_en("<svg><title/></svg>"),
    "una sección ajena": _enlace_en("<![foo[bar]]>"),
    "un charset que no existe": _en_un_charset_raro,
    "muchas etiquetas sin cerrar": _enlace_en("<a " * 30_000 + ">"),
}


@pytest.mark.parametrize("como", RARAS)
def test_una_pagina_rara_con_el_banner_lo_tiene(pagina, sitio, lector, reloj_en, como):
    reloj_en(a_las(PRIMERO))
    sitio.paginas["/"] = RARAS[como](pagina)
    assert revisar_pagina(pagina.pk, lector=lector).resultado == "esta"
    # The control: the same reading sees that it is not there.
    poner(sitio, "nada")
    reloj_en(a_las(PRIMERO + timedelta(days=1)))
    assert revisar_pagina(pagina.pk, lector=lector).resultado == "no_esta"


def test_una_redireccion_con_tilde_se_sigue(pagina, sitio, lector, reloj_en):
    reloj_en(a_las(PRIMERO))
    sitio.paginas["/"] = http(b"", "302 Found", Location="/participación/")
    poner(sitio, documents.enlace(pagina.proceso), "/participaci%C3%B3n/")
    assert revisar_pagina(pagina.pk, lector=lector).resultado == "esta"


@pytest.mark.parametrize(
    ("respuesta", "motivo"),
    [
        (
            http(b"", "302 Found", Location="https://[x/"),
            "La página redirige a una dirección mal escrita.",
        ),
        (
            http(gzip.compress(bytes(range(256)) * 90)[:200], Content_Encoding="gzip"),
            "El sitio cortó la respuesta antes de terminarla.",
        ),
    ],
)
def test_lo_que_no_se_entiende_deja_su_fila(pagina, sitio, lector, reloj_en, respuesta, motivo):
    reloj_en(a_las(PRIMERO))
    sitio.paginas["/"] = respuesta
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.motivo) == ("sin_leer", motivo)


CHARSETS = {
    "latin-1": ("latin-1", "text/html; charset=ISO-8859-1"),
    "latin-1 sin decir": ("latin-1", "text/html"),
    "utf-16": ("utf-16", "text/html"),
    "utf-16 dicho": ("utf-16-le", "text/html; charset=utf-16"),
}


@pytest.mark.parametrize("como", CHARSETS)
def test_en_otras_letras_el_banner_es_el_mismo(pagina, sitio, lector, reloj_en, como):
    charset, tipo = CHARSETS[como]
    reloj_en(a_las(PRIMERO))
    cuerpo = f"<!doctype html><p>Año</p>{documents.enlace(pagina.proceso)}".encode(charset)
    sitio.paginas["/"] = http(cuerpo, Content_Type=tipo)
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.dice_fechas) == ("esta", True)


def test_una_bomba_no_se_infla(pagina, sitio, lector, reloj_en):
    reloj_en(a_las(PRIMERO))
    con_banner = str(documents.enlace(pagina.proceso)).encode()
    sitio.paginas["/"] = http(
        gzip.compress(con_banner + b"0" * 50_000_000), Content_Encoding="gzip"
    )
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.motivo) == (
        "sin_leer",
        "La página pesa más de 2 MB. Ponga el banner en una liviana.",
    )
    # The control: packed and of a common size, it is read.
    sitio.paginas["/"] = http(gzip.compress(con_banner), Content_Encoding="gzip")
    assert revisar_pagina(pagina.pk, lector=lector, pedida=True).resultado == "esta"


@pytest.mark.parametrize("tipo", ["text/plain", "application/json", "application/pdf"])
def test_un_archivo_con_las_lineas_no_es_una_pagina(pagina, sitio, lector, reloj_en, tipo):
    reloj_en(a_las(PRIMERO))
    sitio.paginas["/"] = http(str(documents.enlace(pagina.proceso)).encode(), Content_Type=tipo)
    revision = revisar_pagina(pagina.pk, lector=lector)
    assert (revision.resultado, revision.motivo) == (
        "no_esta",
        "El sitio respondió con un archivo y no con una página.",
    )


class Falla:
    def __init__(self, error: Exception) -> None:
        self.error, self.veces = error, 0

    def leer(self, *_):
        self.veces += 1
        raise self.error


def test_lo_que_nadie_previo_deja_su_fila_y_sin_tiempo_se_para(pagina, sitio, reloj_en, mundo):
    otra = crear_pagina(pagina.proceso, mundo["comunicaciones"], sitio, "/otra")
    reloj_en(a_las(PRIMERO))
    sin_tiempo = Falla(SoftTimeLimitExceeded())
    with pytest.raises(SoftTimeLimitExceeded):
        revisar_banners(lector=sin_tiempo)
    motivos = RevisionBanner.objects.order_by("pk").values_list("pagina", "motivo")
    sin_terminar = (
        pagina.pk,
        "La revisión se quedó sin tiempo antes de terminar de leer la página.",
    )
    assert (sin_tiempo.veces, list(motivos)) == (1, [sin_terminar])
    # The next round begins with the one that was left out; the slow one waits for its turn.
    assert revisar_banners(lector=Falla(RuntimeError())) == 1
    assert list(motivos.all()) == [sin_terminar, (otra.pk, "La página no se pudo entender.")]


def test_la_que_toma_el_tiempo_no_se_lo_quita_a_las_de_otros(
    pagina, sitio, lector, reloj_en, mundo
):
    """In every round of the day something takes all its time; the others are read the same."""
    otra = crear_pagina(pagina.proceso, mundo["comunicaciones"], sitio, "/otra")
    poner(sitio, documents.enlace(pagina.proceso), "/otra")

    class Lenta:
        def leer(self, url, hosts):
            if url == pagina.url:
                raise SoftTimeLimitExceeded
            return lector.leer(url, hosts)

    for hora in range(11, 24):
        reloj_en(a_las(PRIMERO, hora))
        with suppress(SoftTimeLimitExceeded):
            revisar_banners(lector=Lenta())
    assert list(otra.revisiones.values_list("resultado", flat=True)) == ["esta"]
    assert pagina.revisiones.count() == 4  # the control: it did take them


@pytest.mark.parametrize("pedida", [True, False])
def test_lo_que_se_empezo_a_leer_antes_de_medianoche_es_de_ese_dia(
    pagina, lector, reloj_en, pedida
):
    """On the last day too, when after it there is no window."""

    class Larga:
        def leer(self, *que):
            reloj_en(a_las(ULTIMO + timedelta(days=1), 5))
            return lector.leer(*que)

    reloj_en(a_las(ULTIMO + timedelta(days=1), 3))  # 23:00 in Talca
    revision = revisar_pagina(pagina.pk, lector=Larga(), pedida=pedida)
    assert (revision.resultado, revision.dia) == ("esta", ULTIMO)


# ── When somebody asks ──


def test_quien_lo_puso_de_nuevo_pide_que_se_mire(
    pagina, sitio, lector, reloj_en, mundo, monkeypatch, django_capture_on_commit_callbacks
):
    pedidas = []
    monkeypatch.setattr(banner_turnos, "pedir_tarea", lambda *que: pedidas.append(que))
    poner(sitio, "Mantención")
    reloj_en(a_las(PRIMERO, 14))
    assert revisar_banners(lector=lector) == 1
    poner(sitio, documents.enlace(pagina.proceso))
    assert revisar_banners(lector=lector) == 0  # not its turn
    with django_capture_on_commit_callbacks(execute=True):
        revisar_ahora(pagina=pagina, por=mundo["encargada"])
    assert pedidas == [("convocatorias.revisar_pagina_ahora", pagina.pk)]
    assert revisar_pagina(pagina.pk, lector=lector, pedida=True).resultado == "esta"
    assert recuento_de(pagina, PRIMERO).frase == "1 de 1 día"
    assert Bitacora.objects.filter(accion="pedir_revision_banner").count() == 1
    with pytest.raises(ErrorDominio, match="hoy ya se vio"):
        revisar_ahora(pagina=pagina, por=mundo["encargada"])


def test_no_se_pide_sin_fin_ni_sin_salida(pagina, sitio, lector, reloj_en, mundo, settings):
    poner(sitio, "Mantención")
    reloj_en(a_las(PRIMERO, 14))
    hechas = [revisar_pagina(pagina.pk, lector=lector, pedida=True) for _ in range(21)]
    assert [una is None for una in hechas] == [False] * 20 + [True]
    with pytest.raises(ErrorDominio, match="20 veces"):
        revisar_ahora(pagina=pagina, por=mundo["encargada"])
    reloj_en(a_las(PRIMERO, 17))
    assert revisar_banners(lector=lector) == 1  # the turns are not spent by who asks
    settings.SALIDA_A_INTERNET = False
    with pytest.raises(ErrorDominio, match="no sale a Internet"):
        revisar_ahora(pagina=pagina, por=mundo["encargada"])


def test_la_direccion_se_mide_como_se_guarda(pagina, mundo):
    """Without a path one more letter is stored: its bar."""
    quien = {"proceso": pagina.proceso, "por": mundo["encargada"]}
    cabe = f"https://{HOST}?q=" + "a" * (499 - len(f"https://{HOST}?q="))
    assert len(registrar_pagina(url=cabe, **quien).url) == 500
    with pytest.raises(ErrorDominio, match="demasiado larga"):
        registrar_pagina(url=f"{cabe}a", **quien)
